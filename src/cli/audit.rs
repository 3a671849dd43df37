//! `hedui audit`: the log of who ran what, checked.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Failure, clock, say};
use crate::domain::{Day, mask};
use crate::pipeline::{self, Deed};

/// Looks after the log of who ran what, `audit.jsonl` beside the runs.
#[derive(Args)]
#[command(after_help = "Example:\n  hedui audit check runs")]
pub(super) struct Audit {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Verifies that no entry was changed, taken out or put in, and prints the digest of the last one.
    ///
    /// That the end was cut off shows only to who has kept that digest elsewhere. Lines that a crash broke
    /// off are no entries; they are counted.
    Check {
        /// The folder of the runs.
        runs: PathBuf,
    },
}

impl Audit {
    pub fn execute(&self) -> Result<u8, Failure> {
        let Action::Check { runs } = &self.action;
        let audited = pipeline::check_audit(runs)?;
        for deed in audited.deeds.iter().filter(|deed| deed.purpose.is_some()) {
            let purpose = deed.purpose.as_deref().unwrap_or_default();
            say!("unmasked     {} {}: {purpose}", deed.time, deed.operator);
        }
        if audited.broken_off > 0 {
            let lines = audited.broken_off;
            say!(
                "broken off   {lines} lines that a crash or a full disk left unfinished; no entry is gone"
            );
        }
        let entries = audited.deeds.len();
        say!("{}: {entries} entries, each follows from the one before", audited.path.display());
        say!("last digest  {}", audited.digest);
        Ok(0)
    }
}

/// A command of this process, as the log beside the runs tells of it.
pub(super) struct Occasion<'a> {
    pub runs: &'a Path,
    /// The night it is about.
    pub run: Option<Day>,
    /// Why somebody needs to see values as they are.
    pub purpose: Option<String>,
}

impl Occasion<'_> {
    pub fn record(&self, outcome: String) -> Result<(), Failure> {
        let deed = Deed {
            time: clock::now(),
            operator: operator(),
            command: command(),
            outcome,
            run: self.run,
            purpose: self.purpose.clone(),
        };
        Ok(pipeline::record(self.runs, &deed)?)
    }

    /// Records that a command begins, and how it ended. `work` gives its exit code and what it added, in
    /// words, if anything.
    pub fn around(
        &self,
        work: impl FnOnce() -> Result<(u8, Option<String>), Failure>,
    ) -> Result<u8, Failure> {
        // Before anything is shown or written: without its entry nothing is done.
        self.record("begun".to_owned())?;
        let done = work();
        let outcome = match &done {
            Ok((code, Some(added))) => format!("exit code {code}, {added}"),
            Ok((code, None)) => format!("exit code {code}"),
            Err(failure) => format!("exit code {}", failure.code),
        };
        match (done, self.record(outcome)) {
            (Ok((code, _)), Ok(())) => Ok(code),
            (Err(failure), _) | (Ok(_), Err(failure)) => Err(failure),
        }
    }
}

/// The words of this process without the names and numbers of people that files may be named after.
fn command() -> String {
    let words = std::env::args_os().skip(1);
    let words: Vec<String> = words.map(|word| mask::label(&word.to_string_lossy())).collect();
    format!("hedui {}", words.join(" "))
}

/// The account as the environment names it: whoever can set that can also run as somebody else.
fn operator() -> String {
    let names = ["SUDO_USER", "USER", "LOGNAME", "USERNAME"];
    names.iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "unknown".to_owned())
}
