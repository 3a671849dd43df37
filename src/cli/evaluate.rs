//! `hedui evaluate`: a run against the truth.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::{Failure, pipeline_of, say};
use crate::pipeline;

/// Judges a published run by the truth: blocking, people, households, match probabilities, flags and
/// review load, per stratum, code and kind of look-alike.
#[derive(Args)]
#[command(
    group = ArgGroup::new("by").required(true).multiple(true).args(["truth", "pipeline"]),
    after_help = "Examples:\n  hedui evaluate runs/run_date=2026-11-23 \\\n      \
                  --truth fixtures/district/truth\n  \
                  hedui evaluate runs/run_date=2026-11-23 \\\n      \
                  --truth fixtures/district/truth \\\n      \
                  --pipeline pipelines/nightly.toml --out evaluations/2026-11-23\n  \
                  hedui evaluate runs/benchmarks/febrl3/run_date=2026-11-23 \\\n      \
                  --pipeline pipelines/benchmarks/febrl3.toml --deliveries <benchmarks>"
)]
pub(super) struct Evaluate {
    /// The folder of a published run.
    run: PathBuf,
    /// The folder with mentions.parquet, findings.csv, legal.csv and files.csv, as `hedui synth`
    /// writes them; without it, the truth that the pipeline's `[[truth]]` finds in its files.
    #[arg(long, value_name = "FOLDER")]
    truth: Option<PathBuf>,
    /// The pipeline of the run: reads its deliveries once more, to judge the blocking rules.
    #[arg(long, value_name = "FILE")]
    pipeline: Option<PathBuf>,
    /// Where the deliveries lie, instead of where the pipeline says.
    #[arg(long, value_name = "FOLDER", requires = "pipeline")]
    deliveries: Option<PathBuf>,
    /// Writes evaluation.txt, evaluation.parquet and charts.html into this folder too.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Evaluate {
    pub fn execute(&self) -> Result<u8, Failure> {
        let night = pipeline::night_of(&self.run)?;
        let deliveries = self.deliveries.as_deref();
        let settings = self.pipeline.as_deref();
        let settings = settings.map(|file| pipeline_of(file, night, deliveries)).transpose()?;
        let truth = self.truth.as_deref();
        let evaluation = pipeline::evaluate(&self.run, truth, settings.as_ref())?;
        say!("{}", evaluation.to_string().trim_end());
        if let Some(folder) = &self.out {
            pipeline::write_evaluation(&evaluation, &self.run, settings.as_ref(), folder)?;
        }
        Ok(0)
    }
}
