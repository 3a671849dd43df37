//! `hedui evaluate`: a run against the truth.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::{Failure, say};
use crate::pipeline;

/// Judges a published run by the truth: pairwise and cluster precision and recall of people, and
/// for a synthetic district precision and recall of the flags by code.
#[derive(Args)]
#[command(
    group = ArgGroup::new("by").required(true).args(["truth", "benchmark"]),
    after_help = "Examples:\n  hedui evaluate runs/run_date=2026-11-23 \\\n      \
                  --truth fixtures/district/truth\n  \
                  hedui evaluate runs/benchmarks/febrl3/run_date=2026-11-23 \\\n      \
                  --benchmark pipelines/benchmarks/febrl3.toml --deliveries <benchmarks>"
)]
pub(super) struct Evaluate {
    /// The folder of a published run.
    run: PathBuf,
    /// The folder with mentions.csv, findings.csv and legal.csv, as `hedui synth` writes them.
    #[arg(long, value_name = "FOLDER")]
    truth: Option<PathBuf>,
    /// The pipeline file of a benchmark, whose `[[truth]]` tells where its files hold the truth.
    #[arg(long, value_name = "PIPELINE")]
    benchmark: Option<PathBuf>,
    /// Where the benchmark's files lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER", requires = "benchmark")]
    deliveries: Option<PathBuf>,
}

impl Evaluate {
    pub fn execute(&self) -> Result<u8, Failure> {
        if let Some(truth) = &self.truth {
            say!("{}", pipeline::evaluate(&self.run, truth)?);
        }
        if let Some(benchmark) = &self.benchmark {
            let deliveries = self.deliveries.as_deref();
            let evaluation = pipeline::evaluate_benchmark(&self.run, benchmark, deliveries)?;
            say!(
                "mentions  {} judged, {} unknown to the truth, {} missing",
                evaluation.mentions,
                evaluation.unknown,
                evaluation.missing
            );
            say!("{}", evaluation.clusters.to_string().trim_end());
        }
        Ok(0)
    }
}
