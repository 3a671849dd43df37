//! Dates with their precision, months and school terms.
//!
//! One parser reads every form extracts use; what a text does not say is not invented: `2026-03` has
//! no day, and `20230500` is May. Defaults that stand for "none" (`9999-12-31`, `0000-00-00`,
//! `1900-01-01`) are no date. Dates of the lunar calendar are refused, not converted: a comparison
//! may try them, a normal form must not guess.

use std::fmt;

use serde::Deserialize;

use super::fault::Fault;
use super::numeral;
use super::text::{fold, is_nothing};
use crate::domain::{Day, Month};

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
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Reads a date; `None` when the text stands for none. No forms given means any form.
pub fn date(raw: &str, forms: &[DateForm]) -> Result<Option<PartialDate>, Fault> {
    let text = fold(raw);
    if is_nothing(&text) || matches!(text.as_ref(), "长期" | "至今" | "永久") {
        return Ok(None);
    }
    let Some((form, year, month, day)) = split(&text) else {
        return Err(Fault::InvalidDate);
    };
    if is_default(year, month, day) {
        return Ok(None);
    }
    let allowed = forms.is_empty() || forms.contains(&form);
    let found =
        PartialDate { year, month: (month > 0).then_some(month), day: (day > 0).then_some(day) };
    let real = YEARS.contains(&year) && month <= 12 && (month > 0 || day == 0);
    let real = real && found.day.is_none_or(|day| day <= days_of(year, month));
    if allowed && real { Ok(Some(found)) } else { Err(Fault::InvalidDate) }
}

/// Reads a date as written, in the form of [`PartialDate`], also where no calendar has it.
pub fn written_date(raw: &str) -> Result<Option<String>, Fault> {
    let text = fold(raw);
    if is_nothing(&text) {
        return Ok(None);
    }
    let (_, year, month, day) = split(&text).ok_or(Fault::InvalidDate)?;
    if is_default(year, month, day) {
        return Ok(None);
    }
    let day = (day > 0).then_some(day);
    let month = (month > 0 || day.is_some()).then_some(month);
    Ok(Some(PartialDate { year, month, day }.to_string()))
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

/// The form and the numbers of a date, whether or not the calendar has it; 0 for what is not given.
fn split(text: &str) -> Option<(DateForm, i32, u32, u32)> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(text);
    }
    if text.contains('年') {
        return chinese(text);
    }
    let date = text.split(['T', ' ']).next()?;
    let time = &text[date.len()..];
    if let Some(found) = compact(date).filter(|_| date.len() == 8 && time.contains(':')) {
        return Some(found);
    }
    let separator = date.chars().find(|character| !character.is_ascii_digit())?;
    if !"-/.".contains(separator) {
        return None;
    }
    let mut parts = date.trim_end_matches(separator).split(separator);
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = small(parts.next()?)?;
    let day = parts.next();
    if parts.next().is_some() {
        return None;
    }
    match day.map(small) {
        None => Some((DateForm::Month, year, month, 0)),
        Some(day) => Some((DateForm::Separated, year, month, day?)),
    }
}

fn small(digits: &str) -> Option<u32> {
    let is_small = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_small.then(|| digits.parse().ok()).flatten()
}

fn compact(text: &str) -> Option<(DateForm, i32, u32, u32)> {
    let year = || text.get(..4)?.parse::<i32>().ok();
    let two = |from: usize| text.get(from..from + 2)?.parse::<u32>().ok();
    match text.len() {
        4 => Some((DateForm::Year, year()?, 0, 0)),
        5 => serial(text.parse().ok()?),
        6 => Some((DateForm::Month, year()?, two(4)?, 0)),
        8 | 12 | 14 => {
            let (month, day) = (two(4)?, two(6)?);
            let form = match (month, day) {
                (0, 0) => DateForm::Year,
                (_, 0) => DateForm::Month,
                _ => DateForm::Compact,
            };
            Some((form, year()?, month, day))
        }
        _ => None,
    }
}

/// A spreadsheet's day number, from 1927 to 2064: smaller and larger ones are no dates here.
fn serial(days: i32) -> Option<(DateForm, i32, u32, u32)> {
    /// 1970-01-01 as a spreadsheet counts it.
    const EPOCH: i32 = 25_569;
    let day = (10_000..60_000).contains(&days).then(|| Day(days - EPOCH))?;
    Some((DateForm::Serial, day.year(), day.month_of_year(), day.day_of_month()))
}

fn chinese(text: &str) -> Option<(DateForm, i32, u32, u32)> {
    let (year, rest) = text.split_once('年')?;
    let year = numeral::number(year).filter(|_| year.chars().count() == 4)?;
    let year = i32::try_from(year).ok()?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some((DateForm::Year, year, 0, 0));
    }
    let (month, rest) = rest.split_once('月').unwrap_or((rest, ""));
    let month = numeral::number(month.trim())?;
    let day = rest.trim().split(['日', '号']).next()?.trim();
    if day.is_empty() {
        return Some((DateForm::Month, year, month, 0));
    }
    Some((DateForm::Chinese, year, month, numeral::number(day)?))
}

/// Whether systems write this date for "none".
const fn is_default(year: i32, month: u32, day: u32) -> bool {
    matches!((year, month, day), (0, 0, 0) | (9999, _, _) | (1900 | 1, 1, 1))
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
