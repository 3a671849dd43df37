//! Score: comparison vectors become match weights; trains the model that weighs them.
//!
//! Weights follow Fellegi and Sunter (JASA 64, 1969): each level of each comparison weighs
//! log2(m / u), the chance of seeing it among pairs of one person against the chance among pairs of
//! two. Levels come in as bare numbers with codes; what was compared, and how, is not known here.
//! The model is a file: trained once, frozen, and read again every night.

mod drift;
mod model;
mod moves;
mod scorer;
mod sources;
#[cfg(test)]
mod tests;
mod train;

use std::collections::BTreeMap;

use crate::domain::ComparisonShape;

pub use drift::{Drift, drift};
pub use model::{
    Basis, ComparisonModel, ImpliedBy, LabelCounts, LevelModel, LinkageModel, MODEL_FORMAT,
    SourceErrors, SourceRate, TrainedOn,
};
pub use scorer::{ModelMismatch, Scorer, Step};
pub use sources::{SourceMatches, tell_sources_apart};
pub use train::{LabelledPairs, Patterns, TrainingBlocks, train, train_by_labels};

/// The sources of a pair's two identities, as positions in the list of the night's sources.
pub type SourcePair = [u16; 2];

/// How the model is trained, and what it may say.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Random pairs that u is measured on.
    pub random_pairs: u64,
    /// Seed of the draw of random pairs.
    pub seed: u64,
    /// Pairs of each training rule that m is estimated on, at most.
    pub training_pairs: u64,
    pub max_iterations: u32,
    /// Training stops when no m moves by more than this.
    pub tolerance: f64,
    /// A level seen in fewer random pairs keeps its starting u.
    pub min_random: u64,
    /// How many matches the starting m counts as, so that unseen levels keep it.
    pub start_matches: f64,
    /// Share of all matches that the best training rule is taken to propose.
    pub assumed_recall: f64,
    /// How many people have a name, or another term, beside those who are known to, on average.
    #[serde(default = "unseen")]
    pub unseen: f64,
    /// Tells sources apart by how often they err; without it that is not looked at.
    pub sources: Option<SourceSettings>,
    pub comparison: Vec<ComparisonSettings>,
}

/// How sources are told apart.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSettings {
    /// How many matches of average care each source is taken to have shown besides its own.
    pub prior: f64,
    /// No source is taken to err more than so many times as often as the whole, nor more than so many
    /// times as seldom.
    #[serde(default = "most_times")]
    pub most_times: f64,
    /// Whether a difference weighs less beside a careless source, and more beside a careful one. If not,
    /// the model tells of sources and all differences weigh the same.
    #[serde(default)]
    pub weigh: bool,
}

/// What training starts from, and the bounds of what it may end at, for one comparison.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonSettings {
    pub name: String,
    /// No level weighs more than this, nor any term.
    pub max_weight: f64,
    /// No level weighs less than this.
    pub min_weight: f64,
    /// Whether agreement at the first level is weighed by how common the very value is.
    #[serde(default)]
    pub term_frequency: bool,
    /// Levels of another comparison that already say what agreement here would say.
    pub implied_by: Option<ImpliedBy>,
    /// By level code.
    #[serde(default)]
    pub levels: BTreeMap<String, LevelSettings>,
}

/// Where one level starts.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelSettings {
    pub m: f64,
    pub u: f64,
    /// A declared weight, which training leaves alone.
    pub weight: Option<f64>,
}

const fn unseen() -> f64 {
    0.1
}

const fn most_times() -> f64 {
    8.0
}

impl SourceSettings {
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !(self.prior > 0.0 && self.prior.is_finite()) {
            let prior = self.prior;
            faults.push(format!("[score.sources] prior is {prior}; it counts matches, above 0"));
        }
        if !(self.most_times >= 1.0 && self.most_times.is_finite()) {
            let most = self.most_times;
            faults.push(format!("[score.sources] most_times is {most}; the least is 1"));
        }
        faults
    }
}

impl Settings {
    /// Every fault of the settings against the comparisons that are made.
    pub fn faults(&self, shapes: &[ComparisonShape]) -> Vec<String> {
        let mut faults = Vec::new();
        let shape = |name: &str| shapes.iter().find(|shape| shape.name == name);
        for shape in shapes {
            if self.of(&shape.name).is_none() {
                faults.push(format!("comparison `{}` has no entry under [score]", shape.name));
            }
        }
        for settings in &self.comparison {
            let Some(own) = shape(&settings.name) else {
                faults.push(format!("[score] weighs `{}`, which is not compared", settings.name));
                continue;
            };
            let unknown = settings.levels.keys().filter(|code| !own.levels.contains(code));
            faults.extend(unknown.map(|code| format!("`{}` has no level `{code}`", own.name)));
            if let Some(implied) = &settings.implied_by {
                let known = shape(&implied.comparison).map_or(&[][..], |other| &other.levels);
                let unknown = implied.levels.iter().filter(|code| !known.contains(code));
                let other = &implied.comparison;
                faults.extend(unknown.map(|code| format!("`{other}` has no level `{code}`")));
            }
        }
        faults.extend(self.sources.iter().flat_map(SourceSettings::faults));
        faults
    }

    fn of(&self, comparison: &str) -> Option<&ComparisonSettings> {
        self.comparison.iter().find(|settings| settings.name == comparison)
    }
}

/// The number to nine significant digits, which every reader of the model file gets back exactly.
fn nine_digits(number: f64) -> f64 {
    format!("{number:.8e}").parse().expect("a printed number can be read")
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs stay far below 2^52")]
const fn float(count: u64) -> f64 {
    count as f64
}
