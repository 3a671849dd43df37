//! Importing reviewed lists: the faults of all lists at once, or their decisions added to the ledger.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{cut_short, folder_of, ledger_path, read_chain, replace, run};
use crate::config::Pipeline;
use crate::domain::{Day, Decision, mask};
use crate::ingest::{CellLimits, Place, read_cells};
use crate::pipeline::RunError;
use crate::pipeline::lock::Lock;
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

const STILL_SHORT: &str = "台账还缺上次核对采用过的结论，补齐前不能核对：请按原来的日期和次序，\
    把此后的清单都重新导入。";

/// Adds what lists conclude to the decision ledger, all of it or nothing. `today` is the day of the import.
pub fn import(
    pipeline: &Pipeline,
    lists: &[PathBuf],
    today: Day,
    may_correct: bool,
) -> Result<Imported, RunError> {
    let path = ledger_path(pipeline)?;
    let _ledger = Lock::of_ledger(path)?;
    // No run is replaced while lists are held against it.
    let _runs = Lock::of_runs(&pipeline.runs)?;
    // One that is shorter than what a run has taken may be a copy that was put back: importing its lists
    // again makes it what it was.
    let (mut ledger, text) = read_chain(path)?;
    if let Some(last) = ledger.last_import().filter(|last| *last > today) {
        return Err(RunError::Usage {
            place: path.display().to_string(),
            message: format!(
                "the last import was on {last}, which is later than {today}; if that day was mistyped, put \
                 the copy from before it back"
            ),
        });
    }
    let read = read(lists)?;
    let runs = runs(pipeline, &read)?;
    let terms = Terms { rules: &pipeline.policy.review, today, may_correct };
    let concluded = review::conclude(read, &runs, &ledger, &terms).map_err(RunError::ListFaults)?;
    let before = ledger.entries().len();
    write(&mut ledger, path, text, concluded.decisions)?;
    let inseparable = concluded.inseparable.iter().map(review::Inseparable::chinese);
    let short = cut_short(pipeline, &ledger)?;
    Ok(Imported {
        ledger: path.clone(),
        added: ledger.entries()[before..].to_vec(),
        known: concluded.known,
        unfinished: concluded.unfinished,
        remarks: inseparable.chain(short.map(|_| STILL_SHORT.to_owned())).collect(),
    })
}

fn read(paths: &[PathBuf]) -> Result<review::ReadLists, RunError> {
    let mut unreadable = Vec::new();
    let mut lists = Vec::new();
    for path in paths {
        let file = file_name(path);
        let named = || mask::label(&path.display().to_string()).into();
        let bytes =
            fs::read(path).map_err(|source| RunError::UnreadableList { path: named(), source })?;
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

/// As messages name a list: without the folders, which say nothing to a reviewer, and without what is
/// somebody's name or number.
fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    mask::label(&name.display().to_string())
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

/// Writes the ledger with the new entries behind the text of those there are.
fn write(
    ledger: &mut Ledger,
    path: &Path,
    text: String,
    decisions: Vec<Decision>,
) -> Result<(), RunError> {
    if decisions.is_empty() {
        return Ok(());
    }
    let text = text + &ledger.add(decisions);
    replace(path, &text)
        .map_err(|source| RunError::Unwritable { path: path.to_owned(), source })?;
    Ok(report::sync_folder(folder_of(path))?)
}
