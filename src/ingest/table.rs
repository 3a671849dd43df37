//! Tables: rows below a header, chunk by chunk, whatever form of file they come from.

use std::collections::VecDeque;

use super::chunk::{Chunk, Origin, Owners, RECALCULATE, Room, RowFault};
use super::footer::is_footer;
use super::header::{
    Header, Layout, find_header, lacking, lay_out, no_header, no_known_name, unit_above,
};
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
    room: Room,
    footer_rows: u64,
    repeated_headers: u64,
    /// Rows in which formulas that the source can do without have no result: how many, the first,
    /// and a column of it.
    unsaved: Option<(u64, u32, String)>,
    rows_taken: u64,
    /// The line of the row taken last, if nothing else came behind it.
    last_taken: Option<u32>,
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
            room: Room::default(),
            footer_rows: 0,
            repeated_headers: 0,
            unsaved: None,
            rows_taken: 0,
            last_taken: None,
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
            remarks.push(format!(
                "表头在数据中重复了{}次，已略过；请核对是否由几张表拼接而成",
                self.repeated_headers
            ));
        }
        if let Some(line) = self.unended() {
            remarks.push(format!(
                "最后一行（第{line}行）末尾没有换行，最后一格可能不完整，请核对该行是否导出完整"
            ));
        }
        if let Some((rows, line, header)) = &self.unsaved {
            remarks.push(format!(
                "有{rows}行的公式没有保存计算结果（第{line}行“{header}”等），按空白读取；{RECALCULATE}"
            ));
        }
        remarks
    }

    /// The last row, if it alone does not end in a line feed, so that its last cell may be cut.
    fn unended(&self) -> Option<u32> {
        self.last_taken.filter(|_| self.done && self.rows.is_cut() && self.rows_taken > 1)
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
            return Err(no_header(&self.place, &leading, rows_max, &self.columns));
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
                return Err(no_known_name(&self.place, &self.columns));
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
        let mut chunk = Chunk::new(self.columns.len(), &self.room);
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
        if chunk.rows() == 0 {
            return Ok(None);
        }
        let rows = chunk.finish(&self.origin, &self.layout, &self.columns);
        self.room = Room::of(&rows);
        Ok(Some(rows))
    }

    fn take(&mut self, chunk: &mut Chunk, row: &TextRow) {
        self.last_taken = None;
        if let Some(owners) = &mut self.owners {
            owners.see(row, &self.layout, &self.columns);
        }
        if let Some(fault) = &row.fault {
            chunk.reject(&self.origin, row.line, fault);
            return;
        }
        let first = row.first_cell();
        if first.is_some_and(is_footer) && self.is_sparse(row) {
            self.footer_rows += 1;
        } else if let Some(fault) = self.needed_without_result(row) {
            chunk.reject(&self.origin, row.line, &fault);
        } else if first.is_none() && self.rows.has_blank_rows() {
            // Only space between rows.
        } else if self.rows.is_strict() && !self.fits(row) {
            self.ragged = Some((row.line, row.cells.len()));
        } else if self.header_row.as_ref().is_some_and(|header| header.cells == row.cells) {
            self.repeated_headers += 1;
        } else {
            self.rows_taken += 1;
            self.last_taken = Some(row.line);
            chunk.push(row, &self.layout, &self.columns, self.owners.as_ref());
        }
    }

    /// The fault of a row whose needed cells are formulas without their results. One that holds
    /// nothing else, and not all that is needed, is a form that nobody has filled in.
    fn needed_without_result(&mut self, row: &TextRow) -> Option<RowFault> {
        if row.unsaved.is_empty() {
            return None;
        }
        let columns = self.columns.iter().zip(&self.layout.positions).zip(&self.layout.headers);
        let is_lost = |at: &Option<usize>| at.is_some_and(|at| row.unsaved.contains(&at));
        let lost = columns.filter(|((_, at), _)| is_lost(at));
        let lost: Vec<_> = lost.map(|((column, _), header)| (column.needed, header)).collect();
        let needed = self.columns.iter().filter(|column| column.needed).count();
        let lost_needed = lost.iter().filter(|(needed, _)| *needed).count();
        let is_filled = row.first_cell().is_some() || lost_needed == needed;
        let told = lost.iter().find(|(needed, _)| *needed).or(lost.first());
        let (is_needed, header) = told.filter(|_| is_filled)?;
        let header = (*header).clone();
        if *is_needed {
            return Some(RowFault::Unsaved { header });
        }
        self.unsaved.get_or_insert((0, row.line, header)).0 += 1;
        None
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
