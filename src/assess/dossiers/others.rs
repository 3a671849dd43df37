//! Others: what of a person's name and number somebody else has too.
//!
//! A row may give a relative's number or a namesake's, by mistake or because the relative applied.
//! Whoever is most often written with a number owns it; of two who are so alike often, both do.

use rayon::prelude::*;

use super::index::{self, Index};
use super::{members, names};
use crate::domain::IdClass;

/// Whose names and numbers are whose.
#[derive(Default)]
pub(super) struct Others {
    /// Whether somebody else has the person's name and year of birth, by person.
    pub has_namesake: Vec<bool>,
    /// Keys of numbers that several people are written with, and who owns each; ordered.
    pub owners: Vec<(u64, u32)>,
}

impl Others {
    /// Whether the number with this key is the own number of somebody else.
    pub fn own(&self, number: u64, person: u32) -> bool {
        let first = self.owners.partition_point(|(key, _)| *key < number);
        let mut owners = self.owners[first..].iter().take_while(|(key, _)| *key == number);
        owners.any(|(_, owner)| *owner != person)
    }
}

/// The owners of the numbers that several people have: those written with one most often.
pub(super) fn owners(index: &Index) -> Vec<(u64, u32)> {
    let numbers = &index.night.records.mentions.resident_id;
    let firsts = index.night.identities.first_mention.par_iter();
    let written = firsts.filter_map(|mention| {
        let is_valid = index.id_class(*mention) == IdClass::Valid;
        let number = index::text(numbers, *mention as usize).filter(|_| is_valid)?;
        Some((names::key(number), index.person_of_mention[*mention as usize]))
    });
    let mut written: Vec<(u64, u32)> = written.collect();
    written.par_sort_unstable();
    let mut owners = Vec::new();
    for rows in written.chunk_by(|one, other| one.0 == other.0) {
        let by_person = || rows.chunk_by(|one, other| one.1 == other.1);
        let most = by_person().map(<[_]>::len).max();
        if by_person().nth(1).is_some() {
            owners.extend(by_person().filter(|rows| Some(rows.len()) == most).map(|rows| rows[0]));
        }
    }
    owners
}

/// Whether somebody else has the person's name and year of birth, by person.
pub(super) fn have_namesake(index: &Index) -> Vec<bool> {
    let people = u32::try_from(index.night.people.len()).expect("people are numbered in 32 bits");
    let named = |person: u32| Some((name_and_year(index, person)?, person));
    let mut named: Vec<((u64, i32), u32)> = (0..people).into_par_iter().filter_map(named).collect();
    named.par_sort_unstable();
    let mut have = vec![false; people as usize];
    for group in named.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        for (_, person) in group {
            have[*person as usize] = true;
        }
    }
    have
}

/// The name most of a person's identities write, as a key, and the year of birth.
fn name_and_year(index: &Index, person: u32) -> Option<(u64, i32)> {
    let identities = index.identities_of.of(person).iter();
    let keys = identities.map(|one| names::name_key(index, index.first_mention(*one)));
    let name = names::most(keys.filter(|key| *key != 0))?;
    Some((name, members::birth(index, person)?.year()))
}
