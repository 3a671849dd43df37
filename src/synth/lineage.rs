//! Lineages: a founder, their spouse, children and grandchildren, in one or several households.
//!
//! A lineage is drawn from its own stream and knows nothing of the others, so any number can be
//! drawn in any order. Relatives who left the district or died long ago are not drawn: the
//! registers of the district do not hold them.

use crate::domain::Day;

use super::dice::{Dice, Stream};
use super::naming;

/// A person of a lineage; relatives are positions in it.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
pub struct Draft {
    pub name: String,
    pub male: bool,
    pub birth: Day,
    /// Born in the district; those who married in may carry the number of another place.
    pub native: bool,
    pub father: Option<usize>,
    pub mother: Option<usize>,
    pub spouse: Option<usize>,
    pub household: usize,
    pub death: Option<Day>,
    pub twin: bool,
    pub generation_name: bool,
    /// Died so long ago that no register of tonight holds them.
    pub gone: bool,
    surname: Surname,
}

/// What the children inherit.
#[derive(Clone, Copy)]
enum Surname {
    Han(&'static str),
    /// A dotted name ends in the father's own name.
    Dotted(&'static str),
}

/// Where a household of the lineage lives.
pub struct Seat {
    /// In the founder's village.
    pub same_village: bool,
    /// In the founder's dwelling, although it has its own register.
    pub shares_dwelling: bool,
}

pub struct Lineage {
    pub people: Vec<Draft>,
    pub seats: Vec<Seat>,
    today: Day,
}

/// Draws lineage number `number` as it stands on `today`.
pub fn draw(seed: u64, number: u64, today: Day) -> Lineage {
    let mut dice = Dice::new(seed, Stream::Lineage, number);
    let seats = vec![Seat { same_village: true, shares_dwelling: false }];
    let mut lineage = Lineage { people: Vec::new(), seats, today };
    let ages = [((22, 33), 12), ((34, 48), 28), ((49, 63), 32), ((64, 78), 20), ((79, 91), 8)];
    let (youngest, oldest) = dice.weighted(&ages);
    let age = dice.between(youngest, oldest);
    let birth = today.plus_days(-(age * 1461 / 4 + dice.between(0, 363)));
    let founder = lineage.stranger(&mut dice, true, birth, 0);
    lineage.people[founder].native = true;
    if dice.chance(if age < 27 { 30.0 } else { 92.0 }) {
        let spouse = lineage.marry(&mut dice, founder);
        let children = lineage.children(&mut dice, founder, spouse);
        for child in children {
            lineage.settle(&mut dice, child);
        }
    }
    lineage.bury(&mut dice);
    lineage
}

impl Lineage {
    fn stranger(&mut self, dice: &mut Dice, male: bool, birth: Day, household: usize) -> usize {
        let year = birth.year();
        let (surname, name) = if dice.chance(0.4) {
            let (own, father) = (naming::dotted(dice, male), naming::dotted(dice, true));
            (Surname::Dotted(own), format!("{own}·{father}"))
        } else {
            let surname = naming::surname(dice);
            let given = naming::given(dice, male, year, None);
            (Surname::Han(surname), format!("{surname}{given}"))
        };
        self.people.push(Draft {
            name,
            male,
            birth,
            native: false,
            father: None,
            mother: None,
            spouse: None,
            household,
            death: None,
            twin: false,
            generation_name: false,
            gone: false,
            surname,
        });
        self.people.len() - 1
    }

    /// Gives somebody a spouse from elsewhere, into the same household.
    fn marry(&mut self, dice: &mut Dice, person: usize) -> usize {
        let Draft { birth, household, male, .. } = self.people[person];
        let birth = birth.plus_days(dice.between(-900, 1500));
        let spouse = self.stranger(dice, !male, birth, household);
        self.people[person].spouse = Some(spouse);
        self.people[spouse].spouse = Some(person);
        spouse
    }

    /// The children of a couple, eldest first.
    fn children(&mut self, dice: &mut Dice, father: usize, mother: usize) -> Vec<usize> {
        let born = self.people[mother].birth;
        let wanted = match born.year() {
            ..1955 => dice.weighted(&[(2, 35), (3, 45), (4, 20)]),
            1955..1976 => dice.weighted(&[(0, 4), (1, 44), (2, 42), (3, 10)]),
            1976.. => dice.weighted(&[(0, 10), (1, 42), (2, 38), (3, 10)]),
        };
        let shared = dice.chance(if born.year() < 1962 { 60.0 } else { 18.0 });
        let generation = shared.then(|| naming::generation(dice, born.year() + 25));
        let mut next = born.plus_days(dice.between(20 * 365, 29 * 365));
        let mut children = Vec::new();
        while children.len() < wanted {
            if next >= self.today.plus_days(-70) || born.age_years(next) > 43 {
                break;
            }
            let first = self.child(dice, (father, mother), next, generation);
            children.push(first);
            if dice.chance(1.3) {
                let second = self.child(dice, (father, mother), next, generation);
                self.people[first].twin = true;
                self.people[second].twin = true;
                children.push(second);
            }
            next = next.plus_days(dice.between(420, 2200));
        }
        children
    }

    fn child(
        &mut self,
        dice: &mut Dice,
        (father, mother): (usize, usize),
        birth: Day,
        generation: Option<char>,
    ) -> usize {
        let male = dice.chance(52.0);
        let surname = self.people[father].surname;
        let generation = generation.filter(|_| male || dice.chance(25.0));
        let household = self.people[father].household;
        let child = self.stranger(dice, male, birth, household);
        let draft = &mut self.people[child];
        (draft.name, draft.surname) = match surname {
            Surname::Han(surname) => {
                let given = naming::given(dice, male, birth.year(), generation);
                (format!("{surname}{given}"), Surname::Han(surname))
            }
            Surname::Dotted(father) => {
                let own = naming::dotted(dice, male);
                (format!("{own}·{father}"), Surname::Dotted(own))
            }
        };
        draft.native = true;
        draft.generation_name = generation.is_some();
        (draft.father, draft.mother) = (Some(father), Some(mother));
        child
    }

    /// Where a grown child ends up: elsewhere, at home, or in a household of its own.
    fn settle(&mut self, dice: &mut Dice, child: usize) {
        let Draft { male, birth, .. } = self.people[child];
        let age = birth.age_years(self.today);
        if age < 24 {
            return;
        }
        if dice.chance(if male { 22.0 } else { 55.0 }) && age >= 26 {
            self.people[child].gone = true;
            return;
        }
        if !dice.chance(if age < 30 { 45.0 } else { 88.0 }) {
            return;
        }
        if !dice.chance(40.0) {
            let moved = self.seats.len();
            let same_village = dice.chance(60.0);
            let shares_dwelling = same_village && dice.chance(12.0);
            self.seats.push(Seat { same_village, shares_dwelling });
            self.people[child].household = moved;
        }
        let spouse = self.marry(dice, child);
        if male {
            self.children(dice, child, spouse);
        } else {
            self.children(dice, spouse, child);
        }
    }

    /// Old people died by chance, most of them long ago, some within the last two years.
    fn bury(&mut self, dice: &mut Dice) {
        for draft in &mut self.people {
            let age = draft.birth.age_years(self.today);
            let (long_ago, lately) = match age {
                ..18 => (0.0, 0.05),
                18..40 => (0.2, 0.2),
                40..60 => (1.5, 0.7),
                60..70 => (8.0, 2.5),
                70..80 => (28.0, 6.0),
                80..90 => (62.0, 13.0),
                90.. => (90.0, 20.0),
            };
            if dice.chance(long_ago) {
                draft.gone = true;
            } else if dice.chance(lately) && age > 0 {
                draft.death = Some(self.today.plus_days(-dice.between(12, 710)));
            }
        }
    }
}
