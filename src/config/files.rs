//! The pipeline's files: read once, remembered by digest.

use std::fs;
use std::path::{Component, Path, PathBuf};

use sm3::{Digest, Sm3};

use super::Fault;
use crate::domain::hexadecimal;
use crate::report::FileDigest;

/// Reads files relative to the pipeline file's folder and notes what it has read.
pub(super) struct Files {
    folder: PathBuf,
    read: Vec<FileDigest>,
}

impl Files {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), read: Vec::new() }
    }

    /// The file's path without needless `..`, as messages show it.
    pub fn path(&self, inside: &Path) -> PathBuf {
        let mut path = PathBuf::new();
        for part in self.folder.join(inside).components() {
            let can_pop = matches!(path.components().next_back(), Some(Component::Normal(_)));
            match part {
                Component::ParentDir if can_pop => {
                    path.pop();
                }
                part => path.push(part),
            }
        }
        path
    }

    /// The file's text, or a fault that it cannot be read.
    pub fn text(&mut self, inside: &Path, faults: &mut Vec<Fault>) -> Option<String> {
        let file = self.path(inside);
        match fs::read_to_string(&file) {
            Ok(text) => {
                let digest = hexadecimal(&Sm3::digest(text.as_bytes()));
                let path = inside.to_string_lossy().replace('\\', "/");
                self.read.push(FileDigest { path, digest });
                Some(text)
            }
            Err(error) => {
                let message = format!("cannot be read: {error}");
                faults.push(Fault { file, line: None, message });
                None
            }
        }
    }

    /// The names of a folder's TOML files, sorted.
    pub fn toml_files(&self, inside: &Path, faults: &mut Vec<Fault>) -> Vec<PathBuf> {
        let folder = self.path(inside);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                let message = format!("cannot be read: {error}");
                faults.push(Fault { file: folder, line: None, message });
                return Vec::new();
            }
        };
        let names = entries.filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())));
        let is_toml = |name: &PathBuf| name.extension().is_some_and(|end| end == "toml");
        let mut names: Vec<PathBuf> = names.filter(is_toml).collect();
        names.sort();
        names.into_iter().map(|name| inside.join(name)).collect()
    }

    /// What was read, in order of path.
    pub fn digests(mut self) -> Vec<FileDigest> {
        self.read.sort_by(|one, other| one.path.cmp(&other.path));
        self.read
    }
}
