//! What a night costs: reading with normalising, and the whole of it, at three sizes.

use std::path::PathBuf;

use criterion::{BatchSize, Criterion, Throughput};
use hedui::config::Pipeline;
use hedui::ingest;
use hedui::pipeline::{self, Silent};

use super::district::{date, district, normaliser};

const SIZES: [u32; 3] = [3_000, 10_000, 30_000];

/// Every file of the night, read and normalised on one core; the rows read.
fn read_all(pipeline: &Pipeline) -> u64 {
    let folder = pipeline.deliveries.join(date().to_string());
    let mut rows = 0;
    for settings in &pipeline.sources {
        let source = settings.source(date(), 0);
        let normaliser = normaliser(pipeline, settings);
        let files: Vec<PathBuf> =
            ingest::find(&source, &folder, &settings.ingest).expect("the district is complete");
        for file in files {
            let file = ingest::open(
                &source,
                &folder,
                &file,
                &settings.ingest,
                &settings.columns,
                pipeline.chunk_rows,
            );
            for chunk in file.expect("the district's files can be read") {
                let (_, counts) = normaliser.normalise(&chunk.expect("a readable chunk"));
                rows += counts.rows_read;
            }
        }
    }
    rows
}

/// Reads and normalises a district's night, on one core.
pub fn reading(criterion: &mut Criterion) {
    let (_folder, pipeline) = district(SIZES[2]);
    let mut group = criterion.benchmark_group("nights");
    group.throughput(Throughput::Elements(read_all(&pipeline)));
    group.sample_size(10);
    group.bench_function("read and normalise", |bencher| bencher.iter(|| read_all(&pipeline)));
    group.finish();
}

/// Runs whole nights, published to a temporary folder.
pub fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("nights");
    group.sample_size(10);
    for people in SIZES {
        let (_folder, pipeline) = district(people);
        group.throughput(Throughput::Elements(read_all(&pipeline)));
        group.bench_function(format!("whole night, {people} people"), |bencher| {
            bencher.iter_batched(
                || (),
                |()| pipeline::run(&pipeline, date(), &Silent).expect("the night runs"),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}
