//! Evaluate: links, findings and the truth become precision and recall.
//!
//! Pairs are counted, never listed: how many mentions each predicted person shares with each true
//! one says how many pairs are right. Sums run in sorted order, so the figures are the same for any
//! order of the outcome. Mentions that only one side knows (a row in quarantine, a row nobody
//! noted) are counted and left out of every rate.

mod clusters;
mod flags;
#[cfg(test)]
mod tests;
mod truth;

use std::fmt;

use crate::domain::{IdClass, Role, Severity};

pub use clusters::{ClusterScores, Rates, StratumRates};
pub use flags::{FlagScores, ListedScores};
pub use truth::{Truth, TruthError};

/// What a night's run said, as far as it is judged.
#[derive(Debug, Clone, Default)]
pub struct Outcome<'a> {
    /// In the order of the night's mentions.
    pub mentions: Vec<OutcomeMention<'a>>,
    pub flags: Vec<OutcomeFlag<'a>>,
}

/// One mention and the person it was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeMention<'a> {
    pub source: &'a str,
    /// The line of the file or the row of the sheet, counted from 1.
    pub line: u32,
    pub role: Role,
    /// The person's lasting id or number; any number that is the same for the same person.
    pub person: u64,
    /// The identity (distinct spelling of a source) the mention belongs to.
    pub identity: u32,
    /// The class of its identity number, if the outcome carries it.
    pub id_class: Option<IdClass>,
    /// A key that is equal for equal numbers; 0 when there is no number.
    pub id_key: u64,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeFlag<'a> {
    /// The catalogue's code, such as `D01`.
    pub code: &'a str,
    pub severity: Severity,
    /// The predicted people it is about, as in [`OutcomeMention::person`].
    pub subjects: Vec<u64>,
    /// Its case's place in the review queue from 1, if the case is listed.
    pub listed: Option<u32>,
}

/// How good the night was.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Mentions of the outcome that the truth knows.
    pub mentions: u64,
    /// Mentions the truth does not know.
    pub unknown: u64,
    /// Mentions of the truth that the outcome lacks: mostly rows in quarantine.
    pub missing: u64,
    pub clusters: ClusterScores,
    /// By code, in order.
    pub flags: Vec<FlagScores>,
    pub listed: ListedScores,
}

/// Judges a night's outcome by its truth.
pub fn evaluate(outcome: &Outcome<'_>, truth: &Truth) -> Evaluation {
    let known = truth.join(&outcome.mentions);
    let matched = known.iter().flatten().count() as u64;
    let scores = clusters::score(&outcome.mentions, &known, truth);
    let true_of_predicted = clusters::majority(&outcome.mentions, &known);
    let (flags, listed) = flags::score(&outcome.flags, &true_of_predicted, truth);
    Evaluation {
        mentions: matched,
        unknown: known.len() as u64 - matched,
        missing: truth.len() as u64 - matched,
        clusters: scores,
        flags,
        listed,
    }
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mentions, unknown, missing, clusters, flags, listed } = self;
        writeln!(
            f,
            "mentions  {mentions} judged, {unknown} unknown to the truth, {missing} missing"
        )?;
        write!(f, "{clusters}")?;
        writeln!(f)?;
        writeln!(
            f,
            "{:<6}{:>9}{:>8}{:>8}{:>8}{:>8}{:>11}{:>9}{:>12}{:>9}",
            "flag",
            "planted",
            "found",
            "raised",
            "right",
            "wrong",
            "precision",
            "recall",
            "look-alikes",
            "flagged",
        )?;
        for flag in flags {
            writeln!(f, "{flag}")?;
        }
        write!(f, "{listed}")
    }
}
