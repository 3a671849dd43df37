//! Blocking recall without truth: how many matches did no rule propose?
//!
//! Each rule is a trap that catches some of the matches. From how many accepted matches exactly one
//! rule proposed, and how many exactly two, Chao's lower bound (Chao 1987, Biometrics 43, in its
//! bias-corrected form) estimates those that none did: `f1 (f1 - 1) / (2 (f2 + 1))`. Rules are not
//! independent traps (a row without an ID lacks all ID rules), so the true number is likely higher
//! and the recall an upper bound. A match is judged by the rules its values satisfy, not by which
//! rule happened to come first.

/// What the rules caught, and likely missed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct RecallEstimate {
    /// Accepted matches.
    pub matches: u64,
    /// Of these, the ones that exactly one rule proposes.
    pub by_one_rule: u64,
    pub by_two_rules: u64,
    /// Matches that no rule proposed, estimated from below.
    pub missed: f64,
    /// Share of all matches that were proposed, estimated from above.
    pub recall: f64,
}

/// Estimates recall from which rules (one bit each) propose each accepted match.
pub fn estimated_recall(proposers: impl IntoIterator<Item = u32>) -> RecallEstimate {
    let (mut matches, mut by_one_rule, mut by_two_rules) = (0_u64, 0_u64, 0_u64);
    for rules in proposers {
        matches += u64::from(rules != 0);
        by_one_rule += u64::from(rules.is_power_of_two());
        by_two_rules += u64::from(rules.count_ones() == 2);
    }
    let (ones, twos) = (as_float(by_one_rule), as_float(by_two_rules));
    let missed = ones * (ones - 1.0).max(0.0) / (2.0 * (twos + 1.0));
    let recall = if matches == 0 { 1.0 } else { as_float(matches) / (as_float(matches) + missed) };
    RecallEstimate { matches, by_one_rule, by_two_rules, missed, recall }
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs stay far below 2^52")]
const fn as_float(count: u64) -> f64 {
    count as f64
}
