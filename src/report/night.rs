//! The night, indexed: from a mention to its person, household, agency, file and line.
//!
//! The night's own tables name each other by position. This index is built once per run and every
//! published table is written through it, so that all of them agree on who is who.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use arrow::array::StringArray;

use super::figures::{self, Figure, FundLine};
use super::identifiers::{Pseudonym, Pseudonyms, run_id};
use super::privacy::Masking;
use super::statistics::{self, Statistic};
use super::{Purpose, ReportError, Tonight, case_id, flag_ids};
use crate::domain::table::{Category, Cell, Maybe, Text};
use crate::domain::{
    Case, CaseId, Day, Dossier, DossierMember, FieldValues, Finding, FlagId, Grade, Grounds,
    Household, HouseholdId, KnownFlag, Language, Mention, PersonId, PreviousRun, RowKey, RunId,
    Source,
};

/// Tonight with the joins every table needs.
pub(super) struct Night<'a> {
    pub tonight: &'a Tonight<'a>,
    pub run_id: RunId,
    /// The people by id, each with its number tonight.
    pub people_by_id: Vec<(PersonId, u32)>,
    /// What was found, as published, in the order of the findings.
    pub flags: Vec<Flag>,
    /// What each rests on, in the same order.
    pub grounds: Vec<Grounds>,
    /// The ids of the cases, in their order.
    pub case_ids: Vec<CaseId>,
    /// The same in their own order.
    case_ids_in_order: Vec<CaseId>,
    /// Counts and sums over the whole night.
    pub statistics: Vec<Statistic>,
    /// What the centre reports of the night, in order.
    pub figures: Vec<Figure>,
    /// The ledgers of funds, in order.
    pub fund_lines: Vec<FundLine>,
    homes: Vec<Option<Home>>,
    /// The source of each identity source.
    sources: Vec<Option<&'a Source>>,
    /// The ids of the people as they are written, by number.
    person_ids: StringArray,
    pseudonyms: Pseudonyms,
    /// The pseudonym of each number that identities give, made when it is first asked for.
    known_pseudonyms: Vec<OnceLock<Pseudonym>>,
}

/// What publishing adds to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flag {
    pub id: FlagId,
    /// The position of its case.
    pub case: Option<usize>,
    pub first_seen: Day,
    pub nights: u32,
    /// Of an open finding, the night since which it is.
    pub open_since: Option<Day>,
}

/// A line of a delivered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'a> {
    pub source: &'a str,
    pub file: &'a str,
    pub line: u32,
}

/// Where a person stands among the dossiers.
#[derive(Clone, Copy)]
struct Home {
    dossier: usize,
    member: usize,
}

impl<'a> Night<'a> {
    pub fn new(tonight: &'a Tonight<'a>) -> Result<Self, ReportError> {
        let people_by_id = people_by_id(tonight);
        let homes = homes(tonight, &people_by_id);
        let by_name: BTreeMap<&str, &Source> =
            tonight.sources.iter().map(|source| (source.id.as_str(), source)).collect();
        let sources = tonight.identities.sources.iter();
        let sources = sources.map(|source| by_name.get(source.id.as_str()).copied()).collect();
        let case_ids: Vec<CaseId> =
            tonight.cases.iter().map(|case| case_id(case.household)).collect();
        let mut case_ids_in_order = case_ids.clone();
        case_ids_in_order.sort_unstable();
        let flags = flags(tonight);
        let numbers = tonight.identities.field("resident_id");
        let known_pseudonyms =
            (0..numbers.map_or(0, FieldValues::distinct)).map(|_| OnceLock::new());
        let findings = tonight.findings.iter().zip(tonight.evidence_keys);
        let grounds = findings
            .map(|(finding, keys)| Grounds::new(keys, finding.last_month, &finding.parameters));
        let mut night = Self {
            tonight,
            run_id: run_id(tonight),
            people_by_id,
            flags,
            grounds: grounds.collect(),
            case_ids,
            case_ids_in_order,
            statistics: Vec::new(),
            figures: Vec::new(),
            fund_lines: Vec::new(),
            homes,
            sources,
            person_ids: tonight.people.ids.iter().map(|id| Some(id.to_string())).collect(),
            pseudonyms: Pseudonyms::new(tonight.pseudonym_key),
            known_pseudonyms: known_pseudonyms.collect(),
        };
        night.statistics = statistics::summarise(&night)?;
        night.figures = figures::figures(&night)?;
        night.fund_lines = figures::ledgers(&night);
        Ok(night)
    }

    pub fn mention(&self, mention: u32) -> Mention<'a> {
        self.tonight.records.mentions.row(mention as usize)
    }

    /// Where a mention stands: its source, file and line.
    pub fn place_of(&self, mention: u32) -> Place<'a> {
        let mentions = &self.tonight.records.mentions;
        let row = mention as usize;
        Place {
            source: Category::value(&mentions.source, row),
            file: Category::value(&mentions.file, row),
            line: mentions.line.value(row),
        }
    }

    pub fn identity_of(&self, mention: u32) -> Option<usize> {
        let identity = *self.tonight.identities.of_mention.get(mention as usize)? as usize;
        (identity < self.tonight.people.person_of_identity.len()).then_some(identity)
    }

    /// What a decision knows the person of a mention by.
    pub fn match_key_of(&self, mention: u32) -> Option<RowKey> {
        self.tonight.match_keys.get(self.identity_of(mention)?).copied()
    }

    /// The number of the person a mention speaks of.
    pub fn person_of(&self, mention: u32) -> Option<u32> {
        let identity = self.identity_of(mention)?;
        Some(self.tonight.people.person_of_identity[identity])
    }

    pub fn person_id_of(&self, mention: u32) -> Option<PersonId> {
        self.person_of(mention).map(|person| self.tonight.people.ids[person as usize])
    }

    /// The id of a person, as it is written.
    pub fn person_text(&self, person: u32) -> &str {
        self.person_ids.value(person as usize)
    }

    /// The pseudonym of the number that a mention gives, whatever its class.
    pub fn pseudonym_of(&self, mention: u32) -> Option<Pseudonym> {
        let text =
            <Maybe<Text>>::value(&self.tonight.records.mentions.resident_id, mention as usize)?;
        let make = || self.pseudonyms.of(text);
        let numbers = self.tonight.identities.field("resident_id");
        let number = self.identity_of(mention).zip(numbers).and_then(|(identity, field)| {
            // An identity may be linked by a better number than its own.
            Some(field.numbers()[identity]).filter(|number| field.text(*number) == Some(text))
        });
        let known = number.map(|number| *self.known_pseudonyms[number as usize].get_or_init(make));
        Some(known.unwrap_or_else(make))
    }

    /// How surely a mention speaks of its person.
    pub fn grade_of(&self, mention: u32) -> Option<Grade> {
        let identity = self.identity_of(mention)?;
        Some(self.tonight.people.grade_of_identity[identity])
    }

    /// The dossier of a person, and the person in it.
    pub fn home_of(&self, person: u32) -> Option<(&'a Dossier, &'a DossierMember)> {
        let home = (*self.homes.get(person as usize)?)?;
        let dossier = &self.tonight.dossiers[home.dossier];
        Some((dossier, &dossier.members[home.member]))
    }

    /// The home household of the person a mention speaks of.
    pub fn household_of(&self, mention: u32) -> Option<HouseholdId> {
        let (dossier, _) = self.home_of(self.person_of(mention)?)?;
        Some(dossier.household)
    }

    /// The source of a mention, where the night lists it.
    pub fn source_of(&self, mention: u32) -> Option<&'a Source> {
        let identity = self.identity_of(mention)?;
        let source = *self.tonight.identities.source.get(identity)?;
        self.sources.get(source as usize).copied().flatten()
    }

    /// The code of the agency a mention comes from; its source where no agency is listed.
    pub fn agency_of(&self, mention: u32) -> &'a str {
        match self.source_of(mention) {
            Some(source) => &source.agency,
            None => self.place_of(mention).source,
        }
    }

    /// The dossier's member with this id.
    pub fn member(&self, person: PersonId) -> Option<&'a DossierMember> {
        let at = self.people_by_id.binary_search_by_key(&person, |known| known.0).ok()?;
        self.home_of(self.people_by_id[at].1).map(|(_, member)| member)
    }

    /// What lists and sheets show people as they are for, if anything.
    pub fn unmasked_for(&self) -> Option<&'a Purpose> {
        self.tonight.settings.unmasked.lists.as_ref()
    }

    /// How lists and sheets show the values of people.
    pub fn masking(&self) -> Masking {
        self.unmasked_for().map_or(Masking::On, |_| Masking::Off)
    }

    /// The name of a dossier's member, as lists and sheets show it.
    pub fn shown_name(&self, member: &DossierMember) -> String {
        let row = member.name_mention.filter(|_| self.masking() == Masking::Off);
        let name = row.and_then(|row| self.mention(row).name);
        name.unwrap_or(&member.name_masked).to_owned()
    }

    /// The number of a dossier's member, as lists and sheets show it; empty where none is known.
    pub fn shown_number(&self, member: &DossierMember) -> String {
        let row = member.number_mention.filter(|_| self.masking() == Masking::Off);
        let number = row.and_then(|row| self.mention(row).resident_id);
        number.or(member.resident_id_masked.as_deref()).unwrap_or_default().to_owned()
    }

    /// The first night one of some flags was found, and the most nights in a row of any.
    pub fn age_of(&self, flags: &[usize]) -> (Day, u32) {
        let flags = || flags.iter().map(|at| &self.flags[*at]);
        let first_seen = flags().map(|flag| flag.first_seen).min();
        let nights = flags().map(|flag| flag.nights).max();
        (first_seen.unwrap_or(self.tonight.run_date), nights.unwrap_or(1))
    }

    /// The ids of the cases of the households that stand in a case's findings, or it in theirs.
    pub fn related_cases(&self, case: &Case) -> impl Iterator<Item = CaseId> {
        let is_known = |household: &&HouseholdId| {
            let id = case_id(**household);
            self.case_ids_in_order.binary_search(&id).is_ok()
        };
        case.related.iter().filter(is_known).map(|household| case_id(*household))
    }

    pub fn first_seen_of(&self, household: usize) -> Day {
        let first_seen = self.tonight.household_first_seen.get(household);
        first_seen.copied().unwrap_or(self.tonight.run_date)
    }

    /// The households in order of id, each with its position tonight.
    pub fn households_by_id(&self) -> Vec<(usize, &'a Household)> {
        let mut households: Vec<_> = self.tonight.households.iter().enumerate().collect();
        households.sort_by_key(|(_, household)| household.id);
        households
    }

    /// The Chinese name of a rule, as tables and the daily report have it; its code where the policy gives
    /// none.
    pub fn rule_name(&self, code: &'a str) -> &'a str {
        self.tonight.rule_names.get(code).map_or(code, |name| name.chinese.as_str())
    }

    /// The name of a rule in the language of lists and sheets.
    pub fn rule_said(&self, code: &'a str) -> &'a str {
        let language = self.language();
        self.tonight.rule_names.get(code).map_or(code, |name| name.in_language(language))
    }

    /// The name of a scheme in the language of lists and sheets.
    pub fn scheme_said(&self, code: &'a str) -> &'a str {
        self.tonight.schemes.name_in(code, self.language())
    }

    /// The language of lists and sheets.
    pub const fn language(&self) -> Language {
        self.tonight.settings.language
    }

    /// Agency, dataset and line of a mention in the language of lists and sheets.
    pub fn place_said(&self, mention: u32) -> String {
        let Place { source, line, .. } = self.place_of(mention);
        let language = self.language();
        match self.source_of(mention) {
            Some(source) => {
                language.fill("{}《{}》第{}行", &[&source.agency_name, &source.title, &line])
            }
            None => language.fill("{}第{}行", &[&source, &line]),
        }
    }
}

fn people_by_id(tonight: &Tonight) -> Vec<(PersonId, u32)> {
    let mut people: Vec<(PersonId, u32)> = tonight.people.ids.iter().copied().zip(0..).collect();
    people.sort_unstable();
    people
}

fn homes(tonight: &Tonight, people_by_id: &[(PersonId, u32)]) -> Vec<Option<Home>> {
    let mut homes = vec![None; people_by_id.len()];
    for (dossier, content) in tonight.dossiers.iter().enumerate() {
        for (member, person) in content.members.iter().enumerate() {
            let found = people_by_id.binary_search_by_key(&person.person, |known| known.0);
            if let Ok(at) = found {
                homes[people_by_id[at].1 as usize] = Some(Home { dossier, member });
            }
        }
    }
    homes
}

fn flags(tonight: &Tonight) -> Vec<Flag> {
    let mut case_of = vec![None; tonight.findings.len()];
    for (position, case) in tonight.cases.iter().enumerate() {
        for finding in &case.findings {
            case_of[*finding as usize] = Some(position);
        }
    }
    let ids = flag_ids(tonight.findings);
    let findings = ids.into_iter().zip(tonight.findings);
    let flags = findings.zip(case_of).map(|((id, finding), case)| {
        let known = known(tonight.previous, id);
        let nights = known.map_or(1, |known| known.nights + 1);
        let first_seen = known.map_or(tonight.run_date, |known| known.first_seen);
        let open_since = finding.is_open().then(|| since(finding, known, tonight.run_date));
        Flag { id, case, first_seen, nights, open_since }
    });
    flags.collect()
}

/// The night since which each finding is open: since it was found, or since it came back or was last looked
/// into. Of one that is not open, it means nothing.
pub fn open_since(findings: &[Finding], previous: &PreviousRun, run_date: Day) -> Vec<Day> {
    let flags = flag_ids(findings).into_iter();
    flags.zip(findings).map(|(id, one)| since(one, known(previous, id), run_date)).collect()
}

fn since(finding: &Finding, known: Option<&KnownFlag>, run_date: Day) -> Day {
    let before = known.and_then(|known| match finding.decision {
        None => Some(known.open_since.unwrap_or(known.first_seen)),
        Some(decision) => known.open_since.map(|since| since.max(decision.decided_on)),
    });
    before.unwrap_or(run_date)
}

fn known(previous: &PreviousRun, id: FlagId) -> Option<&KnownFlag> {
    let flags = &previous.flags;
    let at = flags.binary_search_by_key(&id.0, |known| known.flag).ok()?;
    Some(&flags[at])
}
