//! Headers: which column of a file is which declared field.
//!
//! Headers are compared after folding, so that full-width brackets, blanks and a unit in brackets
//! make no difference. The header is the leading row in which most declared columns are found;
//! rows above it are titles. Headers nobody declared are listed, never dropped silently.

use unicode_normalization::UnicodeNormalization;

use super::{Column, IngestError, Place};

/// Units that agencies put in brackets behind a header.
const UNITS: [&str; 14] = [
    "元",
    "万元",
    "千元",
    "元/月",
    "元/年",
    "人民币",
    "单位:元",
    "平方米",
    "m2",
    "人",
    "个",
    "月",
    "岁",
    "年",
];

/// Where the declared columns are in a file.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The line of the header.
    pub line: u32,
    /// How many columns the header has.
    pub width: usize,
    /// For each declared column, its position in the file.
    pub positions: Vec<Option<usize>>,
    /// For each declared column, the header it was found under, or its usual one.
    pub headers: Vec<String>,
    pub unknown: Vec<String>,
}

impl Layout {
    /// The layout without the headers that the source is known to deliver in vain.
    pub fn without(mut self, unused: &[String]) -> Self {
        let unused: Vec<String> = unused.iter().map(|header| fold_header(header)).collect();
        self.unknown.retain(|header| !unused.contains(&fold_header(header)));
        self
    }
}

/// A header as it is compared: NFKC, no blanks, one kind of bracket, no unit, lower case.
pub fn fold_header(header: &str) -> String {
    let mut folded = String::with_capacity(header.len());
    for character in header.nfkc() {
        match character {
            '【' | '〔' | '[' | '{' => folded.push('('),
            '】' | '〕' | ']' | '}' => folded.push(')'),
            '*' | '\u{FEFF}' | '\u{200B}'..='\u{200D}' => {}
            blank if blank.is_whitespace() => {}
            other => folded.extend(other.to_lowercase()),
        }
    }
    let folded = folded.trim_end_matches(':');
    match folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((name, unit)) if !name.is_empty() && UNITS.contains(&unit) => name.to_owned(),
        _ => folded.to_owned(),
    }
}

/// How many declared columns a row names.
pub fn count_known(cells: &[String], columns: &[Column]) -> usize {
    let folded: Vec<String> = cells.iter().map(|cell| fold_header(cell)).collect();
    let known = |column: &&Column| {
        column.headers.iter().any(|header| folded.contains(&fold_header(header)))
    };
    columns.iter().filter(known).count()
}

/// The header among the leading rows: the first of those that name most declared columns.
pub fn find_header(rows: &[(u32, Vec<String>)], columns: &[Column]) -> Option<usize> {
    let counts: Vec<usize> = rows.iter().map(|(_, cells)| count_known(cells, columns)).collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    counts.iter().position(|count| *count == most)
}

/// Finds every declared column in the header's cells.
pub fn lay_out(
    place: &Place,
    line: u32,
    cells: &[String],
    columns: &[Column],
) -> Result<Layout, IngestError> {
    let folded: Vec<String> = cells.iter().map(|cell| fold_header(cell)).collect();
    let mut layout = Layout {
        line,
        width: cells.len() - cells.iter().rev().take_while(|cell| cell.trim().is_empty()).count(),
        positions: Vec::with_capacity(columns.len()),
        headers: Vec::with_capacity(columns.len()),
        unknown: Vec::new(),
    };
    for column in columns {
        let position = find_column(column, &folded).map_err(|column| {
            IngestError::AmbiguousColumn { place: place.clone(), line, column }
        })?;
        let usual = column.headers.first().unwrap_or(&column.field);
        let header = position.map_or_else(|| usual.clone(), |at| cells[at].trim().to_owned());
        layout.positions.push(position);
        layout.headers.push(header);
    }
    let taken = |at: &usize| layout.positions.contains(&Some(*at));
    let free: Vec<usize> =
        (0..layout.width).filter(|at| !taken(at) && !folded[*at].is_empty()).collect();
    layout.unknown = free.iter().map(|at| cells[*at].trim().to_owned()).collect();
    let mut found = columns.iter().zip(&layout.positions);
    let lacking = found.find(|(column, position)| column.needed && position.is_none());
    if let Some((column, _)) = lacking {
        let column = column.headers.first().unwrap_or(&column.field).clone();
        let closest = closest(&column, &layout.unknown);
        return Err(IngestError::MissingColumn { place: place.clone(), line, column, closest });
    }
    Ok(layout)
}

/// The position of the first of a column's headers that is there; an error if it is there twice.
fn find_column(column: &Column, folded: &[String]) -> Result<Option<usize>, String> {
    for header in &column.headers {
        let wanted = fold_header(header);
        let mut at = folded.iter().enumerate().filter(|(_, found)| **found == wanted);
        let Some((position, _)) = at.next() else {
            continue;
        };
        return if at.next().is_some() { Err(header.clone()) } else { Ok(Some(position)) };
    }
    Ok(None)
}

/// The header most like the wanted one, if any is like it at all.
fn closest(wanted: &str, headers: &[String]) -> Option<String> {
    let wanted = fold_header(wanted);
    let scored = headers
        .iter()
        .map(|header| (strsim::normalized_levenshtein(&wanted, &fold_header(header)), header));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 >= 0.3).then(|| best.1.clone())
}
