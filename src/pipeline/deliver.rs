//! Delivering: every source's files of a night become one set of records, and the ledger counts
//! each row of them.
//!
//! Files are read in chunks; chunks are normalised in parallel and joined in file order, so the
//! records are the same for any number of threads.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Progress, RunError};
use crate::config::{Pipeline, SourceSettings};
use crate::domain::{Day, Fen, LedgerLine, Records, Source};
use crate::{ingest, normalise};

/// Everything the night's files say.
pub(super) struct Delivered {
    pub records: Records,
    pub sources: Vec<Source>,
    pub ledger: Vec<LedgerLine>,
    pub warnings: Vec<String>,
}

impl Delivered {
    /// Whether a source is missing or came from an earlier night.
    pub fn is_partial(&self, declared: usize) -> bool {
        self.sources.len() < declared || self.sources.iter().any(|source| source.age_days > 0)
    }
}

/// What one source contributed.
struct SourceDelivery {
    source: Source,
    parts: Vec<Records>,
    ledger: Vec<LedgerLine>,
    warnings: Vec<String>,
}

/// Reads and normalises every source of the pipeline; reports all that is missing at once.
pub(super) fn deliver(
    pipeline: &Pipeline,
    date: Day,
    progress: &dyn Progress,
) -> Result<Delivered, RunError> {
    let read = |settings: &SourceSettings| {
        let delivery = read_source(pipeline, settings, date);
        progress.step();
        delivery
    };
    let results: Vec<_> = pipeline.sources.par_iter().map(read).collect();
    let mut delivered = Delivered {
        records: Records::empty(),
        sources: Vec::new(),
        ledger: Vec::new(),
        warnings: Vec::new(),
    };
    let mut errors = Vec::new();
    let mut parts = Vec::new();
    for (settings, result) in pipeline.sources.iter().zip(results) {
        match result {
            Ok(Some(delivery)) => {
                delivered.sources.push(delivery.source);
                delivered.ledger.extend(delivery.ledger);
                delivered.warnings.extend(delivery.warnings);
                parts.extend(delivery.parts);
            }
            Ok(None) => delivered.warnings.push(absent(settings, pipeline)),
            Err(error) => errors.push(error),
        }
    }
    if errors.len() > 1 {
        return Err(RunError::Deliveries(errors));
    }
    if let Some(error) = errors.pop() {
        return Err(error);
    }
    if let Some(line) = delivered.ledger.iter().find(|line| !line.balances()) {
        return Err(RunError::Unbalanced(Box::new(line.clone())));
    }
    delivered.records = Records::concat(&parts);
    Ok(delivered)
}

fn absent(settings: &SourceSettings, pipeline: &Pipeline) -> String {
    format!(
        "{}: {} was not delivered and no snapshot of the last {} days is at hand; findings that \
         need it are held back",
        settings.header.agency_name, settings.header.id, pipeline.max_snapshot_age_days
    )
}

/// The source's files tonight, or for an optional source its last good snapshot; `None` when there
/// is neither.
fn read_source(
    pipeline: &Pipeline,
    settings: &SourceSettings,
    date: Day,
) -> Result<Option<SourceDelivery>, RunError> {
    let oldest = if settings.header.required { 0 } else { pipeline.max_snapshot_age_days };
    let mut refusals = Vec::new();
    for age_days in 0..=oldest {
        let night = date.plus_days(-i32::try_from(age_days).unwrap_or(i32::MAX));
        let folder = pipeline.deliveries.join(night.to_string());
        let files = ingest::find(&folder, &settings.ingest)?;
        if files.is_empty() {
            continue;
        }
        match read_files(pipeline, settings, night, age_days, &folder, &files) {
            Ok(mut delivery) => {
                if age_days > 0 {
                    delivery.warnings.push(stale(settings, night, age_days));
                }
                delivery.warnings.extend(refusals);
                return Ok(Some(delivery));
            }
            Err(error) if settings.header.required => return Err(error),
            Err(error) => refusals.push(error.to_string()),
        }
    }
    if settings.header.required {
        return Err(RunError::MissingDelivery {
            agency: settings.header.agency_name.clone(),
            source_id: settings.header.id.clone(),
            pattern: settings.ingest.file.clone(),
            folder: pipeline.deliveries.join(date.to_string()),
        });
    }
    Ok(None)
}

fn stale(settings: &SourceSettings, night: Day, age_days: u32) -> String {
    format!(
        "{}: {} of tonight is missing or was refused; the extract of {night} is used, \
         {age_days} days old",
        settings.header.agency_name, settings.header.id
    )
}

fn read_files(
    pipeline: &Pipeline,
    settings: &SourceSettings,
    night: Day,
    age_days: u32,
    folder: &Path,
    files: &[PathBuf],
) -> Result<SourceDelivery, RunError> {
    let source = settings.source(night, age_days);
    let mut delivery =
        SourceDelivery { source, parts: Vec::new(), ledger: Vec::new(), warnings: Vec::new() };
    for file in files {
        let line = read_file(pipeline, settings, folder, file, &mut delivery)?;
        delivery.ledger.push(line);
    }
    Ok(delivery)
}
