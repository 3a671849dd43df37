//! Why a file could not be read: for runs, never for rows.
//!
//! Each message names the agency, the file, the line where there is one, and what to do. None
//! quotes a value of the file, only its headers, because messages end up in logs.

use std::fmt;

/// Whose file it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The agency's name as reports print it.
    pub agency: String,
    /// The path within the delivery folder; where all sheets are read, `#` and the sheet follow.
    pub file: String,
}

impl Place {
    /// A sheet of this workbook.
    pub fn sheet(&self, name: &str) -> Self {
        Self { agency: self.agency.clone(), file: format!("{}#{name}", self.file) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.agency, self.file)
    }
}

/// Why a file as a whole cannot be used. A bad row never causes one: it becomes a reject.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error("{place} is missing; ask the agency for it or wait for its delivery")]
    MissingFile { place: Place },
    #[error("{place} matches {found} files and the limit is {limit}; narrow the pattern")]
    TooManyFiles { place: Place, found: usize, limit: usize },
    #[error("{place} cannot be read ({source}); check the disk and the file's permissions")]
    Unreadable { place: Place, source: std::io::Error },
    #[error("{place} is empty; the export broke off, ask the agency to repeat it")]
    Empty { place: Place },
    #[error("{place} has {bytes} bytes and the limit is {limit}; split it or raise the limit")]
    TooLarge { place: Place, bytes: u64, limit: u64 },
    #[error("{place} has more than {limit} rows in all; split it or raise `max_workbook_rows`")]
    TooManyRows { place: Place, limit: usize },
    #[error("{place} should be {expected} but looks like {looks_like}; {remedy}")]
    NotThisFormat {
        place: Place,
        expected: &'static str,
        looks_like: &'static str,
        remedy: &'static str,
    },
    #[error(
        "{place} is declared as {declared} but reads as {found}; ask for the declared encoding or \
         set `encoding = \"detect\"`"
    )]
    WrongEncoding { place: Place, declared: &'static str, found: &'static str },
    #[error("{place} is a damaged workbook ({detail}); ask the agency to export it again")]
    DamagedWorkbook { place: Place, detail: String },
    #[error("{place} is a damaged Parquet file ({detail}); ask the agency to export it again")]
    DamagedParquet { place: Place, detail: String },
    #[error("{place} is compressed by {codec}; ask for Snappy, zstd or no compression")]
    UnreadCodec { place: Place, codec: String },
    #[error("{place}: column `{column}` holds {holds}, which is no text; ask for one value a row")]
    NoTextColumn { place: Place, column: String, holds: String },
    #[error(
        "{place}, lines 1 to {rows}: no row has a known header, such as `{expected}`; has the \
         layout or the delimiter changed?"
    )]
    NoHeader { place: Place, rows: u32, expected: String },
    #[error(
        "{place}{}: the header has no column `{column}`{}; has it been renamed?",
        in_line(*line),
        closest.as_ref().map(|found| format!(", the closest is `{found}`")).unwrap_or_default()
    )]
    MissingColumn { place: Place, line: u32, column: String, closest: Option<String> },
    #[error(
        "{place}{}: the header names column `{column}` twice; which one is meant?",
        in_line(*line)
    )]
    AmbiguousColumn { place: Place, line: u32, column: String },
    #[error(
        "{place}{}: {found} columns and the limit is {limit}; is the delimiter right?",
        in_line(*line)
    )]
    TooManyColumns { place: Place, line: u32, found: usize, limit: usize },
    #[error(
        "{place}, line {line}: a row of more than {limit} bytes begins here; look for a quotation \
         mark that never closes"
    )]
    RowTooLong { place: Place, line: u32, limit: usize },
}

impl IngestError {
    /// Whether the file is simply not there, which an optional source survives.
    pub const fn is_missing(&self) -> bool {
        matches!(self, Self::MissingFile { .. })
    }
}

/// The line as messages give it; a Parquet file's header stands in none and is line 0.
fn in_line(line: u32) -> String {
    if line == 0 { String::new() } else { format!(", line {line}") }
}
