//! Figures: what the centre reports of a night, as counts and sums that add up to the payments.
//!
//! Whom and what assistance reached, by scheme, town and time; how far it reaches needs; what
//! agencies have in common; and the ledgers of funds. People are counted once in each figure, so
//! their numbers do not add up over figures; payments and money do.

mod fund;
mod overlap;

use std::collections::BTreeMap;

use super::ReportError;
use super::night::Night;
use super::statistics;
use crate::domain::table::Cell;
use crate::domain::{Fen, Month};

pub(super) use fund::{FundLine, Part, Spent, ledgers};
pub(super) use overlap::{FLAGS, NOTES, RECIPIENTS};

/// One figure, and what it is broken down by. Figures are ordered by all of that.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Figure {
    pub measure: &'static str,
    pub scheme: Option<String>,
    pub town: Option<String>,
    pub year: Option<u32>,
    pub month: Option<Month>,
    pub agency: Option<String>,
    pub other_agency: Option<String>,
    pub need: Option<String>,
    pub code: Option<String>,
    pub persons: Option<u32>,
    pub person_times: Option<u32>,
    pub flags: Option<u32>,
    pub amount: Option<Fen>,
}

/// People in a need by circumstances.
pub(super) const IN_NEED: &str = "in_need";
/// Those among them whom a scheme of the need reaches.
pub(super) const ASSISTED_IN_NEED: &str = "assisted_in_need";

/// All figures of a night, in order.
pub(super) fn figures(night: &Night) -> Result<Vec<Figure>, ReportError> {
    let mut figures = statistics::paid(night)?;
    figures.extend(coverage(night));
    figures.extend(overlap::figures(night));
    figures.sort();
    Ok(figures)
}

/// Whether a row pays something out, be it in kind; what is taken back counts as money alone.
pub(super) fn is_person_time(amount: Fen) -> bool {
    amount >= Fen::ZERO
}

fn coverage(night: &Night) -> Vec<Figure> {
    let mut figures = Vec::new();
    for coverage in night.tonight.coverage {
        for town in &coverage.towns {
            let need = Some(coverage.need.clone());
            let place = Figure { need, town: town.town.clone(), ..Figure::default() };
            figures.push(Figure { measure: IN_NEED, persons: Some(town.in_need), ..place.clone() });
            figures.push(Figure {
                measure: ASSISTED_IN_NEED,
                persons: Some(town.assisted),
                person_times: Some(town.payments),
                amount: Some(town.amount),
                ..place
            });
        }
    }
    figures
}

/// Agencies by code, with their printed names.
pub(super) fn agencies<'a>(night: &Night<'a>) -> BTreeMap<&'a str, &'a str> {
    let sources = night.tonight.sources.iter();
    sources.map(|source| (source.agency.as_str(), source.agency_name.as_str())).collect()
}

/// The amount of a payment, by its place in the night's payments.
fn amount_of(night: &Night, payment: usize) -> Fen {
    crate::domain::table::Money::value(&night.tonight.records.payments.amount, payment)
}

/// The town of the home of a payment's recipient.
pub(super) fn town_of<'a>(night: &Night<'a>, mention: u32) -> Option<&'a str> {
    let (dossier, _) = night.home_of(night.person_of(mention)?)?;
    dossier.town.as_deref()
}
