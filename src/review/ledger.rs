//! The decision ledger (处理结果台账): one line for each decision, to which lines are only ever added.
//!
//! A line holds a decision, the digest of the line before, and the digest (SM3, GB/T 32905) of both. A line
//! that is changed, taken out or moved breaks the chain; that lines were cut off at the end is told by the
//! run that has taken them.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::{Day, Decision, FlagId, LedgerHead, chain};

/// All decisions that were ever imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Decision>,
    /// Of each entry.
    digests: Vec<String>,
}

/// Why a ledger cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFault {
    #[error("line {line} is no entry ({detail})")]
    NoEntry { line: usize, detail: String },
    #[error("line {line} is not what was written: its digest is another")]
    Changed { line: usize },
    #[error("line {line} does not follow the line before it: lines were taken out, added or moved")]
    OutOfPlace { line: usize },
    #[error(
        "the run of {run} has taken {entries} entries, and they are no longer what the ledger \
         begins with"
    )]
    CutShort { run: Day, entries: u32 },
}

/// A line as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    digest: String,
    previous: String,
    #[serde(borrow)]
    decision: &'a RawValue,
}

impl Ledger {
    /// Reads a ledger and proves its chain.
    pub fn parse(text: &str) -> Result<Self, LedgerFault> {
        let mut ledger = Self::default();
        for (at, text) in text.lines().enumerate() {
            ledger.take(at + 1, text)?;
        }
        Ok(ledger)
    }

    fn take(&mut self, line: usize, text: &str) -> Result<(), LedgerFault> {
        let no_entry =
            |error: serde_json::Error| LedgerFault::NoEntry { line, detail: error.to_string() };
        let written: Written = serde_json::from_str(text).map_err(no_entry)?;
        if written.digest != chain::link(&written.previous, written.decision.get()) {
            return Err(LedgerFault::Changed { line });
        }
        let decision: Decision = serde_json::from_str(written.decision.get()).map_err(no_entry)?;
        let last = self.entries.last();
        if written.previous != self.last_digest()
            || decision.entry as usize != line
            || last.is_some_and(|last| last.imported_on > decision.imported_on)
        {
            return Err(LedgerFault::OutOfPlace { line });
        }
        self.entries.push(decision);
        self.digests.push(written.digest);
        Ok(())
    }

    /// In the order in which they were imported.
    pub fn entries(&self) -> &[Decision] {
        &self.entries
    }

    /// How far the ledger goes.
    pub fn head(&self) -> LedgerHead {
        self.head_at(self.entries.last().map_or(0, |entry| entry.entry))
    }

    /// How far its first entries go.
    pub fn head_at(&self, entries: u32) -> LedgerHead {
        let last = (entries as usize).checked_sub(1).map(|at| self.digests[at].clone());
        LedgerHead { entries, digest: last.unwrap_or_default() }
    }

    /// The day of the last import.
    pub fn last_import(&self) -> Option<Day> {
        self.entries.last().map(|entry| entry.imported_on)
    }

    /// Proves that nothing is gone of what the run of a night has taken.
    pub fn prove_continues(&self, run: Day, head: &LedgerHead) -> Result<(), LedgerFault> {
        let last = (head.entries as usize).checked_sub(1);
        let is_there = last.is_none_or(|at| self.digests.get(at) == Some(&head.digest));
        let cut = || LedgerFault::CutShort { run, entries: head.entries };
        if is_there { Ok(()) } else { Err(cut()) }
    }

    /// The last word on a flag of a night's list.
    pub fn latest_of(&self, run_date: Day, flag: FlagId) -> Option<&Decision> {
        self.entries.iter().rfind(|entry| entry.run_date == run_date && entry.flag == flag)
    }

    /// Adds decisions, and gives the lines to be written behind those there are.
    pub fn add(&mut self, decisions: Vec<Decision>) -> String {
        let mut lines = String::new();
        for mut decision in decisions {
            decision.entry = self.head().entries + 1;
            let text = serde_json::to_string(&decision).expect("a decision is text and numbers");
            let previous = self.last_digest().to_owned();
            let digest = chain::link(&previous, &text);
            let raw: &RawValue = serde_json::from_str(&text).expect("what was just written");
            let written = Written { digest: digest.clone(), previous, decision: raw };
            lines += &serde_json::to_string(&written).expect("a line is text");
            lines.push('\n');
            self.entries.push(decision);
            self.digests.push(digest);
        }
        lines
    }

    fn last_digest(&self) -> &str {
        self.digests.last().map_or(chain::START, String::as_str)
    }
}
