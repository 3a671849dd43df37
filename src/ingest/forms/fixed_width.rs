//! Columns of fixed width, as bank and social security systems write them.
//!
//! Widths count bytes of the file's own encoding, in which a Han character of GB18030 is two, or
//! characters. A line must reach its last column, which may be shorter; blanks fill the others.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::lines::Lines;
use crate::ingest::chunk::RowFault;
use crate::ingest::row::{Rows, TextRow};
use crate::ingest::{FixedColumn, IngestError, WidthUnit};

/// A text of fixed columns being read.
pub struct FixedWidth {
    lines: Lines,
    headers: Vec<String>,
    widths: Vec<usize>,
    encoding: &'static Encoding,
    unit: WidthUnit,
}

impl FixedWidth {
    pub fn new(
        lines: Lines,
        columns: &[FixedColumn],
        encoding: &'static Encoding,
        unit: WidthUnit,
    ) -> Self {
        let headers = columns.iter().map(|column| column.header.clone()).collect();
        let widths = columns.iter().map(|column| column.width).collect();
        Self { lines, headers, widths, encoding, unit }
    }
}

impl Rows for FixedWidth {
    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError> {
        loop {
            let Some((line, text)) = self.lines.next_line()? else {
                return Ok(false);
            };
            row.begin(line);
            let text = text.to_owned();
            if self.lines.is_damaged(&text) {
                row.fault = Some(RowFault::Undecodable);
                return Ok(true);
            }
            let width = |character| width(character, self.unit, self.encoding);
            let fault = cut(&text, &self.widths, width, row);
            let is_cut = self.lines.is_cut();
            row.fault = fault.map(|fault| if is_cut { RowFault::CutLine } else { fault });
            let is_header = row.cells.iter().eq(self.headers.iter().map(String::as_str));
            if !is_header {
                return Ok(true);
            }
        }
    }

    fn header(&self) -> Option<&[String]> {
        Some(&self.headers)
    }

    fn is_cut(&self) -> bool {
        self.lines.is_cut()
    }

    fn remarks(&self) -> Vec<String> {
        self.lines.remarks()
    }
}

/// Cuts a line into its cells, without the blanks that fill them.
fn cut(
    text: &str,
    widths: &[usize],
    width: impl Fn(char) -> usize,
    row: &mut TextRow,
) -> Option<RowFault> {
    let expected: usize = widths.iter().sum();
    let filled: usize = text.chars().map(&width).sum();
    let held: usize = text.trim_end().chars().map(&width).sum();
    let fault = RowFault::Width { found: filled, expected };
    let last_starts = expected - widths.last().unwrap_or(&0);
    if held > expected || filled < last_starts {
        return Some(fault);
    }
    let mut characters = text.char_indices().peekable();
    for cell in widths {
        let from = characters.peek().map_or(text.len(), |(at, _)| *at);
        let mut taken = 0;
        while let Some((_, character)) = characters.next_if(|_| taken < *cell) {
            taken += width(character);
        }
        // A boundary within a character means that the columns are not where they should be.
        if taken > *cell {
            row.cells.clear();
            return Some(RowFault::SplitCharacter);
        }
        let to = characters.peek().map_or(text.len(), |(at, _)| *at);
        row.cells.push_field(text[from..to].trim());
    }
    None
}

fn width(character: char, unit: WidthUnit, encoding: &'static Encoding) -> usize {
    if unit == WidthUnit::Characters {
        return 1;
    }
    // Nothing is encoded into UTF-16, whose units are of two bytes.
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return 2 * character.len_utf16();
    }
    if character.is_ascii() {
        return 1;
    }
    let mut buffer = [0; 4];
    encoding.encode(character.encode_utf8(&mut buffer)).0.len()
}
