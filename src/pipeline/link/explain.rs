//! Explaining a pair: which rules proposed it, what each comparison found, what that weighs, and why the
//! two ended as one person or as two.
//!
//! A pair is weighed as the night weighed it, by what is known of all people, so the night is linked once
//! more by its own model.

use super::{Decided, LinkError, Linkage, LinkageSettings};
use crate::cluster::{Barred, Objection, objection};
use crate::compare::NO_EVIDENCE_CHINESE;
use crate::domain::{CandidatePair, Grade, Grouped, Identities, NO_EVIDENCE, ScoredPair};
use crate::score::{LinkageModel, Step};

/// Why a pair weighs what it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub pair: CandidatePair,
    /// The blocking rules that propose the pair.
    pub proposed_by: Vec<String>,
    /// What any pair weighs before it is looked at.
    pub prior: f32,
    /// In the order of the comparisons; with the prior, they add up to the weight.
    pub reasons: Vec<Reason>,
    pub weight: f32,
    /// The weight from which a pair joins people.
    pub link_weight: f32,
    pub grade: Grade,
    pub outcome: Outcome,
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
    /// Which sources moved the weight, how far and why, as a reviewer reads it.
    pub by_sources: Option<String>,
}

/// Where circles say nothing, nothing is missing.
const NO_CIRCLE_CHINESE: &str = "没有共同的同行或同户人员，或无需参照";

/// What became of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// One person, by this pair.
    Linked,
    /// One person, by other rows of theirs; the pair alone weighs too little.
    LinkedByOthers,
    /// Two people: neither a rule nor a circle proposes the pair.
    NotCompared,
    /// Two people: the pair weighs too little.
    TooLight,
    /// Two people although the pair weighs enough, for the reason given, as a reviewer reads it.
    KeptApart(String),
}

/// Explains one pair by a trained model, and what reviewers have found to be different people.
pub fn explain_pair(
    identities: &Identities,
    settings: &LinkageSettings,
    model: LinkageModel,
    barred: Barred,
    pair: CandidatePair,
) -> Result<Explanation, LinkError> {
    let mut linkage = Linkage::new(identities, settings, Some(model))?.keeping_apart(barred);
    let (first, _) = linkage.first_round();
    let Decided { round, scored, person_of, .. } = linkage.second_round(first);
    let (vector, weight) = round.weigh(pair);
    let steps = round.waterfall(pair, &vector);
    let reasons = steps.into_iter().map(|step| {
        let levels = linkage.comparer.levels(step.comparison);
        let (level, chinese) = match step.level {
            NO_EVIDENCE if linkage.comparer.circle() == Some(step.comparison) => {
                ("none", NO_CIRCLE_CHINESE)
            }
            NO_EVIDENCE => ("none", NO_EVIDENCE_CHINESE),
            level => {
                let level = levels[usize::from(level) - 1];
                (level.code, level.chinese)
            }
        };
        let comparison = linkage.shapes[step.comparison].name.clone();
        let by_sources = by_sources(&step, &linkage, pair);
        Reason { comparison, level, chinese, weight: step.weight, by_sources }
    });
    let proposers = linkage.plan.proposers(pair);
    let rules = settings.block.rule.iter().enumerate();
    let rules = rules.filter(|(at, _)| proposers >> at & 1 == 1);
    let link_weight = settings.cluster.link_weight;
    let is_scored = scored.binary_search_by_key(&pair, |scored| scored.pair).is_ok();
    let [left, right] = [pair.left, pair.right].map(|identity| person_of[identity as usize]);
    let outcome = if left == right {
        if weight >= link_weight { Outcome::Linked } else { Outcome::LinkedByOthers }
    } else if proposers == 0 && !is_scored {
        Outcome::NotCompared
    } else if weight < link_weight {
        Outcome::TooLight
    } else {
        let people = person_of.iter().max().map_or(0, |last| *last as usize + 1);
        let members = Grouped::new(people, person_of.iter().map(|person| Some(*person)));
        let edge = ScoredPair { pair, vector, weight };
        let evidence = linkage.evidence(|pair| round.weigh(pair));
        let (one, other) = (members.of(left), members.of(right));
        let why = objection(one, other, &edge, &evidence, &linkage.rules, &settings.cluster);
        Outcome::KeptApart(in_words(why, settings))
    };
    Ok(Explanation {
        pair,
        proposed_by: rules.map(|(_, rule)| rule.name.clone()).collect(),
        prior: linkage.scorer.prior(),
        reasons: reasons.collect(),
        weight,
        link_weight,
        grade: linkage.rules.grade(&vector),
        outcome,
    })
}

/// A move that would not show in a weight of two places is none.
const LEAST_MOVE: f32 = 0.005;

/// Says of which source's care a difference weighs more or less than it does elsewhere.
fn by_sources(step: &Step, linkage: &Linkage<'_>, pair: CandidatePair) -> Option<String> {
    let errors = linkage.model.comparisons[step.comparison].errors.as_ref()?;
    if step.by_sources.abs() < LEAST_MOVE {
        return None;
    }
    let is_milder = step.by_sources > 0.0;
    let mut sources = linkage.identities.sources_of(pair).map(usize::from).to_vec();
    sources.dedup();
    let sources = sources.into_iter().map(|source| &linkage.identities.sources[source]);
    let rated = sources.map(|source| (&source.title, errors.rate(&source.id)));
    let moving = rated.filter(|(_, rate)| (*rate > errors.overall) == is_milder);
    let moving: Vec<String> =
        moving.map(|(title, rate)| format!("{title}的差错率 {}", percent(rate))).collect();
    Some(format!(
        "{}，一般来源 {}，不一致{} {:.2}",
        moving.join("、"),
        percent(errors.overall),
        if is_milder { "少扣" } else { "多扣" },
        step.by_sources.abs(),
    ))
}

fn percent(rate: f64) -> String {
    format!("{:.2} %", rate * 100.0)
}

fn in_words(objection: Option<Objection>, settings: &LinkageSettings) -> String {
    match objection {
        Some(Objection::Apart(at)) => {
            let apart = &settings.cluster.apart[at];
            apart.chinese.as_ref().unwrap_or(&apart.name).clone()
        }
        Some(Objection::Reviewed) => "核实结论为匹配错误，两行不是同一人".to_owned(),
        Some(Objection::OnePerRoster) => "同一名册每人只列一次，两行各是一人".to_owned(),
        Some(Objection::WeakBridge) => "两组记录之间只有一条较弱的联系".to_owned(),
        Some(Objection::TooLarge) => "合并后的记录数超过一人的上限".to_owned(),
        // Each has since joined others with whom nothing is amiss.
        None => "在两者各自合并之前已被其他矛盾分开".to_owned(),
    }
}
