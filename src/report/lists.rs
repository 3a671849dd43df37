//! Review lists: the cases of each town as a workbook that is filled in and printed on A4.
//!
//! The notes on households that several agencies assist stand on a sheet of their own.
//!
//! Only cases above the nightly cap whose match is confirmed or probable reach a list; weaker ones
//! stay with the analysts' tables. A list words everything as something to verify.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_xlsxwriter::{DataValidation, Worksheet, XlsxError};

use super::case_line::{CaseLine, case_line};
use super::night::Night;
use super::printed::{Frame, HEADER_ROW, column};
use super::{FileDigest, ReportError, notes, printed};
use crate::domain::{Case, Grade};

/// What a reviewer may conclude.
pub(super) const CONCLUSIONS: [&str; 6] =
    ["属实", "属实减免", "不属实-数据错误", "不属实-匹配错误", "政策允许", "无法核实"];

type Column = printed::Column<CaseLine>;

static TOWN: Column = column("乡镇/街道", 70, |line| &line.town);

/// The widths add up to a page that prints at three quarters of its size on A4.
static COLUMNS: [Column; 18] = [
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

/// Within the run.
const FOLDER: &str = "lists";
const CONCLUSION_TITLE: &str = "核实结论";
const FOOTER: &str = "&L&8内部资料 注意保密&C&8第 &P 页 共 &N 页&R&8核实人签字：____________";
const NOTES_FOOTER: &str = "&L&8内部资料 注意保密&C&8第 &P 页 共 &N 页";

/// Writes one workbook per town of the district and one of the whole district.
pub(super) fn write(night: &Night, run: &Path) -> Result<Vec<FileDigest>, ReportError> {
    let folder = run.join(FOLDER);
    fs::create_dir_all(&folder).map_err(ReportError::output(&folder))?;
    let mut cases: Vec<&Case> = night.tonight.cases.iter().filter(|case| is_for(case)).collect();
    cases.sort_by_key(|case| case.priority);
    // A town without a case gets an empty list, so that nobody wonders whether it was forgotten.
    let mut by_town: BTreeMap<&str, (Vec<&Case>, Vec<usize>)> = BTreeMap::new();
    for town in night.tonight.divisions.towns() {
        by_town.insert(&town.code, (Vec::new(), Vec::new()));
    }
    for case in &cases {
        if let Some(town) = &case.town {
            by_town.entry(town).or_default().0.push(case);
        }
    }
    let notes = notes::listed(night);
    for note in &notes {
        if let Some(town) = &night.tonight.findings[*note].town {
            by_town.entry(town).or_default().1.push(*note);
        }
    }
    let mut written = Vec::new();
    for (town, (cases, notes)) in by_town {
        let name = night.tonight.divisions.name(town);
        let file = format!("{}-{}.xlsx", printed::file_safe(town), printed::file_safe(name));
        let columns = Columns::of_town();
        let bytes = workbook(night, name, &columns, &cases, &notes);
        written.push(printed::save(run, format!("{FOLDER}/{file}"), bytes)?);
    }
    let bytes = workbook(night, "全区", &Columns::of_district(), &cases, &notes);
    written.push(printed::save(run, format!("{FOLDER}/district.xlsx"), bytes)?);
    Ok(written)
}

/// The columns of a workbook's two sheets.
struct Columns {
    cases: Vec<&'static Column>,
    notes: Vec<&'static notes::Column>,
}

impl Columns {
    fn of_town() -> Self {
        Self { cases: COLUMNS.iter().collect(), notes: notes::COLUMNS.iter().collect() }
    }

    /// With the town of each line before its village.
    fn of_district() -> Self {
        let mut columns = Self::of_town();
        columns.cases.insert(5, &TOWN);
        columns.notes.insert(4, &notes::TOWN);
        columns
    }
}

pub(super) fn is_for(case: &Case) -> bool {
    case.listed && case.grade <= Grade::Probable
}

fn workbook(
    night: &Night,
    place: &str,
    columns: &Columns,
    cases: &[&Case],
    notes: &[usize],
) -> Result<Vec<u8>, XlsxError> {
    let tonight = night.tonight;
    let title = format!("{place}社会救助核对疑点清单");
    let mut workbook = printed::workbook(tonight.settings, tonight.run_date, &title)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("疑点清单")?;
    let frame = Frame {
        title: &title,
        run_date: tonight.run_date,
        centre: &tonight.settings.centre,
        counted: format!("本表 {} 户", cases.len()),
        remark: "所列均为疑点或线索，须经核实，不作为处理依据。",
        footer: FOOTER,
    };
    let lines = cases.iter().map(|case| case_line(night, case));
    let last_row = printed::write_sheet(sheet, &frame, &columns.cases, lines)?;
    offer_conclusions(sheet, &columns.cases, last_row)?;
    write_notes(workbook.add_worksheet(), night, place, columns, notes)?;
    workbook.save_to_buffer()
}

fn write_notes(
    sheet: &mut Worksheet,
    night: &Night,
    place: &str,
    columns: &Columns,
    notes: &[usize],
) -> Result<(), XlsxError> {
    let title = format!("{place}社会救助统筹提示");
    let frame = Frame {
        title: &title,
        run_date: night.tonight.run_date,
        centre: &night.tonight.settings.centre,
        counted: format!("本表 {} 条", notes.len()),
        remark: "所列为几个部门先后救助的同一家庭，供后续统筹，不是疑点，无须核查。",
        footer: NOTES_FOOTER,
    };
    sheet.set_name("统筹提示")?;
    let lines = notes.iter().take(printed::ROWS_MAX).map(|note| notes::note_line(night, *note));
    printed::write_sheet(sheet, &frame, &columns.notes, lines)?;
    Ok(())
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
