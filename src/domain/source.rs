//! Sources and the ledger: which dataset of which agency delivered what, and what became of it.

use super::{Day, Fen, Moment};

/// What every stage and report may know of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The dataset's id, such as `health_settlements`.
    pub id: String,
    /// The agency's code, such as `health`.
    pub agency: String,
    /// The agency's name as reports print it, such as `医疗保障局`.
    pub agency_name: String,
    /// The dataset's name as reports print it, such as `医保结算`.
    pub title: String,
    /// Lists each person at most once.
    pub roster: bool,
    /// The day tonight's extract describes.
    pub snapshot: Day,
    /// Nights since the extract in use was delivered; 0 when it came tonight.
    pub age_days: u32,
}

/// The ledger's line for one file, or for a sheet where a source reads all of them: rows and fen in,
/// accepted and set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    pub source: String,
    /// As the `file` of its rows.
    pub file: String,
    pub rows_read: u64,
    pub rows_accepted: u64,
    pub rows_rejected: u64,
    /// Values set aside within accepted rows.
    pub values_rejected: u64,
    /// Sum of the file's amount columns over all rows whose amounts can be read.
    pub amount_read: Fen,
    pub amount_accepted: Fen,
    pub amount_rejected: Fen,
    /// SM3 digest of the file's bytes, in hexadecimal.
    pub digest: String,
    /// What the delivery's manifest states of the file as a whole; it stands at the first sheet's line
    /// where a source reads all of them.
    pub stated: Option<Stated>,
}

/// What a manifest states of a file. A file that differs is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The path within the delivery.
    pub file: String,
    pub rows: Option<u64>,
    pub people: Option<u64>,
    pub amount: Option<Fen>,
    /// When the agency took the file out of its system.
    pub extracted_at: Option<Moment>,
}

impl LedgerLine {
    /// Whether every row and every fen read was either accepted or set aside.
    pub fn balances(&self) -> bool {
        self.rows_read == self.rows_accepted + self.rows_rejected
            && self.amount_read == self.amount_accepted + self.amount_rejected
    }
}
