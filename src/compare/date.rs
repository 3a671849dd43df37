//! Dates: birth dates as given, with the slips that clerks and old registers make.
//!
//! A date is eight decimal digits packed four bits each; unknown month or day is 00. The first of
//! January is what many systems write for "only the year is known", so it agrees with any day of
//! its year as weakly as a year does.
//!
//! Registers are solar by rule, but the old were often taken down from what they said, and they said
//! the lunar date. Where the settings ask for it, a date that is the other's when it is read as a lunar
//! one has a level of its own. A lunar date lags behind its solar day by three to eight weeks, so the
//! lag stands beside the digits and the pair loop only subtracts.

use super::Level;
use super::digits;
use super::field::column;
use crate::domain::{Day, Identities, LunarDate, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    /// Dates such as `1950-03-02`, `1950-03` or `1950`.
    pub field: String,
    /// Whether a date may have been written by the Chinese calendar as if it were the solar one.
    #[serde(default)]
    pub lunar: bool,
}

const EQUAL: u8 = 1;
const SWAPPED: u8 = 2;
const ONE_DIGIT: u8 = 3;
const NEAR_YEAR: u8 = 4;
const SAME_MONTH: u8 = 5;
const SAME_YEAR: u8 = 6;
const DIFFER: u8 = 7;

/// Stands before the levels from [`ONE_DIGIT`] on, where it is asked for.
const LUNAR: u8 = 3;

const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "日期相同" },
    Level { code: "swapped", chinese: "月日互换" },
    Level { code: "one_digit", chinese: "日期差一位或相邻两位颠倒" },
    Level { code: "near_year", chinese: "月日相同，年份差一两年" },
    Level { code: "same_month", chinese: "年月相同" },
    Level { code: "same_year", chinese: "年份相同" },
    Level { code: "differ", chinese: "日期不同" },
];

const LEVELS_WITH_LUNAR: &[Level] = &[
    LEVELS[0],
    LEVELS[1],
    Level { code: "lunar", chinese: "农历生日误作公历" },
    LEVELS[2],
    LEVELS[3],
    LEVELS[4],
    LEVELS[5],
    LEVELS[6],
];

impl Settings {
    pub const fn levels(&self) -> &'static [Level] {
        if self.lunar { LEVELS_WITH_LUNAR } else { LEVELS }
    }

    pub fn kernel(&self) -> fn([u64; 1], [u64; 1]) -> u8 {
        if self.lunar { level_with_lunar } else { level }
    }
}

/// The most years that age by tradition (虚岁) and its double counting move a birth year.
const NEAR_YEARS: u64 = 2;

/// The digits; above them stands what the lunar calendar says of the date, if it is asked.
const DIGITS: u64 = 0xffff_ffff;
/// Sixteen bits: the solar day's number; 0 for none.
const DAY_SHIFT: u32 = 32;
/// Eight bits each: by how many days the date, read as lunar, is later than as a solar one, for the
/// month of its number and for the leap month that may follow it; 0 for no such date.
const LAG_SHIFT: u32 = 48;
const LEAP_LAG_SHIFT: u32 = 56;
/// The day before 1901-01-01, from which days are counted.
const DAY_ZERO: i32 = -25_203;

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 1]> {
    let dates = column(identities, &settings.field);
    let packed = |text: &str| match packed(text) {
        digits if settings.lunar => digits | calendar(text),
        digits => digits,
    };
    let words = dates.map(|text| text.map_or(0, packed));
    dates.numbers().iter().map(|number| [words[*number as usize]]).collect()
}

/// Eight digits, four bits each; 0 when the text is no date.
fn packed(text: &str) -> u64 {
    let count = text.len() - text.matches('-').count();
    let digits = digits::packed(text.bytes().filter(|byte| *byte != b'-'));
    digits.filter(|_| (4..=8).contains(&count)).map_or(0, |word| word << (4 * (8 - count)))
}

/// What stands above the digits of a day; nothing for a year that is written as its first day.
fn calendar(text: &str) -> u64 {
    let Some(day) = text.parse::<Day>().ok().filter(|_| !text.ends_with("-01-01")) else {
        return 0;
    };
    let Ok(number @ 1..) = u16::try_from(day.0 - DAY_ZERO) else { return 0 };
    let [lag, leap_lag] = LunarDate::meant_by(day).map(|meant| {
        meant.and_then(|meant| u8::try_from(meant.0 - day.0).ok()).map_or(0, u64::from)
    });
    u64::from(number) << DAY_SHIFT | lag << LAG_SHIFT | leap_lag << LEAP_LAG_SHIFT
}

fn level_with_lunar([left]: [u64; 1], [right]: [u64; 1]) -> u8 {
    match level([left & DIGITS], [right & DIGITS]) {
        closer @ ..LUNAR => closer,
        _ if is_lunar(left, right) => LUNAR,
        further => further + 1,
    }
}

/// Whether the earlier date, read as lunar, is the later one.
const fn is_lunar(left: u64, right: u64) -> bool {
    let (day, day_too) = (left >> DAY_SHIFT & 0xffff, right >> DAY_SHIFT & 0xffff);
    let earlier = if day < day_too { left } else { right };
    let (lag, leap_lag) = (earlier >> LAG_SHIFT & 0xff, earlier >> LEAP_LAG_SHIFT);
    let apart = day.abs_diff(day_too);
    let most = LunarDate::ALMANACS_APART_DAYS as u64;
    let is_known = day != 0 && day_too != 0;
    let is_lag = lag != 0 && apart.abs_diff(lag) <= most;
    let is_leap_lag = leap_lag != 0 && apart.abs_diff(leap_lag) <= most;
    is_known && (is_lag || is_leap_lag)
}

fn level([left]: [u64; 1], [right]: [u64; 1]) -> u8 {
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
        if digits::one_slip(left, right) {
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

const fn decimal(year: u64) -> u64 {
    (year >> 12) * 1000 + (year >> 8 & 0xf) * 100 + (year >> 4 & 0xf) * 10 + (year & 0xf)
}
