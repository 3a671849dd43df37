//! Lunar dates: texts that say themselves that they are of the lunar calendar, made solar.
//!
//! A bare `1950-05-03` may be lunar, too, and is taken as it stands: a comparison may try it, a normal
//! form must not guess. A lunar month lies in two solar ones, so without its day only the year is kept.

use super::written;
use super::{Fault, PartialDate};
use crate::domain::LunarDate;
use crate::normalise::numeral;

/// Words for the lunar calendar.
const CALENDARS: [&str; 6] = ["农历", "阴历", "旧历", "古历", "夏历", "農曆"];

/// Whether a folded text says that its date is lunar.
pub fn says_so(text: &str) -> bool {
    const MONTHS: [&str; 4] = ["正月", "冬月", "腊月", "闰"];
    let first_ten = || {
        let mut pairs = text.chars().zip(text.chars().skip(1));
        pairs.any(|(one, next)| one == '初' && numeral::is_numeral(next))
    };
    let words = CALENDARS.iter().chain(&MONTHS);
    !text.is_ascii() && (words.into_iter().any(|word| text.contains(word)) || first_ten())
}

/// The solar date that a lunar one names.
pub fn solar(text: &str) -> Result<PartialDate, Fault> {
    let mut plain: String = text.chars().filter(|c| !matches!(c, '(' | ')' | ' ' | ':')).collect();
    for calendar in CALENDARS {
        plain = plain.replace(calendar, "");
    }
    let found = if plain.contains('年') { in_words(&plain) } else { in_digits(&plain) };
    let not_lunar = |fault| match fault {
        Fault::InvalidDate => Fault::InvalidLunarDate,
        other => other,
    };
    found.map_err(not_lunar)?.solar().ok_or(Fault::InvalidLunarDate)
}

/// A date of the lunar calendar, as far as it is said.
struct Lunar {
    year: i32,
    month: Option<(u32, bool)>,
    day: Option<u32>,
}

impl Lunar {
    fn solar(&self) -> Option<PartialDate> {
        let Some((month, leap)) = self.month else {
            return self.of_year(self.year);
        };
        if let Some(day) = self.day {
            return self.on(month, leap, day);
        }
        // Every lunar month has twenty-nine days at least.
        let (first, last) = (self.on(month, leap, 1)?, self.on(month, leap, 29)?);
        if first.year == last.year { self.of_year(first.year) } else { None }
    }

    fn of_year(&self, year: i32) -> Option<PartialDate> {
        LunarDate::YEARS.contains(&self.year).then_some(PartialDate {
            year,
            month: None,
            day: None,
        })
    }

    fn on(&self, month: u32, is_leap: bool, day: u32) -> Option<PartialDate> {
        let solar = LunarDate { year: self.year, month, is_leap, day }.solar()?;
        Some(PartialDate {
            year: solar.year(),
            month: Some(solar.month_of_year()),
            day: Some(solar.day_of_month()),
        })
    }
}

/// `1950年闰四月初三`, `一九五〇年腊月`.
fn in_words(text: &str) -> Result<Lunar, Fault> {
    let (year, rest) = text.split_once('年').unwrap_or((text, ""));
    let year = written::year_in_words(year)?;
    let year = i32::try_from(year).map_err(|_| Fault::InvalidLunarDate)?;
    let (month, rest) = rest.split_once('月').unwrap_or((rest, ""));
    let day = rest.trim_end_matches(['生', '日', '号']);
    let day = day.strip_prefix('初').unwrap_or(day);
    let is_nothing = month.is_empty() && rest.is_empty();
    let month = if is_nothing { None } else { Some(month_in_words(month)?) };
    let day = if day.is_empty() { None } else { Some(small(day)?) };
    Ok(Lunar { year, month, day })
}

fn month_in_words(text: &str) -> Result<(u32, bool), Fault> {
    let (leap, month) = text.strip_prefix('闰').map_or((false, text), |rest| (true, rest));
    let month = match month {
        "正" => 1,
        "冬" => 11,
        "腊" => 12,
        other => small(other)?,
    };
    Ok((month, leap))
}

fn small(numeral: &str) -> Result<u32, Fault> {
    let number = numeral::number(numeral);
    number.filter(|number| *number > 0).ok_or(Fault::InvalidLunarDate)
}

/// `1950-05-03` behind a word for the calendar.
fn in_digits(text: &str) -> Result<Lunar, Fault> {
    let found = written::split(text, &[])?;
    let part = |number: u32| Some(number).filter(|number| *number > 0);
    let month = part(found.month).map(|month| (month, false));
    Ok(Lunar { year: found.year, month, day: part(found.day) })
}
