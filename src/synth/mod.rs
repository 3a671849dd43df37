//! Synth: a seed and a size become a district's deliveries with their truth.
//!
//! First a world comes about: families, homes, numbers, then what was granted, paid and billed,
//! among it planted findings and the lawful cases that look like them. Each night's extracts are
//! views of that world, dirtied record by record. An oracle reads the true world, so the truth
//! lists also what nobody planned. The people are made up; their numbers carry codes that no
//! division has.

mod corrupt;
mod dice;
mod extract;
mod kin;
mod lineage;
mod naming;
mod oracle;
mod papers;
mod people;
mod place;
mod plan;
mod sheet;
mod stories;
#[cfg(test)]
mod tests;
mod truth;
mod vocabulary;
mod world;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use serde::{Deserialize, Deserializer};

use crate::domain::Day;

use oracle::Written;
use sheet::{Dataset, Sheet};
use truth::TruthFiles;
use world::World;

pub use place::{division_line, divisions};

/// What district to make.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// About how many people live in it.
    pub people: u32,
    pub seed: u64,
    /// The nights with a delivery, in order; at least one.
    #[serde(deserialize_with = "nights")]
    pub nights: Vec<Day>,
    pub corruption: Corruption,
}

/// How dirty the extracts are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Corruption {
    pub profile: Profile,
    /// Errors per hundred of the profile's rates.
    pub scale_percent: u32,
}

/// A set of error rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// No errors but the planted ones.
    Clean,
    /// Errors as they are estimated for each quality of source.
    Usual,
    /// Three times the usual rates.
    Harsh,
}

impl Default for Settings {
    fn default() -> Self {
        let night = |day| Day::from_ymd(2026, 11, day).expect("a day of November");
        Self {
            people: 3000,
            seed: 7,
            nights: vec![night(22), night(23)],
            corruption: Corruption::default(),
        }
    }
}

impl Default for Corruption {
    fn default() -> Self {
        Self { profile: Profile::Usual, scale_percent: 100 }
    }
}

impl Corruption {
    fn error_percent(&self) -> u32 {
        match self.profile {
            Profile::Clean => 0,
            Profile::Usual => self.scale_percent,
            Profile::Harsh => self.scale_percent.saturating_mul(3),
        }
    }
}

fn nights<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Day>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let nights: Result<Vec<Day>, _> = texts.iter().map(|text| text.parse()).collect();
    let nights = nights.map_err(serde::de::Error::custom)?;
    if nights.is_empty() || !nights.is_sorted() {
        return Err(serde::de::Error::custom("nights are one or more days in order"));
    }
    Ok(nights)
}

/// A made-up district and all that happens in it.
pub struct District {
    world: World,
}

impl District {
    /// How many people its registers hold, the lately dead included.
    pub fn people(&self) -> usize {
        self.world.people.len()
    }
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows by night and dataset.
    pub rows: BTreeMap<(String, &'static str), u32>,
    /// Findings by night and code; a finding about several people counts once.
    pub findings: BTreeMap<(String, &'static str), u32>,
    /// Look-alikes by night and code.
    pub legal: BTreeMap<(String, &'static str), u32>,
}

/// Makes the district of the settings: the same settings, the same district.
pub fn generate(settings: &Settings) -> District {
    let mut world = World {
        seed: settings.seed,
        nights: settings.nights.clone(),
        error_percent: settings.corruption.error_percent(),
        ..World::default()
    };
    people::settle(&mut world, settings.people);
    stories::tell(&mut world, settings.people);
    District { world }
}

/// Writes the deliveries of every night and the truth beside them into a folder.
pub fn write(district: &District, folder: &Path) -> io::Result<Summary> {
    let world = &district.world;
    let mut summary = Summary::default();
    let mut files = TruthFiles::create(folder)?;
    for night in &world.nights {
        let view = extract::View::new(world, *night);
        let mut written = Written::default();
        for dataset in Dataset::ALL {
            let mut sheet = Sheet::create(dataset, &folder.join(night.to_string()))?;
            view.write(&mut sheet)?;
            let (rows, mentions) = sheet.close()?;
            summary.rows.insert((night.to_string(), dataset.layout().id), rows);
            files.mentions(world, *night, dataset, &mentions)?;
            for mention in &mentions {
                written.read(world, dataset, &mention.said);
            }
        }
        let (findings, legal) = written.judge(world, *night);
        files.findings(*night, &findings)?;
        files.legal(*night, &legal)?;
        count(&mut summary.findings, *night, &findings);
        count(&mut summary.legal, *night, &legal);
    }
    files.close()?;
    Ok(summary)
}

fn count(
    counts: &mut BTreeMap<(String, &'static str), u32>,
    night: Day,
    lines: &[world::TruthLine],
) {
    let mut seen = std::collections::BTreeSet::new();
    for line in lines {
        if seen.insert((line.code, &line.discriminator)) {
            *counts.entry((night.to_string(), line.code)).or_insert(0) += 1;
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, counts) in
            [("rows", &self.rows), ("findings", &self.findings), ("legal", &self.legal)]
        {
            for ((night, of), number) in counts {
                writeln!(f, "{night}  {what:<8}  {of:<26}  {number:>9}")?;
            }
        }
        Ok(())
    }
}
