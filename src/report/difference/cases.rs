//! Cases of two runs by their ids, and what stands behind those that come and go.

use std::collections::{BTreeMap, BTreeSet};

use super::people::{Overlap, PersonFate};
use super::{ComparedCase, ComparedRun};
use crate::domain::{HouseholdId, PersonId};

/// A case of one of the runs or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    pub id: String,
    pub fate: CaseFate,
    pub before: Option<ComparedCase>,
    pub after: Option<ComparedCase>,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseFate {
    /// None of its flags was there, for all the background says.
    New(Background),
    /// None of its flags is there.
    Resolved(Background),
    /// What of it is another.
    Changed(Vec<CaseField>),
    Continuing,
}

impl CaseFate {
    pub const CODES: [&str; 4] = ["new", "resolved", "changed", "continuing"];

    pub const fn code(&self) -> &'static str {
        match self {
            Self::New(_) => "new",
            Self::Resolved(_) => "resolved",
            Self::Changed(_) => "changed",
            Self::Continuing => "continuing",
        }
    }
}

/// What the other run says of the household and the people of a case that only one run has.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Background {
    pub household_exists: bool,
    /// What its people are in the other run, unless simply themselves.
    pub people: BTreeSet<PersonFate>,
    /// The other households in which they are at home there.
    pub homes: BTreeSet<HouseholdId>,
    /// Those of its codes whose rule is off there.
    pub rules_off: BTreeSet<String>,
}

/// A part of a case that two runs may tell differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseField {
    Severity,
    Grade,
    Amount,
    Codes,
    Flags,
    Listed,
    Office,
}

impl CaseField {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Grade => "grade",
            Self::Amount => "amount",
            Self::Codes => "codes",
            Self::Flags => "flags",
            Self::Listed => "listed",
            Self::Office => "office",
        }
    }
}

impl CaseChange {
    /// The case as it is, or last was.
    pub fn latest(&self) -> &ComparedCase {
        self.after.as_ref().or(self.before.as_ref()).expect("a case is of one run at least")
    }

    /// Whether it stands on a list of either run.
    pub fn is_listed(&self) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|case| case.listed)
    }
}

/// The cases of both runs, in order of fate, then of the queue.
pub(super) fn changes(
    before: &ComparedRun,
    after: &ComparedRun,
    overlap: &Overlap,
) -> Vec<CaseChange> {
    let ids: BTreeSet<&String> = before.cases.keys().chain(after.cases.keys()).collect();
    let backwards = overlap.reversed();
    let (people_before, people_after) = (people_of_cases(before), people_of_cases(after));
    let change = |id: &String| {
        let (was, is) = (before.cases.get(id), after.cases.get(id));
        let fate = match (was, is) {
            (Some(was), Some(is)) => compared(was, is),
            (Some(was), None) => {
                let people = people_before.get(id.as_str());
                CaseFate::Resolved(background(was, people, before, after, overlap))
            }
            (None, Some(is)) => {
                let people = people_after.get(id.as_str());
                CaseFate::New(background(is, people, after, before, &backwards))
            }
            (None, None) => unreachable!("the id is one of either run"),
        };
        CaseChange { id: id.clone(), fate, before: was.cloned(), after: is.cloned() }
    };
    let mut changes: Vec<CaseChange> = ids.into_iter().map(change).collect();
    let rank = |change: &CaseChange| {
        let fate = CaseFate::CODES.iter().position(|code| *code == change.fate.code());
        (fate, change.latest().priority)
    };
    changes.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.id.cmp(&other.id)));
    changes
}

/// Everybody the flags of each case speak of.
fn people_of_cases(run: &ComparedRun) -> BTreeMap<&str, BTreeSet<PersonId>> {
    let mut people: BTreeMap<&str, BTreeSet<PersonId>> = BTreeMap::new();
    for flag in run.flags.values() {
        if let Some(case) = &flag.case {
            people.entry(case).or_default().extend(&flag.subjects);
        }
    }
    people
}

fn compared(was: &ComparedCase, is: &ComparedCase) -> CaseFate {
    let differs = [
        (CaseField::Severity, was.severity != is.severity),
        (CaseField::Grade, was.grade != is.grade),
        (CaseField::Amount, was.amount != is.amount),
        (CaseField::Codes, was.codes != is.codes),
        (CaseField::Flags, was.flags != is.flags),
        (CaseField::Listed, was.listed != is.listed),
        (CaseField::Office, was.office != is.office),
    ];
    let fields: Vec<CaseField> =
        differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
    if fields.is_empty() { CaseFate::Continuing } else { CaseFate::Changed(fields) }
}

/// What the other run says of a case of one run, to which the overlap leads from it.
fn background(
    case: &ComparedCase,
    people: Option<&BTreeSet<PersonId>>,
    own: &ComparedRun,
    other: &ComparedRun,
    overlap: &Overlap,
) -> Background {
    let off = case.codes.iter().filter(|code| other.rules_off.contains_key(*code));
    let mut background = Background {
        household_exists: other.households.binary_search(&case.household).is_ok(),
        rules_off: off.cloned().collect(),
        ..Background::default()
    };
    for person in people.into_iter().flatten() {
        background.people.extend(overlap.fate(*person));
        let Some(home) = home_of(own, *person) else { continue };
        let homes = overlap.heirs(*person).filter_map(|heir| home_of(other, heir));
        background.homes.extend(homes.filter(|elsewhere| *elsewhere != home));
    }
    if !background.homes.is_empty() {
        background.people.insert(PersonFate::Moved);
    }
    background
}

fn home_of(run: &ComparedRun, person: PersonId) -> Option<HouseholdId> {
    let at = run.homes.binary_search_by_key(&person, |(person, _)| *person).ok()?;
    Some(run.homes[at].1)
}
