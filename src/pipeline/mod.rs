//! Pipeline: settings, deliveries and a run date become a published run; counts every row.
//!
//! The only room that knows the order of the stages. It holds no business rule: what a row means is
//! in the sources' mappings, who is one person in the linkage file, what is worth a look in the
//! policy pack. A fault stops a run before anything is published, with an error that says whose
//! turn it is.

mod audit;
mod benchmark;
mod blocking;
mod charts;
mod clock;
mod decisions;
mod deliver;
mod diff;
mod error;
mod evaluate;
mod explain;
pub mod link;
mod lock;
mod model;
mod night;
mod progress;
mod quality;
mod refusal;
mod rehearsal;
mod summary;
mod train;

pub use crate::report::{ModelDrift, Purpose, StageTiming};
pub use audit::{Audited, Deed, check_audit, record};
pub use benchmark::true_mentions;
pub use blocking::{Blocking, BlockingRule, blocking};
pub use charts::{write_explanation, write_page};
pub use decisions::{Imported, decision_quality, decisions, import};
pub use deliver::FaultyValues;
pub use diff::{
    Background, CaseChange, CaseFate, CodeChange, Difference, DifferenceSettings, FlagEnd,
    PeopleChanges, PersonFate, Regrouping, SourceChange, SourceFate, diff, write_difference,
};
pub use error::RunError;
pub use evaluate::{evaluate, night_of, write_evaluation};
pub use explain::{
    EvidenceLine, FlagExplanation, PairExplanation, RowRef, Side, explain_flag, explain_rows,
};
pub use link::{Explanation, Outcome};
pub use model::write_model;
pub use night::{identities, run};
pub use progress::{Progress, Silent, Stage};
pub use quality::{newest_night, profile, write_quality};
pub use rehearsal::{Rehearsal, rehearse};
pub use summary::{RunSummary, SourceCount};
pub use train::{Trained, train};

use std::path::Path;

use crate::config::{self, Pipeline};
use crate::domain::Day;
use crate::domain::table::Contract;
use crate::{assess, report};

/// The last day of the calendar: on it, the newest of every dated parameter is in force.
const NEWEST: (i32, u32, u32) = (9999, 12, 30);

/// Reads a pipeline and everything it names, with the newest of every dated parameter.
pub fn read_newest_pipeline(file: &Path) -> Result<Pipeline, RunError> {
    read_pipeline(file, newest())
}

fn newest() -> Day {
    Day::from_ymd(NEWEST.0, NEWEST.1, NEWEST.2).expect("a day of the calendar")
}

/// Reads a pipeline and everything it names, as in force on a day.
pub fn read_pipeline(file: &Path, date: Day) -> Result<Pipeline, RunError> {
    config::read(file, date).map_err(RunError::Configuration)
}

/// What a pipeline without a fault consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub sources: usize,
    pub blocking_rules: usize,
    pub comparisons: usize,
    pub rules: usize,
    pub examples: usize,
    /// Code and reason of the rules that are off.
    pub rules_off: Vec<(String, String)>,
}

/// Reads a pipeline and runs its policy's examples; every fault at once. Touches nothing.
///
/// Without a date, the newest value of every dated parameter counts.
pub fn check(file: &Path, date: Option<Day>) -> Result<Checked, RunError> {
    let newest = newest();
    let pipeline = read_pipeline(file, date.unwrap_or(newest))?;
    let failures = assess::run_examples(&pipeline.policy);
    if !failures.is_empty() {
        let fault = |failure: &assess::ExampleFailure| config::Fault {
            file: file.to_owned(),
            line: None,
            message: failure.to_string(),
        };
        return Err(RunError::Configuration(failures.iter().map(fault).collect()));
    }
    let policy = &pipeline.policy;
    // As if every source came tonight: what is off then is off by the pack itself.
    let on = date.unwrap_or(newest);
    let delivered: Vec<_> = pipeline.sources.iter().map(|source| source.source(on, 0)).collect();
    Ok(Checked {
        sources: pipeline.sources.len(),
        blocking_rules: pipeline.linkage.block.rule.len(),
        comparisons: pipeline.linkage.compare.comparison.len(),
        rules: policy.rules.len(),
        examples: policy.rules.iter().map(|rule| rule.examples.len()).sum(),
        rules_off: policy.off(&delivered).into_iter().map(|off| (off.code, off.why)).collect(),
    })
}

/// The contract of every published table, and of those beside runs.
pub fn contracts() -> Vec<Contract> {
    report::contracts().iter().chain(report::contracts_on_request()).copied().collect()
}

/// How a contract is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContractForm {
    /// For a reader at a terminal.
    Text,
    Json,
    Markdown,
}

/// Contracts as one text.
pub fn write_contracts(contracts: &[Contract], form: ContractForm) -> String {
    let pages =
        |page: fn(&Contract) -> String| contracts.iter().map(page).collect::<Vec<_>>().join("\n");
    match form {
        ContractForm::Text => pages(report::describe),
        ContractForm::Json => report::as_json(contracts),
        ContractForm::Markdown => pages(report::as_markdown),
    }
}

/// Sets how many threads the stages share. The output does not depend on it.
pub fn use_threads(threads: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1));
    // The pool can be built once a process; a second call would be a fault of the caller's.
    pool.build_global().expect("threads are set before any work is done");
}
