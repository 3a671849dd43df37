//! Raw rows: what reading a file gives before any value is understood.

use arrow::array::StringArray;

use super::Rejects;

/// A chunk of a file's rows as text columns, only the columns the source declares.
///
/// A blank cell is null. Rows that could not be read at all are in `rejects` and nowhere else, so
/// `rows_read` = rows here + whole-row rejects here.
#[derive(Clone)]
pub struct RawRows {
    /// The file, relative to the delivery folder; where a source reads all sheets, `#` and the sheet
    /// follow, so that the numbers of two sheets' rows are told apart wherever a place is named.
    pub file: String,
    pub sheet: Option<String>,
    /// The canonical field of each column, in the order the source declares them.
    pub fields: Vec<String>,
    /// The header each column was found under; the declared one where an optional column is absent.
    pub headers: Vec<String>,
    /// What stands above the table of the unit of its amounts, as written: `单位：万元`.
    pub unit: Option<String>,
    /// One array per field, all of one length.
    pub columns: Vec<StringArray>,
    /// The line of each row, counted from 1 with the header.
    pub lines: Vec<u32>,
    /// The cells that hold only because one above spans several rows, though what tells whose they are
    /// reads otherwise in their own row; in the order of rows and columns.
    pub spanned: Vec<Spanned>,
    pub rows_read: u64,
    pub rejects: Rejects,
}

/// A cell that was copied from a row above into one that may be another person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned {
    pub row: usize,
    pub column: usize,
    /// The column that tells whose the cell is.
    pub teller: usize,
    /// What stands in it in the first of the spanned rows that holds anything there.
    pub owner: String,
}
