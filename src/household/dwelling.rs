//! Dwellings: the people whose addresses name one door.
//!
//! A register gives one address for a household, so what most rows of a household say is what all of its
//! rows say. A person's rows give several addresses, old and new, whole and cut short. The one most
//! sources name is taken, among equals the one named most recently, so everyone lives behind one door.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use arrow::array::Array;
use rustc_hash::FxHashMap;

use super::{Group, Night, Settings};
use crate::domain::{HouseholdKind, Mentions, is_dwelling};

/// Town, village where it is known, and door.
type Address<'a> = (&'a str, &'a str, &'a str);

/// Groups people by door. Also counts the doors shared by too many.
pub(super) fn by_door(night: &Night, settings: &Settings) -> (Vec<Group>, u32) {
    let people = u32::try_from(night.people.len()).expect("people are numbered in 32 bits");
    let registered = registered(night);
    let home = |person| Some((home(night, &registered, person)?, person));
    let mut homes: Vec<(Address, u32)> = (0..people).filter_map(home).collect();
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

/// The address of each register household, by the mentions that its rows make.
fn registered<'a>(night: &'a Night) -> FxHashMap<u32, Address<'a>> {
    let (table, mentions) = (&night.records.memberships, &night.records.mentions);
    let mut rows: Vec<(&str, u32)> = Vec::new();
    for row in 0..table.len() {
        let membership = table.row(row);
        if HouseholdKind::from_code(membership.kind) == Some(HouseholdKind::Register) {
            rows.push((table.key.value(row), membership.mention));
        }
    }
    rows.sort_unstable();
    let mut registered = FxHashMap::default();
    for household in rows.chunk_by(|one, other| one.0 == other.0) {
        let mut named: BTreeMap<Address, u32> = BTreeMap::new();
        for address in household.iter().filter_map(|row| address(mentions, row.1 as usize)) {
            *named.entry(address).or_default() += 1;
        }
        let most = named.into_iter().max_by_key(|(address, rows)| (*rows, Reverse(*address)));
        if let Some((address, _)) = most {
            registered.extend(household.iter().map(|row| (row.1, address)));
        }
    }
    registered
}

fn home<'a>(
    night: &'a Night,
    registered: &FxHashMap<u32, Address<'a>>,
    person: u32,
) -> Option<Address<'a>> {
    let mentions = &night.records.mentions;
    let mut named: BTreeMap<Address, Named> = BTreeMap::new();
    for identity in night.identities_of_person.of(person) {
        let mention = night.identities.first_mention[*identity as usize];
        let of_household = registered.get(&mention).copied();
        let mention = mention as usize;
        let Some(address) = of_household.or_else(|| address(mentions, mention)) else { continue };
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
