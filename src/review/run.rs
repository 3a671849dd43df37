//! A published run, as far as a list of it has to be checked against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    CaseId, FlagId, Grade, Grounds, HouseholdId, PersonId, RowKey, RunId, Severity,
};

/// What a list was printed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedRun {
    pub id: RunId,
    /// Of each case, the flags that lists show.
    pub cases: BTreeMap<CaseId, BTreeSet<FlagId>>,
    /// The flags of the cases.
    pub flags: BTreeMap<FlagId, ReviewedFlag>,
    /// The keys of all that was taken for each of the people of whom there is evidence.
    pub identities: BTreeMap<PersonId, BTreeSet<RowKey>>,
}

/// A flag as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedFlag {
    pub code: String,
    pub severity: Severity,
    pub grade: Grade,
    pub household: HouseholdId,
    pub subjects: Vec<PersonId>,
    pub grounds: Grounds,
    /// In the order in which lists number it.
    pub evidence: Vec<ReviewedRow>,
}

/// A row of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedRow {
    pub source: String,
    pub file: String,
    pub line: u32,
    pub says: String,
    /// What the person is in the row.
    pub role: String,
    /// Whom it was taken to speak of.
    pub person: Option<PersonId>,
    /// What a decision knows the person of the row by.
    pub match_key: Option<RowKey>,
    /// The keys of what the row writes the person as, which is one unless it names the person twice.
    pub identities: BTreeSet<RowKey>,
}
