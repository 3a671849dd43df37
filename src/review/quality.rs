//! Quality: how often flags were right, by what reviewers concluded about them.
//!
//! What could not be verified says nothing and is not counted. A flag that the policy allows was raised in
//! vain, although its rows are right: it counts against precision, and not against the matching.

use std::collections::BTreeMap;

use crate::domain::{Decision, DecisionQuality, Outcome, Share};

/// Figures of decisions as a whole and by rule, grade, severity and source, in that order.
///
/// A decision counts in each source of its evidence, so those do not add up. There is always a line for the
/// whole.
pub fn quality<'a>(decisions: impl Iterator<Item = &'a Decision>) -> Vec<DecisionQuality> {
    let mut tallies: BTreeMap<(usize, String), Tally> = BTreeMap::new();
    tallies.insert((0, String::new()), Tally::default());
    for decision in decisions {
        let mut count = |dimension: usize, value: &str| {
            tallies.entry((dimension, value.to_owned())).or_default().count(decision);
        };
        count(0, "");
        count(1, &decision.code);
        count(2, decision.grade.code());
        count(3, decision.severity.code());
        for source in &decision.sources {
            count(4, source);
        }
    }
    let line = |((dimension, value), tally): ((usize, String), Tally)| {
        tally.figures(DIMENSIONS[dimension], value)
    };
    tallies.into_iter().map(line).collect()
}

const DIMENSIONS: [&str; 5] = ["all", "code", "grade", "severity", "source"];

#[derive(Default)]
struct Tally {
    outcomes: [u32; 6],
    with_case: u32,
}

impl Tally {
    fn count(&mut self, decision: &Decision) {
        self.outcomes[decision.outcome as usize] += 1;
        self.with_case += u32::from(decision.with_case);
    }

    fn figures(self, dimension: &'static str, value: String) -> DecisionQuality {
        let of = |outcome: Outcome| self.outcomes[outcome as usize];
        let right = Outcome::ALL.into_iter().filter(|one| one.is_right() == Some(true));
        let right: u32 = right.map(of).sum();
        let counted = Outcome::ALL.into_iter().filter(|one| one.is_right().is_some());
        let counted: u32 = counted.map(of).sum();
        DecisionQuality {
            dimension,
            value,
            outcomes: self.outcomes,
            with_case: self.with_case,
            precision: Share::of(right, counted),
            match_precision: Share::of(counted - of(Outcome::MatchError), counted),
        }
    }
}
