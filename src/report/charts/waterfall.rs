//! The waterfall of one pair: from the prior, step by step, to the weight that decided.

use super::levels::ink;
use super::rows::{Column, Lane, Rows};
use super::scale::{Scale, Unit, is_drawable, plain, weight};
use super::svg::{Anchor, QUIET, STRONG, TOTAL, WORDS, no_data};

/// Why one pair weighs what it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    pub title: String,
    /// The prior first, then the comparisons in their order.
    pub steps: Vec<WaterfallStep>,
    /// What the steps add up to, as log2 odds.
    pub total: f64,
    /// The weight from which pairs are linked, as log2 odds.
    pub link_weight: f64,
}

/// One reason, and what it adds.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterfallStep {
    /// The comparison's code.
    pub label: String,
    /// What was found, as a reviewer reads it.
    pub says: String,
    /// What it adds to the weight, as a log2 Bayes factor.
    pub weight: f64,
}

const COLUMNS: &[Column] = &[
    Column { head: "比较项", left: 0.0, width: 84.0, look: STRONG },
    Column { head: "比较结果", left: 88.0, width: 332.0, look: WORDS },
    Column { head: "权重", left: 738.0, width: 48.0, look: WORDS.anchored(Anchor::End) },
    Column { head: "累计", left: 790.0, width: 50.0, look: QUIET.anchored(Anchor::End) },
];

/// Draws each step from where the one before it ended, then the total from zero.
pub fn waterfall(waterfall: &Waterfall) -> String {
    let Waterfall { title, steps, total, link_weight } = waterfall;
    if steps.is_empty() {
        return no_data(title);
    }
    let running = running(steps);
    let values = running.iter().map(|(_, to)| *to).chain([0.0, *total, *link_weight]);
    let axis = Scale::linear(values, Unit::Number).across(436.0, 728.0);
    let mut chart = Rows::new(title, COLUMNS, "匹配权重（log2）", axis, steps.len() + 1);
    for (step, (from, to)) in steps.iter().zip(running) {
        let figure = weight(step.weight);
        chart.row(&[&step.label, &step.says, &figure, &weight(to)], false);
        chart.joint(to);
        if is_drawable(step.weight) {
            let tip = format!("{} {} {figure}", step.label, step.says);
            chart.bar(from, to, Lane::Whole, ink(step.weight), &tip);
        }
    }
    chart.row(&["合计", &verdict(*total, *link_weight), &weight(*total), ""], true);
    if is_drawable(*total) {
        chart.bar(0.0, *total, Lane::Whole, TOTAL, &format!("合计 {}", weight(*total)));
    }
    if is_drawable(*link_weight) {
        chart.link_line(*link_weight);
    }
    chart.finish()
}

/// Where each step begins and ends; one that is no number adds nothing.
pub(super) fn running(steps: &[WaterfallStep]) -> Vec<(f64, f64)> {
    let mut sum = 0.0;
    let stretch = |step: &WaterfallStep| {
        let from = sum;
        sum += if is_drawable(step.weight) { step.weight } else { 0.0 };
        (from, sum)
    };
    steps.iter().map(stretch).collect()
}

/// On which side of the link weight the total lies.
fn verdict(total: f64, link_weight: f64) -> String {
    if !is_drawable(total) || !is_drawable(link_weight) {
        return String::new();
    }
    let reaches = if total >= link_weight { "达到" } else { "未达到" };
    format!("{reaches}匹配阈值 {}", plain(link_weight))
}
