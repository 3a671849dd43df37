//! Finding a source's files in a delivery folder.
//!
//! One dataset may come as several files, one from each district or school: a pattern finds them
//! all, in order of name. Two sources must not find one file, or its rows would count twice.

use std::path::{Path, PathBuf};

use super::{IngestError, Place, Settings, Sheets};
use crate::domain::{Source, mask};

/// The files of a source, sorted by name; at least one, or the error that it is missing.
///
/// A pattern finds only plain files that do not begin with `~$` or `.`: those are what an open
/// Excel window or a broken copy leaves behind.
pub fn find(
    source: &Source,
    folder: &Path,
    settings: &Settings,
) -> Result<Vec<PathBuf>, IngestError> {
    let place = Place { agency: source.agency_name.clone(), file: settings.file.clone() };
    let path = folder.join(&settings.file);
    let pattern = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let (Some(pattern), Some(parent)) = (pattern, path.parent()) else {
        return Err(IngestError::MissingFile { place });
    };
    if !pattern.contains('*') {
        return if path.is_file() {
            Ok(vec![path])
        } else {
            Err(IngestError::MissingFile { place })
        };
    }
    if !parent.is_dir() {
        return Err(IngestError::MissingFile { place });
    }
    let found = matching_files(parent, &pattern);
    let found = found.map_err(|source| IngestError::Unreadable { place: place.clone(), source })?;
    match found.len() {
        0 => Err(IngestError::MissingFile { place }),
        count if count > settings.max_files => {
            Err(IngestError::TooManyFiles { place, found: count, limit: settings.max_files })
        }
        _ => Ok(found),
    }
}

/// A file's path within the delivery folder, as its rows name it: whoever names a file after a person
/// does not have them named everywhere.
pub fn within(path: &Path, folder: &Path) -> String {
    mask::path(&slashed(path.strip_prefix(folder).unwrap_or(path)))
}

/// A path with `/` between its parts on any system.
pub(super) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn matching_files(folder: &Path, pattern: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !is_leftover(&name) && path.is_file() && matches_pattern(&name, pattern) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What tools write beside a file they have sent: its digest, or that it is whole.
const BESIDE_FILES: [&str; 8] =
    [".sm3", ".md5", ".sha1", ".sha256", ".sha512", ".crc", ".ok", ".done"];

/// Whether an open Excel window, a broken copy, a system or a sender's tool leaves such a file behind.
pub(super) fn is_leftover(name: &str) -> bool {
    let of_systems = ["thumbs.db", "desktop.ini", "_success"];
    let lower = name.to_ascii_lowercase();
    name.starts_with("~$")
        || name.starts_with('.')
        || of_systems.contains(&lower.as_str())
        || BESIDE_FILES.iter().any(|extension| lower.ends_with(extension))
}

/// Whether the name fits a pattern in which `*` stands for any characters.
pub(super) fn matches_pattern(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Whether some part of a file may be read by both sources: one that both patterns find, in an
/// archive or a workbook of which neither leaves that part to the other.
pub fn may_read_one_part(one: &Settings, other: &Settings) -> bool {
    let sheets = match (&one.sheets, &other.sheets) {
        (Sheets::Named(ones), Sheets::Named(others)) => {
            ones.iter().any(|one| others.iter().any(|other| names_overlap(one, other)))
        }
        _ => true,
    };
    patterns_overlap(&one.file, &other.file)
        && names_overlap(&one.members, &other.members)
        && sheets
}

/// Whether some path fits both patterns.
pub fn patterns_overlap(one: &str, other: &str) -> bool {
    let (one, other) = (Path::new(one), Path::new(other));
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    one.parent() == other.parent() && names_overlap(&name(one), &name(other))
}

/// Whether some name fits both: `*` of either pattern stands for nothing, or for what is next in
/// the other.
fn names_overlap(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let is_any = |pattern: &Vec<char>, at: usize| pattern.get(at) == Some(&'*');
    // Whether the rest of `one` behind a place and each rest of `other` overlap, from the back.
    let mut behind = vec![false; other.len() + 2];
    for left in (0..=one.len()).rev() {
        let mut here = vec![false; other.len() + 2];
        for right in (0..=other.len()).rev() {
            let both_end = left == one.len() && right == other.len();
            let any = is_any(&one, left) || is_any(&other, right);
            let alike = one.get(left).is_some_and(|next| other.get(right) == Some(next));
            here[right] = both_end
                || (any && (behind[right] || here[right + 1]))
                || (alike && behind[right + 1]);
        }
        behind = here;
    }
    behind[0]
}
