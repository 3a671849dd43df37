//! Tallies: what is counted of a chunk of rows, of a file, and by merging of a source.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, StringArray};

use super::column::ColumnTally;
use super::distinct::Distinct;
use super::written::characters;
use crate::domain::table::{Category, Cell};
use crate::domain::{FileForm, RawRows, Records, Subject};

/// The rows of a source, counted. Parts merge in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub(super) rows: u64,
    /// Rows whose cells could be read.
    pub(super) rows_with_cells: u64,
    /// Rows set aside, by code.
    pub(super) rows_rejected: BTreeMap<String, u64>,
    pub(super) rows_with_subject: u64,
    pub(super) subjects: Distinct,
    pub(super) columns: Vec<ColumnTally>,
    pub(super) mentions: u64,
    pub(super) id_classes: BTreeMap<String, u64>,
    pub(super) document_types: BTreeMap<String, u64>,
    pub(super) names: u64,
    pub(super) names_lost: u64,
    pub(super) names_private_use: u64,
    pub(super) files: u64,
    pub(super) forms: BTreeMap<String, u64>,
    pub(super) encoding_confidence_percent: Option<u8>,
    pub(super) footer_rows: u64,
    pub(super) unknown_columns: BTreeSet<String>,
    pub(super) absent_columns: BTreeSet<String>,
}

/// What a file says beyond its rows.
pub struct FileFacts<'a> {
    /// Of each of its parts: members of an archive, or the file itself.
    pub forms: Vec<FileForm>,
    pub footer_rows: u64,
    /// Headers that no declared column goes by.
    pub unknown_headers: Vec<&'a str>,
    /// Declared columns that are not there, by their usual header.
    pub absent_headers: Vec<&'a str>,
}

/// A column with values at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultyColumn<'a> {
    /// Its position among the source's columns.
    pub at: usize,
    pub header: &'a str,
    pub filled: u64,
    pub faulty: u64,
    /// The code that most of them have, and how many do.
    pub code: &'a str,
    pub with_code: u64,
}

impl Tally {
    /// Counts a chunk, as it was read and as it was understood.
    pub fn of_chunk(rows: &RawRows, records: &Records, subject: Subject) -> Self {
        let fingerprints: Vec<u64> = subject.fingerprints(rows).collect();
        let columns = rows.fields.iter().zip(&rows.headers).zip(&rows.columns);
        let column = |((field, header), cells): ((&String, &String), &StringArray)| {
            ColumnTally::of(field, header, cells)
        };
        let mut tally = Self {
            rows: rows.rows_read,
            rows_with_cells: rows.lines.len() as u64,
            rows_with_subject: fingerprints.len() as u64,
            subjects: Distinct::of(fingerprints.into_iter()),
            columns: columns.map(column).collect(),
            mentions: records.mentions.len() as u64,
            id_classes: counts(&records.mentions.resident_id_class),
            document_types: counts(&records.mentions.document_type),
            ..Self::default()
        };
        tally.count_names(&records.mentions.name_raw);
        tally.count_rejects(rows, records);
        tally
    }

    /// Adds what a file says beyond its rows.
    pub fn add_file(&mut self, facts: &FileFacts<'_>) {
        self.files += 1;
        for form in &facts.forms {
            *self.forms.entry(in_words(form)).or_default() += 1;
            let confidence = form.encoding.map(|_| form.confidence_percent);
            let confidences = [self.encoding_confidence_percent, confidence];
            self.encoding_confidence_percent = confidences.into_iter().flatten().min();
        }
        self.footer_rows += facts.footer_rows;
        self.unknown_columns.extend(facts.unknown_headers.iter().map(|header| plain(header)));
        self.absent_columns.extend(facts.absent_headers.iter().map(|header| plain(header)));
    }

    /// The columns with values at fault, in their order. A code that is as good as an empty cell makes
    /// its cells neither filled nor faulty.
    pub fn faulty_columns(
        &self,
        is_empty: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = FaultyColumn<'_>> {
        self.columns.iter().enumerate().filter_map(move |(at, column)| {
            let of_empty = column.set_aside.iter().filter(|(code, _)| is_empty(code));
            let empty: u64 = of_empty.map(|(_, count)| count).sum();
            let filled = column.filled.saturating_sub(empty);
            let codes = column.set_aside.iter().filter(|(code, _)| !is_empty(code));
            let faulty: u64 = codes.clone().map(|(_, count)| count).sum();
            let (code, with_code) =
                codes.max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)))?;
            Some(FaultyColumn {
                at,
                header: &column.header,
                filled,
                // A cell that lists several people may have several faults.
                faulty: faulty.min(filled),
                code,
                with_code: *with_code,
            })
        })
    }

    /// Adds what comes behind this in the source.
    pub fn merge(&mut self, later: Self) {
        self.rows += later.rows;
        self.rows_with_cells += later.rows_with_cells;
        add(&mut self.rows_rejected, later.rows_rejected);
        self.rows_with_subject += later.rows_with_subject;
        self.subjects.merge(&later.subjects);
        if self.columns.is_empty() {
            self.columns = later.columns;
        } else {
            for (column, later) in self.columns.iter_mut().zip(later.columns) {
                column.merge(later);
            }
        }
        self.mentions += later.mentions;
        add(&mut self.id_classes, later.id_classes);
        add(&mut self.document_types, later.document_types);
        self.names += later.names;
        self.names_lost += later.names_lost;
        self.names_private_use += later.names_private_use;
        self.files += later.files;
        add(&mut self.forms, later.forms);
        let confidences = [self.encoding_confidence_percent, later.encoding_confidence_percent];
        self.encoding_confidence_percent = confidences.into_iter().flatten().min();
        self.footer_rows += later.footer_rows;
        self.unknown_columns.extend(later.unknown_columns);
        self.absent_columns.extend(later.absent_columns);
    }

    fn count_names(&mut self, names: &StringArray) {
        for name in names.iter().flatten() {
            let found = characters(name);
            self.names += 1;
            self.names_lost += u64::from(found.lost);
            self.names_private_use += u64::from(found.private_use);
        }
    }

    fn count_rejects(&mut self, rows: &RawRows, records: &Records) {
        for reject in records.rejects.rows() {
            if reject.whole_row {
                *self.rows_rejected.entry(reject.code.to_owned()).or_default() += 1;
            }
            // What a row lacks is no value at fault.
            let field = reject.field.filter(|_| reject.value.is_some());
            let at = field.and_then(|field| rows.headers.iter().position(|h| h == field));
            if let Some(at) = at {
                let codes = &mut self.columns[at].set_aside;
                *codes.entry(reject.code.to_owned()).or_default() += 1;
            }
        }
    }
}

fn add(counts: &mut BTreeMap<String, u64>, more: BTreeMap<String, u64>) {
    for (name, count) in more {
        *counts.entry(name).or_default() += count;
    }
}

/// How often each word of a category occurs.
fn counts(words: &<Category as Cell>::Array) -> BTreeMap<String, u64> {
    let mut by_key: Vec<(u64, usize)> = vec![(0, 0); words.values().len()];
    for (row, key) in words.keys().values().iter().enumerate() {
        let of_key = &mut by_key[key.unsigned_abs() as usize];
        *of_key = (of_key.0 + 1, row);
    }
    let mut counts = BTreeMap::new();
    for (count, row) in by_key.into_iter().filter(|(count, _)| *count > 0) {
        *counts.entry(Category::value(words, row).to_owned()).or_default() += count;
    }
    counts
}

/// `csv utf-8`, `csv gb18030 |`, `xlsx`; a comma goes without saying.
fn in_words(form: &FileForm) -> String {
    let delimiter = form.delimiter.filter(|delimiter| *delimiter != ',');
    let delimiter = delimiter.map(|delimiter| match delimiter {
        '\t' => "tab".to_owned(),
        other => other.to_string(),
    });
    let encoding = form.encoding.map(str::to_owned);
    let more = [encoding, delimiter].into_iter().flatten();
    std::iter::once(form.format.to_owned()).chain(more).collect::<Vec<_>>().join(" ")
}

/// A header as a figure may carry it: what has no place on a terminal is left out, and a header as
/// long as a sentence is none.
fn plain(header: &str) -> String {
    const LONGEST: usize = 40;
    header.chars().filter(|character| !character.is_control()).take(LONGEST).collect()
}
