//! Delimited text (CSV and its kin), streamed.
//!
//! A line number is the physical line on which a row begins: the number of line feeds read up to
//! the row's end, less its own and those inside its cells. Cells written as `="0123"`, by which
//! systems keep a spreadsheet from taking digits for a number, are the text within.

use std::io::Read;

use csv::{Reader, ReaderBuilder, StringRecord, Terminator};

use crate::ingest::chunk::RowFault;
use crate::ingest::decode::{Decoding, LineEnd, REPLACEMENT};
use crate::ingest::header::Header;
use crate::ingest::row::{Rows, TextRow};
use crate::ingest::{Column, IngestError, Place, Settings};

/// What may stand between two cells, the likeliest first.
pub const DELIMITERS: [u8; 5] = [b',', b'\t', b'|', b';', b'^'];

/// A text file being read.
pub struct Delimited {
    place: Place,
    reader: Reader<Decoding<Box<dyn Read + Send>>>,
    delimiter: u8,
    max_row_bytes: usize,
    /// The agreed columns of a file without a header.
    header: Vec<String>,
}

impl Delimited {
    pub fn new(
        place: Place,
        text: Decoding<Box<dyn Read + Send>>,
        delimiter: u8,
        settings: &Settings,
    ) -> Self {
        let reader = builder(delimiter, settings).buffer_capacity(1 << 18).from_reader(text);
        let (max_row_bytes, header) = (settings.max_row_bytes, settings.header.clone());
        Self { place, reader, delimiter, max_row_bytes, header }
    }

    fn is_damaged(&self, cells: &StringRecord) -> bool {
        self.reader.get_ref().had_errors() && cells.as_slice().contains(REPLACEMENT)
    }
}

impl Rows for Delimited {
    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError> {
        let before = self.reader.position().line();
        self.reader.get_mut().allow(self.max_row_bytes);
        row.begin(0);
        let read = self.reader.read_record(&mut row.cells);
        if !read.map_err(|error| failure(error, before, self.max_row_bytes, &self.place))? {
            return Ok(false);
        }
        let after = self.reader.position().line();
        let inside = match after - before {
            0 | 1 => 0,
            _ => row.cells.as_slice().matches('\n').count() as u64,
        };
        let line = after.saturating_sub(1 + inside).max(1);
        row.line = u32::try_from(line).unwrap_or(u32::MAX);
        if self.is_damaged(&row.cells) {
            row.fault = Some(RowFault::Undecodable);
        }
        if row.cells.as_slice().len() > self.max_row_bytes {
            let (place, limit) = (self.place.clone(), self.max_row_bytes);
            return Err(IngestError::RowTooLong { place, line: row.line, limit });
        }
        // Only a quotation mark that never closes takes the end of the file into a cell.
        let last = row.cells.len().checked_sub(1).and_then(|last| row.cells.get(last));
        if last.is_some_and(|last| last.ends_with('\n')) && self.reader.get_ref().is_spent() {
            row.fault = Some(RowFault::Unclosed);
            // The line feed that ends the file is one of those inside the cell.
            row.line = row.line.saturating_add(1);
        }
        if inside > 0 && holds_rows(&row.cells, self.delimiter) {
            let (place, line) = (self.place.clone(), row.line);
            let last = u32::try_from(after.saturating_sub(1)).unwrap_or(u32::MAX);
            return Err(IngestError::RowsWithinCell { place, line, last });
        }
        // Nearly no row has the sign, which is found faster than the two characters.
        let text = row.cells.as_slice();
        if text.as_bytes().contains(&b'=') && text.contains("=\"") {
            row.cells = row.cells.iter().map(unquote).collect();
        }
        Ok(true)
    }

    fn header(&self) -> Option<&[String]> {
        (!self.header.is_empty()).then_some(&self.header)
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn is_cut(&self) -> bool {
        self.reader.get_ref().is_cut()
    }

    fn remarks(&self) -> Vec<String> {
        self.reader.get_ref().remarks()
    }
}

/// What stands between the cells of a sample: that by which its beginning names most declared
/// columns, or most columns where the file has no header.
pub fn delimiter_of(
    sample: &[u8],
    encoding: &'static encoding_rs::Encoding,
    settings: &Settings,
    columns: &[Column],
) -> u8 {
    if let Some(declared) = settings.delimiter {
        // Only an ASCII delimiter leaves UTF-8 cells whole; another is a fault of the settings.
        return u8::try_from(declared).ok().filter(u8::is_ascii).unwrap_or(b',');
    }
    let known = |delimiter: &u8| {
        let text = Decoding::new(sample, encoding, LineEnd::of(sample));
        let records = builder(*delimiter, settings).from_reader(text).into_records();
        let leading = records.take(settings.header_rows_max).map_while(Result::ok);
        let counts = leading.map(|record| {
            let named = Header::of_cells(1, record.iter()).count_known(columns);
            if settings.header.is_empty() { named } else { record.len() }
        });
        counts.max().unwrap_or(0)
    };
    // The first of the best.
    DELIMITERS.into_iter().rev().max_by_key(known).unwrap_or(b',')
}

fn builder(delimiter: u8, settings: &Settings) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(settings.quotes)
        .terminator(Terminator::Any(b'\n'));
    builder
}

/// Whether a cell holds lines that are rows by themselves: with as many delimiters, or nearly, as the
/// row has around it and the cell within. Nobody writes a table into a cell.
fn holds_rows(cells: &StringRecord, delimiter: u8) -> bool {
    let count = |line: &str| line.bytes().filter(|byte| *byte == delimiter).count();
    let is_row = |line: &str| count(line) >= 2 && count(line) + 1 >= cells.len().saturating_sub(1);
    // The first line of the cell begins within a row, the last ends within one.
    let whole_lines = |cell: &str| {
        let mut lines: Vec<&str> = cell.split('\n').skip(1).collect();
        lines.pop();
        lines.into_iter().any(is_row)
    };
    cells.iter().filter(|cell| cell.contains('\n')).any(whole_lines)
}

fn unquote(cell: &str) -> &str {
    let inside = cell.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(cell)
}

fn failure(error: csv::Error, line: u64, limit: usize, place: &Place) -> IngestError {
    let source = match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        _ => std::io::Error::other("the rows cannot be told apart"),
    };
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    IngestError::reading_row(place, source, line, limit)
}
