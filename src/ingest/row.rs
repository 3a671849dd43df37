//! Rows: what every form of file gives, one after the other, before any column is known.

use csv::StringRecord;

use super::IngestError;
use super::chunk::RowFault;

/// One row of a table, as text.
#[derive(Debug, Clone, Default)]
pub struct TextRow {
    /// The line of the file or the row of the sheet, counted from 1.
    pub line: u32,
    pub cells: StringRecord,
    /// The cells that only stand here because one above spans several rows.
    pub copied: Vec<usize>,
    /// The cells, blank here, that are formulas whose results were not saved.
    pub unsaved: Vec<usize>,
    /// Why its cells cannot be believed.
    pub fault: Option<RowFault>,
}

impl TextRow {
    /// Empties the row for the next one.
    pub fn begin(&mut self, line: u32) {
        self.line = line;
        self.cells.clear();
        self.copied.clear();
        self.unsaved.clear();
        self.fault = None;
    }

    /// The first cell that holds more than blanks.
    pub fn first_cell(&self) -> Option<&str> {
        self.cells.iter().find(|cell| !is_blank(cell))
    }
}

/// A table that is read row by row.
pub trait Rows: Send {
    /// Reads the next row in place of the last; `false` at the end.
    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError>;

    /// The columns, of a form that names them itself instead of in a row.
    fn header(&self) -> Option<&[String]> {
        None
    }

    /// Whether more columns may come to light with every row.
    fn is_open_ended(&self) -> bool {
        false
    }

    /// Whether a row without a value is only space between others, and not a record that lacks them.
    fn has_blank_rows(&self) -> bool {
        true
    }

    /// Whether a cell may span several rows.
    fn has_spans(&self) -> bool {
        false
    }

    /// Whether a row with more or fewer cells than the header has lost its order.
    fn is_strict(&self) -> bool {
        false
    }

    /// Whether the file ended within a line.
    fn is_cut(&self) -> bool {
        false
    }

    /// What the agency should hear of the file, in Chinese, as far as it has been read.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Whether a cell holds nothing but blanks and characters that nobody sees, such as the one by which
/// old systems end a file (0x1A).
pub fn is_blank(text: &str) -> bool {
    let invisible = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{FEFF}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
    };
    text.chars().all(invisible)
}
