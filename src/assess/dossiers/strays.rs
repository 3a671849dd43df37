//! Strays: payments to people without a number whom no register and no unit places, by their names.

use rayon::prelude::*;

use super::index::Index;
use super::names;
use crate::domain::{HouseholdKind, IdClass, Stray};

/// Rows of such payments by the keys of the payee's name and of its reading, ordered.
pub(super) type Strays = Vec<(u64, u32)>;

/// Finds the payments of the night that went astray.
pub(super) fn find(index: &Index) -> Strays {
    let night = &index.night;
    let placed: Vec<bool> = (0..night.people.len())
        .map(|person| {
            let person = u32::try_from(person).expect("people are numbered in 32 bits");
            let kind = |(at, _): (u32, u32)| night.households[at as usize].kind;
            index.places(person).any(|place| kind(place) != HouseholdKind::Dwelling)
        })
        .collect();
    let mentions = night.records.payments.mention.values();
    let rows = u32::try_from(mentions.len()).expect("payments are numbered in 32 bits");
    let keyed = |row: u32| {
        let mention = mentions[row as usize];
        let person = index.person_of_mention[mention as usize];
        let is_stray = !placed[person as usize] && index.id_class(mention) != IdClass::Valid;
        let keys = if is_stray { keys(index, mention) } else { [0; 2] };
        keys.into_iter().filter(|key| *key != 0).map(move |key| (key, row))
    };
    let mut strays: Strays = (0..rows).into_par_iter().flat_map_iter(keyed).collect();
    strays.par_sort_unstable();
    strays.dedup();
    strays
}

fn keys(index: &Index, mention: u32) -> [u64; 2] {
    [names::name_key(index, mention), names::reading_key(index, mention)]
}

/// The payments that may have been a member's, one for each scheme and month.
pub(super) fn of_member(index: &Index, strays: &Strays, member: u32, person: u32) -> Vec<Stray> {
    if strays.is_empty() {
        return Vec::new();
    }
    let payments = &index.night.records.payments;
    let identities = index.identities_of.of(person).iter();
    let mut wanted: Vec<u64> =
        identities.flat_map(|one| keys(index, index.first_mention(*one))).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found: Vec<Stray> = Vec::new();
    for key in wanted.into_iter().filter(|key| *key != 0) {
        let start = strays.partition_point(|(one, _)| *one < key);
        for (_, row) in strays[start..].iter().take_while(|(one, _)| *one == key) {
            let payment = payments.row(*row as usize);
            let same = |one: &Stray| one.scheme == payment.scheme && one.period == payment.period;
            if !found.iter().any(same) {
                found.push(Stray {
                    member,
                    scheme: payment.scheme.to_owned(),
                    period: payment.period,
                    paid_on: payment.paid_on,
                });
            }
        }
    }
    found.sort_unstable();
    found
}
