//! Charts: what the linkage weighs and how far it can be trusted, as pictures for an operator.
//!
//! Each chart is a pure function from plain data to the text of one SVG image; a page holds them
//! together. Nothing is computed that the data does not say, no script runs and nothing is loaded,
//! so a page can be printed, sent on and kept. What is not a number (or is too large to be one) is
//! left out, and a chart of nothing says so.

mod counts;
mod course;
mod curves;
mod levels;
mod plot;
mod rows;
mod scale;
mod sources;
mod stacks;
mod svg;
#[cfg(test)]
mod tests;
mod waterfall;

use askama::Template;

use crate::domain::PROGRAM;

pub use counts::{SizeCount, WeightBin, cluster_sizes, weight_histogram};
pub use course::{Lane, Mark, Span, course};
pub use curves::{ThresholdPoint, UnlinkablePoint, precision_recall, thresholds, unlinkable};
pub use levels::{LevelBar, level_chances, match_weights};
pub use sources::{SourceBar, source_errors};
pub use stacks::{Stack, stacks};
pub use waterfall::{Waterfall, WaterfallStep, waterfall};

/// A picture and the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// How to read it, in one or two sentences; may be empty.
    pub note: String,
    /// What one of the functions of this module drew: it stands in the page as it is.
    pub svg: String,
}

#[derive(Template)]
#[template(path = "charts.html", config = "src/report/askama.toml")]
struct ChartsPage<'a> {
    title: &'a str,
    subtitle: &'a str,
    program: &'static str,
    charts: &'a [Chart],
}

/// Lays the charts out, in their order, on one self-contained HTML page.
pub fn page(title: &str, subtitle: &str, charts: &[Chart]) -> String {
    let page = ChartsPage { title, subtitle, program: PROGRAM, charts };
    page.render().expect("a page of plain text can always be laid out")
}
