//! Sheets: the cells of a workbook become rows, whatever kind of workbook it is.
//!
//! A cell that spans several rows holds for each of them, so that a household's number merged over
//! its members is not lost to all but the first; such copies are marked. Blank rows and columns are
//! passed over, hidden ones are read and reported, for a filter that was left on hides people.

use std::collections::VecDeque;
use std::ops::Range;

use crate::ingest::row::{Rows, TextRow, is_blank};
use crate::ingest::{IngestError, Place, Settings, Sheets, find};

/// A sheet that holds something.
pub struct Sheet {
    pub name: String,
    pub rows: SheetRows,
}

/// What a workbook gives.
#[derive(Default)]
pub struct Book {
    /// The sheets to read, in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// Further sheets that hold data and are not read.
    pub unread: Vec<String>,
    /// Sheets that are hidden and hold data; never read.
    pub hidden: Vec<String>,
    pub remarks: Vec<String>,
}

/// The rows of a sheet that hold anything.
#[derive(Default)]
pub struct SheetRows(VecDeque<TextRow>);

impl Rows for SheetRows {
    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError> {
        let next = self.0.pop_front();
        let found = next.is_some();
        *row = next.unwrap_or_default();
        Ok(found)
    }

    fn has_spans(&self) -> bool {
        true
    }
}

/// A rectangle of cells that is written as one; all bounds from 0 and included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// What becomes of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Read,
    /// Whether it holds anything is all that matters.
    Name,
    Ignore,
}

impl Book {
    /// What the settings say of a visible sheet, given those read so far.
    pub fn fate(&self, name: &str, settings: &Settings) -> Fate {
        let fits = |pattern: &String| find::matches_pattern(name, pattern);
        if settings.unused_sheets.iter().any(fits) {
            return Fate::Ignore;
        }
        match &settings.sheets {
            Sheets::First if self.sheets.is_empty() => Fate::Read,
            Sheets::All => Fate::Read,
            Sheets::Named(patterns) if patterns.iter().any(fits) => Fate::Read,
            Sheets::First | Sheets::Named(_) => Fate::Name,
        }
    }

    /// How many more rows may be read.
    pub fn rows_left(&self, settings: &Settings) -> usize {
        let read: usize = self.sheets.iter().map(|sheet| sheet.rows.0.len()).sum();
        settings.max_workbook_rows.saturating_sub(read)
    }

    /// Adds a sheet that was read, or its name.
    pub fn add(&mut self, name: String, rows: Vec<TextRow>, fate: Fate) {
        if rows.is_empty() {
            return;
        }
        match fate {
            Fate::Read => self.sheets.push(Sheet { name, rows: SheetRows(rows.into()) }),
            Fate::Name => self.unread.push(name),
            Fate::Ignore => {}
        }
    }
}

/// Collects cells, which come row by row, into rows.
pub struct SheetBuilder<'a> {
    place: &'a Place,
    settings: &'a Settings,
    rows: Vec<TextRow>,
    rows_max: usize,
    /// The row at hand, from 0, with its cells: column, and where its text lies.
    row: u32,
    cells: Vec<(u32, Range<usize>)>,
    text: String,
    /// Cells and bytes held so far: a value that many cells share is held by each of them.
    held_cells: u64,
    held_bytes: u64,
}

impl<'a> SheetBuilder<'a> {
    pub fn new(place: &'a Place, settings: &'a Settings, rows_max: usize) -> Self {
        let (rows, cells, text) = (Vec::new(), Vec::new(), String::new());
        let (held_cells, held_bytes) = (0, 0);
        Self { place, settings, rows, rows_max, row: 0, cells, text, held_cells, held_bytes }
    }

    /// Takes a cell at a row and column from 0.
    pub fn push(&mut self, row: u32, column: u32, text: &str) -> Result<(), IngestError> {
        if is_blank(text) {
            return Ok(());
        }
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        let limit = self.settings.max_columns;
        if column as usize >= limit {
            let (place, line, found) =
                (self.place.clone(), row.saturating_add(1), column as usize + 1);
            return Err(IngestError::TooManyColumns { place, line, found, limit });
        }
        self.weigh(text)?;
        let from = self.text.len();
        self.text.push_str(text);
        self.cells.push((column, from..self.text.len()));
        Ok(())
    }

    fn weigh(&mut self, text: &str) -> Result<(), IngestError> {
        self.held_cells += 1;
        self.held_bytes += text.len() as u64;
        let (cells, bytes) = (self.settings.max_workbook_cells, self.settings.max_unpacked_bytes);
        let place = || self.place.clone();
        if self.held_cells > cells {
            let found = self.held_cells;
            return Err(IngestError::TooManyCells { place: place(), found, limit: cells });
        }
        if self.held_bytes > bytes {
            return Err(IngestError::UnpacksTooLarge { place: place(), limit: bytes });
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), IngestError> {
        if self.cells.is_empty() {
            return Ok(());
        }
        if self.rows.len() == self.rows_max {
            let limit = self.settings.max_workbook_rows;
            return Err(IngestError::TooManyRows { place: self.place.clone(), limit });
        }
        // Workbooks write cells in order; one that does not is read all the same.
        self.cells.sort_by_key(|(column, _)| *column);
        let mut row = TextRow { line: self.row.saturating_add(1), ..TextRow::default() };
        for (column, range) in self.cells.drain(..) {
            while row.cells.len() < column as usize {
                row.cells.push_field("");
            }
            if row.cells.len() == column as usize {
                row.cells.push_field(&self.text[range]);
            }
        }
        self.text.clear();
        self.rows.push(row);
        Ok(())
    }

    /// The rows, with the value of each cell that spans several.
    pub fn finish(mut self, spans: &[Span]) -> Result<Vec<TextRow>, IngestError> {
        self.end_row()?;
        // Rows in order, so that a span finds its own.
        self.rows.sort_by_key(|row| row.line);
        for span in spans.iter().filter(|span| span.rows.1 > span.rows.0) {
            self.spread(*span);
        }
        Ok(self.rows)
    }

    fn spread(&mut self, span: Span) {
        let line = |row: u32| row.saturating_add(1);
        let from = self.rows.partition_point(|row| row.line < line(span.rows.0));
        let to = self.rows.partition_point(|row| row.line <= line(span.rows.1));
        let column = span.columns.0 as usize;
        let Some([first, others @ ..]) = self.rows.get_mut(from..to) else {
            return;
        };
        let text = first.cells.get(column).filter(|_| first.line == line(span.rows.0));
        let Some(text) = text.filter(|text| !is_blank(text)).map(str::to_owned) else {
            return;
        };
        for row in others {
            let is_free = row.cells.get(column).is_none_or(is_blank);
            if is_free {
                let width = row.cells.len().max(column + 1);
                let cell =
                    |at: usize| if at == column { &text } else { row.cells.get(at).unwrap_or("") };
                row.cells = (0..width).map(cell).collect();
                row.copied.push(column);
            }
        }
    }
}
