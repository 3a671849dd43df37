//! The summary of a run: what an operator wants to know before going home.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::block::RecallEstimate;
use crate::domain::{Family, HouseholdKind, Severity, SourceDrift};
use crate::report::{ModelDrift, StageTiming};

/// What a run read, found and wrote, in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct RunSummary {
    /// Where the run was published.
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
    /// What each stage took, in their order.
    pub stages: Vec<StageTiming>,
    pub recall: RecallEstimate,
    /// What of the data moved since the run before.
    pub drift: SourceDrift,
    /// How the night stands to the frozen model; none where the night trained its own.
    pub model_drift: Option<ModelDrift>,
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
