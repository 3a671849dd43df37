//! The truth of one night: who each mention is, which findings hold, which look-alikes do not.
//!
//! Mentions come as parts of their Parquet table; only the night's rows are kept, each in a few
//! bytes. Findings and look-alikes are short CSV lists. A note of a finding that begins with
//! `optional` marks one that may be flagged or left out; the note of a look-alike says of what
//! kind it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::domain::{Day, HouseholdKind, Role, TrueMention, TrueMentions};

use super::place::{self, Files, Place};

/// Why a truth file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TruthError {
    #[error(
        "{file}: {source}; its columns are night, code, person, discriminator and note, and \
         `hedui synth` writes it"
    )]
    Unreadable { file: &'static str, source: csv::Error },
    #[error("files.csv: {0}; its columns are night, file and sm3, and `hedui synth` writes it")]
    UnreadableFiles(csv::Error),
    #[error(
        "mentions.parquet: `{role}` of {file}, line {line}, is no role; write the truth with the \
         `hedui synth` of this version"
    )]
    UnknownRole { role: String, file: String, line: u32 },
    #[error(
        "mentions.parquet: `{stratum}` is one stratum too many, {MAX_STRATA} can be told apart; \
         let fewer words stand in its column `strata`"
    )]
    TooManyStrata { stratum: String },
}

/// The most strata a truth may have, one bit each.
const MAX_STRATA: usize = 64;

/// One night's truth.
#[derive(Debug, Clone)]
pub struct Truth {
    night: Day,
    files: Files,
    places: Vec<Place>,
    /// In the order of `places`.
    mentions: Vec<KnownMention>,
    /// The words of the strata by their bit, in the order of their first mention.
    strata: Vec<String>,
    /// The strata of a list of words.
    strata_of: FxHashMap<String, u64>,
    /// The digest of each file it was written for, by night and path.
    digests: BTreeMap<(String, String), String>,
    /// By code, the findings by discriminator.
    pub(super) findings: BTreeMap<String, BTreeMap<String, TrueFinding>>,
    /// By code, the look-alikes by discriminator.
    pub(super) look_alikes: BTreeMap<String, BTreeMap<String, LookAlike>>,
}

/// Whom a mention truly speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownMention {
    pub person: u32,
    /// Their household of each kind, in the order of [`HouseholdKind::ALL`]; [`NO_HOUSEHOLD`] for
    /// none.
    pub households: [u32; HouseholdKind::ALL.len()],
    /// One bit for each stratum of the list.
    pub strata: u64,
}

/// Says that a mention names no household of a kind.
pub(super) const NO_HOUSEHOLD: u32 = u32::MAX;

/// A finding that holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TrueFinding {
    pub people: BTreeSet<u32>,
    /// May be flagged or left out.
    pub optional: bool,
}

/// What looks like a finding and is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LookAlike {
    pub people: BTreeSet<u32>,
    pub kind: String,
}

#[derive(Deserialize)]
struct FindingLine {
    night: String,
    code: String,
    person: u32,
    discriminator: String,
    #[serde(default)]
    note: Option<String>,
}

/// A line of `files.csv`.
#[derive(Deserialize)]
struct FileLine {
    night: String,
    file: String,
    sm3: String,
}

impl Truth {
    /// A night of which nothing is known yet.
    pub fn new(night: Day) -> Self {
        Self {
            night,
            files: Files::default(),
            places: Vec::new(),
            mentions: Vec::new(),
            strata: Vec::new(),
            strata_of: FxHashMap::default(),
            digests: BTreeMap::new(),
            findings: BTreeMap::new(),
            look_alikes: BTreeMap::new(),
        }
    }

    /// Adds the night's rows of a part of the mentions; parts come in order.
    pub fn add_mentions(&mut self, part: &TrueMentions) -> Result<(), TruthError> {
        let night = self.night;
        for row in part.rows().filter(|row| row.night == night) {
            let place = self.place(&row)?;
            let strata = self.strata_of(row.strata.unwrap_or(""))?;
            let households = [row.register, row.unit, row.dwelling];
            let households = households.map(|household| household.unwrap_or(NO_HOUSEHOLD));
            self.places.push(place);
            self.mentions.push(KnownMention { person: row.person, households, strata });
        }
        Ok(())
    }

    /// Adds the night's lines of `findings.csv`.
    pub fn add_findings(&mut self, csv: impl Read) -> Result<(), TruthError> {
        for line in lines("findings.csv", csv, self.night)? {
            let optional = line.note.is_some_and(|note| note.starts_with("optional"));
            let findings = self.findings.entry(line.code).or_default();
            let finding = findings.entry(line.discriminator).or_default();
            finding.people.insert(line.person);
            finding.optional = optional;
        }
        Ok(())
    }

    /// Adds the night's lines of `legal.csv`.
    pub fn add_look_alikes(&mut self, csv: impl Read) -> Result<(), TruthError> {
        for line in lines("legal.csv", csv, self.night)? {
            let look_alikes = self.look_alikes.entry(line.code).or_default();
            let look_alike = look_alikes.entry(line.discriminator).or_default();
            look_alike.people.insert(line.person);
            look_alike.kind = line.note.unwrap_or_default();
        }
        Ok(())
    }

    /// Adds the lines of `files.csv`: which files of all nights it was written for.
    pub fn add_files(&mut self, csv: impl Read) -> Result<(), TruthError> {
        for line in csv::Reader::from_reader(csv).deserialize() {
            let line: FileLine = line.map_err(TruthError::UnreadableFiles)?;
            self.digests.insert((line.night, line.file), line.sm3);
        }
        Ok(())
    }

    /// The SM3 digest of a night's file as it was when the truth was written.
    pub fn digest_of(&self, night: Day, file: &str) -> Option<&str> {
        self.digests.get(&(night.to_string(), file.to_owned())).map(String::as_str)
    }

    /// The night it is the truth of.
    pub const fn night(&self) -> Day {
        self.night
    }

    /// How many mentions the night truly has.
    pub fn len(&self) -> usize {
        self.mentions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.mentions.is_empty()
    }

    fn place(&mut self, row: &TrueMention<'_>) -> Result<Place, TruthError> {
        let role = Role::from_code(row.role).ok_or_else(|| TruthError::UnknownRole {
            role: row.role.to_owned(),
            file: row.file.to_owned(),
            line: row.line,
        })?;
        Ok(Place { file: self.files.number(row.source, row.file), line: row.line, role })
    }

    /// Words separated by `;` as bits.
    fn strata_of(&mut self, words: &str) -> Result<u64, TruthError> {
        if let Some(bits) = self.strata_of.get(words) {
            return Ok(*bits);
        }
        let mut bits = 0;
        for word in words.split(';').filter(|word| !word.is_empty()) {
            let known = self.strata.iter().position(|stratum| stratum == word);
            let bit = known.unwrap_or(self.strata.len());
            if bit == MAX_STRATA {
                return Err(TruthError::TooManyStrata { stratum: word.to_owned() });
            }
            if known.is_none() {
                self.strata.push(word.to_owned());
            }
            bits |= 1 << bit;
        }
        self.strata_of.insert(words.to_owned(), bits);
        Ok(bits)
    }

    /// The truth of each mention of a list, where it is known.
    pub(super) fn join<'a>(
        &'a self,
        files: &Files,
        places: impl Iterator<Item = Place>,
    ) -> Vec<Option<&'a KnownMention>> {
        let found = place::join((files, places), (&self.files, &self.places));
        let known = found.into_iter();
        known.map(|at| at.map(|at| &self.mentions[at as usize])).collect()
    }

    /// The names of the strata by their bit.
    pub(super) fn strata(&self) -> &[String] {
        &self.strata
    }
}

/// The night's lines of a list.
fn lines(file: &'static str, csv: impl Read, night: Day) -> Result<Vec<FindingLine>, TruthError> {
    let night = night.to_string();
    let mut found = Vec::new();
    for line in csv::Reader::from_reader(csv).deserialize() {
        let line: FindingLine = line.map_err(|source| TruthError::Unreadable { file, source })?;
        if line.night == night {
            found.push(line);
        }
    }
    Ok(found)
}
