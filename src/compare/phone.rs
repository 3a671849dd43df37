//! Telephone numbers: one that few share speaks of a person, one that many share of an office.

use rustc_hash::FxHashSet;

use super::Level;
use super::digits;
use super::field::{Interned, column, intern, pack, value};
use crate::domain::{Identities, NO_EVIDENCE};

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
    let phones = intern(column(identities, &settings.field));
    let holders = holder_counts(&phones, identities, &settings.holder);
    let texts = column(identities, &settings.field);
    let word_of = |at: usize| {
        let held_by = holders[phones.values[at] as usize];
        let word = value(texts, at).and_then(packed).unwrap_or(0);
        match held_by {
            _ if word == 0 || held_by > settings.many => [0],
            _ if held_by > settings.few => [word | SHARED],
            _ => [word],
        }
    };
    (0..identities.len()).map(word_of).collect()
}

/// How many distinct holders each value has, by its number.
pub fn holder_counts(values: &Interned, identities: &Identities, holder: &str) -> Vec<u32> {
    let owners = intern(column(identities, holder));
    let mut seen = FxHashSet::default();
    let mut counts = vec![0; values.counts.len()];
    for (value, owner) in values.values.iter().zip(&owners.values) {
        if *value != 0 && *owner != 0 && seen.insert(pack(*value, *owner)) {
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
