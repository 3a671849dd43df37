//! Workbooks (XLSX): the first visible sheet that holds data, or all of them.
//!
//! Every sheet is a table of its own, with its titles, its header and its footer; a sheet without a
//! needed column is refused as a file would be, and a blank one is passed over.
//!
//! Numbers become text without loss: whole ones without a decimal point, others with the fifteen
//! digits Excel itself keeps. A number of more digits has already lost its last ones when it was
//! typed, so it is written as Excel shows it, with zeros, for normalising to recognise. Dates become
//! `2026-11-05`, with a time if they have one.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use super::chunk::{Chunk, Origin, RowFault, is_blank, is_footer};
use super::delimited::no_header;
use super::header::{Layout, find_header, lay_out};
use super::{Column, IngestError, Place, Settings, Sheets};
use crate::domain::RawRows;

/// What a workbook gave.
#[derive(Default)]
pub struct Workbook {
    /// The rows of the sheets read, sheet by sheet.
    pub chunks: Vec<RawRows>,
    /// The `file` of each sheet's rows, in the order of their tabs; at least one.
    pub parts: Vec<String>,
    /// The layout of each of these sheets.
    pub layouts: Vec<Layout>,
    pub footer_rows: u64,
    /// Further visible sheets that hold data and were not read.
    pub unread_sheets: Vec<String>,
}

/// A row of a sheet: its number from 1, and its cells from the first column.
type SheetRow = (u32, Vec<String>);

/// Reads a workbook's bytes.
pub fn read_workbook(
    place: &Place,
    source: &str,
    bytes: Vec<u8>,
    settings: &Settings,
    columns: &[Column],
    chunk_rows: usize,
) -> Result<Workbook, IngestError> {
    let damaged = |error: calamine::XlsxError| IngestError::DamagedWorkbook {
        place: place.clone(),
        detail: error.to_string(),
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let visible = |sheet: &&calamine::Sheet| {
        sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
    };
    let names: Vec<String> =
        workbook.sheets_metadata().iter().filter(visible).map(|sheet| sheet.name.clone()).collect();
    let mut read = Workbook::default();
    let mut rows_left = settings.max_workbook_rows;
    for name in names {
        let wanted = settings.sheets == Sheets::All || read.parts.is_empty();
        // Of a sheet that is not read it only matters whether it holds anything.
        let limit = if wanted { rows_left.saturating_add(1) } else { 1 };
        let rows = sheet_rows(&mut workbook, &name, settings, limit).map_err(damaged)?;
        if rows.is_empty() {
            continue;
        }
        if !wanted {
            read.unread_sheets.push(name);
            continue;
        }
        rows_left = rows_left.checked_sub(rows.len()).ok_or_else(|| {
            let limit = settings.max_workbook_rows;
            IngestError::TooManyRows { place: place.clone(), limit }
        })?;
        let place = match settings.sheets {
            Sheets::First => place.clone(),
            Sheets::All => place.sheet(&name),
        };
        let (layout, at) = find_layout(&place, &rows, settings, columns)?;
        let origin = Origin { source: source.to_owned(), file: place.file, sheet: Some(name) };
        let mut table = Table { origin, layout, columns, chunk_rows, read: &mut read };
        table.take(&rows[at].1, &rows[at + 1..]);
        table.finish();
    }
    if read.parts.is_empty() {
        return Err(IngestError::Empty { place: place.clone() });
    }
    Ok(read)
}

/// The layout of a sheet and which of its rows is the header.
fn find_layout(
    place: &Place,
    rows: &[SheetRow],
    settings: &Settings,
    columns: &[Column],
) -> Result<(Layout, usize), IngestError> {
    let leading = &rows[..rows.len().min(settings.header_rows_max)];
    let Some(at) = find_header(leading, columns) else {
        return Err(no_header(place, leading.last().map_or(1, |(line, _)| *line), columns));
    };
    let (line, header) = &rows[at];
    Ok((lay_out(place, *line, header, columns)?.without(&settings.unused), at))
}

/// A sheet on its way into what is read of its workbook.
struct Table<'a> {
    origin: Origin,
    layout: Layout,
    columns: &'a [Column],
    chunk_rows: usize,
    read: &'a mut Workbook,
}

impl Table<'_> {
    fn take(&mut self, header: &[String], rows: &[SheetRow]) {
        let mut chunk = Chunk::new(self.columns.len());
        for (line, cells) in rows {
            let first = cells.iter().find(|cell| !is_blank(cell));
            if first.is_some_and(|first| is_footer(first)) {
                self.read.footer_rows += 1;
            } else if cells == header {
                chunk.reject(&self.origin, *line, RowFault::RepeatedHeader);
            } else if first.is_some() {
                chunk.push(*line, &self.layout, |at| cells.get(at).map(String::as_str));
            }
            if chunk.rows() == self.chunk_rows {
                let full = std::mem::replace(&mut chunk, Chunk::new(self.columns.len()));
                self.read.chunks.push(full.finish(&self.origin, &self.layout, self.columns));
            }
        }
        if chunk.rows() > 0 {
            self.read.chunks.push(chunk.finish(&self.origin, &self.layout, self.columns));
        }
    }

    fn finish(self) {
        self.read.parts.push(self.origin.file);
        self.read.layouts.push(self.layout);
    }
}

/// The rows of a sheet that hold anything, at most `limit`.
fn sheet_rows(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    settings: &Settings,
    limit: usize,
) -> Result<Vec<SheetRow>, calamine::XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let mut rows: Vec<SheetRow> = Vec::new();
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let text = text_of(cell.get_value());
        if is_blank(&text) || column >= settings.max_columns {
            continue;
        }
        let line = row + 1;
        if rows.last().is_none_or(|(last, _)| *last != line) {
            if rows.len() == limit {
                break;
            }
            rows.push((line, Vec::new()));
        }
        let (_, row) = rows.last_mut().expect("a row was just begun");
        row.resize(row.len().max(column + 1), String::new());
        row[column] = text;
    }
    Ok(rows)
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => moment_text(*moment),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number with the fifteen significant digits Excel keeps, never in scientific notation.
pub fn number_text(number: f64) -> String {
    let kept: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if kept == 0.0 { "0".to_owned() } else { kept.to_string() }
}

fn moment_text(moment: ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() || serial < 1.0 {
        return number_text(serial);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {hour:02}:{minute:02}:{second:02}")
    }
}
