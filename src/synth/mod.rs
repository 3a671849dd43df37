//! Synth: a seed and a size become a district's deliveries with their truth.
//!
//! First a world comes about: families, homes, numbers, then what was granted, paid and billed,
//! among it planted findings and the lawful cases that look like them. Each night's extracts are
//! views of that world, dirtied record by record. An oracle reads the true world, so the truth
//! lists also what nobody planned. The people are made up; their numbers carry codes that no
//! division has. A city is made ward by ward, each a function of the settings alone, so the bytes are
//! the same for any number of threads and memory holds only the wards under way.

mod calendar;
mod city;
mod corrupt;
mod dataset;
mod delivery;
mod dice;
mod extract;
mod kin;
mod lineage;
mod namesakes;
mod naming;
mod oracle;
mod papers;
mod people;
mod place;
mod plan;
mod sheet;
mod sound;
mod stories;
mod strata;
#[cfg(test)]
mod tests;
mod truth;
mod vocabulary;
mod workbook;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::domain::{Day, TruePeople};

use city::Ward;
use corrupt::Care;
use dataset::Dataset;
use delivery::Delivery;
use oracle::Written;
use sheet::{Part, Sheet};
use truth::{TrueLine, TrueRows, TruthFiles};
use world::World;

pub use corrupt::{Rates, RatesError};
pub use place::{division_line, divisions};

/// What district to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// About how many people live in it; more than 300,000 are a city of several districts.
    pub people: u32,
    pub seed: u64,
    /// The nights with a delivery, in order; at least one.
    pub nights: Vec<Day>,
    pub rates: Rates,
    /// Errors per hundred of the rates.
    pub errors_percent: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let night = |day| Day::from_ymd(2026, 11, day).expect("a day of November");
        Self {
            people: 3000,
            seed: 7,
            nights: vec![night(22), night(23)],
            rates: Rates::default(),
            errors_percent: 100,
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Everybody the registers hold, the lately dead included.
    pub people: usize,
    /// Rows by night and dataset.
    pub rows: BTreeMap<(String, &'static str), u32>,
    /// Findings by night and code; a finding about several people counts once.
    pub findings: BTreeMap<(String, &'static str), u32>,
    /// Look-alikes by night and code.
    pub legal: BTreeMap<(String, &'static str), u32>,
}

/// Writes the deliveries of every night and the truth beside them into a folder: the same settings,
/// the same bytes.
pub fn write(settings: &Settings, folder: &Path) -> io::Result<Summary> {
    let districts = city::districts(settings.people);
    let mut city = City {
        deliveries: settings
            .nights
            .iter()
            .map(|night| Delivery::new(folder, *night, districts > 1))
            .collect::<io::Result<_>>()?,
        truth: TruthFiles::create(folder)?,
        summary: Summary::default(),
    };
    // As many wards are under way as there are threads; they are put behind one another in order.
    let wards = city::wards(settings.people);
    for group in wards.chunks(rayon::current_num_threads().max(1)) {
        let made: Vec<io::Result<WardFiles>> =
            group.par_iter().map(|ward| ward_files(settings, ward)).collect();
        for (ward, made) in group.iter().zip(made) {
            city.add(ward, made?)?;
        }
    }
    for (night, delivery) in settings.nights.iter().zip(city.deliveries) {
        city.truth.files(*night, &delivery.close()?)?;
    }
    city.truth.close()?;
    if districts > 1 {
        let lines: String = divisions(districts).iter().map(division_line).collect();
        std::fs::write(folder.join("divisions.csv"), format!("code,name,aliases\n{lines}"))?;
    }
    Ok(city.summary)
}

/// All that is being written.
struct City {
    deliveries: Vec<Delivery>,
    truth: TruthFiles,
    summary: Summary,
}

/// What one ward gives to the files of all nights.
struct WardFiles {
    people: TruePeople,
    nights: Vec<WardNight>,
}

struct WardNight {
    night: Day,
    parts: Vec<(Part, TrueRows)>,
    findings: Vec<TrueLine>,
    legal: Vec<TrueLine>,
}

/// Makes the world of a ward: the same settings, the same world.
fn world(settings: &Settings, ward: &Ward) -> World {
    // The first ward has the city's seed; the steps to the others are too odd to meet another city.
    let seed =
        settings.seed.wrapping_add(u64::from(ward.number).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let care = Care::new(seed, settings.rates.clone(), settings.errors_percent);
    let mut world = World::empty(seed, ward.clone(), settings.nights.clone(), care);
    people::settle(&mut world, ward);
    stories::tell(&mut world, ward.people);
    let missed = oracle::findings(&world, world.today()).into_iter();
    world.missed =
        missed.filter(|line| line.code.starts_with('G')).map(|line| line.person).collect();
    world
}

fn ward_files(settings: &Settings, ward: &Ward) -> io::Result<WardFiles> {
    let world = world(settings, ward);
    let nights = settings.nights.iter().map(|night| ward_night(&world, *night));
    let people = truth::people(&world, &world.first_households_of_homes());
    Ok(WardFiles { people, nights: nights.collect::<io::Result<_>>()? })
}

fn ward_night(world: &World, night: Day) -> io::Result<WardNight> {
    let view = extract::View::new(world, night);
    let homes = world.first_households_of_homes();
    let mut parts: Vec<Part> = Vec::with_capacity(Dataset::ALL.len());
    for dataset in Dataset::ALL {
        let mut sheet = Sheet::new(dataset);
        view.write(&mut sheet)?;
        parts.push(sheet.finish()?);
    }
    let mut written = Written::default();
    for part in &parts {
        for mention in &part.mentions {
            written.read(world, part.dataset, &mention.said);
        }
    }
    let (findings, legal) = written.judge(world, night);
    let with_truth = |mut part: Part| {
        let mentions = std::mem::take(&mut part.mentions);
        let rows = TrueRows::new(world, night, &homes, &mentions);
        (part, rows)
    };
    let lines = |lines: Vec<_>| lines.into_iter().map(|line| TrueLine::new(world, line)).collect();
    Ok(WardNight {
        night,
        parts: parts.into_iter().map(with_truth).collect(),
        findings: lines(findings),
        legal: lines(legal),
    })
}

impl City {
    fn add(&mut self, ward: &Ward, made: WardFiles) -> io::Result<()> {
        self.summary.people += made.people.len();
        self.truth.people(&made.people)?;
        let is_last = ward.share.0 + 1 == ward.share.1;
        for (delivery, mut of) in self.deliveries.iter_mut().zip(made.nights) {
            let night = of.night.to_string();
            for (part, rows) in &mut of.parts {
                let placed = delivery.add(ward, part)?;
                let id = part.dataset.layout().id;
                self.truth.mentions(of.night, id, &placed, rows)?;
                *self.summary.rows.entry((night.clone(), id)).or_insert(0) += part.rows;
            }
            self.truth.end_night()?;
            self.truth.findings(of.night, &of.findings)?;
            self.truth.legal(of.night, &of.legal)?;
            count(&mut self.summary.findings, &night, &of.findings);
            count(&mut self.summary.legal, &night, &of.legal);
            if is_last {
                delivery.close_district()?;
            }
        }
        Ok(())
    }
}

fn count(counts: &mut BTreeMap<(String, &'static str), u32>, night: &str, lines: &[TrueLine]) {
    let findings: BTreeSet<(&'static str, &str)> = lines.iter().map(TrueLine::finding).collect();
    for (code, _) in findings {
        *counts.entry((night.to_owned(), code)).or_insert(0) += 1;
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
