//! Subjects: whom the rows of a source are about, as the rows write it.
//!
//! Senders count their people before anything is made of a value, so this counts as they do: by the
//! identity number as written, and by the name as written where there is no number. Rows that are
//! set aside later count too.

use std::hash::{DefaultHasher, Hash, Hasher};

use arrow::array::{Array, StringArray};

use super::RawRows;

/// Which columns of a source's rows say whom a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    pub number: Option<usize>,
    pub name: Option<usize>,
}

impl Subject {
    /// A fingerprint of the subject of each row that names one, in the order of the rows. Equal
    /// subjects have equal fingerprints; they last no longer than the process.
    pub fn fingerprints(self, rows: &RawRows) -> impl Iterator<Item = u64> {
        let numbers = self.number.map(|column| &rows.columns[column]);
        let names = self.name.map(|column| &rows.columns[column]);
        (0..rows.lines.len()).filter_map(move |row| {
            let written = |cells: Option<&'_ StringArray>| {
                let cells = cells?;
                let text = if cells.is_valid(row) { cells.value(row).trim() } else { "" };
                (!text.is_empty()).then(|| fingerprint(text))
            };
            // A name that looks like a number is still a name.
            written(numbers).or_else(|| written(names).map(|name| !name))
        })
    }
}

/// The same for equal texts in one process.
fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
