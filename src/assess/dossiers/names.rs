//! How a person's names and numbers are shown and compared: masked, and as one-way keys.

use std::hash::Hasher;

use arrow::array::StringArray;
use rayon::prelude::*;
use siphasher::sip::SipHasher13;

use super::Night;
use super::index::{self, Index};
use crate::domain::{Grouped, IdClass, Mention, mask};

/// A one-way key of a text, never 0.
pub(super) fn key(text: &str) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(0x6865_6475_6920_6b65, 0x7920_6f66_2074_6578);
    hasher.write(text.as_bytes());
    hasher.finish().max(1)
}

/// The key of a mention's name: equal for spellings that fold to one; 0 when a character is not
/// known or there is no name.
pub(super) fn name_key(index: &Index, mention: u32) -> u64 {
    let (table, at) = (&index.night.records.mentions, mention as usize);
    let name = index::text(&table.name_folded, at).or(index::text(&table.name, at));
    written_key(name.unwrap_or_default())
}

/// The key of a folded name; 0 when a character is not known or there is no name.
fn written_key(name: &str) -> u64 {
    let unknown = |character: char| "?？□*＊●〓".contains(character) || is_private(character);
    let has_letters = name.chars().any(|character| character.is_ascii_alphabetic());
    // Letters among Han characters stand for one that the system could not write: `王WEI`.
    let lost = has_letters && name.chars().any(is_han);
    if name.is_empty() || lost || name.chars().any(unknown) { 0 } else { key(name) }
}

const fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}')
}

/// The key of a name's reading without tones, by the first reading of each character; the key of
/// the folded name where it has no reading.
pub(super) fn reading_key(index: &Index, mention: u32) -> u64 {
    let readings = &index.night.records.mentions.name_reading;
    let Some(reading) = index::text(readings, mention as usize) else {
        return name_key(index, mention);
    };
    let syllables = reading.split(' ').map(|readings| {
        let first = readings.split('|').next().unwrap_or_default();
        first.trim_end_matches(|tone: char| tone.is_ascii_digit())
    });
    key(&syllables.collect::<Vec<_>>().join(" "))
}

/// Everyone's name as reports print it, masked.
pub(super) fn all_masked(night: &Night, identities_of: &Grouped) -> Vec<String> {
    let masked = |person: u32| {
        let main = main_name(night, identities_of, person);
        main.map_or_else(|| "（无姓名）".to_owned(), mask::name)
    };
    let people = u32::try_from(night.people.len()).expect("people are numbered in 32 bits");
    (0..people).into_par_iter().map(masked).collect()
}

/// The name most of a person's identities write.
fn main_name<'a>(night: &Night<'a>, identities_of: &Grouped, person: u32) -> Option<&'a str> {
    let names = &night.records.mentions.name;
    let name = |identity: &u32| {
        index::text(names, night.identities.first_mention[*identity as usize] as usize)
    };
    most(identities_of.of(person).iter().filter_map(name))
}

/// The first row that writes a person's main name.
pub(super) fn main_name_mention(index: &Index, person: u32) -> Option<u32> {
    let main = main_name(&index.night, &index.identities_of, person)?;
    first_mention_with(index, person, &index.night.records.mentions.name, main)
}

/// The first row that gives a person's main number.
pub(super) fn main_number_mention(index: &Index, person: u32) -> Option<u32> {
    let main = main_number(index, person)?;
    first_mention_with(index, person, &index.night.records.mentions.resident_id, main)
}

fn first_mention_with(
    index: &Index,
    person: u32,
    column: &StringArray,
    value: &str,
) -> Option<u32> {
    let mut mentions = index.identities_of.of(person).iter().map(|one| index.first_mention(*one));
    mentions.find(|mention| index::text(column, *mention as usize) == Some(value))
}

/// The keys of the names that one row each gives as a person's name and former name.
pub(super) fn declared(index: &Index, person: u32) -> Vec<[u64; 2]> {
    let former_names = &index.night.records.mentions.former_name;
    let rows = index.identities_of.of(person).iter().map(|one| index.first_mention(*one));
    let pairs = rows.filter_map(|mention| {
        let former = written_key(index::text(former_names, mention as usize)?);
        let name = name_key(index, mention);
        (name != 0 && former != 0).then_some([name, former])
    });
    pairs.collect()
}

/// The valid number most of a person's identities write, and nobody else's own.
pub(super) fn main_number<'a>(index: &'a Index, person: u32) -> Option<&'a str> {
    let numbers = &index.night.records.mentions.resident_id;
    let mentions = index.identities_of.of(person).iter().map(|one| index.first_mention(*one));
    let valid = mentions.filter(|mention| index.id_class(*mention) == IdClass::Valid);
    let valid = valid.filter_map(|mention| index::text(numbers, mention as usize));
    most(valid.filter(|number| !index.others.own(key(number), person)))
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
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let runs = values.chunk_by(|one, other| one == other);
    let (mut start, mut best) = (0, (0, 0));
    for length in runs.map(<[T]>::len) {
        if length > best.1 {
            best = (start, length);
        }
        start += length;
    }
    (best.1 > 0).then(|| values.swap_remove(best.0))
}
