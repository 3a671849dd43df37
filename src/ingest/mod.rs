//! Ingest: a delivery folder becomes rows as text columns with line numbers.
//!
//! Every file is checked for being what its name says before a row is believed, its header is
//! matched by name and never by position, and only the declared columns are copied out of it, so
//! that what a source is not allowed to tell never enters memory. A row that cannot be read becomes
//! a reject with its line; only a file as a whole can stop a run, with one [`IngestError`] that
//! names the agency, the file, the line and the remedy. No value is cleaned here. Text and Parquet
//! files are streamed; a workbook is read whole, which its row limit bounds. A source reads the first
//! visible sheet that holds data, and [`OpenFile::unread_sheets`] names the others; or it reads all
//! of them, and the `file` of a row is then the path, `#` and the sheet's name.

mod chunk;
mod columnar;
mod decode;
mod delimited;
mod error;
mod find;
mod header;
mod manifest;
mod open;
mod sniff;
#[cfg(test)]
mod tests;
mod workbook;

pub use chunk::CUT_LAST_ROW;
pub use error::{IngestError, Place};
pub use find::{find, patterns_overlap};
pub use header::fold_header;
pub use manifest::{
    ListedFile, Manifest, ManifestError, is_manifest, manifest_folders, read_manifests, sha256_of,
};
pub use open::{OpenFile, open};

use serde::Deserialize;

/// How the files of one source are found and read: the `[ingest]` table of its mapping.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The path within the delivery folder; `*` in the last part stands for any characters.
    pub file: String,
    pub format: Format,
    /// Headers the agency delivers and the centre does not need: never read, and not reported.
    #[serde(default)]
    pub unused: Vec<String>,
    /// Of text files.
    #[serde(default)]
    pub encoding: Encoding,
    /// Of text files: one ASCII character.
    #[serde(default = "default_delimiter")]
    pub delimiter: char,
    /// Of workbooks.
    #[serde(default)]
    pub sheets: Sheets,
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
    /// How many files one pattern may find.
    #[serde(default = "default_max_files")]
    pub max_files: usize,
    /// How much of the beginning is looked at to tell the encoding.
    #[serde(default = "default_sample_bytes")]
    pub sample_bytes: usize,
}

/// What kind of file the source delivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Csv,
    Xlsx,
    Parquet,
}

/// How a text file is encoded. GB18030 holds GBK and GB2312 within it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "gb18030")]
    Gb18030,
    /// Found out from the beginning of the file.
    #[default]
    #[serde(rename = "detect")]
    Detect,
}

/// Which of a workbook's visible sheets that hold data are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sheets {
    #[default]
    First,
    /// Each with its own titles, header and footer, such as one sheet per class of a school.
    All,
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
}

impl Settings {
    /// What is wrong with the settings themselves, one sentence each.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !self.delimiter.is_ascii() {
            faults.push(format!("delimiter `{}` must be one ASCII character", self.delimiter));
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
            self.sample_bytes,
        ];
        if limits.contains(&0) {
            faults.push("a limit of 0 would read nothing".to_owned());
        }
        faults
    }
}

fn default_delimiter() -> char {
    ','
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

/// A file from each district of a province.
fn default_max_files() -> usize {
    1000
}

fn default_sample_bytes() -> usize {
    1 << 20
}
