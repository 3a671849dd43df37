//! Terms: values of which each distinct one is prepared once and looked up by its number.

use super::field::column;
use crate::domain::{Identities, NO_EVIDENCE};

/// What two values of a column are compared by.
pub trait Lexicon: Send + Sync {
    /// The level of two different values, the one with the smaller number first.
    fn level(&self, one: usize, other: usize) -> u8;
}

/// The distinct values of a column.
pub struct Terms {
    /// How many identities have each, by number.
    counts: Vec<u32>,
    lexicon: Box<dyn Lexicon>,
}

/// The level of equal values, which is the first of every comparison of terms.
const EQUAL: u8 = 1;

impl Terms {
    /// Numbers the values of a field, prepares each, and gives each identity's number.
    ///
    /// `prepare` makes the lexicon of the values in the order of their numbers, of which 0 is none.
    pub fn new<L: Lexicon + 'static>(
        identities: &Identities,
        field: &str,
        prepare: impl FnOnce(Vec<&str>) -> L,
    ) -> (Self, Vec<u32>) {
        let column = column(identities, field);
        let texts = std::iter::once("").chain(column.texts()).collect();
        let terms = Self { counts: column.counts(), lexicon: Box::new(prepare(texts)) };
        (terms, column.numbers().to_vec())
    }

    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    pub fn level(&self, left: [u64; 1], right: [u64; 1]) -> u8 {
        let (left, right) = (term(left), term(right));
        if left == 0 || right == 0 {
            return NO_EVIDENCE;
        }
        if left == right {
            return EQUAL;
        }
        // In one order whatever the pair's, because a similarity need not be quite symmetric.
        self.lexicon.level(left.min(right) as usize, left.max(right) as usize)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the word was made from 32 bits")]
pub const fn term([word]: [u64; 1]) -> u32 {
    word as u32
}
