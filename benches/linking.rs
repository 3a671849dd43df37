//! What linkage costs: blocking, comparing with scoring, clustering, and the whole.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use hedui::block::Plan;
use hedui::compare::Comparer;
use hedui::config::Pipeline;
use hedui::domain::{CandidatePair, Identities, PreviousRun};
use hedui::pipeline::identities;
use hedui::pipeline::link::{Linkage, link};
use hedui::score::{LinkageModel, Scorer};

use super::district::{date, district};

/// People of the districts; a person has about four identities.
const SIZES: [u32; 3] = [10_000, 30_000, 90_000];

/// What a district of this size has to link, and how.
fn to_link(people: u32) -> (Identities, Pipeline) {
    let (_folder, pipeline) = district(people);
    (identities(&pipeline, date()).expect("the district can be read"), pipeline)
}

fn trained(identities: &Identities, pipeline: &Pipeline) -> LinkageModel {
    let linked = link(identities, &pipeline.linkage, None, &PreviousRun::default(), date());
    linked.expect("the shipped linkage links").model
}

/// Groups identities into blocks and counts the pairs.
pub fn blocking(criterion: &mut Criterion) {
    let (identities, pipeline) = to_link(SIZES[1]);
    let settings = &pipeline.linkage;
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
    let (identities, pipeline) = to_link(SIZES[1]);
    let settings = &pipeline.linkage;
    let model = trained(&identities, &pipeline);
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

/// Scored pairs become people, under the shipped constraints.
pub fn clustering(criterion: &mut Criterion) {
    let (identities, pipeline) = to_link(SIZES[1]);
    let model = trained(&identities, &pipeline);
    let linkage = Linkage::new(&identities, &pipeline.linkage, Some(model));
    let linkage = linkage.expect("the shipped linkage links");
    let (scored, _) = linkage.scored_pairs();
    let mut group = criterion.benchmark_group("linking");
    group.throughput(Throughput::Elements(scored.len() as u64));
    group.sample_size(20);
    group.bench_function("cluster", |bencher| {
        bencher.iter(|| linkage.groups(&scored, |pair| linkage.weigh(pair)));
    });
    group.finish();
}

/// The whole linkage with a trained model, at three sizes: the cost must grow with the rows.
pub fn linking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("linking");
    group.sample_size(10);
    for people in SIZES {
        let (identities, pipeline) = to_link(people);
        let model = trained(&identities, &pipeline);
        group.throughput(Throughput::Elements(identities.len() as u64));
        group.bench_function(format!("link {people} people"), |bencher| {
            bencher.iter_batched(
                || model.clone(),
                |model| {
                    let first_night = PreviousRun::default();
                    link(&identities, &pipeline.linkage, Some(model), &first_night, date())
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}
