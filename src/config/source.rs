//! Source files: one mapping per source, shared between the rooms that obey its parts.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::de::DeTable;

use super::Fault;
use super::document::Document;
use crate::domain::{Day, Source};
use crate::{ingest, normalise};

/// Everything the pipeline knows of a source before its files arrive.
#[derive(Debug, Clone)]
pub struct SourceSettings {
    pub file: PathBuf,
    pub header: SourceHeader,
    pub ingest: ingest::Settings,
    /// The columns to read …
    pub columns: Vec<ingest::Column>,
    /// … what kind of value each holds …
    pub values: Vec<normalise::Column>,
    /// … and what a row of them says.
    pub mapping: normalise::Mapping,
}

/// The `[source]` table: whose dataset it is and how much it matters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceHeader {
    pub id: String,
    pub agency: String,
    pub agency_name: String,
    pub title: String,
    /// Lists each person at most once.
    #[serde(default)]
    pub roster: bool,
    /// A night without it stops; otherwise the last good snapshot is used.
    #[serde(default = "required")]
    pub required: bool,
    /// More rejected rows than this, of a file, refuse it.
    #[serde(default = "max_rejected_percent")]
    pub max_rejected_percent: u8,
    /// More values at fault than this, of the filled cells of a file's column, are told.
    #[serde(default = "max_faulty_values_percent")]
    pub max_faulty_values_percent: u8,
    /// More than this, of a column that tells whom the rows are about, refuse the file.
    #[serde(default = "max_faulty_subjects_percent")]
    pub max_faulty_subjects_percent: u8,
    /// Two files, members or sheets refuse the source when the smaller has more than this of its rows
    /// in the other: they are one extract sent twice, or those of two nights.
    #[serde(default = "max_repeated_percent")]
    pub max_repeated_percent: u8,
    /// Fewer rows than this, of a file, refuse it: an export that broke off looks like a file in
    /// which nobody is assisted.
    #[serde(default = "min_rows")]
    pub min_rows: u64,
}

fn required() -> bool {
    true
}

fn min_rows() -> u64 {
    1
}

fn max_rejected_percent() -> u8 {
    10
}

fn max_faulty_values_percent() -> u8 {
    20
}

fn max_repeated_percent() -> u8 {
    50
}

fn max_faulty_subjects_percent() -> u8 {
    60
}

/// What every source has unless its own file says otherwise: limits, as a rule.
#[derive(Default)]
pub(super) struct EverySource<'a> {
    header: DeTable<'a>,
    ingest: DeTable<'a>,
}

impl<'a> EverySource<'a> {
    /// As the pipeline's own file says.
    pub fn take(document: &mut Document<'a>, faults: &mut Vec<Fault>) -> Self {
        const NAMES: &str = "id = ''\nagency = ''\nagency_name = ''\ntitle = ''\n";
        Self {
            header: document.take_below::<SourceHeader>("source", NAMES, faults),
            ingest: document.take_below::<ingest::Settings>("ingest", "file = '*'\n", faults),
        }
    }
}

/// The columns as reading a file needs to know them.
pub fn columns_to_read(
    columns: &[normalise::Column],
    mapping: &normalise::Mapping,
) -> Vec<ingest::Column> {
    let at = |field: &str| columns.iter().position(|column| column.field == field);
    let number_of = |name: &str| {
        let is_of = |mention: &&normalise::MentionMap| {
            mention.name.as_ref().is_some_and(|field| field.name == name)
        };
        let mut mentions = mapping.mentions.iter().filter(is_of);
        mentions.find_map(|mention| at(&mention.resident_id.as_ref()?.name))
    };
    let column = |column: &normalise::Column| ingest::Column {
        field: column.field.clone(),
        headers: column.headers.clone(),
        needed: column.needed,
        spreads: !matches!(column.value, normalise::Value::Amount { .. }),
        told_by: number_of(&column.field),
    };
    columns.iter().map(column).collect()
}

impl SourceSettings {
    /// The source as the night's stages know it.
    pub fn source(&self, snapshot: Day, age_days: u32) -> Source {
        Source {
            id: self.header.id.clone(),
            agency: self.header.agency.clone(),
            agency_name: self.header.agency_name.clone(),
            title: self.header.title.clone(),
            roster: self.header.roster,
            snapshot,
            age_days,
        }
    }

    pub(super) fn read<'a>(
        file: &'a Path,
        text: &'a str,
        every: &EverySource<'a>,
        faults: &mut Vec<Fault>,
    ) -> Option<Self> {
        let before = faults.len();
        let mut document = Document::parse(file, text, faults);
        if faults.len() > before {
            return None;
        }
        let header: Option<SourceHeader> = document.take_over("source", &every.header, faults);
        let ingest: Option<ingest::Settings> = document.take_over("ingest", &every.ingest, faults);
        let declared: Vec<normalise::Column> = document.take_all("column", faults);
        let mapping = normalise::Mapping {
            mentions: document.take_all("mention", faults),
            memberships: document.take_all("membership", faults),
            awards: document.take_all("award", faults),
            payments: document.take_all("payment", faults),
            circumstances: document.take_all("circumstance", faults),
            private_use: document.take_or_default("private_use", faults),
        };
        document.finish(faults);
        let columns = columns_to_read(&declared, &mapping);
        let settings = Self {
            file: file.to_owned(),
            header: header?,
            ingest: ingest?,
            columns,
            values: declared,
            mapping,
        };
        // References between entries are only judged once the entries themselves are sound.
        if faults.len() == before {
            let found = settings.mapping.faults(&settings.values);
            let found = settings.ingest.faults().into_iter().chain(found);
            faults.extend(found.map(|message| Fault {
                file: file.to_owned(),
                line: None,
                message,
            }));
        }
        (faults.len() == before).then_some(settings)
    }
}
