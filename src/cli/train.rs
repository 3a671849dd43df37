//! `hedui train`: the linkage model as a file, with the evidence for each weight.

use std::path::PathBuf;

use clap::Args;

use super::aligned::{left, right, wrapped};
use super::bars::Bars;
use super::voice::Voice;
use super::{Failure, newest_night, pipeline_of};
use crate::domain::Day;
use crate::pipeline::{self, Trained};

/// Trains the linkage model on a night's deliveries and writes it as a file that `model` of the
/// pipeline's `[night]` can name. Nothing is published.
///
/// Without --labels, m is estimated on the pairs of the training rules and u measured on random pairs, as
/// `hedui run` does where it has no model. With --labels, m is counted among the pairs that are labelled
/// as one person; u and the prior come from the deliveries as before. Labels are chosen and not drawn:
/// what reviewers were shown, or what the blocking rules propose, is what m then holds for.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  hedui train pipelines/nightly.toml --date 2026-11-23 \\\n      \
                  --out model.json --charts charts.html\n  \
                  hedui train pipelines/nightly.toml --date 2026-11-23 --labels decisions.csv\n  \
                  hedui train pipelines/nightly.toml --date 2026-11-23 \\\n      \
                  --labels fixtures/district/truth\n\n\
    A file of labels is a CSV with the rows as `hedui explain --pair` takes them:\n  \
                  left,right,match\n  police_register:2201,health_insured:2123,yes\n  \
                  police_register:12,education_pupils:7:guardian,no"
)]
pub(super) struct Train {
    /// The pipeline file.
    pipeline: PathBuf,
    /// The night; the newest that has a delivery if not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Day>,
    /// Where the deliveries lie, instead of the pipeline's own folder.
    #[arg(long, value_name = "FOLDER")]
    deliveries: Option<PathBuf>,
    /// Decisions on pairs of the night's rows: a CSV with the columns left, right and match (yes or no,
    /// 是 or 否, 1 or 0), or a folder with the truth of the night's mentions, as `hedui synth` writes it.
    #[arg(long, value_name = "FILE|FOLDER")]
    labels: Option<PathBuf>,
    /// Where the model is written.
    #[arg(long, value_name = "FILE.json", default_value = "model.json")]
    out: PathBuf,
    /// Also draw the model, and what it makes of the night, as a page.
    #[arg(long, value_name = "FILE.html")]
    charts: Option<PathBuf>,
}

/// An optional source is stale or missing.
const PARTIAL: u8 = 7;

impl Train {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let date = match self.date {
            Some(date) => date,
            None => newest_night(&self.pipeline, self.deliveries.as_deref())?,
        };
        let settings = pipeline_of(&self.pipeline, date, self.deliveries.as_deref())?;
        let labels = self.labels.as_deref();
        let with_charts = self.charts.is_some();
        let trained = pipeline::train(&settings, date, labels, with_charts, &Bars::new(voice))?;
        for warning in &trained.warnings {
            tracing::warn!("{warning}");
        }
        voice.tell(&in_words(&trained));
        pipeline::write_model(&trained.model, &self.out)?;
        voice.tell(&format!("written      {}", self.out.display()));
        if let (Some(path), Some(page)) = (&self.charts, &trained.charts) {
            pipeline::write_page(page, path)?;
            voice.tell(&format!("written      {}", path.display()));
        }
        Ok(if trained.partial { PARTIAL } else { 0 })
    }
}

fn in_words(trained: &Trained) -> String {
    let model = &trained.model;
    let mut lines =
        vec![row(["comparison", "level", "m", "u", "weight", "matches", "random", "basis"])];
    for comparison in &model.comparisons {
        for level in &comparison.levels {
            let (m, u) = (level.m_basis.code(), level.u_basis.code());
            let basis = if m == u { m.to_owned() } else { format!("m {m}, u {u}") };
            lines.push(row([
                &comparison.name,
                &level.code,
                &chance(level.m),
                &chance(level.u),
                &format!("{:+.2}", level.weight),
                &format!("{:.0}", level.matches),
                &level.random.to_string(),
                &basis,
            ]));
        }
    }
    lines.push(String::new());
    let named = |levels: Vec<String>| {
        if levels.is_empty() { "none".to_owned() } else { levels.join(", ") }
    };
    let on = &model.trained_on;
    let night = on.night.map_or_else(String::new, |night| format!("night {night}, "));
    let one_in = 1.0 / model.prior;
    let facts = [
        ("not seen", named(model.unobserved()), "no match of the training showed these levels"),
        ("seldom", named(model.fallbacks()), "m or u is the starting value of the settings"),
    ];
    for (label, levels, meaning) in facts {
        lines.extend(wrapped(&format!("{} ", left(label, 12)), &format!("{levels} ({meaning})")));
    }
    lines.extend(errors_in_words(trained));
    lines
        .push(format!("prior        one pair in {one_in:.0}, weight {:+.2}", model.prior_weight()));
    lines.push(format!(
        "pairs        {} of the training rules, {} random; {} rounds",
        model.training_pairs, model.random_pairs, model.iterations
    ));
    if let Some(labels) = on.labels {
        let alike = trained.one_identity;
        lines.push(format!(
            "labels       {} one person, {} two people; {alike} of rows spelled alike, left out",
            labels.matches, labels.others
        ));
    }
    lines.push(format!("trained on   {night}{} identities, by {}", on.identities, on.program));
    lines.join("\n")
}

/// How often each source errs, comparison by comparison.
fn errors_in_words(trained: &Trained) -> Vec<String> {
    let mut lines = Vec::new();
    for comparison in &trained.model.comparisons {
        let Some(errors) = &comparison.errors else { continue };
        let mut words = vec![format!("{} on average", chance(errors.overall))];
        words.extend(errors.by_rate().into_iter().map(|source| {
            format!("{} {} of {:.0}", source.source, chance(source.rate), source.matches)
        }));
        let label = format!("errors       in {}: ", comparison.name);
        lines.extend(wrapped(&label, &words.join(", ")));
    }
    lines
}

fn row([comparison, level, m, u, weight, matches, random, basis]: [&str; 8]) -> String {
    let numbers = [(m, 9), (u, 9), (weight, 7), (matches, 8), (random, 7)];
    let numbers = numbers.map(|(number, width)| right(number, width)).join(" ");
    let row = format!("{} {} {numbers}  {basis}", left(comparison, 12), left(level, 15));
    row.trim_end().to_owned()
}

/// A chance with about three digits.
fn chance(value: f64) -> String {
    if value < 0.001 { format!("{value:.2e}") } else { format!("{value:.5}") }
}
