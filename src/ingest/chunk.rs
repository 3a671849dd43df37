//! Chunks: rows of a file collected into text columns, with the rows that could not be read.

use arrow::array::{StringArray, StringBuilder};

use super::Column;
use super::header::Layout;
use crate::domain::{RawRows, Reject, Rejects, RejectsBuilder};

/// What begins the first cell of a row below the data that only signs or sums it up.
const FOOTERS: [&str; 8] =
    ["合计", "总计", "制表人", "填报人", "审核人", "制表时间", "填报时间", "填表人"];

/// Why a row as a whole cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// More or fewer cells than the header has.
    Ragged {
        found: usize,
        expected: usize,
    },
    /// The last row, in the middle of which the file ends.
    Cut {
        found: usize,
        expected: usize,
    },
    Undecodable,
    /// The header again, between the rows.
    RepeatedHeader,
}

/// The code of a reject that says its file is not whole.
pub const CUT_LAST_ROW: &str = "cut_last_row";

impl RowFault {
    const fn code(self) -> &'static str {
        match self {
            Self::Ragged { .. } => "ragged_row",
            Self::Cut { .. } => CUT_LAST_ROW,
            Self::Undecodable => "undecodable_bytes",
            Self::RepeatedHeader => "repeated_header",
        }
    }

    fn message(self) -> String {
        match self {
            Self::Ragged { found, expected } => {
                format!("该行有{found}列，表头有{expected}列，无法对应")
            }
            Self::Cut { found, expected } => {
                format!("文件在该行中间结束：只有{found}列，表头有{expected}列")
            }
            Self::Undecodable => "该行含有无法解码的字节".to_owned(),
            Self::RepeatedHeader => "该行重复了表头".to_owned(),
        }
    }

    fn message_en(self) -> String {
        match self {
            Self::Ragged { found, expected } => {
                format!("the row has {found} cells and the header {expected}")
            }
            Self::Cut { found, expected } => format!(
                "the file ends within this row: it has {found} cells and the header {expected}"
            ),
            Self::Undecodable => "the row holds bytes that cannot be decoded".to_owned(),
            Self::RepeatedHeader => "the row repeats the header".to_owned(),
        }
    }

    const fn suggestion(self) -> &'static str {
        match self {
            Self::Ragged { .. } => "请检查该行是否多了或少了分隔符、引号是否成对，更正后重报",
            Self::Cut { .. } => "导出可能中断，请重新导出完整文件",
            Self::Undecodable => "请按约定的编码（UTF-8或GB18030）重新导出该行",
            Self::RepeatedHeader => "请导出为一张连续的表，只保留一行表头",
        }
    }
}

/// Where the rows of a chunk come from.
#[derive(Debug, Clone)]
pub struct Origin {
    pub source: String,
    /// The path, and the sheet behind `#` where a source reads all of them.
    pub file: String,
    pub sheet: Option<String>,
}

/// Rows of one file on their way into a [`RawRows`].
pub struct Chunk {
    columns: Vec<StringBuilder>,
    lines: Vec<u32>,
    rejects: RejectsBuilder,
}

impl Chunk {
    pub fn new(columns: usize) -> Self {
        let columns = (0..columns).map(|_| StringBuilder::new()).collect();
        Self { columns, lines: Vec::new(), rejects: RejectsBuilder::default() }
    }

    /// Rows collected, the rejected ones included.
    pub fn rows(&self) -> usize {
        self.lines.len() + self.rejects.len()
    }

    /// Adds a row; `cell` gives the text at a position of the file.
    pub fn push<'a>(
        &mut self,
        line: u32,
        layout: &Layout,
        cell: impl Fn(usize) -> Option<&'a str>,
    ) {
        self.lines.push(line);
        for (builder, position) in self.columns.iter_mut().zip(&layout.positions) {
            let text = position.and_then(&cell).filter(|text| !is_blank(text));
            builder.append_option(text);
        }
    }

    pub fn reject(&mut self, origin: &Origin, line: u32, fault: RowFault) {
        self.rejects.push(Reject {
            source: &origin.source,
            file: &origin.file,
            sheet: origin.sheet.as_deref(),
            line,
            field: None,
            value: None,
            code: fault.code(),
            message: &fault.message(),
            message_en: &fault.message_en(),
            suggestion: fault.suggestion(),
            repair: None,
            whole_row: true,
        });
    }

    pub fn finish(self, origin: &Origin, layout: &Layout, columns: &[Column]) -> RawRows {
        let rows_read = self.rows() as u64;
        let rejects: Rejects = self.rejects.finish();
        let arrays: Vec<StringArray> =
            self.columns.into_iter().map(|mut builder| builder.finish()).collect();
        RawRows {
            file: origin.file.clone(),
            sheet: origin.sheet.clone(),
            fields: columns.iter().map(|column| column.field.clone()).collect(),
            headers: layout.headers.clone(),
            unit: None,
            columns: arrays,
            lines: self.lines,
            rows_read,
            rejects,
        }
    }
}

/// Whether a cell holds nothing but blanks.
pub fn is_blank(text: &str) -> bool {
    let invisible = |character: char| character.is_whitespace() || character == '\u{FEFF}';
    text.chars().all(invisible)
}

/// Whether a row signs or sums up the table, by its first cell that is not blank.
pub fn is_footer(first_cell: &str) -> bool {
    let text = first_cell.trim();
    let rest = FOOTERS.iter().find_map(|footer| text.strip_prefix(footer));
    rest.is_some_and(|rest| {
        let next = rest.trim_start().chars().next();
        next.is_none_or(|next| matches!(next, ':' | '：' | '(' | '（') || next.is_numeric())
    })
}
