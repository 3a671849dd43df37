//! Publishing: the whole night in a hidden folder, checked, then renamed to its date.
//!
//! Whoever reads `runs/run_date=…` sees a whole night or none. A run that is killed leaves its
//! hidden folder behind, which the next one removes; a run that is replaced stands aside until
//! the rename is done and is put back if it was not. Both lie a level deeper than runs do, because the
//! `*` of an analyst's `runs/*/flags.parquet` takes in hidden folders, too.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::night::Night;
use super::returns::Returns;
use super::tables::{FULL_IDENTIFIERS, PUBLICATIONS};
use super::{
    Refused, ReportError, Settings, Tonight, case_sheet, dictionary_page, index_page, ledger,
    lists, printed, run_record, statistics_book, summary_page,
};
use crate::domain::Day;

/// What was published, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub folder: PathBuf,
    /// In order of name.
    pub tables: Vec<WrittenTable>,
    pub flags: u64,
    pub cases: u64,
    /// Cases above the nightly cap.
    pub listed: u64,
}

/// One table of the run as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WrittenTable {
    pub name: String,
    pub version: u32,
    pub rows: u64,
    pub bytes: u64,
    /// SM3 digest of the file, in hexadecimal.
    pub digest: String,
}

/// The folder of a date's run.
pub fn run_folder(runs: &Path, date: Day) -> PathBuf {
    runs.join(format!("run_date={date}"))
}

/// Writes and checks the whole run, then makes it appear by one rename.
///
/// The caller holds the lock on `runs`: leftovers of killed runs there are removed. A ledger that
/// does not balance stops everything before a byte is written.
pub fn publish(tonight: &Tonight, runs: &Path) -> Result<Published, ReportError> {
    ledger::check_read(tonight.ledger, &tonight.records.rejects)?;
    recover(runs)?;
    let night = Night::new(tonight)?;
    let hidden = unseen(runs, tonight.run_date, PARTIAL);
    let written = write_files(&night, &hidden);
    if written.is_err() {
        // Whatever went wrong is told already; on a full disk the room is needed.
        let _ = fs::remove_dir_all(&hidden);
        remove_if_empty(&runs.join(UNSEEN));
    }
    let tables = written?;
    let folder = appear(runs, tonight.run_date)?;
    clear_refused(runs, tonight.run_date)?;
    let listed = tonight.cases.iter().filter(|case| case.listed).count();
    Ok(Published {
        folder,
        tables,
        flags: tonight.findings.len() as u64,
        cases: tonight.cases.len() as u64,
        listed: listed as u64,
    })
}

/// Where the agencies' workbooks of a night lie that came to no run.
fn refused_folder(runs: &Path, date: Day) -> PathBuf {
    runs.join("refused").join(date.to_string())
}

/// Writes what the agencies have to mend where refused deliveries stop a run, and gives its folder; none
/// if there is nothing to mend. What an earlier attempt at the night left there goes.
pub fn write_refused(
    runs: &Path,
    date: Day,
    settings: &Settings,
    refused: &[Refused],
) -> Result<Option<PathBuf>, ReportError> {
    clear_refused(runs, date)?;
    let folder = refused_folder(runs, date);
    if refused.is_empty() {
        return Ok(None);
    }
    fs::create_dir_all(&folder).map_err(ReportError::output(&folder))?;
    Returns::of_refused(date, settings, refused).write(&folder)?;
    sync_folder(&folder)?;
    Ok(Some(folder.join(Returns::FOLDER)))
}

/// Removes what an attempt at the night that came to no run has left for the agencies.
fn clear_refused(runs: &Path, date: Day) -> Result<(), ReportError> {
    let folder = refused_folder(runs, date);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(ReportError::output(&folder))?;
    }
    Ok(())
}

/// Writes every file of the run into the folder.
fn write_files(night: &Night, folder: &Path) -> Result<Vec<WrittenTable>, ReportError> {
    fs::create_dir_all(folder).map_err(ReportError::output(folder))?;
    let mut tables = write_tables(night, folder)?;
    if night.tonight.settings.unmasked.full_identifiers.is_some() {
        let folder = folder.join(UNMASKED);
        printed::create_closed(&folder).map_err(ReportError::output(&folder))?;
        tables.push(FULL_IDENTIFIERS.write(night, &folder)?);
    }
    ledger::check_published(night.tonight.ledger, folder)?;
    let mut lists = lists::write(night, folder)?;
    lists.push(statistics_book::write(night, folder)?);
    lists.extend(case_sheet::write(night, folder)?);
    let returns = Returns::of(night.tonight).write(folder)?;
    let page = summary_page::render(night)?;
    write_synced(&folder.join("summary.html"), page.as_bytes())?;
    let index = index_page::render(night)?;
    write_synced(&folder.join("index.html"), index.as_bytes())?;
    let page = dictionary_page::render(night, &tables)?;
    write_synced(&folder.join("dictionary.html"), page.as_bytes())?;
    let model = night.tonight.model_json.as_bytes();
    write_synced(&folder.join("linkage_model.json"), model)?;
    let record = run_record::render(night, &tables, &lists, &returns);
    write_synced(&folder.join("run.json"), record.as_bytes())?;
    sync_folder(folder)?;
    Ok(tables)
}

/// Writes the tables, as many at a time as there are processors. Each file is its own work, so
/// the number of threads never shows.
fn write_tables(night: &Night, folder: &Path) -> Result<Vec<WrittenTable>, ReportError> {
    let next = AtomicUsize::new(0);
    let written = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(table) = PUBLICATIONS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = table.write(night, folder);
                    written.lock().expect("no writer panics with the lock").push(result);
                }
            });
        }
    });
    let results = written.into_inner().expect("no writer panics with the lock");
    let mut tables = results.into_iter().collect::<Result<Vec<_>, _>>()?;
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(tables)
}

pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    use std::io::Write;
    let mut file = fs::File::create(path).map_err(ReportError::output(path))?;
    file.write_all(bytes).map_err(ReportError::output(path))?;
    file.sync_all().map_err(ReportError::output(path))
}

/// Makes the names in a folder last through a power cut, where the system can.
pub fn sync_folder(folder: &Path) -> Result<(), ReportError> {
    if cfg!(unix) {
        let opened = fs::File::open(folder).map_err(ReportError::output(folder))?;
        opened.sync_all().map_err(ReportError::output(folder))?;
    }
    Ok(())
}

/// The folder, within a run, of the tables that show people as they are.
const UNMASKED: &str = "unmasked";

const UNSEEN: &str = ".unpublished";
const PARTIAL: &str = "partial";
const REPLACED: &str = "replaced";

fn unseen(runs: &Path, date: Day, suffix: &str) -> PathBuf {
    runs.join(UNSEEN).join(format!("run_date={date}.{suffix}"))
}

/// An empty folder hinders nobody, so one that cannot be removed stays.
fn remove_if_empty(folder: &Path) {
    let _ = fs::remove_dir(folder);
}

/// The one moment at which the run comes into view.
fn appear(runs: &Path, date: Day) -> Result<PathBuf, ReportError> {
    let folder = run_folder(runs, date);
    let hidden = unseen(runs, date, PARTIAL);
    let aside = unseen(runs, date, REPLACED);
    if folder.exists() {
        fs::rename(&folder, &aside).map_err(ReportError::output(&folder))?;
    }
    if let Err(fault) = fs::rename(&hidden, &folder) {
        if aside.exists() {
            fs::rename(&aside, &folder).map_err(ReportError::output(&folder))?;
        }
        return Err(ReportError::output(&folder)(fault));
    }
    sync_folder(runs)?;
    if aside.exists() {
        fs::remove_dir_all(&aside).map_err(ReportError::output(&aside))?;
    }
    remove_if_empty(&runs.join(UNSEEN));
    Ok(folder)
}

/// Removes what killed runs left, and puts back a run that was about to be replaced.
fn recover(runs: &Path) -> Result<(), ReportError> {
    let unseen = runs.join(UNSEEN);
    fs::create_dir_all(&unseen).map_err(ReportError::output(&unseen))?;
    for entry in fs::read_dir(&unseen).map_err(ReportError::output(&unseen))? {
        let path = entry.map_err(ReportError::output(&unseen))?.path();
        let name = path.file_name().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        let Some((run, suffix)) = name.rsplit_once('.') else { continue };
        if !run.starts_with("run_date=") || ![PARTIAL, REPLACED].contains(&suffix) {
            continue;
        }
        let published = runs.join(run);
        let done = if suffix == REPLACED && !published.exists() {
            fs::rename(&path, &published)
        } else {
            fs::remove_dir_all(&path)
        };
        done.map_err(ReportError::output(&path))?;
    }
    Ok(())
}
