//! Links: candidate pairs of identities, how they compare, what that weighs, and its grade.

/// Two identities worth comparing; `left < right`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidatePair {
    pub left: u32,
    pub right: u32,
}

impl CandidatePair {
    /// The pair in canonical order; the two must differ.
    pub fn new(one: u32, other: u32) -> Self {
        debug_assert_ne!(one, other, "an identity is not compared with itself");
        Self { left: one.min(other), right: one.max(other) }
    }
}

/// The most comparisons a linkage may declare.
pub const MAX_COMPARISONS: usize = 16;

/// One level per comparison, in the order the linkage declares them.
///
/// Level 0 of every comparison is "no evidence" (a value is missing); the others count from 1 in
/// the order of the comparison's own list of levels, the closest agreement first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComparisonVector(pub [u8; MAX_COMPARISONS]);

/// The name and the level codes (from level 1 on) of one comparison, as settings and models name
/// them, in the order of the vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonShape {
    pub name: String,
    pub levels: Vec<String>,
}

/// Level 0: a value is missing on one side, so the comparison says nothing.
pub const NO_EVIDENCE: u8 = 0;

/// A pair with its evidence weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredPair {
    pub pair: CandidatePair,
    pub vector: ComparisonVector,
    /// Match weight: log2 of the odds that the two are one person, prior included.
    pub weight: f32,
}

impl ScoredPair {
    /// The probability that the two are one person.
    pub fn probability(&self) -> f64 {
        let odds = f64::from(self.weight).exp2();
        if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
    }
}

/// How surely two mentions are one person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 确认: equal valid number, compatible name.
    Confirmed,
    /// 高度疑似: number damaged or missing, two further independent keys agree, no contradiction.
    Probable,
    /// 疑似: weaker; stays with analysts.
    Possible,
}

impl Grade {
    pub const ALL: [Self; 3] = [Self::Confirmed, Self::Probable, Self::Possible];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Probable => "probable",
            Self::Possible => "possible",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.code() == code)
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Confirmed => "确认",
            Self::Probable => "高度疑似",
            Self::Possible => "疑似",
        }
    }
}

/// A scored pair of tonight, with its grade and whether clustering put both into one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    pub scored: ScoredPair,
    pub grade: Grade,
    pub same_person: bool,
}
