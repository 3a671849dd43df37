//! Sources by how often they err: what makes a difference weigh less beside one than beside another.

use super::rows::{Column, Lane, Rows};
use super::scale::{Scale, Unit, is_drawable};
use super::svg::{AGAINST, Anchor, FOR, QUIET, STRONG, WORDS, no_data};

/// How often one source errs in one comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceBar {
    /// The comparison's code; bars of one comparison follow each other.
    pub comparison: String,
    /// The source's id.
    pub source: String,
    /// Matches with other sources that this rests on.
    pub matches: f64,
    /// Share of the matches that differ by the source's own mistake, 0 to 1.
    pub rate: f64,
    /// The same of the average source.
    pub overall: f64,
}

const AXIS_START: f64 = 270.0;
const AXIS_END: f64 = 640.0;

const fn figure(head: &'static str, left: f64, width: f64) -> Column {
    Column { head, left, width, look: WORDS.anchored(Anchor::End) }
}

const COLUMNS: &[Column] = &[
    Column { head: "比较项", left: 0.0, width: 84.0, look: STRONG },
    Column { head: "来源", left: 88.0, width: 176.0, look: QUIET },
    figure("差错率", 650.0, 66.0),
    figure("全体", 718.0, 56.0),
    figure("匹配对", 776.0, 64.0),
];

/// How many times as often as the average each source errs, as powers of two.
pub fn source_errors(bars: &[SourceBar]) -> String {
    let title = "各来源的差错率";
    if bars.is_empty() {
        return no_data(title);
    }
    let axis = Scale::linear(bars.iter().map(doublings).chain([0.0]), Unit::Number);
    let axis = axis.across(AXIS_START, AXIS_END);
    let name = "与全体相比（log2）：左少错，右多错";
    let mut chart = Rows::new(title, COLUMNS, name, axis, bars.len());
    for (at, bar) in bars.iter().enumerate() {
        let opens_group = at == 0 || bars[at - 1].comparison != bar.comparison;
        let comparison = if opens_group { &bar.comparison } else { "" };
        let (rate, overall) = (percent(bar.rate), percent(bar.overall));
        let matches = format!("{:.0}", bar.matches);
        chart.row(&[comparison, &bar.source, &rate, &overall, &matches], opens_group);
        let value = doublings(bar);
        if is_drawable(value) {
            let ink = if value > 0.0 { AGAINST } else { FOR };
            let tip = format!("{} {} {rate}", bar.comparison, bar.source);
            chart.bar(0.0, value, Lane::Whole, ink, &tip);
        }
    }
    chart.finish()
}

fn doublings(bar: &SourceBar) -> f64 {
    (bar.rate / bar.overall).log2()
}

/// Two digits of a rate that is a few in a thousand.
fn percent(rate: f64) -> String {
    if (0.0..=1.0).contains(&rate) { format!("{:.3} %", rate * 100.0) } else { "–".to_owned() }
}
