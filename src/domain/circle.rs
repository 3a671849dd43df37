//! Circles: the identities that one row names together, or that one household's key holds together.
//!
//! Who stands beside whom is evidence of its own: a name without a number beside a child is the child's
//! father, and the register knows who that is.

use super::Grouped;

/// Circles of identities. An identity may stand in several, and in none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circles {
    /// The identities of all circles, circle by circle.
    members: Vec<u32>,
    /// The circle of each of them.
    circles: Vec<u32>,
    /// Where each circle ends; the first entry is 0.
    ends: Vec<u32>,
    /// The circles before this one are rows; the others are households.
    households_from: u32,
    /// The places in `members` of each identity.
    places: Grouped,
}

/// What holds a circle together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircleKind {
    /// One row names them, so they are different people.
    Row,
    /// One household's key holds them. It may hold a person more than once.
    Household,
}

impl Circles {
    /// The circles of rows and of households, of identities numbered below `identities`. One of a single
    /// identity is none.
    pub fn new(
        identities: usize,
        rows: impl Iterator<Item = Vec<u32>>,
        households: impl Iterator<Item = Vec<u32>>,
    ) -> Self {
        let mut made = Self { ends: vec![0], ..Self::default() };
        rows.for_each(|row| made.add(row));
        made.households_from = position(made.ends.len() - 1);
        households.for_each(|household| made.add(household));
        made.places = Grouped::new(identities, made.members.iter().map(|member| Some(*member)));
        made
    }

    fn add(&mut self, mut circle: Vec<u32>) {
        circle.sort_unstable();
        circle.dedup();
        if circle.len() < 2 {
            return;
        }
        let number = position(self.ends.len() - 1);
        self.circles.extend(circle.iter().map(|_| number));
        self.members.append(&mut circle);
        self.ends.push(position(self.members.len()));
    }

    /// The identities that stand in a circle with one, once for each circle they share.
    pub fn beside(&self, identity: u32) -> impl Iterator<Item = (CircleKind, u32)> {
        let circles = self.places.of(identity).iter().map(|place| self.circles[*place as usize]);
        let all = circles.flat_map(|circle| {
            let kind =
                if circle < self.households_from { CircleKind::Row } else { CircleKind::Household };
            self.members_of(circle).map(move |member| (kind, member))
        });
        all.filter(move |(_, other)| *other != identity)
    }

    fn members_of(&self, circle: u32) -> impl Iterator<Item = u32> {
        let circle = circle as usize;
        let members = self.ends[circle] as usize..self.ends[circle + 1] as usize;
        self.members[members].iter().copied()
    }
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("identities are numbered in 32 bits")
}
