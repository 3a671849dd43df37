//! Headers: which column of a file is which declared field.
//!
//! Headers are compared after folding, so that full-width brackets, blanks and a unit in brackets
//! make no difference. The header is the leading row in which most declared columns are found, or
//! two rows of which the upper one groups the lower (`补贴金额` over `生活补贴` and `护理补贴`), where
//! these name more. Rows above are titles. Headers nobody declared are listed, never dropped
//! silently.

use unicode_normalization::UnicodeNormalization;

use super::row::{TextRow, is_blank};
use super::{Column, IngestError, Place};

/// Units that agencies put in brackets behind a header.
const UNITS: [&str; 19] = [
    "元",
    "万元",
    "千元",
    "百元",
    "元/月",
    "元/年",
    "元/人",
    "元/人/月",
    "人民币",
    "人民币元",
    "单位:元",
    "单位:万元",
    "平方米",
    "m2",
    "人",
    "个",
    "月",
    "岁",
    "年",
];

/// What forms put in brackets behind a header for those who fill them in.
const ADVICE: [&str; 10] = [
    "必填",
    "选填",
    "必填项",
    "选填项",
    "必录",
    "可不填",
    "文本",
    "文本格式",
    "下拉选择",
    "请选择",
];

/// Units of money that stand above a table: `单位：万元`.
const UNITS_ABOVE: [&str; 5] = ["亿元", "万元", "千元", "百元", "元"];

/// Where the declared columns are in a file.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The line of the header, the lower one of two.
    pub line: u32,
    /// How many columns the header has.
    pub width: usize,
    /// For each declared column, its position in the file.
    pub positions: Vec<Option<usize>>,
    /// For each declared column, the header it was found under, or its usual one.
    pub headers: Vec<String>,
    pub unknown: Vec<String>,
    /// What stands above the table of the unit of its amounts.
    pub unit: Option<String>,
}

impl Layout {
    /// The layout without the headers that the source is known to deliver in vain.
    pub fn without(mut self, unused: &[String]) -> Self {
        let unused: Vec<String> = unused.iter().map(|header| fold_header(header)).collect();
        self.unknown.retain(|header| !unused.contains(&fold_header(header)));
        self
    }
}

/// A header as it is compared: NFKC, no blanks, one kind of bracket, no unit or advice behind it, lower case.
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
        Some((name, aside))
            if !name.is_empty() && (UNITS.contains(&aside) || ADVICE.contains(&aside)) =>
        {
            name.to_owned()
        }
        _ => folded.to_owned(),
    }
}

/// A header as found: one row, or two that are read together.
#[derive(Debug, Clone)]
pub struct Header {
    line: u32,
    columns: Vec<Title>,
}

/// What stands above one column, the fullest name first, as written.
#[derive(Debug, Clone, Default)]
struct Title {
    names: Vec<String>,
    folded: Vec<String>,
}

impl Title {
    fn new(names: Vec<String>) -> Self {
        let folded = names.iter().map(|name| fold_header(name)).collect();
        Self { names, folded }
    }

    /// The name that says most.
    fn shown(&self) -> &str {
        self.names.first().map_or("", |name| name.trim())
    }
}

impl Header {
    /// The header that a form gives by itself or that one row is.
    pub fn of_cells<'a>(line: u32, cells: impl Iterator<Item = &'a str>) -> Self {
        let title = |cell: &str| {
            Title::new(if is_blank(cell) { Vec::new() } else { vec![cell.to_owned()] })
        };
        Self { line, columns: cells.map(title).collect() }
    }

    /// The header that two rows are: a group stands over its first column and counts for the blank
    /// ones to its right, as far as the lower row names any.
    fn of_rows(upper: &TextRow, lower: &TextRow) -> Self {
        let width = upper.cells.len().max(lower.cells.len());
        let cell = |row: &'_ TextRow, at: usize| {
            row.cells.get(at).filter(|cell| !is_blank(cell)).map(str::to_owned)
        };
        let mut group: Option<String> = None;
        let mut columns = Vec::with_capacity(width);
        for at in 0..width {
            let (above, below) = (cell(upper, at), cell(lower, at));
            group = above.clone().or(group.filter(|_| below.is_some()));
            let names = match (&group, below) {
                (Some(group), Some(below)) if *group == below => vec![below],
                (Some(group), Some(below)) => vec![format!("{}{}", group.trim(), below), below],
                (None, Some(below)) => vec![below],
                (_, None) => above.into_iter().collect(),
            };
            columns.push(Title::new(names));
        }
        Self { line: lower.line, columns }
    }

    /// How many declared columns it names.
    pub fn count_known(&self, columns: &[Column]) -> usize {
        let has = |wanted: &str| {
            self.columns.iter().any(|title| title.folded.iter().any(|name| name == wanted))
        };
        let known =
            |column: &&Column| column.headers.iter().any(|header| has(&fold_header(header)));
        columns.iter().filter(known).count()
    }

    fn width(&self) -> usize {
        let blank = self.columns.iter().rev().take_while(|title| title.names.is_empty());
        self.columns.len() - blank.count()
    }

    /// The position of the first of a column's headers that is there; an error if it is there twice.
    fn find(&self, column: &Column) -> Result<Option<usize>, String> {
        for header in &column.headers {
            let wanted = fold_header(header);
            for rank in 0..2 {
                let is = |title: &Title| title.folded.get(rank).is_some_and(|name| *name == wanted);
                let mut at = (0..self.columns.len()).filter(|at| is(&self.columns[*at]));
                let Some(position) = at.next() else {
                    continue;
                };
                return if at.next().is_some() { Err(header.clone()) } else { Ok(Some(position)) };
            }
        }
        Ok(None)
    }
}

/// The header among the leading rows, and how many of these it ends with.
///
/// It is the first of the rows that name most declared columns, or the first two rows that together
/// name more than any single one.
pub fn find_header(rows: &[TextRow], columns: &[Column]) -> Option<(Header, usize)> {
    let single = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (Header::of_cells(row.line, row.cells.iter()), at + 1));
    let double =
        rows.windows(2).enumerate().map(|(at, pair)| (Header::of_rows(&pair[0], &pair[1]), at + 2));
    let mut best: Option<(usize, (Header, usize))> = None;
    for (header, end) in single.chain(double) {
        let count = header.count_known(columns);
        if count > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((count, (header, end)));
        }
    }
    best.map(|(_, found)| found)
}

/// How far leading rows hold the header of a source's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Every needed column. One that has a column twice counts: which is meant is for the agency to say.
    Fits,
    /// So many columns that it is the table with a column renamed or left out, and no summary of it.
    Near,
    Other,
}

/// How far leading rows hold the header, and how many rows end with it.
pub fn likeness(leading: &[TextRow], columns: &[Column]) -> (Likeness, usize) {
    /// A summary has a town and a sum in common with its table.
    const COLUMNS: usize = 3;
    let Some((header, end)) = find_header(leading, columns) else {
        return (Likeness::Other, 0);
    };
    let needed = columns.iter().filter(|column| column.needed);
    let (found, lacking): (Vec<_>, Vec<_>) =
        needed.partition(|column| header.find(column) != Ok(None));
    let likeness = if lacking.is_empty() {
        Likeness::Fits
    } else if header.count_known(columns) >= COLUMNS || found.len() > lacking.len() {
        Likeness::Near
    } else {
        Likeness::Other
    };
    (likeness, end)
}

/// The error of a workbook none of whose sheets fits: that of the sheet which names most declared
/// columns, the first of several.
pub fn no_fitting_sheet(
    place: &Place,
    sheets: &[(String, Vec<TextRow>)],
    rows_max: usize,
    columns: &[Column],
) -> IngestError {
    let known = |rows: &[TextRow]| {
        find_header(rows, columns).map_or(0, |(header, _)| header.count_known(columns))
    };
    let closest = sheets.iter().rev().max_by_key(|(_, rows)| known(rows));
    let (name, rows) = closest.map_or(("", [].as_slice()), |(name, rows)| (name, rows));
    let place = if sheets.len() > 1 { place.sheet(name) } else { place.clone() };
    let found = find_header(rows, columns);
    let lacking = found.and_then(|(header, _)| {
        lay_out(&place, &header, columns).and_then(|layout| lacking(&place, &layout, columns)).err()
    });
    lacking.unwrap_or_else(|| no_header(&place, rows, rows_max, columns))
}

/// Finds every declared column in the header.
pub fn lay_out(place: &Place, header: &Header, columns: &[Column]) -> Result<Layout, IngestError> {
    let line = header.line;
    let mut layout = Layout {
        line,
        width: header.width(),
        positions: Vec::with_capacity(columns.len()),
        headers: Vec::with_capacity(columns.len()),
        unknown: Vec::new(),
        unit: None,
    };
    for column in columns {
        let position = header.find(column).map_err(|column| IngestError::AmbiguousColumn {
            place: place.clone(),
            line,
            column,
        })?;
        let usual = column.headers.first().unwrap_or(&column.field);
        let found = position.map(|at| header.columns[at].shown().to_owned());
        layout.positions.push(position);
        layout.headers.push(found.unwrap_or_else(|| usual.clone()));
    }
    let free = (0..layout.width).filter(|at| !layout.positions.contains(&Some(*at)));
    let unknown = free.map(|at| header.columns[at].shown()).filter(|name| !name.is_empty());
    layout.unknown = unknown.map(str::to_owned).collect();
    Ok(layout)
}

/// The error of a file without a needed column, which names the header most like it.
pub fn lacking(place: &Place, layout: &Layout, columns: &[Column]) -> Result<(), IngestError> {
    let mut found = columns.iter().zip(&layout.positions);
    let lacking = found.find(|(column, position)| column.needed && position.is_none());
    let Some((column, _)) = lacking else {
        return Ok(());
    };
    let column = column.headers.first().unwrap_or(&column.field).clone();
    let closest = closest(&column, &layout.unknown);
    Err(IngestError::MissingColumn { place: place.clone(), line: layout.line, column, closest })
}

/// The cell above the table that states the unit of its amounts: `单位：万元`.
pub fn unit_above(titles: &[TextRow]) -> Option<String> {
    let mut cells = titles.iter().flat_map(|row| row.cells.iter());
    let states = |cell: &&str| {
        let text: String = cell.nfkc().filter(|character| !character.is_whitespace()).collect();
        let (_, behind) = text.split_once("单位").unwrap_or_default();
        let unit = behind.trim_start_matches([':', '为']).trim_start_matches("人民币");
        let is_known = |known: &&str| {
            unit.strip_prefix(*known).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
                || text.contains(&format!("({known})"))
        };
        UNITS_ABOVE.iter().any(is_known)
    };
    cells.find(states).map(str::to_owned)
}

/// The error of a file none of whose leading rows, of which `rows_max` are looked at, is a header.
pub fn no_header(
    place: &Place,
    leading: &[TextRow],
    rows_max: usize,
    columns: &[Column],
) -> IngestError {
    let last = leading.last().map_or(1, |row| row.line);
    let limit = (leading.len() >= rows_max).then_some(rows_max);
    let (place, expected) = (place.clone(), expected(columns));
    IngestError::NoHeader { place, rows: last, expected, limit }
}

/// The error of a file that names its columns elsewhere than in a row, and none that is known.
pub fn no_known_name(place: &Place, columns: &[Column]) -> IngestError {
    let (place, expected) = (place.clone(), expected(columns));
    IngestError::NoHeader { place, rows: 0, expected, limit: None }
}

/// A header to be looked for.
fn expected(columns: &[Column]) -> String {
    let expected = columns.iter().find(|column| column.needed).or(columns.first());
    expected.and_then(|column| column.headers.first()).cloned().unwrap_or_default()
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
