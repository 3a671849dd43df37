//! Need: what civil affairs and housing write down of families who are poor without being on
//! subsistence, who live in unsafe homes or have asked for one.

use crate::domain::{Day, Fen};

/// What a household of low income is listed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Hardly above the standard of subsistence.
    Margin,
    /// Above it, and with large costs that cannot be avoided.
    Spending,
}

impl Tier {
    pub const fn chinese(self, in_town: bool) -> &'static str {
        match (self, in_town) {
            (Self::Margin, true) => "城市低保边缘家庭",
            (Self::Margin, false) => "农村低保边缘家庭",
            (Self::Spending, true) => "城市刚性支出困难家庭",
            (Self::Spending, false) => "农村刚性支出困难家庭",
        }
    }
}

/// What was decided of a household that had asked for a listing, or for more.
#[derive(Clone)]
pub struct Listing {
    pub number: String,
    pub people: Vec<u32>,
    pub tier: Tier,
    pub in_town: bool,
    /// A head and month.
    pub income: Fen,
    pub decided: Day,
    /// Why it was refused; a refused household is not listed.
    pub refused: Option<&'static str>,
}

/// How long a listing is good for.
const LISTING_DAYS: i32 = 365;

impl Listing {
    pub fn until(&self) -> Day {
        self.decided.plus_days(LISTING_DAYS - 1)
    }

    /// Whether the household is on the list on a night.
    pub fn holds(&self, night: Day) -> bool {
        self.refused.is_none() && self.decided <= night && night <= self.until()
    }
}

/// A public flat that somebody waits for, or was refused.
#[derive(Clone)]
pub struct HousingRequest {
    pub number: String,
    pub applicant: u32,
    pub refused: bool,
}

/// A home that was looked at.
#[derive(Clone)]
pub struct UnsafeHome {
    pub number: String,
    pub head: u32,
    /// `A` to `D`; `D` is about to fall down.
    pub grade: &'static str,
    pub found: Day,
    /// How far its renovation has come, in the words of the list.
    pub state: &'static str,
}

/// What the banks say that somebody has.
#[derive(Clone, Copy)]
pub struct Assets {
    pub total: Fen,
    /// What most of it comes from, in the words of the list; blank where the bank does not know.
    pub origin: &'static str,
}
