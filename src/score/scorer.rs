//! The scorer: a model as tables, which the pair loop looks weights up in.

use super::SourcePair;
use super::model::{ComparisonModel, LinkageModel, MODEL_FORMAT};
use super::moves::Moves;
use crate::domain::{
    ComparisonShape, ComparisonVector, IdentitySource, MAX_COMPARISONS, NO_EVIDENCE,
};

/// Levels of one comparison that the table has room for, level 0 included.
const LEVELS: usize = 32;

/// Weighs comparison vectors by a model.
#[derive(Clone)]
pub struct Scorer {
    /// log2 of the odds that a random pair is one person.
    prior: f32,
    weights: [[f32; LEVELS]; MAX_COMPARISONS],
    comparisons: usize,
    /// For each comparison, another one's position and the levels (bits) that imply this one.
    implied_by: [(u8, u32); MAX_COMPARISONS],
    terms: Vec<Terms>,
    /// Beside the weights, where sources are told apart.
    moves: Option<Moves>,
}

/// What the values of one comparison's first level weigh more or less than the level itself.
#[derive(Clone)]
struct Terms {
    comparison: usize,
    beside_level: Vec<f32>,
}

impl Terms {
    /// `chances` are those with which another person has the term, term by term.
    fn new(comparison: usize, model: &ComparisonModel, chances: impl Iterator<Item = f64>) -> Self {
        let first = &model.levels[0];
        let beside = |chance: f64| {
            let own = (first.m / chance).log2();
            narrow(own.min(model.max_weight) - first.weight)
        };
        Self { comparison, beside_level: chances.map(beside).collect() }
    }
}

/// One comparison's share of a pair's weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The comparison's position in the vector.
    pub comparison: usize,
    pub level: u8,
    pub weight: f32,
    /// How much of the weight comes from how well the two sources write this.
    pub by_sources: f32,
}

/// The model was trained for other comparisons than those of tonight.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelMismatch {
    #[error("the model has format {found}; this program reads format {MODEL_FORMAT}")]
    Format { found: u32 },
    #[error("the model weighs {model}, but {compared} are compared; train it again")]
    Comparisons { model: String, compared: String },
    #[error("the model's `{comparison}` has other levels than are compared; train it again")]
    Levels { comparison: String },
}

impl Scorer {
    /// `term_counts` holds, for each comparison, how many identities have each term (by number,
    /// the first entry unused), or nothing.
    pub fn new(
        model: &LinkageModel,
        shapes: &[ComparisonShape],
        term_counts: &[&[u32]],
    ) -> Result<Self, ModelMismatch> {
        check(model, shapes)?;
        let mut scorer = Self {
            prior: narrow(model.prior_weight()),
            weights: [[0.0; LEVELS]; MAX_COMPARISONS],
            comparisons: shapes.len(),
            implied_by: [(0, 0); MAX_COMPARISONS],
            terms: Vec::new(),
            moves: None,
        };
        for (slot, comparison) in model.comparisons.iter().enumerate() {
            for (at, level) in comparison.levels.iter().enumerate() {
                scorer.weights[slot][at + 1] = narrow(level.weight);
            }
            if let Some(implied) = &comparison.implied_by {
                let (by, bits) = implied.as_bits(shapes);
                let by = u8::try_from(by).expect("comparisons are numbered below sixteen");
                scorer.implied_by[slot] = (by, bits);
            }
            if comparison.term_frequency && !term_counts[slot].is_empty() {
                let total: f64 = term_counts[slot].iter().map(|count| f64::from(*count)).sum();
                let chance = |count: &u32| f64::from((*count).max(1)) / total;
                let chances = term_counts[slot].iter().map(chance);
                scorer.terms.push(Terms::new(slot, comparison, chances));
            }
        }
        Ok(scorer)
    }

    /// Weighs terms by how many people have them instead of how many identities: the many rows of one
    /// person make a name no more common.
    ///
    /// `people_with` counts, for each comparison, the people of whom some identity has the term. One
    /// more person has it with the chance `unseen`, who stands in no list.
    pub fn count_people(
        &mut self,
        model: &LinkageModel,
        people_with: impl Fn(usize) -> Vec<u32>,
        people: u32,
        unseen: f64,
    ) {
        for terms in &mut self.terms {
            let (slot, counts) = (terms.comparison, people_with(terms.comparison));
            let others = |count: &u32| f64::from(count.saturating_sub(1)) + unseen;
            let chances = counts.iter().map(|count| others(count) / f64::from(people.max(1)));
            *terms = Terms::new(slot, &model.comparisons[slot], chances);
        }
    }

    /// Weighs differences by how often the sources of a pair err, as far as the model knows.
    ///
    /// `sources` are the night's, which pairs name by their positions. Those that the model does not know
    /// are taken for the average.
    pub fn tell_sources_apart(&mut self, model: &LinkageModel, sources: &[IdentitySource]) {
        if model.comparisons.iter().any(|comparison| comparison.errors.is_some()) {
            self.moves = Some(Moves::new(model, sources));
        }
    }

    /// The pair's match weight, whatever its sources. `term` gives the term of a comparison whose first level agrees.
    #[inline]
    pub fn weight(&self, vector: &ComparisonVector, term: impl Fn(usize) -> u32) -> f32 {
        let mut sum = self.prior;
        for slot in 0..self.comparisons {
            sum += self.level_weight(slot, vector);
        }
        for terms in &self.terms {
            if vector.0[terms.comparison] == 1 {
                sum += terms.beside_level[term(terms.comparison) as usize];
            }
        }
        sum
    }

    /// The pair's match weight by its sources, where they are told apart.
    #[inline]
    pub fn weight_between(
        &self,
        sources: SourcePair,
        vector: &ComparisonVector,
        term: impl Fn(usize) -> u32,
    ) -> f32 {
        let weight = self.weight(vector, term);
        let Some(moves) = &self.moves else { return weight };
        weight + moves.of(sources, vector, self.comparisons).sum::<f32>()
    }

    /// The weight before any comparison: the odds of a random pair.
    pub const fn prior(&self) -> f32 {
        self.prior
    }

    /// Each comparison's share of the weight, in order; with the prior they add up to it.
    pub fn waterfall(
        &self,
        sources: SourcePair,
        vector: &ComparisonVector,
        term: impl Fn(usize) -> u32,
    ) -> Vec<Step> {
        let moves = self.moves.as_ref();
        let moves = moves.map(|moves| moves.of(sources, vector, self.comparisons).collect());
        let moves: Vec<f32> = moves.unwrap_or_else(|| vec![0.0; self.comparisons]);
        let step = |slot: usize| {
            let by_sources = moves[slot];
            let mut weight = self.level_weight(slot, vector) + by_sources;
            for terms in self.terms.iter().filter(|terms| terms.comparison == slot) {
                if vector.0[slot] == 1 {
                    weight += terms.beside_level[term(slot) as usize];
                }
            }
            Step { comparison: slot, level: vector.0[slot], weight, by_sources }
        };
        (0..self.comparisons).map(step).collect()
    }

    #[inline]
    fn level_weight(&self, slot: usize, vector: &ComparisonVector) -> f32 {
        let weight = self.weights[slot][usize::from(vector.0[slot]) % LEVELS];
        let (by, bits) = self.implied_by[slot];
        let implied = bits >> (vector.0[usize::from(by) % MAX_COMPARISONS] % 32) & 1 == 1;
        if implied { weight.min(0.0) } else { weight }
    }
}

fn check(model: &LinkageModel, shapes: &[ComparisonShape]) -> Result<(), ModelMismatch> {
    const { assert!(NO_EVIDENCE == 0, "the weight tables leave level 0 at 0") }
    if model.format != MODEL_FORMAT {
        return Err(ModelMismatch::Format { found: model.format });
    }
    let names = model.comparisons.iter().map(|comparison| &comparison.name);
    if !names.clone().eq(shapes.iter().map(|shape| &shape.name)) {
        return Err(ModelMismatch::Comparisons {
            model: names.cloned().collect::<Vec<_>>().join(", "),
            compared: shapes.iter().map(|shape| shape.name.clone()).collect::<Vec<_>>().join(", "),
        });
    }
    for (comparison, shape) in model.comparisons.iter().zip(shapes) {
        if !comparison.levels.iter().map(|level| &level.code).eq(&shape.levels) {
            return Err(ModelMismatch::Levels { comparison: shape.name.clone() });
        }
    }
    Ok(())
}

#[expect(clippy::cast_possible_truncation, reason = "weights are small and shown to two places")]
pub(super) const fn narrow(weight: f64) -> f32 {
    weight as f32
}
