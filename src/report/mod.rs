//! Report: tonight's tables become the published run, all of it or nothing.
//!
//! A run is written into a hidden folder, read back and checked, and only then renamed to its
//! date, so that nobody ever reads half a night. Published tables differ from the night's own:
//! positions become lasting ids, every fact says which file and line it stands on, and names and
//! numbers are masked. Nothing is decided here; a figure that looks wrong is wrong upstream.

mod case_line;
mod case_sheet;
pub mod charts;
mod contract;
mod dictionary_page;
pub mod difference;
mod error;
mod figures;
mod grid;
mod identifiers;
mod index_page;
mod ledger;
mod lists;
mod night;
mod notes;
mod parquet_file;
mod printed;
mod privacy;
mod publish;
mod quality_page;
mod read;
mod returns;
mod run_record;
mod statistics;
mod statistics_book;
mod summary_page;
pub mod tables;
#[cfg(test)]
mod tests;
mod tonight;
mod unmasked;

pub use contract::{as_json, as_markdown, contracts, contracts_on_request, describe, snapshot};
pub use error::ReportError;
pub use identifiers::{case_id, flag_ids};
pub use night::open_since;
pub use parquet_file::write_table;
pub use publish::{Published, WrittenTable, publish, run_folder, sync_folder, write_refused};
pub use quality_page::write_quality;
pub use read::{
    PublishedTable, column, for_each_batch, for_each_part_of_day, published_days, read_identities,
    read_previous, read_table,
};
pub use run_record::{FileRead, RunRecord, TakenBy, read_files, read_record, read_taken};
pub use tables::outcome_told;
pub use tonight::{
    ComparisonDrift, ComparisonLevels, FileDigest, Metric, ModelDrift, Refused, RuleOff, Settings,
    StageTiming, Tonight,
};
pub use unmasked::{NoPurpose, Purpose, Unmasked};
