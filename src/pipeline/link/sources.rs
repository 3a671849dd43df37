//! Sources: how often each errs, learned from the people of the first round.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Linkage;
use crate::domain::{ComparisonVector, ScoredPair};
use crate::score::{SourceMatches, SourcePair, tell_sources_apart};

/// Pairs that one thread counts at a time.
const CHUNK: usize = 1 << 16;

impl Linkage<'_> {
    /// Tells the model how often each source errs, unless it knows or is not to.
    ///
    /// Pairs are compared once more, because numbers that are others' are out by then.
    pub(super) fn learn_sources(&mut self, scored: &[ScoredPair], person_of: &[u32]) {
        let Some(settings) = self.settings.score.sources.filter(|_| self.learns_sources) else {
            return;
        };
        let person = |identity: u32| person_of[identity as usize];
        let counted: Vec<FxHashMap<(SourcePair, ComparisonVector), u64>> = scored
            .par_chunks(CHUNK)
            .map(|pairs| {
                let mut counts = FxHashMap::default();
                for ScoredPair { pair, .. } in pairs {
                    if person(pair.left) == person(pair.right) {
                        let sources = self.identities.sources_of(*pair);
                        let vector = self.comparer.compare(*pair);
                        *counts.entry((sources, vector)).or_insert(0) += 1;
                    }
                }
                counts
            })
            .collect();
        let mut matches = SourceMatches::new();
        for (key, count) in counted.into_iter().flatten() {
            *matches.entry(key).or_insert(0) += count;
        }
        let sources = &self.identities.sources;
        tell_sources_apart(&mut self.model, &matches, sources, &self.shapes, &settings);
    }
}
