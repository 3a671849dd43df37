//! Cells: a workbook as it is, for whoever has to know where a value stands and whether it was typed.
//!
//! Sources are read by header and column; a form that the centre has handed out comes back with its own
//! layout, on every sheet that is visible.

use super::forms::workbook;
use super::{IngestError, Place};
use crate::domain::SheetCells;

/// How large a workbook may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellLimits {
    /// What it may unpack to.
    pub unpacked_bytes: u64,
    /// Cells that hold something, over all sheets.
    pub cells: u64,
}

impl Default for CellLimits {
    fn default() -> Self {
        Self { unpacked_bytes: 1 << 28, cells: 1 << 20 }
    }
}

/// The visible sheets of an XLSX workbook.
pub fn read_cells(
    place: &Place,
    bytes: Vec<u8>,
    limits: CellLimits,
) -> Result<Vec<SheetCells>, IngestError> {
    if bytes.is_empty() {
        return Err(IngestError::Empty { place: place.clone() });
    }
    workbook::read_cells(place, bytes, limits)
}
