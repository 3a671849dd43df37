//! Workbooks of Excel (XLSX, XLSB, XLS): their visible sheets as rows.
//!
//! Numbers become text without loss: whole ones without a decimal point, others with the fifteen
//! digits Excel itself keeps. A number of more digits has already lost its last ones when it was
//! typed, so it is written as Excel shows it, with zeros, for normalising to recognise. Dates become
//! `2026-11-05`, with a time if they have one; a formula is the value it had when it was saved, and one
//! that was saved without is marked: programs that write XLSX do not calculate, Excel and WPS do.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
    XlsxCellFormulaMetadataRecord,
};

use super::sheet::{Asked, Book, Fate, SheetBuilder, Span};
use super::{xls_size, xlsx_parts};
use crate::domain::{MergedCells, SheetCell, SheetCells, SheetRow};
use crate::ingest::row::{TextRow, is_blank};
use crate::ingest::{CellLimits, Format, IngestError, Place};

/// Reads a workbook's bytes.
///
/// A library that falls over a file is no reason for the night to: it makes the file a damaged one.
pub fn read_workbook(
    asked: Asked<'_>,
    format: Format,
    bytes: Vec<u8>,
) -> Result<Book, IngestError> {
    let read = AssertUnwindSafe(|| match format {
        Format::Xls => read_xls(asked, &bytes),
        Format::Xlsb => read_xlsb(asked, bytes),
        _ => read_xlsx(asked, bytes),
    });
    whole(asked.place, catch_unwind(read))
}

/// Reads the cells of the visible sheets of an XLSX workbook, whatever they are.
pub fn read_cells(
    place: &Place,
    bytes: Vec<u8>,
    limits: CellLimits,
) -> Result<Vec<SheetCells>, IngestError> {
    let read = AssertUnwindSafe(|| {
        let parts = look_through(place, &bytes, limits.unpacked_bytes)?;
        let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(place, &error))?;
        let mut left = limits.cells;
        let mut read = Vec::new();
        for (name, _) in sheets(workbook.sheets_metadata()).into_iter().filter(|sheet| sheet.1) {
            let merged = if parts.merges {
                let merged = workbook.merge_cells_by_sheet_name(&name);
                merged.map_err(|error| damaged(place, &error))?
            } else {
                Vec::new()
            };
            let mut cells =
                workbook.worksheet_cells_reader(&name).map_err(|error| damaged(place, &error))?;
            let merged = merged.iter().map(merged_cells).collect();
            let mut sheet = SheetCells { name, rows: Vec::new(), merged };
            while let Some(cell) =
                cells.next_cell_with_formula_metadata().map_err(|error| damaged(place, &error))?
            {
                let text = text_of(&cell.value);
                let is_formula = cell.formula.is_some();
                if is_blank(&text) && !is_formula {
                    continue;
                }
                left = left.checked_sub(1).ok_or_else(|| {
                    let limit = limits.cells;
                    IngestError::TooManyCells { place: place.clone(), found: limit + 1, limit }
                })?;
                add_cell(&mut sheet, cell.pos, text, is_formula);
            }
            sheet.rows.sort_by_key(|row| row.row);
            read.push(sheet);
        }
        Ok(read)
    });
    whole(place, catch_unwind(read))
}

fn merged_cells(merged: &Dimensions) -> MergedCells {
    let Span { rows: (first, last), columns } = span(merged);
    MergedCells { rows: (first.saturating_add(1), last.saturating_add(1)), columns }
}

fn add_cell(sheet: &mut SheetCells, (row, column): (u32, u32), text: String, is_formula: bool) {
    let row = row.saturating_add(1);
    let cell = SheetCell { column, text, is_formula };
    match sheet.rows.last_mut() {
        Some(last) if last.row == row => last.cells.push(cell),
        _ => sheet.rows.push(SheetRow { row, cells: vec![cell] }),
    }
}

/// What was read, unless the library fell over it.
fn whole<T>(
    place: &Place,
    read: std::thread::Result<Result<T, IngestError>>,
) -> Result<T, IngestError> {
    read.unwrap_or_else(|_| Err(damaged(place, "its parts do not fit")))
}

fn damaged(place: &Place, detail: &(impl ToString + ?Sized)) -> IngestError {
    IngestError::DamagedWorkbook { place: place.clone(), detail: detail.to_string() }
}

/// What a part of a sheet ended with: the sheet's limits, or the library's trouble.
enum Trouble<E> {
    Limit(IngestError),
    Library(E),
}

impl<E> From<E> for Trouble<E> {
    fn from(error: E) -> Self {
        Self::Library(error)
    }
}

impl<E: ToString> Trouble<E> {
    fn at(self, place: &Place) -> IngestError {
        match self {
            Self::Limit(error) => error,
            Self::Library(error) => damaged(place, &error),
        }
    }
}

fn read_xlsx(asked: Asked<'_>, bytes: Vec<u8>) -> Result<Book, IngestError> {
    let place = asked.place;
    let parts = look_through(place, &bytes, asked.settings.max_unpacked_bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(place, &error))?;
    let mut book =
        Book { remarks: hidden(parts.hidden_rows, parts.hidden_columns), ..Book::default() };
    for (name, visible) in sheets(workbook.sheets_metadata()) {
        let spans = if parts.merges && visible {
            let merges = workbook.merge_cells_by_sheet_name(&name);
            merges.map_err(|error| damaged(place, &error))?
        } else {
            Vec::new()
        };
        let read = |builder: &mut SheetBuilder<'_>| {
            let mut cells = workbook.worksheet_cells_reader(&name)?;
            take_cells(builder, || {
                Ok(cells.next_cell_with_formula_metadata()?.as_ref().map(result_at))
            })
        };
        add_sheet(&mut book, asked, &name, visible, &spans, read)
            .map_err(|trouble| trouble.at(place))?;
    }
    Ok(book)
}

fn read_xlsb(asked: Asked<'_>, bytes: Vec<u8>) -> Result<Book, IngestError> {
    let place = asked.place;
    look_through(place, &bytes, asked.settings.max_unpacked_bytes)?;
    let mut workbook = Xlsb::new(Cursor::new(bytes)).map_err(|error| damaged(place, &error))?;
    let mut book = Book::default();
    for (name, visible) in sheets(workbook.sheets_metadata()) {
        let read = |builder: &mut SheetBuilder<'_>| {
            let mut cells = workbook.worksheet_cells_reader(&name)?;
            take_cells(builder, || Ok(cells.next_cell()?.as_ref().map(text_at)))
        };
        add_sheet(&mut book, asked, &name, visible, &[], read)
            .map_err(|trouble| trouble.at(place))?;
    }
    Ok(book)
}

fn read_xls(asked: Asked<'_>, bytes: &[u8]) -> Result<Book, IngestError> {
    let Asked { place, settings, .. } = asked;
    let (size, bytes) = xls_size::measure(bytes).map_err(|error| damaged(place, &error))?;
    if size.cells > settings.max_workbook_cells {
        let (found, limit) = (size.cells, settings.max_workbook_cells);
        return Err(IngestError::TooManyCells { place: place.clone(), found, limit });
    }
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => IngestError::EncryptedArchive { place: place.clone() },
        error => damaged(place, &error),
    })?;
    let mut book = Book { remarks: hidden(size.hidden_rows, 0), ..Book::default() };
    for (name, visible) in sheets(workbook.sheets_metadata()) {
        let spans = workbook.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let range = workbook.worksheet_range(&name).map_err(|error| damaged(place, &error))?;
        let (top, left) = range.start().unwrap_or_default();
        let read = |builder: &mut SheetBuilder<'_>| {
            let place =
                |from: u32, at: usize| from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
            let mut cells = range.used_cells().map(|(row, column, value)| {
                ((place(top, row), place(left, column)), Some(owned_text_of(value)))
            });
            take_cells(builder, || Ok::<_, Trouble<calamine::XlsError>>(cells.next()))
        };
        add_sheet(&mut book, asked, &name, visible, &spans, read)
            .map_err(|trouble| trouble.at(place))?;
    }
    Ok(book)
}

/// A cell's row and column from 0, and its text; none of a formula whose result was not saved.
type CellText = ((u32, u32), Option<String>);

fn text_at(cell: &calamine::Cell<DataRef<'_>>) -> CellText {
    (cell.get_position(), Some(text_of(cell.get_value())))
}

fn result_at(cell: &XlsxCellFormulaMetadataRecord<'_>) -> CellText {
    let is_unsaved = cell.formula.is_some() && cell.value == DataRef::Empty;
    (cell.pos, (!is_unsaved).then(|| text_of(&cell.value)))
}

/// Takes the cells of a sheet as they come, as far as they matter.
fn take_cells<E>(
    builder: &mut SheetBuilder<'_>,
    mut next: impl FnMut() -> Result<Option<CellText>, Trouble<E>>,
) -> Result<(), Trouble<E>> {
    while !builder.is_full() {
        let Some(((row, column), text)) = next()? else {
            break;
        };
        let taken = match text {
            Some(text) => builder.push(row, column, &text),
            None => builder.push_unsaved(row, column),
        };
        taken.map_err(Trouble::Limit)?;
    }
    Ok(())
}

/// The tables of a workbook with whether they are to be seen.
fn sheets(metadata: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let tables = metadata.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    tables.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect()
}

/// Reads a sheet as far as it matters.
fn add_sheet<E>(
    book: &mut Book,
    asked: Asked<'_>,
    name: &str,
    visible: bool,
    spans: &[Dimensions],
    read: impl FnOnce(&mut SheetBuilder<'_>) -> Result<(), Trouble<E>>,
) -> Result<(), Trouble<E>> {
    let fate = if visible { book.fate(name, asked.settings) } else { Fate::Name };
    if fate == Fate::Ignore {
        return Ok(());
    }
    let mut builder = SheetBuilder::new(asked, fate, book.rows_left(fate, asked.settings));
    read(&mut builder)?;
    let spans: Vec<Span> = spans.iter().map(span).collect();
    let rows: Vec<TextRow> = builder.finish(&spans).map_err(Trouble::Limit)?;
    if visible {
        book.add(name.to_owned(), rows, fate, asked);
    } else if !rows.is_empty() {
        book.hidden.push(name.to_owned());
    }
    Ok(())
}

fn span(merged: &Dimensions) -> Span {
    Span { rows: (merged.start.0, merged.end.0), columns: (merged.start.1, merged.end.1) }
}

fn look_through(place: &Place, bytes: &[u8], limit: u64) -> Result<xlsx_parts::Parts, IngestError> {
    xlsx_parts::look_through(bytes, limit).map_err(|error| {
        match IngestError::reading(place, error) {
            IngestError::Unreadable { source, .. } => damaged(place, &source),
            other => other,
        }
    })
}

/// What the agency should hear of rows and columns that are hidden.
fn hidden(rows: u64, columns: u64) -> Vec<String> {
    let mut remarks = Vec::new();
    if rows > 0 {
        remarks.push(format!(
            "有{rows}行被隐藏（可能是筛选未取消），已一并读取；如不应报送请删除后重报"
        ));
    }
    if columns > 0 {
        remarks.push(format!("有{columns}处列被隐藏，已一并读取；如不应报送请删除后重报"));
    }
    remarks
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => owned_text_of(&Data::from(other.clone())),
    }
}

fn owned_text_of(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => moment_text(*moment),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
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
