//! Review lists: the cases of each town as a workbook that is filled in and printed on A4.
//!
//! Only cases above the nightly cap whose match is confirmed or probable reach a list; weaker ones
//! stay with the analysts' tables. A list words everything as something to verify.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use super::case_line::{CaseLine, case_line};
use super::night::Night;
use super::publish::write_synced;
use super::{FileDigest, ReportError, identifiers};
use crate::domain::{Case, Day, Grade};

/// What a reviewer may conclude.
const CONCLUSIONS: [&str; 6] =
    ["属实", "属实减免", "不属实-数据错误", "不属实-匹配错误", "政策允许", "无法核实"];

/// A column of a list: its title, its width and what a case writes into it.
struct Column {
    title: &'static str,
    /// In tenths of a digit of the workbook's default font.
    width_tenths: u32,
    text: fn(&CaseLine) -> &str,
}

const fn column(title: &'static str, width_tenths: u32, text: fn(&CaseLine) -> &str) -> Column {
    Column { title, width_tenths, text }
}

const TOWN: Column = column("乡镇/街道", 70, |line| &line.town);

/// The widths add up to a page that prints at three quarters of its size on A4.
const COLUMNS: [Column; 18] = [
    column("编号", 95, |line| &line.case_id),
    column("优先级", 42, |line| &line.priority),
    column("疑点类型", 100, |line| &line.kinds),
    column("姓名（遮蔽）", 60, |line| &line.name_masked),
    column("证号（遮蔽）", 100, |line| &line.resident_id_masked),
    column("村/社区", 65, |line| &line.village),
    column("涉及项目与金额", 90, |line| &line.schemes_and_amount),
    column("月数", 42, |line| &line.months),
    column("一句话理由", 230, |line| &line.reasons),
    column("建议核实方法", 140, |line| &line.verify),
    column("证据摘要", 250, |line| &line.evidence),
    column("匹配等级", 50, |line| line.grade),
    column("首次/连续出现次数", 95, |line| &line.first_seen_and_nights),
    column("上次处理结果", 65, |line| &line.past_outcome),
    column("承办单位", 70, |line| &line.office),
    column("期限", 95, |line| &line.due),
    column("核实结论", 90, |_| ""),
    column("备注", 90, |_| ""),
];

const CONCLUSION_TITLE: &str = "核实结论";
const TITLE_ROW: u32 = 0;
const NOTE_ROW: u32 = 1;
const HEADER_ROW: u32 = 2;
/// Paper size 9 is A4 in the file format.
const A4: u8 = 9;

/// Writes one workbook per town of the district and one of the whole district.
pub(super) fn write(night: &Night, run: &Path) -> Result<Vec<FileDigest>, ReportError> {
    let folder = run.join("lists");
    fs::create_dir_all(&folder).map_err(ReportError::output(&folder))?;
    let mut cases: Vec<&Case> = night.tonight.cases.iter().filter(|case| is_for(case)).collect();
    cases.sort_by_key(|case| case.priority);
    // A town without a case gets an empty list, so that nobody wonders whether it was forgotten.
    let mut by_town: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for town in night.tonight.divisions.towns() {
        by_town.insert(&town.code, Vec::new());
    }
    for case in &cases {
        if let Some(town) = &case.town {
            by_town.entry(town).or_default().push(case);
        }
    }
    let mut written = Vec::new();
    for (town, cases) in by_town {
        let name = night.tonight.divisions.name(town);
        let file = format!("{}-{}.xlsx", file_safe(town), file_safe(name));
        let columns: Vec<&Column> = COLUMNS.iter().collect();
        written.push(write_list(night, &folder, &file, name, &columns, &cases)?);
    }
    let mut columns: Vec<&Column> = COLUMNS.iter().collect();
    columns.insert(5, &TOWN);
    written.push(write_list(night, &folder, "district.xlsx", "全区", &columns, &cases)?);
    Ok(written)
}

fn is_for(case: &Case) -> bool {
    case.listed && case.grade <= Grade::Probable
}

/// A division's name without what file systems reserve.
fn file_safe(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).collect()
}

fn write_list(
    night: &Night,
    folder: &Path,
    file: &str,
    place: &str,
    columns: &[&Column],
    cases: &[&Case],
) -> Result<FileDigest, ReportError> {
    let path = folder.join(file);
    let bytes = workbook(night, place, columns, cases).map_err(ReportError::workbook(&path))?;
    write_synced(&path, &bytes)?;
    Ok(FileDigest { path: format!("lists/{file}"), digest: identifiers::digest(&bytes) })
}

fn workbook(
    night: &Night,
    place: &str,
    columns: &[&Column],
    cases: &[&Case],
) -> Result<Vec<u8>, XlsxError> {
    let date = night.tonight.run_date;
    let title = format!("{place}社会救助核对疑点清单");
    let mut workbook = Workbook::new();
    // The date of the run stands for the time of writing: the same night gives the same bytes.
    let properties = DocProperties::new()
        .set_title(&title)
        .set_author(&night.tonight.settings.centre)
        .set_creation_datetime(&excel_date(date)?);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("疑点清单")?;
    set_up_page(sheet, columns)?;
    write_heading(sheet, night, &title, columns, cases.len())?;
    let cell = cell_format();
    let mut row = HEADER_ROW;
    for case in cases {
        row += 1;
        let line = case_line(night, case);
        let mut lines = 1;
        for (at, column) in (0..).zip(columns) {
            let text = (column.text)(&line);
            sheet.write_with_format(row, at, text, &cell)?;
            lines = lines.max(printed_lines(text, column));
        }
        sheet.set_row_height(row, row_height(lines))?;
    }
    let last_column = last(columns);
    sheet.autofilter(HEADER_ROW, 0, row.max(HEADER_ROW + 1), last_column)?;
    offer_conclusions(sheet, columns, row)?;
    workbook.save_to_buffer()
}

/// How many lines a text takes in a column. Not every spreadsheet fits rows to their text when it
/// opens a file, so heights are written down; an estimate a little too high does no harm.
fn printed_lines(text: &str, column: &Column) -> u32 {
    // Cells print at 9 points where a column's width counts digits of 11; some is lost in wrapping.
    let capacity = (column.width_tenths * 11 / 100).max(2);
    let width = |character: char| if character.is_ascii() { 1 } else { 2 };
    let lines =
        |paragraph: &str| paragraph.chars().map(width).sum::<u32>().div_ceil(capacity).max(1);
    text.split('\n').map(lines).sum()
}

/// In points; the file format ends at 409.
fn row_height(lines: u32) -> f64 {
    (f64::from(lines) * 13.0 + 4.0).min(409.0)
}

fn excel_date(day: Day) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).map_err(|_| {
        XlsxError::ParameterError("the run date lies outside the years of a workbook".to_owned())
    })?;
    let month = u8::try_from(day.month_of_year()).expect("a month is 1 to 12");
    let day_of_month = u8::try_from(day.day_of_month()).expect("a day is 1 to 31");
    ExcelDateTime::from_ymd(year, month, day_of_month)
}

fn last(columns: &[&Column]) -> u16 {
    u16::try_from(columns.len() - 1).expect("a list has few columns")
}

/// A4 across, one page wide, the header on every page, the page number below.
fn set_up_page(sheet: &mut Worksheet, columns: &[&Column]) -> Result<(), XlsxError> {
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, f64::from(column.width_tenths) / 10.0)?;
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.3, 0.3, 0.4, 0.6, 0.3, 0.3);
    sheet.set_repeat_rows(TITLE_ROW, HEADER_ROW)?;
    sheet.set_footer("&L&8内部资料 注意保密&C&8第 &P 页 共 &N 页&R&8核实人签字：____________");
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    Ok(())
}

fn write_heading(
    sheet: &mut Worksheet,
    night: &Night,
    title: &str,
    columns: &[&Column],
    cases: usize,
) -> Result<(), XlsxError> {
    let tonight = night.tonight;
    let large = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let small = Format::new().set_font_size(9).set_align(FormatAlign::Left).set_text_wrap();
    let header =
        cell_format().set_bold().set_align(FormatAlign::Center).set_background_color("D9E2EC");
    let note = format!(
        "核对日期 {}　本表 {cases} 户　{}　所列均为疑点或线索，须经核实，不作为处理依据。",
        tonight.run_date, tonight.settings.centre,
    );
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last(columns), title, &large)?;
    sheet.set_row_height(TITLE_ROW, 26)?;
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last(columns), &note, &small)?;
    sheet.set_row_height(NOTE_ROW, 16)?;
    for (at, column) in (0..).zip(columns) {
        sheet.write_with_format(HEADER_ROW, at, column.title, &header)?;
    }
    sheet.set_row_height(HEADER_ROW, 30)?;
    Ok(())
}

/// Text format, so that no spreadsheet turns an id into a number.
fn cell_format() -> Format {
    Format::new()
        .set_num_format("@")
        .set_font_size(9)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
}

fn offer_conclusions(
    sheet: &mut Worksheet,
    columns: &[&Column],
    last_row: u32,
) -> Result<(), XlsxError> {
    let at = columns.iter().position(|column| column.title == CONCLUSION_TITLE);
    let at = u16::try_from(at.expect("a list has a column for conclusions"));
    let at = at.expect("a list has few columns");
    let choice = DataValidation::new()
        .allow_list_strings(&CONCLUSIONS)?
        .set_error_title("核实结论")?
        .set_error_message("请从下拉列表中选择核实结论。")?;
    sheet.add_data_validation(HEADER_ROW + 1, at, last_row.max(HEADER_ROW + 1), at, &choice)?;
    Ok(())
}
