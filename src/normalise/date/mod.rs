//! Dates with their precision, months and school terms.
//!
//! One parser reads every form extracts use; what a text does not say is not invented: `2026-03` has
//! no day, `20230500` is May, and `85.3.2` is of no century. Dates that say themselves that they are
//! lunar are made solar.
//!
//! Dates that systems write for "none" are no date: `9999-12-31`, `0000-00-00`, and the days from
//! which spreadsheets and databases count (`1899-12-30`, `1900-01-01`, `0001-01-01`). People are born
//! on 1970-01-01, so it stands for none only with the time that the first instant of computers has in
//! Beijing, 08:00.

mod lunar;
mod written;

use std::fmt;

use serde::Deserialize;

use super::fault::Fault;
use super::text::{fold, is_nothing};
use crate::domain::{Day, Month};
use written::Written;

/// A date as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    pub year: i32,
    /// 1 to 12.
    pub month: Option<u32>,
    pub day: Option<u32>,
}

/// How a date may be written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateForm {
    /// `20261105`, also with a time behind it.
    Compact,
    /// `2026-11-05`, `2026/11/5`, `2026.11.05`, also with a time behind it.
    Separated,
    /// `2026年11月5日`, `二〇二六年十一月五日`.
    Chinese,
    /// `46331`: days since 1899-12-30, as spreadsheets count.
    Serial,
    /// `202611`, `2026-11`, `2026年11月`, `20261100`.
    Month,
    /// `2026`, `2026年`.
    Year,
    /// `农历一九五〇年五月初三`, `1950年腊月廿三`: only where the text says that it is lunar.
    Lunar,
    /// `05/11/2026`, the fifth of November: only where the column says so.
    DayFirst,
    /// `11/05/2026`, the fifth of November: only where the column says so.
    MonthFirst,
    /// `1793808000000`, the milliseconds since 1970: only where the column says so.
    EpochMilliseconds,
}

/// Years a person of an extract can have been born in or a fact can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2199;

impl PartialDate {
    /// The first day it can mean.
    pub fn first_day(self) -> Option<Day> {
        Day::from_ymd(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day it can mean.
    pub fn last_day(self) -> Option<Day> {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first_day(),
            (Some(month), None) => Some(Month::from_ym(self.year, month).last_day()),
            _ => Day::from_ymd(self.year, 12, 31),
        }
    }

    /// Its month; January where only the year is known.
    pub fn month(self) -> Month {
        Month::from_ym(self.year, self.month.unwrap_or(1))
    }
}

/// `1950-03-02`, `1950-03` or `1950`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every row has a birth date, and formatting with a width costs as much as reading it.
        let mut text = [b'-'; 10];
        let mut put = |at: usize, digits: usize, mut number: u32| {
            for place in (at..at + digits).rev() {
                text[place] = b'0' + u8::try_from(number % 10).expect("a digit is below ten");
                number /= 10;
            }
        };
        put(0, 4, self.year.unsigned_abs());
        put(5, 2, self.month.unwrap_or(0));
        put(8, 2, self.day.unwrap_or(0));
        let length = match (self.month, self.day) {
            (None, _) => 4,
            (_, None) => 7,
            _ => 10,
        };
        f.write_str(std::str::from_utf8(&text[..length]).expect("digits and dashes"))
    }
}

/// Reads a date; `None` when the text stands for none. No forms given means every form but those that
/// only a column can allow.
pub fn date(raw: &str, forms: &[DateForm]) -> Result<Option<PartialDate>, Fault> {
    let text = fold(raw);
    if is_none(&text) {
        return Ok(None);
    }
    let allows = |form| forms.is_empty() || forms.contains(&form);
    if lunar::says_so(&text) {
        let solar = lunar::solar(&text)?;
        return if allows(DateForm::Lunar) { Ok(Some(solar)) } else { Err(Fault::InvalidDate) };
    }
    let found = written::split(&text, forms)?;
    if is_default(&found) {
        return Ok(None);
    }
    let real = real(found.year, found.month, found.day).filter(|_| allows(found.form));
    real.map(Some).ok_or(Fault::InvalidDate)
}

fn is_none(text: &str) -> bool {
    is_nothing(text) || matches!(text, "0" | "长期" | "至今" | "永久" | "长期有效")
}

/// The date with these numbers, if the calendar has it.
fn real(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    let found =
        PartialDate { year, month: (month > 0).then_some(month), day: (day > 0).then_some(day) };
    let real = YEARS.contains(&year) && month <= 12 && (month > 0 || day == 0);
    (real && day <= days_of(year, month)).then_some(found)
}

/// What a date that cannot be read was probably meant to be: month and day the other way round, or the
/// only century that is not yet to come.
pub fn probable(raw: &str, latest: Day) -> Option<PartialDate> {
    let text = fold(raw);
    if let Ok(found) = written::split(&text, &[]) {
        let swapped = real(found.year, found.day, found.month);
        return swapped.filter(|_| (13..=31).contains(&found.month) && found.day > 0);
    }
    let year: i32 = text.get(..2)?.parse().ok()?;
    let past = 2000 + year > latest.year();
    date(&format!("19{text}"), &[]).ok().flatten().filter(|_| past)
}

/// Reads a date as written, in the form of [`PartialDate`], also where no calendar has it.
pub fn written_date(raw: &str) -> Result<Option<String>, Fault> {
    let text = fold(raw);
    if is_nothing(&text) {
        return Ok(None);
    }
    let found = written::split(&text, &[])?;
    if is_default(&found) {
        return Ok(None);
    }
    let day = (found.day > 0).then_some(found.day);
    let month = (found.month > 0 || day.is_some()).then_some(found.month);
    Ok(Some(PartialDate { year: found.year, month, day }.to_string()))
}

/// Reads a month, from a month or a day.
pub fn month(raw: &str) -> Result<Option<Month>, Fault> {
    match date(raw, &[]) {
        Ok(None) => Ok(None),
        Ok(Some(found)) if found.month.is_some() => Ok(Some(found.month())),
        _ => Err(Fault::InvalidMonth),
    }
}

/// Reads a school term as its first month: September for autumn, March for spring.
///
/// Known are `2026秋`, `2026春季`, `2026上` (the first half of the year), `2026-2027-1` and
/// `2026-2027学年第二学期`.
pub fn term(raw: &str) -> Result<Option<Month>, Fault> {
    let text = fold(raw);
    if is_nothing(&text) {
        return Ok(None);
    }
    let numbers: Vec<i32> = text
        .split(|character: char| !character.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let year = numbers.first().copied().filter(|year| YEARS.contains(year));
    let year = year.ok_or(Fault::InvalidTerm)?;
    let pair = numbers.get(1) == Some(&(year + 1));
    let last = if pair { numbers.get(2) } else { None };
    let second = text.contains("第二学期") || text.contains("下学期") || last == Some(&2);
    let first = text.contains("第一学期") || text.contains("上学期") || last == Some(&1);
    let found = if pair && (first || second) {
        if second { Month::from_ym(year + 1, 3) } else { Month::from_ym(year, 9) }
    } else if text.contains('秋') || text.ends_with('下') {
        Month::from_ym(year, 9)
    } else if text.contains('春') || text.ends_with('上') {
        Month::from_ym(year, 3)
    } else {
        return Err(Fault::InvalidTerm);
    };
    Ok(Some(found))
}

/// Whether systems write this date for "none".
const fn is_default(found: &Written) -> bool {
    match (found.year, found.month, found.day) {
        (9999, _, _) | (0, 0, 0) | (1, 1, 1) | (2999, 12, 31) => true,
        (1970, 1, 1) => found.is_epoch,
        (year, month, day) => matches!((year, month, day), (1900, 1, 0 | 1) | (1899, 12, 30 | 31)),
    }
}

fn days_of(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
