//! `hedui synth`: a synthetic district with its truth.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, say};
use crate::domain::Day;
use crate::synth;

/// Writes the deliveries of a synthetic district and the truth beside them.
///
/// The same people, seed and nights give the same bytes. Nobody in it exists: the identity numbers
/// carry a region prefix that no division has.
#[derive(Args)]
#[command(after_help = "Example:\n  hedui synth --people 20000 --seed 1 /tmp/district\n\n\
                        The committed fixtures:\n  hedui synth fixtures/district")]
pub(super) struct Synth {
    /// The folder to write into: one folder per night, and `truth`.
    folder: PathBuf,
    /// About how many people live in the district.
    #[arg(long, default_value_t = 3000, value_name = "N")]
    people: u32,
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
    /// The last night; the one before it is written as well.
    #[arg(long, default_value = "2026-11-23", value_name = "YYYY-MM-DD")]
    date: Day,
    /// Errors per hundred of the usual rates; 0 leaves only the planted ones.
    #[arg(long, default_value_t = 100, value_name = "N")]
    errors_percent: u32,
}

/// The disk cannot take the district.
const OUTPUT: u8 = 8;

impl Synth {
    pub fn execute(&self) -> Result<u8, Failure> {
        let settings = synth::Settings {
            people: self.people,
            seed: self.seed,
            nights: vec![self.date.plus_days(-1), self.date],
            corruption: synth::Corruption {
                profile: synth::Profile::Usual,
                scale_percent: self.errors_percent,
            },
        };
        let district = synth::generate(&settings);
        let summary = synth::write(&district, &self.folder).map_err(|error| Failure {
            message: format!("{} cannot be written: {error}", self.folder.display()),
            code: OUTPUT,
        })?;
        say!("{}", summary.to_string().trim_end());
        say!("{} people, written to {}", district.people(), self.folder.display());
        Ok(0)
    }
}
