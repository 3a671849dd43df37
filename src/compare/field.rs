//! Fields as numbers: each distinct value gets one small number, once.

use rustc_hash::FxHashMap;

use crate::domain::{FieldValues, Identities};

/// The column of a field that the settings were checked to have.
pub fn column<'a>(identities: &'a Identities, field: &str) -> &'a FieldValues {
    identities.field(field).expect("settings are checked against the fields before use")
}

/// Numbers keys from 1 in order of first appearance; 0 is a missing key.
pub fn numbered(keys: impl Iterator<Item = Option<u64>>) -> Vec<u32> {
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let mut number_of = |key: u64| {
        let next = number(numbers.len() + 1);
        *numbers.entry(key).or_insert(next)
    };
    keys.map(|key| key.map_or(0, &mut number_of)).collect()
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
