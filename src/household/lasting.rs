//! Lasting ids: tonight's households take over the ids of the households they continue.
//!
//! Who continues whom is decided by shared people, the largest overlap first. What becomes of every
//! other old id is written down, so that analysts can follow a household over the nights.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Formed;
use crate::domain::{
    Day, HouseholdId, HouseholdKind, IdChange, IdFate, KnownMember, People, PersonId, PreviousRun,
};

/// Gives every household its id and first night; `formed` comes in an order that lasts.
pub(super) fn give_ids(
    formed: &mut [Formed],
    people: &People,
    previous: &PreviousRun,
    run_date: Day,
) -> Vec<IdChange<HouseholdId>> {
    let old = old_households(previous);
    let overlaps = overlaps(formed, people, &old);
    let mut kept: FxHashMap<HouseholdId, usize> = FxHashMap::default();
    let mut continued = vec![false; formed.len()];
    for overlap in &overlaps {
        if continued[overlap.at] || kept.contains_key(&overlap.old) {
            continue;
        }
        continued[overlap.at] = true;
        kept.insert(overlap.old, overlap.at);
        formed[overlap.at].household.id = overlap.old;
        formed[overlap.at].first_seen = overlap.first_seen;
    }
    let mut changes = Vec::new();
    let mut taken: FxHashSet<HouseholdId> = old.iter().map(|household| household.id).collect();
    for at in (0..formed.len()).filter(|at| !continued[*at]) {
        let id = new_id(&formed[at], people, &mut taken);
        formed[at].household.id = id;
        formed[at].first_seen = run_date;
        changes.push(IdChange { id, fate: IdFate::New, other: None });
    }
    changes.extend(fates(formed, &old, &overlaps, &kept));
    changes.sort_unstable();
    changes.dedup();
    changes
}

/// A household of the previous night.
struct Old {
    id: HouseholdId,
    kind: HouseholdKind,
    first_seen: Day,
    people: Vec<PersonId>,
}

fn old_households(previous: &PreviousRun) -> Vec<Old> {
    let households = previous.members.chunk_by(|one, other| one.household == other.household);
    households
        .map(|members: &[KnownMember]| Old {
            id: members[0].household,
            kind: members[0].kind,
            first_seen: members.iter().map(|member| member.first_seen).min().unwrap_or(Day(0)),
            people: members.iter().map(|member| member.person).collect(),
        })
        .collect()
}

/// How many people an old and a household of tonight share. Ordered: the strongest claim first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Overlap {
    people: Reverse<u32>,
    first_seen: Day,
    old: HouseholdId,
    at: usize,
}

fn overlaps(formed: &[Formed], people: &People, old: &[Old]) -> Vec<Overlap> {
    if old.is_empty() {
        return Vec::new();
    }
    let number: FxHashMap<PersonId, u32> =
        (0..).zip(&people.ids).map(|(at, id)| (*id, at)).collect();
    let mut homes: FxHashMap<(HouseholdKind, u32), Vec<usize>> = FxHashMap::default();
    for (at, one) in formed.iter().enumerate() {
        for member in &one.household.members {
            homes.entry((one.household.kind, member.person)).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for household in old {
        let mut shared: BTreeMap<usize, u32> = BTreeMap::new();
        let persons = household.people.iter().filter_map(|person| number.get(person));
        for at in persons.filter_map(|person| homes.get(&(household.kind, *person))).flatten() {
            *shared.entry(*at).or_insert(0) += 1;
        }
        found.extend(shared.into_iter().map(|(at, count)| Overlap {
            people: Reverse(count),
            first_seen: household.first_seen,
            old: household.id,
            at,
        }));
    }
    found.sort_unstable();
    found
}

/// An id that depends on the kind and the smallest person id, and on nothing else unless taken.
fn new_id(one: &Formed, people: &People, taken: &mut FxHashSet<HouseholdId>) -> HouseholdId {
    let persons = one.household.members.iter().map(|member| people.ids[member.person as usize]);
    let smallest = persons.min().map_or(0, |person| person.0);
    let mut state = smallest ^ (one.household.kind as u64 + 1).rotate_right(8);
    loop {
        state = mix(state);
        if taken.insert(HouseholdId(state)) {
            return HouseholdId(state);
        }
    }
}

/// The finaliser of SplitMix64: spreads every bit of the input over the whole word.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// What became of the old ids that did not simply go on.
fn fates(
    formed: &[Formed],
    old: &[Old],
    overlaps: &[Overlap],
    kept: &FxHashMap<HouseholdId, usize>,
) -> Vec<IdChange<HouseholdId>> {
    let mut heirs: FxHashMap<HouseholdId, Vec<usize>> = FxHashMap::default();
    for overlap in overlaps {
        heirs.entry(overlap.old).or_default().push(overlap.at);
    }
    let going_on: FxHashSet<&usize> = kept.values().collect();
    let mut fates = Vec::new();
    for Old { id, .. } in old {
        let heirs = heirs.get(id).map_or(&[][..], Vec::as_slice);
        let id_of = |at: &usize| Some(formed[*at].household.id);
        match (kept.get(id), heirs.first()) {
            (None, None) => fates.push(IdChange { id: *id, fate: IdFate::Retired, other: None }),
            (None, Some(heir)) => {
                fates.push(IdChange { id: *id, fate: IdFate::MergedInto, other: id_of(heir) });
            }
            (Some(at), _) => {
                // A household that goes on under its own old id has not split off this one: the two
                // only share a person.
                let others = heirs.iter().filter(|heir| *heir != at && !going_on.contains(heir));
                fates.extend(others.map(|heir| {
                    let other = id_of(heir);
                    IdChange { id: *id, fate: IdFate::SplitInto, other }
                }));
            }
        }
    }
    fates
}
