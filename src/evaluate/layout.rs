//! Layout: rows of cells as aligned text, Chinese or not.
//!
//! A terminal gives a Han character two columns; padding that counts characters would let every
//! row with Chinese in it stick out.

use std::fmt;

/// A table of text under a header.
pub(super) struct Columns {
    /// How many columns, from the first, are words and start at the left.
    words: usize,
    rows: Vec<Vec<String>>,
}

impl Columns {
    pub fn new(words: usize, header: &[&str]) -> Self {
        Self { words, rows: vec![header.iter().map(|&cell| cell.to_owned()).collect()] }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Leaves a line free.
    pub fn gap(&mut self) {
        self.rows.push(Vec::new());
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.rows.iter().map(Vec::len).max().unwrap_or(0)];
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        widths
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for row in &self.rows {
            let mut line = String::new();
            for (at, (cell, widest)) in row.iter().zip(&widths).enumerate() {
                let padding = " ".repeat(widest - width(cell));
                let gap = if at == 0 { "" } else { "  " };
                line.push_str(gap);
                if at < self.words {
                    line.extend([cell, padding.as_str()]);
                } else {
                    line.extend([padding.as_str(), cell]);
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// How many columns of a terminal a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// The blocks of Unicode whose characters are wide or full-width (UAX #11), as far as names,
/// codes and kinds of look-alike are written in them.
fn is_wide(character: char) -> bool {
    matches!(
        u32::from(character),
        0x1100..=0x115f
            | 0x2e80..=0x303e
            | 0x3041..=0x33ff
            | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff
            | 0xa000..=0xa4cf
            | 0xac00..=0xd7a3
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe4f
            | 0xff00..=0xff60
            | 0xffe0..=0xffe6
            | 0x20000..=0x3fffd
    )
}
