//! Counting different people in little memory.
//!
//! The smallest fingerprints of a set tell how many it has: the closer together they lie, the more
//! there are (Bar-Yossef and others 2002, "Counting distinct elements in a data stream"). Up to the
//! number kept the count is exact; beyond it is off by 1.6 % as a rule.

/// How many fingerprints are kept.
const KEPT: usize = 4096;

/// The smallest fingerprints seen, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distinct {
    smallest: Vec<u64>,
}

impl Distinct {
    pub fn of(fingerprints: impl Iterator<Item = u64>) -> Self {
        let mut smallest: Vec<u64> = fingerprints.collect();
        smallest.sort_unstable();
        smallest.dedup();
        smallest.truncate(KEPT);
        Self { smallest }
    }

    pub fn merge(&mut self, other: &Self) {
        self.smallest.extend(&other.smallest);
        self.smallest.sort_unstable();
        self.smallest.dedup();
        self.smallest.truncate(KEPT);
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate is off by more than a float's rounding, and is positive"
    )]
    pub fn count(&self) -> u64 {
        match self.smallest.get(KEPT - 1) {
            None => self.smallest.len() as u64,
            Some(largest) => {
                let share = (*largest as f64 + 1.0) / (u64::MAX as f64);
                ((KEPT - 1) as f64 / share).round() as u64
            }
        }
    }
}
