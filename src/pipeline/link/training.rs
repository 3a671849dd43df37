//! Training on tonight's identities: draws the pairs, counts their patterns, trains the model.
//!
//! Labels come as pairs that somebody has looked at, or as the true person of each identity. Of the
//! latter, the pairs count that blocking proposes: the model weighs no others. What no rule proposes
//! stays unseen, so m is that of the matches that can be found.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::LinkageSettings;
use crate::block::{Chunk, Plan, RuleSettings};
use crate::compare::Comparer;
use crate::domain::{CandidatePair, ComparisonShape, ComparisonVector};
use crate::score::{LabelledPairs, LinkageModel, Patterns, TrainingBlocks, train, train_by_labels};

/// What is known of pairs before any of them is weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Labels {
    /// Pairs, each once, and whether they are one person.
    Pairs(Vec<(CandidatePair, bool)>),
    /// The true person of each identity, where it is known.
    People(Vec<Option<u32>>),
}

/// Random pairs that one thread draws at a time, from a stream of random numbers of its own.
const DRAW: u64 = 1 << 15;

pub(super) fn trained(
    identities: usize,
    plan: &Plan,
    comparer: &Comparer,
    shapes: &[ComparisonShape],
    settings: &LinkageSettings,
    labels: Option<&Labels>,
) -> LinkageModel {
    let random = random_patterns(identities, comparer, settings);
    let rules = settings.block.rule.iter().enumerate().filter(|(_, rule)| rule.train);
    let blocks: Vec<TrainingBlocks> = rules
        .map(|(at, rule)| training_blocks(at, rule, plan, comparer, shapes, settings))
        .collect();
    let identities = identities as u64;
    let possible = identities * identities.saturating_sub(1) / 2;
    let score = &settings.score;
    let mut model = if let Some(labels) = labels {
        let labelled = labelled_pairs(labels, plan, comparer);
        train_by_labels(&labelled, &blocks, &random, possible, shapes, score)
    } else {
        train(&blocks, &random, possible, shapes, score)
    };
    model.trained_on.identities = identities;
    model
}

fn labelled_pairs(labels: &Labels, plan: &Plan, comparer: &Comparer) -> LabelledPairs {
    match labels {
        Labels::Pairs(pairs) => {
            let mut labelled = Counted::default();
            for (pair, is_match) in pairs {
                labelled.add(comparer, *pair, *is_match);
            }
            labelled_of(vec![labelled])
        }
        Labels::People(people) => {
            let counted = plan.chunks().par_iter().map(|chunk| {
                let mut labelled = Counted::default();
                plan.for_each_pair(chunk, |pair| {
                    let [left, right] = [pair.left, pair.right].map(|at| people[at as usize]);
                    if let (Some(left), Some(right)) = (left, right) {
                        labelled.add(comparer, pair, left == right);
                    }
                });
                labelled
            });
            labelled_of(counted.collect())
        }
    }
}

/// Labelled pairs as one thread counts them.
#[derive(Default)]
struct Counted {
    matches: FxHashMap<ComparisonVector, u64>,
    others: u64,
}

impl Counted {
    fn add(&mut self, comparer: &Comparer, pair: CandidatePair, is_match: bool) {
        if is_match {
            *self.matches.entry(comparer.compare(pair)).or_insert(0) += 1;
        } else {
            self.others += 1;
        }
    }
}

fn labelled_of(parts: Vec<Counted>) -> LabelledPairs {
    let others = parts.iter().map(|part| part.others).sum();
    let matches = parts.into_iter().map(|part| part.matches).collect();
    LabelledPairs { matches: summed(matches), others }
}

/// The patterns of pairs drawn at random, whatever their blocks.
fn random_patterns(identities: usize, comparer: &Comparer, settings: &LinkageSettings) -> Patterns {
    let identities = super::position(identities);
    if identities < 2 {
        return Patterns::new();
    }
    let (pairs, seed) = (settings.score.random_pairs, settings.score.seed);
    let drawn: Vec<FxHashMap<ComparisonVector, u64>> = (0..pairs.div_ceil(DRAW))
        .into_par_iter()
        .map(|draw| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(draw);
            let mut counts = FxHashMap::default();
            for _ in 0..DRAW.min(pairs - draw * DRAW) {
                let left = below(random.next_u32(), identities);
                let other = below(random.next_u32(), identities - 1);
                let right = if other >= left { other + 1 } else { other };
                *counts.entry(comparer.compare(CandidatePair::new(left, right))).or_insert(0) += 1;
            }
            counts
        })
        .collect();
    summed(drawn)
}

/// A 32-bit random number brought below a bound, by its high bits.
fn below(random: u32, bound: u32) -> u32 {
    let product = u64::from(random) * u64::from(bound);
    u32::try_from(product >> 32).expect("the high half of a product of two 32-bit numbers")
}

fn training_blocks(
    at: usize,
    rule: &RuleSettings,
    plan: &Plan,
    comparer: &Comparer,
    shapes: &[ComparisonShape],
    settings: &LinkageSettings,
) -> TrainingBlocks {
    let pairs = plan.reports()[at].pairs;
    let chunks: Vec<&Chunk> = plan.chunks().iter().filter(|chunk| chunk.rule == at).collect();
    // One pair in so many, by position in the chunk: blocks are in order of a hash, which is as
    // good as a shuffle.
    let stride = pairs.div_ceil(settings.score.training_pairs.max(1)).max(1);
    let counted: Vec<FxHashMap<ComparisonVector, u64>> = chunks
        .into_par_iter()
        .map(|chunk| {
            let mut counts = FxHashMap::default();
            let mut seen = 0_u64;
            plan.for_each_proposal(chunk, |pair| {
                if seen.is_multiple_of(stride) {
                    *counts.entry(comparer.compare(pair)).or_insert(0) += 1;
                }
                seen += 1;
            });
            counts
        })
        .collect();
    let settled = rule.settles.iter();
    let settled = settled.filter_map(|name| shapes.iter().position(|shape| shape.name == *name));
    TrainingBlocks { settled: settled.collect(), patterns: summed(counted), pairs }
}

fn summed(parts: Vec<FxHashMap<ComparisonVector, u64>>) -> Patterns {
    let mut sum = Patterns::new();
    for (vector, count) in parts.into_iter().flatten() {
        *sum.entry(vector).or_insert(0) += count;
    }
    sum
}
