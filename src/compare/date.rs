//! Dates: birth dates as given, with the slips that clerks and old registers make.
//!
//! A date is eight decimal digits packed four bits each; unknown month or day is 00. The first of
//! January is what many systems write for "only the year is known", so it agrees with any day of
//! its year as weakly as a year does.

use super::Level;
use super::field::column;
use crate::domain::{Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    /// Dates such as `1950-03-02`, `1950-03` or `1950`.
    pub field: String,
}

const EQUAL: u8 = 1;
const SWAPPED: u8 = 2;
const ONE_DIGIT: u8 = 3;
const NEAR_YEAR: u8 = 4;
const SAME_MONTH: u8 = 5;
const SAME_YEAR: u8 = 6;
const DIFFER: u8 = 7;

pub const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "日期相同" },
    Level { code: "swapped", chinese: "月日互换" },
    Level { code: "one_digit", chinese: "日期差一位或相邻两位颠倒" },
    Level { code: "near_year", chinese: "月日相同，年份差一两年" },
    Level { code: "same_month", chinese: "年月相同" },
    Level { code: "same_year", chinese: "年份相同" },
    Level { code: "differ", chinese: "日期不同" },
];

/// The most years that age by tradition (虚岁) and its double counting move a birth year.
const NEAR_YEARS: u64 = 2;

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 1]> {
    let dates = column(identities, &settings.field);
    let words = dates.map(|text| text.map_or(0, packed));
    dates.numbers().iter().map(|number| [words[*number as usize]]).collect()
}

/// Eight digits, four bits each; 0 when the text is no date.
fn packed(text: &str) -> u64 {
    let mut word = 0;
    let mut digits = 0;
    for byte in text.bytes().filter(|byte| *byte != b'-') {
        if !byte.is_ascii_digit() || digits == 8 {
            return 0;
        }
        word = word << 4 | u64::from(byte - b'0');
        digits += 1;
    }
    if digits < 4 { 0 } else { word << (4 * (8 - digits)) }
}

pub fn level([left]: [u64; 1], [right]: [u64; 1]) -> u8 {
    if left == 0 || right == 0 {
        return NO_EVIDENCE;
    }
    let (left_day, right_day) = (left & 0xffff, right & 0xffff);
    let same_year = left >> 16 == right >> 16;
    if has_day(left) && has_day(right) {
        if left == right {
            return EQUAL;
        }
        if same_year && (left_day == 0x0101 || right_day == 0x0101) {
            return SAME_YEAR;
        }
        if same_year && left_day == ((right_day << 8) & 0xffff | right_day >> 8) {
            return SWAPPED;
        }
        if one_slip(left, right) {
            return ONE_DIGIT;
        }
        let years_apart = decimal(left >> 16).abs_diff(decimal(right >> 16));
        if left_day == right_day && years_apart <= NEAR_YEARS {
            return NEAR_YEAR;
        }
    }
    let months_known = left_day >> 8 != 0 && right_day >> 8 != 0;
    if same_year && months_known && left >> 8 == right >> 8 {
        SAME_MONTH
    } else if same_year {
        SAME_YEAR
    } else {
        DIFFER
    }
}

const fn has_day(date: u64) -> bool {
    date & 0xff != 0
}

/// Whether one digit differs, or two neighbours stand the other way round.
const fn one_slip(left: u64, right: u64) -> bool {
    let difference = left ^ right;
    let lowest = difference.trailing_zeros() / 4 * 4;
    let rest = difference >> lowest;
    if rest <= 0xf {
        return true;
    }
    let (left_two, right_two) = (left >> lowest & 0xff, right >> lowest & 0xff);
    rest <= 0xff && left_two == (right_two >> 4 | (right_two & 0xf) << 4)
}

const fn decimal(year: u64) -> u64 {
    (year >> 12) * 1000 + (year >> 8 & 0xf) * 100 + (year >> 4 & 0xf) * 10 + (year & 0xf)
}
