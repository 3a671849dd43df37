//! Rehearsal: a night's deliveries are read and checked, and it is told what a run would do.
//!
//! Nobody is matched, nothing is written and no lock is taken, so it may be asked for while a run is
//! at work. What stops a run before its first match stops a rehearsal with the same error.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::clock::Clock;
use super::decisions::decided_before;
use super::deliver::deliver_keeping;
use super::night::{count, frozen_model};
use super::quality::{read_before, row_alarms};
use super::summary::SourceCount;
use super::{Progress, RunError, Stage};
use crate::config::Pipeline;
use crate::domain::{Day, Records, SourceDrift};
use crate::{profile, report};

/// What a run of the night would be.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    pub sources: Vec<SourceCount>,
    /// What of the data moved since the run before.
    pub drift: SourceDrift,
    pub warnings: Vec<String>,
    /// Where the run would be published.
    pub place: PathBuf,
    /// Whether a run of the same date stands there and would be replaced.
    pub replaces: bool,
    /// The run whose people and households would keep their ids.
    pub follows: Option<Day>,
    /// Whether the pipeline names a linkage model; if not, the night would train one.
    pub has_model: bool,
    /// Agencies that would get rows or values back.
    pub returns_to: BTreeSet<String>,
    /// Rules that would not run, with the reason.
    pub rules_off: Vec<(String, String)>,
    /// Whether an optional source is missing or stale.
    pub partial: bool,
}

/// Reads and checks what a run would read, up to one spelling for every value.
pub fn rehearse(
    pipeline: &Pipeline,
    date: Day,
    progress: &dyn Progress,
) -> Result<Rehearsal, RunError> {
    decided_before(pipeline, date)?;
    let has_model = frozen_model(pipeline)?.is_some();
    let mut clock = Clock::new(progress);
    // Nobody is matched, so the people are let go as soon as they have been counted.
    let only_rejects = |records: Records| Records { rejects: records.rejects, ..Records::empty() };
    let delivered =
        clock.time(Stage::Read, pipeline.sources.len() as u64, super::night::rows_read, || {
            deliver_keeping(pipeline, date, progress, only_rejects)
        })?;
    let before = read_before(pipeline, date)?;
    let before = before.as_ref().map(|(day, profile)| (*day, profile));
    let alarms = row_alarms(pipeline, &delivered.sources, &delivered.profile, before);
    let sources: Vec<SourceCount> =
        delivered.sources.iter().map(|source| count(source, &delivered)).collect();
    let faulty = sources.iter().filter(|source| source.rows_rejected + source.values_rejected > 0);
    let refused = delivered.refused.iter().map(|refused| refused.source.agency_name.clone());
    let place = report::run_folder(&pipeline.runs, date);
    let off = pipeline.policy.off(&delivered.sources);
    let days = report::published_days(&pipeline.runs)?;
    Ok(Rehearsal {
        drift: profile::moved(&delivered.profile, before, &pipeline.profile),
        returns_to: faulty.map(|source| source.agency_name.clone()).chain(refused).collect(),
        replaces: place.exists(),
        place,
        follows: days.into_iter().rfind(|day| *day < date),
        has_model,
        rules_off: off.into_iter().map(|off| (off.code, off.why)).collect(),
        partial: delivered.is_partial(pipeline.sources.len()),
        warnings: delivered.warnings.iter().cloned().chain(alarms).collect(),
        sources,
    })
}
