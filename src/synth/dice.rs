//! Dice: one seeded stream of random numbers for each entity and purpose.
//!
//! A draw depends on the seed, the purpose and the entity alone, never on what was drawn before for
//! another entity. So the district is the same for any number of threads and any order of work, and
//! a further kind of error can be added without changing the people of an old seed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream of numbers is used for. The number is part of the seed and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Lineage = 1,
    Number = 2,
    Life = 3,
    Plan = 4,
    Aid = 5,
    Bills = 6,
    Housing = 7,
    Errors = 8,
    Kindness = 9,
    Contact = 10,
    Custom = 11,
    Namesake = 12,
    Clerk = 13,
    Care = 14,
    Block = 15,
    Family = 16,
    Apart = 17,
    Papers = 40,
}

/// Random numbers for one entity and one purpose.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64, stream: Stream, entity: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&(stream as u64).to_le_bytes());
        key[16..24].copy_from_slice(&entity.to_le_bytes());
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A factor around 1 that is seldom far from it: log-normal with mean 1.
    pub fn factor(&mut self, sigma: f64) -> f64 {
        // The sum of twelve even draws is near enough to a normal one, and the same everywhere.
        let normal: f64 = (0..12).map(|_| self.0.random_range(0.0..1.0)).sum::<f64>() - 6.0;
        (sigma * normal - sigma * sigma / 2.0).exp()
    }

    /// A number from 0 up to but without `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        self.0.random_range(0..end)
    }

    /// A number from 0 to 8: what added to a digit, and 1, gives another digit.
    pub fn below_nine(&mut self) -> u8 {
        self.0.random_range(0..9)
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        self.0.random_range(first..=last)
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub fn chance(&mut self, percent: f64) -> bool {
        self.0.random_bool((percent / 100.0).clamp(0.0, 1.0))
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    pub fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).expect("vocabularies are short")) as usize
    }

    /// One of the items, each as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, u32)]) -> T {
        let total = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for (item, weight) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        unreachable!("a draw below the total falls on an item")
    }
}
