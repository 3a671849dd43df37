//! Scales: where a value stands on an axis, and the round values the axis names.

use crate::domain::numerals::grouped;

/// A value farther from zero than this is no measurement, and no axis reaches it.
const LARGEST: f64 = 1e12;

/// Ticks an axis has room for.
const MOST_TICKS: f64 = 10.0;

/// The smallest chance an axis shows, as a power of ten.
const SMALLEST_POWER: i32 = -12;

/// Where the bars of a logarithmic axis of counts begin, so that a count of one is a bar.
const BELOW_ONE: f64 = 0.5;

/// A place on an axis that is named.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub value: f64,
    pub label: String,
}

/// How the values of an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Number,
    /// A share of one, written in hundredths.
    Percent,
}

/// Maps values onto a stretch of the sheet.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    is_logarithmic: bool,
    pub low: f64,
    pub high: f64,
    /// Where on the sheet `low` and `high` stand.
    pub start: f64,
    pub end: f64,
    /// In rising order.
    pub ticks: Vec<Tick>,
}

impl Scale {
    /// Covers the values, from one round value to another.
    pub(super) fn linear(values: impl IntoIterator<Item = f64>, unit: Unit) -> Self {
        let (low, high) = bounds(values);
        let (step, decimals) = round_step(high - low);
        // A hair's breadth forgives that a tenth is no binary fraction.
        let first = (low / step + 1e-9).floor();
        let last = (high / step - 1e-9).ceil().max(first + 1.0);
        let steps = std::iter::successors(Some(first), |at| Some(at + 1.0));
        let ticks = steps.take_while(|at| *at <= last).map(|at| {
            let value = at * step;
            Tick { value, label: written(value, unit, decimals) }
        });
        Self::between(false, first * step, last * step, ticks.collect())
    }

    /// Covers chances up to one by powers of ten; what is zero or less has no place.
    pub(super) fn chances(values: impl IntoIterator<Item = f64>) -> Self {
        let smallest = values.into_iter().filter(|value| *value > 0.0).fold(1.0, f64::min);
        let reaches = |power: &i32| 10_f64.powi(*power) <= smallest * (1.0 + 1e-9);
        let lowest = (SMALLEST_POWER..0).rev().find(reaches).unwrap_or(SMALLEST_POWER);
        let stride = if lowest < -8 { 2 } else { 1 };
        let powers = (lowest..=0).filter(|power| power % stride == 0);
        let ticks = powers.map(|power| Tick { value: 10_f64.powi(power), label: chance(power) });
        Self::between(true, 10_f64.powi(lowest), 1.0, ticks.collect())
    }

    /// Covers counts by powers of ten, from just below one.
    pub(super) fn counts(values: impl IntoIterator<Item = u64>) -> Self {
        let largest = values.into_iter().max().unwrap_or(1);
        let powers = std::iter::successors(Some(1_u64), |power| power.checked_mul(10));
        let below = powers.clone().take_while(|power| *power < largest).count();
        let ticks = powers
            .take(below.max(1) + 1)
            .map(|power| Tick { value: as_float(power), label: grouped(power) });
        let ticks: Vec<Tick> = ticks.collect();
        let high = ticks.last().map_or(1.0, |tick| tick.value).max(as_float(largest));
        Self::between(true, BELOW_ONE, high, ticks)
    }

    /// One place of width 1 for each label, the first from 0 to 1.
    pub(super) fn places(labels: impl IntoIterator<Item = String>) -> Self {
        let middles = std::iter::successors(Some(0.5), |at| Some(at + 1.0));
        let ticks = middles.zip(labels).map(|(value, label)| Tick { value, label });
        let ticks: Vec<Tick> = ticks.collect();
        let high = ticks.last().map_or(1.0, |tick| tick.value + 0.5);
        Self::between(false, 0.0, high, ticks)
    }

    fn between(is_logarithmic: bool, low: f64, high: f64, ticks: Vec<Tick>) -> Self {
        Self { is_logarithmic, low, high, start: 0.0, end: 1.0, ticks }
    }

    pub(super) fn across(self, start: f64, end: f64) -> Self {
        Self { start, end, ..self }
    }

    /// Where a value stands; one outside the axis stands at its end.
    pub(super) fn at(&self, value: f64) -> f64 {
        let value = value.clamp(self.low, self.high);
        let share = if self.is_logarithmic {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.start + share * (self.end - self.start)
    }
}

/// Whether a value can be drawn at all.
pub(super) fn is_drawable(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// The least and the greatest of what can be drawn, at least a little apart.
fn bounds(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let drawable = values.into_iter().filter(|value| is_drawable(*value));
    let around = |bounds: Option<(f64, f64)>, value: f64| {
        let (low, high) = bounds.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    };
    let (low, high) = drawable.fold(None, around).unwrap_or((0.0, 1.0));
    if high - low > 1e-9 * high.abs().max(low.abs()) && high - low > 1e-9 {
        return (low, high);
    }
    let margin = (low.abs() / 100.0).clamp(0.005, 1.0);
    (low - margin, high)
}

/// The least step of 1, 2 or 5 in its place that crosses the span in few enough ticks, and the
/// decimals it is written with.
fn round_step(span: f64) -> (f64, usize) {
    let steps = (-12..=13).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| (digit, power)));
    let size = |digit: f64, power: i32| {
        if power < 0 { digit / 10_f64.powi(-power) } else { digit * 10_f64.powi(power) }
    };
    let mut fitting = steps.filter(|(digit, power)| span <= size(*digit, *power) * MOST_TICKS);
    let (digit, power) = fitting.next().expect("a drawable span is below the greatest step");
    (size(digit, power), usize::try_from(-power).unwrap_or(0))
}

/// A value with so many decimals, of hundredths two less.
fn written(value: f64, unit: Unit, decimals: usize) -> String {
    match unit {
        Unit::Number => number(value, decimals),
        Unit::Percent => number(value * 100.0, decimals.saturating_sub(2)) + "%",
    }
}

/// A number with a true minus, and none before zero.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|digit| "0.".contains(digit)) => digits.to_owned(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A weight with its sign; `–` for what cannot be drawn.
pub(super) fn weight(value: f64) -> String {
    if !is_drawable(value) {
        return "–".to_owned();
    }
    let text = number(value, 2);
    if value > 0.0 && text != "0.00" { format!("+{text}") } else { text }
}

/// A share in hundredths.
pub(super) fn percent(share: f64) -> String {
    number(share * 100.0, 2) + "%"
}

/// A limit as it was set: without idle decimals.
pub(super) fn plain(value: f64) -> String {
    let text = number(value, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A power of ten that is a chance: in digits while they can be counted at a glance.
fn chance(power: i32) -> String {
    if power >= -4 {
        return number(10_f64.powi(power), usize::try_from(-power).unwrap_or(0));
    }
    let raised = |digit: char| match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' => '⁰',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁻',
    };
    format!("10{}", power.to_string().chars().map(raised).collect::<String>())
}

#[expect(clippy::cast_precision_loss, reason = "a chart shows no more digits than a float has")]
pub(super) const fn as_float(count: u64) -> f64 {
    count as f64
}
