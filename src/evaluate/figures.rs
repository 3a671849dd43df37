//! Figures: counts as shares, how a share is shown, and the list an evaluation is kept as.

use crate::domain::{Day, Measurement, Measurements};

/// Right, predicted and true counts, of pairs or of whatever else is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    pub right: u64,
    pub predicted: u64,
    pub actual: u64,
}

impl Rates {
    /// Share of the predicted that is right; 1 when nothing is predicted.
    pub fn precision(&self) -> f64 {
        share(self.right, self.predicted)
    }

    /// Share of the true that is found; 1 when nothing is true.
    pub fn recall(&self) -> f64 {
        share(self.right, self.actual)
    }

    pub fn f1(&self) -> f64 {
        harmonic(self.precision(), self.recall())
    }

    pub const fn wrong(&self) -> u64 {
        self.predicted - self.right
    }

    pub const fn missed(&self) -> u64 {
        self.actual - self.right
    }

    /// Precision, recall and F1 as a table shows them.
    pub(super) fn cells(&self, decimals: usize) -> [String; 3] {
        [
            shown(self.precision(), self.predicted, decimals),
            shown(self.recall(), self.actual, decimals),
            shown(self.f1(), self.predicted + self.actual, decimals),
        ]
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self {
            right: self.right - other.right,
            predicted: self.predicted - other.predicted,
            actual: self.actual - other.actual,
        }
    }
}

/// The part's share of the whole; 1 of nothing.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { as_float(part) / as_float(whole) }
}

pub(super) fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(super) const fn as_float(count: u64) -> f64 {
    count as f64
}

/// A figure about so many things, in digits; about none it is no figure.
pub(super) fn shown(value: f64, of: u64, decimals: usize) -> String {
    if of == 0 { "–".to_owned() } else { format!("{value:.decimals$}") }
}

/// What a figure is about: the section of the evaluation, the subject, and the part of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    pub section: &'static str,
    pub subject: &'a str,
    pub dimension: Option<&'a str>,
}

impl<'a> About<'a> {
    pub const fn new(section: &'static str, subject: &'a str) -> Self {
        Self { section, subject, dimension: None }
    }

    pub const fn of(self, dimension: &'a str) -> Self {
        Self { dimension: Some(dimension), ..self }
    }
}

/// The figures of an evaluation as they come.
#[derive(Default)]
pub(super) struct Record {
    figures: Vec<(&'static str, String, Option<String>, &'static str, f64)>,
}

impl Record {
    pub fn figure(&mut self, about: About<'_>, measure: &'static str, value: f64) {
        let dimension = about.dimension.map(str::to_owned);
        self.figures.push((about.section, about.subject.to_owned(), dimension, measure, value));
    }

    pub fn count(&mut self, about: About<'_>, measure: &'static str, count: u64) {
        self.figure(about, measure, as_float(count));
    }

    /// A share or a mean of so many things; of none it is left out.
    pub fn share(&mut self, about: About<'_>, measure: &'static str, value: f64, of: u64) {
        if of > 0 {
            self.figure(about, measure, value);
        }
    }

    pub fn rates(&mut self, about: About<'_>, rates: &Rates) {
        self.count(about, "right", rates.right);
        self.count(about, "predicted", rates.predicted);
        self.count(about, "actual", rates.actual);
        self.count(about, "wrong", rates.wrong());
        self.count(about, "missed", rates.missed());
        self.share(about, "precision", rates.precision(), rates.predicted);
        self.share(about, "recall", rates.recall(), rates.actual);
        self.share(about, "f1", rates.f1(), rates.predicted + rates.actual);
    }

    /// The figures in the order of their table.
    pub fn table(mut self, run_date: Day) -> Measurements {
        self.figures.sort_by(|one, other| {
            (one.0, &one.1, &one.2, one.3).cmp(&(other.0, &other.1, &other.2, other.3))
        });
        Measurements::from_rows(self.figures.iter().map(
            |(section, subject, dimension, measure, value)| Measurement {
                run_date,
                section,
                subject,
                dimension: dimension.as_deref(),
                measure,
                value: *value,
            },
        ))
    }
}
