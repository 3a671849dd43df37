//! `hedui run`: a night's deliveries become a published run.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::bars::Bars;
use super::{Failure, pipeline_of, say};
use crate::domain::{Day, Family, Severity};
use crate::pipeline::{self, RunSummary};

/// Reads a night's deliveries and publishes its run.
///
/// The run appears as a whole or not at all; a run of the same date is replaced.
#[derive(Args)]
#[command(after_help = "Example:\n  hedui run pipelines/nightly.toml --date 2026-11-23")]
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
}

/// The run is good, but an optional source was stale or missing.
const PARTIAL: u8 = 7;

impl Run {
    pub fn execute(&self) -> Result<u8, Failure> {
        let mut settings = pipeline_of(&self.pipeline, self.date, self.deliveries.as_deref())?;
        if let Some(runs) = &self.runs {
            settings.runs.clone_from(runs);
        }
        let summary = pipeline::run(&settings, self.date, &Bars::new())?;
        for warning in &summary.warnings {
            tracing::warn!("{warning}");
        }
        say!("{}", in_words(&summary));
        Ok(if summary.partial { PARTIAL } else { 0 })
    }
}

fn in_words(summary: &RunSummary) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a string takes any text");
    line(format!("{:<26} {:>9} {:>9} {:>11}", "source", "rows in", "accepted", "quarantined"));
    for source in &summary.sources {
        let age = match source.age_days {
            0 => String::new(),
            days => format!(" ({days} days old)"),
        };
        line(format!(
            "{:<26} {:>9} {:>9} {:>11}  {} {}{age}",
            source.id,
            source.rows_read,
            source.rows_accepted,
            source.rows_rejected,
            source.agency_name,
            source.title
        ));
    }
    line(String::new());
    line(format!(
        "people       {:>8}  from {} mentions in {} identities",
        summary.people, summary.mentions, summary.identities
    ));
    for (kind, count) in &summary.households {
        line(format!("households   {count:>8}  {} {}", kind.code(), kind.chinese()));
    }
    line(String::new());
    line(format!("{:<14} {:>6} {:>6} {:>6} {:>6}", "flags", "red", "orange", "yellow", "blue"));
    for family in Family::ALL {
        let count = |severity: Severity| summary.flags.get(&(family, severity)).unwrap_or(&0);
        let counts = Severity::ALL.map(|severity| format!(" {:>6}", count(severity))).concat();
        line(format!("{:<14}{counts}  {}", family.code(), family.chinese()));
    }
    line(String::new());
    if summary.decisions > 0 {
        let (decisions, settled) = (summary.decisions, summary.settled);
        line(format!("decisions    {decisions:>8}  which settle {settled} of tonight's flags"));
    }
    line(format!("cases        {:>8}  of which {} on the lists", summary.cases, summary.listed));
    for (code, reason) in &summary.rules_off {
        line(format!("rule off     {code:>8}  {reason}"));
    }
    line(format!("published    {}", summary.place.display()));
    text.trim_end().to_owned()
}
