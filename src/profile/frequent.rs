//! How often the most frequent value of a column occurs, without keeping the values.
//!
//! A few counters go to the values seen most; a value without a counter takes one from each (Misra
//! and Gries 1982). No count is too high, and none is too low by more than the values seen divided by
//! the counters and one. Two such counts merge into one with the same bound (Agarwal and others
//! 2012, "Mergeable summaries").

/// With so many, a share is told too low by three percent points at most.
const COUNTERS: usize = 32;

/// Counters of fingerprints; an unused counter is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequent {
    values: [u64; COUNTERS],
    counts: [u64; COUNTERS],
}

impl Default for Frequent {
    fn default() -> Self {
        Self { values: [0; COUNTERS], counts: [0; COUNTERS] }
    }
}

impl Frequent {
    pub fn add(&mut self, fingerprint: u64) {
        // Every counter is looked at, without a branch: that is faster than stopping at the right one.
        let (mut known, mut unused) = (None, None);
        for at in 0..COUNTERS {
            known = if self.values[at] == fingerprint { Some(at) } else { known };
            unused = if self.counts[at] == 0 { Some(at) } else { unused };
        }
        match known.or(unused) {
            None => self.counts.iter_mut().for_each(|count| *count -= 1),
            Some(at) => {
                self.values[at] = fingerprint;
                self.counts[at] += 1;
            }
        }
    }

    pub fn merge(&mut self, other: &Self) {
        let mut counted: Vec<(u64, u64)> = self.counted().collect();
        for (value, count) in other.counted() {
            match counted.iter_mut().find(|(known, _)| *known == value) {
                Some((_, sum)) => *sum += count,
                None => counted.push((value, count)),
            }
        }
        counted.sort_unstable_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
        let too_many = counted.get(COUNTERS).map_or(0, |(_, count)| *count);
        *self = Self::default();
        for (at, (value, count)) in counted.into_iter().take(COUNTERS).enumerate() {
            self.values[at] = value;
            self.counts[at] = count - too_many;
        }
    }

    /// How often the most frequent value occurs, at least.
    pub fn most(&self) -> u64 {
        self.counts.iter().copied().max().unwrap_or(0)
    }

    fn counted(&self) -> impl Iterator<Item = (u64, u64)> {
        let pairs = self.values.iter().copied().zip(self.counts.iter().copied());
        pairs.filter(|(_, count)| *count > 0)
    }
}
