//! What a night makes of a delivery with a manifest: whether file and manifest agree, and what the
//! night says of either.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use hedui::domain::{Day, Quality, SourceState};
use hedui::ingest;
use hedui::pipeline::{self, RunError, Silent};
use tempfile::TempDir;
use toml::{Table, Value};

use super::transcript::Outcome;
use super::{delivered, source};
use crate::sandbox::root;

/// Whether the folder's files are a delivery that is held against its manifest.
pub fn has_manifest(folder: &Path) -> bool {
    delivered(folder).iter().any(|path| ingest::is_manifest(path))
}

/// Profiles the folder as the one delivery of a pipeline with the one source.
pub fn night(shared: &Path, folder: &Path) -> Outcome {
    let sandbox = TempDir::new().expect("a temporary folder");
    let delivery = sandbox.path().join("delivery");
    fs::create_dir(&delivery).expect("a folder in the sandbox");
    for path in delivered(folder) {
        let name = path.file_name().expect("a file has a name");
        fs::copy(&path, delivery.join(name)).expect("a fixture can be copied");
    }
    let settings = source::settings(shared, &folder.join(super::SOURCE));
    fs::write(sandbox.path().join("source.toml"), settings.to_string()).expect("writable");
    write_policy(&sandbox.path().join("policy"));
    let file = sandbox.path().join("night.toml");
    fs::write(&file, pipeline_of(&delivery).to_string()).expect("writable");
    let day = Day::from_ymd(2026, 11, 23).expect("a day");
    let read = pipeline::read_pipeline(&file, day).unwrap_or_else(|error| panic!("{error}"));
    let night = pipeline::profile(&read, day, &Silent).expect("the delivery is there");
    outcome(&night.quality, night.error.as_ref(), &night.warnings)
}

/// A pipeline with the source beside it; a manifest of its may have a kilobyte.
fn pipeline_of(delivery: &Path) -> Table {
    let shipped = |name: &str| path(&root().join("pipelines").join(name));
    let night = [
        ("deliveries", path(delivery)),
        ("dated", Value::Boolean(false)),
        ("runs", Value::String("runs".to_owned())),
        ("policy", Value::String("policy".to_owned())),
        ("linkage", shipped("linkage/chinese.toml")),
        ("pseudonym_key", shipped("keys/demo.key")),
        ("max_snapshot_age_days", Value::Integer(0)),
        ("chunk_rows", Value::Integer(3)),
        ("max_manifest_bytes", Value::Integer(1024)),
        ("sources", Value::Array(vec![Value::String("source.toml".to_owned())])),
    ];
    let night = night.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    [("night".to_owned(), Value::Table(night))].into_iter().collect()
}

/// The schemes of the shipped policy, without rules, which ask for other sources.
fn write_policy(folder: &Path) {
    fs::create_dir_all(folder.join("rules")).expect("a folder in the sandbox");
    for name in ["schemes.toml", "parameters.toml"] {
        let shipped = root().join("pipelines/policy/demo").join(name);
        fs::copy(shipped, folder.join(name)).expect("a policy can be copied");
    }
}

fn path(path: &Path) -> Value {
    Value::String(path.to_string_lossy().into_owned())
}

fn outcome(quality: &Quality, error: Option<&RunError>, warnings: &[String]) -> Outcome {
    let mut outcome = Outcome::default();
    for source in &quality.sources {
        if source.state == SourceState::Read {
            let (rows, rejected) = (source.rows, source.rows_rejected);
            writeln!(outcome.text, "{}: rows {rows}, set aside {rejected}", source.id)
                .expect("writing to a string");
        }
    }
    if let Some(error) = error {
        outcome.refused(error);
    }
    for warning in warnings {
        writeln!(outcome.text, "remark: {warning}").expect("writing to a string");
    }
    outcome
}
