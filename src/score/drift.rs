//! Drift: how far a night's pairs have moved from a frozen model.
//!
//! The night is trained on as if it had no model, and chances are held against chances, so a model is
//! at 0 from itself on the night it was trained on. The figure is the population stability index, the
//! sum of `(p - q) ln(p / q)` over a comparison's levels; below 0.1 is usually called still, above 0.25
//! moved. Chances of a model that was counted by labels are not those that training without labels
//! would find, so its m is not compared.

use super::model::{ComparisonModel, LevelModel, LinkageModel};

/// How far one comparison has moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    pub comparison: String,
    /// Of the levels among pairs of one person; none for a model that was counted by labels.
    pub m: Option<f64>,
    /// Of the levels among pairs of two people.
    pub u: f64,
}

/// How far each comparison of `frozen` has moved, held against what `tonight` would be trained to.
/// Comparisons that only one of them has are left out.
pub fn drift(frozen: &LinkageModel, tonight: &LinkageModel) -> Vec<Drift> {
    let by_labels = frozen.trained_on.labels.is_some();
    let of = |frozen: &ComparisonModel| {
        let tonight = tonight.comparisons.iter().find(|other| other.name == frozen.name)?;
        Some(Drift {
            comparison: frozen.name.clone(),
            m: (!by_labels).then(|| stability(frozen, tonight, |level| level.m)),
            u: stability(frozen, tonight, |level| level.u),
        })
    };
    frozen.comparisons.iter().filter_map(of).collect()
}

/// The population stability index of a chance over the levels that both have.
fn stability(
    frozen: &ComparisonModel,
    tonight: &ComparisonModel,
    chance: fn(&LevelModel) -> f64,
) -> f64 {
    let moved = |before: &LevelModel| {
        let after = tonight.levels.iter().find(|level| level.code == before.code)?;
        let (before, after) = (chance(before), chance(after));
        Some((after - before) * (after / before).ln())
    };
    frozen.levels.iter().filter_map(moved).sum()
}
