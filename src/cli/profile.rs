//! `hedui profile`: how good the data of a night is, before anybody is matched.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::bars::Bars;
use super::{Failure, say};
use crate::domain::{Day, Quality, SourceQuality, SourceState};
use crate::pipeline;

/// Reads a night's deliveries and says how good each source is, the worst first: what is filled,
/// what is at fault, and what moved since the last run. Nobody is matched and nothing is published.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui profile pipelines/nightly.toml --date 2026-11-23 --out quality.html\n\n\
    Ends with the code that `hedui run` would end with for these deliveries.")]
pub(super) struct Profile {
    /// The pipeline file.
    pipeline: PathBuf,
    /// The night; the newest that has a delivery if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
    /// Where the deliveries lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    deliveries: Option<PathBuf>,
    /// Where the runs to compare with are, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    runs: Option<PathBuf>,
    /// Also write everything as a page to print.
    #[arg(long, value_name = "FILE.html")]
    out: Option<PathBuf>,
}

/// An optional source is stale or missing.
const PARTIAL: u8 = 7;

/// Remarks a terminal shows of a source; the page has them all.
const REMARKS_SHOWN: usize = 8;

impl Profile {
    pub fn execute(&self) -> Result<u8, Failure> {
        let date = match self.date {
            Some(date) => date,
            None => self.newest_night()?,
        };
        let mut settings = pipeline::read_pipeline(&self.pipeline, date)?;
        if let Some(deliveries) = &self.deliveries {
            settings.deliveries.clone_from(deliveries);
        }
        if let Some(runs) = &self.runs {
            settings.runs.clone_from(runs);
        }
        let night = pipeline::profile(&settings, date, &Bars::new())?;
        for warning in &night.warnings {
            tracing::warn!("{warning}");
        }
        say!("{}", in_words(&night.quality));
        if let Some(path) = &self.out {
            pipeline::write_quality(&night.quality, &settings, path)?;
            say!("written      {}", path.display());
        }
        match night.error {
            Some(error) => Err(error.into()),
            None => Ok(if night.partial { PARTIAL } else { 0 }),
        }
    }

    fn newest_night(&self) -> Result<Day, Failure> {
        let mut settings = pipeline::read_newest_pipeline(&self.pipeline)?;
        if let Some(deliveries) = &self.deliveries {
            settings.deliveries.clone_from(deliveries);
        }
        Ok(pipeline::newest_night(&settings)?)
    }
}

fn in_words(quality: &Quality) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a string takes any text");
    let before = quality.compared_with.map_or("no earlier run".to_owned(), |day| day.to_string());
    line(format!("night {}, compared with {before}", quality.night));
    line(String::new());
    line(format!(
        "{:<26} {:>9} {:>6} {:>8} {:>8} {:>9} {:>6}",
        "source", "rows in", "moved", "rejected", "values", "people", "valid"
    ));
    for source in &quality.sources {
        line(numbers(source));
        for remark in source.remarks.iter().take(REMARKS_SHOWN) {
            line(format!("    {}", remark.text));
        }
        if let Some(more) = source.remarks.len().checked_sub(REMARKS_SHOWN).filter(|more| *more > 0)
        {
            line(format!("    另有 {more} 条提示，见 --out 写出的网页"));
        }
    }
    text.trim_end().to_owned()
}

/// The line of a source, its Chinese name last so that the columns stand below one another.
fn numbers(source: &SourceQuality) -> String {
    let name = format!("{} {}", source.agency_name, source.title);
    let state = match &source.state {
        SourceState::Read => String::new(),
        SourceState::Stale { age_days } => format!(" ({age_days} days old)"),
        SourceState::Absent => return format!("{:<26} {:>9}  {name}", source.id, "absent"),
        SourceState::Refused(why) => {
            return format!("{:<26} {:>9}  {name}\n    {why}", source.id, "refused");
        }
    };
    let valid = source.id_classes.iter().find(|part| part.name == "valid");
    format!(
        "{:<26} {:>9} {:>6} {:>8} {:>8} {:>9} {:>6}  {name}{state}",
        source.id,
        source.rows,
        source.rows_before.map(|before| moved(before, source.rows)).unwrap_or_default(),
        source.rows_rejected,
        source.values_set_aside,
        source.subjects,
        valid.map(|part| format!("{:.1}%", part.percent)).unwrap_or_default(),
    )
}

#[expect(clippy::cast_precision_loss, reason = "a share is shown without decimals")]
fn moved(before: u64, rows: u64) -> String {
    if before == 0 {
        return String::new();
    }
    format!("{:+.0}%", (rows as f64 - before as f64) * 100.0 / before as f64)
}
