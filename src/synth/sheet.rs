//! Sheets: the rows of one dataset that one ward gives on one night, as the file will hold them.
//!
//! Every row says who is mentioned in it: that is the truth of the mentions. A sheet is in memory and
//! knows no file, so that wards can be written side by side and put behind one another afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use csv::Terminator;
use encoding_rs::GB18030;
use rustc_hash::FxHashSet;

use crate::domain::{Fen, Role};

use super::dataset::{Dataset, Form};
use super::strata::{self, Strata};
use super::workbook::Page;

/// Somebody a row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub role: Role,
    pub person: u32,
    /// What makes the mention hard to link.
    pub tags: Strata,
    /// Whose number the row gives them, when it is not their own.
    pub borrowed: Option<u32>,
    /// The assistance unit the row is about, by its key.
    pub unit: Option<u32>,
}

/// Somebody a written row speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TruthMention {
    /// The place of the sheet in its workbook; 0 where a file has one.
    pub tab: u32,
    /// The row below the header, counted from 0.
    pub row: u32,
    pub said: Said,
}

/// One dataset's rows being written.
pub struct Sheet {
    pub dataset: Dataset,
    rows: u32,
    amount: Fen,
    amount_column: Option<usize>,
    subject_columns: [usize; 2],
    people: FxHashSet<u64>,
    mentions: Vec<TruthMention>,
    body: Body,
}

enum Body {
    Text(Box<csv::Writer<Vec<u8>>>),
    Cells(Vec<Vec<String>>),
    /// By the order of the sheets.
    Tabs(BTreeMap<u32, Page>),
}

/// What a ward adds to a file.
pub enum Content {
    /// Lines, in the file's encoding.
    Lines(Vec<u8>),
    /// Rows of a sheet that all wards of the district share.
    Cells(Vec<Vec<String>>),
    /// A workbook of its own, sheet by sheet.
    Pages(Vec<Page>),
}

/// The finished rows of one ward.
pub struct Part {
    pub dataset: Dataset,
    pub content: Content,
    pub rows: u32,
    /// Fingerprints of the people the rows are about, as the rows write them.
    pub people: FxHashSet<u64>,
    pub amount: Fen,
    pub mentions: Vec<TruthMention>,
}

impl Sheet {
    pub fn new(dataset: Dataset) -> Self {
        let body = match dataset.layout().form {
            Form::Workbook(_) => Body::Cells(Vec::new()),
            Form::Tabs => Body::Tabs(BTreeMap::new()),
            Form::Utf8 | Form::Utf8WithMark | Form::Gb18030 => Body::Text(Box::new(lines())),
        };
        Self {
            dataset,
            rows: 0,
            amount: Fen::ZERO,
            amount_column: dataset.amount_column(),
            subject_columns: dataset.subject_columns(),
            people: FxHashSet::default(),
            mentions: Vec::new(),
            body,
        }
    }

    /// Writes a row and remembers whom it speaks of.
    pub fn push(&mut self, cells: &[&str], said: &[Said]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), self.dataset.columns().len(), "one cell a column");
        self.push_ragged(cells, said)
    }

    /// Writes a row that may have too few cells, as a cut-off line has.
    pub fn push_ragged(&mut self, cells: &[&str], said: &[Said]) -> io::Result<()> {
        match &mut self.body {
            Body::Text(lines) => lines.write_record(cells)?,
            Body::Cells(rows) => rows.push(owned(cells)),
            Body::Tabs(_) => unreachable!("a row of a workbook with many sheets names its sheet"),
        }
        self.count(0, self.rows, cells, said);
        Ok(())
    }

    /// Writes a row to one of the sheets of a workbook, which come in the order of their ranks.
    pub fn push_to(&mut self, rank: u32, tab: &str, cells: &[&str], said: &[Said]) {
        let Body::Tabs(tabs) = &mut self.body else {
            unreachable!("a dataset with one sheet is written by `push`");
        };
        let page = tabs.entry(rank).or_insert_with(|| Page::new(tab));
        let row = u32::try_from(page.rows.len()).expect("a sheet is short");
        page.rows.push(owned(cells));
        self.count(rank, row, cells, said);
    }

    fn count(&mut self, tab: u32, row: u32, cells: &[&str], said: &[Said]) {
        self.rows += 1;
        // Of a line that was cut off, nothing but the line itself can be counted.
        if cells.len() == self.dataset.columns().len() {
            let amount = self.amount_column.and_then(|column| fen(cells[column]));
            self.amount += amount.unwrap_or(Fen::ZERO);
            self.people.extend(subject(self.subject_columns.map(|column| cells[column])));
        }
        let dataset = self.dataset;
        let shown = |said: &Said| Said { tags: said.tags & dataset.shown(said.role), ..*said };
        self.mentions.extend(said.iter().map(|said| TruthMention { tab, row, said: shown(said) }));
    }

    /// Adds to what the manifest sums up, where a cell is not a plain amount.
    pub fn add_amount(&mut self, amount: Fen) {
        self.amount += amount;
    }

    /// The rows as the file will hold them.
    pub fn finish(mut self) -> io::Result<Part> {
        let gb18030 = self.dataset.layout().form == Form::Gb18030;
        let content = match self.body {
            Body::Text(lines) => {
                let text = lines.into_inner().map_err(csv::IntoInnerError::into_error)?;
                Content::Lines(if gb18030 { in_gb18030(&text) } else { text })
            }
            Body::Cells(rows) => Content::Cells(rows),
            Body::Tabs(tabs) => {
                let places: BTreeMap<u32, u32> = tabs.keys().copied().zip(0..).collect();
                for mention in &mut self.mentions {
                    mention.tab = places[&mention.tab];
                }
                Content::Pages(tabs.into_values().collect())
            }
        };
        mark_shared_numbers(&mut self.mentions);
        let Self { dataset, rows, people, amount, mentions, .. } = self;
        Ok(Part { dataset, content, rows, people, amount, mentions })
    }
}

/// Marks the people under one number of whom there are three or more, the owner among them.
fn mark_shared_numbers(mentions: &mut [TruthMention]) {
    let mut users: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for mention in mentions.iter() {
        if let Some(owner) = mention.said.borrowed {
            users.entry(owner).or_default().insert(mention.said.person);
        }
    }
    users.retain(|_, users| users.len() >= 2);
    for mention in mentions {
        let Said { person, borrowed, .. } = mention.said;
        if users.contains_key(&borrowed.unwrap_or(person)) {
            mention.said.tags |= strata::SHARED_ID;
        }
    }
}

/// CSV with Windows line ends, as the agencies' programmes export it.
fn lines() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new())
}

/// The header of a text file, in its encoding.
pub fn header(dataset: Dataset) -> io::Result<Vec<u8>> {
    let mut lines = lines();
    lines.write_record(dataset.columns())?;
    let text = lines.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(match dataset.layout().form {
        Form::Gb18030 => in_gb18030(&text),
        Form::Utf8WithMark => [b"\xef\xbb\xbf", &text[..]].concat(),
        _ => text,
    })
}

fn in_gb18030(text: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(text).expect("rows are written as UTF-8");
    GB18030.encode(text).0.into_owned()
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// A fingerprint of whom a row is about: by the number as written, else by the name.
fn subject(number_and_name: [&str; 2]) -> Option<u64> {
    let written = number_and_name.iter().enumerate().find(|(_, text)| !text.trim().is_empty())?;
    let mut hasher = DefaultHasher::new();
    (written.0, written.1.trim()).hash(&mut hasher);
    Some(hasher.finish())
}

/// A plain amount of yuan.
fn fen(cell: &str) -> Option<Fen> {
    let (sign, digits) = cell.strip_prefix('-').map_or((1, cell), |digits| (-1, digits));
    let (yuan, fen) = digits.split_once('.').unwrap_or((digits, "00"));
    let fen: i64 = fen.parse().ok().filter(|_| fen.len() == 2)?;
    Some(Fen(sign * (yuan.parse::<i64>().ok()? * 100 + fen)))
}
