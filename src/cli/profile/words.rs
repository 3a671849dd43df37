//! The quality of a night as a terminal shows it: all sources in one table, the worst first, then each
//! by itself.

use crate::cli::aligned::{left, right, wrapped};
use crate::domain::numerals::percent;
use crate::domain::{ColumnQuality, Part, Quality, SourceQuality, SourceState};

/// Remarks the first table shows of a source; the page has them all.
const REMARKS_SHOWN: usize = 8;

const ID_WIDTH: usize = 24;
const NAME_WIDTH: usize = 26;
/// Of a column's field; a longer one is cut.
const FIELD_WIDTH: usize = 24;

pub fn in_words(quality: &Quality) -> String {
    let before = quality.compared_with.map_or("no earlier run".to_owned(), |day| day.to_string());
    let mut lines = vec![
        format!("night {}, compared with {before}", quality.night),
        String::new(),
        row("source", ["rows in", "moved", "rejected", "values", "people", "valid"], ""),
    ];
    for source in &quality.sources {
        lines.push(numbers(source));
        if let SourceState::Refused(why) = &source.state {
            lines.extend(wrapped("    ", why));
        }
        for remark in source.remarks.iter().take(REMARKS_SHOWN) {
            lines.extend(wrapped("    ", &remark.text));
        }
        if let Some(more) = source.remarks.len().checked_sub(REMARKS_SHOWN).filter(|more| *more > 0)
        {
            lines.push(format!("    另有 {more} 条提示，见 --out 写出的网页"));
        }
    }
    for source in quality.sources.iter().filter(|source| !source.columns.is_empty()) {
        lines.push(String::new());
        lines.extend(details(source));
    }
    lines.join("\n")
}

fn row(id: &str, numbers: [&str; 6], name: &str) -> String {
    let widths = [8, 6, 8, 8, 8, 6];
    let numbers = numbers.iter().zip(widths).map(|(number, width)| right(number, width));
    let numbers: Vec<String> = numbers.collect();
    let row = format!("{} {}  {}", left(id, ID_WIDTH), numbers.join(" "), left(name, NAME_WIDTH));
    row.trim_end().to_owned()
}

/// The line of a source in the first table.
fn numbers(source: &SourceQuality) -> String {
    let name = match &source.state {
        SourceState::Read => source.title.clone(),
        SourceState::Stale { age_days } => format!("{} ({age_days} days old)", source.title),
        SourceState::Absent | SourceState::Refused(_) => {
            let is_absent = source.state == SourceState::Absent;
            let fate = right(if is_absent { "absent" } else { "refused" }, 8);
            let id = left(&source.id, ID_WIDTH);
            return format!("{id} {fate}  {} {}", source.agency_name, source.title);
        }
    };
    let valid = source.id_classes.iter().find(|part| part.name == "valid");
    let moved = source.rows_before.map(|before| moved(before, source.rows));
    let numbers = [
        source.rows.to_string(),
        moved.unwrap_or_default(),
        source.rows_rejected.to_string(),
        source.values_set_aside.to_string(),
        source.subjects.to_string(),
        valid.map(|part| percent(part.percent)).unwrap_or_default(),
    ];
    row(&source.id, numbers.each_ref().map(String::as_str), &name)
}

#[expect(clippy::cast_precision_loss, reason = "a share is shown without decimals")]
fn moved(before: u64, rows: u64) -> String {
    if before == 0 {
        return String::new();
    }
    format!("{:+.0}%", (rows as f64 - before as f64) * 100.0 / before as f64)
}

/// A source by itself: what its files are, whom they speak of, and each of its columns.
fn details(source: &SourceQuality) -> Vec<String> {
    let mut lines = vec![format!("{}  {} {}", source.id, source.agency_name, source.title)];
    let forms = source.forms.iter().filter(|form| form.count > 0);
    let forms: Vec<String> = forms.map(|form| format!("{} × {}", form.name, form.count)).collect();
    let confidence = source.encoding_confidence_percent;
    let confidence = confidence.map(|percent| format!("，编码把握 {percent}%")).unwrap_or_default();
    let damaged = [("缺字", source.names_lost), ("造字", source.names_private_use)];
    let damaged = damaged.into_iter().filter(|(_, count)| *count > 0);
    let damaged: Vec<String> = damaged.map(|(what, count)| format!("{what} {count}")).collect();
    let facts = [
        ("文件", forms.join("、") + &confidence),
        ("证号类别", parts(&source.id_classes)),
        ("证件类型", parts(&source.document_types)),
        ("姓名", damaged.join("、")),
        ("未登记列", source.unknown_columns.join("、")),
        ("缺少的列", source.absent_columns.join("、")),
    ];
    for (label, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
        lines.extend(wrapped(&format!("    {} ", left(label, 8)), text));
    }
    lines.push(column_row("字段", ["填充率", "上次", "最常见值", "占位值"], "退回的值"));
    lines.extend(source.columns.iter().map(column));
    lines
}

/// `valid 98.2%（上次 98.0%）、missing 1.8%`, the share of the last run where it was another.
fn parts(parts: &[Part]) -> String {
    let part = |part: &Part| {
        let (is, was) = (percent(part.percent), part.percent_before.map(percent));
        let was = was.filter(|was| *was != is).map(|was| format!("（上次 {was}）"));
        format!("{} {is}{}", part.name, was.unwrap_or_default())
    };
    parts.iter().map(part).collect::<Vec<_>>().join("、")
}

fn column_row(field: &str, shares: [&str; 4], set_aside: &str) -> String {
    let shares: Vec<String> = shares.iter().map(|share| right(share, 8)).collect();
    let row = format!("    {} {}  {set_aside}", left(field, FIELD_WIDTH), shares.join(" "));
    row.trim_end().to_owned()
}

fn column(column: &ColumnQuality) -> String {
    let shares = [
        percent(column.filled_percent),
        column.filled_percent_before.map(percent).unwrap_or_default(),
        percent(column.most_frequent_percent),
        percent(column.placeholder_percent),
    ];
    let shares = column_row(&column.field, shares.each_ref().map(String::as_str), "");
    let codes = column.set_aside.iter().map(|(code, count)| format!("{code} {count}"));
    let codes = codes.collect::<Vec<_>>().join("、");
    // One column in a hundred has so many codes that they take a second line.
    let lines = wrapped(&format!("{}  ", left(&shares, 4 + FIELD_WIDTH + 4 * 9)), &codes);
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}
