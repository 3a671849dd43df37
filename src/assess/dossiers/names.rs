//! How a person's names and numbers are shown and compared: masked, and as one-way keys.

use std::collections::BTreeMap;
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::index::Index;
use crate::domain::{IdClass, Mention, mask};

/// A one-way key of a text, never 0.
pub(super) fn key(text: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x6865_6475_6920_6b65, 0x7920_6f66_2074_6578);
    hasher.write(text.as_bytes());
    hasher.finish().max(1)
}

/// The key of a name: equal for spellings that fold to one; 0 when a character is not known.
pub(super) fn name_key(mention: &Mention) -> u64 {
    let name = mention.name_folded.or(mention.name).unwrap_or_default();
    let unknown = |character: char| "?？□*＊●〓".contains(character) || is_private(character);
    if name.is_empty() || name.chars().any(unknown) { 0 } else { key(name) }
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}')
}

/// The key of a name's reading without tones, by the first reading of each character; the key of
/// the folded name where it has no reading.
pub(super) fn reading_key(mention: &Mention) -> u64 {
    let Some(reading) = mention.name_reading else { return name_key(mention) };
    let syllables = reading.split(' ').map(|readings| {
        let first = readings.split('|').next().unwrap_or_default();
        first.trim_end_matches(|tone: char| tone.is_ascii_digit())
    });
    key(&syllables.collect::<Vec<_>>().join(" "))
}

/// The name most of a person's identities write; the smallest among equals.
pub(super) fn main_name<'a>(index: &'a Index, person: u32) -> Option<&'a str> {
    let names = mentions(index, person).filter_map(|mention| mention.name);
    most(names)
}

/// A person's name as reports print it.
pub(super) fn masked(index: &Index, person: u32) -> String {
    main_name(index, person).map_or_else(|| "（无姓名）".to_owned(), mask::name)
}

/// The valid number most of a person's identities write.
pub(super) fn main_number<'a>(index: &'a Index, person: u32) -> Option<&'a str> {
    let valid = |mention: &Mention| mention.resident_id_class == IdClass::Valid.code();
    most(mentions(index, person).filter(valid).filter_map(|mention| mention.resident_id))
}

/// One mention for each of a person's identities.
pub(super) fn mentions<'a>(
    index: &'a Index,
    person: u32,
) -> impl Iterator<Item = Mention<'a>> + use<'a> {
    let identities = index.identities_of.of(person).iter();
    let mentions = &index.night.records.mentions;
    identities.map(|identity| mentions.row(index.first_mention(*identity) as usize))
}

/// The value met most often; the smallest among equals.
pub(super) fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0_u32) += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}
