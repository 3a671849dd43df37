//! Review lists: the cases of each town as a workbook that is filled in, printed on A4, and read again.
//!
//! A line is a case, for reviewers look at a household once, and its conclusion holds for all its flags. Where
//! a case has several, a second sheet has a line for each: a conclusion there goes over that of the case, so
//! that an error in one row does not have to be told of the others. Only what reviewers fill in is open;
//! each line carries its run, its flags and a seal of what was printed, by which it is known when it comes
//! back. The notes on households that several agencies assist stand on a sheet of their own.
//!
//! Only cases above the nightly cap whose match is confirmed or probable reach a list; weaker ones
//! stay with the analysts' tables. A list words everything as something to verify.

use std::collections::BTreeMap;
use std::path::Path;

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Format, Worksheet, XlsxError,
};

use super::case_line::{CaseLine, case_line, shown};
use super::night::Night;
use super::printed::{Frame, HEADER_ROW, column, hidden};
use super::{FileDigest, ReportError, notes, printed};
use crate::domain::review_list::{
    CASE_ID, CONCLUSION, DECIDED_BY, DECIDED_ON, FLAG_IDS, NOT_THEIRS, REASON, RUN, SEAL,
    SECONDED_BY,
};
use crate::domain::{Case, Grade, Language, Outcome};

type Column = printed::Column<CaseLine>;

static TOWN: Column = column("乡镇/街道", 70, |line| &line.town);

/// What reviewers fill in, and what the line is known by.
static REVIEW_COLUMNS: [Column; 8] = [
    column(CONCLUSION, 80, |_| "").open(),
    column(NOT_THEIRS, 50, |_| "").open(),
    column(REASON, 100, |_| "").open(),
    column(DECIDED_ON, 65, |_| "").open(),
    column(DECIDED_BY, 55, |_| "").open(),
    column(SECONDED_BY, 55, |_| "").open(),
    hidden(RUN, |line| &line.run),
    hidden(SEAL, |line| &line.seal),
];

/// The widths add up to a page that prints at seven tenths of its size on A4.
static CASE_COLUMNS: [Column; 17] = [
    column(CASE_ID, 95, |line| &line.case_id),
    column("优先级", 42, |line| &line.priority),
    column("疑点类型", 95, |line| &line.kinds),
    column("姓名", 60, |line| &line.name),
    column("证号", 95, |line| &line.resident_id),
    column("村/社区", 65, |line| &line.village),
    column("涉及项目与金额", 85, |line| &line.schemes_and_amount),
    column("月数", 42, |line| &line.months),
    column("一句话理由", 220, |line| &line.reasons),
    column("建议核实方法", 125, |line| &line.verify),
    column("证据摘要", 230, |line| &line.evidence),
    column("匹配等级", 50, |line| line.grade),
    column("首次/连续出现次数", 90, |line| &line.first_seen_and_nights),
    column("上次处理结果", 80, |line| &line.past_outcome),
    column("承办单位", 65, |line| &line.office),
    column("期限", 90, |line| &line.due),
    hidden(FLAG_IDS, |line| &line.flag_ids),
];

/// Of the flags of cases that have several.
static FLAG_COLUMNS: [Column; 12] = [
    column(CASE_ID, 95, |line| &line.case_id),
    column(FLAG_IDS, 95, |line| &line.flag_ids),
    column("疑点类型", 95, |line| &line.kinds),
    column("姓名", 60, |line| &line.name),
    column("证号", 95, |line| &line.resident_id),
    column("村/社区", 65, |line| &line.village),
    column("涉及项目与金额", 85, |line| &line.schemes_and_amount),
    column("一句话理由", 240, |line| &line.reasons),
    column("建议核实方法", 140, |line| &line.verify),
    column("证据摘要", 260, |line| &line.evidence),
    column("匹配等级", 50, |line| line.grade),
    column("首次/连续出现次数", 90, |line| &line.first_seen_and_nights),
];

/// Within the run.
const FOLDER: &str = "lists";
const DISTRICT: &str = "全区";

/// Writes one workbook per town of the district and one of the whole district.
pub(super) fn write(night: &Night, run: &Path) -> Result<Vec<FileDigest>, ReportError> {
    let folder = run.join(FOLDER);
    printed::folder_for(&folder, night.unmasked_for())?;
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
        let file = printed::town_file(town, name);
        let columns = Columns::of_town();
        let bytes = workbook(night, name, &columns, &cases, &notes);
        written.push(printed::save(run, format!("{FOLDER}/{file}.xlsx"), bytes)?);
    }
    let bytes = workbook(night, DISTRICT, &Columns::of_district(), &cases, &notes);
    written.push(printed::save(run, format!("{FOLDER}/district.xlsx"), bytes)?);
    Ok(written)
}

/// The columns of a workbook's sheets.
struct Columns {
    cases: Vec<&'static Column>,
    flags: Vec<&'static Column>,
    notes: Vec<&'static notes::Column>,
}

impl Columns {
    fn of_town() -> Self {
        Self {
            cases: CASE_COLUMNS.iter().chain(&REVIEW_COLUMNS).collect(),
            flags: FLAG_COLUMNS.iter().chain(&REVIEW_COLUMNS).collect(),
            notes: notes::COLUMNS.iter().collect(),
        }
    }

    /// With the town of each line before its village.
    fn of_district() -> Self {
        let mut columns = Self::of_town();
        columns.cases.insert(5, &TOWN);
        columns.flags.insert(5, &TOWN);
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
    let language = tonight.settings.language;
    let place = if place == DISTRICT { language.say(DISTRICT) } else { place };
    let title = format!("{place}{}", language.say("社会救助核对疑点清单"));
    let mut workbook = printed::workbook(tonight.settings, tonight.run_date, &title)?;
    write_cases(workbook.add_worksheet(), night, &title, &columns.cases, cases)?;
    write_flags(workbook.add_worksheet(), night, place, &columns.flags, cases)?;
    write_notes(workbook.add_worksheet(), night, place, columns, notes)?;
    workbook.save_to_buffer()
}

fn write_cases(
    sheet: &mut Worksheet,
    night: &Night,
    title: &str,
    columns: &[&Column],
    cases: &[&Case],
) -> Result<(), XlsxError> {
    let language = night.tonight.settings.language;
    let remark = [
        language.say("所列均为疑点或线索，须经核实，不作为处理依据。"),
        language.say("请只填右侧空白各栏；一户有几个疑点、结论不同的，在“分项结论”表逐项填写。"),
    ]
    .join(language.gap());
    let frame = Frame {
        title,
        run_date: night.tonight.run_date,
        centre: &night.tonight.settings.centre,
        language,
        counted: counted(night, "本表 {} 户　批次 {}", cases.len()),
        remark: &remark,
        unmasked: night.unmasked_for(),
        footer: &footer(language, true),
    };
    sheet.set_name(language.say("疑点清单"))?;
    let lines =
        cases.iter().map(|case| case_line(night, case, &shown(night, case)).sealed(columns));
    let last_row = printed::write_sheet(sheet, &frame, columns, lines)?;
    help_to_fill_in(sheet, night, columns, last_row)
}

/// A line for each flag of the cases that have several.
fn write_flags(
    sheet: &mut Worksheet,
    night: &Night,
    place: &str,
    columns: &[&Column],
    cases: &[&Case],
) -> Result<(), XlsxError> {
    let several = cases.iter().map(|case| (*case, shown(night, case)));
    let several = several.filter(|(_, flags)| flags.len() > 1);
    let flags: Vec<(&Case, usize)> =
        several.flat_map(|(case, flags)| flags.into_iter().map(move |flag| (case, flag))).collect();
    let language = night.tonight.settings.language;
    let title = format!("{place}{}", language.say("社会救助核对疑点分项结论"));
    let frame = Frame {
        title: &title,
        run_date: night.tonight.run_date,
        centre: &night.tonight.settings.centre,
        language,
        counted: counted(night, "本表 {} 项　批次 {}", flags.len()),
        remark: language.say(
            "所列为有几个疑点的各户。填写的，以本表结论为准；不填的，按“疑点清单”中该户的结论。",
        ),
        unmasked: night.unmasked_for(),
        footer: &footer(language, true),
    };
    sheet.set_name(language.say("分项结论"))?;
    let lines = flags.iter().map(|(case, flag)| case_line(night, case, &[*flag]).sealed(columns));
    let last_row = printed::write_sheet(sheet, &frame, columns, lines)?;
    help_to_fill_in(sheet, night, columns, last_row)
}

fn write_notes(
    sheet: &mut Worksheet,
    night: &Night,
    place: &str,
    columns: &Columns,
    notes: &[usize],
) -> Result<(), XlsxError> {
    let language = night.tonight.settings.language;
    let title = format!("{place}{}", language.say("社会救助统筹提示"));
    let frame = Frame {
        title: &title,
        run_date: night.tonight.run_date,
        centre: &night.tonight.settings.centre,
        language,
        counted: counted(night, "本表 {} 条　批次 {}", notes.len()),
        remark: language.say("所列为几个部门先后救助的同一家庭，供后续统筹，不是疑点，无须核查。"),
        unmasked: night.unmasked_for(),
        footer: &footer(language, false),
    };
    sheet.set_name(language.say("统筹提示"))?;
    let lines = notes.iter().take(printed::ROWS_MAX).map(|note| notes::note_line(night, *note));
    printed::write_sheet(sheet, &frame, &columns.notes, lines)?;
    Ok(())
}

/// How many lines a sheet has, and of which run it is.
fn counted(night: &Night, words: &'static str, lines: usize) -> String {
    night.language().fill(words, &[&lines, &night.run_id])
}

/// The foot of each page, in the file format's own codes.
fn footer(language: Language, signed: bool) -> String {
    let secret = language.say("内部资料 注意保密");
    let sign = language.fill("{}：{}", &[&language.say("核实人签字"), &"____________"]);
    let sign = if signed { format!("&R&8{sign}") } else { String::new() };
    format!("&L&8{secret}&C&8&P / &N{sign}")
}

/// Offers the conclusions to choose from, and takes days alone for the day.
fn help_to_fill_in(
    sheet: &mut Worksheet,
    night: &Night,
    columns: &[&Column],
    last_row: u32,
) -> Result<(), XlsxError> {
    let language = night.tonight.settings.language;
    let (first, last) = (HEADER_ROW + 1, last_row.max(HEADER_ROW + 1));
    let conclusions = DataValidation::new()
        .allow_list_strings(&Outcome::ALL.map(|outcome| language.say(outcome.chinese())))?
        .set_error_title(language.say(CONCLUSION))?
        .set_error_message(language.say("请从下拉列表中选择核实结论。"))?;
    let run_date = printed::excel_date(night.tonight.run_date)?;
    let days = DataValidation::new()
        .allow_date(DataValidationRule::<ExcelDateTime>::GreaterThanOrEqualTo(run_date))
        .set_error_title(language.say(DECIDED_ON))?
        .set_error_message(language.say("请填写日期，如2026-11-24，不早于核对日期。"))?;
    let day_format = printed::cell_format().set_num_format("yyyy-mm-dd").set_unlocked();
    for (at, column) in (0..).zip(columns) {
        match column.title {
            CONCLUSION => sheet.add_data_validation(first, at, last, at, &conclusions)?,
            DECIDED_ON => {
                write_blanks(sheet, at, first..=last_row, &day_format)?;
                sheet.add_data_validation(first, at, last, at, &days)?
            }
            _ => continue,
        };
    }
    Ok(())
}

/// Gives the cells of a column another format.
fn write_blanks(
    sheet: &mut Worksheet,
    column: u16,
    rows: std::ops::RangeInclusive<u32>,
    format: &Format,
) -> Result<(), XlsxError> {
    for row in rows {
        sheet.write_blank(row, column, format)?;
    }
    Ok(())
}
