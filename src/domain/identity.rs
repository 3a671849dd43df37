//! Identities: the distinct mentions of a source, which are what is linked.
//!
//! Twelve monthly payments to one spelling of a person are one identity, which shrinks the work
//! several times. Linkage sees only named text columns and a source number, so the same engine
//! links a Chinese district or an English register: which columns exist is the pipeline's choice.

use std::collections::BTreeMap;

use super::{CandidatePair, Circles, FieldValues};

/// The distinct mentions of tonight, one row each, sorted by source and first mention.
#[derive(Debug, Clone, Default)]
pub struct Identities {
    /// A keyed fingerprint of source and values: one spelling has one key on any night.
    pub keys: Vec<u64>,
    /// The source each comes from, as a position in [`Self::sources`].
    pub source: Vec<u16>,
    pub sources: Vec<IdentitySource>,
    /// The first mention of each, as a position in the night's mentions.
    pub first_mention: Vec<u32>,
    /// The identity of each mention.
    pub of_mention: Vec<u32>,
    /// Who is named beside whom.
    pub circles: Circles,
    fields: BTreeMap<String, FieldValues>,
}

/// What linkage knows of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentitySource {
    pub id: String,
    /// As reports print it, such as `医保结算`.
    pub title: String,
    /// Lists each person at most once (a register, a roll), so two of its rows are two people.
    pub roster: bool,
}

impl Identities {
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The sources of a pair's identities, as positions in [`Self::sources`]: the left one's first.
    #[inline]
    pub fn sources_of(&self, pair: CandidatePair) -> [u16; 2] {
        [pair.left, pair.right].map(|identity| self.source[identity as usize])
    }

    /// Adds a column; it must have one value per identity.
    pub fn add_field(&mut self, name: &str, values: FieldValues) {
        assert_eq!(values.len(), self.keys.len(), "a field has one value per identity");
        self.fields.insert(name.to_owned(), values);
    }

    pub fn field(&self, name: &str) -> Option<&FieldValues> {
        self.fields.get(name)
    }

    pub fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }
}
