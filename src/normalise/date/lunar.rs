//! Lunar dates: texts that say themselves that they are of the lunar calendar, made solar.
//!
//! A bare `1950-05-03` may be lunar, too, and is taken as it stands: a comparison may try it, a normal
//! form must not guess. A lunar month lies in two solar ones, so without its day only the year is kept.

use chinese_lunisolar_calendar::LunisolarDate;

use super::written;
use super::{Fault, PartialDate};
use crate::normalise::numeral;

/// Words for the lunar calendar.
const CALENDARS: [&str; 6] = ["农历", "阴历", "旧历", "古历", "夏历", "農曆"];
/// Years in which the conversion is checked against other tables of months.
const YEARS: std::ops::RangeInclusive<u32> = 1901..=2048;

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

/// A date of the lunar calendar.
struct Lunar {
    year: u32,
    month: Option<(u8, bool)>,
    day: Option<u8>,
}

impl Lunar {
    fn solar(&self) -> Option<PartialDate> {
        let Some((month, leap)) = self.month else {
            return self.of_year(i32::try_from(self.year).ok()?);
        };
        if let Some(day) = self.day {
            return self.on(month, leap, day);
        }
        // Every lunar month has twenty-nine days at least.
        let (first, last) = (self.on(month, leap, 1)?, self.on(month, leap, 29)?);
        if first.year == last.year { self.of_year(first.year) } else { None }
    }

    fn of_year(&self, year: i32) -> Option<PartialDate> {
        YEARS.contains(&self.year).then_some(PartialDate { year, month: None, day: None })
    }

    fn on(&self, month: u8, leap: bool, day: u8) -> Option<PartialDate> {
        let year = u16::try_from(self.year).ok().filter(|_| YEARS.contains(&self.year))?;
        let solar = LunisolarDate::from_ymd(year, month, leap, day).ok()?.to_solar_date();
        Some(PartialDate {
            year: i32::from(solar.to_solar_year().to_u16()),
            month: Some(u32::from(solar.to_solar_month().to_u8())),
            day: Some(u32::from(solar.to_solar_day().to_u8())),
        })
    }
}

/// `1950年闰四月初三`, `一九五〇年腊月`.
fn in_words(text: &str) -> Result<Lunar, Fault> {
    let (year, rest) = text.split_once('年').unwrap_or((text, ""));
    let year = written::year_in_words(year)?;
    let (month, rest) = rest.split_once('月').unwrap_or((rest, ""));
    let day = rest.trim_end_matches(['生', '日', '号']);
    let day = day.strip_prefix('初').unwrap_or(day);
    let is_nothing = month.is_empty() && rest.is_empty();
    let month = if is_nothing { None } else { Some(month_in_words(month)?) };
    let day = if day.is_empty() { None } else { Some(small(day)?) };
    Ok(Lunar { year, month, day })
}

fn month_in_words(text: &str) -> Result<(u8, bool), Fault> {
    let (leap, month) = text.strip_prefix('闰').map_or((false, text), |rest| (true, rest));
    let month = match month {
        "正" => 1,
        "冬" => 11,
        "腊" => 12,
        other => small(other)?,
    };
    Ok((month, leap))
}

fn small(numeral: &str) -> Result<u8, Fault> {
    let number = numeral::number(numeral).and_then(|number| u8::try_from(number).ok());
    number.filter(|number| *number > 0).ok_or(Fault::InvalidLunarDate)
}

/// `1950-05-03` behind a word for the calendar.
fn in_digits(text: &str) -> Result<Lunar, Fault> {
    let found = written::split(text, &[])?;
    let year = u32::try_from(found.year).map_err(|_| Fault::InvalidLunarDate)?;
    let part = |number: u32| u8::try_from(number).ok().filter(|number| *number > 0);
    Ok(Lunar { year, month: part(found.month).map(|month| (month, false)), day: part(found.day) })
}
