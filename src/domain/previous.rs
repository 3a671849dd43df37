//! The previous run, as an input: which identity was which person, who lived with whom, what was
//! already found. Nothing else of a run ever comes back.

use super::{Day, HouseholdId, HouseholdKind, PersonId};

/// What tonight may know of the last published night. Empty on the first night.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreviousRun {
    /// Ordered by identity key.
    pub persons: Vec<KnownIdentity>,
    /// Ordered by household, then person.
    pub members: Vec<KnownMember>,
    /// Ordered by household.
    pub homes: Vec<KnownHome>,
    /// Ordered by flag id.
    pub flags: Vec<KnownFlag>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownIdentity {
    pub identity_key: u64,
    pub person: PersonId,
    pub first_seen: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownMember {
    pub household: HouseholdId,
    pub kind: HouseholdKind,
    pub person: PersonId,
    pub first_seen: Day,
}

/// Where a household was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownHome {
    pub household: HouseholdId,
    pub town: Option<String>,
    pub village: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownFlag {
    pub flag: u64,
    pub first_seen: Day,
    /// Consecutive nights it has been found.
    pub nights: u32,
    /// The night since which it was open; none if it was not.
    pub open_since: Option<Day>,
}
