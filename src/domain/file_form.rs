//! How a delivered file is written, as far as its bytes tell.

/// The form of a file, of a member of an archive, or of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileForm {
    /// The form's name in the settings: `csv`, `xlsx`, `json_lines` …
    pub format: &'static str,
    /// Of texts.
    pub encoding: Option<&'static str>,
    /// How sure the encoding is: 100 where it is declared or nothing else is possible.
    pub confidence_percent: u8,
    /// What stands between two cells of a delimited text.
    pub delimiter: Option<char>,
}
