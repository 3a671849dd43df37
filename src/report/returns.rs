//! Returns: per agency, the rows and values of its files that could not be used, as a workbook to send
//! back; and which of its deliveries were refused as a whole, with all their rows at fault.
//!
//! A value at fault is masked as everywhere: the agency finds it by file, line and field. Where a centre
//! has a purpose for more, because a number without its middle cannot be told from the right one, the
//! cell at fault is shown as it was given; nothing else of its row is. The folder is closed to other
//! accounts of the machine in either case.

use std::collections::BTreeMap;
use std::path::Path;

use rust_xlsxwriter::XlsxError;

use super::printed::{Column, Frame, Printed, column};
use super::tables::in_order;
use super::{FileDigest, Refused, ReportError, Settings, Tonight, printed, privacy};
use crate::domain::table::{Category, Cell};
use crate::domain::{Day, Language, Reject, Rejects, Source};

/// One thing to mend, as the workbook says it.
struct Line {
    title: String,
    delivered: String,
    file: String,
    sheet: String,
    line: String,
    field: String,
    value: String,
    scope: &'static str,
    code: String,
    message: String,
    message_en: String,
    suggestion: String,
    repair: String,
}

/// A delivery that was refused as a whole.
struct RefusedLine {
    title: String,
    delivered: String,
    sentence: String,
    message: String,
}

/// Long values are shortened before, and sentences are short.
impl Printed for Line {}

impl Printed for RefusedLine {}

/// The widths add up to a page that prints at three quarters of its size on A4.
const COLUMNS: [Column<Line>; 15] = [
    column("数据", 85, |line| &line.title),
    column("批次日期", 75, |line| &line.delivered),
    column("文件", 150, |line| &line.file),
    column("工作表", 65, |line| &line.sheet),
    column("行号", 50, |line| &line.line),
    column("字段", 85, |line| &line.field),
    column("原值", 150, |line| &line.value),
    column("退回范围", 55, |line| line.scope),
    column("问题代码", 110, |line| &line.code),
    column("问题说明", 190, |line| &line.message),
    column("英文说明", 190, |line| &line.message_en),
    column("处理建议", 190, |line| &line.suggestion),
    column("疑似正确值（仅供参考）", 120, |line| &line.repair),
    column("更正值（由部门填写）", 120, |_| ""),
    column("说明（由部门填写）", 120, |_| ""),
];

const REFUSED_COLUMNS: [Column<RefusedLine>; 5] = [
    column("数据", 120, |line| &line.title),
    column("批次日期", 80, |line| &line.delivered),
    column("退回原因与处理办法", 560, |line| &line.sentence),
    column("英文说明", 560, |line| &line.message),
    column("说明（由部门填写）", 200, |_| ""),
];

const FOOTER: &str =
    "&L&8含个人信息 仅限本部门使用&C&8第 &P 页 共 &N 页&R&8经办人签字：____________";

/// A longer value is cut: a row on paper has no room for more, and a cell that long is no value.
const LONGEST_TEXT: usize = 230;

/// What a night gives back to the agencies.
pub(super) struct Returns<'a> {
    run_date: Day,
    settings: &'a Settings,
    sources: &'a [Source],
    /// Of the deliveries that were used.
    rejects: Option<&'a Rejects>,
    refused: &'a [Refused],
}

/// What one agency has to mend.
struct Return<'a> {
    agency_name: &'a str,
    refused: Vec<&'a Refused>,
    /// Those of refused deliveries first; of each kind in order of source, file and line.
    rows: Vec<Row<'a>>,
}

/// A reject, and the source it is of where the night knows it.
#[derive(Clone, Copy)]
struct Row<'a> {
    source: Option<&'a Source>,
    rejects: &'a Rejects,
    at: usize,
    /// Whether its whole delivery was refused.
    refused: bool,
}

impl<'a> Returns<'a> {
    /// Within the folder of a night.
    pub(super) const FOLDER: &'static str = "returns";

    /// Of a night that came to a run.
    pub(super) fn of(tonight: &'a Tonight<'a>) -> Self {
        Self {
            run_date: tonight.run_date,
            settings: tonight.settings,
            sources: tonight.sources,
            rejects: Some(&tonight.records.rejects),
            refused: tonight.refused,
        }
    }

    /// Of a night that came to none.
    pub(super) const fn of_refused(
        run_date: Day,
        settings: &'a Settings,
        refused: &'a [Refused],
    ) -> Self {
        Self { run_date, settings, sources: &[], rejects: None, refused }
    }

    /// Writes one workbook for each agency with something to mend, and none for the others.
    pub(super) fn write(&self, night: &Path) -> Result<Vec<FileDigest>, ReportError> {
        let by_agency = self.by_agency();
        if by_agency.is_empty() {
            return Ok(Vec::new());
        }
        let folder = night.join(Self::FOLDER);
        printed::create_closed(&folder).map_err(ReportError::output(&folder))?;
        let files = by_agency.iter().map(|(agency, of_agency)| {
            let inside = format!("{}/{}.xlsx", Self::FOLDER, printed::file_safe(agency));
            printed::save(night, inside, self.workbook(of_agency))
        });
        files.collect()
    }

    /// By the code of the agency; by the source where the night lists no agency.
    fn by_agency(&self) -> BTreeMap<&'a str, Return<'a>> {
        let sources: BTreeMap<&str, &Source> =
            self.sources.iter().map(|source| (source.id.as_str(), source)).collect();
        let mut returns: BTreeMap<&str, Return> = BTreeMap::new();
        let mut add = |id: &'a str, source: Option<&'a Source>, row| {
            let (agency, agency_name) =
                source.map_or((id, id), |source| (&source.agency, &source.agency_name));
            let empty = || Return { agency_name, refused: Vec::new(), rows: Vec::new() };
            let of_agency = returns.entry(agency).or_insert_with(empty);
            match row {
                Ok(row) => of_agency.rows.push(row),
                Err(refused) => of_agency.refused.push(refused),
            }
        };
        for refused in self.refused {
            add(&refused.source.id, Some(&refused.source), Err(refused));
            for at in in_order(&refused.rejects) {
                let source = Some(&refused.source);
                let row = Row { source, rejects: &refused.rejects, at, refused: true };
                add(&refused.source.id, source, Ok(row));
            }
        }
        if let Some(rejects) = self.rejects {
            for at in in_order(rejects) {
                let id = Category::value(&rejects.source, at);
                let source = sources.get(id).copied();
                add(id, source, Ok(Row { source, rejects, at, refused: false }));
            }
        }
        returns
    }

    fn workbook(&self, of_agency: &Return<'_>) -> Result<Vec<u8>, XlsxError> {
        let settings = self.settings;
        let title = format!("{}数据退回清单", of_agency.agency_name);
        let listed = &of_agency.rows[..of_agency.rows.len().min(settings.returns_rows_max)];
        let mut workbook = printed::workbook(settings, self.run_date, &title)?;
        let page = workbook.add_worksheet();
        page.set_name("填写说明")?;
        printed::write_page(page, &title, &self.instructions(of_agency, listed.len()))?;
        let frame = |counted: String| Frame {
            title: &title,
            run_date: self.run_date,
            centre: &settings.centre,
            language: Language::Simplified,
            counted,
            remark: "请更正后随下一批次重报，并将本表填写后退还。",
            unmasked: settings.unmasked.returns.as_ref(),
            footer: FOOTER,
        };
        if !of_agency.refused.is_empty() {
            let sheet = workbook.add_worksheet();
            sheet.set_name("整份退回")?;
            let columns: Vec<&Column<RefusedLine>> = REFUSED_COLUMNS.iter().collect();
            let lines = of_agency.refused.iter().map(|refused| self.refused_line(refused));
            let frame = frame(format!("本页 {} 份", of_agency.refused.len()));
            printed::write_sheet(sheet, &frame, &columns, lines)?;
        }
        let per_sheet = settings.returns_rows_per_sheet.clamp(1, printed::ROWS_MAX);
        let columns: Vec<&Column<Line>> = COLUMNS.iter().collect();
        for (number, rows) in (1..).zip(listed.chunks(per_sheet)) {
            let sheet = workbook.add_worksheet();
            sheet.set_name(sheet_name(number))?;
            let lines = rows.iter().map(|row| self.line(row));
            let frame = frame(format!("本页 {} 条", rows.len()));
            printed::write_sheet(sheet, &frame, &columns, lines)?;
        }
        workbook.save_to_buffer()
    }

    fn instructions(&self, of_agency: &Return<'_>, listed: usize) -> Vec<String> {
        let used = || of_agency.rows.iter().filter(|row| !row.refused);
        let whole = used().filter(|row| row.rejects.whole_row.value(row.at)).count();
        let left_out = of_agency.rows.len() - listed;
        let mut paragraphs = vec![format!(
            "{}：{} 核对时，贵部门报送的数据中有 {whole} 行整行未能采用、{} 个值未能采用。",
            of_agency.agency_name,
            self.run_date,
            used().count() - whole,
        )];
        if !of_agency.refused.is_empty() {
            paragraphs.push(format!(
                "另有 {} 份数据整份退回，各行均未采用，原因和处理办法见“整份退回”页；请更正后整份重报。",
                of_agency.refused.len()
            ));
        }
        paragraphs.extend(INSTRUCTIONS.map(str::to_owned));
        if left_out > 0 {
            paragraphs.push(format!(
                "六、本表列出前 {listed} 条，另有 {left_out} 条未列出；问题如此之多，请先检查导出方式。"
            ));
        }
        paragraphs
    }

    fn refused_line(&self, refused: &Refused) -> RefusedLine {
        let Refused { source, sentence, message, .. } = refused;
        RefusedLine {
            title: source.title.clone(),
            delivered: source.snapshot.to_string(),
            sentence: self.text(sentence),
            message: self.text(message),
        }
    }

    fn line(&self, row: &Row<'_>) -> Line {
        let reject: Reject = row.rejects.row(row.at);
        Line {
            title: row.source.map_or(reject.source, |source| &source.title).to_owned(),
            delivered: row.source.map_or_else(String::new, |source| source.snapshot.to_string()),
            file: reject.file.to_owned(),
            sheet: reject.sheet.unwrap_or_default().to_owned(),
            line: reject.line.to_string(),
            field: shortened(reject.field.unwrap_or_default()),
            value: self.value(reject.value),
            scope: match (row.refused, reject.whole_row) {
                (true, _) => "整份",
                (false, true) => "整行",
                (false, false) => "该值",
            },
            code: reject.code.to_owned(),
            message: self.text(reject.message),
            message_en: self.text(reject.message_en),
            suggestion: self.text(reject.suggestion),
            repair: self.value(reject.repair),
        }
    }

    fn value(&self, value: Option<&str>) -> String {
        match value {
            Some(value) if self.is_masked() => privacy::rejected(value),
            value => shortened(value.unwrap_or_default()),
        }
    }

    fn text(&self, text: &str) -> String {
        if self.is_masked() { privacy::text(text).into_owned() } else { text.to_owned() }
    }

    fn is_masked(&self) -> bool {
        self.settings.unmasked.returns.is_none()
    }
}

/// What every agency is told to do.
const INSTRUCTIONS: [&str; 5] = [
    "一、请按“批次日期、文件、工作表、行号、字段”找到原数据；行号自文件第一行（含标题、表头）起数。",
    "二、请在业务系统中更正，随下一批次重报；并在“更正值”“说明”两列填写结果，退还本表。",
    "三、“疑似正确值”由程序推测，未经核实，不会写回任何数据，请核实后再用。",
    "四、“整行”表示该行所有内容未采用；“该值”表示只有这个值未采用，该行其他内容已采用；“整份”表示该份数据全部未采用。",
    "五、本表含个人信息，仅限本部门经办人使用，用毕按规定销毁。",
];

fn sheet_name(number: usize) -> String {
    if number == 1 { "退回清单".to_owned() } else { format!("退回清单{number}") }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…（共 {} 字）", &text[..at], text.chars().count()),
    }
}
