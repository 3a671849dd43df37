//! Importing reviewed lists: the faults of all lists at once, or their decisions added to the ledger.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{ledger_path, read_ledger, replace, run};
use crate::config::Pipeline;
use crate::domain::{Day, Decision};
use crate::ingest::{CellLimits, Place, read_cells};
use crate::pipeline::RunError;
use crate::pipeline::lock::RunLock;
use crate::report;
use crate::review::{self, Ledger, List, ReviewedRun, Terms, Wrong};

/// What an import has added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub ledger: PathBuf,
    /// In the order of the ledger.
    pub added: Vec<Decision>,
    /// Decisions of the lists that the ledger held already.
    pub known: usize,
    /// Lines with a remark and no conclusion yet.
    pub unfinished: usize,
    /// What the reviewer should know, in Chinese.
    pub remarks: Vec<String>,
}

/// Adds what lists conclude to the decision ledger, all of it or nothing. `today` is the day of the import.
pub fn import(
    pipeline: &Pipeline,
    lists: &[PathBuf],
    today: Day,
    may_correct: bool,
) -> Result<Imported, RunError> {
    let path = ledger_path(pipeline)?;
    let _lock = RunLock::take(&pipeline.runs)?;
    let mut ledger = read_ledger(pipeline)?;
    if let Some(last) = ledger.last_import().filter(|last| *last > today) {
        return Err(RunError::Usage {
            place: path.display().to_string(),
            message: format!("the last import was on {last}, which is later than {today}"),
        });
    }
    let read = read(lists)?;
    let runs = runs(pipeline, &read)?;
    let terms = Terms { rules: &pipeline.policy.review, today, may_correct };
    let concluded = review::conclude(read, &runs, &ledger, &terms).map_err(RunError::ListFaults)?;
    let before = ledger.entries().len();
    write(&mut ledger, path, concluded.decisions)?;
    Ok(Imported {
        ledger: path.clone(),
        added: ledger.entries()[before..].to_vec(),
        known: concluded.known,
        unfinished: concluded.unfinished,
        remarks: concluded.inseparable.iter().map(review::Inseparable::chinese).collect(),
    })
}

fn read(paths: &[PathBuf]) -> Result<review::ReadLists, RunError> {
    let mut unreadable = Vec::new();
    let mut lists = Vec::new();
    for path in paths {
        let file = file_name(path);
        let bytes = fs::read(path)
            .map_err(|source| RunError::UnreadableList { path: path.clone(), source })?;
        let place = Place { agency: "review list".to_owned(), file: file.clone() };
        match read_cells(&place, bytes, CellLimits::default()) {
            Ok(sheets) => lists.push(List { file, sheets }),
            Err(error) => unreadable.push((file, error.to_string())),
        }
    }
    let mut read = review::read_lists(&lists);
    for (file, detail) in unreadable {
        read.refuse(file, Wrong::Unreadable { detail });
    }
    Ok(read)
}

/// As messages name a list: without the folders, which say nothing to a reviewer.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string())
}

/// The runs that the lists come from, as far as they are published.
fn runs(
    pipeline: &Pipeline,
    read: &review::ReadLists,
) -> Result<BTreeMap<Day, ReviewedRun>, RunError> {
    let published = report::published_days(&pipeline.runs)?;
    let dates = read.run_dates().into_iter().filter(|date| published.contains(date));
    let run = |date| Ok((date, run::read(&report::run_folder(&pipeline.runs, date))?));
    dates.map(run).collect()
}

/// Writes the ledger with the new entries behind those there are.
fn write(ledger: &mut Ledger, path: &Path, decisions: Vec<Decision>) -> Result<(), RunError> {
    if decisions.is_empty() {
        return Ok(());
    }
    let written = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(RunError::UnreadableLedger { path: path.to_owned(), source }),
    };
    let text = written + &ledger.add(decisions);
    replace(path, &text).map_err(|source| RunError::Unwritable { path: path.to_owned(), source })
}
