//! Ends: what became of flags that are no longer on a reviewer's table.
//!
//! A flag that reviewers have dismissed is still found, and settled; one whose rows have changed is not found
//! any more. Both leave the queue, and only the first was a piece of work done.

use std::collections::{BTreeMap, BTreeSet};

use super::people::Overlap;
use super::renumbered::Renumbered;
use super::{ComparedDecision, ComparedFlag, ComparedRun};
use crate::domain::{Day, Outcome};

/// Why a flag has left the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FlagEnd {
    /// It is still found; a decision settles it.
    Decided(Conclusion),
    /// It is not found any more, and reviewers had concluded this of it.
    GoneAfterDecision(Conclusion),
    /// It is not found any more: its rows are gone or say something else.
    Gone,
    /// Its rule is off in the later run, so that nothing is known of it.
    RuleOff,
    /// It is in another case.
    Elsewhere,
}

/// What reviewers concluded, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conclusion {
    pub outcome: Outcome,
    pub decided_on: Day,
}

impl FlagEnd {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decided(_) => "decided",
            Self::GoneAfterDecision(_) => "gone_after_decision",
            Self::Gone => "gone",
            Self::RuleOff => "rule_off",
            Self::Elsewhere => "elsewhere",
        }
    }

    pub const fn conclusion(self) -> Option<Conclusion> {
        match self {
            Self::Decided(conclusion) | Self::GoneAfterDecision(conclusion) => Some(conclusion),
            Self::Gone | Self::RuleOff | Self::Elsewhere => None,
        }
    }
}

impl ComparedFlag {
    /// What settles it, if a decision does.
    pub fn settled(&self) -> Option<Conclusion> {
        self.decision.filter(|_| !self.returned)
    }
}

/// How the flags of the earlier run ended, by id; those that go on are not there.
pub(super) fn ends(
    before: &ComparedRun,
    after: &ComparedRun,
    overlap: &Overlap,
    renumbered: &Renumbered,
) -> BTreeMap<String, FlagEnd> {
    let mut decisions: BTreeMap<&str, Vec<&ComparedDecision>> = BTreeMap::new();
    for decision in &after.decisions {
        decisions.entry(&decision.code).or_default().push(decision);
    }
    let end = |id: &String, flag: &ComparedFlag| match after.flags.get(renumbered.flag(id)) {
        Some(found) => found.settled().filter(|_| flag.case.is_some()).map(FlagEnd::Decided),
        None if after.rules_off.contains_key(&flag.code) => Some(FlagEnd::RuleOff),
        None => {
            let about = decisions.get(flag.code.as_str()).map_or(&[][..], Vec::as_slice);
            let last = last_conclusion(flag, about, overlap);
            Some(last.map_or(FlagEnd::Gone, FlagEnd::GoneAfterDecision))
        }
    };
    let ends = before.flags.iter().map(|(id, flag)| Some((id.clone(), end(id, flag)?)));
    ends.flatten().collect()
}

/// The last conclusion about a flag that is not found any more. Decisions tell the code, the person and the
/// day, and not the flag: one from before the flag was first found is of another.
fn last_conclusion(
    flag: &ComparedFlag,
    about: &[&ComparedDecision],
    overlap: &Overlap,
) -> Option<Conclusion> {
    let heirs: BTreeSet<_> =
        flag.subjects.first().into_iter().flat_map(|person| overlap.heirs(*person)).collect();
    let of_it = about.iter().filter(|decision| {
        let same = match decision.person {
            Some(person) => heirs.contains(&person),
            None => decision.household == flag.household,
        };
        same && decision.conclusion.decided_on >= flag.first_seen
    });
    let conclusions = of_it.map(|decision| decision.conclusion).chain(flag.decision);
    conclusions.max_by_key(|conclusion| conclusion.decided_on)
}
