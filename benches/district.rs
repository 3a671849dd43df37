//! The district the benchmarks run on: synthetic, of any size, with the shipped pipeline.

use std::path::Path;

use hedui::config::{self, Pipeline, SourceSettings};
use hedui::domain::Day;
use hedui::normalise::Normaliser;
use hedui::synth;
use tempfile::TempDir;

/// The night the benchmarks run.
pub fn date() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a day of the calendar")
}

/// The shipped pipeline over a synthetic district of this size, in a folder of its own.
pub fn district(people: u32) -> (TempDir, Pipeline) {
    let folder = TempDir::new().expect("a temporary folder");
    let settings = synth::Settings { people, ..synth::Settings::default() };
    synth::write(&settings, folder.path()).expect("the district is written");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/nightly.toml");
    let mut pipeline = config::read(&file, date()).expect("the shipped pipeline has no fault");
    folder.path().clone_into(&mut pipeline.deliveries);
    pipeline.runs = folder.path().join("runs");
    (folder, pipeline)
}

/// What understands the rows of a source of the pipeline.
pub fn normaliser(pipeline: &Pipeline, settings: &SourceSettings) -> Normaliser {
    let normaliser = Normaliser::new(
        &settings.source(date(), 0),
        &settings.values,
        &settings.mapping,
        &pipeline.divisions,
        &pipeline.policy.schemes,
    );
    normaliser.expect("the shipped mapping has no fault")
}
