//! Workbooks (XLSX): the first visible sheet that holds data.
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
use super::{Column, IngestError, Place, Settings};
use crate::domain::RawRows;

/// What a workbook gave.
pub struct Workbook {
    pub chunks: Vec<RawRows>,
    pub layout: Layout,
    pub sheet: String,
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
    let mut read: Option<(String, Vec<SheetRow>)> = None;
    let mut unread_sheets = Vec::new();
    for name in names {
        // Of a further sheet it only matters whether it holds anything.
        let limit = if read.is_some() { 1 } else { usize::MAX };
        let rows = sheet_rows(&mut workbook, &name, settings, limit).map_err(damaged)?;
        match &read {
            _ if rows.is_empty() => {}
            None => read = Some((name, rows)),
            Some(_) => unread_sheets.push(name),
        }
    }
    let Some((sheet, rows)) = read else {
        return Err(IngestError::Empty { place: place.clone() });
    };
    let leading = &rows[..rows.len().min(settings.header_rows_max)];
    let Some(at) = find_header(leading, columns) else {
        return Err(no_header(place, leading.last().map_or(1, |(line, _)| *line), columns));
    };
    let layout = lay_out(place, rows[at].0, &rows[at].1, columns)?.without(&settings.unused);
    let origin =
        Origin { source: source.to_owned(), file: place.file.clone(), sheet: Some(sheet.clone()) };
    let mut table = Table { origin, layout, columns, chunk_rows, chunks: Vec::new(), footers: 0 };
    table.read(&rows[at].1, &rows[at + 1..]);
    let Table { layout, chunks, footers, .. } = table;
    Ok(Workbook { chunks, layout, sheet, footer_rows: footers, unread_sheets })
}

struct Table<'a> {
    origin: Origin,
    layout: Layout,
    columns: &'a [Column],
    chunk_rows: usize,
    chunks: Vec<RawRows>,
    footers: u64,
}

impl Table<'_> {
    fn read(&mut self, header: &[String], rows: &[SheetRow]) {
        let mut chunk = Chunk::new(self.columns.len());
        for (line, cells) in rows {
            let first = cells.iter().find(|cell| !is_blank(cell));
            if first.is_some_and(|first| is_footer(first)) {
                self.footers += 1;
            } else if cells == header {
                chunk.reject(&self.origin, *line, RowFault::RepeatedHeader);
            } else if first.is_some() {
                chunk.push(*line, &self.layout, |at| cells.get(at).map(String::as_str));
            }
            if chunk.rows() == self.chunk_rows {
                let full = std::mem::replace(&mut chunk, Chunk::new(self.columns.len()));
                self.chunks.push(full.finish(&self.origin, &self.layout, self.columns));
            }
        }
        if chunk.rows() > 0 {
            self.chunks.push(chunk.finish(&self.origin, &self.layout, self.columns));
        }
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
        if text.is_empty() || column >= settings.max_columns {
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
