//! Truth: who is mentioned where, which findings a night holds, and which look-alikes it holds.
//!
//! Findings about written numbers (Q01, Q02) come from the rows as written; all others from the
//! oracle. The mentions are a Parquet table, a row group for each dataset of a night, because
//! they are as many as the rows; the two short lists are CSV with a header. People count from 1.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::domain::{Day, TrueMention, TrueMentions, TrueMentionsBuilder};

use super::corrupt::tag;
use super::oracle::{self, OPTIONAL};
use super::sheet::{Dataset, Said, TruthMention};
use super::world::{TruthLine, World};

const LINES: [&str; 5] = ["night", "code", "person", "discriminator", "note"];

/// The three files, open for all nights.
pub struct TruthFiles {
    mentions: ArrowWriter<File>,
    findings: csv::Writer<File>,
    legal: csv::Writer<File>,
}

impl TruthFiles {
    pub fn create(folder: &Path) -> io::Result<Self> {
        let folder = folder.join("truth");
        std::fs::create_dir_all(&folder)?;
        let start = |name: &str| -> io::Result<csv::Writer<File>> {
            let mut file = csv::Writer::from_path(folder.join(name))?;
            file.write_record(LINES)?;
            Ok(file)
        };
        Ok(Self {
            mentions: mentions_file(&folder)?,
            findings: start("findings.csv")?,
            legal: start("legal.csv")?,
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
        let units = units(world, dataset);
        let mut builder = TrueMentionsBuilder::default();
        for (at, TruthMention { line, said }) in mentions.iter().enumerate() {
            let household = world.household_of(said.person, night);
            let household = world.serial(household as usize) + 1;
            let strata = strata(said.tags);
            builder.push(TrueMention {
                night,
                source: dataset.layout().id,
                file: dataset.layout().file,
                line: *line,
                role: said.role.code(),
                person: world.label(said.person),
                register: Some(household),
                dwelling: world.lives_here(said.person, night).then_some(household),
                unit: units.get(at).copied(),
                strata: (!strata.is_empty()).then_some(strata.as_str()),
            });
        }
        let written = self.mentions.write(builder.finish().batch());
        written.and_then(|()| self.mentions.flush()).map_err(unwritten)
    }

    pub fn findings(&mut self, night: Day, lines: &[TruthLine]) -> io::Result<()> {
        write_lines(&mut self.findings, night, lines)
    }

    pub fn legal(&mut self, night: Day, lines: &[TruthLine]) -> io::Result<()> {
        write_lines(&mut self.legal, night, lines)
    }

    pub fn close(self) -> io::Result<()> {
        for mut file in [self.findings, self.legal] {
            file.flush()?;
        }
        self.mentions.close().map_err(unwritten)?;
        Ok(())
    }
}

fn mentions_file(folder: &Path) -> io::Result<ArrowWriter<File>> {
    let file = File::create(folder.join("mentions.parquet"))?;
    let compression = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let schema = TrueMentions::CONTRACT.schema();
    ArrowWriter::try_new(file, schema, Some(properties)).map_err(unwritten)
}

fn unwritten(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

/// The unit of each row of a dataset that lists units or their members, in the order of its rows:
/// certificates of one head are one unit.
fn units(world: &World, dataset: Dataset) -> Vec<u32> {
    let unit = |head: u32| world.label(head);
    match dataset {
        Dataset::CivilAffairsHouseholds => world.units.iter().map(|one| unit(one.key())).collect(),
        Dataset::CivilAffairsMembers => {
            let mut listed = BTreeSet::new();
            let rows = world.units.iter();
            let rows = rows.flat_map(|one| one.members.iter().map(|member| (one.key(), *member)));
            rows.filter(|row| listed.insert(*row)).map(|(head, _)| unit(head)).collect()
        }
        _ => Vec::new(),
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
