//! Why a run could not be published or read back: the ledger's fault, or the disk's.

use std::path::{Path, PathBuf};

use crate::domain::table::TableError;

/// Why a run could not be published, or a published one not read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error(
        "{source_id}: {file} has {rows_read} rows read, {rows_accepted} accepted and \
         {rows_rejected} rejected, or its amounts do not add up; nothing was published"
    )]
    LedgerDoesNotBalance {
        source_id: String,
        file: String,
        rows_read: u64,
        rows_accepted: u64,
        rows_rejected: u64,
    },
    #[error(
        "{source_id}: the ledger counts {ledger} rejected rows of {file}, the quarantine holds \
         {quarantine}; nothing was published"
    )]
    QuarantineDoesNotBalance { source_id: String, file: String, ledger: u64, quarantine: u64 },
    #[error(
        "{source_id}: the ledger of {file} has {ledger}, the table `{table}` holds {published}; \
         nothing was published; this is a fault of the program, please report it"
    )]
    TableDoesNotBalance {
        source_id: String,
        file: String,
        table: &'static str,
        ledger: String,
        published: String,
    },
    #[error("{path}: {source}; is the disk full, or the folder write-protected?")]
    Output { path: PathBuf, source: std::io::Error },
    #[error("{path}: {source}")]
    Parquet { path: PathBuf, source: parquet::errors::ParquetError },
    #[error("{path}: {source}; was it written by another version of the program?")]
    Table { path: PathBuf, source: TableError },
    #[error("{path}: `{text}` is not an id of the expected form")]
    NotAnId { path: PathBuf, text: String },
    #[error("{path}: reading it back gave {found}, not {expected}")]
    ReadBack { path: PathBuf, expected: String, found: String },
    #[error("{path} is no record of a run; was it written by another version of the program?")]
    Record { path: PathBuf },
    #[error("{path}: {source}")]
    Workbook { path: PathBuf, source: rust_xlsxwriter::XlsxError },
    #[error("the run summary cannot be laid out: {0}")]
    Page(#[from] askama::Error),
    #[error("the run's statistics cannot be computed: {0}")]
    Statistics(String),
}

impl ReportError {
    /// Whether the night's rows or amounts do not add up; every other fault is one of output.
    pub const fn is_ledger(&self) -> bool {
        matches!(
            self,
            Self::LedgerDoesNotBalance { .. }
                | Self::QuarantineDoesNotBalance { .. }
                | Self::TableDoesNotBalance { .. }
        )
    }

    pub(super) fn output(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Output { path: path.to_owned(), source }
    }

    pub(super) fn parquet(path: &Path) -> impl FnOnce(parquet::errors::ParquetError) -> Self {
        move |source| Self::Parquet { path: path.to_owned(), source }
    }

    pub(super) fn table(path: &Path) -> impl FnOnce(TableError) -> Self {
        move |source| Self::Table { path: path.to_owned(), source }
    }

    pub(super) fn workbook(path: &Path) -> impl FnOnce(rust_xlsxwriter::XlsxError) -> Self {
        move |source| Self::Workbook { path: path.to_owned(), source }
    }
}
