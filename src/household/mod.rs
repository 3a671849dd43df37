//! Household: people and memberships become households of three kinds, with ids that last.
//!
//! A register household (户口户) and an assistance unit (保障家庭) are what sources say they are: one
//! key, one household, and keys of different sources are joined only on linked people. A dwelling
//! (居住户) is who shares a door; a door shared by more people than a dwelling holds is given up,
//! and the count of such doors is reported. A person of no household is a dwelling of their own. The kinds are never merged into one another.

mod dwelling;
mod kin;
mod lasting;
mod links;
mod place;
#[cfg(test)]
mod tests;
mod units;

use rustc_hash::FxHashMap;

use crate::domain::{
    Day, Grouped, Household, HouseholdId, HouseholdKind, HouseholdLink, HouseholdMember, IdChange,
    Identities, KinGraph, People, PreviousRun, Records,
};

/// How households are formed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// A door shared by more people is an institution or an address cut short, not a dwelling.
    pub max_dwelling_people: u32,
    /// Units of different sources are one when they share at least this many people …
    pub same_unit_people: u32,
    /// … and these are at least this share of all people in either.
    pub same_unit_percent: u32,
    /// A person in more units than this says nothing about which units are one.
    pub max_units_of_person: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_dwelling_people: 12,
            same_unit_people: 2,
            same_unit_percent: 60,
            max_units_of_person: 8,
        }
    }
}

/// The households of tonight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Households {
    /// Ordered by kind, then id.
    pub all: Vec<Household>,
    /// The first night each household was seen, in the order of `all`.
    pub first_seen: Vec<Day>,
    /// Ordered by id, then fate.
    pub changes: Vec<IdChange<HouseholdId>>,
    /// Doors that more people share than a dwelling holds.
    pub oversized_doors: u32,
    pub kin: KinGraph,
    /// How the households stand to each other and to those of the previous night; in order.
    pub links: Vec<HouseholdLink>,
    of_key: FxHashMap<(HouseholdKind, String), u32>,
}

impl Households {
    /// The position in `all` of the household a source knows by this key.
    pub fn of_key(&self, kind: HouseholdKind, key: &str) -> Option<u32> {
        self.of_key.get(&(kind, key.to_owned())).copied()
    }
}

/// Forms tonight's households of every kind.
///
/// A household keeps the id of the previous night's household of its kind with which it shares most
/// people (ties: the older, then the smaller id). The result does not depend on the order of rows
/// beyond what the person numbers themselves do.
pub fn form(
    people: &People,
    identities: &Identities,
    records: &Records,
    previous: &PreviousRun,
    run_date: Day,
    settings: &Settings,
) -> Households {
    let night = Night::new(people, identities, records);
    let mut groups = units::by_key(&night, settings);
    let (dwellings, oversized_doors) = dwelling::by_door(&night, settings);
    groups.extend(dwellings);
    let alone = alone(people, &groups);
    groups.extend(alone);
    let mut formed: Vec<Formed> = groups.into_iter().map(|group| compose(&night, group)).collect();
    formed.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
    let changes = lasting::give_ids(&mut formed, people, previous, run_date);
    formed.sort_unstable_by_key(|one| (one.household.kind, one.household.id));
    let kin = kin::graph(&night);
    let mut households = Households { changes, oversized_doors, kin, ..Households::default() };
    for (at, one) in formed.into_iter().enumerate() {
        let at = u32::try_from(at).expect("households are numbered in 32 bits");
        let kind = one.household.kind;
        households.of_key.extend(one.keys.into_iter().map(|key| ((kind, key), at)));
        households.all.push(one.household);
        households.first_seen.push(one.first_seen);
    }
    households.links = links::links(&night, &households.all, previous, run_date);
    households
}

/// People of no household, each a dwelling of their own, so that everyone has a home.
fn alone(people: &People, groups: &[Group]) -> Vec<Group> {
    let mut housed = vec![false; people.len()];
    for (person, _) in groups.iter().flat_map(|group| &group.members) {
        housed[*person as usize] = true;
    }
    let persons = (0..).zip(housed).filter(|(_, housed)| !housed);
    let home = |person| Group {
        kind: HouseholdKind::Dwelling,
        keys: Vec::new(),
        members: vec![(person, None)],
    };
    persons.map(|(person, _)| home(person)).collect()
}

/// Tonight's tables, with who each mention speaks of.
struct Night<'a> {
    people: &'a People,
    identities: &'a Identities,
    records: &'a Records,
    person_of_mention: Vec<u32>,
    identities_of_person: Grouped,
}

impl<'a> Night<'a> {
    fn new(people: &'a People, identities: &'a Identities, records: &'a Records) -> Self {
        let person = |identity: &u32| people.person_of_identity[*identity as usize];
        let persons = people.person_of_identity.iter().map(|person| Some(*person));
        Self {
            people,
            identities,
            records,
            person_of_mention: identities.of_mention.iter().map(person).collect(),
            identities_of_person: Grouped::new(people.len(), persons),
        }
    }
}

/// What is to become one household: the sources' keys for it and who belongs to it by which row.
struct Group {
    kind: HouseholdKind,
    keys: Vec<String>,
    /// Person and, where a source said so, the membership; ordered.
    members: Vec<(u32, Option<u32>)>,
}

/// A household before and after it has its id.
struct Formed {
    household: Household,
    first_seen: Day,
    keys: Vec<String>,
}

impl Formed {
    /// An order that rests on people and keys alone.
    fn order(&self) -> (HouseholdKind, u32, &[String], usize) {
        let first = self.household.members.first().map_or(u32::MAX, |member| member.person);
        (self.household.kind, first, &self.keys, self.household.members.len())
    }
}

fn compose(night: &Night, mut group: Group) -> Formed {
    group.members.sort_unstable();
    group.keys.sort_unstable();
    let members: Vec<HouseholdMember> = group
        .members
        .chunk_by(|one, other| one.0 == other.0)
        .map(|rows| member(night, rows))
        .collect();
    let (town, village) = place::of_people(night, members.iter().map(|member| member.person));
    let source_keys = u32::try_from(group.keys.len()).expect("a household has few keys");
    let household = Household {
        id: HouseholdId(0),
        kind: group.kind,
        members,
        town,
        village,
        source_keys: source_keys.max(1),
    };
    Formed { household, first_seen: Day(0), keys: group.keys }
}

/// One person of a household, from all memberships that say so.
fn member(night: &Night, rows: &[(u32, Option<u32>)]) -> HouseholdMember {
    let memberships: Vec<u32> = rows.iter().filter_map(|row| row.1).collect();
    let table = &night.records.memberships;
    let said: Vec<_> = memberships.iter().map(|row| table.row(*row as usize)).collect();
    let relations = said.iter().filter_map(|row| row.relation);
    let still = said.iter().any(|row| row.to.is_none());
    HouseholdMember {
        person: rows[0].0,
        relation: relation(relations),
        from: said.iter().filter_map(|row| row.from).min(),
        to: if still { None } else { said.iter().filter_map(|row| row.to).max() },
        memberships,
    }
}

/// Head if any row says so, else what most rows say.
fn relation<'a>(said: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts = std::collections::BTreeMap::new();
    for relation in said {
        *counts.entry(relation).or_insert(0_u32) += 1;
    }
    if counts.contains_key(HEAD) {
        return Some(HEAD.to_owned());
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(relation, _)| relation.to_owned())
}

/// How the memberships write the relation of the head to themselves.
const HEAD: &str = "head";
