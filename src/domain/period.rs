//! Days and months, the two grains of time the schemes use, and the moments that deliveries tell.
//!
//! A day is a count of days since 1970-01-01 (the Arrow `date32`), a month a count of months since
//! year 0. Both are plain numbers, so that tables of millions of rows compare them without parsing.
//! A moment always comes from an input: nothing here asks a clock.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::offset;
use jiff::{Timestamp, ToSpan, Unit};

use super::Language;

/// A civil day, as days since 1970-01-01; in files `2026-11-23`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct Day(pub i32);

/// A civil month, as months since January of year 0; in files `2026-11`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct Month(pub i32);

/// A moment, as microseconds since 1970-01-01 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// Hours by which China's one legal time is ahead of UTC.
const LEGAL_TIME_HOURS: i8 = 8;

/// The text is not a moment in the form `2026-11-23T01:00:00+08:00`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a moment; write it as 2026-11-23T01:00:00+08:00")]
pub struct NotAMoment(pub String);

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The text is not a day of the calendar in the form `2026-11-23`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a day of the calendar; write it as 2026-11-23")]
pub struct NotADay(pub String);

impl Day {
    /// The day with this year, month and day of month, if the calendar has it.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let year = i16::try_from(year).ok()?;
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        let days = EPOCH.until((Unit::Day, date)).ok()?.get_days();
        Some(Self(days))
    }

    fn date(self) -> Date {
        EPOCH.checked_add(self.0.days()).expect("days of the programme lie within years 0 to 9999")
    }

    pub fn year(self) -> i32 {
        i32::from(self.date().year())
    }

    pub fn month_of_year(self) -> u32 {
        u32::try_from(self.date().month()).expect("a month is 1 to 12")
    }

    pub fn day_of_month(self) -> u32 {
        u32::try_from(self.date().day()).expect("a day is 1 to 31")
    }

    pub fn month(self) -> Month {
        Month::from_ym(self.year(), self.month_of_year())
    }

    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// Whole years lived on `on`, for somebody born on `self`.
    pub fn age_years(self, on: Self) -> i32 {
        let birthday = (self.month_of_year(), self.day_of_month());
        let before_birthday = (on.month_of_year(), on.day_of_month()) < birthday;
        on.year() - self.year() - i32::from(before_birthday)
    }
}

impl Month {
    /// `month` is 1 to 12.
    pub fn from_ym(year: i32, month: u32) -> Self {
        Self(year * 12 + i32::try_from(month).expect("a month is 1 to 12") - 1)
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 to 12.
    pub fn month_of_year(self) -> u32 {
        u32::try_from(self.0.rem_euclid(12) + 1).expect("a month is 1 to 12")
    }

    pub fn first_day(self) -> Day {
        Day::from_ymd(self.year(), self.month_of_year(), 1).expect("every month has a first day")
    }

    pub fn last_day(self) -> Day {
        self.plus_months(1).first_day().plus_days(-1)
    }

    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// As a Chinese reader writes it: `2026年3月`.
    pub fn in_chinese(self) -> String {
        format!("{}年{}月", self.year(), self.month_of_year())
    }

    pub fn in_language(self, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Simplified | Language::Traditional => self.in_chinese(),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month_of_year(), self.day_of_month())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month_of_year())
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        let first: Day = format!("{text}-01").parse()?;
        Ok(first.month())
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let wrong = || NotADay(text.to_owned());
        let mut parts = text.split('-').map(str::parse::<u32>);
        let mut next = || parts.next().and_then(Result::ok);
        let (Some(year), Some(month), Some(day), None) = (next(), next(), next(), next()) else {
            return Err(wrong());
        };
        let year = i32::try_from(year).map_err(|_| wrong())?;
        Self::from_ymd(year, month, day).ok_or_else(wrong)
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    /// A time without an offset is China's legal time. A day alone is no moment.
    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let legal_time = || {
            let time = text.contains(':').then(|| text.parse::<DateTime>().ok())??;
            offset(LEGAL_TIME_HOURS).to_timestamp(time).ok()
        };
        let moment = text.parse::<Timestamp>().ok().or_else(legal_time);
        moment
            .map(|moment| Self(moment.as_microsecond()))
            .ok_or_else(|| NotAMoment(text.to_owned()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = Timestamp::from_microsecond(self.0).map_err(|_| fmt::Error)?;
        write!(f, "{}", moment.display_with_offset(offset(LEGAL_TIME_HOURS)))
    }
}
