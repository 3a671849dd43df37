//! Kin: who is whose spouse, parent, child or guardian, as a graph of people.

use super::{Grouped, Role};

/// What a relative is to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kinship {
    Spouse,
    Father,
    Mother,
    Guardian,
    Child,
}

impl Kinship {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Spouse => "spouse",
            Self::Father => "father",
            Self::Mother => "mother",
            Self::Guardian => "guardian",
            Self::Child => "child",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Spouse, Self::Father, Self::Mother, Self::Guardian, Self::Child];
        all.into_iter().find(|kinship| kinship.code() == code)
    }

    /// What somebody named in a role is to the subject of the row.
    pub const fn of_role(role: Role) -> Option<Self> {
        match role {
            Role::Spouse => Some(Self::Spouse),
            Role::Father => Some(Self::Father),
            Role::Mother => Some(Self::Mother),
            Role::Guardian => Some(Self::Guardian),
            _ => None,
        }
    }

    /// What the person is to this relative; a ward is not a child.
    pub const fn reverse(self) -> Option<Self> {
        match self {
            Self::Spouse => Some(Self::Spouse),
            Self::Father | Self::Mother => Some(Self::Child),
            Self::Guardian | Self::Child => None,
        }
    }

    /// Whether the Civil Code makes the one support the other: spouses, parents and children.
    pub const fn is_obligated(self) -> bool {
        !matches!(self, Self::Guardian)
    }
}

/// A row's word that one person is a relative of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relative {
    /// The person, by number.
    pub of: u32,
    /// What the relative is to the person.
    pub kinship: Kinship,
    /// The relative, by number.
    pub person: u32,
    /// The mention that names one of the two beside the other.
    pub mention: u32,
}

/// All relatives of all people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KinGraph {
    /// In order; the same two may be related by several rows.
    relatives: Vec<Relative>,
    of_person: Grouped,
}

impl KinGraph {
    pub fn new(people: usize, mut relatives: Vec<Relative>) -> Self {
        relatives.sort_unstable();
        relatives.dedup();
        let of_person = Grouped::new(people, relatives.iter().map(|relative| Some(relative.of)));
        Self { relatives, of_person }
    }

    /// In order of person, kinship, relative and mention.
    pub fn relatives(&self) -> &[Relative] {
        &self.relatives
    }

    /// The relatives of a person, in order of kinship, relative and mention.
    pub fn of(&self, person: u32) -> impl Iterator<Item = Relative> {
        // A night without households has no graph at all.
        let own = if self.relatives.is_empty() { &[][..] } else { self.of_person.of(person) };
        own.iter().map(|at| self.relatives[*at as usize])
    }
}
