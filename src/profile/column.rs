//! What is counted of the values of one column.

use std::collections::BTreeMap;
use std::hash::Hasher;

use arrow::array::{Array, StringArray};
use rustc_hash::FxHasher;

use super::frequent::Frequent;
use super::written::is_placeholder;

/// Of a chunk with more rows, every second, third … is looked at for its values, to save the time: a
/// share is off by less than two percent points as a rule, and the larger the source, the less.
const LOOKED_AT: usize = 4096;

/// The values of a column, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnTally {
    /// The canonical field.
    pub field: String,
    /// As the file has it, the first one if several differ.
    pub header: String,
    pub filled: u64,
    /// Filled cells whose values were looked at.
    pub looked_at: u64,
    /// Of those looked at.
    placeholders: u64,
    /// Of those looked at.
    frequent: Frequent,
    /// Values at fault, by code.
    pub set_aside: BTreeMap<String, u64>,
}

impl ColumnTally {
    pub fn of(field: &str, header: &str, cells: &StringArray) -> Self {
        let mut tally = Self {
            field: field.to_owned(),
            header: header.to_owned(),
            filled: (cells.len() - cells.null_count()) as u64,
            looked_at: 0,
            placeholders: 0,
            frequent: Frequent::default(),
            set_aside: BTreeMap::new(),
        };
        let step = cells.len().div_ceil(LOOKED_AT).max(1);
        for text in cells.iter().step_by(step).flatten() {
            tally.looked_at += 1;
            let mut hasher = FxHasher::default();
            hasher.write(text.as_bytes());
            tally.frequent.add(hasher.finish());
            tally.placeholders += u64::from(is_placeholder(text));
        }
        tally
    }

    /// Cells that only fill their place.
    pub fn placeholders(&self) -> u64 {
        self.of_all(self.placeholders)
    }

    /// Cells with the most frequent value, at least.
    pub fn most_frequent(&self) -> u64 {
        self.of_all(self.frequent.most())
    }

    /// How many of all filled cells there are where so many were among those looked at.
    const fn of_all(&self, count: u64) -> u64 {
        match self.looked_at {
            0 => 0,
            looked_at => (count * self.filled + looked_at / 2) / looked_at,
        }
    }

    pub fn merge(&mut self, later: Self) {
        self.filled += later.filled;
        self.looked_at += later.looked_at;
        self.placeholders += later.placeholders;
        self.frequent.merge(&later.frequent);
        for (code, count) in later.set_aside {
            *self.set_aside.entry(code).or_default() += count;
        }
    }
}
