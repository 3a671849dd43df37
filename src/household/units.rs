//! Households that sources declare: rows with one key, and keys that turn out to be one household.
//!
//! The key of an assistance unit is its head's number, so a mistyped number makes a second unit of
//! one family. Two units with the same head are one; so are two units of different sources that
//! have mostly the same people. Two register numbers are two households, whoever is in them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Group, HEAD, Night, Settings};
use crate::domain::{HouseholdKind, Role};

/// Groups the people of the membership rows by the keys their sources use.
pub(super) fn by_key(night: &Night, settings: &Settings) -> Vec<Group> {
    let mut keyed = read(night);
    let mut join = Join { parent: (0..keyed.len()).collect() };
    join_same_head(&keyed, &mut join);
    join_same_people(&keyed, settings, &mut join);
    let mut joined: BTreeMap<usize, Group> = BTreeMap::new();
    for (at, one) in keyed.iter_mut().enumerate() {
        let group = joined.entry(join.root(at)).or_insert_with(|| Group {
            kind: one.kind,
            keys: Vec::new(),
            members: Vec::new(),
        });
        group.keys.push(one.key.to_owned());
        group.members.append(&mut one.members);
    }
    joined.into_values().collect()
}

/// All rows of one key.
struct Keyed<'a> {
    kind: HouseholdKind,
    key: &'a str,
    members: Vec<(u32, Option<u32>)>,
    /// The people some row calls the head.
    heads: Vec<u32>,
    /// The sources that use the key, as dictionary codes.
    sources: Vec<i32>,
}

fn read<'a>(night: &'a Night) -> Vec<Keyed<'a>> {
    let (table, mentions) = (&night.records.memberships, &night.records.mentions);
    let mut keyed: Vec<Keyed> = Vec::new();
    let mut position: FxHashMap<(HouseholdKind, &str), usize> = FxHashMap::default();
    for row in 0..table.len() {
        let membership = table.row(row);
        let Some(kind) = HouseholdKind::from_code(membership.kind) else { continue };
        let key = table.key.value(row);
        let at = *position.entry((kind, key)).or_insert(keyed.len());
        if at == keyed.len() {
            let empty = Keyed { kind, key, members: vec![], heads: vec![], sources: vec![] };
            keyed.push(empty);
        }
        let mention = membership.mention as usize;
        let person = night.person_of_mention[mention];
        let number = u32::try_from(row).expect("memberships are numbered in 32 bits");
        let one = &mut keyed[at];
        one.members.push((person, Some(number)));
        let role = mentions.row(mention).role;
        if membership.relation == Some(HEAD) || role == Role::Head.code() {
            one.heads.push(person);
        }
        one.sources.push(mentions.source.keys().value(mention));
    }
    keyed
}

fn join_same_head(keyed: &[Keyed], join: &mut Join) {
    let mut unit_of_head: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, unit) in units(keyed) {
        for head in &unit.heads {
            let first = *unit_of_head.entry(*head).or_insert(at);
            join.join(first, at);
        }
    }
}

fn join_same_people(keyed: &[Keyed], settings: &Settings, join: &mut Join) {
    let mut units_of_person: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units(keyed) {
        for person in distinct(unit) {
            units_of_person.entry(person).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    // A person in very many units is a filler value that was linked; it proves no unit equal.
    let few = |units: &&Vec<usize>| units.len() <= settings.max_units_of_person as usize;
    for units in units_of_person.values().filter(few) {
        for (nth, one) in units.iter().enumerate() {
            for other in &units[nth + 1..] {
                *shared.entry((*one, *other)).or_insert(0) += 1;
            }
        }
    }
    for ((one, other), people) in shared {
        let (left, right) = (&keyed[one], &keyed[other]);
        let either = distinct(left).len() + distinct(right).len() - people;
        let enough = people >= settings.same_unit_people as usize
            && people * 100 >= either * settings.same_unit_percent as usize;
        if enough && !left.sources.iter().any(|source| right.sources.contains(source)) {
            join.join(one, other);
        }
    }
}

fn units<'a, 'b>(keyed: &'a [Keyed<'b>]) -> impl Iterator<Item = (usize, &'a Keyed<'b>)> {
    keyed.iter().enumerate().filter(|(_, one)| one.kind == HouseholdKind::AssistanceUnit)
}

fn distinct(unit: &Keyed) -> Vec<u32> {
    let mut people: Vec<u32> = unit.members.iter().map(|member| member.0).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Which positions are one: a forest whose roots are the smallest of each tree.
struct Join {
    parent: Vec<usize>,
}

impl Join {
    fn root(&mut self, at: usize) -> usize {
        let mut root = at;
        while self.parent[root] != root {
            self.parent[root] = self.parent[self.parent[root]];
            root = self.parent[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other)] = one.min(other);
    }
}
