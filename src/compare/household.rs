//! Households: phone, account and dwelling as one piece of evidence.
//!
//! The members of a household share all three, so three agreements are one fact, not three. Counted
//! apart they link relatives; counted together, with a capped weight, they cannot.

use super::Level;
use super::address::within;
use super::field::{column, pack, unpack};
use super::phone::holder_counts;
use crate::domain::{Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub phone: String,
    pub account: String,
    pub town: String,
    pub village: String,
    pub door: String,
    /// Whose distinct values count as the holders of a phone or an account.
    pub holder: String,
    /// A phone or account with more holders than this is nobody's.
    pub many: u32,
}

impl Settings {
    pub(super) fn fields(&self) -> Vec<&str> {
        vec![&self.phone, &self.account, &self.town, &self.village, &self.door, &self.holder]
    }
}

const SEVERAL: u8 = 1;
const ONE: u8 = 2;
const VILLAGE: u8 = 3;
const TOWN: u8 = 4;
const DIFFER: u8 = 5;

pub const LEVELS: &[Level] = &[
    Level { code: "several", chinese: "电话、账号、住址中至少两项相同" },
    Level { code: "one", chinese: "电话、账号、住址中一项相同" },
    Level { code: "village", chinese: "同一村（社区）" },
    Level { code: "town", chinese: "同一乡镇（街道）" },
    Level { code: "differ", chinese: "电话、账号、住址均不同" },
];

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 3]> {
    let own = |field: &str| own_numbers(identities, field, settings);
    let (phones, accounts) = (own(&settings.phone), own(&settings.account));
    let towns = column(identities, &settings.town).numbers();
    let villages = column(identities, &settings.village);
    let doors = column(identities, &settings.door).numbers();
    let dwellings = within(villages, doors.iter().copied());
    let villages = villages.numbers();
    (0..identities.len())
        .map(|at| {
            [pack(phones[at], accounts[at]), pack(dwellings[at], villages[at]), towns[at].into()]
        })
        .collect()
}

/// The numbers of a field's values; 0 for those that many share.
fn own_numbers(identities: &Identities, field: &str, settings: &Settings) -> Vec<u32> {
    let values = column(identities, field);
    let holders = holder_counts(values, column(identities, &settings.holder), settings.many);
    let own = |number: &u32| if holders[*number as usize] > settings.many { 0 } else { *number };
    values.numbers().iter().map(own).collect()
}

pub const fn level(left: [u64; 3], right: [u64; 3]) -> u8 {
    let ((phone, account), (phone_too, account_too)) = (unpack(left[0]), unpack(right[0]));
    let ((dwelling, village), (dwelling_too, village_too)) = (unpack(left[1]), unpack(right[1]));
    let agreeing = agree(phone, phone_too) as u8
        + agree(account, account_too) as u8
        + agree(dwelling, dwelling_too) as u8;
    if agreeing > 1 {
        SEVERAL
    } else if agreeing == 1 {
        ONE
    } else if agree(village, village_too) {
        VILLAGE
    } else if left[2] != 0 && right[2] != 0 {
        if left[2] == right[2] { TOWN } else { DIFFER }
    } else if (phone != 0 && phone_too != 0) || (account != 0 && account_too != 0) {
        DIFFER
    } else {
        NO_EVIDENCE
    }
}

const fn agree(one: u32, other: u32) -> bool {
    one != 0 && one == other
}
