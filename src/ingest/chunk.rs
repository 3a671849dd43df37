//! Chunks: rows of a file collected into text columns, with the rows that could not be read.

use arrow::array::{StringArray, StringBuilder};

use super::Column;
use super::header::Layout;
use super::row::{TextRow, is_blank};
use crate::domain::{RawRows, Reject, Rejects, RejectsBuilder, Spanned};

/// Why a row as a whole cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// The last line, within which the file ends.
    CutLine,
    Undecodable,
    /// A quotation mark that never closes, so that the row takes in all that follows.
    Unclosed,
    /// A line of JSON Lines that is no record in braces.
    NoRecord,
    /// A record with a record or a list of records inside.
    Nested {
        key: String,
    },
    /// A record that names a key twice.
    RepeatedKey {
        key: String,
    },
    /// A line that is shorter or longer than its columns of fixed width.
    Width {
        found: usize,
        expected: usize,
    },
    /// A line in which a column of fixed width ends within a character.
    SplitCharacter,
    /// A needed cell that is a formula whose result was not saved.
    Unsaved {
        header: String,
    },
}

/// What makes a spreadsheet save the results of its formulas.
pub const RECALCULATE: &str = "请用Excel或WPS打开文件，重新计算并保存后重报";

/// The code of a reject that says its file is not whole.
pub const CUT_LAST_ROW: &str = "cut_last_row";

impl RowFault {
    const fn code(&self) -> &'static str {
        match self {
            Self::Ragged { .. } => "ragged_row",
            Self::Cut { .. } | Self::CutLine | Self::Unclosed => CUT_LAST_ROW,
            Self::Undecodable => "undecodable_bytes",
            Self::NoRecord => "no_json_record",
            Self::Nested { .. } => "nested_json",
            Self::RepeatedKey { .. } => "repeated_json_key",
            Self::Width { .. } | Self::SplitCharacter => "wrong_line_width",
            Self::Unsaved { .. } => "formula_without_result",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Ragged { found, expected } => {
                format!("该行有{found}列，表头有{expected}列，无法对应")
            }
            Self::Cut { found, expected } => {
                format!("文件在该行中间结束：只有{found}列，表头有{expected}列")
            }
            Self::CutLine => "文件在该行中间结束".to_owned(),
            Self::Unclosed => "该行的引号直到文件末尾没有闭合，其后的行无法读出".to_owned(),
            Self::Undecodable => "该行含有无法解码的字节".to_owned(),
            Self::NoRecord => "该行不是完整的JSON记录（一行一个花括号对象）".to_owned(),
            Self::Nested { key } => format!("字段“{key}”内还有嵌套的对象，无法作为一个值读取"),
            Self::RepeatedKey { key } => format!("字段“{key}”在该行出现了两次，不知以哪个为准"),
            Self::Width { found, expected } => {
                format!("该行宽{found}，约定的定长为{expected}，无法按列切分")
            }
            Self::SplitCharacter => "按约定的列宽切分时，有一列断在一个汉字的中间".to_owned(),
            Self::Unsaved { header } => format!("“{header}”是公式，文件没有保存它的计算结果"),
        }
    }

    fn message_en(&self) -> String {
        match self {
            Self::Ragged { found, expected } => {
                format!("the row has {found} cells and the header {expected}")
            }
            Self::Cut { found, expected } => format!(
                "the file ends within this row: it has {found} cells and the header {expected}"
            ),
            Self::CutLine => "the file ends within this row".to_owned(),
            Self::Unclosed => {
                "a quotation mark of the row never closes, and all behind it is lost".to_owned()
            }
            Self::Undecodable => "the row holds bytes that cannot be decoded".to_owned(),
            Self::NoRecord => "the line is no whole JSON record in braces".to_owned(),
            Self::Nested { key } => format!("key `{key}` holds a record, which is no one value"),
            Self::RepeatedKey { key } => format!("key `{key}` is there twice"),
            Self::Width { found, expected } => {
                format!("the line is {found} wide and its columns {expected}")
            }
            Self::SplitCharacter => "a column of fixed width ends within a character".to_owned(),
            Self::Unsaved { header } => {
                format!("column `{header}` holds a formula whose result was not saved")
            }
        }
    }

    const fn suggestion(&self) -> &'static str {
        match self {
            Self::Ragged { .. } => "请检查该行是否多了或少了分隔符、引号是否成对，更正后重报",
            Self::Cut { .. } | Self::CutLine => "导出可能中断，请重新导出完整文件",
            Self::Unclosed => "请检查该行的引号是否成对，更正后重新导出完整文件",
            Self::Undecodable => "请按约定的编码（UTF-8或GB18030）重新导出该行",
            Self::NoRecord => "请每行导出一条完整的记录，不要换行",
            Self::Nested { .. } => "请将嵌套的内容展开为单独的字段后重报",
            Self::RepeatedKey { .. } => "请每个字段只保留一个值后重报",
            Self::Width { .. } | Self::SplitCharacter => {
                "请按约定的列宽重新导出该行，文字列以空格补足"
            }
            Self::Unsaved { .. } => RECALCULATE,
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

/// The room that rows like those of the last chunk take; none for the first.
#[derive(Default)]
pub struct Room {
    rows: usize,
    bytes: Vec<usize>,
}

impl Room {
    pub fn of(rows: &RawRows) -> Self {
        // A little more, so that a slightly longer column need not be moved.
        let bytes = rows.columns.iter().map(|cells| cells.value_data().len() / 8 * 9);
        Self { rows: rows.lines.len(), bytes: bytes.collect() }
    }
}

/// Rows of one file on their way into a [`RawRows`].
pub struct Chunk {
    columns: Vec<StringBuilder>,
    lines: Vec<u32>,
    spanned: Vec<Spanned>,
    rejects: RejectsBuilder,
}

/// Of each column, what its teller says of whose the last cell is that was written in it and not copied,
/// in the first row the cell spans that says anything: it may span rows of several chunks.
pub struct Owners(Vec<Option<String>>);

impl Owners {
    pub fn new(columns: usize) -> Self {
        Self(vec![None; columns])
    }

    /// Looks at a row, whatever becomes of it.
    pub fn see(&mut self, row: &TextRow, layout: &Layout, columns: &[Column]) {
        for (at, owner) in self.0.iter_mut().enumerate() {
            let (Some(teller), Some(position)) = (columns[at].told_by, layout.positions[at]) else {
                continue;
            };
            if owner.is_none() || !row.copied.contains(&position) {
                *owner = cell_of(teller, row, layout).map(str::to_owned);
            }
        }
    }

    /// The cell of a column, if it was copied into a row whose teller reads otherwise.
    fn spanned(
        &self,
        column: usize,
        place: usize,
        row: &TextRow,
        layout: &Layout,
        columns: &[Column],
    ) -> Option<Spanned> {
        let (teller, position) = (columns[column].told_by?, layout.positions[column]?);
        let owner = self.0[column].as_ref().filter(|_| row.copied.contains(&position))?;
        let own = cell_of(teller, row, layout)?;
        (own != owner).then(|| Spanned { row: place, column, teller, owner: owner.clone() })
    }
}

fn cell_of<'r>(column: usize, row: &'r TextRow, layout: &Layout) -> Option<&'r str> {
    let cell = layout.positions[column].and_then(|at| row.cells.get(at));
    cell.filter(|text| !is_blank(text))
}

impl Chunk {
    pub fn new(columns: usize, room: &Room) -> Self {
        let bytes = room.bytes.iter().copied().chain(std::iter::repeat(0));
        let builder = |bytes| StringBuilder::with_capacity(room.rows, bytes);
        Self {
            columns: bytes.take(columns).map(builder).collect(),
            lines: Vec::with_capacity(room.rows),
            spanned: Vec::new(),
            rejects: RejectsBuilder::default(),
        }
    }

    /// Rows collected, the rejected ones included.
    pub fn rows(&self) -> usize {
        self.lines.len() + self.rejects.len()
    }

    /// Adds a row. A cell that only stands there because one above spans several rows holds in the
    /// columns that say so.
    pub fn push(
        &mut self,
        row: &TextRow,
        layout: &Layout,
        columns: &[Column],
        owners: Option<&Owners>,
    ) {
        if let Some(owners) = owners {
            let place = self.lines.len();
            let all = 0..columns.len();
            self.spanned
                .extend(all.filter_map(|at| owners.spanned(at, place, row, layout, columns)));
        }
        self.lines.push(row.line);
        let builders = self.columns.iter_mut().zip(&layout.positions).zip(columns);
        for ((builder, position), column) in builders {
            let held = position.filter(|at| column.spreads || !row.copied.contains(at));
            let text = held.and_then(|at| row.cells.get(at)).filter(|text| !is_blank(text));
            builder.append_option(text);
        }
    }

    pub fn reject(&mut self, origin: &Origin, line: u32, fault: &RowFault) {
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
            unit: layout.unit.clone(),
            columns: arrays,
            lines: self.lines,
            spanned: self.spanned,
            rows_read,
            rejects,
        }
    }
}
