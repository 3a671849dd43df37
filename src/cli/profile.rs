//! `hedui profile`: how good the data of a night is, before anybody is matched.

mod words;

use std::path::PathBuf;

use clap::Args;

pub(super) use self::words::in_words;

use super::bars::Bars;
use super::voice::Voice;
use super::{Failure, newest_night, pipeline_of};
use crate::domain::Day;
use crate::pipeline;

/// Reads a night's deliveries and says how good each source is, the worst first: what is filled,
/// what is at fault, and what moved since the last run. Nobody is matched and nothing is published.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui profile pipelines/nightly.toml --date 2026-11-23 --out quality.html\n\n\
    Ends with the code that `hedui run` would end with for these deliveries.")]
pub(super) struct Profile {
    /// The pipeline file.
    pipeline: PathBuf,
    /// The night; the newest that has a delivery if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
    /// Where the deliveries lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    deliveries: Option<PathBuf>,
    /// Where the runs to compare with are, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    runs: Option<PathBuf>,
    /// Also write everything as a page to print.
    #[arg(long, value_name = "FILE.html")]
    out: Option<PathBuf>,
}

/// An optional source is stale or missing.
const PARTIAL: u8 = 7;

impl Profile {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let date = match self.date {
            Some(date) => date,
            None => newest_night(&self.pipeline, self.deliveries.as_deref())?,
        };
        let mut settings = pipeline_of(&self.pipeline, date, self.deliveries.as_deref())?;
        if let Some(runs) = &self.runs {
            settings.runs.clone_from(runs);
        }
        let night = pipeline::profile(&settings, date, &Bars::new(voice))?;
        for warning in &night.warnings {
            tracing::warn!("{warning}");
        }
        voice.tell(&in_words(&night.quality));
        if let Some(path) = &self.out {
            pipeline::write_quality(&night.quality, &settings, path)?;
            voice.tell(&format!("written      {}", path.display()));
        }
        match night.error {
            Some(error) => Err(error.into()),
            None => Ok(if night.partial { PARTIAL } else { 0 }),
        }
    }
}
