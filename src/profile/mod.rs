//! Profile: how good the data of each source is, before anybody is matched.
//!
//! Rows are counted chunk by chunk; a tally of chunks merges in file order into the same figures for
//! any number of threads. Nothing that names a person is kept: values are counted by fingerprints,
//! and what leaves the room are counts. The figures of a night are held against those of the last run,
//! and what moved further than the settings allow becomes a remark. Nothing here stops a night.

mod column;
mod distinct;
mod drift;
mod figures;
mod frequent;
mod quality;
mod tally;
#[cfg(test)]
mod tests;
mod written;

pub use drift::{RowsMoved, moved, rows_moved};
pub use figures::profile;
pub use quality::{Profiled, quality};
pub use tally::{FaultyColumn, FileFacts, Tally};

use serde::Deserialize;

/// How far figures may move before they are worth a remark: the `[profile]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Of a share, in percent points against the last run.
    pub drift_percent_points: f64,
    /// Of the number of rows, in per cent against the last run.
    pub rows_percent: f64,
    /// Of the filled cells of a column, those that only fill the cell.
    pub placeholder_percent: f64,
    /// Of the filled cells of a column, those at fault.
    pub set_aside_percent: f64,
    /// Of the names, those with lost or private-use characters.
    pub lost_percent: f64,
    /// Shares of fewer rows say nothing.
    pub rows_min: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            drift_percent_points: 5.0,
            rows_percent: 20.0,
            placeholder_percent: 5.0,
            set_aside_percent: 2.0,
            lost_percent: 1.0,
            rows_min: 50,
        }
    }
}
