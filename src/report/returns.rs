//! Returns: per agency, the rows and values of its files that could not be used, as a workbook to send
//! back.
//!
//! Elsewhere a value is shown masked. Here the agency gets its own data back and has to find and mend
//! it, and a number without its middle cannot be told from the right one, so by default the cell at
//! fault is shown as it was given; nothing else of its row is. The folder is closed to other accounts
//! of the machine, and `mask_returns` masks here too.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rust_xlsxwriter::XlsxError;

use super::night::Night;
use super::printed::{Column, Frame, column};
use super::publish::write_synced;
use super::{FileDigest, ReportError, identifiers, printed, privacy};
use crate::domain::table::{Category, Cell};
use crate::domain::{Reject, Source};

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

const FOOTER: &str =
    "&L&8含个人信息 仅限本部门使用&C&8第 &P 页 共 &N 页&R&8经办人签字：____________";

/// A longer value is cut: the file format ends at 32,767 characters, and a cell that long is no value.
const LONGEST_TEXT: usize = 1000;

/// Rejects of one agency.
struct Return<'a> {
    agency_name: &'a str,
    /// Positions among the rejects, in order of source, file and line, with the source.
    rows: Vec<(Option<&'a Source>, usize)>,
}

/// Writes one workbook for each agency with something to mend, and none for the others.
pub(super) fn write(night: &Night, run: &Path) -> Result<Vec<FileDigest>, ReportError> {
    let returns = returns(night);
    if returns.is_empty() {
        return Ok(Vec::new());
    }
    let folder = run.join("returns");
    create_private(&folder).map_err(ReportError::output(&folder))?;
    let mut written = Vec::new();
    for (agency, of_agency) in returns {
        let file = format!("{}.xlsx", file_safe(agency));
        let path = folder.join(&file);
        let bytes = workbook(night, &of_agency).map_err(ReportError::workbook(&path))?;
        write_synced(&path, &bytes)?;
        let digest = identifiers::digest(&bytes);
        written.push(FileDigest { path: format!("returns/{file}"), digest });
    }
    Ok(written)
}

/// The rejects by the code of their agency; by their source where the night lists no agency.
fn returns<'a>(night: &Night<'a>) -> BTreeMap<&'a str, Return<'a>> {
    let tonight = night.tonight;
    let rejects = &tonight.records.rejects;
    let sources: BTreeMap<&str, &Source> =
        tonight.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let place = |row: usize| {
        let source = Category::value(&rejects.source, row);
        (source, Category::value(&rejects.file, row), rejects.line.value(row), row)
    };
    let mut order: Vec<_> = (0..rejects.len()).map(place).collect();
    order.sort_unstable();
    let mut returns: BTreeMap<&str, Return> = BTreeMap::new();
    for (id, _, _, row) in order {
        let source = sources.get(id).copied();
        let (agency, agency_name) =
            source.map_or((id, id), |source| (&source.agency, &source.agency_name));
        let entry = returns.entry(agency);
        let of_agency = entry.or_insert_with(|| Return { agency_name, rows: Vec::new() });
        of_agency.rows.push((source, row));
    }
    returns
}

fn workbook(night: &Night, of_agency: &Return<'_>) -> Result<Vec<u8>, XlsxError> {
    let (tonight, settings) = (night.tonight, night.tonight.settings);
    let title = format!("{}数据退回清单", of_agency.agency_name);
    let listed = &of_agency.rows[..of_agency.rows.len().min(settings.returns_rows_max)];
    let mut workbook = printed::workbook(tonight, &title)?;
    let page = workbook.add_worksheet();
    page.set_name("填写说明")?;
    printed::write_page(page, &title, &instructions(night, of_agency, listed.len()))?;
    let per_sheet = settings.returns_rows_per_sheet.clamp(1, printed::ROWS_MAX);
    let columns: Vec<&Column<Line>> = COLUMNS.iter().collect();
    for (number, rows) in (1..).zip(listed.chunks(per_sheet)) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(number))?;
        let note = format!(
            "核对日期 {}　本页 {} 条　{}　请更正后随下一批次重报，并将本表填写后退还。",
            tonight.run_date,
            rows.len(),
            settings.centre,
        );
        let frame = Frame { title: &title, note: &note, footer: FOOTER };
        let lines = rows.iter().map(|(source, row)| line(night, *source, *row));
        printed::write_sheet(sheet, &frame, &columns, lines)?;
    }
    workbook.save_to_buffer()
}

fn sheet_name(number: usize) -> String {
    if number == 1 { "退回清单".to_owned() } else { format!("退回清单{number}") }
}

fn instructions(night: &Night, of_agency: &Return<'_>, listed: usize) -> Vec<String> {
    let rejects = &night.tonight.records.rejects;
    let all = of_agency.rows.len();
    let whole = of_agency.rows.iter().filter(|(_, row)| rejects.whole_row.value(*row)).count();
    let left_out = all - listed;
    let mut paragraphs = vec![
        format!(
            "{}：{} 核对时，贵部门报送的数据中有 {whole} 行整行未能采用、{} 个值未能采用。",
            of_agency.agency_name,
            night.tonight.run_date,
            all - whole,
        ),
        "一、请按“批次日期、文件、工作表、行号、字段”找到原数据；行号自文件第一行（含标题、表头）起数。"
            .to_owned(),
        "二、请在业务系统中更正，随下一批次重报；并在“更正值”“说明”两列填写结果，退还本表。".to_owned(),
        "三、“疑似正确值”由程序推测，未经核实，不会写回任何数据，请核实后再用。".to_owned(),
        "四、“整行”表示该行所有内容未采用；“该值”表示只有这个值未采用，该行其他内容已采用。".to_owned(),
        "五、本表含个人信息，仅限本部门经办人使用，用毕按规定销毁。".to_owned(),
    ];
    if left_out > 0 {
        paragraphs.push(format!(
            "六、本表列出前 {listed} 条，另有 {left_out} 条未列出；问题如此之多，请先检查导出方式。"
        ));
    }
    paragraphs
}

fn line(night: &Night, source: Option<&Source>, row: usize) -> Line {
    let reject: Reject = night.tonight.records.rejects.row(row);
    let is_masked = night.tonight.settings.mask_returns;
    let value = |value: Option<&str>| match value {
        Some(value) if is_masked => shortened(&privacy::rejected(value)),
        value => shortened(value.unwrap_or_default()),
    };
    let text = |text: &str| {
        if is_masked { privacy::text(text).into_owned() } else { text.to_owned() }
    };
    Line {
        title: source.map_or(reject.source, |source| &source.title).to_owned(),
        delivered: source.map_or_else(String::new, |source| source.snapshot.to_string()),
        file: reject.file.to_owned(),
        sheet: reject.sheet.unwrap_or_default().to_owned(),
        line: reject.line.to_string(),
        field: shortened(reject.field.unwrap_or_default()),
        value: value(reject.value),
        scope: if reject.whole_row { "整行" } else { "该值" },
        code: reject.code.to_owned(),
        message: text(reject.message),
        message_en: text(reject.message_en),
        suggestion: text(reject.suggestion),
        repair: value(reject.repair),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…（共 {} 字）", &text[..at], text.chars().count()),
    }
}

/// An agency's code without what file systems reserve.
fn file_safe(code: &str) -> String {
    code.chars().filter(|letter| letter.is_alphanumeric() || "_-".contains(*letter)).collect()
}

/// A folder that only the account of the night may look into, where the system knows accounts.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
