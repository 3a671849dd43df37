//! Tables: rows below a header, chunk by chunk, whatever form of file they come from.

use std::collections::VecDeque;

use super::chunk::{Chunk, Origin, Owners, RowFault};
use super::footer::is_footer;
use super::header::{Header, Layout, find_header, lacking, lay_out, no_header, unit_above};
use super::row::{Rows, TextRow, is_blank};
use super::{Column, IngestError, Place, Settings};
use crate::domain::RawRows;

/// A table whose header is known.
pub struct Table {
    place: Place,
    origin: Origin,
    columns: Vec<Column>,
    unused: Vec<String>,
    layout: Layout,
    rows: Box<dyn Rows>,
    /// Rows that were read while looking for the header.
    pending: VecDeque<TextRow>,
    /// The header's last row, to tell where it is repeated.
    header_row: Option<TextRow>,
    /// How many columns were known when the layout was made, of a form that names them row by row.
    named: usize,
    /// A row with the wrong number of cells, kept back until it is known whether it is the last.
    ragged: Option<(u32, usize)>,
    /// Of a form in which a cell can span rows.
    owners: Option<Owners>,
    max_columns: usize,
    footer_rows: u64,
    repeated_headers: u64,
    done: bool,
}

impl Table {
    /// Reads as far as the header.
    pub fn open(
        place: Place,
        origin: Origin,
        rows: Box<dyn Rows>,
        settings: &Settings,
        columns: &[Column],
    ) -> Result<Self, IngestError> {
        let mut table = Self {
            place,
            origin,
            columns: columns.to_vec(),
            owners: rows.has_spans().then(|| Owners::new(columns.len())),
            unused: settings.unused.clone(),
            layout: Layout {
                line: 0,
                width: 0,
                positions: Vec::new(),
                headers: Vec::new(),
                unknown: Vec::new(),
                unit: None,
            },
            rows,
            pending: VecDeque::new(),
            header_row: None,
            named: 0,
            ragged: None,
            max_columns: settings.max_columns,
            footer_rows: 0,
            repeated_headers: 0,
            done: false,
        };
        if table.rows.header().is_some() {
            table.learn_columns()?;
        } else {
            table.find_header(settings.header_rows_max)?;
        }
        Ok(table)
    }

    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The `file` of its rows.
    pub fn part(&self) -> &str {
        &self.origin.file
    }

    pub const fn footer_rows(&self) -> u64 {
        self.footer_rows
    }

    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = self.rows.remarks();
        if self.repeated_headers > 0 {
            remarks.push(format!("表头在数据中重复了{}次，已略过", self.repeated_headers));
        }
        remarks
    }

    /// Declared columns that the header does not have.
    pub fn absent_columns(&self) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter().zip(&self.layout.positions);
        columns.filter(|(_, position)| position.is_none()).map(|(column, _)| column)
    }

    fn find_header(&mut self, rows_max: usize) -> Result<(), IngestError> {
        let mut leading: Vec<TextRow> = Vec::new();
        let mut row = TextRow::default();
        while leading.len() < rows_max && self.rows.next_row(&mut row)? {
            leading.push(row.clone());
        }
        let Some((header, end)) = find_header(&leading, &self.columns) else {
            let last = leading.last().map_or(1, |row| row.line);
            return Err(no_header(&self.place, last, &self.columns));
        };
        self.lay_out(&header)?;
        self.pending = leading.split_off(end).into();
        self.header_row = leading.pop();
        self.layout.unit = unit_above(&leading);
        Ok(())
    }

    fn lay_out(&mut self, header: &Header) -> Result<(), IngestError> {
        let layout = lay_out(&self.place, header, &self.columns)?;
        if layout.width > self.max_columns {
            let (found, limit) = (layout.width, self.max_columns);
            let place = self.place.clone();
            return Err(IngestError::TooManyColumns { place, line: layout.line, found, limit });
        }
        self.layout = layout.without(&self.unused);
        // A form that names its columns row by row may still come to name them.
        if self.done || !self.rows.is_open_ended() {
            lacking(&self.place, &self.layout, &self.columns)?;
            if header.count_known(&self.columns) == 0 {
                return Err(no_header(&self.place, self.layout.line, &self.columns));
            }
        }
        Ok(())
    }

    /// Lays the table out again when its form has named more columns.
    fn learn_columns(&mut self) -> Result<(), IngestError> {
        let Some(named) = self.rows.header().filter(|named| named.len() > self.named || self.done)
        else {
            return Ok(());
        };
        let header = Header::of_cells(0, named.iter().map(String::as_str));
        self.named = named.len();
        self.lay_out(&header)
    }

    /// The following rows, at most as many as asked for; `None` at the end of the table.
    pub fn next_chunk(&mut self, chunk_rows: usize) -> Result<Option<RawRows>, IngestError> {
        if self.done {
            return Ok(None);
        }
        let mut chunk = Chunk::new(self.columns.len());
        let mut row = TextRow::default();
        while chunk.rows() < chunk_rows {
            let found = match self.pending.pop_front() {
                Some(kept) => {
                    row = kept;
                    true
                }
                None => self.rows.next_row(&mut row)?,
            };
            self.release_ragged(&mut chunk, !found);
            if !found {
                self.done = true;
                self.learn_columns()?;
                break;
            }
            self.learn_columns()?;
            self.take(&mut chunk, &row);
        }
        let empty = chunk.rows() == 0;
        Ok((!empty).then(|| chunk.finish(&self.origin, &self.layout, &self.columns)))
    }

    fn take(&mut self, chunk: &mut Chunk, row: &TextRow) {
        if let Some(fault) = &row.fault {
            chunk.reject(&self.origin, row.line, fault);
            return;
        }
        let first = row.first_cell();
        if first.is_none() && self.rows.has_blank_rows() {
            return;
        }
        if first.is_some_and(is_footer) && self.is_sparse(row) {
            self.footer_rows += 1;
        } else if self.rows.is_strict() && !self.fits(row) {
            self.ragged = Some((row.line, row.cells.len()));
        } else if self.header_row.as_ref().is_some_and(|header| header.cells == row.cells) {
            self.repeated_headers += 1;
        } else {
            chunk.push(row, &self.layout, &self.columns, self.owners.as_mut());
        }
    }

    fn release_ragged(&mut self, chunk: &mut Chunk, is_last: bool) {
        let Some((line, found)) = self.ragged.take() else {
            return;
        };
        let expected = self.layout.width;
        let fault = if is_last && self.rows.is_cut() {
            RowFault::Cut { found, expected }
        } else {
            RowFault::Ragged { found, expected }
        };
        chunk.reject(&self.origin, line, &fault);
    }

    /// Whether the row holds no more than a sum or a signature does. One that holds more, or every
    /// needed column of several, is somebody's, whatever it begins with.
    fn is_sparse(&self, row: &TextRow) -> bool {
        /// A word, a count and two sums.
        const CELLS: usize = 4;
        let holds = |at: usize| row.cells.get(at).is_some_and(|cell| !is_blank(cell));
        let filled = row.cells.iter().filter(|cell| !is_blank(cell)).count();
        let columns = self.columns.iter().zip(&self.layout.positions);
        let needed: Vec<_> = columns.filter(|(column, _)| column.needed).collect();
        let is_complete =
            needed.len() > 2 && needed.iter().all(|(_, position)| position.is_some_and(holds));
        filled <= CELLS && !is_complete
    }

    /// Whether the row has a cell for every column; blank cells beyond the header do no harm.
    fn fits(&self, row: &TextRow) -> bool {
        let beyond = (self.layout.width..row.cells.len()).filter_map(|at| row.cells.get(at));
        row.cells.len() >= self.layout.width && beyond.into_iter().all(is_blank)
    }
}
