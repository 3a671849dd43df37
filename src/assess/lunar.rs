//! Lunar birthdays: the date that a solar day has in the lunar calendar (农历).
//!
//! Many who were born before solar birthdays became usual give the lunar one, and a clerk writes it
//! down as if it were solar.

use chinese_lunisolar_calendar::{LunisolarDate, SolarDate};

use crate::domain::Day;

/// Whether a written date has the month and day that the birth has in the lunar calendar, in the
/// lunar year or in the solar one.
pub fn is_lunar_of(written: Day, birth: Day) -> bool {
    let Some((year, month, day)) = lunar(birth) else { return false };
    let same_day = (written.month_of_year(), written.day_of_month()) == (month, day);
    same_day && (written.year() == year || written.year() == birth.year())
}

/// Year, month and day in the lunar calendar; a leap month counts as the one it follows.
fn lunar(day: Day) -> Option<(i32, u32, u32)> {
    let year = u16::try_from(day.year()).ok()?;
    let month = u8::try_from(day.month_of_year()).ok()?;
    let date = SolarDate::from_ymd(year, month, u8::try_from(day.day_of_month()).ok()?).ok()?;
    let lunar = LunisolarDate::from_solar_date(date).ok()?;
    let year = i32::from(lunar.to_lunisolar_year().to_u16());
    // The calendar's crate numbers a leap month a hundred above the month it follows.
    let month = u32::from(lunar.to_lunar_month().to_u8()) % 100;
    Some((year, month, u32::from(lunar.to_lunar_day().to_u8())))
}
