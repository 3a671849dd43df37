//! Unclaimed files: what lies in a delivery and no source finds.
//!
//! An agency that renames its file, or sends one more than was agreed, should hear of it the same
//! night. Hidden files and what systems and editors leave behind are nobody's delivery.

use std::fs;
use std::path::{Path, PathBuf};

use super::find::{is_leftover, matches_pattern, slashed, within};
use super::{is_manifest, manifest_folders};

/// What no source reads, by path within the delivery, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unclaimed {
    /// Plain files that no pattern finds.
    pub files: Vec<String>,
    /// What is no plain file, such as a broken link or a pipe, whether a pattern finds it or not, and
    /// folders that cannot be looked into.
    pub others: Vec<String>,
    /// Whether the delivery has more entries than are looked at.
    pub is_partial: bool,
}

/// A delivery of more entries is looked through no further.
const ENTRIES_MAX: usize = 100_000;

/// What of a delivery none of the patterns finds. A delivery that is not there has nothing.
pub fn unclaimed_files(delivery: &Path, patterns: &[&str]) -> Unclaimed {
    let mut unclaimed = Unclaimed::default();
    let mut folders = vec![delivery.to_owned()];
    let mut left = ENTRIES_MAX;
    while let Some(folder) = folders.pop() {
        let Ok(entries) = entries(&folder) else {
            if folder != delivery {
                unclaimed.others.push(within(&folder, delivery));
            }
            continue;
        };
        for path in entries {
            let Some(fewer) = left.checked_sub(1) else {
                unclaimed.is_partial = true;
                return unclaimed.in_order();
            };
            left = fewer;
            unclaimed.take(&path, delivery, patterns, &mut folders);
        }
    }
    unclaimed.in_order()
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

impl Unclaimed {
    fn take(
        &mut self,
        path: &Path,
        delivery: &Path,
        patterns: &[&str],
        folders: &mut Vec<PathBuf>,
    ) {
        let inside = path.strip_prefix(delivery).unwrap_or(path);
        let is_found = path.is_file() && patterns.iter().any(|pattern| finds(pattern, inside));
        // A folder behind a link is looked into by the sources that have files there.
        let is_way = path.is_symlink()
            && path.is_dir()
            && patterns.iter().any(|pattern| leads(inside, pattern));
        if is_found || is_way || is_nobodys(inside) || is_known_manifest(inside, patterns) {
            return;
        }
        // A link is not followed: it may lead out of the delivery, or round in a circle.
        match fs::symlink_metadata(path) {
            Ok(entry) if entry.is_dir() => folders.push(path.to_owned()),
            Ok(entry) if entry.is_file() => self.files.push(slashed(inside)),
            _ => self.others.push(slashed(inside)),
        }
    }

    fn in_order(mut self) -> Self {
        self.files.sort();
        self.others.sort();
        self
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn finds(pattern: &str, inside: &Path) -> bool {
    let pattern = Path::new(pattern);
    let (name, wanted) = (name_of(inside), name_of(pattern));
    pattern.parent() == inside.parent()
        && (name == wanted || (!is_leftover(&name) && matches_pattern(&name, &wanted)))
}

/// Whether a folder lies on the way to what a pattern finds.
fn leads(folder: &Path, pattern: &str) -> bool {
    Path::new(pattern).parent().is_some_and(|parent| parent.starts_with(folder))
}

fn is_nobodys(inside: &Path) -> bool {
    let name = name_of(inside);
    is_leftover(&name) || name == "__MACOSX"
}

/// Whether some source looks for a manifest here.
fn is_known_manifest(inside: &Path, patterns: &[&str]) -> bool {
    let folder = inside.parent().map(slashed).unwrap_or_default();
    is_manifest(inside)
        && patterns.iter().any(|pattern| manifest_folders(pattern).contains(&folder))
}
