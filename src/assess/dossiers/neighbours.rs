//! Neighbours: other assistance units among the people of a unit's register households.

use std::collections::BTreeSet;

use super::facts;
use super::homes::Home;
use super::index::Index;
use crate::domain::{HouseholdKind, NeighbourUnit};

/// The other units with a member who stands in one register household with a person of the home, or who
/// is counted in both; none for a home that is no unit.
pub(super) fn of_home(index: &Index, home: &Home) -> Vec<NeighbourUnit> {
    if home.kind != HouseholdKind::AssistanceUnit {
        return Vec::new();
    }
    let own = index.current_members(home.household);
    let near: BTreeSet<u32> = own
        .iter()
        .flat_map(|person| index.current_places(*person, HouseholdKind::Register))
        .flat_map(|register| index.current_members(register))
        .chain(own.iter().copied())
        .collect();
    let units: BTreeSet<u32> = near
        .iter()
        .flat_map(|person| index.current_places(*person, HouseholdKind::AssistanceUnit))
        .filter(|unit| *unit != home.household)
        .collect();
    units.into_iter().map(|unit| neighbour(index, home.household, &own, unit)).collect()
}

fn neighbour(index: &Index, home: u32, own: &[u32], unit: u32) -> NeighbourUnit {
    let others = index.current_members(unit);
    let registers = |person: &u32| -> BTreeSet<u32> {
        index.current_places(*person, HouseholdKind::Register).collect()
    };
    let mut all = own.iter().chain(&others).map(registers);
    let first = all.next().unwrap_or_default();
    let common = all.fold(first, |common, one| common.intersection(&one).copied().collect());
    let people = |persons: &[u32]| {
        persons.iter().map(|person| index.night.people.ids[*person as usize]).collect()
    };
    let households = &index.night.households;
    let head = households[unit as usize].members.iter();
    let head =
        head.filter(|one| one.relation.as_deref() == Some("head")).map(|one| one.person).next();
    NeighbourUnit {
        household: households[unit as usize].id,
        is_first: households[home as usize].id < households[unit as usize].id,
        head_masked: head.map(|head| index.masked_name(head)),
        members: people(&others),
        shared: u32::try_from(others.iter().filter(|person| own.contains(person)).count())
            .expect("a unit has few members"),
        is_of_one_register: !common.is_empty(),
        awards: facts::awards_of_unit(index, unit),
    }
}
