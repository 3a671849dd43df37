//! Curves over the match weight: what a threshold there would find, and who could never reach it.

use super::plot::{LARGE_DOT, Plot, SMALL_DOT, Sample};
use super::scale::{Scale, Unit, is_drawable, percent, plain};
use super::svg::{DASHED, DOTTED, LINK, Place, SOLID, Stroke, no_data};
use crate::domain::numerals::grouped;

/// How pairs at or above a weight compare with the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThresholdPoint {
    /// The threshold, as log2 odds.
    pub weight: f64,
    /// Share of the pairs found that are of one person, 0 to 1.
    pub precision: f64,
    /// Share of the pairs of one person that are found, 0 to 1.
    pub recall: f64,
    /// The harmonic mean of both, 0 to 1.
    pub f1: f64,
    /// Pairs at or above the weight.
    pub pairs: u64,
}

/// How many rows could never be linked from a weight on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnlinkablePoint {
    /// The threshold, as log2 odds.
    pub weight: f64,
    /// Share of rows that stay below it even when compared with themselves, 0 to 1.
    pub share: f64,
}

/// One of the shares of a threshold.
type Share = fn(&ThresholdPoint) -> f64;

/// Two labels of a curve stand at least so far apart, in units of the sheet.
const LABELS_APART: f64 = 46.0;

/// A threshold within so little of the link weight is the link weight.
const SAME_WEIGHT: f64 = 0.05;

/// Precision over recall, one point for each threshold; some are labelled with their weight.
pub fn precision_recall(points: &[ThresholdPoint], link_weight: f64) -> String {
    let title = "精确率与召回率";
    let points = drawable(points);
    if points.is_empty() {
        return no_data(title);
    }
    let shares = |share: Share| Scale::linear(points.iter().map(share).chain([1.0]), Unit::Percent);
    let (x, y) = (shares(|point| point.recall), shares(|point| point.precision));
    let mut plot = Plot::new(title, (x, "召回率"), (y, "精确率"));
    let curve: Vec<Place> = points.iter().map(|point| (point.recall, point.precision)).collect();
    plot.curve(&curve, SOLID);
    let mut labelled: Vec<Place> = Vec::new();
    for (point, at) in points.iter().zip(&curve) {
        let place = plot.place(*at);
        let is_clear = |other: &Place| (place.0 - other.0).hypot(place.1 - other.1) > LABELS_APART;
        if labelled.iter().all(is_clear) {
            plot.dot(*at, SMALL_DOT, SOLID, &told(point));
            plot.label(*at, &plain(point.weight));
            labelled.push(place);
        }
    }
    let mut legend = vec![(Sample::Curve(SOLID), "点旁为阈值（匹配权重）")];
    let linked = format!("匹配阈值 {}", plain(link_weight));
    if let Some(point) = at_link(&points, link_weight) {
        plot.dot((point.recall, point.precision), LARGE_DOT, LINK, &told(point));
        legend.push((Sample::Dot(LINK), &linked));
    }
    plot.legend(&legend);
    plot.finish()
}

/// Precision, recall and F1 over the threshold, with the link weight as a line.
pub fn thresholds(points: &[ThresholdPoint], link_weight: f64) -> String {
    let title = "不同阈值下的精确率、召回率与 F1";
    let points = drawable(points);
    if points.is_empty() {
        return no_data(title);
    }
    let shares = points.iter().flat_map(|point| [point.precision, point.recall, point.f1]);
    let y = Scale::linear(shares.chain([1.0]), Unit::Percent);
    let x = weights(points.iter().map(|point| point.weight), link_weight);
    let mut plot = Plot::new(title, (x, "阈值（匹配权重，log2）"), (y, "比率"));
    let series: [(Share, Stroke, &str); 3] = [
        (|point| point.precision, SOLID, "精确率"),
        (|point| point.recall, DASHED, "召回率"),
        (|point| point.f1, DOTTED, "F1"),
    ];
    for (share, stroke, _) in series {
        let curve: Vec<Place> = points.iter().map(|point| (point.weight, share(point))).collect();
        plot.curve(&curve, stroke);
    }
    plot.legend(&series.map(|(_, stroke, words)| (Sample::Curve(stroke), words)));
    let words = match at_link(&points, link_weight) {
        Some(point) => format!("匹配阈值 {}", told(point)),
        None => format!("匹配阈值 {}", plain(link_weight)),
    };
    plot.link_line(link_weight, &words);
    plot.finish()
}

/// The share of rows that no threshold above a weight could ever link.
pub fn unlinkable(points: &[UnlinkablePoint], link_weight: f64) -> String {
    let title = "与自身相比也达不到阈值的身份";
    let mut points: Vec<Place> = points.iter().map(|point| (point.weight, point.share)).collect();
    points.retain(|(weight, share)| is_drawable(*weight) && is_drawable(*share));
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    if points.is_empty() {
        return no_data(title);
    }
    let y = Scale::linear(points.iter().map(|point| point.1).chain([0.0]), Unit::Percent);
    let x = weights(points.iter().map(|point| point.0), link_weight);
    let mut plot = Plot::new(title, (x, "阈值（匹配权重，log2）"), (y, "身份占比"));
    plot.curve(&points, SOLID);
    let found = points.iter().find(|(weight, _)| is_link(*weight, link_weight));
    let share = found.map(|(_, share)| format!("：{}", percent(*share)));
    let words = format!("匹配阈值 {}{}", plain(link_weight), share.unwrap_or_default());
    plot.link_line(link_weight, &words);
    plot.finish()
}

/// An axis of weights that has the link weight on it.
pub(super) fn weights(values: impl Iterator<Item = f64>, link_weight: f64) -> Scale {
    Scale::linear(values.chain([link_weight]), Unit::Number)
}

/// The points that are all numbers, by rising weight.
fn drawable(points: &[ThresholdPoint]) -> Vec<ThresholdPoint> {
    let are_numbers = |point: &&ThresholdPoint| {
        let ThresholdPoint { weight, precision, recall, f1, pairs: _ } = **point;
        [weight, precision, recall, f1].into_iter().all(is_drawable)
    };
    let mut points: Vec<ThresholdPoint> = points.iter().filter(are_numbers).copied().collect();
    points.sort_by(|one, other| one.weight.total_cmp(&other.weight));
    points
}

fn at_link(points: &[ThresholdPoint], link_weight: f64) -> Option<&ThresholdPoint> {
    points.iter().find(|point| is_link(point.weight, link_weight))
}

fn is_link(weight: f64, link_weight: f64) -> bool {
    (weight - link_weight).abs() < SAME_WEIGHT
}

fn told(point: &ThresholdPoint) -> String {
    format!(
        "{}：精确率 {}，召回率 {}，F1 {}，{} 对",
        plain(point.weight),
        percent(point.precision),
        percent(point.recall),
        percent(point.f1),
        grouped(point.pairs)
    )
}
