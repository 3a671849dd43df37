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

#[test]
fn a_population_with_twins_and_borrowed_numbers_is_linked_almost_without_error() {
    let people = std::env::var("HEDUI_PEOPLE").map_or(20_000, |text| text.parse().expect("a number"));
    let population = population(people, 7);
    let started = std::time::Instant::now();
    let identities = identities(&population.mentions, &population.sources, KEY);
    let identified = started.elapsed();
    let linked = link(&identities, &settings(), None, &PreviousRun::default(), RUN_DATE);
    let linked = linked.expect("the shipped linkage links");
    let truth = identity_truth(&population, &identities);
    let (precision, recall) =
        Pairs::of(&linked.people.person_of_identity, &truth).precision_and_recall();
    eprintln!("mentions {} identities {} persons {} links {} identify {identified:?} all {:?}", population.mentions.len(), identities.len(), linked.people.len(), linked.links.len(), started.elapsed());
    eprintln!("precision {precision:.5} recall {recall:.5} {:#?}", linked.report);
    for c in &linked.model.comparisons { for l in &c.levels { eprintln!("{:12} {:15} m {:.6} u {:.2e} w {:6.2} matches {:9.1} random {:7} {:?} {:?}", c.name, l.code, l.m, l.u, l.weight, l.matches, l.random, l.m_basis, l.u_basis); } }
    eprintln!("prior {} {}", linked.model.prior, linked.model.prior.log2());
    assert!(precision > 0.998, "precision {precision}");
    assert!(recall > 0.98, "recall {recall}");
}
