//! Reading the truth: the night's part of its files, with what to do about a fault in one; or what
//! the files of a benchmark say themselves.

use std::fs::File;
use std::path::Path;

use crate::config::Pipeline;
use crate::domain::{Day, TrueMentions};
use crate::evaluate::{Truth, TruthError};
use crate::pipeline::{RunError, true_mentions};
use crate::report;

/// Reads the night's truth out of a folder.
pub(super) fn read(folder: &Path, night: Day) -> Result<Truth, RunError> {
    let not_usable = |error: TruthError| fault(folder, error.to_string());
    let mut truth = read_mentions(folder, night)?;
    truth.add_findings(open(folder, "findings.csv")?).map_err(not_usable)?;
    truth.add_look_alikes(open(folder, "legal.csv")?).map_err(not_usable)?;
    Ok(truth)
}

/// Reads what a truth folder says of the night's mentions, and which files it was written for.
pub(super) fn read_mentions(folder: &Path, night: Day) -> Result<Truth, RunError> {
    let fault = |message: String| fault(folder, message);
    let not_usable = |error: TruthError| fault(error.to_string());
    let mut truth = Truth::new(night);
    open(folder, "mentions.parquet")?;
    let read = report::for_each_part_of_day(folder, "night", night, |part: &TrueMentions| {
        truth.add_mentions(part).map_err(not_usable)
    });
    read.map_err(|error| match error {
        RunError::Report(error) => {
            fault(format!("{error}; write the truth anew with `hedui synth`"))
        }
        other => other,
    })?;
    if truth.is_empty() {
        return Err(fault(format!("mentions.parquet has no mention of the night {night}")));
    }
    truth.add_files(open(folder, "files.csv")?).map_err(not_usable)?;
    Ok(truth)
}

fn open(folder: &Path, name: &str) -> Result<File, RunError> {
    File::open(folder.join(name)).map_err(|error| {
        let message = format!(
            "{name} cannot be opened: {error}; a truth folder holds mentions.parquet, findings.csv, \
             legal.csv and files.csv, as `hedui synth` writes them"
        );
        fault(folder, message)
    })
}

fn fault(folder: &Path, message: String) -> RunError {
    RunError::Usage { place: folder.display().to_string(), message }
}

/// The truth that a pipeline's files hold, as its `[[truth]]` tells.
pub(super) fn of_files(pipeline: &Pipeline, night: Day) -> Result<Truth, RunError> {
    let fault = |message: String| RunError::Usage {
        place: pipeline.deliveries.display().to_string(),
        message,
    };
    if pipeline.truth.is_empty() {
        let message = "the pipeline has no [[truth]] to judge by; give --truth".to_owned();
        return Err(fault(message));
    }
    let mut truth = Truth::new(night);
    let added = truth.add_mentions(&true_mentions(pipeline, night)?);
    added.map_err(|error| fault(error.to_string()))?;
    Ok(truth)
}
