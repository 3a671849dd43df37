//! The model as pictures: what each level of each comparison weighs, and from which chances.

use super::rows::{Column, Lane, Rows};
use super::scale::{Scale, Unit, is_drawable, weight};
use super::svg::{AGAINST, Anchor, FOR, Ink, QUIET, STRONG, WORDS, no_data};

/// One level of one comparison, as the model has it.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelBar {
    /// The comparison's code; bars of one comparison follow each other.
    pub comparison: String,
    /// The level's code.
    pub level: String,
    /// The level as a reviewer reads it.
    pub chinese: String,
    /// Chance of the level among pairs of one person, 0 to 1.
    pub m: f64,
    /// Chance of the level among pairs of two people, 0 to 1.
    pub u: f64,
    /// What the level weighs, as a log2 Bayes factor.
    pub weight: f64,
    /// Where the weight comes from, in Chinese.
    pub basis: &'static str,
}

const AXIS_START: f64 = 430.0;
const AXIS_END: f64 = 728.0;

const COMPARISON: Column = Column { head: "比较项", left: 0.0, width: 84.0, look: STRONG };
const CHINESE: Column = Column { head: "级别", left: 88.0, width: 246.0, look: WORDS };
const CODE: Column = Column { head: "代码", left: 338.0, width: 88.0, look: QUIET };

const fn figure(head: &'static str, left: f64) -> Column {
    Column { head, left, width: 52.0, look: WORDS.anchored(Anchor::End) }
}

const WEIGHT_COLUMNS: &[Column] = &[
    COMPARISON,
    CHINESE,
    CODE,
    figure("权重", 738.0),
    Column { head: "依据", left: 798.0, width: 42.0, look: QUIET },
];

const CHANCE_COLUMNS: &[Column] =
    &[COMPARISON, CHINESE, CODE, figure("m", 734.0), figure("u", 788.0)];

/// What each level weighs, from the weight any pair has before it is looked at (the prior).
///
/// A weight is the log2 of a Bayes factor: each whole step doubles the odds.
pub fn match_weights(prior: f64, bars: &[LevelBar]) -> String {
    let title = "各级别的匹配权重";
    if bars.is_empty() {
        return no_data(title);
    }
    let weights = bars.iter().map(|bar| bar.weight).chain([0.0, prior]);
    let axis = Scale::linear(weights, Unit::Number).across(AXIS_START, AXIS_END);
    let mut chart = Rows::new(title, WEIGHT_COLUMNS, "匹配权重（log2）", axis, bars.len() + 1);
    chart.row(&["先验", "任意两条身份是同一人", "prior", &weight(prior), ""], true);
    draw_weight(&mut chart, prior, "先验");
    for (at, bar) in bars.iter().enumerate() {
        let (comparison, opens_group) = group(bars, at);
        let figure = weight(bar.weight);
        chart.row(&[comparison, &bar.chinese, &bar.level, &figure, bar.basis], opens_group);
        draw_weight(&mut chart, bar.weight, &named(bar));
    }
    chart.finish()
}

fn draw_weight(chart: &mut Rows, value: f64, name: &str) {
    if is_drawable(value) {
        chart.bar(0.0, value, Lane::Whole, ink(value), &format!("{name} {}", weight(value)));
    }
}

/// The colour that says for or against.
pub(super) fn ink(weight: f64) -> Ink {
    if weight < 0.0 { AGAINST } else { FOR }
}

/// How often each level is found among pairs of one person (m) and of two people (u).
pub fn level_chances(bars: &[LevelBar]) -> String {
    let title = "各级别的 m 与 u 概率";
    if bars.is_empty() {
        return no_data(title);
    }
    let chances = bars.iter().flat_map(|bar| [bar.m, bar.u]);
    let axis = Scale::chances(chances).across(AXIS_START, AXIS_END);
    let low = axis.low;
    let name = "m 同一人（深）　u 不同人（浅）　对数刻度";
    let mut chart = Rows::new(title, CHANCE_COLUMNS, name, axis, bars.len());
    for (at, bar) in bars.iter().enumerate() {
        let (comparison, opens_group) = group(bars, at);
        let (m, u) = (chance(bar.m), chance(bar.u));
        chart.row(&[comparison, &bar.chinese, &bar.level, &m, &u], opens_group);
        for (value, lane, ink, figure) in
            [(bar.m, Lane::Upper, FOR, &m), (bar.u, Lane::Lower, AGAINST, &u)]
        {
            if is_chance(value) && value > low {
                chart.bar(low, value, lane, ink, &format!("{} {figure}", named(bar)));
            }
        }
    }
    chart.finish()
}

/// The comparison's name where its bars begin, nothing at the others.
fn group(bars: &[LevelBar], at: usize) -> (&str, bool) {
    let opens = at == 0 || bars[at - 1].comparison != bars[at].comparison;
    (if opens { &bars[at].comparison } else { "" }, opens)
}

fn named(bar: &LevelBar) -> String {
    format!("{}={} {}", bar.comparison, bar.level, bar.chinese)
}

fn is_chance(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

/// A chance with about three digits; `–` for what is none.
fn chance(value: f64) -> String {
    match value {
        _ if !is_chance(value) => "–".to_owned(),
        0.0 => "0".to_owned(),
        0.1.. => format!("{value:.3}"),
        0.001.. => format!("{value:.4}"),
        _ => format!("{value:.1e}"),
    }
}
