//! `hedui synth`: a synthetic district with its truth.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::voice::Voice;
use crate::domain::Day;
use crate::synth::{self, Rates};

/// Writes the deliveries of a synthetic district and the truth beside them.
///
/// The same people, seed, nights and corruption give the same bytes. Nobody in it exists: the
/// identity numbers carry region codes that no division has. More than 300,000 people are a city of
/// several districts, and its list of divisions is written as well.
#[derive(Args)]
#[command(after_help = "Examples:\n  hedui synth --people 20000 --seed 1 /tmp/district\n  \
                        hedui synth --corruption harsh /tmp/dirty\n  \
                        hedui synth --corruption default=150 --nights 3 /tmp/dirtier\n\n\
                        The committed fixtures:\n  hedui synth fixtures/district")]
pub(super) struct Synth {
    /// The folder to write into: one folder per night, and `truth`.
    folder: PathBuf,
    /// About how many people live in the district.
    #[arg(long, default_value_t = 3000, value_name = "N",
          value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    people: u32,
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
    /// The last night.
    #[arg(long, default_value = "2026-11-23", value_name = "YYYY-MM-DD")]
    date: Day,
    /// How many nights in a row, the last among them.
    #[arg(long, default_value_t = 2, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=31))]
    nights: u8,
    /// A profile of the rates (`clean`, `default`, `harsh`), and errors per hundred of it if wanted.
    #[arg(long, default_value = "default", value_name = "PROFILE[=PERCENT]")]
    corruption: String,
    /// Rates of errors of your own, in the form of `pipelines/synth/corruption.toml`.
    #[arg(long, value_name = "FILE")]
    rates: Option<PathBuf>,
}

/// The disk cannot take the district.
const OUTPUT: u8 = 8;
/// The command line or the rates are wrong.
const USAGE: u8 = 2;

impl Synth {
    pub fn execute(&self, voice: Voice) -> Result<u8, Failure> {
        let rates = self.rates()?;
        let last = i32::from(self.nights) - 1;
        let settings = synth::Settings {
            people: self.people,
            seed: self.seed,
            nights: (0..=last).map(|at| self.date.plus_days(at - last)).collect(),
            errors_percent: self.errors_percent(&rates)?,
            rates,
        };
        let summary = synth::write(&settings, &self.folder).map_err(|error| Failure {
            message: format!("{} cannot be written: {error}", self.folder.display()),
            code: OUTPUT,
        })?;
        voice.tell(summary.to_string().trim_end());
        voice.tell(&format!("{} people, written to {}", summary.people, self.folder.display()));
        Ok(0)
    }

    fn rates(&self) -> Result<Rates, Failure> {
        let Some(file) = &self.rates else { return Ok(Rates::default()) };
        Rates::read(file).map_err(|error| Failure { message: error.to_string(), code: USAGE })
    }

    /// The profile's errors per hundred, scaled.
    fn errors_percent(&self, rates: &Rates) -> Result<u32, Failure> {
        let (profile, scale) = self.corruption.split_once('=').unwrap_or((&self.corruption, "100"));
        let known = rates.profiles.get(profile);
        let scale: Option<u32> = scale.trim_end_matches('%').parse().ok();
        if let (Some(percent), Some(scale)) = (known, scale) {
            return Ok(percent.saturating_mul(scale) / 100);
        }
        let profiles: Vec<&str> = rates.profiles.keys().map(String::as_str).collect();
        Err(Failure {
            message: format!(
                "--corruption {}: give one of {}, with `=150` behind it for errors half as frequent \
                 again",
                self.corruption,
                profiles.join(", ")
            ),
            code: USAGE,
        })
    }
}
