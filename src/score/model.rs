//! The linkage model: what each level of each comparison weighs, and where that came from.

use crate::domain::Day;

/// The format of the model file; a model of another format is refused.
pub const MODEL_FORMAT: u32 = 2;

/// A trained model, kept as a file between trainings.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkageModel {
    pub format: u32,
    pub trained_on: TrainedOn,
    /// The chance that two identities drawn at random are one person.
    pub prior: f64,
    /// Pairs of the training rules, random pairs that u was measured on, rounds until still. Without
    /// labels m was estimated on the former.
    pub training_pairs: u64,
    pub random_pairs: u64,
    pub iterations: u32,
    pub comparisons: Vec<ComparisonModel>,
}

/// What a model was trained on, and by what.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrainedOn {
    /// The program and its version.
    pub program: String,
    /// The night of the deliveries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub night: Option<Day>,
    pub identities: u64,
    /// The labels that m was counted by, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<LabelCounts>,
}

/// How many pairs were labelled, one person or two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelCounts {
    pub matches: u64,
    pub others: u64,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonModel {
    pub name: String,
    /// Whether agreement at the first level is weighed by how common the very value is.
    pub term_frequency: bool,
    pub max_weight: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implied_by: Option<ImpliedBy>,
    /// From level 1 on.
    pub levels: Vec<LevelModel>,
}

/// Another comparison at one of these levels already says what agreement here would say.
///
/// An identity number holds the birth date and the sex, so where two numbers agree, agreement of
/// dates and sexes adds nothing; a contradiction still counts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImpliedBy {
    pub comparison: String,
    pub levels: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelModel {
    pub code: String,
    /// Chance of the level among pairs of one person, where both values are there.
    pub m: f64,
    /// Chance of the level among pairs of two people, where both values are there.
    pub u: f64,
    /// log2(m / u), within the comparison's bounds and never below a lesser agreement's.
    pub weight: f64,
    /// Matches at this level: of the training pairs as estimated, or of the labelled pairs.
    pub matches: f64,
    /// Random pairs at this level.
    pub random: u64,
    pub m_basis: Basis,
    pub u_basis: Basis,
}

/// Where a number of the model came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Estimated from the centre's own rows.
    Trained,
    /// Counted among pairs that are labelled as one person.
    Labelled,
    /// The starting value of the settings: the level was seen too rarely.
    Start,
    /// The weight is declared by the settings, whatever m and u are.
    Declared,
}

impl Basis {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Trained => "trained",
            Self::Labelled => "labelled",
            Self::Start => "start",
            Self::Declared => "declared",
        }
    }
}

impl LinkageModel {
    /// The log2 odds that two identities drawn at random are one person.
    pub fn prior_weight(&self) -> f64 {
        (self.prior / (1.0 - self.prior)).log2()
    }

    /// `comparison.level` of every level that training saw too rarely to change.
    pub fn fallbacks(&self) -> Vec<String> {
        self.levels_where(|level| level.m_basis == Basis::Start || level.u_basis == Basis::Start)
    }

    /// `comparison.level` of every level that no match of the training showed. Those with a declared
    /// weight are among them.
    pub fn unobserved(&self) -> Vec<String> {
        // An estimate of less than one match is none.
        self.levels_where(|level| level.matches < 1.0)
    }

    fn levels_where(&self, is_meant: impl Fn(&LevelModel) -> bool) -> Vec<String> {
        let mut names = Vec::new();
        for comparison in &self.comparisons {
            let levels = comparison.levels.iter().filter(|level| is_meant(level));
            names.extend(levels.map(|level| format!("{}.{}", comparison.name, level.code)));
        }
        names
    }
}
