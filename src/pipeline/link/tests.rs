//! Linkage end to end, on a made-up population whose truth is known.

use std::collections::BTreeMap;

use super::*;
use crate::domain;
use crate::identify::{FIELDS, identities};

#[path = "../../../benches/population.rs"]
mod population;

use population::{Population, population};

const KEY: [u8; 16] = *b"a key of a place";
const RUN_DATE: Day = Day(20_780);

fn settings() -> LinkageSettings {
    let text = include_str!("../../../pipelines/linkage/chinese.toml");
    toml::from_str(text).expect("the shipped linkage can be read")
}

/// Pairs of identities in one person: found, true, and both.
struct Pairs {
    found: u64,
    truly: u64,
    both: u64,
}

impl Pairs {
    fn of(person_of_identity: &[u32], truth: &[u32]) -> Self {
        let count = |keys: Vec<(u32, u32)>| -> u64 {
            let mut sizes: BTreeMap<(u32, u32), u64> = BTreeMap::new();
            for key in keys {
                *sizes.entry(key).or_insert(0) += 1;
            }
            sizes.values().map(|size| size * (size - 1) / 2).sum()
        };
        let cells = || person_of_identity.iter().copied().zip(truth.iter().copied());
        Self {
            found: count(cells().map(|(person, _)| (person, 0)).collect()),
            truly: count(cells().map(|(_, truth)| (0, truth)).collect()),
            both: count(cells().collect()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn precision_and_recall(&self) -> (f64, f64) {
        (self.both as f64 / self.found as f64, self.both as f64 / self.truly as f64)
    }
}

fn identity_truth(population: &Population, identities: &Identities) -> Vec<u32> {
    let truth = |mention: &u32| population.truth[*mention as usize];
    identities.first_mention.iter().map(truth).collect()
}

#[test]
fn the_shipped_linkage_has_no_fault() {
    assert_eq!(settings().faults(&FIELDS), Vec::<String>::new());
}

/// Everything that linking a population needs and gives.
struct Night {
    population: Population,
    identities: Identities,
    linked: Linked,
}

fn night(people: usize, previous: &PreviousRun) -> Night {
    let population = population(people, 7);
    let identities = identities(&population.mentions, &population.sources, KEY);
    let linked = link(&identities, &settings(), None, previous, RUN_DATE);
    let linked = linked.expect("the shipped linkage links");
    Night { population, identities, linked }
}

#[test]
fn a_population_with_twins_and_borrowed_numbers_is_linked_almost_without_error() {
    let Night { population, identities, linked } = night(20_000, &PreviousRun::default());
    let truth = identity_truth(&population, &identities);
    let persons = &linked.people.person_of_identity;
    let (precision, recall) = Pairs::of(persons, &truth).precision_and_recall();
    assert!(precision > 0.9995, "precision {precision}");
    assert!(recall > 0.985, "recall {recall}");

    let confirmed = linked.links.iter().filter(|link| link.grade == Grade::Confirmed);
    let right = |link: &&Link| {
        let CandidatePair { left, right } = link.scored.pair;
        truth[left as usize] == truth[right as usize]
    };
    let wrong: Vec<&Link> = confirmed.filter(|link| !right(link)).collect();
    assert!(wrong.is_empty(), "{} confirmed links are wrong", wrong.len());

    // Whoever carries another living person's number must not become that person.
    let first: BTreeMap<u32, u32> = linked_by_number(&identities, persons);
    let borrowed = population.borrowed.iter().filter(|mention| {
        let identity = identities.of_mention[**mention as usize];
        first.get(&identity).is_some_and(|other| truth[*other as usize] != truth[identity as usize])
    });
    assert!(borrowed.count() * 200 < population.borrowed.len().max(200));
    assert!(linked.report.recall.recall > 0.99);
}

/// For each identity, another of the same person with an equal number.
fn linked_by_number(identities: &Identities, persons: &[u32]) -> BTreeMap<u32, u32> {
    let numbers = identities.field("resident_id").expect("a field of identities");
    let mut holders: BTreeMap<(&str, u32), u32> = BTreeMap::new();
    let mut others = BTreeMap::new();
    for (at, person) in persons.iter().enumerate() {
        if numbers.is_valid(at) {
            let identity = position(at);
            let holder = *holders.entry((numbers.value(at), *person)).or_insert(identity);
            if holder != identity {
                others.insert(identity, holder);
                others.entry(holder).or_insert(identity);
            }
        }
    }
    others
}

#[test]
fn the_number_of_threads_never_shows() {
    let with_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a thread pool").install(|| night(2000, &PreviousRun::default()).linked)
    };
    let (one, three) = (with_threads(1), with_threads(3));
    assert_eq!(one.people, three.people);
    assert_eq!(one.changes, three.changes);
    assert_eq!(one.links, three.links);
    assert_eq!(one.model, three.model);
    assert_eq!(one.report, three.report);
}

#[test]
fn the_second_night_keeps_every_id() {
    let Night { identities, linked, .. } = night(2000, &PreviousRun::default());
    let persons = linked.people.person_of_identity.iter().zip(&identities.keys);
    let mut persons: Vec<_> = persons
        .map(|(person, key)| crate::domain::KnownIdentity {
            identity_key: *key,
            person: linked.people.ids[*person as usize],
            first_seen: RUN_DATE,
        })
        .collect();
    persons.sort_unstable();
    let previous = PreviousRun { persons, ..PreviousRun::default() };
    let second = night(2000, &previous).linked;
    assert_eq!(second.people, linked.people);
    assert!(second.changes.is_empty());
}

#[test]
fn blocking_keeps_every_pair_with_one_number() {
    let Night { identities, .. } = night(2000, &PreviousRun::default());
    let plan = Plan::new(&identities, &settings().block);
    let numbers = identities.field("resident_id").expect("a field of identities");
    let mut holders: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for at in (0..identities.len()).filter(|at| numbers.is_valid(*at)) {
        holders.entry(numbers.value(at)).or_default().push(position(at));
    }
    for pair in holders.values().flat_map(|same| same.windows(2)) {
        assert_ne!(plan.proposers(CandidatePair::new(pair[0], pair[1])), 0);
    }
}

#[test]
fn an_explanation_adds_up_and_speaks_chinese() {
    let Night { identities, linked, .. } = night(2000, &PreviousRun::default());
    let confirmed = linked.links.iter().find(|link| link.grade == Grade::Confirmed);
    let link = confirmed.expect("a confirmed link");
    let explained = explain_pair(&identities, &settings(), linked.model, link.scored.pair);
    let explained = explained.expect("the trained model fits");
    let sum = explained.reasons.iter().fold(explained.prior, |sum, reason| sum + reason.weight);
    assert!((sum - link.scored.weight).abs() < 1e-3);
    assert!((explained.weight - link.scored.weight).abs() < 1e-6);
    assert_eq!(explained.proposed_by[0], "number");
    let number = &explained.reasons[1];
    assert_eq!((number.level, number.chinese), ("equal", "有效身份证号相同"));
}
