//! Tests of reading: files as delivered in, rows and messages out.

#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use arrow::array::Array;
use expect_test::{Expect, expect};
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};
use tempfile::TempDir;

use super::forms::workbook::number_text;
use super::*;
use crate::domain::{Day, Source};

mod cells;
mod forms;
mod properties;
mod unclaimed;

fn source() -> Source {
    Source {
        id: "relief".to_owned(),
        agency: "civil_affairs".to_owned(),
        agency_name: "民政局".to_owned(),
        title: "临时救助".to_owned(),
        roster: false,
        snapshot: Day(20_000),
        age_days: 0,
    }
}

fn columns() -> Vec<Column> {
    let column = |field: &str, headers: &[&str], needed| Column {
        field: field.to_owned(),
        headers: headers.iter().map(|header| (*header).to_owned()).collect(),
        needed,
        spreads: field != "amount",
        told_by: None,
    };
    vec![
        column("name", &["姓名", "领取人姓名"], true),
        column("amount", &["审批金额（元）"], true),
        column("phone", &["联系电话"], false),
    ]
}

fn settings(text: &str) -> Settings {
    toml::from_str(text).expect("settings")
}

/// A delivery with one file in it, read in chunks of two rows, as text.
fn read(file: &str, bytes: &[u8], more: &str) -> String {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join(file), bytes).expect("a written file");
    let format = file.rsplit_once('.').map_or("csv", |(_, end)| end);
    let settings = settings(&format!("file = \"{file}\"\nformat = \"{format}\"\n{more}"));
    show(folder.path(), &settings)
}

fn show(folder: &Path, settings: &Settings) -> String {
    let source = source();
    let paths = match find(&source, folder, settings) {
        Ok(paths) => paths,
        Err(error) => return format!("{error}\n"),
    };
    paths.iter().map(|path| show_file(&source, folder, path, settings)).collect()
}

fn show_file(source: &Source, folder: &Path, path: &Path, settings: &Settings) -> String {
    let mut file = match open(source, folder, path, settings, &columns(), 2) {
        Ok(file) => file,
        Err(error) => return format!("{error}\n"),
    };
    let mut out = String::new();
    let mut part = file.file().to_owned();
    for rows in file.by_ref() {
        let rows = match rows {
            Ok(rows) => rows,
            Err(error) => return format!("{out}{error}\n"),
        };
        if rows.file != part {
            part.clone_from(&rows.file);
            writeln!(out, "{part}").expect("writing to a string");
        }
        assert!(rows.rows_read == rows.lines.len() as u64 + rows.rejects.len() as u64);
        for (at, line) in rows.lines.iter().enumerate() {
            let cell = |cells: &arrow::array::StringArray| {
                if cells.is_valid(at) { cells.value(at).to_owned() } else { "-".to_owned() }
            };
            let cells: Vec<String> = rows.columns.iter().map(cell).collect();
            writeln!(out, "{line}: {}", cells.join(" ")).expect("writing to a string");
        }
        for reject in rows.rejects.rows() {
            writeln!(out, "{}: ! {} {}", reject.line, reject.code, reject.message)
                .expect("writing to a string");
        }
    }
    assert_eq!(file.digest().expect("a file that can be read has a digest").len(), 64);
    let footers: u64 = file.parts().iter().map(|part| part.footer_rows).sum();
    let (read, rejected) = (file.rows_read(), file.rows_rejected());
    head(&file) + &out + &format!("rows {read}, rejected {rejected}, footers {footers}\n")
}

/// Where the headers stand, what is not read and what the agency hears.
fn head(file: &OpenFile) -> String {
    let lines: Vec<String> = file.parts().iter().map(|part| part.header_line.to_string()).collect();
    let mut head = format!("header in line {}", lines.join(", "));
    for (what, names) in
        [("unknown", file.unknown_headers().join(" ")), ("unread", file.unread().join(" "))]
    {
        if !names.is_empty() {
            write!(head, ", {what} {names}").expect("writing to a string");
        }
    }
    for remark in file.remarks() {
        write!(head, "\n{remark}").expect("writing to a string");
    }
    head + "\n"
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn check(file: &str, bytes: &[u8], more: &str, expected: &Expect) {
    expected.assert_eq(&read(file, bytes, more));
}

const PLAIN: &str =
    "姓名,审批金额（元）,联系电话,经办人\n王秀英,3000.00,13812340001,赵兰\n李强,500,,赵兰\n";

#[test]
fn one_text_reads_alike_in_every_encoding() {
    let plain = read("a.csv", PLAIN.as_bytes(), "encoding = \"utf-8\"");
    expect![[r#"
        header in line 1, unknown 经办人
        2: 王秀英 3000.00 13812340001
        3: 李强 500 -
        rows 2, rejected 0, footers 0
    "#]]
    .assert_eq(&plain);
    let marked = format!("\u{FEFF}{PLAIN}");
    let (returns, tabs) = (PLAIN.replace('\n', "\r\n"), PLAIN.replace(',', "\t"));
    let cases: [(&[u8], &str); 6] = [
        (marked.as_bytes(), "encoding = \"utf-8\""),
        (&gb18030(PLAIN), "encoding = \"gb18030\""),
        (&gb18030(PLAIN), "encoding = \"detect\""),
        (PLAIN.as_bytes(), "encoding = \"detect\""),
        (returns.as_bytes(), ""),
        (tabs.as_bytes(), "delimiter = \"\\t\""),
    ];
    for (bytes, more) in cases {
        assert_eq!(read("a.csv", bytes, more), plain, "{more}");
    }
}

#[test]
fn titles_footers_and_blank_rows_are_no_rows_and_lines_stay_true() {
    let text = "临时救助发放表,,\n\n姓名,审批金额(元),联系电话\n王秀英,1,\n\n\"李\n强\",2,\n,,\n赵兰,3,\n合计,6,\n制表人：某某,,\n";
    check(
        "a.csv",
        text.as_bytes(),
        "",
        &expect![[r#"
        header in line 3
        4: 王秀英 1 -
        6: 李
        强 2 -
        9: 赵兰 3 -
        rows 3, rejected 0, footers 2
    "#]],
    );
}

#[test]
fn rows_that_cannot_be_read_are_set_aside_by_line() {
    let mut bytes = gb18030("姓名,审批金额（元）\n王秀英,1\n李强,2,3\n赵兰\n");
    bytes.extend(b"\xFF\xFF,4\n");
    bytes.extend(gb18030("姓名,审批金额（元）\n孙梅,5,\n周"));
    check(
        "a.csv",
        &bytes,
        "encoding = \"gb18030\"",
        &expect![[r#"
            header in line 1
            表头在数据中重复了1次，已略过；请核对是否由几张表拼接而成
            2: 王秀英 1 -
            3: ! ragged_row 该行有3列，表头有2列，无法对应
            4: ! ragged_row 该行有1列，表头有2列，无法对应
            5: ! undecodable_bytes 该行含有无法解码的字节
            7: 孙梅 5 -
            8: ! cut_last_row 文件在该行中间结束：只有1列，表头有2列
            rows 6, rejected 4, footers 0
        "#]],
    );
}

#[test]
fn a_last_row_without_a_line_end_is_a_row() {
    check(
        "a.csv",
        "姓名,审批金额（元）\n王秀英,1".as_bytes(),
        "",
        &expect![[r#"
        header in line 1
        2: 王秀英 1 -
        rows 1, rejected 0, footers 0
    "#]],
    );
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_refused() {
    let mut shown = String::new();
    let cases: [(&str, &[u8]); 8] = [
        ("a.csv", b"PK\x03\x04rest of a workbook"),
        ("a.csv", b"\xFF\xFE\x00\x59"),
        ("a.csv", b" \n "),
        ("a.csv", b"\x00\x01\x02binary"),
        ("a.xlsx", b"<html><body><table>"),
        ("a.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("a.xlsx", PLAIN.as_bytes()),
        ("a.xlsx", b"PK\x03\x04cut off"),
    ];
    for (file, bytes) in cases {
        shown += &read(file, bytes, "");
    }
    expect![[r#"
        民政局: a.csv is a damaged archive (invalid Zip archive: Could not find EOCD); ask the agency to send it again
        民政局: a.csv, lines 1 to 1: there is no known header, such as `姓名`; if the layout or the delimiter changed, correct the source's settings, else ask the agency for the agreed table
        民政局: a.csv is empty; the export broke off, ask the agency to repeat it
        民政局: a.csv, lines 1 to 1: there is no known header, such as `姓名`; if the layout or the delimiter changed, correct the source's settings, else ask the agency for the agreed table
        民政局: a.xlsx should be an XLSX workbook but looks like an HTML or XML table; leave `format` out of the source's settings if this is meant
        民政局: a.xlsx should be an XLSX workbook but looks like an old XLS workbook; leave `format` out of the source's settings if this is meant
        民政局: a.xlsx should be an XLSX workbook but looks like plain text; leave `format` out of the source's settings if this is meant
        民政局: a.xlsx is a damaged archive (invalid Zip archive: Could not find EOCD); ask the agency to send it again
    "#]].assert_eq(&shown);
}

#[test]
fn a_file_in_another_encoding_than_declared_is_refused() {
    let shown = read("a.csv", PLAIN.as_bytes(), "encoding = \"gb18030\"")
        + &read("a.csv", &gb18030(PLAIN), "encoding = \"utf-8\"");
    expect![[r#"
        民政局: a.csv is declared as GB18030 but reads as UTF-8; ask for the declared encoding or set `encoding = "detect"`
        民政局: a.csv is declared as UTF-8 but reads as GB18030; ask for the declared encoding or set `encoding = "detect"`
    "#]].assert_eq(&shown);
}

#[test]
fn a_header_that_changed_is_named_with_the_closest_one() {
    let shown = read("a.csv", "姓名,审批总金额,电话\n王秀英,1,2\n".as_bytes(), "")
        + &read("a.csv", "姓名,审批金额（元）,姓 名\n王秀英,1,2\n".as_bytes(), "")
        + &read("a.csv", "甲;乙\n1;2\n".as_bytes(), "");
    expect![[r#"
        民政局: a.csv, line 1: the header has no column `审批金额（元）`, the closest is `审批总金额`; if it was renamed, add its name to the column's `headers`, else ask the agency for it
        民政局: a.csv, line 1: the header names column `姓名` twice; ask the agency to keep the one that is meant
        民政局: a.csv, lines 1 to 2: there is no known header, such as `姓名`; if the layout or the delimiter changed, correct the source's settings, else ask the agency for the agreed table
    "#]].assert_eq(&shown);
}

#[test]
fn limits_stop_a_file_before_it_fills_memory() {
    let unclosed = format!("姓名,审批金额（元）\n王秀英,\"1\n{}", "李强,2\n".repeat(100_000));
    let shown = read("a.csv", unclosed.as_bytes(), "max_row_bytes = 65536")
        + &read("a.csv", PLAIN.as_bytes(), "max_file_bytes = 10")
        + &read("a.csv", PLAIN.as_bytes(), "max_columns = 3");
    expect![[r#"
        民政局: a.csv, line 2: a row of more than 65536 bytes begins here; look for a quotation mark that never closes
        民政局: a.csv has 108 bytes and the limit is 10; split it or raise the limit
        民政局: a.csv, line 1: 4 columns and the limit is 3; is the delimiter wrong, or does a value stand far from the table? Ask the agency to correct it
    "#]].assert_eq(&shown);
}

#[test]
fn a_pattern_finds_every_part_and_nothing_else() {
    let folder = TempDir::new().expect("a folder");
    for name in ["part2.csv", "part1.csv", "~$part3.csv", "part.xlsx", "other.csv"] {
        fs::write(folder.path().join(name), PLAIN).expect("a written file");
    }
    let found = |pattern: &str| {
        let settings = settings(&format!("file = \"{pattern}\"\nformat = \"csv\""));
        match find(&source(), folder.path(), &settings) {
            Ok(paths) => paths
                .iter()
                .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
                .collect::<Vec<_>>()
                .join(" "),
            Err(error) => error.to_string(),
        }
    };
    let patterns = ["part*.csv", "*", "none*.csv", "absent.csv", "no/such/*.csv"];
    let shown: Vec<String> = patterns.into_iter().map(found).collect();
    expect![[r#"
        part1.csv part2.csv
        other.csv part.xlsx part1.csv part2.csv
        民政局: none*.csv is missing; ask the agency for it or wait for its delivery
        民政局: absent.csv is missing; ask the agency for it or wait for its delivery
        民政局: no/such/*.csv is missing; ask the agency for it or wait for its delivery"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn two_patterns_overlap_where_a_name_can_fit_both() {
    for (one, other, overlap) in [
        ("health/insured*.csv", "health/insured*.csv", true),
        ("health/insured.csv", "health/insured.csv", true),
        ("health/insured*.csv", "health/insured_990101.csv", true),
        ("health/insured*.csv", "health/*.csv", true),
        ("health/in*.csv", "health/*ed.csv", true),
        ("health/*a*b*", "health/*b*a*", true),
        ("health/insured*.csv", "health/settlements*.csv", false),
        ("health/insured*.csv", "hr/insured*.csv", false),
        ("health/insured*.csv", "health/insured*.xlsx", false),
        ("health/insured.csv", "health/insured_new.csv", false),
        ("health/in*", "health/i", false),
    ] {
        let (one, other) = (format!("file = \"{one}\""), format!("file = \"{other}\""));
        assert_eq!(may_read_one_part(&settings(&one), &settings(&other)), overlap, "{one} {other}");
        assert_eq!(may_read_one_part(&settings(&other), &settings(&one)), overlap, "{other} {one}");
    }
}

#[test]
fn two_sources_may_share_an_archive_or_a_workbook_by_its_parts() {
    for (one, other, overlap) in [
        ("members = \"insured*\"", "members = \"settlements*\"", false),
        ("members = \"insured*\"", "members = \"*\"", true),
        ("sheets = [\"家庭*\"]", "sheets = [\"人员*\"]", false),
        ("sheets = [\"家庭*\"]", "sheets = [\"人员*\", \"*表\"]", true),
        ("sheets = [\"家庭*\"]", "sheets = \"first\"", true),
    ] {
        let source = |more: &str| settings(&format!("file = \"a/b*\"\n{more}"));
        assert_eq!(may_read_one_part(&source(one), &source(other)), overlap, "{one} and {other}");
    }
}

#[test]
fn settings_that_leave_the_delivery_are_faults() {
    for (file, count) in [("a/b.csv", 0), ("../b.csv", 1), ("/etc/b", 1), ("*/b.csv", 1)] {
        let settings = settings(&format!("file = \"{file}\"\nformat = \"csv\""));
        assert_eq!(settings.faults().len(), count, "{file}");
    }
}

#[test]
fn a_workbook_loses_nothing_on_the_way_to_text() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("空表").expect("a sheet");
    let sheet = workbook.add_worksheet();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    sheet.merge_range(0, 0, 0, 3, "临时救助查询", &CellFormat::new()).expect("a title");
    for (at, header) in ["序号", "领取人姓名", "审批金额（元）", "联系电话"].iter().enumerate()
    {
        sheet.write(1, u16::try_from(at).expect("a small number"), *header).expect("a header");
    }
    sheet.write(2, 1, "王秀英").expect("a cell");
    sheet.write(2, 2, 3000).expect("a cell");
    sheet.write(2, 3, 13_812_340_001_u64).expect("a cell");
    sheet.write(3, 1, "李强").expect("a cell");
    sheet.write(3, 2, 1234.56).expect("a cell");
    sheet.write(3, 3, 990_101_195_003_020_011_u64).expect("a cell");
    sheet.write(5, 1, "赵兰").expect("a cell");
    let date = ExcelDateTime::from_ymd(2026, 11, 5).expect("a date");
    sheet.write_with_format(5, 2, &date, &day).expect("a cell");
    sheet.write(6, 0, "合计").expect("a cell");
    sheet.write(6, 2, 4234.56).expect("a cell");
    sheet.write(7, 0, "制表人：某某").expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    check(
        "a.xlsx",
        &bytes,
        "",
        &expect![[r#"
        header in line 2, unknown 序号
        3: 王秀英 3000 13812340001
        4: 李强 1234.56 990101195003020000
        6: 赵兰 2026-11-05 -
        rows 3, rejected 0, footers 2
    "#]],
    );
}

/// A workbook of named sheets, each drawn with `|` between cells; `-` is an empty cell, `_` one that
/// holds a blank, and a sheet whose name begins with `~` is hidden.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, drawn) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name.trim_start_matches('~')).expect("a sheet");
        sheet.set_hidden(name.starts_with('~'));
        for (row, line) in (0..).zip(drawn.trim().lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                let cell = cell.trim().replace('_', " ");
                if !cell.is_empty() && cell != "-" {
                    sheet.write(row, column, cell).expect("a cell");
                }
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

const CLASSES: [(&str, &str); 5] = [
    (
        "一年级1班",
        "一年级1班救助名册
        姓名 | 审批金额（元） | 联系电话
        王秀英 | 1 | 13812340001
        李强 | 2 |
        赵兰 | 3 |
        合计 | 6",
    ),
    (
        "一年级2班",
        "一年级2班救助名册
        制表日期：2026-11-05
        联系电话 | 班主任 | 姓名 | 审批金额（元）
        13812340002 | 某某 | 孙梅 | 4
        -
        联系电话 | 班主任 | 姓名 | 审批金额（元）
        | 某某 | 周杰 | 5
        制表人：某某",
    ),
    ("空表", "_ | _"),
    ("~旧名册", "姓名 | 审批金额（元）\n旧人 | 9"),
    ("二年级1班", "审批金额（元） | 姓名 | 备注\n6 | 吴昊 | 转入"),
];

#[test]
fn every_class_sheet_is_a_table_of_its_own() {
    check(
        "a.xlsx",
        &workbook(&CLASSES),
        "sheets = \"all\"",
        &expect![[r#"
            header in line 2, 3, 1, unknown 班主任 备注
            有隐藏的工作表未读取：旧名册；如其中有数据请取消隐藏后重报
            表头在数据中重复了1次，已略过；请核对是否由几张表拼接而成
            a.xlsx#一年级1班
            3: 王秀英 1 13812340001
            4: 李强 2 -
            5: 赵兰 3 -
            a.xlsx#一年级2班
            4: 孙梅 4 13812340002
            7: 周杰 5 -
            a.xlsx#二年级1班
            2: 吴昊 6 -
            rows 6, rejected 0, footers 2
        "#]],
    );
}

#[test]
fn the_first_sheet_that_fits_is_read_and_those_passed_over_are_told() {
    let cover = ("封面", "临时救助名册\n2026年11月");
    let summary = ("汇总", "乡镇 | 人数 | 审批金额（元）\n青石镇 | 3 | 6");
    let empty = ("空白", "姓名 | 审批金额（元）\n合计 | 0");
    let book = workbook(&[cover, summary, CLASSES[0], ("联系人", "科室 | 电话"), empty]);
    check(
        "a.xlsx",
        &book,
        "",
        &expect![[r#"
            header in line 2, unread 联系人 空白
            工作表“一年级1班”的表头相符，已读取；其前的工作表表头不符，未读取：封面、汇总；如需使用请在来源映射的 sheets 中写明
            3: 王秀英 1 13812340001
            4: 李强 2 -
            5: 赵兰 3 -
            rows 3, rejected 0, footers 1
        "#]],
    );
}

#[test]
fn a_second_sheet_that_fits_refuses_the_workbook_until_the_source_says_which() {
    let shown = read("a.xlsx", &workbook(&CLASSES), "");
    expect![[r#"
        民政局: a.xlsx has the agreed header in the sheets `一年级1班`, `一年级2班`, `二年级1班`, and `sheets = "first"` would lose the rows of all but one; set `sheets = "all"`, or name the sheet that is meant, or list the others in `unused_sheets`
    "#]]
    .assert_eq(&shown);
    let named = read("a.xlsx", &workbook(&CLASSES), "sheets = \"一年级1班\"");
    assert!(named.contains("unread 一年级2班 二年级1班"), "{named}");
    assert!(named.contains("rows 3,"), "{named}");
    let unused = read("a.xlsx", &workbook(&CLASSES), "unused_sheets = [\"*2班\", \"二*\"]");
    assert!(unused.starts_with("header in line 2\n") && unused.contains("rows 3,"), "{unused}");
}

#[test]
fn where_no_sheet_fits_the_closest_is_named() {
    let cover = ("封面", "临时救助名册\n2026年11月");
    let summary = ("汇总", "乡镇 | 人数 | 联系电话\n青石镇 | 3 | 6");
    let list = ("名单", "姓名 | 审批总金额 | 联系电话\n王秀英 | 1 | 2");
    let shown = read("a.xlsx", &workbook(&[cover, summary, list]), "")
        + &read("a.xlsx", &workbook(&[cover, cover_of("副封面")]), "")
        + &read("a.xlsx", &workbook(&[list]), "");
    expect![[r#"
        民政局: a.xlsx#名单, line 1: the header has no column `审批金额（元）`, the closest is `审批总金额`; if it was renamed, add its name to the column's `headers`, else ask the agency for it
        民政局: a.xlsx#封面, lines 1 to 2: there is no known header, such as `姓名`; if the layout or the delimiter changed, correct the source's settings, else ask the agency for the agreed table
        民政局: a.xlsx, line 1: the header has no column `审批金额（元）`, the closest is `审批总金额`; if it was renamed, add its name to the column's `headers`, else ask the agency for it
    "#]].assert_eq(&shown);
}

/// A sheet that is no list.
const fn cover_of(name: &'static str) -> (&'static str, &'static str) {
    (name, "临时救助名册")
}

#[test]
fn a_sheet_that_is_not_read_is_under_no_limit() {
    let wide = ["x"; 20].join(" | ");
    let book = workbook(&[CLASSES[0], ("透视表", &wide)]);
    let shown = read("a.xlsx", &book, "max_columns = 9\nmax_workbook_rows = 6");
    assert!(shown.contains("unread 透视表") && shown.contains("rows 3,"), "{shown}");
}

#[test]
fn a_header_further_down_than_is_looked_is_told_how_to_be_found() {
    let titled = format!("{}{PLAIN}", "某某区临时救助发放表\n".repeat(10));
    let shown = read("a.csv", titled.as_bytes(), "");
    expect![[r#"
        民政局: a.csv, lines 1 to 10: there is no known header, such as `姓名`, in the first 10 rows; if it stands further down, raise `header_rows_max`; if the layout or the delimiter changed, correct the source's settings, else ask the agency for the agreed table
    "#]]
    .assert_eq(&shown);
    assert!(read("a.csv", titled.as_bytes(), "header_rows_max = 11").contains("rows 2,"));
}

#[test]
fn a_sheet_without_a_needed_column_refuses_its_workbook() {
    let unlike = |name, drawn| workbook(&[CLASSES[0], (name, drawn)]);
    let all = "sheets = \"all\"";
    let shown = read("a.xlsx", &unlike("名单", "姓名 | 审批总金额\n王秀英 | 1"), all)
        + &read("a.xlsx", &unlike("填表说明", "请逐栏填写"), all)
        + &read("a.xlsx", &workbook(&[("空表", ""), ("空格表", "_")]), all);
    expect![[r#"
        民政局: a.xlsx#名单, line 1: the header has no column `审批金额（元）`, the closest is `审批总金额`; if it was renamed, add its name to the column's `headers`, else ask the agency for it
        header in line 2
        a.xlsx#一年级1班
        3: 王秀英 1 13812340001
        4: 李强 2 -
        5: 赵兰 3 -
        rows 3, rejected 0, footers 1
        民政局: a.xlsx is empty; the export broke off, ask the agency to repeat it
    "#]].assert_eq(&shown);
}

#[test]
fn the_limit_of_rows_holds_over_all_sheets() {
    let limited = |rows: usize| format!("sheets = \"all\"\nmax_workbook_rows = {rows}");
    // Titles, headers and footers count: 6, 7 and 2 rows that hold anything.
    let shown = read("a.xlsx", &workbook(&CLASSES), &limited(13));
    expect![[r#"
        民政局: a.xlsx has more than 13 rows in all; split it or raise `max_workbook_rows`
    "#]]
    .assert_eq(&shown);
    let shown = read("a.xlsx", &workbook(&CLASSES), &limited(15));
    assert!(shown.contains("rows 6"), "{shown}");
}

#[test]
fn numbers_keep_the_digits_excel_keeps() {
    let numbers = [3000.0, 0.1 + 0.2, 990_101_195_003_020_011.0, -35.5, 1e-3, 0.0];
    let shown: Vec<String> = numbers.into_iter().map(number_text).collect();
    expect!["3000 0.3 990101195003020000 -35.5 0.001 0"].assert_eq(&shown.join(" "));
}

#[test]
fn headers_fold_brackets_blanks_and_units() {
    let headers = [
        "审批金额（元）",
        "审批 金额(元)",
        "低保（特困）证号",
        "面积（平方米）",
        "姓名：",
        "*姓名",
    ];
    let folded: Vec<String> = headers.into_iter().map(fold_header).collect();
    expect!["审批金额 审批金额 低保(特困)证号 面积 姓名 姓名"].assert_eq(&folded.join(" "));
}

#[test]
fn a_limit_of_zero_is_a_fault_of_the_settings() {
    let limits = [
        "header_rows_max",
        "max_columns",
        "max_file_bytes",
        "max_files",
        "max_members",
        "max_row_bytes",
        "max_unpacked_bytes",
        "max_workbook_bytes",
        "max_workbook_cells",
        "max_workbook_rows",
        "sample_bytes",
    ];
    for limit in limits {
        let faults = |value: u8| settings(&format!("file = \"a.csv\"\n{limit} = {value}")).faults();
        assert_eq!(faults(0), ["a limit of 0 would read nothing"], "{limit}");
        assert_eq!(faults(1), Vec::<String>::new(), "{limit}");
    }
}

#[test]
fn a_digest_that_cannot_be_computed_is_an_error() {
    let folder = TempDir::new().expect("a folder");
    let absent = super::digest::Digesting::start(&folder.path().join("absent.csv")).finish();
    assert!(absent.is_err(), "an absent file has no digest");
    fs::write(folder.path().join("a.csv"), PLAIN).expect("a written file");
    let (path, settings) = (folder.path().join("a.csv"), settings("file = \"a.csv\""));
    let mut file =
        open(&source(), folder.path(), &path, &settings, &columns(), 2).expect("a file opens");
    file.digest().expect("a digest");
    let again = file.digest().expect_err("a digest is computed once").to_string();
    expect!["民政局: a.csv cannot be read (its digest was taken before); check the disk and the file's permissions"].assert_eq(&again);
}

#[test]
fn every_shipped_source_says_how_it_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/sources");
    for entry in fs::read_dir(folder).expect("the shipped sources") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a source file");
        let mut table: toml::Table = text.parse().expect("a source file is TOML");
        let settings = table.remove("ingest").expect("a source has an [ingest] table");
        let settings: Settings = settings.try_into().expect("settings of reading");
        assert_eq!(settings.faults(), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn blanks_around_headers_and_cells_of_a_text_file_do_not_matter() {
    check(
        "a.csv",
        "经办人, 姓名 , 审批金额（元）\n赵兰, 王秀英, 3000\n赵兰,, 5\n".as_bytes(),
        "",
        &expect![[r#"
            header in line 1, unknown 经办人
            2:  王秀英  3000 -
            3: -  5 -
            rows 2, rejected 0, footers 0
        "#]],
    );
}

/// A Parquet file of these columns, two rows to a row group.
fn parquet_bytes(columns: Vec<(&str, arrow::array::ArrayRef)>) -> Vec<u8> {
    let batch = arrow::array::RecordBatch::try_from_iter(columns).expect("columns of one length");
    let properties = parquet::file::properties::WriterProperties::builder()
        .set_max_row_group_row_count(Some(2))
        .build();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties))
            .expect("a schema Parquet can hold");
    writer.write(&batch).expect("written rows");
    writer.into_inner().expect("a written file")
}

/// Such a file with one more column than is declared.
fn three_rows(amounts: arrow::array::ArrayRef) -> Vec<u8> {
    use arrow::array::{ArrayRef, Int32Array, StringArray};
    let names = StringArray::from(vec![Some("王秀英"), None, Some("李强")]);
    let clerks = Int32Array::from(vec![1, 2, 3]);
    parquet_bytes(vec![
        ("经办人", Arc::new(clerks) as ArrayRef),
        ("姓名", Arc::new(names)),
        ("审批金额", amounts),
    ])
}

#[test]
fn a_parquet_file_is_rows_of_text_numbered_from_one() {
    check(
        "a.parquet",
        &three_rows(Arc::new(arrow::array::Float64Array::from(vec![3000.0, 0.5, f64::NAN]))),
        "",
        &expect![[r#"
            header in line 0, unknown 经办人
            1: 王秀英 3000 -
            2: - 0.5 -
            3: 李强 - -
            rows 3, rejected 0, footers 0
        "#]],
    );
}

#[test]
fn every_kind_of_parquet_value_that_is_one_text_is_read() {
    use arrow::array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
        Int64Array, LargeStringArray, NullArray, TimestampMillisecondArray,
    };
    let dictionary: DictionaryArray<arrow::datatypes::Int32Type> =
        [Some("甲"), None, Some("乙")].into_iter().collect();
    let decimal = Decimal128Array::from(vec![300_050, 1, -5]).with_precision_and_scale(14, 2);
    let columns: [ArrayRef; 9] = [
        Arc::new(Int64Array::from(vec![Some(13_812_340_001), None, Some(-7)])),
        Arc::new(Float32Array::from(vec![0.1, 1e-3, 3000.0])),
        Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])),
        Arc::new(Date32Array::from(vec![Some(0), None, Some(20_762)])),
        Arc::new(TimestampMillisecondArray::from(vec![0, 1_000, 86_400_000])),
        Arc::new(decimal.expect("a decimal")),
        Arc::new(dictionary),
        Arc::new(LargeStringArray::from(vec!["一", " ", "三"])),
        Arc::new(NullArray::new(3)),
    ];
    let shown: String =
        columns.into_iter().map(|column| read("a.parquet", &three_rows(column), "")).collect();
    let amounts = shown.lines().filter_map(|line| line.split_once(": ")?.1.split(' ').nth(1));
    expect!["13812340001 - -7 0.1 0.001 3000 TRUE - FALSE 1970-01-01 - 2026-11-05 1970-01-01 1970-01-01 1970-01-02 3000.50 0.01 -0.05 甲 - 乙 一 - 三 - - -"].assert_eq(&amounts.collect::<Vec<_>>().join(" "));
}

#[test]
fn a_parquet_file_that_cannot_be_used_is_refused() {
    use arrow::array::{BinaryArray, Int32Array, ListArray};
    let list = ListArray::from_iter_primitive::<arrow::datatypes::Int32Type, _, _>(vec![
        Some(vec![Some(1)]),
        None,
        None,
    ]);
    let whole = three_rows(Arc::new(Int32Array::from(vec![1, 2, 3])));
    let shown = [
        read("a.parquet", PLAIN.as_bytes(), ""),
        read("a.csv", &whole, ""),
        read("a.parquet", &whole[..whole.len() - 9], ""),
        read("a.parquet", &whole, "max_columns = 2"),
        read("a.parquet", &whole, "max_file_bytes = 10"),
        read("a.parquet", &three_rows(Arc::new(list)), ""),
        read("a.parquet", &three_rows(Arc::new(BinaryArray::from(vec![b"a".as_slice(); 3]))), ""),
        read(
            "a.parquet",
            &parquet_bytes(vec![("金额", Arc::new(Int32Array::from(vec![1])) as _)]),
            "",
        ),
    ];
    expect![[r#"
        民政局: a.parquet should be a Parquet file but looks like plain text; leave `format` out of the source's settings if this is meant
        民政局: a.csv should be a CSV text file but looks like a Parquet file; leave `format` out of the source's settings if this is meant
        民政局: a.parquet is a damaged Parquet file (Parquet error: Invalid Parquet file. Corrupt footer); ask the agency to export it again
        民政局: a.parquet: 3 columns and the limit is 2; is the delimiter wrong, or does a value stand far from the table? Ask the agency to correct it
        民政局: a.parquet has 1586 bytes and the limit is 10; split it or raise the limit
        民政局: a.parquet: column `审批金额` holds List(Int32), which is no text; ask for one text a row
        民政局: a.parquet: column `审批金额` holds Binary, which is no text; ask for one text a row
        民政局: a.parquet: the header has no column `姓名`; if it was renamed, add its name to the column's `headers`, else ask the agency for it
    "#]].assert_eq(&shown.concat());
}
