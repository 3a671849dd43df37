//! `hedui evaluate`: a run against the truth.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, say};
use crate::pipeline;

/// Judges a published run of a synthetic district by its truth: pairwise and cluster precision and
/// recall of people, and precision and recall of the flags by code.
#[derive(Args)]
#[command(after_help = "Example:\n  hedui evaluate runs/run_date=2026-11-23 \\\n      \
                        --truth fixtures/district/truth")]
pub(super) struct Evaluate {
    /// The folder of a published run.
    run: PathBuf,
    /// The folder with mentions.csv, findings.csv and legal.csv, as `hedui synth` writes them.
    #[arg(long, value_name = "FOLDER")]
    truth: PathBuf,
}

impl Evaluate {
    pub fn execute(&self) -> Result<u8, Failure> {
        say!("{}", pipeline::evaluate(&self.run, &self.truth)?);
        Ok(0)
    }
}
