//! Cross: one side's other name for a thing against what the other side calls it.
//!
//! A former name that somebody else's row writes as the name says that the two are one person; a
//! former name that the other side does not write says next to nothing, for most rows write the
//! name in use. Two equal other values are not looked at: what they name agrees or not by itself.

use rustc_hash::FxHashMap;

use super::Level;
use super::field::{column, number, pack, unpack};
use crate::domain::{Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    /// The value in use, such as the folded name.
    pub field: String,
    /// The other value of the same kind, such as the folded former name.
    pub other: String,
}

const EQUAL: u8 = 1;
const DIFFER: u8 = 2;

pub const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "一方的曾用名与另一方姓名相同" },
    Level { code: "differ", chinese: "曾用名与另一方姓名不同" },
];

/// The numbers of both values of each identity in one word: the value in use high, the other low.
pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 1]> {
    let own = column(identities, &settings.field);
    let other = column(identities, &settings.other);
    // Equal texts have the number of the own column on either side; texts that it lacks come after.
    let known: FxHashMap<&str, u32> = own.texts().zip(1..).collect();
    let mut next = number(own.distinct());
    let mut other_number = |text: Option<&str>| {
        let Some(text) = text else { return 0 };
        known.get(text).copied().unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    };
    let others = other.map(&mut other_number);
    let of_other = other.numbers().iter().map(|number| others[*number as usize]);
    own.numbers().iter().zip(of_other).map(|(own, other)| [pack(*own, other)]).collect()
}

pub const fn level([left]: [u64; 1], [right]: [u64; 1]) -> u8 {
    let (left, left_other) = unpack(left);
    let (right, right_other) = unpack(right);
    let comparable = (left_other != 0 && right != 0, right_other != 0 && left != 0);
    match comparable {
        (false, false) => NO_EVIDENCE,
        (true, _) if left_other == right => EQUAL,
        (_, true) if right_other == left => EQUAL,
        _ => DIFFER,
    }
}
