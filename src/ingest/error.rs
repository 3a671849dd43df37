//! Why a file could not be read: for runs, never for rows.
//!
//! Each message names the agency, the file, the line where there is one, and what to do. None
//! quotes a value of the file, only its headers, because messages end up in logs.

use std::fmt;
use std::io;

use super::decode::RowTooLong;
use super::sniff::Look;
use super::unpack::{Damaged, TooMuch};
use crate::domain::mask;

/// Whose file it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The agency's name as reports print it.
    pub agency: String,
    /// The path within the delivery folder; the name within an archive follows behind `/`, and
    /// where all sheets are read, `#` and the sheet.
    pub file: String,
}

impl Place {
    /// A sheet of this workbook.
    pub fn sheet(&self, name: &str) -> Self {
        Self { agency: self.agency.clone(), file: format!("{}#{}", self.file, mask::path(name)) }
    }

    /// A member of this archive.
    pub fn member(&self, name: &str) -> Self {
        Self { agency: self.agency.clone(), file: format!("{}/{}", self.file, mask::path(name)) }
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
    Unreadable { place: Place, source: io::Error },
    #[error("{place} is empty; the export broke off, ask the agency to repeat it")]
    Empty { place: Place },
    #[error("{place} has {bytes} bytes and the limit is {limit}; split it or raise the limit")]
    TooLarge { place: Place, bytes: u64, limit: u64 },
    #[error(
        "{place} unpacks to more than {limit} bytes, the limit; if it is no mistake, split it or \
         raise the limit"
    )]
    UnpacksTooLarge { place: Place, limit: u64 },
    #[error("{place} has more than {limit} rows in all; split it or raise `max_workbook_rows`")]
    TooManyRows { place: Place, limit: usize },
    #[error(
        "{place} has a sheet of {found} cells and the limit is {limit}; a value far from the table \
         makes it so: delete it, or raise `max_workbook_cells`"
    )]
    TooManyCells { place: Place, found: u64, limit: u64 },
    #[error("{place} should be {expected} but looks like {}; {}", found.words(), found.remedy())]
    NotThisFormat { place: Place, expected: &'static str, found: Look },
    #[error(
        "{place} is declared as {declared} but reads as {found}; ask for the declared encoding or \
         set `encoding = \"detect\"`"
    )]
    WrongEncoding { place: Place, declared: &'static str, found: &'static str },
    #[error(
        "{place} may be in {guess}, but only {confidence_percent} % sure and the limit is {limit} %; \
         set `encoding` for the source, or ask the agency for UTF-8"
    )]
    UnclearEncoding { place: Place, guess: &'static str, confidence_percent: u8, limit: u8 },
    #[error("{place} is a damaged workbook ({detail}); ask the agency to export it again")]
    DamagedWorkbook { place: Place, detail: String },
    #[error("{place} is a damaged Parquet file ({detail}); ask the agency to export it again")]
    DamagedParquet { place: Place, detail: String },
    #[error("{place} is a damaged archive ({detail}); ask the agency to send it again")]
    DamagedArchive { place: Place, detail: String },
    #[error(
        "{place} holds data in {} and in no sheet that is read; ask the agency to show the sheet, or \
         correct `sheets`",
        some(sheets)
    )]
    NoSheet { place: Place, sheets: Vec<String> },
    #[error(
        "{place} has the agreed header in the sheets {}, and `sheets = \"first\"` would lose the \
         rows of all but one; set `sheets = \"all\"`, or name the sheet that is meant, or list the \
         others in `unused_sheets`",
        some(sheets)
    )]
    SeveralSheets { place: Place, sheets: Vec<String> },
    #[error("{place} is encrypted; ask the agency to send it without a password")]
    EncryptedArchive { place: Place },
    #[error("{place} lies in an archive within an archive; ask the agency for one archive")]
    NestedArchive { place: Place },
    #[error(
        "{place} has no member that fits `{pattern}`{}; ask the agency for the file, or correct \
         `members`",
        only(others)
    )]
    NoMember { place: Place, pattern: String, others: Vec<String> },
    #[error("{0}; or narrow `members`, if this member is not meant for the source")]
    UnfitMember(Box<IngestError>),
    #[error(
        "{place} has {found} members and the limit is {limit}; raise `max_members` if it is so"
    )]
    TooManyMembers { place: Place, found: usize, limit: usize },
    #[error(
        "{place} is compressed by {codec}; ask for zstd, Snappy or gzip in Parquet, deflate in ZIP, or \
         none"
    )]
    UnreadCodec { place: Place, codec: String },
    #[error("{place}: column `{column}` holds {holds}, which is no text; ask for one text a row")]
    NoTextColumn { place: Place, column: String, holds: String },
    #[error(
        "{place}{}: there is no known header, such as `{expected}`{}; if the layout or the delimiter \
         changed, correct the source's settings, else ask the agency for the agreed table",
        if *rows == 0 { String::new() } else { format!(", lines 1 to {rows}") },
        limit.map(|limit| format!(
            ", in the first {limit} rows; if it stands further down, raise `header_rows_max`"
        )).unwrap_or_default()
    )]
    NoHeader {
        place: Place,
        rows: u32,
        expected: String,
        /// How many rows were looked at, where there may be more.
        limit: Option<usize>,
    },
    #[error(
        "{place}{}: the header has no column `{column}`{}; if it was renamed, add its \
         name to the column's `headers`, else ask the agency for it",
        in_line(*line),
        closest.as_ref().map(|found| format!(", the closest is `{found}`")).unwrap_or_default()
    )]
    MissingColumn { place: Place, line: u32, column: String, closest: Option<String> },
    #[error(
        "{place}{}: the header names column `{column}` twice; ask the agency to keep the one that is meant",
        in_line(*line)
    )]
    AmbiguousColumn { place: Place, line: u32, column: String },
    #[error(
        "{place}{}: {found} columns and the limit is {limit}; is the delimiter wrong, or does a value stand far \
         from the table? Ask the agency to correct it",
        in_line(*line)
    )]
    TooManyColumns { place: Place, line: u32, found: usize, limit: usize },
    #[error(
        "{place}, lines {line} to {last}: a quotation mark in the first of these lines takes whole \
         rows into one cell; ask the agency to write quotation marks within a value twice, or set \
         `quotes = false`"
    )]
    RowsWithinCell { place: Place, line: u32, last: u32 },
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

    /// Whether it is that the content is not such a table as the source wants.
    pub const fn is_unfit(&self) -> bool {
        matches!(
            self,
            Self::NotThisFormat { .. }
                | Self::NoHeader { .. }
                | Self::MissingColumn { .. }
                | Self::UnclearEncoding { .. }
                | Self::WrongEncoding { .. }
        )
    }

    /// The error that reading a content ended with.
    pub fn reading(place: &Place, source: io::Error) -> Self {
        let place = place.clone();
        let marker = source.get_ref();
        if let Some(TooMuch(limit)) = marker.and_then(|inner| inner.downcast_ref()) {
            return Self::UnpacksTooLarge { place, limit: *limit };
        }
        if let Some(damage) = marker.and_then(|inner| inner.downcast_ref::<Damaged>()) {
            return Self::DamagedArchive { place, detail: damage.to_string() };
        }
        Self::Unreadable { place, source }
    }

    /// As [`Self::reading`], of a row that begins on a line and may grow to a limit.
    pub fn reading_row(place: &Place, source: io::Error, line: u32, limit: usize) -> Self {
        let marker = source.get_ref().and_then(|inner| inner.downcast_ref::<RowTooLong>());
        if marker.is_some() {
            return Self::RowTooLong { place: place.clone(), line, limit };
        }
        Self::reading(place, source)
    }
}

/// The first of the members that an archive has instead.
fn only(others: &[String]) -> String {
    if others.is_empty() { String::new() } else { format!(", only {}", some(others)) }
}

/// The first of the names, without what they say of people, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> =
        names.iter().take(SHOWN).map(|name| format!("`{}`", mask::label(name))).collect();
    let more = names.len().checked_sub(SHOWN + 1).map(|more| format!(" and {} more", more + 1));
    format!("{}{}", shown.join(", "), more.unwrap_or_default())
}

/// The line as messages give it; a file that names its columns elsewhere has its header in line 0.
fn in_line(line: u32) -> String {
    if line == 0 { String::new() } else { format!(", line {line}") }
}
