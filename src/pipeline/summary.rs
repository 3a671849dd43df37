//! The summary of a run: what an operator wants to know before going home.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::{Family, HouseholdKind, Severity};

/// What a run read, found and wrote, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunSummary {
    /// Where the run was published; `None` for a run that only checks.
    pub place: PathBuf,
    pub sources: Vec<SourceCount>,
    pub mentions: usize,
    pub identities: usize,
    pub people: usize,
    pub households: BTreeMap<HouseholdKind, usize>,
    pub flags: BTreeMap<(Family, Severity), usize>,
    pub cases: usize,
    /// Entries of the decision ledger that the night has taken.
    pub decisions: u32,
    /// Flags that a decision keeps out of the queue.
    pub settled: usize,
    /// Cases above the line of the towns' lists.
    pub listed: usize,
    /// Rules that did not run, with the reason.
    pub rules_off: Vec<(String, String)>,
    pub warnings: Vec<String>,
    /// Whether an optional source was missing or stale.
    pub partial: bool,
}

/// The rows of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCount {
    pub id: String,
    pub agency_name: String,
    pub title: String,
    pub age_days: u32,
    pub rows_read: u64,
    pub rows_accepted: u64,
    pub rows_rejected: u64,
    pub values_rejected: u64,
}
