//! The workbook of statistics: the night's figures as sheets of numbers.
//!
//! Nothing in it is about one person, so its cells are numbers that a spreadsheet can add up.

use std::path::Path;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::grid::{self, Grid, GridCell};
use super::night::Night;
use super::printed::{self, Frame, HEADER_ROW};
use super::{FileDigest, ReportError};
use crate::domain::Language;

/// Within the run.
const FILE: &str = "lists/statistics.xlsx";
const FOOTER: &str = "&L&8内部资料 注意保密&C&8第 &P 页 共 &N 页";

/// Writes the workbook.
pub(super) fn write(night: &Night, run: &Path) -> Result<FileDigest, ReportError> {
    printed::save(run, FILE.to_owned(), workbook(night))
}

fn workbook(night: &Night) -> Result<Vec<u8>, XlsxError> {
    let tonight = night.tonight;
    let mut workbook = printed::workbook(tonight.settings, tonight.run_date, "社会救助统计")?;
    for grid in grid::of_book(night) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(grid.title)?;
        let remark = grid.notes.concat();
        let frame = Frame {
            title: grid.title,
            run_date: tonight.run_date,
            centre: &tonight.settings.centre,
            language: Language::Simplified,
            counted: format!("本表 {} 行", grid.rows.len()),
            remark: &remark,
            unmasked: None,
            footer: FOOTER,
        };
        write_grid(sheet, &frame, &grid)?;
    }
    workbook.save_to_buffer()
}

/// A sheet ends where the file format does; a district's grids are far below.
fn write_grid(sheet: &mut Worksheet, frame: &Frame<'_>, grid: &Grid) -> Result<(), XlsxError> {
    let titles: Vec<&str> = grid.headings.iter().map(String::as_str).collect();
    let widths: Vec<u32> = (0..titles.len()).map(|at| width_tenths(grid, at)).collect();
    printed::head_sheet(sheet, frame, &titles, &widths)?;
    let mut row = HEADER_ROW;
    for cells in grid.rows.iter().take(printed::ROWS_MAX) {
        row += 1;
        for (at, cell) in (0..).zip(cells) {
            write_cell(sheet, row, at, cell)?;
        }
    }
    let last = u16::try_from(titles.len().saturating_sub(1)).expect("a grid has few columns");
    sheet.autofilter(HEADER_ROW, 0, row.max(HEADER_ROW + 1), last)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &GridCell,
) -> Result<(), XlsxError> {
    let plain = printed::cell_format();
    let number =
        |format: &str| printed::cell_format().set_num_format(format).set_align(FormatAlign::Right);
    let write = |sheet: &mut Worksheet, value: f64, format: &Format| {
        sheet.write_number_with_format(row, column, value, format).map(|_| ())
    };
    match cell {
        GridCell::Empty => sheet.write_blank(row, column, &plain).map(|_| ()),
        GridCell::Count(count) => write(sheet, f64::from(*count), &number("#,##0")),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a spreadsheet has no other numbers; fen \
            below 2^53 become the nearest double, which it prints with the same two decimals"
        )]
        GridCell::Yuan(amount) => {
            write(sheet, amount.0 as f64 / 100.0, &number("#,##0.00;[Red]-#,##0.00"))
        }
        GridCell::Share(part, whole) => match grid::per_mille(*part, *whole) {
            Some(share) => write(sheet, f64::from(share) / 1000.0, &number("0.0%")),
            None => sheet.write_blank(row, column, &plain).map(|_| ()),
        },
        GridCell::Text(_) | GridCell::PartOf(..) => {
            sheet.write_with_format(row, column, cell.text(), &plain).map(|_| ())
        }
    }
}

/// As wide as the widest text of the column, within reason.
fn width_tenths(grid: &Grid, at: usize) -> u32 {
    let width = |text: &str| -> u32 {
        text.chars().map(|character| if character.is_ascii() { 11 } else { 21 }).sum()
    };
    let cells = grid.rows.iter().filter_map(|row| row.get(at));
    let widest = cells.map(|cell| width(&cell.text())).max().unwrap_or_default();
    (widest.max(width(&grid.headings[at])) + 20).clamp(80, 420)
}
