//! Periods: what one payment of a scheme is for: a month, a school term, a year.

use serde::Deserialize;

use super::sentence;
use crate::domain::Month;

/// What one payment is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Period {
    #[default]
    Month,
    /// From one start to the next; starts are written `09-01`.
    Term {
        starts: Vec<TermStart>,
    },
    Year,
}

/// The month of the year in which a term starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TermStart(u32);

impl TryFrom<String> for TermStart {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let of_leap_year = format!("2024-{text}").parse::<crate::domain::Day>();
        let day = of_leap_year.map_err(|_| format!("`{text}` is no day of a year like 09-01"))?;
        Ok(Self(day.month_of_year()))
    }
}

impl Period {
    /// The first month of the period in which a month lies.
    pub fn start(&self, month: Month) -> Month {
        match self {
            Self::Month => month,
            Self::Term { starts } => {
                let year = month.year();
                let all = [year - 1, year]
                    .into_iter()
                    .flat_map(|year| starts.iter().map(move |start| Month::from_ym(year, start.0)));
                all.filter(|start| *start <= month).max().unwrap_or(month)
            }
            Self::Year => Month::from_ym(month.year(), 1),
        }
    }

    /// Whether a period, by its first month, comes right after another.
    pub fn follows(&self, one: Month, other: Month) -> bool {
        self.start(other.plus_months(-1)) == one
    }

    /// Ordered periods by their first months, as a sentence has them.
    pub fn span(&self, starts: &[Month]) -> String {
        let each = |says: fn(&Month) -> String| starts.iter().map(says).collect::<Vec<_>>();
        match self {
            Self::Month => sentence::span(starts),
            Self::Term { .. } => each(|start| format!("{}起的学期", start.in_chinese())).join("、"),
            Self::Year => each(|start| format!("{}年度", start.year())).join("、"),
        }
    }
}
