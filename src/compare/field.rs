//! Fields as numbers: each distinct value of a text column gets one small number, once.

use arrow::array::{Array, StringArray};
use rustc_hash::FxHashMap;

use crate::domain::Identities;

/// A text column with its values numbered from 1 in order of first appearance; 0 is missing.
pub struct Interned {
    /// The value's number for each identity.
    pub values: Vec<u32>,
    /// How many identities hold each value, by number.
    pub counts: Vec<u32>,
    /// The first identity that holds each value, by number.
    pub first: Vec<u32>,
}

/// The column of a field that the settings were checked to have.
pub fn column<'a>(identities: &'a Identities, field: &str) -> &'a StringArray {
    identities.field(field).expect("settings are checked against the fields before use")
}

/// A value that is there and not blank.
pub fn value(column: &StringArray, at: usize) -> Option<&str> {
    (column.is_valid(at)).then(|| column.value(at)).filter(|value| !value.is_empty())
}

/// Numbers the values of a column.
pub fn intern(column: &StringArray) -> Interned {
    intern_by(column.len(), |at| value(column, at))
}

/// Numbers whatever key `key_at` gives for each position.
pub fn intern_by<K: std::hash::Hash + Eq>(
    len: usize,
    mut key_at: impl FnMut(usize) -> Option<K>,
) -> Interned {
    let mut numbers: FxHashMap<K, u32> = FxHashMap::default();
    let mut interned =
        Interned { values: Vec::with_capacity(len), counts: vec![0], first: vec![0] };
    for at in 0..len {
        let Some(key) = key_at(at) else {
            interned.values.push(0);
            continue;
        };
        let next = number(interned.counts.len());
        let value = *numbers.entry(key).or_insert(next);
        if value == next {
            interned.counts.push(0);
            interned.first.push(number(at));
        }
        interned.counts[value as usize] += 1;
        interned.values.push(value);
    }
    interned
}

/// A position as 32 bits.
pub fn number(at: usize) -> u32 {
    u32::try_from(at).expect("identities are numbered in 32 bits")
}

/// Two 32-bit numbers in one word.
pub const fn pack(high: u32, low: u32) -> u64 {
    (high as u64) << 32 | low as u64
}

/// The two 32-bit numbers of a word, high first.
#[expect(clippy::cast_possible_truncation, reason = "the halves of a word are what is wanted")]
pub const fn unpack(word: u64) -> (u32, u32) {
    ((word >> 32) as u32, word as u32)
}
