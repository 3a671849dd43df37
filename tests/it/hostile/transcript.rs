//! What the reader makes of a delivery, as text: the form of each file, its rows as read, what was
//! set aside and why, and the counts.
//!
//! A row is written as `line | field value | …`; a value that normalising changed as `value → normal
//! form`. Cells that are as in the row above are left out. What cannot be seen is escaped.

use std::fmt::Write;
use std::path::Path;

use arrow::array::Array;
use hedui::domain::{Mention, RawRows, Records, Reject};
use hedui::ingest::{self, OpenFile, Part};
use hedui::normalise::Counts;
use hedui::pipeline::RunError;

use super::source::HostileSource;

/// Rows and rejects shown of each file.
const LINES_SHOWN: usize = 150;

/// Small, so that every fixture crosses from one chunk to the next.
const CHUNK_ROWS: usize = 3;

/// What came of a defect.
#[derive(Default)]
pub struct Outcome {
    pub text: String,
    /// Errors that refused a file.
    pub refusals: Vec<String>,
    /// Message, suggestion and English message of everything that was set aside.
    pub rejects: Vec<[String; 3]>,
}

/// Reads and normalises all files of a folder.
pub fn transcript(source: &HostileSource, folder: &Path) -> Outcome {
    let mut outcome = Outcome::default();
    match ingest::find(&source.source, folder, &source.ingest) {
        Ok(paths) => {
            for path in paths {
                outcome.file(source, folder, &path);
            }
        }
        Err(error) => outcome.refused(&RunError::from(error)),
    }
    outcome
}

impl Outcome {
    fn file(&mut self, source: &HostileSource, folder: &Path, path: &Path) {
        let (settings, columns) = (&source.ingest, &source.columns);
        match ingest::open(&source.source, folder, path, settings, columns, CHUNK_ROWS) {
            Ok(file) => self.rows(source, file),
            Err(error) => self.refused(&RunError::from(error)),
        }
    }

    fn rows(&mut self, source: &HostileSource, mut file: OpenFile) {
        let mut counts = Counts::default();
        let (mut lines, mut above) = (Vec::new(), Vec::new());
        let mut failure = None;
        for rows in file.by_ref() {
            let rows = match rows {
                Ok(rows) => rows,
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            };
            let (records, part) = source.normaliser.normalise(&rows);
            counts += part;
            let chunk = Chunk { rows: &rows, records: &records };
            lines.extend((0..rows.lines.len()).map(|at| chunk.row(at, &mut above)));
            lines.extend(records.rejects.rows().map(|reject| self.reject(&reject)));
        }
        assert_eq!(counts.rows_read, file.rows_read(), "no row is lost between the rooms");
        let ledger = counts.ledger_line(&source.source.id, file.file(), "");
        assert!(ledger.balances(), "the ledger balances: {ledger:?}");
        file.parts().iter().for_each(|part| self.line(&form_of(part)));
        let more = lines.len().saturating_sub(LINES_SHOWN);
        lines.iter().take(LINES_SHOWN).for_each(|line| self.line(line));
        if more > 0 {
            self.line(&format!("… and {more} more"));
        }
        if let Some(error) = failure {
            return self.refused(&RunError::from(error));
        }
        let digest = file.digest().expect("a read file has a digest");
        assert_eq!(digest.len(), 64);
        self.line(&sum_of(&counts));
        for remark in file.remarks() {
            self.line(&format!("remark: {}", visible(remark)));
        }
        if !file.unread().is_empty() {
            self.line(&format!("not read: {}", visible(&file.unread().join("、"))));
        }
    }

    fn reject(&mut self, reject: &Reject<'_>) -> String {
        let value = reject.value.map(|value| format!(" `{}`", visible(value)));
        let whole = if reject.whole_row { "row set aside" } else { "value set aside" };
        let words = [reject.message, reject.suggestion, reject.message_en];
        self.rejects.push(words.map(str::to_owned));
        let repair = reject.repair.map(|repair| format!("; perhaps `{}`", visible(repair)));
        format!(
            "{} ! {}{}: {}；{} ({}, {whole}: {}{})",
            reject.line,
            reject.field.unwrap_or("the row"),
            value.unwrap_or_default(),
            reject.message,
            reject.suggestion,
            reject.code,
            reject.message_en,
            repair.unwrap_or_default(),
        )
    }

    /// Adds the error that refused a file or its delivery.
    pub fn refused(&mut self, error: &RunError) {
        let text = error.to_string();
        self.line(&format!("refused, exit code {}: {}", error.exit_code(), visible(&text)));
        self.refusals.push(text);
    }

    fn line(&mut self, line: &str) {
        self.text += line;
        self.text.push('\n');
    }
}

/// `insured.csv: csv, UTF-8 (99 %), between cells ','; header in line 1`.
fn form_of(part: &Part) -> String {
    let form = &part.form;
    let mut text = format!("{}: {}", visible(&part.file), form.format);
    let mut add = |more: String| text += &more;
    if let Some(encoding) = form.encoding {
        add(format!(", {encoding} ({} %)", form.confidence_percent));
    }
    if let Some(delimiter) = form.delimiter {
        add(format!(", between cells {delimiter:?}"));
    }
    add(format!("; header in line {}", part.header_line));
    for (what, headers) in [("unknown", &part.unknown_headers), ("absent", &part.absent_headers)] {
        if !headers.is_empty() {
            add(format!("; {what} {}", visible(&headers.join("、"))));
        }
    }
    if part.footer_rows > 0 {
        add(format!("; footers {}", part.footer_rows));
    }
    text
}

fn sum_of(counts: &Counts) -> String {
    format!(
        "rows {} = {} accepted + {} set aside; yuan {} = {} + {}",
        counts.rows_read,
        counts.rows_accepted,
        counts.rows_rejected,
        counts.amount_read,
        counts.amount_accepted,
        counts.amount_rejected,
    )
}

/// A chunk as read and as normalised.
struct Chunk<'a> {
    rows: &'a RawRows,
    records: &'a Records,
}

impl Chunk<'_> {
    /// A row, less the cells that are as in the row above.
    fn row(&self, at: usize, above: &mut Vec<String>) -> String {
        let cells: Vec<String> =
            (0..self.rows.fields.len()).map(|field| self.cell(at, field)).collect();
        let mut text = self.rows.lines[at].to_string();
        for (number, cell) in cells.iter().enumerate() {
            if above.get(number) != Some(cell) {
                write!(text, " | {cell}").expect("writing to a string");
            }
        }
        *above = cells;
        text
    }

    fn cell(&self, at: usize, field: usize) -> String {
        let (name, cells) = (&self.rows.fields[field], &self.rows.columns[field]);
        let raw = cells.is_valid(at).then(|| cells.value(at));
        let shown = raw.map_or_else(|| "∅".to_owned(), visible);
        let line = self.rows.lines[at];
        let mention = self.records.mentions.rows().position(|mention| mention.line == line);
        let normal = mention.and_then(|mention| self.normal(name, mention));
        match normal {
            Some(normal) if Some(normal.as_str()) != raw => {
                format!("{name} {shown} → {}", visible(&normal))
            }
            _ => format!("{name} {shown}"),
        }
    }

    /// What a field of the source became.
    fn normal(&self, field: &str, mention: usize) -> Option<String> {
        let person = self.records.mentions.row(mention);
        let text = |value: Option<&str>| Some(value.unwrap_or("∅").to_owned());
        let paid = || self.records.payments.rows().find(|paid| paid.mention as usize == mention);
        match field {
            "name" => Some(name_of(&person)),
            "resident_id" => {
                Some(format!("{} {}", person.resident_id.unwrap_or("∅"), person.resident_id_class))
            }
            "sex" => text(person.sex),
            "birth_date" => text(person.birth_date),
            "phone" => text(person.phone),
            "amount" => Some(paid().map_or_else(|| "∅".to_owned(), |paid| paid.amount.to_string())),
            "period" => Some(paid().map_or_else(|| "∅".to_owned(), |paid| paid.period.to_string())),
            "address" => person.door.map(str::to_owned),
            _ => None,
        }
    }
}

fn name_of(person: &Mention<'_>) -> String {
    let name = person.name.unwrap_or("∅");
    let folded = person.name_folded.filter(|folded| *folded != name);
    let former = person.former_name.map(|former| format!(" formerly {former}"));
    let folded = folded.map(|folded| format!(" as {folded}"));
    format!("{name}{}{}", folded.unwrap_or_default(), former.unwrap_or_default())
}

/// The text with everything escaped that could not be seen.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\'' | '\\' => shown.push(character),
            _ => shown.extend(character.escape_debug()),
        }
    }
    shown
}
