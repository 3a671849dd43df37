//! Persons: what the clusters of identities become, with ids that last from night to night.

use std::fmt;
use std::str::FromStr;

use super::{Day, Grade};

/// A person's id, kept from night to night. Shown as `P` and sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u64);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{:016x}", self.0)
    }
}

/// The text is not an id of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id; ids are `{prefix}` and sixteen hexadecimal digits")]
pub struct NotAnId {
    pub prefix: char,
    pub text: String,
}

pub(super) fn parse_id(prefix: char, text: &str) -> Result<u64, NotAnId> {
    let wrong = || NotAnId { prefix, text: text.to_owned() };
    let digits = text.strip_prefix(prefix).filter(|digits| digits.len() == 16).ok_or_else(wrong)?;
    u64::from_str_radix(digits, 16).map_err(|_| wrong())
}

impl FromStr for PersonId {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        parse_id('P', text).map(Self)
    }
}

/// The people of tonight. Persons are numbered from 0 by their smallest identity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// The person number of each identity.
    pub person_of_identity: Vec<u32>,
    /// How surely each identity belongs to its person.
    pub grade_of_identity: Vec<Grade>,
    /// The lasting id of each person.
    pub ids: Vec<PersonId>,
    /// The first night each person was seen.
    pub first_seen: Vec<Day>,
}

impl People {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// What happened to a lasting id between two nights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdFate {
    /// First given tonight.
    New,
    /// Its identities went to another id.
    MergedInto,
    /// Part of its identities left for another id.
    SplitInto,
    /// Nothing of it was delivered tonight.
    Retired,
}

impl IdFate {
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::MergedInto => "merged_into",
            Self::SplitInto => "split_into",
            Self::Retired => "retired",
        }
    }
}

/// One line of the list of id changes. `I` is [`PersonId`] or [`super::HouseholdId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdChange<I> {
    pub id: I,
    pub fate: IdFate,
    /// The other id of a merge or a split.
    pub other: Option<I>,
}
