//! Lineages: a founder, their spouse, children and grandchildren, in one or several households.
//!
//! A lineage is drawn from its own stream and knows nothing of the others, so any number can be
//! drawn in any order. Relatives who left the district or died long ago are not drawn: the
//! registers of the district do not hold them.

use crate::domain::Day;

use super::dice::{Dice, Stream};
use super::naming;
use super::strata::{self, Strata};
use super::vocabulary::{FOREIGN_GIVEN, FOREIGN_SURNAMES};

/// A person of a lineage; relatives are positions in it.
pub struct Draft {
    pub name: String,
    /// The name before an adoption or a parent's marriage, and the day it was changed.
    pub former: Option<(Day, String)>,
    pub male: bool,
    pub birth: Day,
    /// Born in the district; those who married in may carry the number of another place.
    pub native: bool,
    pub document: Document,
    pub father: Option<usize>,
    pub mother: Option<usize>,
    pub spouse: Option<usize>,
    pub household: usize,
    /// The day of a later marriage, before which the couple has no children.
    pub wed: Option<Day>,
    pub death: Option<Day>,
    /// Died so long ago that no register of tonight holds them, or moved away.
    pub gone: bool,
    pub strata: Strata,
    pub surname: Surname,
}

/// What somebody shows for who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    ResidentId,
    /// The permit of somebody from Hong Kong or Macao.
    HongKongPermit,
    TaiwanPermit,
    Passport,
}

/// What the children inherit.
#[derive(Clone, Copy)]
pub enum Surname {
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
    /// Lives in the district and is registered elsewhere.
    pub migrant: bool,
    today: Day,
}

const MIGRANT_PERCENT: f64 = 5.0;
/// Of those who marry in.
const FOREIGN_PERCENT: f64 = 0.3;
const REMARRIED_PERCENT: f64 = 4.5;
const TWIN_PERCENT: f64 = 1.0;
/// Of twins: names that share a character or sound alike.
const TWIN_NAMES_PERCENT: f64 = 40.0;
const ADOPTED_PERCENT: f64 = 0.5;
/// Of sons: a name that differs from the father's by one character.
const LIKE_FATHER_PERCENT: f64 = 1.2;
/// Of children whose mother married again.
const RESURNAMED_PERCENT: f64 = 45.0;

/// Draws lineage number `number` as it stands on `today`; its founder has the surname given.
pub fn draw(seed: u64, number: u64, today: Day, surname: &'static str) -> Lineage {
    let mut dice = Dice::new(seed, Stream::Lineage, number);
    let seats = vec![Seat { same_village: true, shares_dwelling: false }];
    let migrant = dice.chance(MIGRANT_PERCENT);
    let mut lineage = Lineage { people: Vec::new(), seats, migrant, today };
    let ages = [((22, 33), 9), ((34, 48), 24), ((49, 63), 29), ((64, 78), 27), ((79, 101), 11)];
    let (youngest, oldest) = dice.weighted(&ages);
    let age = if migrant { dice.between(21, 48) } else { dice.between(youngest, oldest) };
    let birth = today.plus_days(-(age * 1461 / 4 + dice.between(0, 363)));
    let founder = lineage.stranger(&mut dice, true, birth, 0, Some(surname));
    lineage.people[founder].native = !migrant;
    if migrant && dice.chance(FOREIGN_PERCENT * 4.0) {
        lineage.people[founder].document =
            dice.pick(&[Document::HongKongPermit, Document::TaiwanPermit]);
    }
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
    fn stranger(
        &mut self,
        dice: &mut Dice,
        male: bool,
        birth: Day,
        household: usize,
        surname: Option<&'static str>,
    ) -> usize {
        let year = birth.year();
        let (surname, name) = if dice.chance(0.4) {
            let (own, father) = (naming::dotted(dice, male), naming::dotted(dice, true));
            (Surname::Dotted(own), format!("{own}·{father}"))
        } else {
            let surname = surname.unwrap_or_else(|| naming::surname(dice));
            let given = naming::given(dice, male, year, None);
            (Surname::Han(surname), format!("{surname}{given}"))
        };
        self.people.push(Draft {
            name,
            former: None,
            male,
            birth,
            native: false,
            document: Document::ResidentId,
            father: None,
            mother: None,
            spouse: None,
            household,
            wed: None,
            death: None,
            gone: false,
            strata: 0,
            surname,
        });
        self.people.len() - 1
    }

    /// Gives somebody a spouse from elsewhere, into the same household.
    fn marry(&mut self, dice: &mut Dice, person: usize) -> usize {
        let Draft { birth, household, male, .. } = self.people[person];
        // Husbands are mostly the elder ones, by two years or so.
        let younger = dice.between(-700, 2100);
        let birth = birth.plus_days(if male { younger } else { -younger });
        let spouse = self.stranger(dice, !male, birth, household, None);
        if !male {
            let draft = &mut self.people[spouse];
            if let Some(name) = naming::common(dice, true, birth.year()) {
                name.clone_into(&mut draft.name);
                let surname = name.chars().next().expect("a name has characters").len_utf8();
                draft.surname = Surname::Han(&name[..surname]);
            }
        } else if let Some(name) = naming::common(dice, false, birth.year()) {
            name.clone_into(&mut self.people[spouse].name);
        }
        self.people[person].spouse = Some(spouse);
        self.people[spouse].spouse = Some(person);
        if male && dice.chance(FOREIGN_PERCENT) {
            self.naturalise(dice, spouse);
        }
        if male && dice.chance(REMARRIED_PERCENT) {
            self.bring_child(dice, person, spouse);
        }
        spouse
    }

    /// Somebody who married in from abroad, or from Hong Kong, Macao or Taiwan.
    fn naturalise(&mut self, dice: &mut Dice, spouse: usize) {
        let documents = [Document::HongKongPermit, Document::TaiwanPermit, Document::Passport];
        let draft = &mut self.people[spouse];
        draft.document = dice.pick(&documents);
        if draft.document == Document::Passport {
            let (given, surname) = (dice.pick(FOREIGN_GIVEN), dice.pick(FOREIGN_SURNAMES));
            draft.name = format!("{given} {surname}");
        }
    }

    /// A child of the wife's earlier marriage, who may take the surname of the house.
    fn bring_child(&mut self, dice: &mut Dice, husband: usize, wife: usize) {
        let birth = self.people[wife].birth.plus_days(dice.between(20 * 365, 27 * 365));
        let age = birth.age_years(self.today);
        if birth >= self.today.plus_days(-1000) || age > 40 || self.people[husband].birth >= birth {
            return;
        }
        let (male, household) = (dice.chance(52.0), self.people[husband].household);
        let child = self.stranger(dice, male, birth, household, None);
        self.people[child].mother = Some(wife);
        let wed = birth.plus_days(dice.between(2 * 365, 7 * 365)).min(self.today.plus_days(-40));
        self.people[wife].wed = Some(wed);
        let house = self.people[husband].surname;
        let draft = &mut self.people[child];
        if let (Surname::Han(own), Surname::Han(house)) = (draft.surname, house)
            && own != house
            && dice.chance(RESURNAMED_PERCENT)
        {
            let former = draft.name.clone();
            draft.name = former.replacen(own, house, 1);
            draft.surname = Surname::Han(house);
            draft.former = Some((wed.plus_days(dice.between(30, 700)), former));
            draft.strata |= strata::RESURNAMED;
        }
        if age >= 26 && dice.chance(60.0) {
            draft.gone = true;
        }
        for one in [husband, wife, child] {
            self.people[one].strata |= strata::REMARRIED;
        }
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
        if let Some(wed) = self.people[mother].wed {
            next = next.max(wed.plus_days(dice.between(290, 900)));
        }
        let mut children = Vec::new();
        while children.len() < wanted {
            if next >= self.today.plus_days(-70) || born.age_years(next) > 43 {
                break;
            }
            let first = self.child(dice, (father, mother), next, generation);
            children.push(first);
            if dice.chance(TWIN_PERCENT) {
                children.push(self.twin(dice, (father, mother), first, generation));
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
        let generation = generation.filter(|_| male || dice.chance(25.0));
        let household = self.people[father].household;
        let child = self.stranger(dice, male, birth, household, None);
        let of_father = self.people[father].surname;
        let name = match of_father {
            Surname::Han(surname) => {
                let given = naming::given(dice, male, birth.year(), generation);
                let given = self.like_father(dice, father, male, birth.year()).unwrap_or(given);
                (format!("{surname}{given}"), Surname::Han(surname))
            }
            Surname::Dotted(father) => {
                let own = naming::dotted(dice, male);
                (format!("{own}·{father}"), Surname::Dotted(own))
            }
        };
        let migrant = self.migrant;
        let draft = &mut self.people[child];
        (draft.name, draft.surname) = name;
        draft.native = !migrant;
        (draft.father, draft.mother) = (Some(father), Some(mother));
        if birth.age_years(self.today) < 30 && dice.chance(ADOPTED_PERCENT) {
            draft.strata |= strata::ADOPTED;
            draft.native = false;
            let born =
                format!("{}{}", naming::surname(dice), naming::given(dice, male, 2010, None));
            draft.former = Some((birth.plus_days(dice.between(200, 2000)), born));
        }
        child
    }

    /// A son's given name of which one character is the father's.
    fn like_father(
        &self,
        dice: &mut Dice,
        father: usize,
        male: bool,
        birth_year: i32,
    ) -> Option<String> {
        let of_father: Vec<char> = naming::split(&self.people[father].name).1.chars().collect();
        if !male || of_father.len() != 2 || !dice.chance(LIKE_FATHER_PERCENT) {
            return None;
        }
        Some(naming::given(dice, true, birth_year, Some(of_father[0])))
    }

    fn twin(
        &mut self,
        dice: &mut Dice,
        parents: (usize, usize),
        first: usize,
        generation: Option<char>,
    ) -> usize {
        let birth = self.people[first].birth;
        let second = self.child(dice, parents, birth, generation);
        if dice.chance(TWIN_NAMES_PERCENT)
            && let Surname::Han(surname) = self.people[first].surname
        {
            let given = naming::split(&self.people[first].name).1.to_owned();
            let shared = given.chars().next().filter(|_| given.chars().count() == 2);
            let other = match shared.filter(|_| dice.chance(60.0)) {
                Some(shared) => {
                    let male = self.people[second].male;
                    Some(naming::given(dice, male, birth.year(), Some(shared)))
                }
                None => naming::echo(dice, &given),
            };
            if let Some(other) = other.filter(|other| *other != given) {
                self.people[second].name = format!("{surname}{other}");
            }
        }
        second
    }

    /// Where a grown child ends up: elsewhere, at home, or in a household of its own.
    fn settle(&mut self, dice: &mut Dice, child: usize) {
        let Draft { male, birth, .. } = self.people[child];
        let age = birth.age_years(self.today);
        if age < 24 {
            return;
        }
        if self.migrant || (dice.chance(if male { 22.0 } else { 55.0 }) && age >= 26) {
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
                60..70 => (5.0, 2.0),
                70..80 => (16.0, 5.0),
                80..90 => (42.0, 11.0),
                90.. => (75.0, 20.0),
            };
            if dice.chance(long_ago) {
                draft.gone = true;
            } else if dice.chance(lately) && age > 0 {
                draft.death = Some(self.today.plus_days(-dice.between(12, 710)));
            }
        }
        // Whoever has an infant lived to see it.
        for child in 0..self.people.len() {
            let Draft { birth, father, mother, .. } = self.people[child];
            for parent in [father, mother].into_iter().flatten() {
                let death = &mut self.people[parent].death;
                *death = death.filter(|death| *death > birth);
            }
        }
    }
}
