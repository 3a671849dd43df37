//! Truth: who is mentioned where, which findings a night holds, and which look-alikes it holds.
//!
//! The mentions are a Parquet table, a row group for each ward and night, because they are as many as
//! the rows, and so are the people; the short lists are CSV with a header.

use std::fs::File;
use std::io;
use std::path::Path;

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use rustc_hash::FxHashMap;

use crate::domain::table::Contract;
use crate::domain::{
    Day, ResidentId, TrueMention, TrueMentions, TrueMentionsBuilder, TruePeople, TruePeopleBuilder,
    TruePerson,
};

use super::delivery::{Placed, WrittenFile};
use super::sheet::TruthMention;
use super::strata::{self, Strata};
use super::world::{TruthLine, World};

const LINES: [&str; 5] = ["night", "code", "person", "discriminator", "note"];
const FILES: [&str; 3] = ["night", "file", "sm3"];

/// The files of the truth, open for all nights and wards.
pub struct TruthFiles {
    mentions: ArrowWriter<File>,
    findings: csv::Writer<File>,
    legal: csv::Writer<File>,
    files: csv::Writer<File>,
    people: ArrowWriter<File>,
    /// Few sets of strata make most mentions, so each is spelt out once.
    words: FxHashMap<Strata, String>,
}

/// Whom the rows of one dataset speak of, with their true households.
pub struct TrueRows(Vec<TrueRow>);

struct TrueRow {
    mention: TruthMention,
    person: u32,
    register: Option<u32>,
    dwelling: Option<u32>,
    unit: Option<u32>,
}

impl TrueRows {
    /// Looks up the households of everybody mentioned. `homes` are the true homes by household.
    pub fn new(world: &World, night: Day, homes: &[u32], mentions: &[TruthMention]) -> Self {
        let row = |mention: &TruthMention| {
            let person = mention.said.person;
            let household = world.household_of(person, night);
            let registered = world.person(person).registered;
            TrueRow {
                mention: *mention,
                person: world.label(person),
                register: registered.then(|| world.label(household)),
                dwelling: world
                    .lives_here(person, night)
                    .then(|| world.label(homes[world.living_household(person, night) as usize])),
                unit: mention.said.unit.map(|unit| world.label(unit)),
            }
        };
        Self(mentions.iter().map(row).collect())
    }

    /// All strata that any of the mentions has.
    #[cfg(test)]
    pub fn strata(&self) -> Strata {
        self.0.iter().fold(0, |all, row| all | row.mention.said.tags)
    }
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
            mentions: table_file(&folder, &TrueMentions::CONTRACT)?,
            people: table_file(&folder, &TruePeople::CONTRACT)?,
            findings: start("findings.csv", &LINES)?,
            legal: start("legal.csv", &LINES)?,
            files: start("files.csv", &FILES)?,
            words: FxHashMap::default(),
        })
    }

    /// Writes whom the rows of one dataset speak of, at the places they were written to.
    pub fn mentions(
        &mut self,
        night: Day,
        source: &str,
        placed: &Placed,
        rows: &TrueRows,
    ) -> io::Result<()> {
        let mut builder = TrueMentionsBuilder::default();
        for TrueRow { mention, person, register, dwelling, unit } in &rows.0 {
            let tags = mention.said.tags;
            let words = self.words.entry(tags).or_insert_with(|| strata::words(tags));
            builder.push(TrueMention {
                night,
                source,
                file: &placed.files[mention.tab as usize],
                line: placed.first_line + mention.row,
                role: mention.said.role.code(),
                person: *person,
                register: *register,
                dwelling: *dwelling,
                unit: *unit,
                strata: (!words.is_empty()).then_some(words),
            });
        }
        self.mentions.write(builder.finish().batch()).map_err(unwritten)
    }

    /// Ends the row group of a ward's night.
    pub fn end_night(&mut self) -> io::Result<()> {
        self.mentions.flush().map_err(unwritten)
    }

    pub fn findings(&mut self, night: Day, lines: &[TrueLine]) -> io::Result<()> {
        write_lines(&mut self.findings, night, lines)
    }

    pub fn legal(&mut self, night: Day, lines: &[TrueLine]) -> io::Result<()> {
        write_lines(&mut self.legal, night, lines)
    }

    /// Writes which files of a night this is the truth of.
    pub fn files(&mut self, night: Day, files: &[WrittenFile]) -> io::Result<()> {
        for WrittenFile { file, sm3 } in files {
            self.files.write_record([&night.to_string(), file, sm3])?;
        }
        Ok(())
    }

    /// Writes everybody of a ward.
    pub fn people(&mut self, people: &TruePeople) -> io::Result<()> {
        self.people.write(people.batch()).map_err(unwritten)?;
        self.people.flush().map_err(unwritten)
    }

    pub fn close(mut self) -> io::Result<()> {
        for file in [&mut self.findings, &mut self.legal, &mut self.files] {
            file.flush()?;
        }
        self.people.close().map_err(unwritten)?;
        self.mentions.close().map_err(unwritten).map(|_| ())
    }
}

/// A line of findings or look-alikes, its person counted over all wards.
pub struct TrueLine {
    line: TruthLine,
    person: u32,
}

impl TrueLine {
    pub fn new(world: &World, line: TruthLine) -> Self {
        Self { person: world.label(line.person), line }
    }

    /// Code and discriminator: what tells one finding from another.
    pub fn finding(&self) -> (&'static str, &str) {
        (self.line.code, &self.line.discriminator)
    }
}

/// Everybody of a world as they are on its last night.
pub fn people(world: &World, homes: &[u32]) -> TruePeople {
    let night = world.nights[world.nights.len() - 1];
    let mut builder = TruePeopleBuilder::default();
    for person in world.numbers() {
        let of = world.person(person);
        let label = |other: Option<u32>| other.map(|other| world.label(other));
        let household = world.living_household(person, night);
        let lives = world.lives_here(person, night);
        builder.push(TruePerson {
            person: world.label(person),
            name: of.name_on(night),
            former_name: of.former_name.as_deref(),
            sex: if of.male { "male" } else { "female" },
            birth: of.birth,
            number: of.document_number(),
            former_number: of.former_number.as_ref().map(ResidentId::as_str),
            register: of.registered.then(|| world.label(world.household_of(person, night))),
            dwelling: lives.then(|| world.label(homes[household as usize])),
            village: &world.home(person, night).village.code(),
            father: label(of.father),
            mother: label(of.mother),
            spouse: label(world.spouse_of(person, night)),
            death: of.death.filter(|day| *day <= night),
            left: of.left.filter(|day| *day <= night),
        });
    }
    builder.finish()
}

fn table_file(folder: &Path, contract: &Contract) -> io::Result<ArrowWriter<File>> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let file = File::create(folder.join(format!("{}.parquet", contract.name)))?;
    ArrowWriter::try_new(file, contract.schema(), Some(properties)).map_err(unwritten)
}

fn unwritten(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

fn write_lines(file: &mut csv::Writer<File>, night: Day, lines: &[TrueLine]) -> io::Result<()> {
    for TrueLine { line, person } in lines {
        let TruthLine { code, discriminator, note, .. } = line;
        let (night, person) = (night.to_string(), person.to_string());
        file.write_record([night.as_str(), code, &person, discriminator, note])?;
    }
    Ok(())
}
