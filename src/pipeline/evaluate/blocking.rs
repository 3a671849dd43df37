//! Judging blocking: the night's identities and the plan over them, made once more.

use crate::block::Plan;
use crate::config::Pipeline;
use crate::domain::table::{Category, Cell};
use crate::domain::{CandidatePair, IdClass, Identities, Mentions, Role};
use crate::evaluate::{
    BlockingOutcome, BlockingRule, BlockingScores, Files, Place, Truth, evaluate_blocking,
};
use crate::pipeline::deliver::{Delivered, deliver};
use crate::pipeline::night::identities_of;
use crate::pipeline::{RunError, Silent};
use crate::report::FileRead;

use super::files::are_at_hand;

/// Judges the blocking rules of a pipeline on the deliveries that the run has read.
pub(super) fn judge(
    pipeline: &Pipeline,
    files: &[FileRead],
    truth: &Truth,
) -> Result<BlockingScores, RunError> {
    let delivered = deliver(pipeline, truth.night(), &Silent)?;
    are_at_hand(files, &delivered.ledger, &pipeline.deliveries)?;
    let identities = identities_of(pipeline, &delivered);
    let Delivered { records, .. } = delivered;
    let mut outcome = BlockingOutcome { numbers: numbers(&identities), ..Default::default() };
    outcome.mentions = mentions(&records.mentions, &identities, &mut outcome.files);
    drop(records);
    let plan = Plan::new(&identities, &pipeline.linkage.block);
    let rules = plan.reports().iter();
    outcome.rules =
        rules.map(|rule| BlockingRule { name: rule.rule.clone(), proposed: rule.pairs }).collect();
    let proposers = |one, other| plan.proposers(CandidatePair::new(one, other));
    let scores = evaluate_blocking(&outcome, truth, proposers);
    if scores.true_pairs.all > 0 {
        return Ok(scores);
    }
    Err(RunError::Usage {
        place: pipeline.deliveries.display().to_string(),
        message: "the truth knows no pair of these deliveries; give --deliveries, the folder that \
                  the truth lies in"
            .to_owned(),
    })
}

/// Where each mention stands, and its identity.
pub(super) fn mentions(
    table: &Mentions,
    identities: &Identities,
    files: &mut Files,
) -> Vec<(Place, u32)> {
    let place = |row: usize| Place {
        file: files.number(Category::value(&table.source, row), Category::value(&table.file, row)),
        line: table.line.value(row),
        role: Role::from_code(Category::value(&table.role, row))
            .expect("a mapping only knows the roles of the domain"),
    };
    (0..table.len()).map(place).zip(identities.of_mention.iter().copied()).collect()
}

/// The valid number of each identity, as a number that is the same for the same one; 0 for none.
fn numbers(identities: &Identities) -> Vec<u64> {
    let fields = ["resident_id", "resident_id_class"].map(|field| identities.field(field));
    let [Some(numbers), Some(classes)] = fields else { return vec![0; identities.len()] };
    let is_valid = |at: usize| classes.at(at) == Some(IdClass::Valid.code());
    let number = |(at, number): (usize, &u32)| if is_valid(at) { u64::from(*number) } else { 0 };
    numbers.numbers().iter().enumerate().map(number).collect()
}
