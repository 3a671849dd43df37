//! Links: how households stand to each other, across the three kinds and from night to night.
//!
//! The people are linked already, so two households are compared as groups of people: what both hold
//! against what either holds (the Jaccard similarity of a bipartite matching in which every person matches
//! themselves), each person counting as surely as linkage is of them. Sums are of whole numbers, so that
//! no order of adding shows.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Night;
use crate::domain::{
    Day, Grade, Household, HouseholdId, HouseholdLink, HouseholdRelation, KnownHome, KnownMember,
    PersonId, PreviousRun,
};

/// The links of tonight's households, ordered: to those of the other kinds, and to those of the previous
/// night of the same kind.
pub(super) fn links(
    night: &Night,
    households: &[Household],
    previous: &PreviousRun,
    run_date: Day,
) -> Vec<HouseholdLink> {
    let groups: Vec<Group> =
        households.iter().map(|household| Group::tonight(night, household, run_date)).collect();
    let mut homes: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, group) in groups.iter().enumerate() {
        for (person, _) in &group.people {
            homes.entry(*person).or_default().push(at);
        }
    }
    let mut links = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let others = shared(group, &homes).into_iter();
        let later = others.filter(|(other, _)| households[*other].kind > households[at].kind);
        links.extend(later.map(|(other, (count, weight))| {
            let (one, two) = (group, &groups[other]);
            link(&households[at], one, (&households[other], two), count, weight)
        }));
    }
    links.extend(since(night, households, &groups, &homes, previous));
    links.sort_unstable();
    links
}

/// The people a household holds, with how much each counts.
struct Group {
    people: Vec<(u32, u32)>,
}

impl Group {
    fn tonight(night: &Night, household: &Household, run_date: Day) -> Self {
        let current = household.members.iter().filter(|one| one.to.is_none_or(|to| to >= run_date));
        Self { people: current.map(|one| (one.person, certainty(night, one.person))).collect() }
    }

    fn weight(&self) -> u32 {
        self.people.iter().map(|(_, weight)| weight).sum()
    }

    fn len(&self) -> u32 {
        u32::try_from(self.people.len()).expect("a household has few members")
    }
}

/// How much a person counts: ten where some row is surely theirs.
fn certainty(night: &Night, person: u32) -> u32 {
    let grades = night.identities_of_person.of(person).iter();
    let best = grades.map(|identity| night.people.grade_of_identity[*identity as usize]).min();
    match best {
        Some(Grade::Confirmed) => 10,
        Some(Grade::Probable) => 8,
        _ => 4,
    }
}

/// The households that hold people of a group: how many, and how much these count.
fn shared(group: &Group, homes: &FxHashMap<u32, Vec<usize>>) -> BTreeMap<usize, (u32, u32)> {
    let mut shared: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    for (person, weight) in &group.people {
        for home in homes.get(person).into_iter().flatten() {
            let sum = shared.entry(*home).or_default();
            *sum = (sum.0 + 1, sum.1 + weight);
        }
    }
    shared
}

fn similarity_permille(shared: u32, one: u32, other: u32) -> u32 {
    let either = one + other - shared;
    (shared * 1000 + either / 2).checked_div(either).unwrap_or(0)
}

fn link(
    household: &Household,
    group: &Group,
    (other, other_group): (&Household, &Group),
    shared: u32,
    weight: u32,
) -> HouseholdLink {
    let relation = match (shared == group.len(), shared == other_group.len()) {
        (true, true) => HouseholdRelation::Same,
        (true, false) => HouseholdRelation::PartOf,
        (false, true) => HouseholdRelation::Holds,
        (false, false) => HouseholdRelation::Partial,
    };
    HouseholdLink {
        household: household.id,
        kind: household.kind,
        other: other.id,
        other_kind: other.kind,
        is_of_previous_night: false,
        relation,
        shared,
        members: group.len(),
        other_members: other_group.len(),
        similarity_permille: similarity_permille(weight, group.weight(), other_group.weight()),
    }
}

/// The links to the households of the previous night.
fn since(
    night: &Night,
    households: &[Household],
    groups: &[Group],
    homes: &FxHashMap<u32, Vec<usize>>,
    previous: &PreviousRun,
) -> Vec<HouseholdLink> {
    let number: FxHashMap<PersonId, u32> =
        (0..).zip(&night.people.ids).map(|(at, id)| (*id, at)).collect();
    let places: FxHashMap<HouseholdId, &KnownHome> =
        previous.homes.iter().map(|home| (home.household, home)).collect();
    let mut found: Vec<(usize, HouseholdLink)> = Vec::new();
    let old_households = previous.members.chunk_by(|one, other| one.household == other.household);
    for members in old_households {
        let KnownMember { household: old, kind, .. } = members[0];
        let known = members.iter().filter_map(|member| number.get(&member.person));
        let known: Vec<(u32, u32)> =
            known.map(|person| (*person, certainty(night, *person))).collect();
        // Whoever is gone tonight counts as surely known: they were a member.
        let gone = u32::try_from(members.len() - known.len()).expect("a household is small");
        let group = Group { people: known };
        let all = group.weight() + 10 * gone;
        for (at, (count, weight)) in shared(&group, homes) {
            let household = &households[at];
            if household.kind != kind {
                continue;
            }
            let place = (household.town.as_deref(), household.village.as_deref());
            let moved = places.get(&old).is_some_and(|home| {
                home.town.is_some() && (home.town.as_deref(), home.village.as_deref()) != place
            });
            let link = HouseholdLink {
                household: household.id,
                kind,
                other: old,
                other_kind: kind,
                is_of_previous_night: true,
                relation: if moved { HouseholdRelation::Moved } else { HouseholdRelation::Same },
                shared: count,
                members: groups[at].len(),
                other_members: group.len() + gone,
                similarity_permille: similarity_permille(weight, groups[at].weight(), all),
            };
            found.push((at, link));
        }
    }
    name_changes(&mut found);
    found.into_iter().map(|(_, link)| link).collect()
}

/// Says of households whose people have changed what became of them.
fn name_changes(links: &mut [(usize, HouseholdLink)]) {
    let mut heirs: FxHashMap<HouseholdId, u32> = FxHashMap::default();
    let mut origins: FxHashMap<usize, u32> = FxHashMap::default();
    for (at, link) in links.iter() {
        *heirs.entry(link.other).or_default() += 1;
        *origins.entry(*at).or_default() += 1;
    }
    for (at, link) in links {
        let is_whole = link.shared == link.members && link.shared == link.other_members;
        if is_whole {
            continue;
        }
        link.relation = match () {
            () if origins[at] > 1 => HouseholdRelation::Merged,
            () if heirs[&link.other] > 1 => HouseholdRelation::Split,
            () => HouseholdRelation::Partial,
        };
    }
}
