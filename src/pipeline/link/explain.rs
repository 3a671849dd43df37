//! Explaining a pair: which rules proposed it, what each comparison found, what that weighs.

use super::{LinkError, Linkage, LinkageSettings};
use crate::compare::NO_EVIDENCE_CHINESE;
use crate::domain::{CandidatePair, Grade, Identities, NO_EVIDENCE};
use crate::score::LinkageModel;

/// Why a pair weighs what it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub pair: CandidatePair,
    /// The blocking rules that propose the pair; none means that it was never compared.
    pub proposed_by: Vec<String>,
    /// What any pair weighs before it is looked at.
    pub prior: f32,
    /// In the order of the comparisons; with the prior, they add up to the weight.
    pub reasons: Vec<Reason>,
    pub weight: f32,
    pub grade: Grade,
}

/// One comparison's share of a weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub comparison: String,
    /// The level's code; `none` when a value is missing.
    pub level: &'static str,
    /// The level as a reviewer reads it.
    pub chinese: &'static str,
    pub weight: f32,
}

/// Explains one pair by a trained model.
pub fn explain_pair(
    identities: &Identities,
    settings: &LinkageSettings,
    model: LinkageModel,
    pair: CandidatePair,
) -> Result<Explanation, LinkError> {
    let linkage = Linkage::new(identities, settings, Some(model))?;
    let (vector, weight) = linkage.weigh(pair);
    let term = |comparison: usize| linkage.comparer.term(comparison, pair.left);
    let steps = linkage.scorer.waterfall(&vector, term);
    let reasons = steps.into_iter().map(|step| {
        let levels = linkage.comparer.levels(step.comparison);
        let (level, chinese) = match step.level {
            NO_EVIDENCE => ("none", NO_EVIDENCE_CHINESE),
            level => {
                let level = levels[usize::from(level) - 1];
                (level.code, level.chinese)
            }
        };
        let comparison = linkage.shapes[step.comparison].name.clone();
        Reason { comparison, level, chinese, weight: step.weight }
    });
    let proposers = linkage.plan.proposers(pair);
    let rules = settings.block.rule.iter().enumerate();
    let rules = rules.filter(|(at, _)| proposers >> at & 1 == 1);
    Ok(Explanation {
        pair,
        proposed_by: rules.map(|(_, rule)| rule.name.clone()).collect(),
        prior: linkage.scorer.prior(),
        reasons: reasons.collect(),
        weight,
        grade: linkage.rules.grade(&vector),
    })
}
