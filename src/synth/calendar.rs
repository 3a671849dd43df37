//! Calendar: days and months as the agencies' files write them.

use crate::domain::{Day, Month};

/// `202611`.
pub fn compact_month(month: Month) -> String {
    format!("{:04}{:02}", month.year(), month.month_of_year())
}

/// `20261105`.
pub fn compact_day(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month_of_year(), day.day_of_month())
}

/// `2026-11-05`, or nothing.
pub fn dashed(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// `2026.11.05`.
pub fn dotted(day: Day) -> String {
    day.to_string().replace('-', ".")
}

/// `2026/11/5` or `2026年11月5日`.
pub fn loose(day: Day, in_words: bool) -> String {
    let (year, month, of_month) = (day.year(), day.month_of_year(), day.day_of_month());
    if in_words {
        format!("{year}年{month}月{of_month}日")
    } else {
        format!("{year}/{month}/{of_month}")
    }
}
