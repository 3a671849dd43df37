//! `hedui diff`: what changed from one published run to another.

mod words;

use std::path::PathBuf;

use clap::Args;

pub(super) use self::words::in_words;

use super::voice::Voice;
use super::{Failure, say};
use crate::pipeline::{self, DifferenceSettings};

/// Compares two published runs: cases and flags that came, went or changed, people who came, went,
/// merged or split, and sources that grew or shrank.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui diff runs/run_date=2026-11-22 runs/run_date=2026-11-23 --out difference")]
pub(super) struct Diff {
    /// The folder of the earlier run.
    before: PathBuf,
    /// The folder of the later run.
    after: PathBuf,
    /// By how many per cent rows or yuan of a source have to move for it to have grown or shrunk.
    #[arg(long, value_name = "PERCENT", default_value_t = 10, value_parser = clap::value_parser!(u32).range(..=1000))]
    notable_percent: u32,
    /// Writes diff.html and run_changes.parquet into this folder too.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Diff {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let settings = DifferenceSettings {
            notable_percent: f64::from(self.notable_percent),
            ..DifferenceSettings::default()
        };
        let difference = pipeline::diff(&self.before, &self.after, settings)?;
        say!("{}", in_words(&difference));
        if let Some(folder) = &self.out {
            pipeline::write_difference(&difference, folder)?;
            voice.tell(&format!("written      {}", folder.display()));
        }
        Ok(0)
    }
}
