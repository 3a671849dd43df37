//! The source of the hostile files, with what a folder sets otherwise.

use std::fs;
use std::path::Path;

use hedui::config::{SourceHeader, columns_to_read};
use hedui::domain::{Day, Divisions, Scheme, Schemes, Source};
use hedui::ingest;
use hedui::normalise::{Column, Mapping, Normaliser};
use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// A source's settings as the rooms take them.
pub struct HostileSource {
    pub source: Source,
    pub ingest: ingest::Settings,
    pub columns: Vec<ingest::Column>,
    pub normaliser: Normaliser,
}

impl HostileSource {
    /// The shared settings, with those of a folder laid over them if it has any.
    pub fn read(shared: &Path, own: &Path) -> Self {
        let mut settings = settings(shared, own);
        let header: SourceHeader = take(&mut settings, "source");
        let ingest: ingest::Settings = take(&mut settings, "ingest");
        assert!(ingest.faults().is_empty(), "{}: {:?}", own.display(), ingest.faults());
        let values: Vec<Column> = take(&mut settings, "column");
        let mapping: Mapping = Value::Table(settings).try_into().expect("a mapping");
        let columns = columns_to_read(&values, &mapping);
        let source = Source {
            id: header.id,
            agency: header.agency,
            agency_name: header.agency_name,
            title: header.title,
            roster: header.roster,
            snapshot: Day::from_ymd(2026, 11, 23).expect("a day"),
            age_days: 0,
        };
        let divisions = Divisions::default();
        let normaliser = Normaliser::new(&source, &values, &mapping, &divisions, &schemes());
        let normaliser = normaliser.expect("the mapping of the hostile files is sound");
        Self { source, ingest, columns, normaliser }
    }
}

/// The shared settings, with those of a folder laid over them if it has any.
pub fn settings(shared: &Path, own: &Path) -> Table {
    let mut settings = table(shared);
    if own.exists() {
        lay_over(&mut settings, table(own));
    }
    settings
}

fn schemes() -> Schemes {
    Schemes::new([Scheme {
        code: "YLC".to_owned(),
        name: "资助参保".to_owned(),
        name_en: None,
        group: "insurance".to_owned(),
        office: "health".to_owned(),
        aliases: Vec::new(),
    }])
}

fn table(path: &Path) -> Table {
    let text = fs::read_to_string(path).expect("a source file is readable");
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Keys of inner tables one by one; whatever else is given takes the place of what was there.
fn lay_over(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn take<T: DeserializeOwned>(settings: &mut Table, key: &str) -> T {
    let value = settings.remove(key).unwrap_or_else(|| panic!("a source has `{key}`"));
    value.try_into().unwrap_or_else(|error| panic!("`{key}`: {error}"))
}
