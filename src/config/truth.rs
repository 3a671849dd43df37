//! The truth of a benchmark: which column of a source says whom a row truly speaks of.
//!
//! No stage of a run reads it; it is for judging one.

use serde::Deserialize;

use super::SourceSettings;

/// A `[[truth]]` table of the pipeline file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TruthSettings {
    /// The source whose rows it tells of.
    pub source: String,
    /// The header of the column.
    pub column: String,
    /// The true entity stands behind this text of the cell …
    #[serde(default)]
    pub after: String,
    /// … and ends before this one; without it, at the cell's end.
    #[serde(default)]
    pub until: String,
}

impl TruthSettings {
    /// The true entity that a cell names.
    pub fn entity<'a>(&self, cell: &'a str) -> Option<&'a str> {
        let (_, rest) = cell.trim().split_once(&self.after)?;
        let entity = if self.until.is_empty() { rest } else { rest.split_once(&self.until)?.0 };
        (!entity.is_empty()).then_some(entity)
    }

    pub(super) fn faults(&self, sources: &[SourceSettings]) -> Vec<String> {
        let is_known = sources.iter().any(|source| source.header.id == self.source);
        let unknown = format!("[[truth]] is of source `{}`, which the pipeline lacks", self.source);
        if is_known { Vec::new() } else { vec![unknown] }
    }
}
