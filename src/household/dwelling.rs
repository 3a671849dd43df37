//! Dwellings: the people whose addresses name one door.
//!
//! A person's rows give several addresses, old and new, whole and cut short. The one most sources
//! name is taken, among equals the one named most recently, so everyone lives behind one door.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use arrow::array::Array;

use super::{Group, Night, Settings};
use crate::domain::{HouseholdKind, Mentions, is_dwelling};

/// Town, village where it is known, and door.
type Address<'a> = (&'a str, &'a str, &'a str);

/// Groups people by door. Also counts the doors shared by too many.
pub(super) fn by_door(night: &Night, settings: &Settings) -> (Vec<Group>, u32) {
    let people = u32::try_from(night.people.len()).expect("people are numbered in 32 bits");
    let mut homes: Vec<(Address, u32)> =
        (0..people).filter_map(|person| Some((home(night, person)?, person))).collect();
    homes.sort_unstable();
    let (mut dwellings, mut oversized) = (Vec::new(), 0);
    for door in homes.chunk_by(|one, other| one.0 == other.0) {
        if door.len() > settings.max_dwelling_people as usize {
            oversized += 1;
            continue;
        }
        let members = door.iter().map(|(_, person)| (*person, None)).collect();
        dwellings.push(Group { kind: HouseholdKind::Dwelling, keys: Vec::new(), members });
    }
    (dwellings, oversized)
}

fn home<'a>(night: &'a Night, person: u32) -> Option<Address<'a>> {
    let mentions = &night.records.mentions;
    let mut named: BTreeMap<Address, Named> = BTreeMap::new();
    for identity in night.identities_of_person.of(person) {
        let mention = night.identities.first_mention[*identity as usize] as usize;
        let Some(address) = address(mentions, mention) else { continue };
        let named = named.entry(address).or_default();
        named.sources.push(mentions.source.keys().value(mention));
        named.latest = named.latest.max(mentions.snapshot.value(mention));
        named.rows += 1;
    }
    // Among full equals the smaller address: any choice serves that never changes.
    named.into_iter().max_by_key(|(address, named)| (named.rank(), Reverse(*address))).map(first)
}

fn first<A, B>(pair: (A, B)) -> A {
    pair.0
}

/// How often and how lately a person's rows name an address.
#[derive(Default)]
struct Named {
    sources: Vec<i32>,
    latest: i32,
    rows: u32,
}

impl Named {
    fn rank(&self) -> (usize, i32, u32) {
        let mut sources = self.sources.clone();
        sources.sort_unstable();
        sources.dedup();
        (sources.len(), self.latest, self.rows)
    }
}

/// The address of a mention, if it leads to a single dwelling.
fn address(mentions: &Mentions, mention: usize) -> Option<Address<'_>> {
    if mentions.door.is_null(mention) {
        return None;
    }
    let row = mentions.row(mention);
    let single = is_dwelling(row.door_is_dwelling?);
    single.then_some((row.town?, row.village.unwrap_or_default(), row.door?))
}
