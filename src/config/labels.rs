//! Labels: a list of pairs of rows that somebody has looked at, with what was decided.
//!
//! A CSV in UTF-8 with the columns `left`, `right` and `match`, in any order and beside any others. What
//! a row is called is known where rows are looked up; here it is text.

use std::path::Path;

use super::Fault;

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where it stands, counted from 1.
    pub line: usize,
    pub left: String,
    pub right: String,
    /// Whether the two rows speak of one person.
    pub is_match: bool,
}

const COLUMNS: [&str; 3] = ["left", "right", "match"];

/// Reads the labels of a file and notes every fault of it.
pub fn read_labels(file: &Path, faults: &mut Vec<Fault>) -> Vec<Label> {
    match std::fs::read(file) {
        Ok(bytes) => labels(file, &bytes, faults),
        Err(error) => {
            let message = format!("cannot be read: {error}");
            faults.push(Fault { file: file.to_owned(), line: None, message });
            Vec::new()
        }
    }
}

pub(super) fn labels(file: &Path, bytes: &[u8], faults: &mut Vec<Fault>) -> Vec<Label> {
    let mut fault = |line: Option<usize>, message: String| {
        faults.push(Fault { file: file.to_owned(), line, message });
    };
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            fault(line_of(error.position()), in_words(&error));
            return Vec::new();
        }
    };
    let columns = COLUMNS.map(|name| headers.iter().position(|header| header == name));
    let [Some(left), Some(right), Some(is_match)] = columns else {
        let lacking = COLUMNS.iter().zip(columns).find(|(_, at)| at.is_none());
        let lacking = lacking.map_or("", |(name, _)| name);
        fault(Some(1), format!("has no column `{lacking}`; the columns are left, right, match"));
        return Vec::new();
    };
    let mut labels = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                fault(line_of(error.position()), in_words(&error));
                continue;
            }
        };
        let line = line_of(record.position());
        let word = &record[is_match];
        let Some(is_match) = decision(word) else {
            fault(line, format!("`{word}` is no decision; write yes or no, 是 or 否, 1 or 0"));
            continue;
        };
        labels.push(Label {
            line: line.unwrap_or(0),
            left: record[left].to_owned(),
            right: record[right].to_owned(),
            is_match,
        });
    }
    labels
}

/// What a spreadsheet puts before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn decision(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "是" => Some(true),
        "no" | "false" | "0" | "否" => Some(false),
        _ => None,
    }
}

fn line_of(position: Option<&csv::Position>) -> Option<usize> {
    usize::try_from(position?.line()).ok()
}

fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8; save it as `CSV UTF-8`".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} cells where the header has {expected_len}")
        }
        _ => error.to_string(),
    }
}
