//! Lunar dates: days of the Chinese calendar, as the solar days they are.
//!
//! The one place that asks a table of lunar months. Years in which that table is not checked against
//! others have no answer.

use std::ops::RangeInclusive;

use chinese_lunisolar_calendar::{LunisolarDate, SolarDate};

use super::Day;

/// A date of the Chinese calendar; its months have 29 or 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LunarDate {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// Whether this is the leap month that follows the month of its number.
    pub is_leap: bool,
    /// 1 to 30.
    pub day: u32,
}

impl LunarDate {
    /// How far apart two almanacs may put one date.
    pub const ALMANACS_APART_DAYS: u32 = 1;

    /// The lunar years that are converted.
    pub const YEARS: RangeInclusive<i32> = 1901..=2048;

    /// The lunar date of a day.
    pub fn of(day: Day) -> Option<Self> {
        let (year, month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month_of_year()));
        let (month, day) = (month.ok()?, u8::try_from(day.day_of_month()).ok()?);
        let solar = SolarDate::from_ymd(year, month, day).ok()?;
        let lunar = LunisolarDate::from_solar_date(solar).ok()?;
        let date = Self {
            year: lunar.to_lunisolar_year().to_u16().into(),
            // The table numbers a leap month a hundred above the month it follows.
            month: u32::from(lunar.to_lunar_month().to_u8()) % 100,
            is_leap: lunar.to_lunar_month().is_leap_month(),
            day: lunar.to_lunar_day().to_u8().into(),
        };
        Self::YEARS.contains(&date.year).then_some(date)
    }

    /// The days that a date means whose numbers are those of the lunar calendar: of the month, and of the
    /// leap month that may follow it.
    pub fn meant_by(written: Day) -> [Option<Day>; 2] {
        let (year, month) = (written.year(), written.month_of_year());
        let date = |is_leap| Self { year, month, is_leap, day: written.day_of_month() };
        [date(false).solar(), date(true).solar()]
    }

    /// Whether a date means a day if its numbers are those of the lunar calendar.
    pub fn may_mean(written: Day, day: Day) -> bool {
        let meant = Self::meant_by(written).into_iter().flatten();
        meant.map(|meant| meant.0.abs_diff(day.0)).any(|days| days <= Self::ALMANACS_APART_DAYS)
    }

    /// The day that the date is, if the calendar has it.
    pub fn solar(self) -> Option<Day> {
        let year = u16::try_from(self.year).ok().filter(|_| Self::YEARS.contains(&self.year))?;
        let (month, day) = (u8::try_from(self.month).ok()?, u8::try_from(self.day).ok()?);
        let lunar = LunisolarDate::from_ymd(year, month, self.is_leap, day).ok()?;
        let solar = lunar.to_solar_date();
        let (month, day) = (solar.to_solar_month().to_u8(), solar.to_solar_day().to_u8());
        Day::from_ymd(solar.to_solar_year().to_u16().into(), month.into(), day.into())
    }
}
