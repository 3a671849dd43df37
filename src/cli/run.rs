//! `hedui run`: a night's deliveries become a published run.

mod words;

use std::path::PathBuf;

use clap::Args;

use super::audit::Occasion;
use super::bars::Bars;
use super::voice::Voice;
use super::{Failure, pipeline_of};
use crate::config::Pipeline;
use crate::domain::Day;
use crate::pipeline::{self, Purpose, RunSummary, SourceCount};

/// Reads a night's deliveries and publishes its run.
///
/// The run appears as a whole or not at all; a run of the same date is replaced.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui run pipelines/nightly.toml --date 2026-11-23\n  \
    hedui run pipelines/nightly.toml --date 2026-11-23 --dry-run\n  \
    hedui --quiet --log-format json run pipelines/nightly.toml --date 2026-11-23")]
pub(super) struct Run {
    /// The pipeline file.
    pipeline: PathBuf,
    /// The night: the name of the delivery folder and of the run.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Day,
    /// Where the deliveries lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    deliveries: Option<PathBuf>,
    /// Where runs are published, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    runs: Option<PathBuf>,
    /// Read and check the deliveries and say what a run would do; nothing is written, no lock is taken.
    /// Ends with the code that the run would end with as far as its deliveries go.
    #[arg(long)]
    dry_run: bool,
    /// Show names, numbers, telephones, accounts and addresses on review lists and case sheets as they
    /// are; needs a purpose. Those folders are closed to other accounts.
    #[arg(long, requires = "purpose", conflicts_with = "dry_run")]
    unmasked: bool,
    /// What values are needed for, as the audit log will hold it.
    #[arg(long, value_name = "TEXT", requires = "unmasked")]
    purpose: Option<Purpose>,
}

/// The run is good, but an optional source was stale or missing.
const PARTIAL: u8 = 7;

impl Run {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let mut settings = pipeline_of(&self.pipeline, self.date, self.deliveries.as_deref())?;
        if let Some(runs) = &self.runs {
            settings.runs.clone_from(runs);
        }
        if self.dry_run {
            return self.rehearse(&settings, voice);
        }
        if self.unmasked {
            settings.report.unmasked.lists.clone_from(&self.purpose);
        }
        let purpose = settings.report.unmasked.in_words();
        let occasion = Occasion { runs: &settings.runs, run: Some(self.date), purpose };
        occasion.around(|| Ok((self.run(&settings, voice)?, None)))
    }

    fn run(&self, settings: &Pipeline, voice: Voice) -> Result<u8, Failure> {
        let summary = pipeline::run(settings, self.date, &Bars::new(voice))?;
        let code = if summary.partial { PARTIAL } else { 0 };
        log_warnings(&summary.warnings);
        if voice.json {
            log_sources(&summary.sources);
            log_counts(&summary, code);
        }
        voice.tell(&words::of_run(&summary, settings.report.language));
        Ok(code)
    }

    fn rehearse(&self, settings: &Pipeline, voice: Voice) -> Result<u8, Failure> {
        let rehearsal = pipeline::rehearse(settings, self.date, &Bars::new(voice))?;
        let code = if rehearsal.partial { PARTIAL } else { 0 };
        log_warnings(&rehearsal.warnings);
        if voice.json {
            log_sources(&rehearsal.sources);
            tracing::info!(event = "rehearsed", exit_code = code);
        }
        voice.tell(&words::of_rehearsal(&rehearsal, code, settings.report.language));
        Ok(code)
    }
}

fn log_warnings(warnings: &[String]) {
    for warning in warnings {
        tracing::warn!("{warning}");
    }
}

fn log_sources(sources: &[SourceCount]) {
    for source in sources {
        tracing::info!(
            event = "source",
            source = source.id,
            agency = source.agency_name,
            age_days = source.age_days,
            rows_read = source.rows_read,
            rows_accepted = source.rows_accepted,
            rows_rejected = source.rows_rejected,
            values_rejected = source.values_rejected
        );
    }
}

fn log_counts(summary: &RunSummary, code: u8) {
    tracing::info!(
        event = "published",
        people = summary.people,
        households = summary.households.values().sum::<usize>(),
        flags = summary.flags.values().sum::<usize>(),
        cases = summary.cases,
        listed = summary.listed,
        rules_off = summary.rules_off.len(),
        blocking_recall_estimated = (summary.recall.recall * 10_000.0).round() / 10_000.0,
        exit_code = code
    );
}
