//! Barred pairs: identities that reviewers found to be different people.

use rustc_hash::FxHashSet;

use crate::domain::CandidatePair;

/// Pairs of identities that are never one person, whatever they weigh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barred {
    pairs: FxHashSet<CandidatePair>,
    /// The identities of the pairs.
    touched: FxHashSet<u32>,
}

impl Barred {
    pub fn new(pairs: impl IntoIterator<Item = CandidatePair>) -> Self {
        let pairs: FxHashSet<CandidatePair> = pairs.into_iter().collect();
        let touched = pairs.iter().flat_map(|pair| [pair.left, pair.right]).collect();
        Self { pairs, touched }
    }

    /// Whether a pair across the two groups is barred.
    pub fn between(&self, group: &[u32], other: &[u32]) -> bool {
        let touched = |member: &&u32| self.touched.contains(*member);
        group.iter().filter(touched).any(|one| {
            let mut others = other.iter().filter(touched);
            others.any(|other| self.pairs.contains(&CandidatePair::new(*one, *other)))
        })
    }
}
