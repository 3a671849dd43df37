//! Sheets as they are: cells by row and column, without any notion of a table.

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCells {
    pub name: String,
    /// Those that hold anything, in order.
    pub rows: Vec<SheetRow>,
    pub merged: Vec<MergedCells>,
}

/// Cells that a sheet shows as one. Only the first of them holds anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedCells {
    /// First and last, counted from 1.
    pub rows: (u32, u32),
    /// First and last, counted from 0.
    pub columns: (u32, u32),
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// Counted from 1, as spreadsheets do.
    pub row: u32,
    /// Those that hold anything, in order.
    pub cells: Vec<SheetCell>,
}

/// A cell that holds anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCell {
    /// Counted from 0.
    pub column: u32,
    /// Its value as text: dates as `2026-11-05`, of a formula the value it had when it was saved.
    pub text: String,
    pub is_formula: bool,
}
