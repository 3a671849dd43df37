//! Kin: what matters to a person of a relative, in the dossier or out of it.
//!
//! Kept is what bears on whether the relative can care or support (death, disability, custody, absence,
//! leaving the district) or has a say in assistance, where the register has them, and which units count
//! them.

use super::facts;
use super::index::Index;
use super::members;

use crate::domain::{CircumstanceKind, HouseholdKind, Kin, Relative};

/// A person's relatives, each once per kinship, with the surest row as proof.
pub(super) fn of_person(index: &Index, member: u32, person: u32) -> Vec<Kin> {
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
            name_masked: index.names[relative as usize].clone(),
            birth: members::birth(index, relative),
            registers: index.current_households(relative, HouseholdKind::Register),
            units: index.current_households(relative, HouseholdKind::AssistanceUnit),
            circumstances: facts::circumstances_of(index, member, relative, bears_on_member),
            proof: surest(rows),
        }
    });
    kin.collect()
}

fn bears_on_member(kind: CircumstanceKind) -> bool {
    use CircumstanceKind::{Custody, Death, Disability, Missing, RegisterExit, Staff};
    matches!(kind, Death | Disability | Custody | Missing | RegisterExit | Staff)
}
