//! Renumbered: flags and cases that go on under another id, because their people or households do.
//!
//! A flag's id is made of the ids of its people, a case's of its household's. Where people merged or split,
//! the same finding bears another id, and would seem settled and found anew. Flags are told to be the same by
//! their code, by people who share identities, and by what tells a rule's flags about the same people apart;
//! where that itself names somebody, or is masked, by amount and days. What it gives up: two flags of one code
//! about the same people that agree in all of these are matched in order of id, whichever is which.

use std::collections::{BTreeMap, BTreeSet};

use super::people::Overlap;
use super::{ComparedFlag, ComparedRun};
use crate::domain::{HouseholdId, PersonId};

/// From ids of the earlier run to those of the later one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Renumbered {
    flags: BTreeMap<String, String>,
    cases: BTreeMap<String, String>,
}

/// Whether two flags of one code may be the same.
type Agrees<'a> = &'a dyn Fn(&ComparedFlag, &ComparedFlag) -> bool;

/// Whom a flag is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Person(PersonId),
    Household(HouseholdId),
}

impl Renumbered {
    pub fn between(before: &ComparedRun, after: &ComparedRun, overlap: &Overlap) -> Self {
        let mut renumbered = Self::default();
        renumbered.flags = flags(before, after, overlap);
        renumbered.cases = cases(before, after, &renumbered);
        renumbered
    }

    /// The later id of an earlier flag: its own, unless it was renumbered.
    pub fn flag<'a>(&'a self, id: &'a String) -> &'a String {
        self.flags.get(id).unwrap_or(id)
    }

    pub fn case<'a>(&'a self, id: &'a String) -> &'a String {
        self.cases.get(id).unwrap_or(id)
    }

    /// Earlier and later id of each.
    pub fn flags(&self) -> impl Iterator<Item = (&String, &String)> {
        self.flags.iter()
    }

    pub fn cases(&self) -> impl Iterator<Item = (&String, &String)> {
        self.cases.iter()
    }
}

fn flags(before: &ComparedRun, after: &ComparedRun, overlap: &Overlap) -> BTreeMap<String, String> {
    let households = Households::between(before, after, overlap);
    let mut candidates: BTreeMap<(&str, About), Vec<(&String, &ComparedFlag)>> = BTreeMap::new();
    for (id, flag) in after.flags.iter().filter(|(id, _)| !before.flags.contains_key(*id)) {
        for about in about(flag) {
            candidates.entry((&flag.code, about)).or_default().push((id, flag));
        }
    }
    let gone: Vec<(&String, &ComparedFlag)> =
        before.flags.iter().filter(|(id, _)| !after.flags.contains_key(*id)).collect();
    let mut found = BTreeMap::new();
    let mut taken: BTreeSet<&String> = BTreeSet::new();
    let exactly = |was: &ComparedFlag, is: &ComparedFlag| was.discriminator == is.discriminator;
    let nearly = |was: &ComparedFlag, is: &ComparedFlag| {
        (was.amount, was.from, was.to) == (is.amount, is.from, is.to)
    };
    let ways: [Agrees; 2] = [&exactly, &nearly];
    for agrees in ways {
        for (id, flag) in &gone {
            if found.contains_key(*id) {
                continue;
            }
            let heirs = about(flag).flat_map(|one| heirs(one, overlap, &households));
            let mut near =
                heirs.filter_map(|heir| candidates.get(&(flag.code.as_str(), heir))).flatten();
            let same = near.find(|(other, is)| {
                !taken.contains(other)
                    && agrees(flag, is)
                    && are_the_same(flag, is, overlap, &households)
            });
            if let Some((other, _)) = same {
                taken.insert(other);
                found.insert((*id).clone(), (*other).clone());
            }
        }
    }
    found
}

fn about(flag: &ComparedFlag) -> impl Iterator<Item = About> {
    let household = flag.subjects.is_empty().then_some(About::Household(flag.household));
    flag.subjects.iter().copied().map(About::Person).chain(household)
}

fn heirs(about: About, overlap: &Overlap, households: &Households) -> Vec<About> {
    match about {
        About::Person(person) => overlap.heirs(person).map(About::Person).collect(),
        About::Household(household) => households.heirs(household).map(About::Household).collect(),
    }
}

/// Whether two flags are about the same people or household, under other ids.
fn are_the_same(
    was: &ComparedFlag,
    is: &ComparedFlag,
    overlap: &Overlap,
    households: &Households,
) -> bool {
    let (earlier, later): (BTreeSet<About>, BTreeSet<About>) =
        (about(was).collect(), about(is).collect());
    let heirs: Vec<Vec<About>> =
        earlier.iter().map(|one| heirs(*one, overlap, households)).collect();
    earlier != later
        && heirs.iter().all(|heirs| heirs.iter().any(|heir| later.contains(heir)))
        && later.iter().all(|one| heirs.iter().any(|heirs| heirs.contains(one)))
}

/// Which households before and after share people who are at home there; ordered.
struct Households(BTreeSet<(HouseholdId, HouseholdId)>);

impl Households {
    fn between(before: &ComparedRun, after: &ComparedRun, overlap: &Overlap) -> Self {
        let pairs = before.homes.iter().flat_map(|(person, home)| {
            let homes = overlap.heirs(*person).filter_map(|heir| after.home_of(heir));
            homes.map(move |later| (*home, later))
        });
        Self(pairs.collect())
    }

    fn heirs(&self, household: HouseholdId) -> impl Iterator<Item = HouseholdId> {
        let (first, last) = (HouseholdId(0), HouseholdId(u64::MAX));
        self.0.range((household, first)..=(household, last)).map(|(_, heir)| *heir)
    }
}

/// Cases that only one run has, by the flags they hand on, where the household of one is none in the other.
fn cases(
    before: &ComparedRun,
    after: &ComparedRun,
    renumbered: &Renumbered,
) -> BTreeMap<String, String> {
    let mut shared: BTreeMap<(&String, &String), usize> = BTreeMap::new();
    for (id, flag) in &before.flags {
        let later = after.flags.get(renumbered.flag(id));
        let (Some(was), Some(is)) = (&flag.case, later.and_then(|flag| flag.case.as_ref())) else {
            continue;
        };
        let (Some(old), Some(new)) = (before.cases.get(was), after.cases.get(is)) else { continue };
        let replaced = !after.has_household(old.household) || !before.has_household(new.household);
        if replaced && !after.cases.contains_key(was) && !before.cases.contains_key(is) {
            *shared.entry((was, is)).or_default() += 1;
        }
    }
    let mut pairs: Vec<((&String, &String), usize)> = shared.into_iter().collect();
    pairs.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let (mut cases, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for ((was, is), _) in pairs {
        if !cases.contains_key(was) && taken.insert(is) {
            cases.insert(was.clone(), is.clone());
        }
    }
    cases
}
