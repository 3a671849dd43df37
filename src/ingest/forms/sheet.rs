//! Sheets: the cells of a workbook become rows, whatever kind of workbook it is.
//!
//! A cell that spans several rows holds for each of them, so that a household's number merged over
//! its members is not lost to all but the first; such copies are marked. Blank rows and columns are
//! passed over, hidden ones are read and reported, for a filter that was left on hides people.

use std::collections::VecDeque;
use std::ops::Range;

use crate::ingest::footer::is_footer;
use crate::ingest::header::{Likeness, likeness};
use crate::ingest::row::{Rows, TextRow, is_blank};
use crate::ingest::{Column, IngestError, Place, Settings, Sheets, find};

/// Whose workbook is read, how, and for which columns.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub place: &'a Place,
    pub settings: &'a Settings,
    pub columns: &'a [Column],
}

impl Asked<'_> {
    /// The rows among which a header is looked for.
    fn leading<'r>(&self, rows: &'r [TextRow]) -> &'r [TextRow] {
        &rows[..rows.len().min(self.settings.header_rows_max)]
    }

    /// How far the sheet has the table's header, and whether somebody's row stands below.
    fn likeness(&self, rows: &[TextRow]) -> (Likeness, bool) {
        let (likeness, end) = likeness(self.leading(rows), self.columns);
        (likeness, rows[end..].iter().any(is_somebodys))
    }
}

/// Whether a row below a header is no note, no sum and no word that there is nothing: those are one
/// cell, or begin with a word of their own.
fn is_somebodys(row: &TextRow) -> bool {
    let filled = row.cells.iter().filter(|cell| !is_blank(cell)).count();
    filled > 1 && !row.first_cell().is_some_and(is_footer)
}

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
    /// Where one fitting sheet is wanted: those before it whose headers do not fit, by their leading
    /// rows alone.
    pub passed_over: Vec<(String, Vec<TextRow>)>,
    /// Which of these is the table with a column renamed or left out, and holds rows; the first.
    pub near: Option<usize>,
    /// Where one fitting sheet is wanted: the first that fits and holds nobody, as an empty form does.
    pub form: Option<Sheet>,
    /// Where one fitting sheet is wanted: further ones that fit and hold rows.
    pub rivals: Vec<String>,
    /// Further sheets that hold data and are not read.
    pub unread: Vec<String>,
    /// Sheets that are hidden and hold data; never read.
    pub hidden: Vec<String>,
    pub remarks: Vec<String>,
}

impl Sheet {
    fn new(name: String, rows: Vec<TextRow>) -> Self {
        Self { name, rows: SheetRows(rows.into()) }
    }
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
    /// Read if its header fits, for none before did.
    Try,
    /// One that fits was found: whether it fits as well is all that matters.
    Compare,
    /// Whether it holds anything is all that matters.
    Name,
    Ignore,
}

impl Fate {
    /// How much of the sheet has to be held.
    fn extent(self, settings: &Settings) -> Extent {
        match self {
            Self::Read | Self::Try => Extent::All,
            // The row below the last that can be a header says whether there are any.
            Self::Compare => Extent::Rows(settings.header_rows_max.saturating_add(1)),
            Self::Name | Self::Ignore => Extent::Cell,
        }
    }
}

/// How much of a sheet is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    All,
    Rows(usize),
    /// A single one.
    Cell,
}

impl Book {
    /// What the settings say of a visible sheet, given those read so far.
    pub fn fate(&self, name: &str, settings: &Settings) -> Fate {
        let fits = |pattern: &String| find::matches_pattern(name, pattern);
        if settings.unused_sheets.iter().any(fits) {
            return Fate::Ignore;
        }
        match &settings.sheets {
            Sheets::First if self.sheets.is_empty() => Fate::Try,
            Sheets::First => Fate::Compare,
            Sheets::All => Fate::Read,
            Sheets::Named(patterns) if patterns.iter().any(fits) => Fate::Read,
            Sheets::Named(_) => Fate::Name,
        }
    }

    /// How many rows of the next sheet may be held. Limits are of sheets that are read.
    pub fn rows_left(&self, fate: Fate, settings: &Settings) -> usize {
        if fate.extent(settings) != Extent::All {
            return usize::MAX;
        }
        let read: usize = self.sheets.iter().map(|sheet| sheet.rows.0.len()).sum();
        settings.max_workbook_rows.saturating_sub(read)
    }

    /// Adds a sheet that was read, or its name.
    pub fn add(&mut self, name: String, mut rows: Vec<TextRow>, fate: Fate, asked: Asked<'_>) {
        if rows.is_empty() {
            return;
        }
        match fate {
            Fate::Try => match asked.likeness(&rows) {
                (Likeness::Fits, true) => self.sheets.push(Sheet::new(name, rows)),
                (Likeness::Fits, false) if self.form.is_none() => {
                    self.form = Some(Sheet::new(name, rows));
                }
                (Likeness::Fits, false) => self.unread.push(name),
                (likeness, holds) => {
                    rows.truncate(asked.settings.header_rows_max);
                    if likeness == Likeness::Near && holds && self.near.is_none() {
                        self.near = Some(self.passed_over.len());
                    }
                    self.passed_over.push((name, rows));
                }
            },
            Fate::Read => self.sheets.push(Sheet::new(name, rows)),
            Fate::Compare if asked.likeness(&rows) == (Likeness::Fits, true) => {
                self.rivals.push(name);
            }
            Fate::Compare | Fate::Name => self.unread.push(name),
            Fate::Ignore => {}
        }
    }

    /// Takes the empty form where no sheet holds rows; otherwise it is a sheet that is not read.
    pub fn settle(&mut self) {
        match self.form.take() {
            Some(form) if self.sheets.is_empty() => self.sheets.push(form),
            Some(form) => self.unread.push(form.name),
            None => {}
        }
    }
}

/// Collects cells, which come row by row, into rows.
pub struct SheetBuilder<'a> {
    place: &'a Place,
    settings: &'a Settings,
    extent: Extent,
    /// Whether as much is held as matters, or as the limits allow of a sheet that is not read.
    full: bool,
    rows: Vec<TextRow>,
    rows_max: usize,
    /// The row at hand, from 0, with its cells: column, and where its text lies. One without any is
    /// a formula whose result was not saved.
    row: u32,
    cells: Vec<(u32, Range<usize>)>,
    text: String,
    /// Cells and bytes held so far: a value that many cells share is held by each of them.
    held_cells: u64,
    held_bytes: u64,
}

impl<'a> SheetBuilder<'a> {
    /// Of a sheet with this fate, in a workbook of which `rows_max` more may be held.
    pub fn new(asked: Asked<'a>, fate: Fate, rows_max: usize) -> Self {
        Self {
            place: asked.place,
            settings: asked.settings,
            extent: fate.extent(asked.settings),
            full: false,
            rows: Vec::new(),
            rows_max,
            row: 0,
            cells: Vec::new(),
            text: String::new(),
            held_cells: 0,
            held_bytes: 0,
        }
    }

    /// Whether no further cell matters.
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// Takes a cell at a row and column from 0. Limits are of sheets that are read.
    pub fn push(&mut self, row: u32, column: u32, text: &str) -> Result<(), IngestError> {
        if is_blank(text) { Ok(()) } else { self.take(row, column, text) }
    }

    /// Takes a cell that is a formula whose result was not saved.
    pub fn push_unsaved(&mut self, row: u32, column: u32) -> Result<(), IngestError> {
        self.take(row, column, "")
    }

    fn take(&mut self, row: u32, column: u32, text: &str) -> Result<(), IngestError> {
        if self.full {
            return Ok(());
        }
        match (self.hold(row, column, text), self.extent) {
            (Err(error), Extent::All) => return Err(error),
            (Ok(()), Extent::All) => {}
            (Ok(()), Extent::Rows(enough)) => self.full = self.rows.len() >= enough,
            (Err(_), _) | (Ok(()), Extent::Cell) => self.full = true,
        }
        Ok(())
    }

    fn hold(&mut self, row: u32, column: u32, text: &str) -> Result<(), IngestError> {
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
                if range.is_empty() {
                    row.unsaved.push(column as usize);
                }
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
