//! The record of a published run, read back for comparing it with another.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::read_reproducible;
use crate::domain::{Day, Fen, mask};
use crate::report::ReportError;
use crate::report::difference::ComparedSource;

/// What a run's record says of how the run was made and what it read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    pub run_date: Day,
    /// Program, policy pack and the files of the pipeline with their digests.
    pub made_with: BTreeMap<String, String>,
    /// The tables with the version of their contracts.
    pub tables: BTreeMap<String, u32>,
    /// The rules that were off, with the reason.
    pub rules_off: BTreeMap<String, String>,
    /// The name of each town by its code; none of a run that does not tell.
    pub towns: BTreeMap<String, String>,
    pub sources: BTreeMap<String, ComparedSource>,
}

#[derive(Deserialize)]
struct Reproducible {
    run_date: String,
    program: String,
    policy: String,
    pipeline: Vec<File>,
    sources: Vec<Source>,
    #[serde(default)]
    towns: BTreeMap<String, String>,
    ledger: Vec<Line>,
    tables: Vec<Table>,
    rules_off: Vec<Rule>,
}

#[derive(Deserialize)]
struct File {
    path: String,
    digest: String,
}

#[derive(Deserialize)]
struct Source {
    id: String,
    agency: String,
    #[serde(default)]
    agency_name: Option<String>,
    #[serde(default)]
    title: String,
    snapshot: String,
    age_days: u32,
}

#[derive(Deserialize)]
struct Line {
    source: String,
    file: String,
    digest: String,
    rows_accepted: u64,
    rows_rejected: u64,
    yuan_accepted: String,
    yuan_rejected: String,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    version: u32,
}

#[derive(Deserialize)]
struct Rule {
    code: String,
    reason: String,
}

/// Reads `run.json` of a published run.
pub fn read_record(run_folder: &Path) -> Result<RunRecord, ReportError> {
    let (record, path) = read_reproducible(run_folder)?;
    understood(record).ok_or(ReportError::Record { path })
}

fn understood(record: Reproducible) -> Option<RunRecord> {
    let mut sources = BTreeMap::new();
    for source in record.sources {
        sources.insert(
            source.id,
            ComparedSource {
                agency_name: source.agency_name.unwrap_or_else(|| source.agency.clone()),
                agency: source.agency,
                title: source.title,
                snapshot: source.snapshot.parse().ok()?,
                age_days: source.age_days,
                rows_accepted: 0,
                rows_rejected: 0,
                accepted: Fen::ZERO,
                rejected: Fen::ZERO,
                files: BTreeMap::new(),
            },
        );
    }
    for line in record.ledger {
        let source = sources.get_mut(&line.source)?;
        source.rows_accepted += line.rows_accepted;
        source.rows_rejected += line.rows_rejected;
        source.accepted += fen(&line.yuan_accepted)?;
        source.rejected += fen(&line.yuan_rejected)?;
        // The sheets of a workbook are one file.
        let file = line.file.split('#').next().expect("a text has a first part");
        source.files.insert(mask::label(file), line.digest);
    }
    let mut made_with: BTreeMap<String, String> =
        record.pipeline.into_iter().map(|file| (file.path, file.digest)).collect();
    made_with.insert("program".to_owned(), record.program);
    made_with.insert("policy".to_owned(), record.policy);
    Some(RunRecord {
        run_date: record.run_date.parse().ok()?,
        made_with,
        tables: record.tables.into_iter().map(|table| (table.name, table.version)).collect(),
        rules_off: record.rules_off.into_iter().map(|rule| (rule.code, rule.reason)).collect(),
        towns: record.towns,
        sources,
    })
}

/// `-12.30` as whole fen.
fn fen(text: &str) -> Option<Fen> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (yuan, fen) = digits.split_once('.').filter(|(_, fen)| fen.len() == 2)?;
    let (yuan, fen): (i64, i64) = (yuan.parse().ok()?, fen.parse().ok()?);
    Some(Fen(sign * (yuan * 100 + fen)))
}
