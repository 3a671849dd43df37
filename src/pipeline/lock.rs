//! Locks: one run at a time writes into a folder of runs, and one import into a ledger.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::RunError;

/// Held for the length of a run or an import; the operating system lets go of it however the process ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder of runs, creating the folder if need be.
    pub fn of_runs(runs: &Path) -> Result<Self, RunError> {
        Self::take(runs, runs.join(".lock"))
    }

    /// Takes the lock of a decision ledger, creating its folder if need be: imports that look for their runs
    /// in different folders still write the same ledger.
    pub fn of_ledger(ledger: &Path) -> Result<Self, RunError> {
        Self::take(super::decisions::folder_of(ledger), ledger.with_extension("lock"))
    }

    fn take(folder: &Path, path: PathBuf) -> Result<Self, RunError> {
        let unwritable = |source| RunError::Unwritable { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(unwritable)?;
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(RunError::Locked { path }),
            Err(TryLockError::Error(source)) => Err(unwritable(source)),
        }
    }
}
