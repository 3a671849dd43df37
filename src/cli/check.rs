//! `hedui check`: every fault of a pipeline at once.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::voice::Voice;
use crate::domain::Day;
use crate::pipeline;

/// Reads a pipeline and everything it names, runs the policy pack's examples, and reports every
/// fault at once with file and line. Touches nothing.
#[derive(Args)]
#[command(after_help = "Example:\n  hedui check pipelines/nightly.toml")]
pub(super) struct Check {
    /// The pipeline file.
    pipeline: PathBuf,
    /// The night whose policy is checked; the newest of every dated parameter if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
}

impl Check {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let checked = pipeline::check(&self.pipeline, self.date)?;
        voice.tell(&format!(
            "{}: {} sources, {} blocking rules, {} comparisons, {} policy rules, {} examples: \
             no fault",
            self.pipeline.display(),
            checked.sources,
            checked.blocking_rules,
            checked.comparisons,
            checked.rules,
            checked.examples
        ));
        for (code, reason) in &checked.rules_off {
            voice.tell(&format!("rule off: {code}: {reason}"));
        }
        Ok(0)
    }
}
