//! Difference: what changed from one published run to another, in cases, flags, people and sources.
//!
//! Any two runs can be compared, not only consecutive ones: people are told to be the same by the
//! identities they share and the ids they keep, never by what the runs say of the nights between. So are
//! flags and cases whose people or households bear other ids.

mod cases;
mod ends;
mod flags;
mod page;
mod people;
mod renumbered;
mod rows;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen, HouseholdId, PersonId};
use renumbered::Renumbered;

pub use cases::{Background, CaseChange, CaseFate, CaseField};
pub use ends::{Conclusion, FlagEnd};
pub use flags::{CodeChange, FlagChanges};
pub use page::render as page;
pub use people::{PeopleChanges, PersonFate, Regrouping};
pub use rows::rows;
pub use sources::{SourceChange, SourceFate};

/// What a comparison takes for worth telling, and how much of it a page or a terminal lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// By how many per cent rows or yuan of a source have to move for it to have grown or shrunk.
    pub notable_percent: f64,
    /// How many cases the page lists of each kind; the table has them all.
    pub cases_max: usize,
    /// How many people or groups of people page and terminal list of each kind.
    pub people_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { notable_percent: 10.0, cases_max: 200, people_max: 20 }
    }
}

/// What is compared of a published run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRun {
    pub date: Day,
    /// Program, policy pack and the files of the pipeline with their digests.
    pub made_with: BTreeMap<String, String>,
    /// The rules that were off, with the reason.
    pub rules_off: BTreeMap<String, String>,
    /// The name of each town by its code.
    pub towns: BTreeMap<String, String>,
    pub cases: BTreeMap<String, ComparedCase>,
    pub flags: BTreeMap<String, ComparedFlag>,
    /// What reviewers had concluded before the run, in no order.
    pub decisions: Vec<ComparedDecision>,
    /// Ordered.
    pub households: Vec<HouseholdId>,
    /// Each identity's key and person; ordered, without repetition.
    pub identities: Vec<(u64, PersonId)>,
    /// The home of each person who has one; ordered by person.
    pub homes: Vec<(PersonId, HouseholdId)>,
    pub sources: BTreeMap<String, ComparedSource>,
}

/// A case as its run published it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedCase {
    pub household: HouseholdId,
    /// Place in the review queue, from 1.
    pub priority: u32,
    pub listed: bool,
    pub severity: String,
    pub grade: String,
    pub town: Option<String>,
    pub amount: Fen,
    pub flags: u32,
    pub codes: BTreeSet<String>,
    pub office: String,
    /// The masked sentence of its gravest flag.
    pub summary: String,
}

/// A flag as its run published it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedFlag {
    pub code: String,
    /// The rule's printed name.
    pub name: String,
    pub case: Option<String>,
    pub household: HouseholdId,
    pub subjects: Vec<PersonId>,
    /// What tells it from the rule's others about the same people.
    pub discriminator: String,
    pub amount: Fen,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub first_seen: Day,
    /// What reviewers concluded about it on an earlier night.
    pub decision: Option<Conclusion>,
    /// Whether it came back to be looked at again after that.
    pub returned: bool,
}

/// What reviewers concluded about a flag, as its run's chains tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedDecision {
    /// Where the first of its people lives.
    pub household: HouseholdId,
    /// That one; none who lives there any more.
    pub person: Option<PersonId>,
    pub code: String,
    pub conclusion: Conclusion,
}

impl ComparedRun {
    fn has_household(&self, household: HouseholdId) -> bool {
        self.households.binary_search(&household).is_ok()
    }

    /// Where somebody is at home.
    fn home_of(&self, person: PersonId) -> Option<HouseholdId> {
        let at = self.homes.binary_search_by_key(&person, |(person, _)| *person).ok()?;
        Some(self.homes[at].1)
    }
}

/// A source as its run read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedSource {
    pub agency: String,
    /// The agency's name and the dataset's; the code and none where the run does not tell.
    pub agency_name: String,
    pub title: String,
    /// The day its extract describes.
    pub snapshot: Day,
    pub age_days: u32,
    pub rows_accepted: u64,
    pub rows_rejected: u64,
    pub accepted: Fen,
    pub rejected: Fen,
    /// Names of its files, with the digest of each.
    pub files: BTreeMap<String, String>,
}

/// What changed from one run to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub before: Day,
    pub after: Day,
    pub settings: Settings,
    /// What the runs were made with, where it differs.
    pub made_with: Vec<Made>,
    /// Rules that are off in one run alone.
    pub rules: Vec<RuleChange>,
    /// The names of towns by code, as the later run has them where both do.
    pub towns: BTreeMap<String, String>,
    /// In order of fate, then of the queue.
    pub cases: Vec<CaseChange>,
    pub flags: FlagChanges,
    pub people: PeopleChanges,
    pub sources: Vec<SourceChange>,
}

/// A file or a version that the two runs were not made with alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub what: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A rule that is off in one of the runs: what it would find there is missing, not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    pub code: String,
    /// Whether it went off; else it came back.
    pub is_off: bool,
    pub reason: String,
}

/// Compares two runs, the earlier first.
pub fn compare(before: &ComparedRun, after: &ComparedRun, settings: Settings) -> Difference {
    let overlap = people::Overlap::of(&before.identities, &after.identities);
    let renumbered = Renumbered::between(before, after, &overlap);
    let ends = ends::ends(before, after, &overlap, &renumbered);
    let mut towns = before.towns.clone();
    towns.extend(after.towns.clone());
    Difference {
        before: before.date,
        after: after.date,
        settings,
        made_with: made_with(before, after),
        rules: rules(before, after),
        towns,
        cases: cases::changes(before, after, &overlap, &renumbered, &ends),
        flags: flags::changes(before, after, &renumbered, ends),
        people: overlap.changes(),
        sources: sources::changes(before, after, settings.notable_percent),
    }
}

fn made_with(before: &ComparedRun, after: &ComparedRun) -> Vec<Made> {
    let names: BTreeSet<&String> = before.made_with.keys().chain(after.made_with.keys()).collect();
    let made = names.into_iter().map(|what| Made {
        what: what.clone(),
        before: before.made_with.get(what).cloned(),
        after: after.made_with.get(what).cloned(),
    });
    made.filter(|made| made.before != made.after).collect()
}

fn rules(before: &ComparedRun, after: &ComparedRun) -> Vec<RuleChange> {
    let only = |one: &ComparedRun, other: &ComparedRun, is_off| -> Vec<RuleChange> {
        let own = one.rules_off.iter().filter(|(code, _)| !other.rules_off.contains_key(*code));
        own.map(|(code, reason)| RuleChange { code: code.clone(), is_off, reason: reason.clone() })
            .collect()
    };
    let mut changes = only(after, before, true);
    changes.extend(only(before, after, false));
    changes
}
