//! The linkage model: what each level of each comparison weighs, and where that came from.

use crate::domain::Day;

/// The format of the model file; a model of another format is refused.
pub const MODEL_FORMAT: u32 = 3;

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
    pub min_weight: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implied_by: Option<ImpliedBy>,
    /// From level 1 on.
    pub levels: Vec<LevelModel>,
    /// How well each source writes what is compared, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<SourceErrors>,
}

/// How often sources err in one comparison: how often a value of theirs contradicts those of its
/// matches in other sources.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceErrors {
    /// The rate of the whole: half of how often matches of two sources differ. It holds for every source
    /// that is not listed.
    pub overall: f64,
    /// By id.
    pub sources: Vec<SourceRate>,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRate {
    pub source: String,
    /// Matches with other sources, where both values are there.
    pub matches: f64,
    /// Differing matches that are put down to this source.
    pub errors: f64,
    /// How often it errs, drawn towards the whole and within the bounds of the settings.
    pub rate: f64,
}

impl SourceErrors {
    /// How often a source errs, as far as is known.
    pub fn rate(&self, source: &str) -> f64 {
        let known = self.sources.iter().find(|rate| rate.source == source);
        known.map_or(self.overall, |known| known.rate)
    }

    /// The sources, those that err most first.
    pub fn by_rate(&self) -> Vec<&SourceRate> {
        let mut sources: Vec<&SourceRate> = self.sources.iter().collect();
        sources.sort_by(|one, other| other.rate.total_cmp(&one.rate));
        sources
    }
}

impl ComparisonModel {
    /// How many times as often as others the matches of two sources differ; nothing where that is not
    /// known. `None` stands for a source that the model does not know.
    ///
    /// The rates of both sources add up, and what they have more or less than the whole is added to the m
    /// of what differs. Where training found m higher than the people bear out, sources matter less.
    /// Two identities of one source are as any two: those that it spells alike are one.
    pub fn times(&self, one: Option<&str>, other: Option<&str>) -> Option<f64> {
        let errors = self.errors.as_ref().filter(|_| one != other)?;
        let rate = |source: Option<&str>| source.map_or(errors.overall, |id| errors.rate(id));
        let differing = self.levels.iter().filter(|level| level.differs());
        let m: f64 = differing.map(|level| level.m).sum();
        let usual = 2.0 * errors.overall;
        Some(1.0 + (rate(one) + rate(other) - usual) / m.max(usual))
    }

    /// How far the level at an index moves where matches differ so many times as often as others.
    ///
    /// Only a level that speaks against one person moves, and never so far that it speaks for one or more
    /// than the settings allow. What agreement wins or loses by it is left out: it is a small part of a
    /// bit, and much less than values differ by how common they are.
    pub(super) fn moved(&self, at: usize, times: f64) -> f64 {
        let level = &self.levels[at];
        if !level.differs() {
            return 0.0;
        }
        // A closer agreement never weighs less than a lesser one.
        let lesser = self.levels[at..].iter().filter(|level| level.differs());
        let evidence = lesser.map(|level| (level.m * times / level.u).log2());
        let most = evidence.fold(f64::NEG_INFINITY, f64::max);
        most.max(self.min_weight).min(0.0) - level.weight
    }
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

impl LevelModel {
    /// Whether the level speaks against one person, by what is known of pairs and not by decree.
    pub fn differs(&self) -> bool {
        self.weight < 0.0 && self.m_basis != Basis::Declared
    }
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
