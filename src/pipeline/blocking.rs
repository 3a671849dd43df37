//! Blocking by itself: what each rule proposes of a night, and what it is good for.

use super::deliver::deliver;
use super::link::link;
use super::night::{frozen_model, identities_of};
use super::{RunError, Silent};
use crate::block::{RecallEstimate, RuleReport};
use crate::config::Pipeline;
use crate::domain::{Day, PreviousRun};

/// What the rules of a night propose.
#[derive(Debug, Clone, PartialEq)]
pub struct Blocking {
    pub rules: Vec<BlockingRule>,
    /// Matches that no rule proposes.
    pub by_circles: u64,
    pub recall: RecallEstimate,
}

/// What one rule proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockingRule {
    pub report: RuleReport,
    /// Pairs it is the first to propose.
    pub compared: u64,
    /// Pairs it proposes that were found to be one person.
    pub matches: u64,
    /// Of these, the ones that no other rule proposes.
    pub only: u64,
}

/// Links a night's deliveries and tells what its blocking rules have done.
pub fn blocking(pipeline: &Pipeline, date: Day) -> Result<Blocking, RunError> {
    let delivered = deliver(pipeline, date, &Silent)?;
    let identities = identities_of(pipeline, &delivered);
    drop(delivered);
    let model = frozen_model(pipeline)?;
    let first_night = PreviousRun::default();
    let report = link(&identities, &pipeline.linkage, model, &first_night, date)?.report;
    let counts = report.rules.into_iter().zip(report.compared).zip(report.matches);
    let rules = counts.map(|((report, compared), matches)| BlockingRule {
        report,
        compared,
        matches: matches.all,
        only: matches.only,
    });
    Ok(Blocking { rules: rules.collect(), by_circles: report.by_circles, recall: report.recall })
}
