//! Audit: who ran what, when and to which purpose, as a file that only grows.
//!
//! Each line is an entry with the SM3 digest of the one before, so that a line that is changed, taken
//! out or put in breaks every digest behind it. What the chain alone cannot show is that its end was
//! cut off: whoever has to prove that keeps the last digest, which checking tells, somewhere else. A
//! line that a crash broke off in the middle is no entry and hides none: what follows goes on from the
//! last whole one, and checking counts such lines. The clock and the account are the caller's.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::RunError;
use crate::domain::{Day, chain};
use crate::report;

/// The log's name, beside the runs.
const NAME: &str = "audit.jsonl";

/// What an operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    /// The moment, in universal time, as 2026-11-23T02:30:00Z.
    pub time: String,
    /// The account that the system names.
    pub operator: String,
    pub command: String,
    /// How it went: `begun`, or the exit code it ended with and what it added.
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

    fn follows(&self, before: &str) -> bool {
        self.before == before && self.digest == digest(before, &self.deed)
    }
}

fn digest(before: &str, deed: &Deed) -> String {
    chain::link(before, &serde_json::to_string(deed).expect("a deed holds only text"))
}

/// Adds a deed to the log of a folder of runs.
pub fn record(runs: &Path, deed: &Deed) -> Result<(), RunError> {
    let path = runs.join(NAME);
    let unwritable = |source| RunError::Unwritable { path: path.clone(), source };
    fs::create_dir_all(runs).map_err(unwritable)?;
    let is_first = !path.exists();
    let mut options = OpenOptions::new();
    let file = options.read(true).append(true).create(true).open(&path).map_err(unwritable)?;
    // Two that record at once would both follow the same entry.
    file.lock().map_err(unwritable)?;
    append(&file, deed).map_err(unwritable)?;
    if is_first {
        report::sync_folder(runs)?;
    }
    Ok(())
}

fn append(mut file: &File, deed: &Deed) -> std::io::Result<()> {
    let mut log = Vec::new();
    file.read_to_end(&mut log)?;
    let last = lines(&log).rev().find_map(|line| serde_json::from_slice::<Entry>(line).ok());
    let before = last.map_or_else(|| chain::START.to_owned(), |entry| entry.digest);
    let entry = serde_json::to_string(&Entry::after(&before, deed)).expect("only text");
    let gap = if log.is_empty() || log.ends_with(b"\n") { "" } else { "\n" };
    file.write_all(format!("{gap}{entry}\n").as_bytes())?;
    file.sync_data()
}

/// The lines of a log. A crash may cut a character in two, so they are bytes.
fn lines(log: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    let lines = log.split_inclusive(|byte| *byte == b'\n');
    lines.map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

/// Whether a line is the beginning of an entry behind the one of this digest. Where a disk had room for
/// the end, but not yet its bytes, zeros stand there.
fn broke_off(line: &[u8], before: &str) -> bool {
    let begins = format!("{{\"before\":\"{before}\",\"deed\":{{");
    let end = line.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let both = end.min(begins.len());
    !line.is_empty() && line[..both] == begins.as_bytes()[..both]
}

/// A log whose chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    pub path: PathBuf,
    pub deeds: Vec<Deed>,
    /// How many lines are the beginning of an entry that a crash broke off.
    pub broken_off: usize,
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
    let log = fs::read(&path).map_err(unreadable)?;
    let (mut before, mut deeds, mut broken_off) = (chain::START.to_owned(), Vec::new(), 0);
    for (at, line) in lines(&log).enumerate() {
        match serde_json::from_slice::<Entry>(line) {
            Ok(entry) if entry.follows(&before) => {
                before = entry.digest;
                deeds.push(entry.deed);
            }
            Err(_) if broke_off(line, &before) => broken_off += 1,
            _ => return Err(RunError::AuditBroken { path, line: at + 1 }),
        }
    }
    Ok(Audited { path, deeds, broken_off, digest: before })
}
