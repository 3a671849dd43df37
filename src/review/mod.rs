//! Review: reviewed lists become decisions, and decisions say which of tonight's flags are settled.
//!
//! A list that reviewers have filled in is taken whole or not at all: every fault is told at once, by sheet
//! and row. What it concludes goes into the decision ledger (处理结果台账), to which entries are only ever
//! added, each with the digest of the one before. A night takes the ledger as an input: a flag that was
//! decided stays out of the queue until its grounds change, and rows that a reviewer found to be two
//! people's are never one person again. What is given up: a flag whose people get other ids is another
//! flag, and comes back undecided.

mod apart;
mod conclusion;
mod evidence;
mod fault;
mod import;
mod ledger;
mod line;
mod personal;
mod quality;
mod run;
mod standing;
#[cfg(test)]
mod tests;

pub use evidence::evidence_keys;
pub use fault::{Inseparable, ListFault, Wrong};
pub use import::{Concluded, Terms, conclude};
pub use ledger::{Ledger, LedgerFault};
pub use line::{List, ReadLists, read_lists};
pub use quality::quality;
pub use run::{ReviewedFlag, ReviewedRow, ReviewedRun};
pub use standing::{Decided, past_outcomes};
