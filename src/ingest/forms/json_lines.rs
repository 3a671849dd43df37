//! JSON Lines: one record in braces a line.
//!
//! A key is a column, known from the first record that has it. Values are text as written: a number
//! keeps every digit, a list of plain values is joined by `、`, and a record inside a record is not
//! one value, so its row is set aside.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::lines::Lines;
use crate::ingest::chunk::RowFault;
use crate::ingest::row::{Rows, TextRow};
use crate::ingest::{IngestError, Place};

/// A file of records being read.
pub struct JsonLines {
    place: Place,
    lines: Lines,
    max_columns: usize,
    keys: Vec<String>,
    positions: FxHashMap<String, usize>,
    /// The cells of the row at hand, by position.
    cells: Vec<String>,
}

impl JsonLines {
    pub fn new(place: Place, lines: Lines, max_columns: usize) -> Self {
        Self {
            place,
            lines,
            max_columns,
            keys: Vec::new(),
            positions: FxHashMap::default(),
            cells: Vec::new(),
        }
    }

    fn take(&mut self, record: Record<'_>, line: u32) -> Result<Option<RowFault>, IngestError> {
        self.cells.iter_mut().for_each(String::clear);
        let mut seen = vec![false; self.keys.len()];
        for (key, value) in record.0 {
            let at = self.position(key, line)?;
            seen.resize(self.keys.len(), false);
            let key = || self.keys[at].clone();
            if std::mem::replace(&mut seen[at], true) {
                return Ok(Some(RowFault::RepeatedKey { key: key() }));
            }
            match text_of(value) {
                Some(text) => self.cells[at] = text,
                None => return Ok(Some(RowFault::Nested { key: key() })),
            }
        }
        Ok(None)
    }

    fn position(&mut self, key: String, line: u32) -> Result<usize, IngestError> {
        if let Some(at) = self.positions.get(&key) {
            return Ok(*at);
        }
        let at = self.keys.len();
        if at == self.max_columns {
            let (found, limit) = (at + 1, self.max_columns);
            return Err(IngestError::TooManyColumns {
                place: self.place.clone(),
                line,
                found,
                limit,
            });
        }
        self.positions.insert(key.clone(), at);
        self.keys.push(key);
        self.cells.push(String::new());
        Ok(at)
    }
}

impl Rows for JsonLines {
    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError> {
        let Some((line, text)) = self.lines.next_line()? else {
            return Ok(false);
        };
        let text = text.to_owned();
        row.begin(line);
        row.fault = if self.lines.is_damaged(&text) {
            Some(RowFault::Undecodable)
        } else {
            match serde_json::from_str(&text) {
                Ok(record) => self.take(record, line)?,
                Err(_) if self.lines.is_cut() => Some(RowFault::CutLine),
                Err(_) => Some(RowFault::NoRecord),
            }
        };
        if row.fault.is_none() {
            row.cells.extend(&self.cells);
        }
        Ok(true)
    }

    fn has_blank_rows(&self) -> bool {
        false
    }

    fn header(&self) -> Option<&[String]> {
        Some(&self.keys)
    }

    fn is_open_ended(&self) -> bool {
        true
    }

    fn remarks(&self) -> Vec<String> {
        self.lines.remarks()
    }
}

/// The keys and values of a record in their order, repeated ones included.
struct Record<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Record<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Record<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record in braces")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Record(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A value as text; `None` for a record or a list of more than plain values.
fn text_of(value: &RawValue) -> Option<String> {
    let written = value.get();
    match written.as_bytes().first()? {
        b'"' => serde_json::from_str(written).ok(),
        b'{' => None,
        b'[' => {
            let parts: Vec<&RawValue> = serde_json::from_str(written).ok()?;
            let is_list = |part: &&&RawValue| part.get().starts_with('[');
            if parts.iter().any(|part| is_list(&part)) {
                return None;
            }
            let texts: Option<Vec<String>> = parts.into_iter().map(text_of).collect();
            Some(texts?.join("、"))
        }
        _ => Some(match written {
            "null" => String::new(),
            "true" => "TRUE".to_owned(),
            "false" => "FALSE".to_owned(),
            number => number.to_owned(),
        }),
    }
}
