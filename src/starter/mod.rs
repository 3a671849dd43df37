//! Starter: a new centre's pipeline, begun from the shipped one and from what the agencies deliver.
//!
//! What a header means is learnt when it is asked, from the mappings that the program ships; nothing is
//! hard-wired here. A guess says what it rests on and is for a person to confirm: a wrong one costs more
//! than a missing one, so a file that resembles no shipped source yields people and no facts, and words
//! of an agency's own are never guessed. The policy is copied with every value marked 未核实.

mod delivered;
mod guess;
mod pack;
mod shipped;
mod source_text;
mod template;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use self::delivered::{Delivered, Night};
use self::guess::{Guess, guess};
use self::template::Template;

/// Why a pipeline cannot be begun.
#[derive(Debug, thiserror::Error)]
pub enum StarterError {
    #[error("{folder} is not empty; give a folder that is empty or not there yet")]
    NotEmpty { folder: PathBuf },
    #[error("{path} cannot be read: {source}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} cannot be written: {source}")]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error("the system gives no random bytes for a key: {0}")]
    NoKey(getrandom::Error),
}

impl StarterError {
    /// The exit code of the program's list.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::NotEmpty { .. } | Self::Unreadable { .. } => 2,
            Self::Unwritable { .. } => 8,
            Self::NoKey(_) => 1,
        }
    }
}

/// What has been begun.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Started {
    pub sources: Vec<StartedSource>,
    /// Delivered files of which no source could be made, with the reason.
    pub left: Vec<(String, String)>,
    /// Rules and needs that are written as comments, because a source they depend on is not delivered.
    pub rules_left: usize,
}

/// A mapping as it was begun.
#[derive(Debug, PartialEq, Eq)]
pub struct StartedSource {
    pub id: String,
    /// The delivered files it reads.
    pub file: String,
    /// The shipped source it resembles.
    pub like: Option<String>,
    /// Headers of its files, and those of them that a column is mapped to.
    pub headers: usize,
    pub mapped: usize,
}

/// Writes a pipeline into a folder, with a mapping for each file of the newest night below
/// `deliveries`; without deliveries, with the shipped mappings as they are.
pub fn write(folder: &Path, deliveries: Option<&Path>) -> Result<Started, StarterError> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        return Err(StarterError::NotEmpty { folder: folder.to_owned() });
    }
    let templates = template::shipped();
    let night = deliveries.map(Night::newest).transpose()?;
    let mut started = Started::default();
    let mut sources = Vec::new();
    match &night {
        Some(night) => {
            let delivered = delivered::read(night, &templates);
            started.left = delivered.left;
            for (text, source) in mappings(&templates, &delivered.files, &mut started.left) {
                sources.push((source.id.clone(), text));
                started.sources.push(source);
            }
        }
        None => {
            sources.extend(templates.iter().map(|one| (one.id.clone(), one.text.to_owned())));
        }
    }
    let ids: Vec<&str> = sources.iter().map(|(id, _)| id.as_str()).collect();
    let place = Place(folder);
    place
        .file(".gitignore", "# Keys, runs and decisions hold what must not be passed on.\n/keys/\n/runs/\n/decisions/\n")?;
    place.file("nightly.toml", &pack::nightly(&ids, night.as_ref()))?;
    place.file("linkage/chinese.toml", shipped::LINKAGE)?;
    place.file("divisions.csv", "code,name,aliases\n")?;
    for (name, text) in shipped::PACK {
        let (text, left) = pack::policy(name, text, &ids);
        started.rules_left += left;
        place.file(&format!("policy/local/{name}"), &text)?;
    }
    for (id, text) in &sources {
        place.file(&format!("sources/{id}.toml"), text)?;
    }
    place.key("keys/pseudonym.key")?;
    Ok(started)
}

/// A mapping for each delivered file, or one for several that are alike, in the order of the shipped
/// pipeline and then by path.
fn mappings(
    templates: &[Template],
    files: &[Delivered],
    left: &mut Vec<(String, String)>,
) -> Vec<(String, StartedSource)> {
    let mut groups: Vec<(Guess<'_>, Vec<&Delivered>)> = Vec::new();
    for file in files {
        let Some(guess) = guess(templates, &file.headers, &file.path) else {
            let reason = "none of its headers tells a name or a number of people; map it by hand";
            left.push((file.path.clone(), reason.to_owned()));
            continue;
        };
        let twin = groups.iter_mut().find(|(other, files)| {
            other.is_like(&guess) && delivered::common_pattern(files, file).is_some()
        });
        match twin {
            Some((_, files)) => files.push(file),
            None => groups.push((guess, vec![file])),
        }
    }
    groups.sort_by_key(|(guess, files)| (guess.rank(templates), files[0].path.clone()));
    let mut taken: Vec<String> = Vec::new();
    let mut mappings = Vec::new();
    for (guess, group) in &groups {
        let id = free_id(&guess.id(&group[0].path), &taken);
        let pattern = delivered::pattern(group, files);
        mappings.push(source_text::render(&id, &pattern, group[0], guess));
        taken.push(id);
    }
    mappings
}

/// The id, with a number behind it where another source has it.
fn free_id(id: &str, taken: &[String]) -> String {
    let is_free = |id: &String| !taken.contains(id);
    let numbered = (2..).map(|at| format!("{id}_{at}"));
    let mut ids = std::iter::once(id.to_owned()).chain(numbered);
    ids.find(is_free).expect("numbers do not end")
}

/// The folder that is written into.
struct Place<'a>(&'a Path);

impl Place<'_> {
    fn file(&self, inside: &str, text: &str) -> Result<(), StarterError> {
        let path = self.path(inside)?;
        fs::write(&path, text).map_err(|source| StarterError::Unwritable { path, source })
    }

    /// A key that nobody else has, and that only its owner can read.
    fn key(&self, inside: &str) -> Result<(), StarterError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(StarterError::NoKey)?;
        let path = self.path(inside)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options
            .open(&path)
            .and_then(|mut file| writeln!(file, "{}", crate::domain::hexadecimal(&key)));
        written.map_err(|source| StarterError::Unwritable { path, source })
    }

    fn path(&self, inside: &str) -> Result<PathBuf, StarterError> {
        let path = self.0.join(inside);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .map_err(|source| StarterError::Unwritable { path: parent.to_owned(), source })?;
        }
        Ok(path)
    }
}
