//! `hedui init`: a new centre's pipeline, begun.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::audit::Occasion;
use super::voice::Voice;
use crate::starter::{self, Started};

/// Writes a commented pipeline for a new centre: the night, the linkage, a policy pack whose values
/// are all 未核实, a fresh key, and for each delivered file a mapping guessed from its headers.
///
/// A folder that is not empty is never written into.
#[derive(Args)]
#[command(after_help = "Example:\n  \
    hedui init my-centre --deliveries /data/deliveries\n  \
    hedui check my-centre/nightly.toml")]
pub(super) struct Init {
    /// The folder of the pipeline; empty, or not there yet.
    folder: PathBuf,
    /// A folder for each night, of which the newest is looked at, or the files of one delivery; without
    /// it, the shipped mappings are copied.
    #[arg(long, value_name = "FOLDER")]
    deliveries: Option<PathBuf>,
}

impl Init {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let started = starter::write(&self.folder, self.deliveries.as_deref())
            .map_err(|error| Failure { code: error.exit_code(), message: error.to_string() })?;
        // The key's first entry: from here on the log tells who used it.
        let runs = self.folder.join("runs");
        Occasion { runs: &runs, run: None, purpose: None }.record("key drawn".to_owned())?;
        for (file, reason) in &started.left {
            tracing::warn!("{file}: no source was made: {reason}");
        }
        voice.tell(&self.in_words(&started));
        Ok(0)
    }

    fn in_words(&self, started: &Started) -> String {
        let mut lines = Vec::new();
        for source in &started.sources {
            let like = source.like.as_ref().map_or_else(
                || "people only; like no shipped source".to_owned(),
                |like| format!("like {like}"),
            );
            lines.push(format!(
                "{:<26} {:>3} of {:>3} headers known  {like}  {}",
                source.id, source.mapped, source.headers, source.file
            ));
        }
        if started.rules_left > 0 {
            lines.push(format!(
                "{} rules and needs wait, as comments, for sources they depend on",
                started.rules_left
            ));
        }
        let pipeline = self.folder.join("nightly.toml");
        lines.push(format!(
            "written      {}; confirm the guesses, then `hedui check {}`",
            self.folder.display(),
            pipeline.display()
        ));
        lines.join("\n")
    }
}
