//! Telephone numbers: one that few share speaks of a person, one that many share of an office.

use rustc_hash::FxHashSet;

use super::Level;
use super::digits;
use super::field::{column, pack};
use crate::domain::{FieldValues, Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub field: String,
    /// Whose distinct values count as the holders of a number, such as the folded name.
    pub holder: String,
    /// A number with at most this many holders is a person's own.
    pub few: u32,
    /// A number with more holders than this (a village cadre's, an office's) is no evidence.
    pub many: u32,
}

const EQUAL_OWN: u8 = 1;
const EQUAL_SHARED: u8 = 2;
const ONE_DIGIT: u8 = 3;
const DIFFER: u8 = 4;

pub const LEVELS: &[Level] = &[
    Level { code: "equal_own", chinese: "电话相同，且少有他人使用" },
    Level { code: "equal_shared", chinese: "电话相同，但多人共用" },
    Level { code: "one_digit", chinese: "电话差一位或相邻两位颠倒" },
    Level { code: "differ", chinese: "电话不同" },
];

/// Digits four bits each, at most twelve; then how many; then whether the number is shared.
const LENGTH_SHIFT: u32 = 56;
const SHARED: u64 = 1 << 63;
const MOST_DIGITS: usize = 12;
/// Shorter numbers are extensions, of which any two are one digit apart.
const FEWEST_DIGITS: usize = 7;

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 1]> {
    let phones = column(identities, &settings.field);
    let holders = holder_counts(phones, column(identities, &settings.holder), settings.few);
    let mut words = phones.map(|text| text.and_then(packed).unwrap_or(0));
    for (word, held_by) in words.iter_mut().zip(holders) {
        match held_by {
            _ if *word == 0 || held_by > settings.many => *word = 0,
            _ if held_by > settings.few => *word |= SHARED,
            _ => {}
        }
    }
    phones.numbers().iter().map(|number| [words[*number as usize]]).collect()
}

/// How many distinct holders each value has, by its number. Of one with so few rows that it cannot have
/// more than `few`, the rows are counted.
pub fn holder_counts(values: &FieldValues, holders: &FieldValues, few: u32) -> Vec<u32> {
    let rows = values.counts();
    let mut seen = FxHashSet::default();
    let mut counts: Vec<u32> =
        rows.iter().map(|rows| if *rows > few { 0 } else { *rows }).collect();
    for (value, holder) in values.numbers().iter().zip(holders.numbers()) {
        let is_open = *value != 0 && *holder != 0 && rows[*value as usize] > few;
        if is_open && seen.insert(pack(*value, *holder)) {
            counts[*value as usize] += 1;
        }
    }
    counts
}

/// The digits of a number and how many they are, if it can be told from a wrong one.
pub fn packed(text: &str) -> Option<u64> {
    let count = text.len();
    let fits = (FEWEST_DIGITS..=MOST_DIGITS).contains(&count);
    let digits = digits::packed(text.bytes()).filter(|_| fits)?;
    Some(digits | (count as u64) << LENGTH_SHIFT)
}

pub const fn level([left]: [u64; 1], [right]: [u64; 1]) -> u8 {
    if left == 0 || right == 0 {
        return NO_EVIDENCE;
    }
    let (number, other) = (left & !SHARED, right & !SHARED);
    if number == other {
        if (left | right) & SHARED == 0 { EQUAL_OWN } else { EQUAL_SHARED }
    } else if one_slip(number, other) {
        ONE_DIGIT
    } else {
        DIFFER
    }
}

/// Whether two different packed numbers of one length are a slip apart.
pub const fn one_slip(left: u64, right: u64) -> bool {
    (left ^ right) >> LENGTH_SHIFT == 0 && digits::one_slip(left, right)
}
