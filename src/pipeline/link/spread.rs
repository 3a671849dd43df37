//! How far weights spread: those of all pairs that are proposed, and the most that an identity can weigh.
//!
//! Weights are those of the first round, which weighs every proposed pair, and are counted by whole bits.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Linkage, position};
use crate::domain::CandidatePair;

/// How many weights lie within each whole bit, by its lower end.
pub type Spread = BTreeMap<i32, u64>;

impl Linkage<'_> {
    /// What the pairs weigh that blocking proposes.
    pub fn spread_of_pairs(&self) -> Spread {
        let counted = self.plan.chunks().par_iter().map(|chunk| {
            let mut counts = Counts::default();
            self.plan.for_each_pair(chunk, |pair| counts.add(self.weigh(pair).1));
            counts
        });
        sum(counted).spread()
    }

    /// What identities weigh when each is compared with itself: about the most that a pair of theirs can
    /// weigh.
    pub fn spread_of_selves(&self) -> Spread {
        let identities = (0..position(self.identities.len())).into_par_iter();
        let counted = identities.fold(Counts::default, |mut counts, identity| {
            counts.add(self.weigh(CandidatePair { left: identity, right: identity }).1);
            counts
        });
        sum(counted).spread()
    }
}

fn sum(parts: impl ParallelIterator<Item = Counts>) -> Counts {
    parts.reduce(Counts::default, |mut sum, part| {
        for (count, more) in sum.0.iter_mut().zip(part.0) {
            *count += more;
        }
        sum
    })
}

/// Weights lie far within these bounds; what does not is counted at them.
const LEAST: i32 = -256;
const BITS: usize = 512;

/// Counts by bit, from [`LEAST`] on.
struct Counts([u64; BITS]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; BITS])
    }
}

impl Counts {
    #[inline]
    fn add(&mut self, weight: f32) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a number beyond the bounds ends at one"
        )]
        let bit = weight.floor() as i32;
        let at = usize::try_from(bit.saturating_sub(LEAST)).unwrap_or(0).min(BITS - 1);
        self.0[at] += 1;
    }

    fn spread(self) -> Spread {
        (LEAST..).zip(self.0).filter(|(_, count)| *count > 0).collect()
    }
}
