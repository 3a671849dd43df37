//! Text: words of an alphabet, compared by Jaro-Winkler similarity.
//!
//! Of no use on Han names, where four characters leave nothing to be similar in.

use super::Level;
use super::field::column;
use crate::domain::{Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub field: String,
    /// Similarity from which two values are close.
    #[serde(default = "close")]
    pub close: f64,
    /// Similarity from which two values are alike.
    #[serde(default = "alike")]
    pub alike: f64,
}

const fn close() -> f64 {
    0.92
}

const fn alike() -> f64 {
    0.8
}

const EQUAL: u8 = 1;
const CLOSE: u8 = 2;
const ALIKE: u8 = 3;
const DIFFER: u8 = 4;

pub const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "相同" },
    Level { code: "close", chinese: "极相近" },
    Level { code: "alike", chinese: "相近" },
    Level { code: "differ", chinese: "不同" },
];

/// The values of a column and what to compare them by.
pub struct Texts {
    lexicon: Lexicon,
    values: Vec<u32>,
}

/// The distinct values, by number.
pub struct Lexicon {
    texts: Vec<Box<str>>,
    counts: Vec<u32>,
    close: f64,
    alike: f64,
}

impl Texts {
    pub fn new(identities: &Identities, settings: &Settings) -> Self {
        let column = column(identities, &settings.field);
        let texts = column.map(|text| text.unwrap_or_default().into());
        let (close, alike) = (settings.close, settings.alike);
        let lexicon = Lexicon { texts, counts: column.counts(), close, alike };
        Self { lexicon, values: column.numbers().to_vec() }
    }

    pub fn into_parts(self) -> (Lexicon, Vec<u32>) {
        (self.lexicon, self.values)
    }
}

impl Lexicon {
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
        // In one order whatever the pair's, because greedy matching is not quite symmetric.
        let (one, other) = (left.min(right) as usize, left.max(right) as usize);
        let similarity = strsim::jaro_winkler(&self.texts[one], &self.texts[other]);
        match similarity {
            _ if similarity >= self.close => CLOSE,
            _ if similarity >= self.alike => ALIKE,
            _ => DIFFER,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the word was made from 32 bits")]
pub const fn term([word]: [u64; 1]) -> u32 {
    word as u32
}
