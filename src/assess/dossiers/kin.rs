//! Kin: what matters to a person of a relative, in the dossier or out of it.
//!
//! Kept is what bears on whether the relative can care or support (death, disability, custody, absence,
//! leaving the district) or has a say in assistance, where the register has them, and which units count
//! them. Kin of those whom a unit counts may live behind one door with them and have means, so these are
//! kept there, too.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::{facts, members, tight};
use crate::domain::{CircumstanceKind, HouseholdKind, Kin, Relative, is_dwelling};

/// A person's relatives, each once per kinship, with the surest row as proof.
pub(super) fn of_person(index: &Index, home: HouseholdKind, member: u32, person: u32) -> Vec<Kin> {
    let in_unit = home == HouseholdKind::AssistanceUnit;
    let kept = |kind| bears_on_member(kind) || in_unit && is_means(kind);
    let relatives: Vec<Relative> = index.night.kin.of(person).collect();
    let same = |one: &Relative, other: &Relative| {
        (one.kinship, one.person) == (other.kinship, other.person)
    };
    let surest = |rows: &[Relative]| {
        let proofs = rows.iter().map(|row| index.proof(row.mention));
        proofs.min_by_key(|proof| (proof.grade, proof.mention)).expect("a group has a row")
    };
    let kin = relatives.chunk_by(same).map(|rows| {
        let (kinship, relative) = (rows[0].kinship, rows[0].person);
        Kin {
            kinship,
            person: index.night.people.ids[relative as usize],
            name_masked: index.masked_name(relative),
            birth: members::birth(index, relative),
            registers: index.current_households(relative, HouseholdKind::Register),
            units: index.current_households(relative, HouseholdKind::AssistanceUnit),
            dwellings: if in_unit && has_sure_door(index, relative) {
                index.current_households(relative, HouseholdKind::Dwelling)
            } else {
                Vec::new()
            },
            circumstances: facts::circumstances_of(index, member, relative, kept),
            proof: surest(rows),
        }
    });
    tight(kin)
}

/// Whether more sources name one door of a person than any other.
fn has_sure_door(index: &Index, person: u32) -> bool {
    let mentions = &index.night.records.mentions;
    let rows = index.identities_of.of(person).iter().map(|one| index.first_mention(*one));
    let named = rows.filter_map(|mention| {
        let row = mentions.row(mention as usize);
        let door = row.door.filter(|_| row.door_is_dwelling.is_some_and(is_dwelling))?;
        Some(((row.town, row.village, door), index.source_of(mention)))
    });
    let named: BTreeSet<_> = named.collect();
    let mut sources: BTreeMap<_, usize> = BTreeMap::new();
    for (door, _) in named {
        *sources.entry(door).or_default() += 1;
    }
    let mut counts: Vec<usize> = sources.into_values().collect();
    counts.sort_unstable();
    match counts.as_slice() {
        [.., second, most] => most > second,
        counts => !counts.is_empty(),
    }
}

const fn is_means(kind: CircumstanceKind) -> bool {
    use CircumstanceKind::{Business, Contribution, Property, Vehicle};
    matches!(kind, Vehicle | Property | Business | Contribution)
}

const fn bears_on_member(kind: CircumstanceKind) -> bool {
    use CircumstanceKind::{Custody, Death, Disability, Missing, RegisterExit, Staff};
    matches!(kind, Death | Disability | Custody | Missing | RegisterExit | Staff)
}
