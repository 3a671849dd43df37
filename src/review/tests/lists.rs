//! Lists as other programs save them, and as people change them.

use expect_test::expect;

use super::*;

const LINES: &str = "
    1: 1 2 | 属实 | | | 2026-11-24 | A1 | A2
    2: 3   | 属实 | | | 2026-11-24 | A1 |
    3: 4   | | | | | |
    ";

/// What a sheet of [`LINES`] comes to once it was changed.
fn after(change: impl FnOnce(&mut SheetCells)) -> String {
    let mut sheet = sheet("疑点清单", LINES);
    change(&mut sheet);
    let list = list("清单.xlsx", vec![sheet]);
    shown(concluded(&[list], &Ledger::default(), false))
}

fn cell<'s>(sheet: &'s mut SheetCells, row: u32, title: &str) -> &'s mut SheetCell {
    let column = TITLES.iter().position(|one| *one == title).expect("a title of the lists here");
    let row = sheet.rows.iter_mut().find(|one| one.row == row).expect("a row of the sheet");
    let cells = row.cells.iter_mut();
    let mut cells = cells.filter(|cell| cell.column as usize == column);
    cells.next().expect("a cell of the row")
}

#[test]
fn rows_and_columns_may_go_anywhere() {
    let plain = after(|_| {});
    let sorted = after(|sheet| {
        sheet.rows[2..].reverse();
        for (row, at) in sheet.rows.iter_mut().skip(2).zip(4..) {
            row.row = at;
        }
    });
    assert_eq!(plain, sorted);
    let moved = after(|sheet| {
        for cell in sheet.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.column = 20 - cell.column;
        }
        for row in &mut sheet.rows {
            row.cells.reverse();
        }
    });
    assert_eq!(plain, moved);
    let filtered = after(|sheet| sheet.rows.truncate(4));
    assert_eq!(plain, filtered, "the rows that were not filled in may be gone");
}

#[test]
fn what_programs_change_by_themselves_is_no_change() {
    let plain = after(|_| {});
    let saved = after(|sheet| {
        // Line breaks of another system, titles with blanks, trailing rows of blanks and of notes.
        cell(sheet, 4, FLAG_IDS).text = cell(sheet, 4, FLAG_IDS).text.replace(' ', "\r\n");
        cell(sheet, 3, CONCLUSION).text = " 核实 结论\n".to_owned();
        cell(sheet, 4, CONCLUSION).text = "属实 ".to_owned();
        sheet.rows.push(text_row(40, [" ", "\u{3000}"]));
        sheet.rows.push(text_row(41, ["", "合计 3 户"]));
    });
    assert_eq!(plain, saved);
}

#[test]
fn a_changed_computed_cell_is_named() {
    let text = after(|sheet| {
        cell(sheet, 4, "姓名").text = "王*梅".to_owned();
        cell(sheet, 5, RUN).text = "2026-11-22 R0000000000000001".to_owned();
        // Nothing is concluded in this line, so nobody is misled.
        cell(sheet, 6, "姓名").text = "李*".to_owned();
    });
    expect![[r#"
        清单.xlsx“疑点清单”第4行：程序填写的“姓名”被改动，请恢复原内容；如认为原内容有误，请写在备注里。
        清单.xlsx“疑点清单”第5行：程序填写的“核对批次”被改动，请恢复原内容；如认为原内容有误，请写在备注里。"#]].assert_eq(&text);
}

#[test]
fn formulas_lines_without_a_case_and_lost_seals_are_told() {
    let text = after(|sheet| {
        cell(sheet, 4, DECIDED_ON).is_formula = true;
        cell(sheet, 5, SEAL).text = "K0".to_owned();
        sheet.rows.push(text_row(9, ["", "", "", "属实", "", "", "2026-11-24", "A1"]));
    });
    expect![[r#"
        清单.xlsx“疑点清单”第4行：“核实日期”里是公式，请改为直接填写的内容（复制后选择性粘贴为数值）。
        清单.xlsx“疑点清单”第5行：隐藏列“校验码”缺失或被改动，请从下发的清单复制原行后重填。
        清单.xlsx“疑点清单”第9行：填了核实内容但没有编号，请填在所核实的那一户的行内。"#]].assert_eq(&text);
}

#[test]
fn a_list_without_its_hidden_columns_or_without_a_header_is_none() {
    let gone = after(|sheet| {
        for row in &mut sheet.rows {
            row.cells.retain(|cell| cell.column < 9);
        }
    });
    let text = [gone, after(|sheet| sheet.rows.remove(1).cells.clear())].join("\n");
    expect![[r#"
        清单.xlsx“疑点清单”：缺少“核对批次”列（含隐藏列），请在下发的清单上填写，不要另建表格。
        清单.xlsx：不是本程序下发的疑点清单，请导入 lists 文件夹中下发的清单。"#]]
    .assert_eq(&text);
}

#[test]
fn a_seal_is_read_as_it_is_written() {
    let seal = Seal::new(|title| (title == CASE_ID).then_some("C1"), RowKey(7));
    assert_eq!(seal.to_string().parse::<Seal>().expect("a seal"), seal);
    assert!("K1-K2-zz".parse::<Seal>().is_err());
}

/// A reviewer has not to fill in one column more for a list that differs in columns.
#[test]
fn a_seal_covers_only_the_columns_of_its_list() {
    let town = |title: &str| {
        [(CASE_ID, "C1"), ("月数", "3")].into_iter().find(|one| one.0 == title).map(|one| one.1)
    };
    let then = Seal::new(town, RowKey(7));
    assert_eq!(then.altered(&Seal::new(town, RowKey(7))), None);
    let now = Seal::new(
        |title| town(title).map(|text| if title == "月数" { "4" } else { text }),
        RowKey(7),
    );
    assert_eq!(then.altered(&now), Some(vec!["月数"]));
    let without = Seal::new(|title| town(title).filter(|_| title != "月数"), RowKey(7));
    assert_eq!(then.altered(&without), Some(vec!["月数"]));
}

#[test]
fn a_conclusion_over_several_rows_is_none_for_those_below() {
    let merged = |rows, columns| after(|sheet| sheet.merged.push(MergedCells { rows, columns }));
    let plain = after(|_| {});
    assert_eq!(merged((1, 2), (0, 10)), plain, "titles above the header");
    assert_eq!(merged((5, 5), (3, 4)), plain, "cells of one row");
    assert_eq!(merged((6, 7), (3, 3)), plain, "cells that nobody has filled in");
    expect!["清单.xlsx“疑点清单”第5行：“核实结论”是几行合并的单元格，请取消合并，逐行填写。"]
        .assert_eq(&merged((5, 6), (2, 5)));
}
