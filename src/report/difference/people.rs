//! People of two runs, told to be the same by the identities they share or the id they keep.

use std::collections::BTreeSet;
use std::fmt;

use crate::domain::PersonId;

/// The people of both runs, and who of the one is who of the other.
pub(super) struct Overlap {
    /// Ordered.
    before: Vec<PersonId>,
    after: Vec<PersonId>,
    /// Who before and who after share an identity or an id; ordered.
    pairs: Vec<(PersonId, PersonId)>,
    /// The same the other way round; ordered.
    reversed: Vec<(PersonId, PersonId)>,
}

/// What became of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleChanges {
    /// How many there are in each run.
    pub before: usize,
    pub after: usize,
    /// One person in each run, with nobody else's identities.
    pub continuing: usize,
    /// Those of them who have another id in the later run: both ids.
    pub renumbered: Vec<(PersonId, PersonId)>,
    pub new: Vec<PersonId>,
    pub gone: Vec<PersonId>,
    /// Several who became one.
    pub merged: Vec<Regrouping>,
    /// One who became several.
    pub split: Vec<Regrouping>,
    /// Several who became several others: identities went from one to another.
    pub regrouped: Vec<Regrouping>,
}

/// Who shares identities across the runs, beyond one person with one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Regrouping {
    pub before: Vec<PersonId>,
    pub after: Vec<PersonId>,
}

/// `P… + P… → P…`, with ids.
impl fmt::Display for Regrouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = |people: &[PersonId]| {
            people.iter().map(PersonId::to_string).collect::<Vec<_>>().join(" + ")
        };
        write!(f, "{} → {}", ids(&self.before), ids(&self.after))
    }
}

/// What a person of one run is in the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonFate {
    /// Nobody.
    Absent,
    /// At home in another household.
    Moved,
    /// One with others.
    Merged,
    /// Several.
    Split,
    /// Several, of whom some are others too.
    Regrouped,
}

impl PersonFate {
    pub const ALL: [Self; 5] =
        [Self::Absent, Self::Moved, Self::Merged, Self::Split, Self::Regrouped];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Regrouped => "regrouped",
        }
    }
}

impl Overlap {
    /// Both lists are ordered.
    pub fn of(before: &[(u64, PersonId)], after: &[(u64, PersonId)]) -> Self {
        let (known, found) = (people(before), people(after));
        let mut pairs = shared(before, after);
        // An id may have been handed on by identities of the nights between that neither run has.
        let kept = known.iter().filter(|person| found.binary_search(person).is_ok());
        pairs.extend(kept.map(|person| (*person, *person)));
        pairs.sort_unstable();
        pairs.dedup();
        let mut reversed: Vec<_> = pairs.iter().map(|(before, after)| (*after, *before)).collect();
        reversed.sort_unstable();
        Self { before: known, after: found, pairs, reversed }
    }

    /// The same seen from the later run.
    pub fn reversed(&self) -> Self {
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
            pairs: self.reversed.clone(),
            reversed: self.pairs.clone(),
        }
    }

    /// Who a person of the earlier run is in the later one.
    pub fn heirs(&self, person: PersonId) -> impl Iterator<Item = PersonId> {
        others(&self.pairs, person).iter().map(|(_, heir)| *heir)
    }

    /// What a person of the earlier run is in the later one, unless simply the same.
    pub fn fate(&self, person: PersonId) -> Option<PersonFate> {
        let heirs = others(&self.pairs, person);
        let several = heirs.iter().any(|(_, heir)| others(&self.reversed, *heir).len() > 1);
        match (heirs.len(), several) {
            (0, _) => Some(PersonFate::Absent),
            (1, false) => None,
            (1, true) => Some(PersonFate::Merged),
            (_, false) => Some(PersonFate::Split),
            (_, true) => Some(PersonFate::Regrouped),
        }
    }

    pub fn changes(&self) -> PeopleChanges {
        let mut changes = PeopleChanges {
            before: self.before.len(),
            after: self.after.len(),
            new: without(&self.after, &self.reversed),
            gone: without(&self.before, &self.pairs),
            ..PeopleChanges::default()
        };
        let mut told = BTreeSet::new();
        for (before, after) in &self.pairs {
            if self.fate(*before).is_none() {
                changes.continuing += 1;
                changes.renumbered.extend((before != after).then_some((*before, *after)));
            } else if !told.contains(before) {
                let group = self.group(*before);
                told.extend(group.before.iter().copied());
                match (group.before.len(), group.after.len()) {
                    (_, 1) => changes.merged.push(group),
                    (1, _) => changes.split.push(group),
                    _ => changes.regrouped.push(group),
                }
            }
        }
        changes
    }

    /// Everybody whom shared identities tie to a person of the earlier run.
    fn group(&self, person: PersonId) -> Regrouping {
        let (mut before, mut after) = (BTreeSet::from([person]), BTreeSet::new());
        let mut open = vec![person];
        while let Some(person) = open.pop() {
            for heir in self.heirs(person).filter(|heir| after.insert(*heir)) {
                let owners = others(&self.reversed, heir).iter().map(|(_, owner)| *owner);
                open.extend(owners.filter(|owner| before.insert(*owner)));
            }
        }
        Regrouping { before: before.into_iter().collect(), after: after.into_iter().collect() }
    }
}

fn people(identities: &[(u64, PersonId)]) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = identities.iter().map(|(_, person)| *person).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// The people who hold one identity, before and after; once for every identity.
fn shared(before: &[(u64, PersonId)], after: &[(u64, PersonId)]) -> Vec<(PersonId, PersonId)> {
    let mut pairs = Vec::new();
    let mut rest = after;
    for (key, person) in before {
        rest = &rest[rest.iter().take_while(|(other, _)| other < key).count()..];
        let same = rest.iter().take_while(|(other, _)| other == key);
        pairs.extend(same.map(|(_, heir)| (*person, *heir)));
    }
    pairs
}

/// The pairs that begin with a person.
fn others(pairs: &[(PersonId, PersonId)], person: PersonId) -> &[(PersonId, PersonId)] {
    let from = pairs.partition_point(|(first, _)| *first < person);
    let length = pairs[from..].iter().take_while(|(first, _)| *first == person).count();
    &pairs[from..from + length]
}

/// Those with whom no pair begins.
fn without(people: &[PersonId], pairs: &[(PersonId, PersonId)]) -> Vec<PersonId> {
    people.iter().copied().filter(|person| others(pairs, *person).is_empty()).collect()
}
