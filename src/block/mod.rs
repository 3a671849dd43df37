//! Blocking: proposes the pairs of identities worth comparing.
//!
//! Comparing everyone with everyone is quadratic. Each blocking rule buckets identities by a cheap
//! key (ID number; name and birth date), and only pairs that share a bucket go on. A true match
//! that shares no key is lost here and nowhere else, so the report estimates blocking recall.
//! Pairs are counted before any is made, made chunk by chunk, and never held as a whole. A pair
//! that several rules propose belongs to the first of them: a comparison of two short rows of block
//! numbers, no set of pairs.

mod expression;
mod plan;
mod recall;
#[cfg(test)]
mod tests;

use crate::domain::ShortForms;

pub use expression::{ExpressionError, KeyExpression};
pub use plan::{Chunk, Plan, RuleReport};
pub use recall::{RecallEstimate, estimated_recall};

/// Which keys propose pairs, and how many pairs may come of one block.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// A block with more pairs is split by the next key of its rule's `then`.
    #[serde(default = "max_block_pairs")]
    pub max_block_pairs: u64,
    /// About how many pairs one thread makes at a time.
    #[serde(default = "chunk_pairs")]
    pub chunk_pairs: u64,
    /// How many of the largest blocks the report lists for each rule.
    #[serde(default = "reported_blocks")]
    pub reported_blocks: usize,
    pub rule: Vec<RuleSettings>,
    /// What names of an alphabet are short for; a file of its own says it.
    #[serde(skip)]
    pub short_forms: ShortForms,
}

/// One blocking rule: identities with equal keys are compared.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSettings {
    pub name: String,
    /// Key expressions that must all agree; an identity that lacks one is in no block.
    pub keys: Vec<KeyExpression>,
    /// Key expressions that split a block over the limit, one after the other.
    #[serde(default)]
    pub then: Vec<KeyExpression>,
    /// Whether two listed rows of one roster, which are two people, are compared all the same.
    #[serde(default)]
    pub within_roster: bool,
    /// Whether the pairs of this rule train the model. Not where relatives meet.
    #[serde(default)]
    pub train: bool,
    /// Comparisons that this rule's keys decide, so that its pairs teach nothing about them.
    #[serde(default)]
    pub settles: Vec<String>,
}

const fn max_block_pairs() -> u64 {
    20_000
}

const fn chunk_pairs() -> u64 {
    1 << 16
}

const fn reported_blocks() -> usize {
    5
}

/// The most rules a plan can tell apart, one bit each.
pub const MAX_RULES: usize = 32;

impl Settings {
    /// Every fault of the settings against the fields that identities have.
    pub fn faults(&self, known_fields: &[&str]) -> Vec<String> {
        let mut faults = Vec::new();
        if self.rule.is_empty() || self.rule.len() > MAX_RULES {
            faults.push(format!("{} blocking rules; 1 to {MAX_RULES} can be", self.rule.len()));
        }
        for rule in &self.rule {
            if rule.keys.is_empty() {
                faults.push(format!("blocking rule `{}` has no keys", rule.name));
            }
            for key in rule.keys.iter().chain(&rule.then) {
                if key.needs_short_forms() && self.short_forms.is_empty() {
                    let name = &rule.name;
                    faults.push(format!("blocking rule `{name}`: `{key}` needs `short_forms`"));
                }
                for field in key.fields().filter(|field| !known_fields.contains(field)) {
                    let name = &rule.name;
                    let fault = "which identities do not have";
                    faults
                        .push(format!("blocking rule `{name}`: `{key}` reads `{field}`, {fault}"));
                }
            }
        }
        faults
    }
}
