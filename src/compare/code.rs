//! Codes: values of a small vocabulary, such as a sex, that are equal or differ.

use super::Level;
use super::field::column;
use crate::domain::{Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub field: String,
}

const EQUAL: u8 = 1;
const DIFFER: u8 = 2;

pub const LEVELS: &[Level] =
    &[Level { code: "equal", chinese: "相同" }, Level { code: "differ", chinese: "不同" }];

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 1]> {
    let codes = column(identities, &settings.field);
    codes.numbers().iter().map(|number| [u64::from(*number)]).collect()
}

pub const fn level([left]: [u64; 1], [right]: [u64; 1]) -> u8 {
    if left == 0 || right == 0 {
        NO_EVIDENCE
    } else if left == right {
        EQUAL
    } else {
        DIFFER
    }
}
