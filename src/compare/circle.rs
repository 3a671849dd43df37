//! Circles: whether two stand beside the same person, in a row or in a household.
//!
//! Only a round of linking that comes after another can tell, for it needs to know who the people are
//! that somebody stands beside. Relatives share their circles, so this says nothing without a name.

use super::Level;
use crate::domain::NO_EVIDENCE;

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
}

const SHARED: u8 = 1;
const TOGETHER: u8 = 2;

pub const LEVELS: &[Level] = &[
    Level { code: "shared", chinese: "与同一人同行登记或同户" },
    Level { code: "together", chinese: "在同一行中并列登记" },
];

/// Whom a person stands beside, as numbers of people in ascending order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Company<'a> {
    pub person: u32,
    /// In one row, and so another person.
    pub rows: &'a [u32],
    /// In one household.
    pub households: &'a [u32],
}

impl Company<'_> {
    fn is_beside(&self, person: u32) -> bool {
        let has = |people: &[u32]| people.binary_search(&person).is_ok();
        has(self.rows) || has(self.households)
    }
}

/// How the company of two that are not known to be one person agrees.
pub fn level(left: Company, right: Company) -> u8 {
    if left.person == right.person {
        return NO_EVIDENCE;
    }
    if left.rows.binary_search(&right.person).is_ok() {
        return TOGETHER;
    }
    let one_household = left.households.binary_search(&right.person).is_ok();
    let mut people = left.rows.iter().chain(left.households);
    let mut shares = || people.any(|person| *person != right.person && right.is_beside(*person));
    if one_household || shares() { SHARED } else { NO_EVIDENCE }
}
