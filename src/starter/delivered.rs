//! Delivered files: which there are in the newest night, and what their headers say.

use std::path::{Path, PathBuf};

use super::StarterError;
use super::template::Template;
use crate::domain::{Day, Source};
use crate::ingest::{self, Column, Settings};

/// The newest night of a folder of deliveries, or the one delivery it holds.
pub(super) struct Night {
    /// As it was given, without what is relative in it.
    pub deliveries: PathBuf,
    pub day: Option<Day>,
    folder: PathBuf,
}

impl Night {
    pub fn newest(deliveries: &Path) -> Result<Self, StarterError> {
        let unreadable = |source| StarterError::Unreadable { path: deliveries.to_owned(), source };
        let entries = std::fs::read_dir(deliveries).map_err(unreadable)?;
        let days =
            entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<Day>().ok());
        let day = days.max();
        let deliveries = std::path::absolute(deliveries).map_err(unreadable)?;
        let folder = match day {
            Some(day) => deliveries.join(day.to_string()),
            None => deliveries.clone(),
        };
        Ok(Self { deliveries, day, folder })
    }
}

/// A delivered file.
pub(super) struct Delivered {
    /// Within the night's folder.
    pub path: String,
    /// Of its first table, in order.
    pub headers: Vec<String>,
    /// Whether it holds several tables, such as a sheet for each class.
    pub several: bool,
}

/// What the night brought.
#[derive(Default)]
pub(super) struct Read {
    pub files: Vec<Delivered>,
    /// Files whose header is not found, with the reason.
    pub left: Vec<(String, String)>,
}

/// Reads the header of every file.
pub(super) fn read(night: &Night, templates: &[Template]) -> Read {
    let mut read = Read::default();
    let all = ingest::unclaimed_files(&night.folder, &[]).files;
    for path in all.into_iter().filter(|path| !ingest::is_manifest(Path::new(path))) {
        match headers_of(night, &path, templates) {
            Ok((headers, several)) => read.files.push(Delivered { path, headers, several }),
            Err(error) => read.left.push((path, error.to_string())),
        }
    }
    read
}

/// The headers of a file's first table, and whether it holds more tables.
fn headers_of(
    night: &Night,
    path: &str,
    templates: &[Template],
) -> Result<(Vec<String>, bool), ingest::IngestError> {
    let columns = columns(templates);
    let open = |sheets: &str| {
        let text = format!("file = {}\nsheets = '{sheets}'", toml::Value::String(path.to_owned()));
        let settings: Settings = toml::from_str(&text).expect("the program's own settings");
        let source = Source {
            id: "delivered".to_owned(),
            agency: String::new(),
            agency_name: path.split('/').next().unwrap_or_default().to_owned(),
            title: String::new(),
            roster: false,
            snapshot: night.day.unwrap_or(Day(0)),
            age_days: 0,
        };
        ingest::open(&source, &night.folder, &night.folder.join(path), &settings, &columns, 1)
    };
    // A cover before the list has no header; then the first sheet that has one is the list.
    let file = open("all").or_else(|_| open("first"))?;
    Ok((file.headers(), file.has_several_tables()))
}

/// Every header that a shipped source knows, each as a column of its own.
fn columns(templates: &[Template]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let known = templates.iter().flat_map(|template| {
        template.columns.iter().flat_map(|column| &column.headers).chain(&template.unused)
    });
    for header in known {
        if !columns.iter().any(|column| column.field == *header) {
            columns.push(Column {
                field: header.clone(),
                headers: vec![header.clone()],
                needed: false,
                spreads: true,
                told_by: None,
            });
        }
    }
    columns
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name))
}

/// The pattern that finds files and one more, where they lie in one folder and begin alike.
pub(super) fn common_pattern(files: &[&Delivered], more: &Delivered) -> Option<String> {
    let (folder, mut prefix) = split(&more.path);
    for file in files {
        let (other, name) = split(&file.path);
        if other != folder {
            return None;
        }
        let alike = prefix.char_indices().zip(name.chars()).find(|((_, one), other)| one != other);
        prefix = &prefix[..alike.map_or(prefix.len().min(name.len()), |((at, _), _)| at)];
    }
    let prefix = without_date(prefix);
    (!prefix.is_empty()).then(|| join(folder, &format!("{prefix}*")))
}

/// The pattern that finds a group of files the next night too, when the date in their names is
/// another, and no other file of the delivery.
pub(super) fn pattern(group: &[&Delivered], all: &[Delivered]) -> String {
    let first = group[0];
    let (folder, name) = split(&first.path);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let stem = without_date(stem);
    let pattern = match group {
        [_] if !stem.is_empty() => join(folder, &format!("{stem}*")),
        [_] => first.path.clone(),
        _ => common_pattern(group, first).unwrap_or_else(|| first.path.clone()),
    };
    let is_others = |file: &&Delivered| !group.iter().any(|own| own.path == file.path);
    let finds = |file: &Delivered| ingest::patterns_overlap(&pattern, &file.path);
    if all.iter().filter(is_others).any(finds) { first.path.clone() } else { pattern }
}

/// A name without the digits, dots and dashes it ends with.
fn without_date(stem: &str) -> &str {
    stem.trim_end_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
