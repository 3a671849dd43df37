//! Households: phone, account and dwelling as one piece of evidence.
//!
//! The members of a household share all three, so three agreements are one fact, not three. Counted
//! apart they link relatives; counted together, with a capped weight, they cannot.

use super::Level;
use super::address::within;
use super::field::{column, pack, unpack};
use super::phone::{self, holder_counts};
use crate::domain::{FieldValues, Identities, NO_EVIDENCE};

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
    /// Whether phones that are a slip apart, where nothing else agrees, have a level of their own.
    #[serde(default)]
    pub phone_slips: bool,
}

const SEVERAL: u8 = 1;
const ONE: u8 = 2;
const VILLAGE: u8 = 3;
const TOWN: u8 = 4;
const DIFFER: u8 = 5;

/// Stands before the levels from [`VILLAGE`] on, where it is asked for.
const PHONE_SLIP: u8 = 3;

const LEVELS: &[Level] = &[
    Level { code: "several", chinese: "电话、账号、住址中至少两项相同" },
    Level { code: "one", chinese: "电话、账号、住址中一项相同" },
    Level { code: "village", chinese: "同一村（社区）" },
    Level { code: "town", chinese: "同一乡镇（街道）" },
    Level { code: "differ", chinese: "电话、账号、住址均不同" },
];

const LEVELS_WITH_PHONE_SLIP: &[Level] = &[
    LEVELS[0],
    LEVELS[1],
    Level { code: "phone_slip", chinese: "电话差一位或相邻两位颠倒" },
    LEVELS[2],
    LEVELS[3],
    LEVELS[4],
];

impl Settings {
    pub(super) fn fields(&self) -> Vec<&str> {
        vec![&self.phone, &self.account, &self.town, &self.village, &self.door, &self.holder]
    }

    pub const fn levels(&self) -> &'static [Level] {
        if self.phone_slips { LEVELS_WITH_PHONE_SLIP } else { LEVELS }
    }

    pub fn kernel(&self) -> fn([u64; 3], [u64; 3]) -> u8 {
        if self.phone_slips { level_with_phone_slip } else { level }
    }
}

/// Marks the number of a phone whose digits are not told apart.
const WHOLE: u64 = 1 << 63;

/// The phone; account and town; dwelling and village.
pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 3]> {
    let own = |field: &str| own_numbers(identities, field, settings);
    let phones = phones(&own(&settings.phone), column(identities, &settings.phone));
    let accounts = own(&settings.account);
    let towns = column(identities, &settings.town).numbers();
    let villages = column(identities, &settings.village);
    let doors = column(identities, &settings.door).numbers();
    let dwellings = within(villages, doors.iter().copied());
    let villages = villages.numbers();
    (0..identities.len())
        .map(|at| [phones[at], pack(accounts[at], towns[at]), pack(dwellings[at], villages[at])])
        .collect()
}

/// The digits of each identity's phone; 0 for none.
fn phones(numbers: &[u32], texts: &FieldValues) -> Vec<u64> {
    let packed = texts.map(|text| text.and_then(phone::packed));
    let word = |number: &u32| {
        let digits = packed[*number as usize];
        if *number == 0 { 0 } else { digits.unwrap_or(WHOLE | u64::from(*number)) }
    };
    numbers.iter().map(word).collect()
}

/// The numbers of a field's values; 0 for those that many share.
fn own_numbers(identities: &Identities, field: &str, settings: &Settings) -> Vec<u32> {
    let values = column(identities, field);
    let holders = holder_counts(values, column(identities, &settings.holder), settings.many);
    let own = |number: &u32| if holders[*number as usize] > settings.many { 0 } else { *number };
    values.numbers().iter().map(own).collect()
}

const fn level_with_phone_slip(left: [u64; 3], right: [u64; 3]) -> u8 {
    let level = level(left, right);
    if level == NO_EVIDENCE || level < PHONE_SLIP {
        level
    } else if phone_slip(left[0], right[0]) {
        PHONE_SLIP
    } else {
        level + 1
    }
}

const fn phone_slip(left: u64, right: u64) -> bool {
    left != 0 && right != 0 && (left | right) & WHOLE == 0 && phone::one_slip(left, right)
}

const fn level(left: [u64; 3], right: [u64; 3]) -> u8 {
    let (phone, phone_too) = (left[0], right[0]);
    let ((account, town), (account_too, town_too)) = (unpack(left[1]), unpack(right[1]));
    let ((dwelling, village), (dwelling_too, village_too)) = (unpack(left[2]), unpack(right[2]));
    let agreeing = (phone != 0 && phone == phone_too) as u8
        + agree(account, account_too) as u8
        + agree(dwelling, dwelling_too) as u8;
    if agreeing > 1 {
        SEVERAL
    } else if agreeing == 1 {
        ONE
    } else if agree(village, village_too) {
        VILLAGE
    } else if town != 0 && town_too != 0 {
        if town == town_too { TOWN } else { DIFFER }
    } else if (phone != 0 && phone_too != 0) || (account != 0 && account_too != 0) {
        DIFFER
    } else {
        NO_EVIDENCE
    }
}

const fn agree(one: u32, other: u32) -> bool {
    one != 0 && one == other
}
