//! Documents: TOML files read so that every fault is found at once and knows its line.
//!
//! Serde stops at the first fault of what it reads. A document therefore hands its sections out one
//! by one, each entry of a list of tables by itself: a fault in one does not hide those in others.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error, ValueDeserializer};

/// Something wrong with the pipeline's files, where it stands and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub file: PathBuf,
    /// Counted from 1; absent when the fault is the file's absence or the lack of a section.
    pub line: Option<usize>,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file.display(), self.message),
            None => write!(f, "{}: {}", self.file.display(), self.message),
        }
    }
}

/// A TOML file whose sections are taken out one after another.
pub(super) struct Document<'a> {
    file: &'a Path,
    text: &'a str,
    table: DeTable<'a>,
    taken: BTreeSet<&'static str>,
}

impl<'a> Document<'a> {
    /// Parses the text; every fault of its syntax goes to `faults`.
    pub fn parse(file: &'a Path, text: &'a str, faults: &mut Vec<Fault>) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut document = Self { file, text, table: DeTable::new(), taken: BTreeSet::new() };
        faults.extend(errors.iter().map(|error| document.fault_of(error)));
        if errors.is_empty() {
            document.table = table.into_inner();
        }
        document
    }

    /// The section, which must be there.
    pub fn take<T: DeserializeOwned>(
        &mut self,
        section: &'static str,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        self.taken.insert(section);
        let Some(value) = self.table.get(section) else {
            // A file that does not parse has said so; its sections are not missing as well.
            if !self.table.is_empty() || faults.is_empty() {
                faults.push(self.fault(None, format!("`{section}` is missing; add it")));
            }
            return None;
        };
        let value = value.clone();
        self.read(value, faults)
    }

    /// The section laid over what another file says of it, key by key.
    pub fn take_over<T: DeserializeOwned>(
        &mut self,
        section: &'static str,
        below: &DeTable<'a>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        if let Some(own) = self.table.get_mut(section)
            && let DeValue::Table(own) = own.get_mut()
        {
            for (key, value) in below {
                own.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        self.take(section, faults)
    }

    /// What the section says for other files to be laid over, where this file has it; its faults are
    /// found here, with `stand_ins` for what only the others say.
    pub fn take_below<T: DeserializeOwned>(
        &mut self,
        section: &'static str,
        stand_ins: &'static str,
        faults: &mut Vec<Fault>,
    ) -> DeTable<'a> {
        self.taken.insert(section);
        let Some(value) = self.table.get(section).cloned() else { return DeTable::new() };
        let DeValue::Table(told) = value.get_ref() else {
            let line = self.line(value.span().start);
            faults.push(self.fault(Some(line), format!("write it as `[{section}]`")));
            return DeTable::new();
        };
        let (told, mut whole) = (told.clone(), value);
        let needed = DeTable::parse(stand_ins).expect("the program's own TOML").into_inner();
        if let DeValue::Table(whole) = whole.get_mut() {
            for (key, value) in needed {
                whole.entry(key).or_insert(value);
            }
        }
        let sound: Option<T> = self.read(whole, faults);
        if sound.is_some() { told } else { DeTable::new() }
    }

    /// The section, or its default where the file does not speak of it.
    pub fn take_or_default<T: DeserializeOwned + Default>(
        &mut self,
        section: &'static str,
        faults: &mut Vec<Fault>,
    ) -> T {
        self.taken.insert(section);
        let value = self.table.get(section).cloned();
        value.and_then(|value| self.read(value, faults)).unwrap_or_default()
    }

    /// Every entry of a list of tables; a faulty one is reported and left out.
    pub fn take_all<T: DeserializeOwned>(
        &mut self,
        section: &'static str,
        faults: &mut Vec<Fault>,
    ) -> Vec<T> {
        self.taken.insert(section);
        let Some(value) = self.table.get(section).cloned() else { return Vec::new() };
        let line = self.line(value.span().start);
        let DeValue::Array(entries) = value.into_inner() else {
            faults.push(self.fault(Some(line), format!("write it as `[[{section}]]`")));
            return Vec::new();
        };
        entries.into_iter().filter_map(|entry| self.read(entry, faults)).collect()
    }

    /// Reports the sections nobody asked for.
    pub fn finish(self, faults: &mut Vec<Fault>) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.taken.contains(name) {
                let line = self.line(key.span().start);
                let known: Vec<_> = self.taken.iter().copied().collect();
                let known = known.join("`, `");
                faults.push(
                    self.fault(Some(line), format!("`{name}` is unknown; this file has `{known}`")),
                );
            }
        }
    }

    pub fn fault(&self, line: Option<usize>, message: String) -> Fault {
        Fault { file: self.file.to_owned(), line, message }
    }

    fn read<T: DeserializeOwned>(
        &self,
        value: Spanned<DeValue<'a>>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let start = value.span().start;
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(value),
            Err(error) => {
                let mut fault = self.fault_of(&error);
                fault.line = fault.line.or(Some(self.line(start)));
                faults.push(fault);
                None
            }
        }
    }

    fn fault_of(&self, error: &Error) -> Fault {
        let line = error.span().map(|span| self.line(span.start));
        self.fault(line, error.message().to_owned())
    }

    fn line(&self, offset: usize) -> usize {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        before.split(|byte| *byte == b'\n').count()
    }
}
