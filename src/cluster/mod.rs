//! Cluster: weighed pairs become people, under constraints, with ids that last.
//!
//! Connected components would make one person of a family whose rows form a chain. Here edges join
//! groups in order of weight, and only if the groups as wholes bear it: every pair across is looked
//! at, whether blocking proposed it or not. Two valid numbers, or one number under two names, keep
//! groups apart; so do contradictions that most pairs across show, and a bridge that one weak edge
//! alone supports, and what reviewers have found to be two people. The greedy order gives up the best global solution for one that is explained
//! edge by edge, and that depends on nothing but the edges.

mod barred;
mod condition;
mod owners;
mod settle;
mod stable;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use barred::Barred;
pub use condition::{Rules, UnknownLevel};
pub use owners::{Claim, Disowned, Fit, disowned};
pub use settle::{Component, Evidence, Group, Objection, Refusals, components, objection, settle};
pub use stable::stable_ids;

/// What joins, what keeps apart, and how sure a link is.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Pairs of this weight and above join people.
    pub link_weight: f32,
    /// Two groups that one edge alone would join need an edge of this weight.
    pub bridge_weight: f32,
    /// No person has more identities than this.
    pub max_cluster: usize,
    /// Whether two listed rows of one roster are two people, unless their link is confirmed.
    #[serde(default)]
    pub one_per_roster: bool,
    /// What keeps two groups apart.
    #[serde(default)]
    pub apart: Vec<ApartSettings>,
    /// Pairs that the second round looks at whatever they weigh in the first, and by their circles.
    #[serde(default)]
    pub open: Vec<Condition>,
    /// Levels at which a link is 确认; any one of these conditions is enough.
    #[serde(default)]
    pub confirmed: Vec<Condition>,
    /// Levels at which a link is 高度疑似; any one of these conditions is enough.
    #[serde(default)]
    pub probable: Vec<Condition>,
}

/// Level codes by comparison; `none` is the code of missing evidence. All comparisons must hold.
pub type Condition = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApartSettings {
    pub name: String,
    /// As a reviewer reads it; the name where there is none.
    #[serde(default)]
    pub chinese: Option<String>,
    pub when: Condition,
    /// A pair that shows this makes one of what its two sides say: a row that gives a former name
    /// and a row that writes it. Whoever agrees with the one side then does not contradict whoever
    /// agrees with the other; a third value still contradicts both. Any one of the conditions is enough.
    #[serde(default)]
    pub unless: Vec<Condition>,
    /// The share of pairs across two groups that may show it; with 0, one pair keeps them apart.
    #[serde(default)]
    pub tolerated_percent: u8,
}
