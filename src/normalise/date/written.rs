//! Written dates: the form and the numbers of a date, whether or not the calendar has it.

use super::{DateForm, Fault};
use crate::domain::Day;
use crate::normalise::numeral;

/// The numbers of a date; 0 for what is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub form: DateForm,
    pub year: i32,
    pub month: u32,
    pub day: u32,
    /// Whether the time behind it is that of the first instant computers count, which systems write
    /// for "none".
    pub is_epoch: bool,
}

const fn written(form: DateForm, year: i32, month: u32, day: u32) -> Written {
    Written { form, year, month, day, is_epoch: false }
}

/// Takes a folded text apart. `forms` are those that the column must allow by name.
pub fn split(text: &str, forms: &[DateForm]) -> Result<Written, Fault> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(text, forms);
    }
    if !text.is_ascii() && text.contains('年') {
        return in_words(text);
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && !"-/.".contains(c)).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let found = match date.find(|c: char| !c.is_ascii_digit()) {
        Some(_) => separated(date, forms)?,
        // Digits with a time behind them are a date only if they are a day.
        None if date.len() == 8 => compact(date, forms)?,
        None => return Err(Fault::InvalidDate),
    };
    behind(found, rest)
}

/// The date, a day earlier or later if the time behind it says so: a time of another zone is that of
/// Beijing, as a program wrote what a person meant by it.
fn behind(found: Written, rest: &str) -> Result<Written, Fault> {
    if rest.is_empty() {
        return Ok(found);
    }
    let time = Time::read(rest).filter(|_| found.day > 0).ok_or(Fault::InvalidDate)?;
    let day = Day::from_ymd(found.year, found.month, found.day);
    let Some(day) = day.filter(|_| time.zone.is_some()) else {
        return Ok(Written { is_epoch: time.minutes == BEIJING, ..found });
    };
    let there = time.minutes - time.zone.unwrap_or(BEIJING) + BEIJING;
    let day = day.plus_days(there.div_euclid(DAY));
    let found = written(found.form, day.year(), day.month_of_year(), day.day_of_month());
    Ok(Written { is_epoch: there.rem_euclid(DAY) == BEIJING, ..found })
}

/// Minutes of a day, and by how many Beijing is ahead of universal time.
const DAY: i32 = 24 * 60;
const BEIJING: i32 = 8 * 60;

/// A time of day.
struct Time {
    minutes: i32,
    /// Minutes ahead of universal time, where the text says.
    zone: Option<i32>,
}

impl Time {
    /// `T08:30:00.0Z`, ` 8:30`, ` 08时30分`, `T08:30:00+08:00`, ` 上午8:30:00`.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['T', ' ']);
        let half = ["上午", "下午"].iter().find_map(|half| text.strip_prefix(half));
        let (clock, zone) = Self::split_zone(half.unwrap_or(text).trim())?;
        let clock = clock.trim_end_matches(['分', '秒']).replace(['时', '分', '点'], ":");
        let mut parts = clock.trim_end_matches(':').splitn(3, ':');
        let hour = two(parts.next()?).filter(|hour| *hour <= 24)?;
        let minute = parts.next().map_or(Some(0), two).filter(|minute| *minute < 60)?;
        let seconds = parts.next().unwrap_or("0");
        let is_second = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        let whole = seconds.split('.').next().and_then(two).is_some_and(|second| second <= 60);
        let fits = whole && seconds.bytes().all(is_second) && clock.contains(':');
        let hour = if text.starts_with("下午") && hour < 12 { hour + 12 } else { hour };
        fits.then_some(Self { minutes: hour * 60 + minute, zone })
    }

    fn split_zone(text: &str) -> Option<(&str, Option<i32>)> {
        if let Some(clock) = text.strip_suffix(['Z', 'z']) {
            return Some((clock, Some(0)));
        }
        let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
        let (clock, zone) = text.split_at(at);
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let digits: String = zone.chars().skip(1).filter(|c| *c != ':').collect();
        let digits = if digits.len() == 2 { format!("{digits}00") } else { digits };
        let (hours, minutes) = (two(digits.get(..2)?)?, two(digits.get(2..)?)?);
        Some((clock.trim_end(), Some(sign * (hours * 60 + minutes))))
    }
}

fn two(digits: &str) -> Option<i32> {
    small(digits).and_then(|number| i32::try_from(number).ok())
}

fn small(digits: &str) -> Option<u32> {
    let is_small = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_small.then(|| digits.parse().ok()).flatten()
}

/// `2026-11-05` and, if the column allows it, `05/11/2026`.
fn separated(date: &str, forms: &[DateForm]) -> Result<Written, Fault> {
    let wrong = Fault::InvalidDate;
    let separator = date.chars().find(|c| !c.is_ascii_digit()).ok_or(wrong)?;
    // One more than a date has, for what is none.
    let (mut parts, mut count) = ([""; 4], 0);
    for (place, part) in parts.iter_mut().zip(date.trim_end_matches(separator).split(separator)) {
        *place = part;
        count += 1;
    }
    let year = |digits: &str| digits.parse::<i32>().ok().filter(|_| digits.len() == 4).ok_or(wrong);
    let number = |digits: &str| small(digits).ok_or(wrong);
    match parts[..count] {
        [days, part] if separator == '.' && days.len() == 5 => {
            let is_part = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            serial(days.parse().ok().filter(|_| is_part).ok_or(wrong)?)
        }
        [first, month] if first.len() == 4 => {
            Ok(written(DateForm::Month, year(first)?, number(month)?, 0))
        }
        [first, month, day] if first.len() == 4 => {
            let form = DateForm::Separated;
            Ok(written(form, year(first)?, number(month)?, number(day)?))
        }
        [first, second, last] if last.len() == 4 => {
            let (first, second, year) = (number(first)?, number(second)?, year(last)?);
            if forms.contains(&DateForm::DayFirst) {
                return Ok(written(DateForm::DayFirst, year, second, first));
            }
            let month_first = forms.contains(&DateForm::MonthFirst);
            month_first.then_some(written(DateForm::MonthFirst, year, first, second)).ok_or(wrong)
        }
        [first, second, last] if [first, second, last].iter().all(|part| small(part).is_some()) => {
            Err(Fault::TwoDigitYear)
        }
        _ => Err(wrong),
    }
}

fn compact(text: &str, forms: &[DateForm]) -> Result<Written, Fault> {
    let two = |from: usize| text.get(from..from + 2).and_then(small).ok_or(Fault::InvalidDate);
    let year = text.get(..4).and_then(|year| year.parse().ok()).ok_or(Fault::InvalidDate);
    match text.len() {
        4 => Ok(written(DateForm::Year, year?, 0, 0)),
        5 => serial(text.parse().map_err(|_| Fault::InvalidDate)?),
        6 => {
            let found = written(DateForm::Month, year?, two(4)?, 0);
            let is_month = super::YEARS.contains(&found.year) && found.month <= 12;
            let short = (1..=12).contains(&two(2)?) && (1..=31).contains(&two(4)?);
            if short && !is_month && found.year != 0 { Err(Fault::TwoDigitYear) } else { Ok(found) }
        }
        8 | 12 | 14 => {
            let (month, day) = (two(4)?, two(6)?);
            let form = match (month, day) {
                (0, 0) => DateForm::Year,
                (_, 0) => DateForm::Month,
                _ => DateForm::Compact,
            };
            Ok(written(form, year?, month, day))
        }
        13 if forms.contains(&DateForm::EpochMilliseconds) => {
            let milliseconds: i64 = text.parse().map_err(|_| Fault::InvalidDate)?;
            let minutes = milliseconds / 60_000 + i64::from(BEIJING);
            let days = i32::try_from(minutes / i64::from(DAY)).map_err(|_| Fault::InvalidDate)?;
            let day = Day(days);
            let form = DateForm::EpochMilliseconds;
            let found = written(form, day.year(), day.month_of_year(), day.day_of_month());
            Ok(Written { is_epoch: milliseconds == 0, ..found })
        }
        _ => Err(Fault::InvalidDate),
    }
}

/// A spreadsheet's day number, from 1927 to 2064: smaller and larger ones are no dates here.
fn serial(days: i32) -> Result<Written, Fault> {
    /// 1970-01-01 as a spreadsheet counts it.
    const EPOCH: i32 = 25_569;
    let day = (10_000..60_000).contains(&days).then(|| Day(days - EPOCH));
    let day = day.ok_or(Fault::InvalidDate)?;
    Ok(written(DateForm::Serial, day.year(), day.month_of_year(), day.day_of_month()))
}

/// A year of four digits or numerals; `二OO八` has letters for noughts.
pub fn year_in_words(text: &str) -> Result<u32, Fault> {
    let text = text.trim().replace(['O', 'o'], "0");
    match (text.chars().count(), numeral::number(&text)) {
        (4, Some(year)) => Ok(year),
        (2, Some(_)) => Err(Fault::TwoDigitYear),
        _ => Err(Fault::InvalidDate),
    }
}

/// `2026年11月5日`, `二〇二六年十一月五日`, `2026年11月份`, `2026年11月上旬`.
fn in_words(text: &str) -> Result<Written, Fault> {
    let (year, rest) = text.split_once('年').ok_or(Fault::InvalidDate)?;
    let year = i32::try_from(year_in_words(year)?).map_err(|_| Fault::InvalidDate)?;
    let rest = rest.trim().trim_end_matches("出生").trim_end_matches('生');
    if matches!(rest, "" | "初" | "底" | "末" | "度") {
        return Ok(written(DateForm::Year, year, 0, 0));
    }
    let number = |text: &str| numeral::number(text.trim()).ok_or(Fault::InvalidDate);
    let (month, rest) = rest.split_once('月').unwrap_or((rest, ""));
    let (month, rest) = (number(month)?, rest.trim());
    if matches!(rest, "" | "份" | "初" | "底" | "末" | "上旬" | "中旬" | "下旬") {
        return Ok(written(DateForm::Month, year, month, 0));
    }
    let (day, rest) = rest.split_once(['日', '号']).unwrap_or((rest, ""));
    behind(written(DateForm::Chinese, year, month, number(day)?), rest.trim())
}
