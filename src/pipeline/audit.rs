//! Audit: who ran what, when and to which purpose, as a file that only grows.
//!
//! Each line is an entry with the SM3 digest of the one before, so that a line that is changed, taken
//! out or put in breaks every digest behind it. What the chain alone cannot show is that its end was
//! cut off: whoever has to prove that keeps the last digest, which checking tells, somewhere else. The
//! clock and the account are the caller's.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sm3::{Digest, Sm3};

use super::RunError;
use crate::domain::{Day, hexadecimal};

/// The log's name, beside the runs.
const NAME: &str = "audit.jsonl";
/// What the first entry has for the digest of the one before.
const NONE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What an operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    /// The moment, in universal time, as 2026-11-23T02:30:00Z.
    pub time: String,
    /// The account that the system names.
    pub operator: String,
    pub command: String,
    /// How it went: `begun`, or the exit code it ended with.
    pub outcome: String,
    /// The night it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Day>,
    /// Why somebody needed to see values as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// A line of the log.
#[derive(Serialize, Deserialize)]
struct Entry {
    before: String,
    deed: Deed,
    digest: String,
}

impl Entry {
    fn after(before: &str, deed: &Deed) -> Self {
        let digest = digest(before, deed);
        Self { before: before.to_owned(), deed: deed.clone(), digest }
    }
}

fn digest(before: &str, deed: &Deed) -> String {
    let deed = serde_json::to_string(deed).expect("a deed holds only text");
    hexadecimal(&Sm3::digest(format!("{before}\n{deed}").as_bytes()))
}

/// Adds a deed to the log of a folder of runs.
pub fn record(runs: &Path, deed: &Deed) -> Result<(), RunError> {
    let path = runs.join(NAME);
    let unwritable = |source| RunError::Unwritable { path: path.clone(), source };
    fs::create_dir_all(runs).map_err(unwritable)?;
    let mut options = OpenOptions::new();
    let file = options.read(true).append(true).create(true).open(&path).map_err(unwritable)?;
    // Two that record at once would both follow the same entry.
    file.lock().map_err(unwritable)?;
    append(&file, deed).map_err(unwritable)
}

fn append(mut file: &File, deed: &Deed) -> std::io::Result<()> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    // A line that does not read has broken the chain already; what follows goes on from there.
    let last = text.lines().last().and_then(|line| serde_json::from_str::<Entry>(line).ok());
    let before = last.map_or_else(|| NONE.to_owned(), |entry| entry.digest);
    let entry = serde_json::to_string(&Entry::after(&before, deed)).expect("only text");
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    file.write_all(format!("{gap}{entry}\n").as_bytes())?;
    file.sync_data()
}

/// A log whose chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    pub path: PathBuf,
    pub deeds: Vec<Deed>,
    /// Of the last entry.
    pub digest: String,
}

/// Checks the log of a folder of runs; an error names the first line that does not follow.
pub fn check_audit(runs: &Path) -> Result<Audited, RunError> {
    let path = runs.join(NAME);
    let unreadable = |error: std::io::Error| RunError::Usage {
        place: path.display().to_string(),
        message: format!("cannot be read: {error}; nothing has been run here"),
    };
    let text = fs::read_to_string(&path).map_err(unreadable)?;
    let (mut before, mut deeds) = (NONE.to_owned(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        let follows = serde_json::from_str::<Entry>(line).ok().filter(|entry| {
            entry.before == before && entry.digest == digest(&entry.before, &entry.deed)
        });
        let Some(entry) = follows else {
            return Err(RunError::AuditBroken { path, line: at + 1 });
        };
        before = entry.digest;
        deeds.push(entry.deed);
    }
    Ok(Audited { path, deeds, digest: before })
}
