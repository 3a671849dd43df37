//! Ids that are the same on any night, as text: a letter and sixteen hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use sm3::{Digest, Sm3};

use super::person::{NotAnId, parse_id};
use super::{HouseholdId, PersonId};

/// A flag's id. Shown as `F` and sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlagId(pub u64);

/// A case's id. Shown as `C` and sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub u64);

/// A run's id: what went into it. Shown as `R` and sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub u64);

/// A keyed fingerprint of a row, or of a part of it. Shown as `K` and sixteen hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(pub u64);

impl RowKey {
    /// The key of what this one stands for in the rows of one source.
    #[must_use]
    pub fn in_source(self, source: &str) -> Self {
        Self(first_eight(&[&self.to_string(), source]))
    }
}

macro_rules! shown_as {
    ($($id:ident $letter:literal),+) => {
        $(impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{:016x}", $letter, self.0)
            }
        }

        impl FromStr for $id {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse_id($letter, text).map(Self)
            }
        })+
    };
}

shown_as!(FlagId 'F', CaseId 'C', RunId 'R', RowKey 'K');

macro_rules! written_as_text {
    ($($id:ident),+) => {
        $(impl serde::Serialize for $id {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $id {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        })+
    };
}

written_as_text!(FlagId, CaseId, RunId, RowKey, PersonId, HouseholdId);

/// The first eight bytes of the SM3 digest (GB/T 32905) of the parts, each closed by its length.
pub fn first_eight<T: AsRef<str>>(parts: &[T]) -> u64 {
    let mut hasher = Sm3::new();
    for part in parts {
        hasher.update(part.as_ref().as_bytes());
        hasher.update((part.as_ref().len() as u64).to_be_bytes());
    }
    let digest = hasher.finalize();
    u64::from_be_bytes(*digest.first_chunk().expect("a digest has 32 bytes"))
}
