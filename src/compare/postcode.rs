//! Postcodes, and other codes of places whose last characters say the least.
//!
//! Neighbours share the beginning of a code. How long it is differs (`l3 0ah`, `sw1a 2jh`), but not how
//! many characters follow it, so a neighbourhood is what is left without the last few.

use super::Level;
use super::spelling::one_edit;
use super::terms::{Lexicon, Terms};
use crate::domain::Identities;

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub field: String,
    /// How many last characters tell the places of one neighbourhood apart; blanks do not count.
    pub near: usize,
    /// How many last characters tell the places of one region apart.
    pub region: usize,
}

impl Settings {
    /// Whether a region is more than a neighbourhood, and that more than one place.
    pub(super) const fn is_sound(&self) -> bool {
        0 < self.near && self.near < self.region
    }
}

const EQUAL: u8 = 1;
const ONE_EDIT: u8 = 2;
const NEAR: u8 = 3;
const REGION: u8 = 4;
const DIFFER: u8 = 5;

pub const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "邮编相同" },
    Level { code: "one_edit", chinese: "邮编差一位或相邻两位颠倒" },
    Level { code: "near", chinese: "邮编属同一投递区" },
    Level { code: "region", chinese: "邮编属同一地区" },
    Level { code: "differ", chinese: "邮编不同" },
];

struct Postcodes {
    codes: Vec<Code>,
}

/// A code without blanks, and where it is cut.
struct Code {
    text: Box<str>,
    near: usize,
    region: usize,
}

pub fn terms(identities: &Identities, settings: &Settings) -> (Terms, Vec<u32>) {
    let code = |text: &str| {
        let text: Box<str> = text.chars().filter(|character| *character != ' ').collect();
        let without = |last: usize| text.char_indices().rev().nth(last - 1).map_or(0, |(at, _)| at);
        let (near, region) = (without(settings.near), without(settings.region));
        Code { text, near, region }
    };
    Terms::new(identities, &settings.field, |texts| Postcodes {
        codes: texts.into_iter().map(code).collect(),
    })
}

impl Lexicon for Postcodes {
    fn level(&self, one: usize, other: usize) -> u8 {
        let (one, other) = (&self.codes[one], &self.codes[other]);
        let same = |end: fn(&Code) -> usize| {
            let (beginning, beginning_too) = (&one.text[..end(one)], &other.text[..end(other)]);
            !beginning.is_empty() && beginning == beginning_too
        };
        if one.text == other.text {
            EQUAL
        } else if one_edit(&one.text, &other.text) {
            ONE_EDIT
        } else if same(|code| code.near) {
            NEAR
        } else if same(|code| code.region) {
            REGION
        } else {
            DIFFER
        }
    }
}
