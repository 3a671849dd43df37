//! What each threshold of the match weight would have found.
//!
//! A run publishes the pairs above its reporting weight. A true pair that is not among them was not
//! found at any threshold, whether it was never proposed or weighed too little. Precision is that of
//! pairs by themselves, before clustering takes some for what they are not.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::OutcomeLink;
use super::figures::Rates;

/// The published pairs by weight.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WeightScores {
    /// By whole bits, under their lower end; those that hold a pair.
    pub bits: BTreeMap<i32, WeighedPairs>,
    /// The pairs of different identities of one true person.
    pub true_pairs: u64,
}

/// The pairs whose weights lie within one bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WeighedPairs {
    /// Those of which the truth knows both identities, and the ones of one person among them.
    pub known: u64,
    pub matches: u64,
    /// The others.
    pub unknown: u64,
}

/// Judges the weights of pairs of identities by the true person of each identity.
pub(super) fn score(
    links: &[OutcomeLink],
    person_of_identity: &FxHashMap<u64, u32>,
) -> WeightScores {
    let mut bits: BTreeMap<i32, WeighedPairs> = BTreeMap::new();
    for link in links {
        let pairs = bits.entry(whole(link.weight)).or_default();
        let people = [link.left, link.right].map(|identity| person_of_identity.get(&identity));
        if let [Some(left), Some(right)] = people {
            pairs.known += 1;
            pairs.matches += u64::from(left == right);
        } else {
            pairs.unknown += 1;
        }
    }
    let mut identities: FxHashMap<u32, u64> = FxHashMap::default();
    for person in person_of_identity.values() {
        *identities.entry(*person).or_default() += 1;
    }
    let true_pairs = identities.values().map(|count| count * (count - 1) / 2).sum();
    WeightScores { bits, true_pairs }
}

impl WeightScores {
    /// What the pairs at or above each whole weight are, by rising weight.
    pub fn thresholds(&self) -> Vec<(i32, Rates)> {
        let (Some(first), Some(last)) = (self.bits.keys().next(), self.bits.keys().next_back())
        else {
            return Vec::new();
        };
        let mut above = Rates { actual: self.true_pairs, ..Rates::default() };
        let points = (*first..=*last).rev().map(|bit| {
            let pairs = self.bits.get(&bit).copied().unwrap_or_default();
            above.predicted += pairs.known;
            above.right += pairs.matches;
            (bit, above)
        });
        let mut points: Vec<(i32, Rates)> = points.collect();
        points.reverse();
        points
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weight is some bits, and ends at the bounds"
)]
fn whole(weight: f64) -> i32 {
    weight.clamp(-1024.0, 1024.0).floor() as i32
}
