//! Coverage and funds: how far assistance reaches a need, and what a scheme may spend in a year.

use super::{Day, Fen};

/// How many people are in one need, and how many of them are assisted for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The need's code, such as `illness`.
    pub need: String,
    /// Its name as reports print it.
    pub name: String,
    /// The codes of the schemes that answer it, ordered.
    pub schemes: Vec<String>,
    /// The town of each home household, ordered; empty if the need is not counted tonight.
    pub towns: Vec<TownCoverage>,
    /// Why it is not counted tonight, in Chinese.
    pub off: Option<String>,
}

/// The people in a need whose home is in one town.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TownCoverage {
    /// None if it is not known.
    pub town: Option<String>,
    pub in_need: u32,
    /// Those among them whom a scheme of the need reaches.
    pub assisted: u32,
    /// Payments of these schemes to them or, where the need is the household's, to their households.
    pub payments: u32,
    pub amount: Fen,
}

/// A fund: what some schemes may spend in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Such as `reserve_fund`.
    pub code: String,
    /// As reports print it.
    pub name: String,
    /// The codes of the schemes that are paid out of it, ordered.
    pub schemes: Vec<String>,
    /// What it holds for a year, by the day from which that is so, in order of day.
    pub yearly: Vec<FundValue>,
}

/// What a fund holds for a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundValue {
    pub from: Day,
    pub amount: Fen,
    /// The document, or that it is unverified.
    pub basis: String,
}

impl Fund {
    /// What it holds for a year, as known on a day: the latest value from before the year's end.
    pub fn of_year(&self, year: i32, on: Day) -> Option<&FundValue> {
        let end = Day::from_ymd(year, 12, 31).map_or(on, |end| end.min(on));
        self.yearly.iter().rfind(|value| value.from <= end)
    }
}
