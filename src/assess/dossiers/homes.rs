//! Homes: the one household in whose dossier a person appears.
//!
//! The assistance unit first, because the rules are about awards; the unit whose award is in force
//! before one whose award has ended; then the register, then the door.

use super::index::Index;
use crate::domain::{HouseholdId, HouseholdKind};

/// The people of one dossier.
pub(super) struct Home {
    pub id: HouseholdId,
    pub kind: HouseholdKind,
    /// Position in the night's households.
    pub household: u32,
    /// Ordered by lasting id.
    pub people: Vec<u32>,
}

/// All homes, and where each person lives.
pub(super) struct Homes {
    /// Ordered by kind, then id.
    pub list: Vec<Home>,
    /// The position in `list` of each person's home.
    pub of_person: Vec<u32>,
}

pub(super) fn assign(index: &Index) -> Homes {
    let people = u32::try_from(index.night.people.len()).expect("people are numbered in 32 bits");
    let awarded: Vec<bool> =
        (0..).zip(index.night.households).map(|(at, _)| index.is_awarded(at)).collect();
    let mut lives: Vec<(u32, u32)> =
        (0..people).map(|person| (best(index, &awarded, person), person)).collect();
    lives.sort_unstable();
    let mut list = Vec::new();
    for home in lives.chunk_by(|one, other| one.0 == other.0) {
        list.push(self::home(index, home[0].0, home.iter().map(|life| life.1).collect()));
    }
    list.sort_unstable_by_key(|home| (home.kind, home.id));
    let mut of_person = vec![0; people as usize];
    for (at, home) in (0..).zip(&list) {
        home.people.iter().for_each(|person| of_person[*person as usize] = at);
    }
    Homes { list, of_person }
}

fn home(index: &Index, household: u32, mut people: Vec<u32>) -> Home {
    let ids = &index.night.people.ids;
    people.sort_unstable_by_key(|person| ids[*person as usize]);
    let one = &index.night.households[household as usize];
    Home { id: one.id, kind: one.kind, household, people }
}

fn best(index: &Index, awarded: &[bool], person: u32) -> u32 {
    let rank = |(at, nth): (u32, u32)| {
        let household = &index.night.households[at as usize];
        let kind = match household.kind {
            HouseholdKind::AssistanceUnit => 0,
            HouseholdKind::Register => 1,
            HouseholdKind::Dwelling => 2,
        };
        let left = household.members[nth as usize].to.is_some_and(|to| to < index.night.run_date);
        (kind, !awarded[at as usize], left, at)
    };
    let best = index.places(person).map(rank).min();
    best.map(|(.., at)| at).expect("everyone belongs to a household, if only their own")
}
