//! Ids that last: tonight's people against the people of the previous run.
//!
//! A person keeps the id of the old person with whom it shares most identities. Ties go to the id
//! seen first, then to the smaller id, then to the person with the smaller number. Everybody else
//! gets an id made from their smallest identity key, which is a keyed fingerprint: the same on
//! every machine, and of no use to those who lack the secret.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::{Day, Grade, IdChange, IdFate, People, PersonId, PreviousRun};

/// Tonight's people with lasting ids, and what became of the old ids, in order of id.
///
/// `person_of_identity` numbers persons from 0 without gaps; `keys` are the identities' keys.
pub fn stable_ids(
    person_of_identity: Vec<u32>,
    grade_of_identity: Vec<Grade>,
    keys: &[u64],
    previous: &PreviousRun,
    run_date: Day,
) -> (People, Vec<IdChange<PersonId>>) {
    let persons = person_of_identity.iter().max().map_or(0, |last| *last as usize + 1);
    let shared = Shared::count(&person_of_identity, keys, previous);
    let kept = shared.kept(persons);
    let (ids, first_seen) = named(&kept, &person_of_identity, keys, &shared, run_date);
    let mut changes = shared.fates(&kept, &ids);
    let new = ids.iter().zip(&kept).filter(|(_, kept)| kept.is_none());
    changes.extend(new.map(|(id, _)| IdChange { id: *id, fate: IdFate::New, other: None }));
    changes.sort_unstable();
    (People { person_of_identity, grade_of_identity, ids, first_seen }, changes)
}

/// How many identities old and new people share.
struct Shared {
    first_seen: BTreeMap<PersonId, Day>,
    counts: BTreeMap<(PersonId, u32), u32>,
}

impl Shared {
    fn count(person_of_identity: &[u32], keys: &[u64], previous: &PreviousRun) -> Self {
        let old: FxHashMap<u64, PersonId> =
            previous.persons.iter().map(|known| (known.identity_key, known.person)).collect();
        let mut first_seen: BTreeMap<PersonId, Day> = BTreeMap::new();
        for known in &previous.persons {
            let day = first_seen.entry(known.person).or_insert(known.first_seen);
            *day = known.first_seen.min(*day);
        }
        let mut counts = BTreeMap::new();
        for (person, key) in person_of_identity.iter().zip(keys) {
            if let Some(old) = old.get(key) {
                *counts.entry((*old, *person)).or_insert(0) += 1;
            }
        }
        Self { first_seen, counts }
    }

    /// The old id that each of tonight's people keeps.
    fn kept(&self, persons: usize) -> Vec<Option<PersonId>> {
        let mut claims: Vec<(PersonId, u32, u32)> =
            self.counts.iter().map(|((old, person), count)| (*old, *person, *count)).collect();
        claims.sort_unstable_by_key(|(old, person, count)| {
            (std::cmp::Reverse(*count), self.first_seen[old], *old, *person)
        });
        let mut kept = vec![None; persons];
        let mut taken = FxHashSet::default();
        for (old, person, _) in claims {
            let own = &mut kept[person as usize];
            if own.is_none() && taken.insert(old) {
                *own = Some(old);
            }
        }
        kept
    }

    /// What became of the old ids: merged, split, retired.
    fn fates(&self, kept: &[Option<PersonId>], ids: &[PersonId]) -> Vec<IdChange<PersonId>> {
        let holders: BTreeSet<PersonId> = kept.iter().flatten().copied().collect();
        let mut heirs: BTreeMap<PersonId, Vec<(u32, PersonId)>> = BTreeMap::new();
        for ((old, person), count) in &self.counts {
            heirs.entry(*old).or_default().push((*count, ids[*person as usize]));
        }
        let mut changes = Vec::new();
        for old in self.first_seen.keys() {
            let Some(heirs) = heirs.get(old) else {
                changes.push(IdChange { id: *old, fate: IdFate::Retired, other: None });
                continue;
            };
            let most = heirs.iter().max_by_key(|(count, id)| (*count, std::cmp::Reverse(*id)));
            let main = if holders.contains(old) { Some(*old) } else { most.map(|(_, id)| *id) };
            for (_, id) in heirs.iter().filter(|(_, id)| id != old) {
                let fate = if main == Some(*id) { IdFate::MergedInto } else { IdFate::SplitInto };
                changes.push(IdChange { id: *old, fate, other: Some(*id) });
            }
        }
        changes
    }
}

/// The id and the first night of each person.
fn named(
    kept: &[Option<PersonId>],
    person_of_identity: &[u32],
    keys: &[u64],
    shared: &Shared,
    run_date: Day,
) -> (Vec<PersonId>, Vec<Day>) {
    let mut smallest = vec![u64::MAX; kept.len()];
    for (person, key) in person_of_identity.iter().zip(keys) {
        let least = &mut smallest[*person as usize];
        *least = (*least).min(*key);
    }
    let mut taken: FxHashSet<PersonId> = shared.first_seen.keys().copied().collect();
    let name = |(kept, smallest): (&Option<PersonId>, u64)| {
        if let Some(id) = kept {
            return (*id, shared.first_seen[id]);
        }
        // An old id stays the old person's: the next free number is as good a pseudonym.
        let mut id = PersonId(smallest);
        while !taken.insert(id) {
            id = PersonId(id.0.wrapping_add(1));
        }
        (id, run_date)
    };
    kept.iter().zip(smallest).map(name).unzip()
}
