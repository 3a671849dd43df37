//! Text: words of an alphabet, compared by their spelling.
//!
//! Of no use on Han names, where four characters leave nothing to be similar in.

use super::Level;
use super::spelling::{self, Spelling, Thresholds, spelling};
use super::terms::{Lexicon, Terms};
use crate::domain::Identities;

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub field: String,
    /// Jaro-Winkler similarity from which two values are close.
    #[serde(default = "spelling::close")]
    pub close: f64,
    /// Jaro-Winkler similarity from which two values are alike.
    #[serde(default = "spelling::alike")]
    pub alike: f64,
}

const ONE_EDIT: u8 = 2;
const CLOSE: u8 = 3;
const ALIKE: u8 = 4;
const DIFFER: u8 = 5;

pub const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "相同" },
    Level { code: "one_edit", chinese: "差一个字母或相邻两个字母颠倒" },
    Level { code: "close", chinese: "极相近" },
    Level { code: "alike", chinese: "相近" },
    Level { code: "differ", chinese: "不同" },
];

struct Texts {
    texts: Vec<Box<str>>,
    thresholds: Thresholds,
}

pub fn terms(identities: &Identities, settings: &Settings) -> (Terms, Vec<u32>) {
    let thresholds = Thresholds { close: settings.close, alike: settings.alike };
    Terms::new(identities, &settings.field, |texts| Texts {
        texts: texts.into_iter().map(Box::from).collect(),
        thresholds,
    })
}

impl Lexicon for Texts {
    fn level(&self, one: usize, other: usize) -> u8 {
        match spelling(&self.texts[one], &self.texts[other], self.thresholds) {
            Spelling::OneEdit => ONE_EDIT,
            Spelling::Close => CLOSE,
            Spelling::Alike => ALIKE,
            Spelling::Different => DIFFER,
        }
    }
}
