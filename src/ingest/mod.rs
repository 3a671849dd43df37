//! Ingest: a delivery folder becomes rows as text columns with line numbers.
//!
//! A delivered file goes through five steps, one file of code each: it is found (`find`), unpacked
//! (`unpack`), told by its bytes and not its name (`sniff`, `encoding`), read row by row by the
//! reader of its form (`forms/`), and its table laid out below its header (`header`, `table`). Columns
//! are matched by name and never by position, and only the declared ones are copied out, so that
//! what a source is not allowed to tell never enters memory. A row that cannot be read becomes a
//! reject with its line; only a file as a whole can stop a run, with one [`IngestError`] that names
//! the agency, the file, the line and the remedy. No value is cleaned here. Text and Parquet files
//! are streamed; a workbook is held whole, which its limits bound.
//!
//! The `file` of a row is the path within the delivery; the name within an archive follows behind
//! `/`, and where a source reads more than one sheet, `#` and the sheet.

mod cells;
mod chunk;
mod decode;
mod digest;
mod encoding;
mod error;
mod find;
mod footer;
mod foreign;
mod forms;
mod header;
mod manifest;
mod open;
mod row;
mod sniff;
mod table;
#[cfg(test)]
mod tests;
mod unclaimed;
mod unpack;

pub use cells::{CellLimits, read_cells};
pub use chunk::CUT_LAST_ROW;
pub use digest::sha256_of;
pub use error::{IngestError, Place};
pub use find::{find, may_read_one_part, patterns_overlap, within};
pub use header::fold_header;
pub use manifest::{
    ListedFile, Manifest, ManifestError, is_manifest, manifest_folders, read_manifests,
};
pub use open::{OpenFile, Part, open};
pub use sniff::Look;
pub use unclaimed::{Unclaimed, unclaimed_files};

use serde::Deserialize;

/// How the files of one source are found and read: the `[ingest]` table of its mapping.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The path within the delivery folder; `*` in the last part stands for any characters.
    pub file: String,
    /// What the files must be; by default whatever their bytes say.
    #[serde(default)]
    pub format: Format,
    /// Which members of an archive are read; `*` stands for any characters.
    #[serde(default = "default_members")]
    pub members: String,
    /// Headers the agency delivers and the centre does not need: never read, and not reported.
    #[serde(default)]
    pub unused: Vec<String>,
    /// Of text files.
    #[serde(default)]
    pub encoding: Encoding,
    /// A less certain guess of the encoding refuses the file.
    #[serde(default = "default_min_confidence_percent")]
    pub min_confidence_percent: u8,
    /// Of text files: one ASCII character, found out if not given.
    #[serde(default)]
    pub delimiter: Option<char>,
    /// Whether quotation marks in text files enclose cells.
    #[serde(default = "default_quotes")]
    pub quotes: bool,
    /// The agreed columns of text files that have no header.
    #[serde(default)]
    pub header: Vec<String>,
    /// The agreed columns of text files of fixed width.
    #[serde(default)]
    pub fixed_width: Vec<FixedColumn>,
    #[serde(default)]
    pub width_unit: WidthUnit,
    /// Of workbooks: `"first"` that fits, `"all"`, or a list of names in which `*` stands for any
    /// characters.
    #[serde(default)]
    pub sheets: Sheets,
    /// Sheets that explain a form and hold no data: never read, and not reported.
    #[serde(default = "default_unused_sheets")]
    pub unused_sheets: Vec<String>,
    /// The header is looked for in this many leading rows, under titles.
    #[serde(default = "default_header_rows_max")]
    pub header_rows_max: usize,
    /// A longer row means a quotation mark that never closes.
    #[serde(default = "default_max_row_bytes")]
    pub max_row_bytes: usize,
    #[serde(default = "default_max_columns")]
    pub max_columns: usize,
    #[serde(default = "default_max_file_bytes")]
    pub max_file_bytes: u64,
    /// A workbook is held in memory, so its limit is lower.
    #[serde(default = "default_max_workbook_bytes")]
    pub max_workbook_bytes: u64,
    /// Over all sheets that are read: packed well, few bytes hold many rows.
    #[serde(default = "default_max_workbook_rows")]
    pub max_workbook_rows: usize,
    /// Of one sheet: cells that hold something, and of an XLS all cells around them.
    #[serde(default = "default_max_workbook_cells")]
    pub max_workbook_cells: u64,
    /// What a workbook may unpack to.
    #[serde(default = "default_max_unpacked_bytes")]
    pub max_unpacked_bytes: u64,
    /// How many members an archive may have.
    #[serde(default = "default_max_members")]
    pub max_members: usize,
    /// How many files one pattern may find.
    #[serde(default = "default_max_files")]
    pub max_files: usize,
    /// How much of the beginning is looked at to tell the encoding.
    #[serde(default = "default_sample_bytes")]
    pub sample_bytes: usize,
}

/// What kind of file the source delivers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Whatever the bytes say, whatever the name.
    #[default]
    Detect,
    /// Text with something between its cells.
    Csv,
    FixedWidth,
    JsonLines,
    /// An HTML table, or the XML that Excel wrote in 2003.
    Markup,
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Parquet,
}

/// The forms that names end in extensions of.
const TABLE_FORMATS: [Format; 8] = [
    Format::Csv,
    Format::JsonLines,
    Format::Markup,
    Format::Xlsx,
    Format::Xlsb,
    Format::Xls,
    Format::Ods,
    Format::Parquet,
];

impl Format {
    /// Its name in the settings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Detect => "detect",
            Self::Csv => "csv",
            Self::FixedWidth => "fixed_width",
            Self::JsonLines => "json_lines",
            Self::Markup => "markup",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Parquet => "parquet",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Detect => "a text file, a workbook, JSON Lines or Parquet",
            Self::Csv => "a CSV text file",
            Self::FixedWidth => "a text file of fixed width",
            Self::JsonLines => "JSON Lines",
            Self::Markup => "an HTML or XML table",
            Self::Xlsx => "an XLSX workbook",
            Self::Xlsb => "an XLSB workbook",
            Self::Xls => "an old XLS workbook",
            Self::Ods => "an ODS workbook",
            Self::Parquet => "a Parquet file",
        }
    }

    /// Names of files of this form end in one of these.
    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Detect => &[],
            Self::Csv => &["csv", "txt", "tsv", "dat", "psv"],
            Self::FixedWidth => &["txt", "dat"],
            Self::JsonLines => &["jsonl", "ndjson", "json", "txt"],
            Self::Markup => &["html", "htm", "xml"],
            Self::Xlsx => &["xlsx", "xlsm"],
            Self::Xlsb => &["xlsb"],
            Self::Xls => &["xls", "et"],
            Self::Ods => &["ods"],
            Self::Parquet => &["parquet"],
        }
    }
}

/// How a text file is encoded. GB18030 holds GBK and GB2312 within it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "gb18030", alias = "gbk", alias = "gb2312")]
    Gb18030,
    #[serde(rename = "big5")]
    Big5,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Found out from the beginning of the file.
    #[default]
    #[serde(rename = "detect")]
    Detect,
}

impl Encoding {
    /// The encoding declared, if one is.
    const fn encoding(self) -> Option<&'static encoding_rs::Encoding> {
        Some(match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Gb18030 => encoding_rs::GB18030,
            Self::Big5 => encoding_rs::BIG5,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Detect => return None,
        })
    }
}

/// A column of fixed width, the first one at the beginning of the line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedColumn {
    pub header: String,
    pub width: usize,
}

/// What widths count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WidthUnit {
    /// Bytes of the file's encoding.
    #[default]
    Bytes,
    Characters,
}

/// Which of a workbook's visible sheets that hold data are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "SheetsText")]
pub enum Sheets {
    /// The first whose header has every needed column: a cover, a summary or a pivot table often
    /// stands before the list, and is told of. A further sheet with such a header and rows below
    /// refuses the workbook. Its rows would be lost, which no remark makes good, and to read them
    /// unasked may count people twice, for some agencies keep last month's list behind this month's;
    /// so the source has to say which it is.
    #[default]
    First,
    /// Each with its own titles, header and footer, such as one sheet per class of a school.
    All,
    /// Those whose names fit a pattern.
    Named(Vec<String>),
}

/// Sheets as the settings write them: a word, a name, or a list of names.
#[derive(Deserialize)]
#[serde(untagged)]
enum SheetsText {
    One(String),
    Several(Vec<String>),
}

impl From<SheetsText> for Sheets {
    fn from(text: SheetsText) -> Self {
        match text {
            SheetsText::One(word) if word == "first" => Self::First,
            SheetsText::One(word) if word == "all" => Self::All,
            SheetsText::One(name) => Self::Named(vec![name]),
            SheetsText::Several(names) => Self::Named(names),
        }
    }
}

/// A column that a source declares: nothing else of its files is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The canonical field.
    pub field: String,
    /// The headers it is delivered under, the usual one first.
    pub headers: Vec<String>,
    /// Whether a file without it is refused.
    pub needed: bool,
    /// Whether a cell that spans several rows holds for each of them; an amount is counted once.
    pub spreads: bool,
    /// The position of the column that tells whose its values are: a row that reads otherwise there than
    /// the one a cell was copied from may be somebody else's.
    pub told_by: Option<usize>,
}

impl Settings {
    /// What is wrong with the settings themselves, one sentence each.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(delimiter) = self.delimiter.filter(|delimiter| !delimiter.is_ascii()) {
            faults.push(format!("delimiter `{delimiter}` must be one ASCII character"));
        }
        let is_fixed = !self.fixed_width.is_empty();
        if is_fixed != (self.format == Format::FixedWidth) {
            faults.push("`format = \"fixed_width\"` and `fixed_width` go together".to_owned());
        }
        if self.fixed_width.iter().any(|column| column.width == 0) {
            faults.push("a column of width 0 holds nothing".to_owned());
        }
        if !self.header.is_empty() && !matches!(self.format, Format::Csv | Format::Detect) {
            faults.push("`header` is of text files only".to_owned());
        }
        let path = std::path::Path::new(&self.file);
        let inside = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if self.file.is_empty() || !inside {
            faults.push(format!("file `{}` must be a path within the delivery", self.file));
        }
        if path.parent().is_some_and(|folder| folder.to_string_lossy().contains('*')) {
            faults.push(format!("file `{}` may have `*` in its last part only", self.file));
        }
        let limits = [
            self.header_rows_max,
            self.max_row_bytes,
            self.max_columns,
            self.max_workbook_rows,
            self.max_files,
            self.max_members,
            self.sample_bytes,
        ];
        let sizes = [
            self.max_file_bytes,
            self.max_workbook_bytes,
            self.max_workbook_cells,
            self.max_unpacked_bytes,
        ];
        if limits.contains(&0) || sizes.contains(&0) {
            faults.push("a limit of 0 would read nothing".to_owned());
        }
        faults
    }
}

fn default_members() -> String {
    "*".to_owned()
}

/// Two names in GB18030 are this sure.
fn default_min_confidence_percent() -> u8 {
    75
}

fn default_quotes() -> bool {
    true
}

fn default_unused_sheets() -> Vec<String> {
    ["*说明*", "*字典*", "*代码表*", "*填写示例*"].map(str::to_owned).to_vec()
}

fn default_header_rows_max() -> usize {
    10
}

fn default_max_row_bytes() -> usize {
    1 << 20
}

fn default_max_columns() -> usize {
    512
}

fn default_max_file_bytes() -> u64 {
    16 << 30
}

fn default_max_workbook_bytes() -> u64 {
    256 << 20
}

/// Two sheets as long as Excel lets a sheet be.
fn default_max_workbook_rows() -> usize {
    2 << 20
}

fn default_max_workbook_cells() -> u64 {
    32 << 20
}

fn default_max_unpacked_bytes() -> u64 {
    1 << 30
}

/// A file from each school of a city.
fn default_max_members() -> usize {
    1000
}

/// A file from each district of a province.
fn default_max_files() -> usize {
    1000
}

fn default_sample_bytes() -> usize {
    1 << 20
}
