//! `hedui audit`: the log of who ran what, checked.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};

use super::{Failure, say};
use crate::domain::Day;
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
    /// That the end was cut off shows only to who has kept that digest elsewhere.
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
        let entries = audited.deeds.len();
        say!("{}: {entries} entries, each follows from the one before", audited.path.display());
        say!("last digest  {}", audited.digest);
        Ok(0)
    }
}

/// Records a command of this process beside the runs.
pub(super) fn record(
    runs: &Path,
    outcome: String,
    run: Option<Day>,
    purpose: Option<&str>,
) -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let deed = Deed {
        time: now(),
        operator: operator(),
        command: format!("hedui {}", words.join(" ")),
        outcome,
        run,
        purpose: purpose.map(str::to_owned),
    };
    Ok(pipeline::record(runs, &deed)?)
}

/// The account as the environment names it: whoever can set that can also run as somebody else.
fn operator() -> String {
    let names = ["SUDO_USER", "USER", "LOGNAME", "USERNAME"];
    names.iter().find_map(|name| std::env::var(name).ok()).unwrap_or_else(|| "unknown".to_owned())
}

/// The moment, in universal time.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let day = Day(i32::try_from(days).unwrap_or(i32::MAX));
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{day}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}
