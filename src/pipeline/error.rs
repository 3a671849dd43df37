//! Why a run stopped, and the exit code that says whose turn it is.

use std::path::{Path, PathBuf};

use super::deliver::FaultyValues;
use crate::config::Fault;
use crate::domain::{Day, LedgerLine};
use crate::ingest::{IngestError, ManifestError};
use crate::report::ReportError;
use crate::review::{LedgerFault, ListFault};

/// Why a run stopped. A bad row never stops a run: it goes to the quarantine.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{}", several(.0))]
    Configuration(Vec<Fault>),
    #[error("{place}: {message}")]
    Usage { place: String, message: String },
    #[error(
        "there is no delivery of this night: {folder} is missing; wait for it or give its place"
    )]
    MissingNight { folder: PathBuf },
    #[error(
        "{agency}: {source_id} is required and no file {pattern} is in {folder}; \
         ask the agency to deliver it, or set `required = false` for the source"
    )]
    MissingDelivery { agency: String, source_id: String, pattern: String, folder: PathBuf },
    #[error("{0}")]
    Refused(#[from] IngestError),
    #[error(
        "{agency}: {file}: {rejected} of {read} rows were rejected, the limit is \
         {limit_percent} %; the first: {first_file}, line {line}, {message}; ask the agency to mend \
         them and to send the file again"
    )]
    TooManyRejects {
        agency: String,
        file: String,
        rejected: u64,
        read: u64,
        limit_percent: u8,
        /// The file of the first, with its sheet where all sheets are read.
        first_file: String,
        line: u32,
        message: String,
    },
    #[error(
        "{agency}: {file}: {} of {} values of column `{}` were set aside, the limit is {} %; the first: \
         {}, line {}, {}; ask the agency to mend the column, or correct its mapping",
        faulty.faulty, faulty.filled, faulty.column, faulty.limit_percent,
        faulty.first_file, faulty.line, faulty.message
    )]
    TooManyFaultyValues { agency: String, file: String, faulty: Box<FaultyValues> },
    #[error(
        "{agency}: {file} has {read} rows and `min_rows` is {min_rows}; the export may have broken \
         off, ask the agency to repeat it"
    )]
    TooFewRows { agency: String, file: String, read: u64, min_rows: u64 },
    #[error(
        "{agency}: {file}, line {line}: the last row breaks off, so the file is not whole; ask the \
         agency to send it again"
    )]
    CutShort { agency: String, file: String, line: u32 },
    #[error(
        "{agency}: {percent} % of what {file} says is in {twin} too, and would count twice; remove the \
         one that is a copy or an earlier night's, or ask the agency for the file it should be"
    )]
    DeliveredTwice { agency: String, file: String, twin: String, percent: usize },
    #[error("{0}")]
    Manifest(#[from] ManifestError),
    #[error(
        "{agency}: {manifest} lists {file}, which is not there; ask the agency to deliver it, or for \
         a manifest of what it did deliver"
    )]
    ListedFileAbsent { agency: String, file: String, manifest: String },
    #[error(
        "{agency}: no manifest in {folder} lists {file}, and `manifest = \"required\"`; ask the \
         agency for a line about it"
    )]
    NotListed { agency: String, file: String, folder: PathBuf },
    #[error(
        "{agency}: {file} is not the file that was sent: {manifest} gives {digests}; ask the agency \
         to send file and manifest again"
    )]
    NotAsSent { agency: String, file: String, manifest: String, digests: String },
    #[error(
        "{agency}: {file} does not balance with {manifest}: {differences}; ask the agency which is \
         right and to send file or manifest again"
    )]
    NotReconciled { agency: String, file: String, manifest: String, differences: String },
    #[error(
        "{file} was read by source {source_id} and by {other}, so its rows would count twice; it is \
         not what their `members` or `sheets` tell apart: ask for that, or narrow `file`"
    )]
    ReadTwice { file: String, source_id: String, other: String },
    #[error("{}", several(.0))]
    Deliveries(Vec<RunError>),
    /// With the folder of what the agencies have to mend.
    #[error("{error}\nwhat the agencies have to mend is in {returns}; send each its workbook")]
    Stopped { error: Box<RunError>, returns: PathBuf },
    #[error(
        "the ledger of {} does not balance: {} rows read, {} accepted, {} rejected; \
         this is a fault of the program, please report it",
        .0.file, .0.rows_read, .0.rows_accepted, .0.rows_rejected
    )]
    Unbalanced(Box<LedgerLine>),
    #[error("another run or import holds {path}; wait for it to end")]
    Locked { path: PathBuf },
    #[error(
        "{path}, line {line}: does not follow from the line before; it was changed, or one was taken \
         out or put in: compare with a copy"
    )]
    AuditBroken { path: PathBuf, line: usize },
    #[error("{path} cannot be written: {source}")]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error("{}", several(.0))]
    ListFaults(Vec<ListFault>),
    #[error("{path} cannot be read: {source}")]
    UnreadableList { path: PathBuf, source: std::io::Error },
    #[error("the decision ledger {path} cannot be read: {source}")]
    UnreadableLedger { path: PathBuf, source: std::io::Error },
    #[error(
        "the decision ledger {path} cannot be relied on: {fault}; put its last good copy back, and import \
         the lists since then again"
    )]
    BrokenLedger { path: PathBuf, fault: LedgerFault },
    #[error("{0}")]
    Report(#[from] ReportError),
    #[error("the run of {date} is not in {runs}; publish it first with `hedui run`")]
    NoSuchRun { date: Day, runs: PathBuf },
}

impl RunError {
    /// The exit code of the design's list.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Configuration(_)
            | Self::Usage { .. }
            | Self::NoSuchRun { .. }
            | Self::UnreadableList { .. } => 2,
            Self::MissingDelivery { .. } | Self::MissingNight { .. } => 3,
            Self::Refused(_)
            | Self::Manifest(_)
            | Self::ListedFileAbsent { .. }
            | Self::NotListed { .. }
            | Self::NotAsSent { .. }
            | Self::TooManyRejects { .. }
            | Self::TooManyFaultyValues { .. }
            | Self::TooFewRows { .. }
            | Self::CutShort { .. }
            | Self::DeliveredTwice { .. }
            | Self::ReadTwice { .. }
            | Self::ListFaults(_) => 4,
            Self::Deliveries(errors) => errors.iter().map(Self::exit_code).min().unwrap_or(1),
            Self::Stopped { error, .. } => error.exit_code(),
            Self::Unbalanced(_)
            | Self::NotReconciled { .. }
            | Self::BrokenLedger { .. }
            | Self::AuditBroken { .. } => 5,
            Self::Locked { .. } => 6,
            Self::Report(error) if error.is_ledger() => 5,
            Self::Unwritable { .. } | Self::UnreadableLedger { .. } | Self::Report(_) => 8,
        }
    }

    /// A run's table holds a word that this version does not know.
    pub(super) fn foreign(run: &Path, word: &str) -> Self {
        Self::Usage {
            place: run.display().to_string(),
            message: format!(
                "`{word}` is no word of this version; was the run written by another?"
            ),
        }
    }
}

fn several<T: std::fmt::Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join("\n")
}
