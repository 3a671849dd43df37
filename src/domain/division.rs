//! Administrative divisions, as the operator's list gives them: town and village names to codes.

use std::collections::BTreeMap;

/// One division of the operator's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Six digits for the district, nine for a town, twelve for a village or community.
    pub code: String,
    pub name: String,
    /// Former names and other spellings.
    pub aliases: Vec<String>,
}

/// The district's divisions by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Divisions {
    by_code: BTreeMap<String, Division>,
}

impl Divisions {
    pub fn new(divisions: impl IntoIterator<Item = Division>) -> Self {
        let by_code = divisions.into_iter().map(|division| (division.code.clone(), division));
        Self { by_code: by_code.collect() }
    }

    pub fn get(&self, code: &str) -> Option<&Division> {
        self.by_code.get(code)
    }

    /// The division's name, or its code where the list does not know it.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.get(code).map_or(code, |division| division.name.as_str())
    }

    /// In order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Division> {
        self.by_code.values()
    }

    pub fn towns(&self) -> impl Iterator<Item = &Division> {
        self.iter().filter(|division| division.code.len() == 9)
    }
}
