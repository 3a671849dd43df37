//! Columns of counts: how many pairs weigh how much, and how many clusters have which size.
//!
//! Counts run from one to millions, so their axis goes by powers of ten.

use std::collections::BTreeMap;

use super::curves::weights;
use super::plot::{Plot, Sample};
use super::scale::{Scale, as_float, is_drawable, plain};
use super::svg::{AGAINST, FOR, Ink, UNKNOWN, no_data};
use crate::domain::numerals::grouped;

/// Pairs whose weights lie within one bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightBin {
    /// Where the bin begins, as log2 odds.
    pub from: f64,
    pub pairs: u64,
    /// How many of them are of one person, where that is known.
    pub matches: Option<u64>,
}

/// How many clusters have a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeCount {
    /// Members of a cluster.
    pub size: u32,
    pub clusters: u64,
}

/// Sizes that have a column of their own; larger ones share the last.
const MOST_SIZES: usize = 16;

/// Pairs by weight, in bins of one width (log2); each column is divided by truth in proportion.
pub fn weight_histogram(bins: &[WeightBin], width: f64, link_weight: f64) -> String {
    let title = "匹配权重分布";
    let is_shown = |bin: &&WeightBin| bin.pairs > 0 && is_drawable(bin.from);
    let shown: Vec<&WeightBin> = bins.iter().filter(is_shown).collect();
    if shown.is_empty() || !is_drawable(width) || width <= 0.0 {
        return no_data(title);
    }
    let edges = shown.iter().flat_map(|bin| [bin.from, bin.from + width]);
    let x = weights(edges, link_weight);
    let y = Scale::counts(shown.iter().map(|bin| bin.pairs));
    let mut plot = Plot::new(title, (x, "匹配权重（log2）"), (y, "身份对数量（对数刻度）"));
    for bin in &shown {
        let (fills, tip) = divided(bin, width);
        plot.column((bin.from, bin.from + width), as_float(bin.pairs), &fills, &tip);
    }
    let known = shown.iter().any(|bin| bin.matches.is_some());
    let unknown = shown.iter().any(|bin| bin.matches.is_none());
    let entries = [
        (known, (Sample::Column(FOR), "同一人（柱内按占比）")),
        (known, (Sample::Column(AGAINST), "不同人")),
        (unknown, (Sample::Column(UNKNOWN), "真值未知")),
    ];
    let entries: Vec<_> =
        entries.into_iter().filter(|entry| entry.0).map(|entry| entry.1).collect();
    plot.legend(&entries);
    plot.link_line(link_weight, &format!("匹配阈值 {}", plain(link_weight)));
    plot.finish()
}

/// The parts of a column from its foot up, and its words.
fn divided(bin: &WeightBin, width: f64) -> (Vec<(f64, Ink)>, String) {
    let range = format!("{} 至 {}", plain(bin.from), plain(bin.from + width));
    let pairs = grouped(bin.pairs);
    let Some(matches) = bin.matches.map(|matches| matches.min(bin.pairs)) else {
        return (vec![(1.0, UNKNOWN)], format!("{range}：{pairs} 对"));
    };
    let share = as_float(matches) / as_float(bin.pairs);
    let tip = format!("{range}：{pairs} 对，其中同一人 {} 对", grouped(matches));
    (vec![(share, FOR), (1.0 - share, AGAINST)], tip)
}

/// Clusters by size; sizes beyond the room of the axis share its last column.
pub fn cluster_sizes(sizes: &[SizeCount]) -> String {
    let title = "每名人员的身份数";
    let mut by_size: BTreeMap<u32, u64> = BTreeMap::new();
    for count in sizes.iter().filter(|count| count.clusters > 0) {
        let sum = by_size.entry(count.size).or_default();
        *sum = sum.saturating_add(count.clusters);
    }
    if by_size.is_empty() {
        return no_data(title);
    }
    let columns = labelled(&by_size);
    let x = Scale::places(columns.iter().map(|(label, _)| label.clone()));
    let places: Vec<f64> = x.ticks.iter().map(|tick| tick.value).collect();
    let y = Scale::counts(columns.iter().map(|(_, clusters)| *clusters));
    let mut plot = Plot::new(title, (x, "身份数"), (y, "人员数（对数刻度）"));
    for (middle, (label, clusters)) in places.into_iter().zip(&columns) {
        let top = as_float(*clusters);
        let tip = format!("{label} 个身份：{} 人", grouped(*clusters));
        plot.column((middle - 0.5, middle + 0.5), top, &[(1.0, FOR)], &tip);
        plot.above((middle, top), &grouped(*clusters));
    }
    plot.finish()
}

/// The columns of the axis with their labels, the last one for all larger sizes if need be.
fn labelled(by_size: &BTreeMap<u32, u64>) -> Vec<(String, u64)> {
    let all = by_size.iter().map(|(size, clusters)| (size.to_string(), *clusters));
    if by_size.len() <= MOST_SIZES {
        return all.collect();
    }
    let mut columns: Vec<_> = all.take(MOST_SIZES - 1).collect();
    let rest = || by_size.iter().skip(MOST_SIZES - 1);
    let least = rest().next().map(|(size, _)| format!("≥{size}"));
    let sum = rest().fold(0_u64, |sum, (_, clusters)| sum.saturating_add(*clusters));
    columns.extend(least.map(|label| (label, sum)));
    columns
}
