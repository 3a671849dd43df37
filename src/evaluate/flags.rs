//! How right the flags are, by code, and how often a look-alike was flagged.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashMap;

use super::OutcomeFlag;
use super::clusters::share;
use super::truth::{TrueFinding, Truth};

/// The flags of one code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlagScores {
    pub code: String,
    /// Findings that hold, without the optional ones.
    pub planted: u64,
    /// Of those, how many at least one flag of the code concerns.
    pub found: u64,
    /// Flags raised.
    pub raised: u64,
    /// Flags of which a subject is truly concerned by a finding of the code.
    pub right: u64,
    pub wrong: u64,
    /// Look-alikes of the code, and how many of them were flagged.
    pub look_alikes: u64,
    pub look_alikes_flagged: u64,
}

impl FlagScores {
    pub fn precision(&self) -> f64 {
        share(self.right, self.raised)
    }

    pub fn recall(&self) -> f64 {
        share(self.found, self.planted)
    }
}

/// The flags of the cases that the review list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListedScores {
    pub raised: u64,
    pub right: u64,
}

pub(super) fn score(
    flags: &[OutcomeFlag<'_>],
    true_of_predicted: &FxHashMap<u64, u32>,
    truth: &Truth,
) -> (Vec<FlagScores>, ListedScores) {
    let mut by_code: BTreeMap<&str, FlagScores> = BTreeMap::new();
    let mut flagged: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut listed = ListedScores::default();
    let empty = BTreeMap::new();
    for flag in flags {
        let people: BTreeSet<u32> = flag
            .subjects
            .iter()
            .filter_map(|subject| true_of_predicted.get(subject))
            .copied()
            .collect();
        let findings = truth.findings.get(flag.code).unwrap_or(&empty);
        let right = findings.values().any(|finding| !finding.people.is_disjoint(&people));
        let scores = by_code.entry(flag.code).or_default();
        scores.raised += 1;
        scores.right += u64::from(right);
        scores.wrong += u64::from(!right);
        listed.raised += u64::from(flag.listed.is_some());
        listed.right += u64::from(flag.listed.is_some() && right);
        flagged.entry(flag.code).or_default().extend(people);
    }
    let nobody = BTreeSet::new();
    for (code, findings) in &truth.findings {
        let flagged = flagged.get(code.as_str()).unwrap_or(&nobody);
        let scores = by_code.entry(code).or_default();
        let planted: Vec<&TrueFinding> =
            findings.values().filter(|finding| !finding.optional).collect();
        scores.planted = planted.len() as u64;
        let found = planted.iter().filter(|finding| !finding.people.is_disjoint(flagged));
        scores.found = found.count() as u64;
    }
    for (code, look_alikes) in &truth.legal {
        let flagged = flagged.get(code.as_str()).unwrap_or(&nobody);
        let scores = by_code.entry(code).or_default();
        scores.look_alikes = look_alikes.len() as u64;
        let hit = look_alikes.values().filter(|people| !people.is_disjoint(flagged));
        scores.look_alikes_flagged = hit.count() as u64;
    }
    let scores =
        by_code.into_iter().map(|(code, scores)| FlagScores { code: code.to_owned(), ..scores });
    (scores.collect(), listed)
}

impl fmt::Display for FlagScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, planted, found, raised, right, wrong, .. } = self;
        // A share of nothing is no figure.
        let figure = |share: f64, of: u64| match of {
            0 => "–".to_owned(),
            _ => format!("{share:.4}"),
        };
        let precision = figure(self.precision(), self.raised);
        let recall = figure(self.recall(), self.planted);
        write!(f, "{code:<6}{planted:>9}{found:>8}{raised:>8}{right:>8}{wrong:>8}")?;
        write!(f, "{precision:>11}{recall:>9}")?;
        write!(f, "{:>12}{:>9}", self.look_alikes, self.look_alikes_flagged)
    }
}

impl fmt::Display for ListedScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let precision = share(self.right, self.raised);
        writeln!(
            f,
            "listed flags  {} raised, {} right, precision {precision:.4}",
            self.raised, self.right
        )
    }
}
