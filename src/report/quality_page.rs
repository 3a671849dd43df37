//! The quality page: the data of a night, source by source, on a page an operator prints and sends on.
//!
//! Self-contained (no network, no script). It names no person: all it has are counts and headers.

use std::path::Path;

use askama::Template;

use super::ReportError;
use super::publish::write_synced;
use crate::domain::numerals::{grouped, percent};
use crate::domain::{ColumnQuality, PROGRAM, Part, Quality, SourceQuality, SourceState};

#[derive(Template)]
#[template(path = "quality.html", config = "src/report/askama.toml")]
struct QualityPage<'a> {
    centre: &'a str,
    night: String,
    compared_with: String,
    program: &'static str,
    overview: Vec<OverviewRow<'a>>,
    sources: Vec<SourceBlock<'a>>,
}

struct OverviewRow<'a> {
    number: usize,
    id: &'a str,
    name: String,
    state: String,
    is_bad: bool,
    rows: String,
    rows_before: String,
    rejected: String,
    set_aside: String,
    valid: String,
    remarks: usize,
}

struct SourceBlock<'a> {
    number: usize,
    id: &'a str,
    name: String,
    state: String,
    is_bad: bool,
    refusal: &'a str,
    facts: Vec<(&'static str, String)>,
    remarks: Vec<&'a str>,
    breakdowns: Vec<(&'static str, Vec<PartRow<'a>>)>,
    columns: Vec<ColumnRow<'a>>,
}

struct PartRow<'a> {
    name: &'a str,
    count: String,
    percent: String,
    before: String,
}

struct ColumnRow<'a> {
    field: &'a str,
    filled: String,
    filled_before: String,
    most_frequent: String,
    placeholders: String,
    /// Each code with how many values it has.
    set_aside: Vec<String>,
}

/// Lays the page out and writes it.
pub fn write_quality(quality: &Quality, centre: &str, path: &Path) -> Result<(), ReportError> {
    write_synced(path, render(quality, centre)?.as_bytes())
}

pub(super) fn render(quality: &Quality, centre: &str) -> Result<String, ReportError> {
    let numbered = || (1..).zip(&quality.sources);
    let compared_with = quality.compared_with.map(|day| day.to_string());
    let page = QualityPage {
        centre,
        night: quality.night.to_string(),
        compared_with: compared_with.unwrap_or_default(),
        program: PROGRAM,
        overview: numbered().map(|(number, source)| overview_row(number, source)).collect(),
        sources: numbered().map(|(number, source)| source_block(number, source)).collect(),
    };
    Ok(page.render()?)
}

fn overview_row(number: usize, source: &SourceQuality) -> OverviewRow<'_> {
    let valid = source.id_classes.iter().find(|part| part.name == "valid");
    OverviewRow {
        number,
        id: &source.id,
        name: name(source),
        state: state(source),
        is_bad: source.state != SourceState::Read,
        rows: grouped(source.rows),
        rows_before: source.rows_before.map(grouped).unwrap_or_default(),
        rejected: grouped(source.rows_rejected),
        set_aside: grouped(source.values_set_aside),
        valid: valid.map(|part| percent(part.percent)).unwrap_or_default(),
        remarks: source.remarks.len(),
    }
}

fn source_block(number: usize, source: &SourceQuality) -> SourceBlock<'_> {
    SourceBlock {
        number,
        id: &source.id,
        name: name(source),
        state: state(source),
        is_bad: source.state != SourceState::Read,
        refusal: match &source.state {
            SourceState::Refused(why) => why,
            _ => "",
        },
        facts: if source.columns.is_empty() { Vec::new() } else { facts(source) },
        remarks: source.remarks.iter().map(|remark| remark.text.as_str()).collect(),
        breakdowns: breakdowns(source),
        columns: source.columns.iter().map(column_row).collect(),
    }
}

fn name(source: &SourceQuality) -> String {
    format!("{} {}", source.agency_name, source.title)
}

fn state(source: &SourceQuality) -> String {
    match source.state {
        SourceState::Read => "已读取".to_owned(),
        SourceState::Stale { age_days } => format!("沿用 {age_days} 天前"),
        SourceState::Absent => "未送达".to_owned(),
        SourceState::Refused(_) => "已退回".to_owned(),
    }
}

fn facts(source: &SourceQuality) -> Vec<(&'static str, String)> {
    let forms: Vec<String> =
        source.forms.iter().map(|form| format!("{} × {}", form.name, form.count)).collect();
    let confidence = source.encoding_confidence_percent.map(|percent| format!("{percent}%"));
    // What there is none of is not worth a word.
    let some = |count: u64| if count > 0 { grouped(count) } else { String::new() };
    let facts = [
        ("文件", forms.join("、")),
        ("编码把握", confidence.unwrap_or_default()),
        ("行", grouped(source.rows)),
        ("涉及人数", grouped(source.subjects)),
        ("缺字姓名", some(source.names_lost)),
        ("造字姓名", some(source.names_private_use)),
        ("表尾行", some(source.footer_rows)),
        ("未登记的列", source.unknown_columns.join("、")),
        ("缺少的列", source.absent_columns.join("、")),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn breakdowns(source: &SourceQuality) -> Vec<(&'static str, Vec<PartRow<'_>>)> {
    [("证号类别", &source.id_classes), ("证件类型", &source.document_types)]
        .into_iter()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(title, parts)| (title, parts.iter().map(part_row).collect()))
        .collect()
}

fn part_row(part: &Part) -> PartRow<'_> {
    PartRow {
        name: &part.name,
        count: grouped(part.count),
        percent: percent(part.percent),
        before: part.percent_before.map(percent).unwrap_or_default(),
    }
}

fn column_row(column: &ColumnQuality) -> ColumnRow<'_> {
    let set_aside = column.set_aside.iter();
    let set_aside = set_aside.map(|(code, count)| format!("{code} {}", grouped(*count)));
    ColumnRow {
        field: &column.field,
        filled: percent(column.filled_percent),
        filled_before: column.filled_percent_before.map(percent).unwrap_or_default(),
        most_frequent: percent(column.most_frequent_percent),
        placeholders: percent(column.placeholder_percent),
        set_aside: set_aside.collect(),
    }
}
