//! Delimited text (CSV), streamed.
//!
//! A line number is the physical line on which a row begins: the number of line feeds read up to
//! the row's end, less its own and those inside its cells.

use std::collections::VecDeque;
use std::fs::File;

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};

use super::chunk::{Chunk, Origin, RowFault, is_blank, is_footer};
use super::decode::{Decoding, REPLACEMENT, RowTooLong};
use super::header::{Layout, find_header, lay_out};
use super::{Column, IngestError, Place, Settings};
use crate::domain::RawRows;

/// A text file being read.
pub struct Delimited {
    place: Place,
    origin: Origin,
    columns: Vec<Column>,
    layout: Layout,
    reader: Reader<Decoding<File>>,
    max_row_bytes: usize,
    /// Rows that were read while looking for the header.
    pending: VecDeque<(u32, ByteRecord)>,
    /// A row with the wrong number of cells, kept back until it is known whether it is the last.
    ragged: Option<(u32, usize)>,
    header_cells: ByteRecord,
    footer_rows: u64,
    done: bool,
}

impl Delimited {
    /// Reads as far as the header.
    pub fn open(
        place: Place,
        origin: Origin,
        file: File,
        encoding: &'static encoding_rs::Encoding,
        settings: &Settings,
        columns: &[Column],
    ) -> Result<Self, IngestError> {
        // Only an ASCII delimiter leaves UTF-8 cells whole; another is a fault of the settings.
        let delimiter = u8::try_from(settings.delimiter).ok().filter(u8::is_ascii);
        let delimiter = delimiter.unwrap_or(b',');
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(1 << 18)
            .from_reader(Decoding::new(file, encoding));
        let mut leading = VecDeque::new();
        while leading.len() < settings.header_rows_max {
            let mut record = ByteRecord::new();
            let limit = settings.max_row_bytes;
            let Some(line) = read_row(&mut reader, &mut record, limit, &place)? else {
                break;
            };
            leading.push_back((line, record));
        }
        let (layout, at) = find_layout(&place, &leading, settings, columns)?;
        let pending = leading.split_off(at + 1);
        let header_cells = leading.pop_back().map(|(_, record)| record).unwrap_or_default();
        Ok(Self {
            place,
            origin,
            columns: columns.to_vec(),
            layout,
            reader,
            max_row_bytes: settings.max_row_bytes,
            pending,
            ragged: None,
            header_cells,
            footer_rows: 0,
            done: false,
        })
    }

    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    pub const fn footer_rows(&self) -> u64 {
        self.footer_rows
    }

    /// The digest of the file once all of it has been read.
    pub fn digest(&self) -> Option<String> {
        self.done.then(|| self.reader.get_ref().digest())
    }

    /// The following rows, at most as many as asked for; `None` at the end of the file.
    pub fn next_chunk(&mut self, chunk_rows: usize) -> Result<Option<RawRows>, IngestError> {
        if self.done {
            return Ok(None);
        }
        let mut chunk = Chunk::new(self.columns.len());
        let mut record = ByteRecord::new();
        while chunk.rows() < chunk_rows {
            let line = match self.pending.pop_front() {
                Some((line, kept)) => {
                    record = kept;
                    Some(line)
                }
                None => read_row(&mut self.reader, &mut record, self.max_row_bytes, &self.place)?,
            };
            self.release_ragged(&mut chunk, line.is_none());
            let Some(line) = line else {
                self.done = true;
                break;
            };
            self.take(&mut chunk, line, &record);
        }
        let empty = chunk.rows() == 0;
        Ok((!empty).then(|| chunk.finish(&self.origin, &self.layout, &self.columns)))
    }

    fn take(&mut self, chunk: &mut Chunk, line: u32, record: &ByteRecord) {
        let cell = |at: usize| record.get(at).map(text_of);
        let first = (0..record.len()).filter_map(cell).find(|text| !is_blank(text));
        let Some(first) = first else {
            return;
        };
        if is_footer(first) {
            self.footer_rows += 1;
        } else if self.is_undecodable(record) {
            chunk.reject(&self.origin, line, RowFault::Undecodable);
        } else if !self.fits(record) {
            self.ragged = Some((line, record.len()));
        } else if *record == self.header_cells {
            chunk.reject(&self.origin, line, RowFault::RepeatedHeader);
        } else {
            chunk.push(line, &self.layout, cell);
        }
    }

    fn release_ragged(&mut self, chunk: &mut Chunk, is_last: bool) {
        let Some((line, found)) = self.ragged.take() else {
            return;
        };
        let expected = self.layout.width;
        let cut = is_last && self.reader.get_ref().is_cut();
        let fault = if cut {
            RowFault::Cut { found, expected }
        } else {
            RowFault::Ragged { found, expected }
        };
        chunk.reject(&self.origin, line, fault);
    }

    /// Whether the row has a cell for every column; blank cells beyond the header do no harm.
    fn fits(&self, record: &ByteRecord) -> bool {
        let beyond = (self.layout.width..record.len()).filter_map(|at| record.get(at));
        record.len() >= self.layout.width && beyond.map(text_of).all(is_blank)
    }

    fn is_undecodable(&self, record: &ByteRecord) -> bool {
        let suspect = self.reader.get_ref().had_errors();
        suspect && record.as_slice().windows(REPLACEMENT.len()).any(|bytes| bytes == REPLACEMENT)
    }
}

/// Reads the next row that has cells and gives the line it begins on; `None` at the end.
fn read_row(
    reader: &mut Reader<Decoding<File>>,
    record: &mut ByteRecord,
    max_row_bytes: usize,
    place: &Place,
) -> Result<Option<u32>, IngestError> {
    let before = reader.position().line();
    reader.get_mut().allow(max_row_bytes);
    let read = reader.read_byte_record(record);
    let found = read.map_err(|error| failure(error, before, max_row_bytes, place))?;
    if !found {
        return Ok(None);
    }
    let after = reader.position().line();
    let inside = match after - before {
        0 | 1 => 0,
        _ => record.as_slice().split(|byte| *byte == b'\n').count() as u64 - 1,
    };
    let line = after.saturating_sub(1 + inside).max(1);
    Ok(Some(u32::try_from(line).unwrap_or(u32::MAX)))
}

fn failure(error: csv::Error, line: u64, limit: usize, place: &Place) -> IngestError {
    let place = place.clone();
    let source = match error.into_kind() {
        csv::ErrorKind::Io(source) => source,
        _ => std::io::Error::other("the rows cannot be told apart"),
    };
    let too_long = source.get_ref().and_then(|inner| inner.downcast_ref::<RowTooLong>());
    if too_long.is_some() {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        return IngestError::RowTooLong { place, line, limit };
    }
    IngestError::Unreadable { place, source }
}

/// The layout of the file and which of the leading rows is the header.
fn find_layout(
    place: &Place,
    leading: &VecDeque<(u32, ByteRecord)>,
    settings: &Settings,
    columns: &[Column],
) -> Result<(Layout, usize), IngestError> {
    let cells = |record: &ByteRecord| record.iter().map(|cell| text_of(cell).to_owned()).collect();
    let rows: Vec<(u32, Vec<String>)> =
        leading.iter().map(|(line, record)| (*line, cells(record))).collect();
    let Some(at) = find_header(&rows, columns) else {
        return Err(no_header(place, rows.last().map_or(1, |(line, _)| *line), columns));
    };
    let (line, header) = &rows[at];
    if header.len() > settings.max_columns {
        let (found, limit) = (header.len(), settings.max_columns);
        return Err(IngestError::TooManyColumns {
            place: place.clone(),
            line: *line,
            found,
            limit,
        });
    }
    Ok((lay_out(place, *line, header, columns)?.without(&settings.unused), at))
}

/// The error of a file none of whose leading rows is a header.
pub fn no_header(place: &Place, rows: u32, columns: &[Column]) -> IngestError {
    let expected = columns.iter().find(|column| column.needed).or(columns.first());
    let header = expected.and_then(|column| column.headers.first());
    let expected = header.cloned().unwrap_or_default();
    IngestError::NoHeader { place: place.clone(), rows, expected }
}

fn text_of(cell: &[u8]) -> &str {
    std::str::from_utf8(cell).expect("decoding writes UTF-8, which is never cut at a delimiter")
}
