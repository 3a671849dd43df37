//! How a person's names and numbers are shown and compared: masked, and as one-way keys.

use std::hash::Hasher;

use rayon::prelude::*;
use siphasher::sip::SipHasher13;

use super::Night;
use super::index::{self, Index};
use crate::domain::{Grouped, IdClass, Mention};

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

/// For everyone the first row with the name that most of their identities write.
pub(super) fn all_main(night: &Night, identities_of: &Grouped) -> Vec<Option<u32>> {
    let names = &night.records.mentions.name;
    let named = |identity: &u32| {
        let mention = night.identities.first_mention[*identity as usize];
        Some((index::text(names, mention as usize)?, mention))
    };
    let main = |person: u32| main_row(identities_of.of(person).iter().filter_map(named));
    everyone(night).into_par_iter().map(main).collect()
}

/// For everyone the first row with the valid number that most of their identities write, and that is
/// nobody else's own.
pub(super) fn all_main_numbers(index: &Index) -> Vec<Option<u32>> {
    let numbers = &index.night.records.mentions.resident_id;
    let main = |person: u32| {
        let mentions = index.identities_of.of(person).iter().map(|one| index.first_mention(*one));
        let valid = mentions.filter(|mention| index.id_class(*mention) == IdClass::Valid);
        let valid =
            valid.filter_map(|mention| Some((index::text(numbers, mention as usize)?, mention)));
        main_row(valid.filter(|(number, _)| !index.others.own(key(number), person)))
    };
    everyone(&index.night).into_par_iter().map(main).collect()
}

fn everyone(night: &Night) -> std::ops::Range<u32> {
    0..u32::try_from(night.people.len()).expect("people are numbered in 32 bits")
}

/// Of rows with a text each, the first with the text met most often; the smallest text among equals.
fn main_row<'a>(rows: impl Iterator<Item = (&'a str, u32)>) -> Option<u32> {
    let mut rows: Vec<(&str, u32)> = rows.collect();
    rows.sort_unstable();
    let mut best: &[(&str, u32)] = &[];
    for run in rows.chunk_by(|one, other| one.0 == other.0) {
        if run.len() > best.len() {
            best = run;
        }
    }
    best.first().map(|row| row.1)
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
