//! `hedui blocking`: which pairs the blocking rules propose, and what each rule is good for.

use std::path::PathBuf;

use clap::Args;

use super::aligned::{left, right, wrapped};
use super::{Failure, pipeline_of, say};
use crate::domain::Day;
use crate::pipeline::{self, Blocking, BlockingRule};

/// Shows what the blocking rules of a pipeline do with a night's deliveries: the pairs of each rule,
/// its largest blocks, and how many of the matches found would be lost without it. Nothing is
/// published.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui blocking pipelines/nightly.toml --date 2026-11-23\n\n\
    Recall is estimated without truth, from above: from how many of the matches one rule alone\n\
    proposes, and how many two. `hedui evaluate --pipeline` measures it where there is a truth.")]
pub(super) struct BlockingRules {
    /// The pipeline file.
    pipeline: PathBuf,
    /// The night of the deliveries.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Day,
    /// Where the deliveries lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    deliveries: Option<PathBuf>,
}

impl BlockingRules {
    pub fn execute(&self) -> Result<u8, Failure> {
        let settings = pipeline_of(&self.pipeline, self.date, self.deliveries.as_deref())?;
        say!("{}", in_words(&pipeline::blocking(&settings, self.date)?));
        Ok(0)
    }
}

fn in_words(blocking: &Blocking) -> String {
    let mut lines =
        vec![row("rule", ["blocks", "pairs", "first", "matches", "only"]) + "  largest blocks"];
    for BlockingRule { report, compared, matches, only } in &blocking.rules {
        let counts = [report.blocks, report.pairs, *compared, *matches, *only];
        let largest: Vec<String> = report.largest.iter().map(u32::to_string).collect();
        let counts = counts.map(|count| count.to_string());
        let counts = counts.each_ref().map(String::as_str);
        lines.push(format!("{}  {}", row(&report.rule, counts), largest.join(" ")));
        if report.split + report.sliced > 0 {
            lines.push(format!(
                "    over the limit: {} blocks split by a further key, {} cut, which lost {} pairs",
                report.split, report.sliced, report.lost_pairs
            ));
        }
    }
    let compared: u64 = blocking.rules.iter().map(|rule| rule.compared).sum();
    let recall = blocking.recall.recall;
    let all = blocking.recall.matches + blocking.by_circles;
    lines.push(String::new());
    lines.extend(wrapped("pairs    ", &format!("all the rule's blocks hold; first: of these, those no earlier rule proposes, so that each is compared once, {compared} in all")));
    lines.extend(wrapped("matches  ", &format!("pairs found to be one person that the rule proposes, of {all}; only: those that no other rule proposes, lost without it; {} more are found by who stands beside whom", blocking.by_circles)));
    lines.extend(wrapped(
        "recall   ",
        &format!("{recall:.5} of all matches at most are proposed by some rule, by estimate"),
    ));
    lines.join("\n")
}

fn row(rule: &str, counts: [&str; 5]) -> String {
    let widths = [8, 10, 10, 9, 7];
    let counts = counts.iter().zip(widths).map(|(count, width)| right(count, width));
    format!("{} {}", left(rule, RULE_WIDTH), counts.collect::<Vec<_>>().join(" "))
}

/// Of a rule's name; a longer one is cut.
const RULE_WIDTH: usize = 32;
