//! The lock: one run at a time writes into a folder of runs.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;

use super::RunError;

/// Held for the length of a run; the operating system lets go of it however the process ends.
pub(super) struct RunLock {
    _file: File,
}

impl RunLock {
    /// Takes the lock of a folder of runs, creating the folder if need be.
    pub fn take(runs: &Path) -> Result<Self, RunError> {
        let path = runs.join(".lock");
        let unwritable = |source| RunError::Unwritable { path: runs.to_owned(), source };
        fs::create_dir_all(runs).map_err(unwritable)?;
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(RunError::Locked { path }),
            Err(TryLockError::Error(source)) => Err(unwritable(source)),
        }
    }
}
