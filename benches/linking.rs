//! What linkage costs: blocking, comparing with scoring, clustering, and the whole.
//!
//! The binary that includes this file brings `population` and `domain` into scope.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use hedui::block::Plan;
use hedui::compare::Comparer;
use hedui::config::LinkageSettings;
use hedui::domain::{CandidatePair, Day, Identities, PreviousRun};
use hedui::identify::identities;
use hedui::pipeline::link::link;
use hedui::score::{LinkageModel, Scorer};

use super::population::population;

const KEY: [u8; 16] = *b"a key of a place";
const RUN_DATE: Day = Day(20_780);
/// About three rows a person.
const SIZES: [usize; 3] = [20_000, 60_000, 180_000];

fn settings() -> LinkageSettings {
    toml::from_str(include_str!("../pipelines/linkage/chinese.toml")).expect("the shipped linkage")
}

fn made_up(people: usize) -> Identities {
    let population = population(people, 7);
    assert_eq!(population.truth.len(), population.mentions.len());
    assert!(population.borrowed.len() < population.truth.len() / 50);
    identities(&population.mentions, &population.sources, KEY)
}

fn trained(identities: &Identities, settings: &LinkageSettings) -> LinkageModel {
    let linked = link(identities, settings, None, &PreviousRun::default(), RUN_DATE);
    linked.expect("the shipped linkage links").model
}

/// Groups identities into blocks and counts the pairs.
pub fn blocking(criterion: &mut Criterion) {
    let (identities, settings) = (made_up(SIZES[1]), settings());
    let mut group = criterion.benchmark_group("linking");
    group.throughput(Throughput::Elements(identities.len() as u64));
    group.sample_size(10);
    group.bench_function("block", |bencher| {
        bencher.iter(|| Plan::new(black_box(&identities), &settings.block));
    });
    group.finish();
}

/// Compares and weighs pairs on one core, in the order blocking gives them.
pub fn comparing(criterion: &mut Criterion) {
    let (identities, settings) = (made_up(SIZES[1]), settings());
    let model = trained(&identities, &settings);
    let plan = Plan::new(&identities, &settings.block);
    let comparer = Comparer::new(&identities, &settings.compare).expect("the fields are there");
    let shapes = settings.compare.shapes();
    let counts: Vec<&[u32]> = (0..shapes.len()).map(|at| comparer.term_counts(at)).collect();
    let scorer = Scorer::new(&model, &shapes, &counts).expect("the model fits");
    let mut pairs: Vec<CandidatePair> = Vec::new();
    for chunk in plan.chunks() {
        plan.for_each_pair(chunk, |pair| pairs.push(pair));
    }
    let mut group = criterion.benchmark_group("linking");
    group.throughput(Throughput::Elements(pairs.len() as u64));
    group.sample_size(20);
    group.bench_function("compare and score", |bencher| {
        bencher.iter(|| {
            let weigh = |pair: &CandidatePair| {
                let vector = comparer.compare(*pair);
                scorer.weight(&vector, |comparison| comparer.term(comparison, pair.left))
            };
            pairs.iter().map(weigh).filter(|weight| *weight > 2.0).count()
        });
    });
    group.finish();
}

/// The whole linkage with a trained model, at three sizes: the cost must grow with the rows.
pub fn linking(criterion: &mut Criterion) {
    let settings = settings();
    let mut group = criterion.benchmark_group("linking");
    group.sample_size(10);
    for people in SIZES {
        let identities = made_up(people);
        let model = trained(&identities, &settings);
        group.throughput(Throughput::Elements(identities.len() as u64));
        group.bench_function(format!("link {people} people"), |bencher| {
            bencher.iter_batched(
                || model.clone(),
                |model| {
                    link(&identities, &settings, Some(model), &PreviousRun::default(), RUN_DATE)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}
