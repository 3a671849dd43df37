//! Config: the pipeline's files become settings, or every fault at once with file and line.
//!
//! Nothing is run and nothing is written. Paths in a file are relative to the pipeline file, so a
//! pipeline works from wherever it is started. What the faults of one file cannot hide: every file
//! is read, and every entry of a list of tables is judged by itself. A list of labels is read the same
//! way, though it is no setting.

mod document;
mod files;
mod labels;
mod linkage;
mod night;
mod source;
#[cfg(test)]
mod tests;
mod truth;

pub use document::Fault;
pub use labels::{Label, read_labels};
pub use linkage::{AnchorSettings, DerivedSettings, DoubtSettings, LinkageSettings};
pub use source::{SourceHeader, SourceSettings, columns_to_read};
pub use truth::TruthSettings;

use std::path::{Path, PathBuf};

use crate::domain::{Day, Divisions};
use crate::{assess, household, profile, report};

/// Everything a night needs to know before its deliveries are looked at.
#[derive(Debug)]
pub struct Pipeline {
    /// One folder per night lies here, or the one delivery there is.
    pub deliveries: PathBuf,
    /// Whether there is a folder for each night.
    pub dated: bool,
    /// Runs are published here.
    pub runs: PathBuf,
    pub divisions: Divisions,
    pub sources: Vec<SourceSettings>,
    pub linkage: LinkageSettings,
    /// A frozen linkage model, as its file's text; trained each night if there is none.
    pub model: Option<String>,
    /// A frozen model from which a comparison has moved further is to be trained again.
    pub model_drift_max: f64,
    /// Where the decision ledger is kept, if the place keeps one.
    pub decisions: Option<PathBuf>,
    pub households: household::Settings,
    /// Whether there is no policy: then nothing is assessed, and households are formed only where a
    /// source tells of any.
    pub linkage_only: bool,
    /// The policy in force on the run date.
    pub policy: assess::Policy,
    /// Name and digest of the policy pack, as findings cite it.
    pub policy_name: String,
    pub report: report::Settings,
    pub profile: profile::Settings,
    /// The key of the pseudonyms.
    pub pseudonym_key: [u8; 32],
    pub max_snapshot_age_days: u32,
    pub chunk_rows: usize,
    /// Whether a file that no manifest lists is refused.
    pub manifest_required: bool,
    pub max_manifest_bytes: u64,
    /// Whom rows truly speak of, where that is known.
    pub truth: Vec<TruthSettings>,
    /// Every file the pipeline consists of, in order of path; the key is not among them.
    pub files: Vec<report::FileDigest>,
}

impl Pipeline {
    /// The folder with the delivery of a night.
    pub fn delivery(&self, night: Day) -> PathBuf {
        if self.dated { self.deliveries.join(night.to_string()) } else { self.deliveries.clone() }
    }

    /// The attributes that the sources declare, each of which is a field of linkage.
    pub fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().flat_map(|source| source.mapping.attribute_names())
    }
}

/// Reads a pipeline and all it names, as in force on a day.
pub fn read(file: &Path, date: Day) -> Result<Pipeline, Vec<Fault>> {
    let mut faults = Vec::new();
    let pipeline = night::read(file, date, &mut faults);
    faults.sort();
    match pipeline {
        Some(pipeline) if faults.is_empty() => Ok(pipeline),
        _ => Err(faults),
    }
}
