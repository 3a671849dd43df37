//! Manifests: what a delivery says of its own files, so that what arrived can be held against it.
//!
//! A manifest is `manifest.json` (a list `files`) or `manifest.csv`, in capitals or small letters, in
//! the night's folder or in a folder within it, whose paths it then counts from. What nobody here
//! needs to know of a file is passed over; a figure that cannot be read is an error, because a total
//! that is not understood would be compared with nothing. The moment of extraction is held against
//! nothing, so one that cannot be read is as good as none. No row of any file is looked at here.

#[cfg(test)]
mod tests;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};

use super::find::slashed;
use serde_json::Value;

use super::fold_header;
use crate::domain::{Fen, Moment};

/// The JSON one first.
const NAMES: [&str; 2] = ["manifest.json", "manifest.csv"];

/// What a manifest says of one file; what it does not say is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedFile {
    /// The path within the delivery folder.
    pub file: String,
    /// Rows below the header, without titles, footers and blank rows.
    pub rows: Option<u64>,
    /// The people the rows are about, each counted once.
    pub people: Option<u64>,
    /// The sum of what the rows pay.
    pub amount: Option<Fen>,
    /// In small hexadecimal digits.
    pub sm3: Option<String>,
    pub sha256: Option<String>,
    /// When the agency took the file out of its system.
    pub extracted_at: Option<Moment>,
}

impl ListedFile {
    /// Whether nothing is said of the file that it could be held against.
    pub fn states_nothing(&self) -> bool {
        let Self { file, extracted_at, .. } = self;
        *self == Self { file: file.clone(), extracted_at: *extracted_at, ..Self::default() }
    }
}

/// One manifest of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The path of the manifest itself within the delivery folder.
    pub file: String,
    /// In its own order.
    pub files: Vec<ListedFile>,
}

/// Where in a manifest something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Whole,
    /// Counted from 1.
    Line(usize),
    /// An entry of the list, counted from 1.
    Entry(usize),
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Line(line) => write!(f, ", line {line}"),
            Self::Entry(entry) => write!(f, ", entry {entry} of `files`"),
        }
    }
}

/// Why a manifest cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("{file} cannot be read ({source}); check the disk and the file's permissions")]
    Unreadable { file: String, source: io::Error },
    #[error("{file} has more than {limit} bytes; is it a manifest? raise `max_manifest_bytes`")]
    TooLarge { file: String, limit: u64 },
    #[error("{file}{at}: {fault}; ask whoever sent the delivery for a manifest that is right")]
    Broken { file: String, at: At, fault: String },
}

/// Whether a file is a manifest and so holds no rows.
pub fn is_manifest(path: &Path) -> bool {
    let name = path.file_name().and_then(std::ffi::OsStr::to_str);
    name.is_some_and(|name| rank(name).is_some())
}

/// Which of the names a file goes by.
fn rank(name: &str) -> Option<usize> {
    NAMES.iter().position(|known| name.eq_ignore_ascii_case(known))
}

/// The names of a folder's manifests, in their order.
fn manifest_names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(rank(&name).map(|rank| (rank, name)));
    }
    names.sort();
    Ok(names.into_iter().map(|(_, name)| name).collect())
}

/// The folders whose manifests speak of a source's files: the delivery's own (an empty path) and
/// each folder on the way to them.
pub fn manifest_folders(pattern: &str) -> Vec<String> {
    let parents = Path::new(pattern).ancestors().skip(1);
    let mut folders: Vec<String> = parents.map(slashed).collect();
    folders.reverse();
    folders
}

/// The manifests of one folder of a delivery: none, one or both forms.
pub fn read_manifests(
    delivery: &Path,
    inside: &str,
    max_bytes: u64,
) -> Result<Vec<Manifest>, ManifestError> {
    let mut manifests = Vec::new();
    let names = manifest_names(&delivery.join(inside)).map_err(|source| {
        ManifestError::Unreadable { file: slashed(&Path::new(inside).join(NAMES[0])), source }
    })?;
    for name in names {
        let within = Path::new(inside).join(&name);
        let file = slashed(&within);
        let bytes = read_limited(&delivery.join(&within), &file, max_bytes)?;
        let broken = |(at, fault)| ManifestError::Broken { file: file.clone(), at, fault };
        let entries = if rank(&name) == Some(0) { from_json(&bytes) } else { from_csv(&bytes) };
        let files = entries.and_then(|entries| listed_files(entries, inside)).map_err(broken)?;
        manifests.push(Manifest { file, files });
    }
    Ok(manifests)
}

/// A fault and its place.
type Fault = (At, String);

/// What a manifest may say of a file and is of use here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    File,
    Rows,
    People,
    Amount,
    Sm3,
    Sha256,
    ExtractedAt,
}

/// The names of each field, folded as headers are.
const FIELDS: [(Field, &[&str]); 7] = [
    (Field::File, &["file", "path", "filename", "文件", "文件名", "文件名称"]),
    (Field::Rows, &["rows", "行数", "记录数", "条数", "数据行数", "总行数"]),
    (Field::People, &["people", "人数", "总人数"]),
    (Field::Amount, &["amount_yuan", "amount", "金额", "金额合计", "合计金额", "总金额"]),
    (Field::Sm3, &["sm3", "sm3值", "sm3摘要"]),
    (Field::Sha256, &["sha256", "sha-256", "sha256值", "sha256摘要"]),
    (Field::ExtractedAt, &["extracted_at", "抽取时间", "提取时间", "导出时间"]),
];

fn field_of(header: &str) -> Option<Field> {
    let folded = fold_header(header);
    let known = FIELDS.iter().find(|(_, names)| names.contains(&folded.as_str()));
    known.map(|(field, _)| *field)
}

/// What one line of a manifest says, as written.
struct Entry {
    at: At,
    values: Vec<(Field, String)>,
}

fn from_json(bytes: &[u8]) -> Result<Vec<Entry>, Fault> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| (At::Line(error.line()), format!("this is no JSON ({error})")))?;
    let files = match &value {
        Value::Array(files) => Some(files),
        other => other.get("files").and_then(Value::as_array),
    };
    let files = files.ok_or_else(|| (At::Whole, "it has no list `files`".to_owned()))?;
    (1..).zip(files).map(|(number, file)| json_entry(At::Entry(number), file)).collect()
}

fn json_entry(at: At, value: &Value) -> Result<Entry, Fault> {
    let file = value.as_object().ok_or_else(|| (at, "this is no table of a file".to_owned()))?;
    let mut values = Vec::new();
    for (key, value) in file {
        let Some(field) = known_field(at, key)? else { continue };
        match value {
            Value::Null => {}
            Value::String(text) => values.push((field, text.clone())),
            Value::Number(number) => values.push((field, number.to_string())),
            _ => return Err((at, format!("`{key}` is neither a text nor a number"))),
        }
    }
    Ok(Entry { at, values })
}

fn from_csv(bytes: &[u8]) -> Result<Vec<Entry>, Fault> {
    let text = decoded(bytes).ok_or_else(|| {
        (At::Whole, "it is in neither UTF-8 nor GB18030; write it in one of them".to_owned())
    })?;
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(text.as_bytes());
    let place = |error: &csv::Error| {
        let line = error.position().and_then(|place| usize::try_from(place.line()).ok());
        line.map_or(At::Whole, At::Line)
    };
    let wrong = |error: csv::Error| (place(&error), format!("a line cannot be read ({error})"));
    let headers = reader.headers().map_err(wrong)?.clone();
    let fields: Vec<Option<Field>> = headers
        .iter()
        .map(|header| known_field(At::Line(1), header))
        .collect::<Result<_, Fault>>()?;
    if !fields.contains(&Some(Field::File)) {
        let message = "no column is `file` (文件); is the delimiter a comma?".to_owned();
        return Err((At::Line(1), message));
    }
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().and_then(|place| usize::try_from(place.line()).ok());
        let cells = fields.iter().zip(&record);
        let values: Vec<_> =
            cells.filter_map(|(field, cell)| Some(((*field)?, cell.to_owned()))).collect();
        if values.iter().any(|(_, cell)| !cell.trim().is_empty()) {
            entries.push(Entry { at: line.map_or(At::Whole, At::Line), values });
        }
    }
    Ok(entries)
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(text) {
        return Some(text.to_owned());
    }
    let (text, has_errors) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!has_errors).then(|| text.into_owned())
}

/// The field of a header. An amount in another unit than yuan would be wrong by thousands.
fn known_field(at: At, header: &str) -> Result<Option<Field>, Fault> {
    let field = field_of(header);
    if field == Some(Field::Amount) && header.contains(['万', '千']) {
        return Err((at, format!("`{header}` is not in yuan")));
    }
    Ok(field)
}

fn listed_files(entries: Vec<Entry>, inside: &str) -> Result<Vec<ListedFile>, Fault> {
    let mut files: Vec<ListedFile> = Vec::new();
    for entry in entries {
        let file = listed_file(&entry, inside).map_err(|fault| (entry.at, fault))?;
        if files.iter().any(|other| other.file == file.file) {
            return Err((entry.at, format!("{} is listed twice", file.file)));
        }
        files.push(file);
    }
    Ok(files)
}

fn listed_file(entry: &Entry, inside: &str) -> Result<ListedFile, String> {
    let mut listed = ListedFile::default();
    for (field, value) in &entry.values {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        match field {
            Field::File => listed.file = path_of(value, inside)?,
            Field::Rows => listed.rows = Some(count_of(value, "number of rows")?),
            Field::People => listed.people = Some(count_of(value, "number of people")?),
            Field::Amount => listed.amount = Some(amount_of(value)?),
            Field::Sm3 => listed.sm3 = Some(digest_of(value, "SM3")?),
            Field::Sha256 => listed.sha256 = Some(digest_of(value, "SHA-256")?),
            Field::ExtractedAt => listed.extracted_at = value.parse().ok(),
        }
    }
    if listed.file.is_empty() {
        return Err("no file is named (`file`, 文件)".to_owned());
    }
    Ok(listed)
}

/// The path within the delivery of a file as listed.
fn path_of(value: &str, inside: &str) -> Result<String, String> {
    let value = value.replace('\\', "/");
    let value = value.strip_prefix("./").unwrap_or(&value);
    let path = Path::new(value);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(format!("`{value}` is no path within the delivery"));
    }
    Ok(slashed(&Path::new(inside).join(path)))
}

fn count_of(value: &str, what: &str) -> Result<u64, String> {
    let digits: String = value.chars().filter(|digit| !matches!(digit, ',' | '，')).collect();
    digits.parse().map_err(|_| format!("`{value}` is no {what}"))
}

/// Yuan with up to two decimals.
fn amount_of(value: &str) -> Result<Fen, String> {
    let plain: String = value.chars().filter(|sign| !matches!(sign, ',' | '，')).collect();
    let plain = plain.trim_start_matches('¥').trim_end_matches('元').trim();
    let (sign, digits) = plain.strip_prefix('-').map_or((1, plain), |digits| (-1, digits));
    let (yuan, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain =
        !yuan.is_empty() && [yuan, decimals].concat().bytes().all(|b| b.is_ascii_digit());
    let decimals = decimals.trim_end_matches('0');
    let fen = format!("{yuan}{decimals:0<2}").parse::<i64>();
    match fen {
        Ok(fen) if is_plain && decimals.len() <= 2 => Ok(Fen(sign * fen)),
        _ => Err(format!("`{value}` is no amount in yuan")),
    }
}

fn digest_of(value: &str, what: &str) -> Result<String, String> {
    let is_digest = value.len() == 64 && value.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_digest {
        Ok(value.to_ascii_lowercase())
    } else {
        Err(format!("`{value}` is no {what} digest of 64 hexadecimal digits"))
    }
}

fn read_limited(path: &Path, file: &str, limit: u64) -> Result<Vec<u8>, ManifestError> {
    let unreadable = |source| ManifestError::Unreadable { file: file.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    // A pipe or a folder of that name is no manifest, and reading a pipe may never end.
    if !metadata.is_file() {
        return Err(unreadable(io::Error::other("it is no plain file")));
    }
    let opened = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    opened.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(ManifestError::TooLarge { file: file.to_owned(), limit });
    }
    Ok(bytes)
}
