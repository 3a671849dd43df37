//! The truth of one night: who each mention is, which findings hold, which look-alikes do not.
//!
//! It comes as three CSV files beside the deliveries. The columns `strata` of the mentions and
//! `note` of the findings may be absent; a note beginning with `optional` marks a finding that may
//! be flagged or left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::domain::{Day, Role};

use super::OutcomeMention;

/// Why a truth file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TruthError {
    #[error("truth of the {file}: {source}")]
    Unreadable { file: &'static str, source: csv::Error },
    #[error("truth of the mentions: `{role}` is no role")]
    UnknownRole { role: String },
    #[error("truth of the mentions: more than 64 strata")]
    TooManyStrata,
}

/// One night's truth.
#[derive(Debug, Clone, Default)]
pub struct Truth {
    mentions: Vec<TrueMention>,
    /// The first mention of a line's role; those after it in the list follow in column order.
    at: FxHashMap<(u32, u32, RoleKey), Vec<u32>>,
    sources: BTreeMap<String, u32>,
    pub(super) strata: Vec<String>,
    /// By code, the findings by discriminator.
    pub(super) findings: BTreeMap<String, BTreeMap<String, TrueFinding>>,
    /// By code, the look-alikes by discriminator.
    pub(super) legal: BTreeMap<String, BTreeMap<String, BTreeSet<u32>>>,
}

/// Whom a mention truly speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TrueMention {
    pub person: u32,
    /// One bit for each stratum of the list.
    pub strata: u64,
}

/// A finding that holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TrueFinding {
    pub people: BTreeSet<u32>,
    /// May be flagged or left out.
    pub optional: bool,
}

/// Roles as far as truth and outcome must agree: every subject of a row counts as one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct RoleKey(Option<Role>);

impl From<Role> for RoleKey {
    fn from(role: Role) -> Self {
        Self((!role.is_subject()).then_some(role))
    }
}

#[derive(Deserialize)]
struct MentionLine {
    night: String,
    source: String,
    line: u32,
    role: String,
    person: u32,
    #[serde(default)]
    strata: Option<String>,
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

impl Truth {
    /// Reads the night's lines out of the three files.
    pub fn read(
        mentions: impl Read,
        findings: impl Read,
        legal: impl Read,
        night: Day,
    ) -> Result<Self, TruthError> {
        let night = night.to_string();
        let mut truth = Self::default();
        for line in csv::Reader::from_reader(mentions).deserialize() {
            let line: MentionLine = line.map_err(unreadable("mentions"))?;
            if line.night == night {
                truth.add_mention(&line)?;
            }
        }
        for line in csv::Reader::from_reader(findings).deserialize() {
            let line: FindingLine = line.map_err(unreadable("findings"))?;
            if line.night == night {
                let optional =
                    line.note.as_deref().is_some_and(|note| note.starts_with("optional"));
                let findings = truth.findings.entry(line.code).or_default();
                let finding = findings.entry(line.discriminator).or_default();
                finding.people.insert(line.person);
                finding.optional = optional;
            }
        }
        for line in csv::Reader::from_reader(legal).deserialize() {
            let line: FindingLine = line.map_err(unreadable("look-alikes"))?;
            if line.night == night {
                let look_alikes = truth.legal.entry(line.code).or_default();
                look_alikes.entry(line.discriminator).or_default().insert(line.person);
            }
        }
        Ok(truth)
    }

    pub(super) fn len(&self) -> usize {
        self.mentions.len()
    }

    fn add_mention(&mut self, line: &MentionLine) -> Result<(), TruthError> {
        let role = Role::from_code(&line.role)
            .ok_or_else(|| TruthError::UnknownRole { role: line.role.clone() })?;
        let next = self.sources.len();
        let next = u32::try_from(next).expect("a night has few sources");
        let source = match self.sources.get(&line.source) {
            Some(source) => *source,
            None => *self.sources.entry(line.source.clone()).or_insert(next),
        };
        let mut strata = 0;
        for word in line.strata.as_deref().unwrap_or("").split(';').filter(|word| !word.is_empty())
        {
            strata |= 1 << self.stratum(word)?;
        }
        let number = u32::try_from(self.mentions.len()).expect("fewer than 2^32 mentions");
        self.mentions.push(TrueMention { person: line.person, strata });
        self.at.entry((source, line.line, role.into())).or_default().push(number);
        Ok(())
    }

    fn stratum(&mut self, word: &str) -> Result<usize, TruthError> {
        if let Some(at) = self.strata.iter().position(|stratum| stratum == word) {
            return Ok(at);
        }
        if self.strata.len() == 64 {
            return Err(TruthError::TooManyStrata);
        }
        self.strata.push(word.to_owned());
        Ok(self.strata.len() - 1)
    }

    /// The truth of each mention of the outcome. Mentions that share line and role are told apart
    /// by their order.
    pub(super) fn join(&self, mentions: &[OutcomeMention<'_>]) -> Vec<Option<TrueMention>> {
        let mut taken: FxHashMap<(u32, u32, RoleKey), usize> = FxHashMap::default();
        let find = |mention: &OutcomeMention<'_>| {
            let source = *self.sources.get(mention.source)?;
            let key = (source, mention.line, mention.role.into());
            let numbers = self.at.get(&key)?;
            let place = taken.entry(key).or_insert(0);
            *place += 1;
            let number = numbers.get(*place - 1)?;
            Some(self.mentions[*number as usize])
        };
        mentions.iter().map(find).collect()
    }

    /// The names of the strata by their bit.
    pub(super) fn strata(&self) -> &[String] {
        &self.strata
    }
}

fn unreadable(file: &'static str) -> impl Fn(csv::Error) -> TruthError {
    move |source| TruthError::Unreadable { file, source }
}
