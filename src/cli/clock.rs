//! Clock: the moment and the day; nothing else asks the system for them.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Failure;
use crate::domain::Day;

/// All of China keeps the time of Beijing.
const BEIJING_SECONDS: u64 = 8 * 3_600;
/// Stands for the clock's day, for whoever tries the program on days to come.
const TODAY: &str = "HEDUI_TODAY";

/// The day in China.
pub(super) fn today() -> Result<Day, Failure> {
    let Some(given) = std::env::var_os(TODAY) else { return Ok(in_china(seconds()).0) };
    let wrong = || Failure { code: 2, message: format!("{TODAY} is no day such as 2026-11-24") };
    given.to_str().and_then(|text| text.parse().ok()).ok_or_else(wrong)
}

/// The moment, in universal time, as 2026-11-23T02:30:00Z.
pub(super) fn now() -> String {
    let (day, second) = day_and_second(seconds());
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{day}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

/// Since 1970 in universal time.
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Day and second of the day in China at so many seconds since 1970 in universal time.
pub(super) fn in_china(seconds: u64) -> (Day, u64) {
    day_and_second(seconds + BEIJING_SECONDS)
}

fn day_and_second(seconds: u64) -> (Day, u64) {
    (Day(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX)), seconds % 86_400)
}
