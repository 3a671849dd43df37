//! Truth: who is mentioned where, which findings a night holds, and which look-alikes it holds.
//!
//! Findings about written numbers (Q01, Q02) come from the rows as written; all others from the
//! oracle. The files are CSV with a header; people count from 1.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::domain::Day;

use super::corrupt::tag;
use super::oracle::{self, OPTIONAL};
use super::sheet::{Dataset, Said, TruthMention};
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

fn strata(tags: u16) -> String {
    let words = tag::WORDS.iter().enumerate().filter(|(bit, _)| tags >> bit & 1 == 1);
    words.map(|(_, word)| *word).collect::<Vec<_>>().join(";")
}

/// All findings of a night: the oracle's, and those about the numbers the rows give.
pub fn findings(
    world: &World,
    night: Day,
    written: &[(Dataset, Vec<TruthMention>)],
) -> Vec<TruthLine> {
    let mut lines = oracle::findings(world, night);
    for (dataset, mentions) in written {
        for TruthMention { said, .. } in mentions {
            invalid_number(world, *dataset, said, &mut lines);
            if let Some(owner) = said.borrowed {
                shared_number(world, said.person, owner, &mut lines);
            }
            lines.extend(mistyped_name(said));
        }
    }
    lines.sort();
    lines.dedup();
    lines
}

/// Q01: a number of the right length that no person can have.
fn invalid_number(world: &World, dataset: Dataset, said: &Said, lines: &mut Vec<TruthLine>) {
    let Said { person, tags, .. } = *said;
    let note = match () {
        () if tags & tag::INVALID_ID != 0 => String::new(),
        () if tags & tag::TRUNCATED_ID != 0 => format!("{OPTIONAL}: cut by a spreadsheet"),
        () => return,
    };
    let discriminator = format!("{}/P{}", dataset.layout().id, world.label(person));
    lines.push(TruthLine { code: "Q01", discriminator, person, note });
}

/// Q02: one number, two people of different names.
fn shared_number(world: &World, person: u32, owner: u32, lines: &mut Vec<TruthLine>) {
    if world.person(person).name == world.person(owner).name {
        return;
    }
    lines.extend([person, owner].map(|concerned| TruthLine {
        code: "Q02",
        discriminator: format!("P{}+P{}", world.label(owner), world.label(person)),
        person: concerned,
        note: String::new(),
    }));
}

/// Q02, to be raised or left out: the right number under a mistyped name.
fn mistyped_name(said: &Said) -> Option<TruthLine> {
    (said.tags & tag::MISTYPED_NAME != 0 && has_own_number(said)).then(|| TruthLine {
        code: "Q02",
        discriminator: format!("P{}", said.person + 1),
        person: said.person,
        note: format!("{OPTIONAL}: a mistyped name"),
    })
}

fn has_own_number(said: &Said) -> bool {
    said.tags & (tag::NO_ID | tag::BAD_ID | tag::BORROWED_ID) == 0
}

/// The look-alikes of a night that are no findings: the planted ones, and former names.
pub fn legal(
    world: &World,
    written: &[(Dataset, Vec<TruthMention>)],
    findings: &[TruthLine],
) -> Vec<TruthLine> {
    let mut lines = world.legal.clone();
    let mentions = written.iter().flat_map(|(_, mentions)| mentions);
    lines.extend(mentions.filter_map(|mention| former_name(&mention.said)));
    let concerned: BTreeSet<(&str, u32)> =
        findings.iter().map(|finding| (finding.code, finding.person)).collect();
    lines.retain(|line| !concerned.contains(&(line.code, line.person)));
    lines.sort();
    lines.dedup();
    lines
}

/// Looks like Q02: the right number under a former name, which the register knows.
fn former_name(said: &Said) -> Option<TruthLine> {
    (said.tags & tag::FORMER_NAME != 0 && has_own_number(said)).then(|| TruthLine {
        code: "Q02",
        discriminator: format!("Q02-{}", said.person + 1),
        person: said.person,
        note: "曾用名".to_owned(),
    })
}
