//! Truth: who is mentioned where, which findings a night holds, and which look-alikes it holds.
//!
//! The files are CSV with a header; people count from 1.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::domain::Day;

use super::corrupt::tag;
use super::sheet::{Dataset, TruthMention};
use super::world::{TruthLine, World};

const MENTIONS: [&str; 8] = [
    "night",
    "source",
    "line",
    "role",
    "person",
    "register_household",
    "assistance_unit",
    "strata",
];
const LINES: [&str; 5] = ["night", "code", "person", "discriminator", "note"];

/// The three files, open for all nights.
pub struct TruthFiles {
    mentions: csv::Writer<File>,
    findings: csv::Writer<File>,
    legal: csv::Writer<File>,
}

impl TruthFiles {
    pub fn create(folder: &Path) -> io::Result<Self> {
        let folder = folder.join("truth");
        std::fs::create_dir_all(&folder)?;
        let start = |name: &str, header: &[&str]| -> io::Result<csv::Writer<File>> {
            let mut file = csv::Writer::from_path(folder.join(name))?;
            file.write_record(header)?;
            Ok(file)
        };
        Ok(Self {
            mentions: start("mentions.csv", &MENTIONS)?,
            findings: start("findings.csv", &LINES)?,
            legal: start("legal.csv", &LINES)?,
        })
    }

    /// Writes whom the rows of a dataset speak of.
    pub fn mentions(
        &mut self,
        world: &World,
        night: Day,
        dataset: Dataset,
        mentions: &[TruthMention],
    ) -> io::Result<()> {
        for TruthMention { line, said } in mentions {
            let household = world.household_of(said.person, night) + 1;
            let units = world.units_of.get(&said.person);
            let unit = units.map(|units| &world.units[units[0] as usize]);
            let unit = unit.map(|unit| format!("U{}", unit.key() + 1)).unwrap_or_default();
            self.mentions.write_record([
                night.to_string().as_str(),
                dataset.layout().id,
                &line.to_string(),
                said.role.code(),
                &world.label(said.person).to_string(),
                &format!("H{household}"),
                &unit,
                &strata(said.tags),
            ])?;
        }
        Ok(())
    }

    pub fn findings(&mut self, night: Day, lines: &[TruthLine]) -> io::Result<()> {
        write_lines(&mut self.findings, night, lines)
    }

    pub fn legal(&mut self, night: Day, lines: &[TruthLine]) -> io::Result<()> {
        write_lines(&mut self.legal, night, lines)
    }

    pub fn close(self) -> io::Result<()> {
        for mut file in [self.mentions, self.findings, self.legal] {
            file.flush()?;
        }
        Ok(())
    }
}

fn write_lines(file: &mut csv::Writer<File>, night: Day, lines: &[TruthLine]) -> io::Result<()> {
    for TruthLine { code, discriminator, person, note } in lines {
        let (night, person) = (night.to_string(), (person + 1).to_string());
        file.write_record([night.as_str(), code, &person, discriminator, note])?;
    }
    Ok(())
}

fn strata(tags: u64) -> String {
    let words = tag::WORDS.iter().enumerate().filter(|(bit, _)| tags >> bit & 1 == 1);
    words.map(|(_, word)| *word).collect::<Vec<_>>().join(";")
}
