//! The run's record, `run.json`: what went in, what came out, and how long it took.
//!
//! What the same inputs must give again stands under `reproducible`; what differs from run to run
//! stands apart under `timings`, so that two runs can be compared by cutting it off.

mod known;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::night::Night;
use super::{FileDigest, ReportError, RuleOff, StageTiming, Unmasked, WrittenTable, identifiers};
use crate::domain::{Day, LedgerHead, LedgerLine, PROGRAM, RunId, Source, Stated};

pub use known::{RunRecord, read_record};

/// The record as indented JSON.
pub(super) fn render(
    night: &Night,
    tables: &[WrittenTable],
    lists: &[FileDigest],
    returns: &[FileDigest],
) -> String {
    let tonight = night.tonight;
    let record = Record {
        reproducible: Reproducible {
            run_date: tonight.run_date.to_string(),
            run: night.run_id,
            program: PROGRAM,
            policy: tonight.policy,
            pipeline: tonight.inputs,
            model: identifiers::digest(tonight.model_json.as_bytes()),
            decisions: tonight.decision_head,
            sources: tonight.sources.iter().map(SourceEntry::of).collect(),
            towns: tonight.divisions.towns().map(|town| (&*town.code, &*town.name)).collect(),
            ledger: tonight.ledger.iter().map(LedgerEntry::of).collect(),
            counts: Counts::of(night),
            tables,
            lists,
            returns,
            rules_off: tonight.rules_off,
            unmasked: &tonight.settings.unmasked,
            warnings: tonight.warnings,
        },
        timings: Timings { stages: tonight.stages, peak_memory_bytes: tonight.peak_memory_bytes },
    };
    let mut text =
        serde_json::to_string_pretty(&record).expect("a record holds only text and numbers");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Record<'a> {
    reproducible: Reproducible<'a>,
    timings: Timings<'a>,
}

#[derive(Serialize)]
struct Reproducible<'a> {
    run_date: String,
    run: RunId,
    program: &'static str,
    policy: &'a str,
    /// SM3 digests of the pipeline's files.
    pipeline: &'a [FileDigest],
    /// SM3 digest of the linkage model.
    model: String,
    /// How far the decision ledger was read.
    decisions: &'a LedgerHead,
    sources: Vec<SourceEntry<'a>>,
    /// The name of each town by its code.
    towns: BTreeMap<&'a str, &'a str>,
    ledger: Vec<LedgerEntry<'a>>,
    counts: Counts,
    tables: &'a [WrittenTable],
    lists: &'a [FileDigest],
    /// What goes back to the agencies.
    returns: &'a [FileDigest],
    rules_off: &'a [RuleOff],
    /// What is shown as it is, and what for.
    unmasked: &'a Unmasked,
    warnings: &'a [String],
}

#[derive(Serialize)]
struct Timings<'a> {
    stages: &'a [StageTiming],
    peak_memory_bytes: u64,
}

#[derive(Serialize)]
struct SourceEntry<'a> {
    id: &'a str,
    agency: &'a str,
    agency_name: &'a str,
    title: &'a str,
    snapshot: String,
    age_days: u32,
}

impl<'a> SourceEntry<'a> {
    fn of(source: &'a Source) -> Self {
        let Source { id, agency, agency_name, title, snapshot, age_days, .. } = source;
        let snapshot = snapshot.to_string();
        Self { id, agency, agency_name, title, snapshot, age_days: *age_days }
    }
}

/// Amounts are decimal text: JSON numbers are floats to many readers.
#[derive(Serialize)]
struct LedgerEntry<'a> {
    source: &'a str,
    file: &'a str,
    digest: &'a str,
    rows_read: u64,
    rows_accepted: u64,
    rows_rejected: u64,
    values_rejected: u64,
    yuan_read: String,
    yuan_accepted: String,
    yuan_rejected: String,
    /// What the manifest states of the file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<StatedEntry<'a>>,
}

#[derive(Serialize)]
struct StatedEntry<'a> {
    file: &'a str,
    rows: Option<u64>,
    people: Option<u64>,
    yuan: Option<String>,
    extracted_at: Option<String>,
}

impl<'a> StatedEntry<'a> {
    fn of(stated: &'a Stated) -> Self {
        let Stated { file, rows, people, amount, extracted_at } = stated;
        let yuan = amount.map(|amount| amount.to_string());
        let extracted_at = extracted_at.map(|moment| moment.to_string());
        Self { file, rows: *rows, people: *people, yuan, extracted_at }
    }
}

impl<'a> LedgerEntry<'a> {
    fn of(line: &'a LedgerLine) -> Self {
        Self {
            source: &line.source,
            file: &line.file,
            digest: &line.digest,
            rows_read: line.rows_read,
            rows_accepted: line.rows_accepted,
            rows_rejected: line.rows_rejected,
            values_rejected: line.values_rejected,
            yuan_read: line.amount_read.to_string(),
            yuan_accepted: line.amount_accepted.to_string(),
            yuan_rejected: line.amount_rejected.to_string(),
            stated: line.stated.as_ref().map(StatedEntry::of),
        }
    }
}

#[derive(Serialize)]
struct Counts {
    mentions: usize,
    identities: usize,
    links: usize,
    persons: usize,
    households: usize,
    dossiers: usize,
    flags: usize,
    cases: usize,
    listed_cases: usize,
}

impl Counts {
    fn of(night: &Night) -> Self {
        let tonight = night.tonight;
        Self {
            mentions: tonight.records.mentions.len(),
            identities: tonight.identities.len(),
            links: tonight.links.len(),
            persons: tonight.people.len(),
            households: tonight.households.len(),
            dossiers: tonight.dossiers.len(),
            flags: tonight.findings.len(),
            cases: tonight.cases.len(),
            listed_cases: tonight.cases.iter().filter(|case| case.listed).count(),
        }
    }
}

/// A file that a published run has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    pub source: String,
    /// As the `file` of its rows.
    pub file: String,
    /// The night whose delivery it lay in.
    pub night: Day,
    /// SM3 digest of its bytes, in hexadecimal.
    pub sm3: String,
}

#[derive(Deserialize)]
struct KnownRecord<T> {
    reproducible: T,
}

/// What [`read_files`] needs of a record.
#[derive(Deserialize)]
struct KnownInputs {
    sources: Vec<KnownSource>,
    ledger: Vec<KnownLine>,
}

#[derive(Deserialize)]
struct KnownSource {
    id: String,
    snapshot: String,
}

#[derive(Deserialize)]
struct KnownLine {
    source: String,
    file: String,
    digest: String,
}

/// A published run, and how far it has read the decision ledger; nothing is known of a run that an earlier
/// version wrote.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TakenBy {
    pub run: Option<RunId>,
    #[serde(default)]
    pub decisions: LedgerHead,
}

/// What a published run has taken of the decision ledger, as its record says.
pub fn read_taken(run_folder: &Path) -> Result<TakenBy, ReportError> {
    let (record, _) = read_reproducible(run_folder)?;
    Ok(record)
}

/// The reproducible part of a run's record, as far as it is asked for.
fn read_reproducible<T: serde::de::DeserializeOwned>(
    run_folder: &Path,
) -> Result<(T, PathBuf), ReportError> {
    let path = run_folder.join("run.json");
    let text = std::fs::read_to_string(&path).map_err(ReportError::output(&path))?;
    match serde_json::from_str::<KnownRecord<T>>(&text) {
        Ok(record) => Ok((record.reproducible, path)),
        Err(_) => Err(ReportError::Record { path }),
    }
}

/// The files that a published run has read, as its record lists them.
pub fn read_files(run_folder: &Path) -> Result<Vec<FileRead>, ReportError> {
    let (KnownInputs { sources, ledger }, path) = read_reproducible(run_folder)?;
    let damaged = || ReportError::Record { path: path.clone() };
    let file = |line: KnownLine| {
        let source = sources.iter().find(|source| source.id == line.source)?;
        let night = source.snapshot.parse().ok()?;
        Some(FileRead { source: line.source, file: line.file, night, sm3: line.digest })
    };
    ledger.into_iter().map(|line| file(line).ok_or_else(damaged)).collect()
}
