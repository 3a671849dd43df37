//! Evaluating: a published run and the truth beside its deliveries become figures, stage by stage.
//!
//! Everything but blocking is judged by what the run has published. Which rules propose a pair is
//! nowhere published, so blocking is judged by reading the deliveries once more, where the caller
//! gives the pipeline to read them by.

mod blocking;
mod files;
mod outcome;
mod people;
mod truth;

use std::path::Path;

use super::model::read_model;
use super::{RunError, charts};
use crate::config::Pipeline;
use crate::domain::{Day, Measurements};
use crate::evaluate::{self, Evaluation};
use crate::report;

pub(super) use people::people_by_truth;

/// Judges a published run by the `mentions.parquet`, `findings.csv` and `legal.csv` of a folder, or
/// without one by what the pipeline's files say themselves; with a pipeline, its blocking rules too.
///
/// The truth must have been written for the files that the run has read, which the folder's
/// `files.csv` shows, and the deliveries of the pipeline must be those files.
pub fn evaluate(
    run: &Path,
    truth: Option<&Path>,
    pipeline: Option<&Pipeline>,
) -> Result<Evaluation, RunError> {
    let night = night_of(run)?;
    let files = files::of_run(run)?;
    let known = match (truth, pipeline) {
        (Some(folder), _) => {
            let known = truth::read(folder, night)?;
            files::belong_to(&files, &known, folder)?;
            known
        }
        (None, Some(pipeline)) => truth::of_files(pipeline, night)?,
        (None, None) => {
            let message = "there is neither a truth nor a pipeline to judge by".to_owned();
            return Err(RunError::Usage { place: run.display().to_string(), message });
        }
    };
    let outcome = outcome::read(run)?;
    let mut evaluation = evaluate::evaluate(&outcome, &known);
    // The deliveries are as large as all of this, so it goes before they come.
    drop(outcome);
    if evaluation.mentions == 0 {
        return Err(RunError::Usage {
            place: truth.unwrap_or(run).display().to_string(),
            message: format!(
                "the truth knows none of the mentions of {}; is it that of another district?",
                run.display()
            ),
        });
    }
    if let Some(pipeline) = pipeline {
        evaluation.blocking = Some(blocking::judge(pipeline, &files, &known)?);
    }
    Ok(evaluation)
}

/// The night of a published run, by the name of its folder.
pub fn night_of(run: &Path) -> Result<Day, RunError> {
    let usage = |message: &str| {
        Err(RunError::Usage { place: run.display().to_string(), message: message.to_owned() })
    };
    let name = run.file_name().and_then(|name| name.to_str());
    let date = name.and_then(|name| name.strip_prefix("run_date="));
    match date.and_then(|date| date.parse().ok()) {
        None => usage("a run's folder is named run_date=2026-11-23"),
        Some(_) if !run.join("source_rows.parquet").exists() => {
            usage("there is no published run here; publish it first with `hedui run`")
        }
        Some(night) => Ok(night),
    }
}

/// Writes an evaluation into a folder, as `evaluation.txt`, `evaluation.parquet` and `charts.html`.
///
/// The charts show the run's model too, unless it is of another format; with the pipeline, its levels
/// in words and the link weight.
pub fn write_evaluation(
    evaluation: &Evaluation,
    run: &Path,
    pipeline: Option<&Pipeline>,
    folder: &Path,
) -> Result<(), RunError> {
    let figures = evaluation.measurements();
    report::write_table(folder, &Measurements::CONTRACT, figures.batch())?;
    let model = std::fs::read_to_string(run.join("linkage_model.json"));
    let model = model.map_err(|error| error.to_string());
    let model = model.and_then(|text| read_model(&text).map_err(|fault| fault.to_string()));
    let drawn = charts::of_evaluation(
        evaluation,
        model.as_ref().map_err(String::as_str),
        pipeline.map(|pipeline| &pipeline.linkage),
    );
    for (name, text) in [("evaluation.txt", evaluation.to_string()), ("charts.html", drawn)] {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|source| RunError::Unwritable { path, source })?;
    }
    Ok(())
}
