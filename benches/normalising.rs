//! What normalising costs alone: the insured list, read beforehand, on one core.

use criterion::{Criterion, Throughput};
use hedui::config::Pipeline;
use hedui::domain::RawRows;
use hedui::ingest;
use hedui::normalise::Normaliser;

use super::district::{date, district, normaliser};

const PEOPLE: u32 = 30_000;
const SOURCE: &str = "health_insured";

/// The chunks of the list, and what understands them.
fn insured(pipeline: &Pipeline) -> (Vec<RawRows>, Normaliser) {
    let settings = pipeline.sources.iter().find(|settings| settings.header.id == SOURCE);
    let settings = settings.expect("the shipped pipeline has the insured");
    let source = settings.source(date(), 0);
    let normaliser = normaliser(pipeline, settings);
    let folder = pipeline.deliveries.join(date().to_string());
    let files = ingest::find(&source, &folder, &settings.ingest).expect("the list is there");
    let chunks = files.iter().flat_map(|file| {
        let (ingest, columns) = (&settings.ingest, &settings.columns);
        ingest::open(&source, &folder, file, ingest, columns, pipeline.chunk_rows)
            .expect("the list can be read")
            .map(|chunk| chunk.expect("a readable chunk"))
    });
    (chunks.collect(), normaliser)
}

/// Normalises the insured list.
pub fn normalising(criterion: &mut Criterion) {
    let (_folder, pipeline) = district(PEOPLE);
    let (chunks, normaliser) = insured(&pipeline);
    let mut group = criterion.benchmark_group("normalising");
    group.throughput(Throughput::Elements(chunks.iter().map(|chunk| chunk.rows_read).sum()));
    group.sample_size(20);
    group.bench_function("the insured list", |bencher| {
        bencher.iter(|| {
            chunks.iter().map(|chunk| normaliser.normalise(chunk).1.rows_accepted).sum::<u64>()
        });
    });
    group.finish();
}
