//! A workbook's cells as they are.

use std::fmt::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::domain::{MergedCells, SheetCells};
use crate::ingest::{CellLimits, IngestError, Place, read_cells};

fn place() -> Place {
    Place { agency: "review list".to_owned(), file: "list.xlsx".to_owned() }
}

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = ExcelDateTime::from_ymd(2026, 11, 24).expect("a day");
    let format = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet().set_name("一").expect("a name");
    sheet.write(0, 0, "编号").expect("a cell");
    sheet.write(2, 1, 12).expect("a cell");
    sheet.write(2, 2, "  ").expect("a cell");
    sheet.write_with_format(2, 3, &day, &format).expect("a cell");
    sheet.write_formula(4, 0, "=A1").expect("a cell");
    sheet.merge_range(5, 1, 6, 1, "两行", &Format::new()).expect("cells");
    let hidden = workbook.add_worksheet().set_name("二").expect("a name");
    hidden.write(0, 0, "x").expect("a cell");
    hidden.set_hidden(true);
    workbook.save_to_buffer().expect("a workbook")
}

fn shown(sheets: &[SheetCells]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        for row in &sheet.rows {
            for cell in &row.cells {
                let formula = if cell.is_formula { " formula" } else { "" };
                let (row, column) = (row.row, cell.column);
                let _ = writeln!(text, "{} {row} {column} {}{formula}", sheet.name, cell.text);
            }
        }
        for MergedCells { rows, columns } in &sheet.merged {
            let _ = writeln!(text, "{} merged {rows:?} {columns:?}", sheet.name);
        }
    }
    text
}

#[test]
fn cells_keep_their_place_and_say_whether_they_are_formulas() {
    let sheets = read_cells(&place(), workbook(), CellLimits::default()).expect("a workbook");
    expect_test::expect![[r#"
        一 1 0 编号
        一 3 1 12
        一 3 3 2026-11-24
        一 5 0 0 formula
        一 6 1 两行
        一 merged (6, 7) (1, 1)
    "#]]
    .assert_eq(&shown(&sheets));
}

#[test]
fn what_is_no_workbook_or_too_large_is_refused() {
    let read = |bytes: Vec<u8>, limits| read_cells(&place(), bytes, limits).expect_err("refused");
    let limits = CellLimits::default();
    assert!(matches!(read(Vec::new(), limits), IngestError::Empty { .. }));
    let damaged = read(b"not a package".to_vec(), limits);
    assert!(matches!(damaged, IngestError::DamagedWorkbook { .. }));
    let few = CellLimits { cells: 2, ..limits };
    assert!(matches!(read(workbook(), few), IngestError::TooManyCells { limit: 2, .. }));
    let small = CellLimits { unpacked_bytes: 100, ..limits };
    assert!(matches!(read(workbook(), small), IngestError::UnpacksTooLarge { .. }));
}
