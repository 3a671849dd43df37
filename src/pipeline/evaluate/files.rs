//! The files that a run has read, held against those the truth was written for and those at hand.
//!
//! Every synthetic district has the same nights, file names and lines, so places alone never show
//! that a run is judged by another district's truth; the digests of the files do.

use std::path::Path;

use crate::domain::LedgerLine;
use crate::evaluate::Truth;
use crate::pipeline::RunError;
use crate::report::{self, FileRead};

/// The files that a run has read.
pub(super) fn of_run(run: &Path) -> Result<Vec<FileRead>, RunError> {
    report::read_files(run).map_err(RunError::from)
}

/// Refuses a truth that was written for other files than the run has read.
pub(super) fn belong_to(files: &[FileRead], truth: &Truth, folder: &Path) -> Result<(), RunError> {
    let differs =
        |read: &&FileRead| truth.digest_of(read.night, path(&read.file)) != Some(&read.sm3);
    match files.iter().find(differs) {
        None => Ok(()),
        Some(FileRead { night, file, .. }) => Err(RunError::Usage {
            place: folder.display().to_string(),
            message: format!(
                "{file} of the night {night} is not the file this truth was written for; give the \
                 truth that lies beside the deliveries of the run"
            ),
        }),
    }
}

/// Refuses deliveries that are not those the run has read. A file that is gone counts too: a source
/// that need not deliver would be left out without a word.
pub(super) fn are_at_hand(
    files: &[FileRead],
    ledger: &[LedgerLine],
    deliveries: &Path,
) -> Result<(), RunError> {
    let same = |read: &FileRead, line: &LedgerLine| {
        read.source == line.source && read.file == line.file && read.sm3 == line.digest
    };
    let foreign = ledger.iter().find(|line| !files.iter().any(|read| same(read, line)));
    let gone = files.iter().find(|read| !ledger.iter().any(|line| same(read, line)));
    let what = match (foreign, gone) {
        (None, None) => return Ok(()),
        (Some(line), _) => format!("{} is not the file the run has read", line.file),
        (None, Some(read)) => format!("{}, which the run has read, is missing", read.file),
    };
    Err(RunError::Usage {
        place: deliveries.display().to_string(),
        message: format!("{what}; give --deliveries, the folder of the run's deliveries"),
    })
}

/// The file itself, where its place names a sheet as well.
fn path(file: &str) -> &str {
    file.split('#').next().expect("a text has a first part")
}
