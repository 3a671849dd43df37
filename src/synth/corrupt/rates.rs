//! Rates: how often each kind of error happens, as a file that anybody can read and change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::synth::dataset::Dataset;

/// The shipped rates, `pipelines/synth/corruption.toml`.
pub const SHIPPED: &str = include_str!("../../../pipelines/synth/corruption.toml");

/// Percentages of records of sources of good, middling and bad quality.
pub type Rate = [f64; 3];

/// The errors of all sources.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    pub quality: Qualities,
    /// Errors per hundred of the rates, by the name of a profile.
    pub profiles: BTreeMap<String, u32>,
    pub correlation: Correlation,
    pub number: NumberRates,
    pub name: NameRates,
    pub birth: BirthRates,
    pub address: AddressRates,
    pub phone: PhoneRates,
    pub account: AccountRates,
    pub household: HouseholdRates,
    pub record: RecordRates,
}

/// Sources by how carefully they keep their records; any other is middling.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualities {
    pub good: Vec<String>,
    pub bad: Vec<String>,
}

/// How errors cluster: the spread of the log-normal factors of clerks and people.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    pub clerk_sigma: f64,
    pub person_sigma: f64,
    /// How much more often the old and those of seldom written names are written wrong.
    pub frail_factor: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRates {
    pub missing: Rate,
    pub wrong_digit: Rate,
    pub swapped_digits: Rate,
    pub wrong_length: Rate,
    pub fifteen_digits: Rate,
    pub placeholder: Rate,
    pub of_guardian: Rate,
    pub of_spouse: Rate,
    pub of_namesake: Rate,
    pub former: Rate,
    pub other_form: Rate,
    pub masked: Rate,
    pub of_old_titles: Rate,
    /// Of the parts of a workbook that one town's clerk typed.
    pub cut_block: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRates {
    pub homophone: Rate,
    pub look_alike: Rate,
    pub variant: Rate,
    pub lost_character: Rate,
    pub short: Rate,
    pub former: Rate,
    pub before_change: Rate,
    pub dot: Rate,
    pub after_parent: Rate,
    pub blank: Rate,
    pub tail: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BirthRates {
    pub missing: Rate,
    pub first_of_january: Rate,
    pub swapped: Rate,
    pub wrong_digit: Rate,
    pub lunar: Rate,
    pub wrong_sex: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressRates {
    pub missing: Rate,
    pub other_form: Rate,
    pub old: Rate,
    pub of_relative: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhoneRates {
    pub missing: Rate,
    pub old: Rate,
    pub of_village: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountRates {
    pub of_relative: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdRates {
    pub wrong_key: Rate,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRates {
    pub again: Rate,
    pub corrected: Rate,
}

impl Default for Rates {
    fn default() -> Self {
        Self::parse(SHIPPED).expect("the shipped rates are well-formed")
    }
}

/// Rates that are no percentages, and sources that do not exist.
fn faults(table: &toml::Table) -> Vec<String> {
    let mut faults = Vec::new();
    for (group, rates) in table.iter().filter_map(|(name, value)| Some((name, value.as_table()?))) {
        for (name, value) in rates {
            for item in value.as_array().into_iter().flatten() {
                let number = item.as_float().or_else(|| item.as_integer().map(as_float));
                let known = |id: &str| Dataset::ALL.iter().any(|one| one.layout().id == id);
                match (number, item.as_str()) {
                    (Some(percent), _) if !(0.0..=100.0).contains(&percent) => {
                        faults.push(format!("{group}.{name}: {percent} is no percentage"));
                    }
                    (_, Some(id)) if !known(id) => {
                        faults.push(format!("{group}.{name}: there is no source `{id}`"));
                    }
                    _ => {}
                }
            }
        }
    }
    faults
}

#[expect(clippy::cast_precision_loss, reason = "a percentage is a small number")]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// Why a file of rates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RatesError {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{}: {}", path.display(), source.to_string().trim_end())]
    Malformed { path: PathBuf, source: toml::de::Error },
}

impl Rates {
    /// Reads the rates of a file.
    pub fn read(path: &Path) -> Result<Self, RatesError> {
        let path_of = || path.to_owned();
        let text = std::fs::read_to_string(path)
            .map_err(|source| RatesError::Unreadable { path: path_of(), source })?;
        Self::parse(&text).map_err(|source| RatesError::Malformed { path: path_of(), source })
    }

    /// Reads a text of rates; the error names the line.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let table: toml::Table = toml::from_str(text)?;
        let faults = faults(&table);
        if !faults.is_empty() {
            return Err(serde::de::Error::custom(faults.join("; ")));
        }
        toml::from_str(text)
    }
}
