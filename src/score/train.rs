//! Training: u from random pairs, m by expectation maximisation over comparison patterns.
//!
//! Pairs of one pattern are one line with a count, so a million pairs cost what some hundred
//! patterns cost. Blocks overstate the agreement of what they were made by; therefore each training
//! rule names the comparisons its keys settle, and its pairs teach nothing about these. All rules
//! share one m and each has its own share of matches. u stays as measured.
//!
//! Where pairs are labelled, m is counted among those of one person and the blocks only tell how many
//! matches there are: labels are chosen, so they say nothing of that, nor of pairs of two people drawn
//! at random. What the choosing favours, m overstates.

use std::collections::BTreeMap;

use super::model::{
    Basis, ComparisonModel, LabelCounts, LevelModel, LinkageModel, MODEL_FORMAT, TrainedOn,
};
use super::{ComparisonSettings, Settings, float, nine_digits};
use crate::domain::{ComparisonShape, ComparisonVector, NO_EVIDENCE, PROGRAM};

/// How many pairs show each comparison vector.
pub type Patterns = BTreeMap<ComparisonVector, u64>;

/// What one training rule proposed.
#[derive(Debug, Clone, Default)]
pub struct TrainingBlocks {
    /// Positions of the comparisons that the rule's keys settle.
    pub settled: Vec<usize>,
    /// The pairs that were compared, which may be a sample.
    pub patterns: Patterns,
    /// All pairs the rule proposes.
    pub pairs: u64,
}

/// Pairs of which somebody has said whether they are one person.
#[derive(Debug, Clone, Default)]
pub struct LabelledPairs {
    /// The pairs that are.
    pub matches: Patterns,
    /// How many are not.
    pub others: u64,
}

/// Trains a model.
///
/// `random` are the patterns of random pairs, `possible_pairs` how many pairs of identities there
/// are at all, from which the prior follows. The settings must be free of faults.
pub fn train(
    blocks: &[TrainingBlocks],
    random: &Patterns,
    possible_pairs: u64,
    shapes: &[ComparisonShape],
    settings: &Settings,
) -> LinkageModel {
    let mut training = Training::start(random, shapes, settings);
    let (shares, iterations) =
        until_still(blocks.len(), settings, |shares| training.round(blocks, shares, settings));
    let prior = prior(blocks, &shares, possible_pairs, settings);
    training.model(blocks, random, prior, iterations, shapes)
}

/// Trains a model by labels: m is counted, and smoothed towards its start as [`train`] does.
///
/// The prior follows from the blocks, once m is known. Nothing is settled for labelled pairs: each
/// teaches of every comparison that another has not spoken for.
pub fn train_by_labels(
    labelled: &LabelledPairs,
    blocks: &[TrainingBlocks],
    random: &Patterns,
    possible_pairs: u64,
    shapes: &[ComparisonShape],
    settings: &Settings,
) -> LinkageModel {
    let mut training = Training::start(random, shapes, settings);
    for (vector, count) in &labelled.matches {
        training.credit(vector, &[], float(*count));
    }
    for comparison in &mut training.0 {
        comparison.maximise(settings.start_matches);
        comparison.observed = Basis::Labelled;
    }
    let (shares, iterations) =
        until_still(blocks.len(), settings, |shares| training.share_out(blocks, shares));
    let prior = prior(blocks, &shares, possible_pairs, settings);
    let mut model = training.model(blocks, random, prior, iterations, shapes);
    let matches = labelled.matches.values().sum();
    model.trained_on.labels = Some(LabelCounts { matches, others: labelled.others });
    model
}

/// Repeats a round, which gives the largest change, until nothing moves. Gives each rule's share of
/// matches and how many rounds it took.
fn until_still(
    rules: usize,
    settings: &Settings,
    mut round: impl FnMut(&mut [f64]) -> f64,
) -> (Vec<f64>, u32) {
    let mut shares = vec![0.5; rules];
    let mut iterations = 0;
    while iterations < settings.max_iterations {
        iterations += 1;
        if round(&mut shares) <= settings.tolerance {
            break;
        }
    }
    (shares, iterations)
}

/// The chance that a random pair is one person, from the rule that proposes the most matches.
fn prior(blocks: &[TrainingBlocks], shares: &[f64], possible: u64, settings: &Settings) -> f64 {
    let expected = blocks.iter().zip(shares).map(|(rule, share)| share * float(rule.pairs));
    let matches = expected.fold(0.0, f64::max) / settings.assumed_recall;
    (matches.max(1.0) / float(possible.max(1))).clamp(1e-12, 0.5)
}

/// One comparison while it is trained. Index 0 stands for level 1.
struct Trained<'a> {
    settings: &'a ComparisonSettings,
    m: Vec<f64>,
    u: Vec<f64>,
    start: Vec<f64>,
    /// Expected matches by level in the latest round.
    matches: Vec<f64>,
    random: Vec<u64>,
    seldom: Vec<bool>,
    /// Where the m of a level comes from that matches have shown.
    observed: Basis,
    /// Weights that the settings declare, which stand whatever the pairs show.
    declared: Vec<Option<f64>>,
    /// The other comparison, and one bit for each of its levels, that imply agreement here.
    implied_by: Option<(usize, u32)>,
}

struct Training<'a>(Vec<Trained<'a>>);

impl<'a> Training<'a> {
    fn start(random: &Patterns, shapes: &[ComparisonShape], settings: &'a Settings) -> Self {
        let start = |(slot, shape): (usize, &ComparisonShape)| {
            let own = settings.of(&shape.name).expect("every comparison has settings");
            Trained::start(slot, shape, own, random, shapes, settings.min_random)
        };
        Self(shapes.iter().enumerate().map(start).collect())
    }

    /// One round of expectation and maximisation; gives the largest change of any m.
    fn round(&mut self, blocks: &[TrainingBlocks], shares: &mut [f64], settings: &Settings) -> f64 {
        for comparison in &mut self.0 {
            comparison.matches.fill(0.0);
        }
        for (rule, share) in blocks.iter().zip(shares) {
            let (mut matches, mut pairs) = (0.0, 0.0);
            for (vector, count) in &rule.patterns {
                let chance = self.chance_of_match(vector, &rule.settled, *share);
                matches += chance * float(*count);
                pairs += float(*count);
                self.credit(vector, &rule.settled, chance * float(*count));
            }
            *share = share_of(matches, pairs);
        }
        let changes = self.0.iter_mut().map(|trained| trained.maximise(settings.start_matches));
        changes.fold(0.0, f64::max)
    }

    /// Finds each rule's share of matches while m stays as it is; gives the largest change of any.
    fn share_out(&self, blocks: &[TrainingBlocks], shares: &mut [f64]) -> f64 {
        let mut change: f64 = 0.0;
        for (rule, share) in blocks.iter().zip(shares) {
            let (mut matches, mut pairs) = (0.0, 0.0);
            for (vector, count) in &rule.patterns {
                matches += self.chance_of_match(vector, &rule.settled, *share) * float(*count);
                pairs += float(*count);
            }
            let found = share_of(matches, pairs);
            change = change.max((found - *share).abs());
            *share = found;
        }
        change
    }

    fn chance_of_match(&self, vector: &ComparisonVector, settled: &[usize], share: f64) -> f64 {
        let prior = (share / (1.0 - share)).log2();
        let evidence = self.0.iter().enumerate().filter_map(|(slot, trained)| {
            let at = trained.informative(slot, vector, settled)?;
            Some(trained.declared[at].unwrap_or_else(|| (trained.m[at] / trained.u[at]).log2()))
        });
        let weight = evidence.fold(prior, |sum, weight| sum + weight);
        1.0 / (1.0 + (-weight).exp2())
    }

    fn credit(&mut self, vector: &ComparisonVector, settled: &[usize], matches: f64) {
        for (slot, trained) in self.0.iter_mut().enumerate() {
            if let Some(at) = trained.informative(slot, vector, settled) {
                trained.matches[at] += matches;
            }
        }
    }

    fn model(
        self,
        blocks: &[TrainingBlocks],
        random: &Patterns,
        prior: f64,
        iterations: u32,
        shapes: &[ComparisonShape],
    ) -> LinkageModel {
        let trained = self.0.into_iter().zip(shapes);
        LinkageModel {
            format: MODEL_FORMAT,
            trained_on: TrainedOn {
                program: PROGRAM.to_owned(),
                night: None,
                identities: 0,
                labels: None,
            },
            prior: nine_digits(prior),
            training_pairs: blocks.iter().flat_map(|rule| rule.patterns.values()).sum(),
            random_pairs: random.values().sum(),
            iterations,
            comparisons: trained.map(|(trained, shape)| trained.finish(shape)).collect(),
        }
    }
}

/// A share that is neither none nor all, so that its odds are a number.
fn share_of(matches: f64, pairs: f64) -> f64 {
    (matches / f64::max(pairs, 1.0)).clamp(1e-6, 1.0 - 1e-6)
}

/// The least chance a level is given, so that its weight stays a number.
const LEAST_CHANCE: f64 = 1e-9;

impl<'a> Trained<'a> {
    fn start(
        slot: usize,
        shape: &ComparisonShape,
        settings: &'a ComparisonSettings,
        random_pairs: &Patterns,
        shapes: &[ComparisonShape],
        min_random: u64,
    ) -> Self {
        let mut random = vec![0; shape.levels.len()];
        for (vector, count) in random_pairs {
            if vector.0[slot] != NO_EVIDENCE {
                random[usize::from(vector.0[slot]) - 1] += count;
            }
        }
        let seen = float(random.iter().sum());
        let seldom: Vec<bool> = random.iter().map(|count| *count < min_random).collect();
        let given = |at: usize| settings.levels.get(&shape.levels[at]);
        let plain = |at: usize| if at == 0 { 0.9 } else { 0.1 / float(random.len() as u64 - 1) };
        let u = (0..random.len()).map(|at| match given(at) {
            Some(given) if seldom[at] => given.u.max(LEAST_CHANCE),
            _ => ((float(random[at]) + 0.5) / (seen + 1.0)).max(LEAST_CHANCE),
        });
        let u: Vec<f64> = u.collect();
        let start =
            (0..random.len()).map(|at| given(at).map_or_else(|| plain(at), |given| given.m));
        let start: Vec<f64> = start.collect();
        let total: f64 = start.iter().sum();
        let start: Vec<f64> = start.iter().map(|m| (m / total).max(LEAST_CHANCE)).collect();
        let implied_by = settings.implied_by.as_ref().map(|implied| implied.as_bits(shapes));
        let declared = (0..random.len()).map(|at| given(at)?.weight).collect();
        let matches = vec![0.0; random.len()];
        let (m, observed) = (start.clone(), Basis::Trained);
        Self { settings, m, u, start, matches, random, seldom, observed, declared, implied_by }
    }

    /// The level's index, if the pair says something of this comparison that is not said already.
    fn informative(
        &self,
        slot: usize,
        vector: &ComparisonVector,
        settled: &[usize],
    ) -> Option<usize> {
        let implied = self.implied_by.is_some_and(|(by, bits)| bits >> vector.0[by] & 1 == 1);
        if implied || settled.contains(&slot) || vector.0[slot] == NO_EVIDENCE {
            return None;
        }
        Some(usize::from(vector.0[slot]) - 1)
    }

    fn maximise(&mut self, start_matches: f64) -> f64 {
        let total: f64 = self.matches.iter().sum::<f64>() + start_matches;
        let mut change: f64 = 0.0;
        for at in 0..self.m.len() {
            let mass = self.matches[at] + start_matches * self.start[at];
            let m = (mass / total.max(LEAST_CHANCE)).max(LEAST_CHANCE);
            change = change.max((m - self.m[at]).abs());
            self.m[at] = m;
        }
        change
    }

    fn finish(self, shape: &ComparisonShape) -> ComparisonModel {
        let settings = self.settings;
        let declared = |at: usize| self.declared[at];
        let mut least = f64::NEG_INFINITY;
        let mut levels: Vec<LevelModel> = Vec::new();
        for at in (0..shape.levels.len()).rev() {
            let evidence = (self.m[at] / self.u[at]).log2();
            let bounded = evidence.clamp(settings.min_weight, settings.max_weight);
            // A closer agreement never weighs less than a lesser one, however few pairs show it.
            let weight = declared(at).unwrap_or_else(|| bounded.max(least));
            if declared(at).is_none() {
                least = weight;
            }
            let basis = |seldom: bool, observed: Basis| match declared(at) {
                Some(_) => Basis::Declared,
                None if seldom => Basis::Start,
                None => observed,
            };
            levels.push(LevelModel {
                code: shape.levels[at].clone(),
                m: nine_digits(self.m[at]),
                u: nine_digits(self.u[at]),
                weight: nine_digits(weight),
                matches: nine_digits(self.matches[at]),
                random: self.random[at],
                m_basis: basis(self.matches[at] < 1.0, self.observed),
                u_basis: basis(self.seldom[at], Basis::Trained),
            });
        }
        levels.reverse();
        ComparisonModel {
            name: shape.name.clone(),
            term_frequency: settings.term_frequency,
            max_weight: settings.max_weight,
            min_weight: settings.min_weight,
            implied_by: settings.implied_by.clone(),
            levels,
            errors: None,
        }
    }
}

impl super::ImpliedBy {
    /// The other comparison's position and one bit for each of the levels, counted from 1.
    pub(super) fn as_bits(&self, shapes: &[ComparisonShape]) -> (usize, u32) {
        let known = "settings and models are checked against the comparisons before use";
        let by = shapes.iter().position(|shape| shape.name == self.comparison).expect(known);
        let level = |code: &String| {
            let at = shapes[by].levels.iter().position(|level| level == code).expect(known);
            1 << (at + 1)
        };
        (by, self.levels.iter().map(level).fold(0, |bits: u32, level: u32| bits | level))
    }
}
