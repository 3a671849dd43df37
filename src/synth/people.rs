//! People: draws lineages until the ward is full, and gives everyone a home and a number.

use rustc_hash::FxHashMap;

use crate::domain::{Day, ResidentId};

use super::city::Ward;
use super::dice::{Dice, Stream};
use super::lineage::{self, Document, Draft, Lineage};
use super::namesakes;
use super::naming;
use super::place::{Dwelling, VILLAGES_PER_TOWN, Village, district_digits};
use super::strata;
use super::world::{Household, Person, World};

/// About how many people a village holds before a town opens the next in its list.
const PEOPLE_PER_VILLAGE: u32 = 1600;
const FEWEST_VILLAGES: u32 = 5;
/// Of grown children who are in their parents' register.
const APART_PERCENT: f64 = 45.0;
/// Relatives stand near one another: a lineage is drawn at once.
const FAMILY_REACH: u32 = 64;
/// Numbers of one birthday and sex under one prefix.
const SEQUENCES: u32 = 500;
/// Of children who bear another name than at birth.
const RENAMED_OVERNIGHT_PERCENT: f64 = 12.0;
/// People who got a new number because somebody else had theirs.
const RENUMBERED_PERCENT: f64 = 0.15;

/// Fills the world with about as many people as the ward is to hold.
pub fn settle(world: &mut World, ward: &Ward) {
    let mut homes = Homes::new(world.seed, ward);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut migrants = Vec::new();
    let mut lineage_number = 0;
    while drafts.len() < ward.people as usize {
        let mut dice = Dice::new(world.seed, Stream::Number, lineage_number);
        let base = homes.open(&mut dice, None);
        let surname = homes.surname(base.village, &mut dice);
        let lineage = lineage::draw(world.seed, lineage_number, world.today(), surname);
        migrants.resize(world.households.len() + lineage.seats.len(), lineage.migrant);
        admit(world, lineage, base, &mut homes, &mut drafts, &mut dice);
        lineage_number += 1;
    }
    let villages: Vec<Village> =
        world.households.iter().map(|household| household.dwelling.village).collect();
    namesakes::bring_about(&mut drafts, &villages, world.seed);
    let mut numbers = Numbers::new(world.seed, ward);
    for (at, draft) in (0_u64..).zip(drafts) {
        let mut dice = Dice::new(world.seed, Stream::Number, at | 1 << 40);
        let migrant = migrants[draft.household];
        world.people.push(born(draft, migrant, world.today(), &mut numbers, &mut dice));
    }
    world.namesakes = namesakes_of(&world.people);
    leave_together(&mut world.people);
    let mut dice = Dice::new(world.seed, Stream::Apart, 0);
    live_apart(world, &mut homes, &mut dice);
}

/// Whoever moves out of the district takes spouse and children along.
fn leave_together(people: &mut [Person]) {
    let leaving: Vec<(u32, Day)> =
        (0..).zip(people.iter()).filter_map(|(at, person)| Some((at, person.left?))).collect();
    for (person, day) in leaving {
        for at in family_of(people, person) {
            let of = &mut people[at as usize];
            if of.death.is_none() {
                of.left = Some(day);
            }
        }
    }
}

/// Somebody, the spouse and their children, as far as they are of one household.
fn family_of(people: &[Person], person: u32) -> Vec<u32> {
    let (household, spouse) = (people[person as usize].household, people[person as usize].spouse);
    let first = person.saturating_sub(FAMILY_REACH);
    let end = (person + FAMILY_REACH).min(u32::try_from(people.len()).expect("fewer than 2^32"));
    let is_parent = |of: Option<u32>| of.is_some() && (of == Some(person) || of == spouse);
    let family = (first..end).filter(|at| {
        let of = &people[*at as usize];
        let kin =
            *at == person || Some(*at) == spouse || is_parent(of.father) || is_parent(of.mother);
        kin && of.household == household
    });
    family.collect()
}

/// Grown children and their families who live apart from the register they are in.
fn live_apart(world: &mut World, homes: &mut Homes, dice: &mut Dice) {
    for person in world.numbers() {
        let of = world.person(person);
        let age = world.age(person, world.today());
        let is_child = [of.father, of.mother]
            .into_iter()
            .flatten()
            .any(|parent| world.person(parent).household == of.household);
        let grown = is_child && age >= 20 && of.lives_in.is_none() && of.death.is_none();
        if !grown || !dice.chance(APART_PERCENT) {
            continue;
        }
        let village = world.households[of.household as usize].dwelling.village;
        let near = dice.chance(30.0).then_some(village);
        let dwelling = homes.open(dice, near);
        let own = u32::try_from(world.households.len()).expect("fewer than 2^32 households");
        world.households.push(Household { dwelling });
        for at in family_of(&world.people, person) {
            world.people[at as usize].lives_in = Some(own);
        }
    }
}

/// For everybody who has one, somebody else of the same name, sex and birth year.
fn namesakes_of(people: &[Person]) -> FxHashMap<u32, u32> {
    let mut last: FxHashMap<(&str, bool, i32), u32> = FxHashMap::default();
    let mut namesakes = FxHashMap::default();
    for (number, person) in (0..).zip(people).filter(|(_, person)| person.permit.is_none()) {
        let key = (person.name.as_str(), person.male, person.birth.year());
        if let Some(other) = last.insert(key, number) {
            namesakes.insert(number, other);
            namesakes.entry(other).or_insert(number);
        }
    }
    namesakes
}

/// Opens the homes of a lineage and takes in those of it who live here.
fn admit(
    world: &mut World,
    lineage: Lineage,
    base: Dwelling,
    homes: &mut Homes,
    drafts: &mut Vec<Draft>,
    dice: &mut Dice,
) {
    let first_household = world.households.len();
    for (at, seat) in lineage.seats.iter().enumerate() {
        let village = seat.same_village.then_some(base.village);
        let shares = at == 0 || seat.shares_dwelling;
        let dwelling = if shares { base } else { homes.open(dice, village) };
        world.households.push(Household { dwelling });
    }
    let mut next = drafts.len();
    let mut place_of = Vec::with_capacity(lineage.people.len());
    for draft in &lineage.people {
        place_of.push((!draft.gone).then_some(next));
        next += usize::from(!draft.gone);
    }
    let here = |at: Option<usize>| at.and_then(|at| place_of[at]);
    drafts.extend(lineage.people.into_iter().filter(|draft| !draft.gone).map(|draft| Draft {
        father: here(draft.father),
        mother: here(draft.mother),
        spouse: here(draft.spouse),
        household: first_household + draft.household,
        ..draft
    }));
}

/// A person of the world, with papers and what the register will make of them.
fn born(draft: Draft, migrant: bool, today: Day, numbers: &mut Numbers, dice: &mut Dice) -> Person {
    let prefix = prefix(&draft, migrant, dice);
    let number = numbers.give(prefix, draft.birth, draft.male);
    let renumbered = draft.birth.year() < 2005 && dice.chance(RENUMBERED_PERCENT);
    let former_number = renumbered.then(|| numbers.give(prefix, draft.birth, draft.male));
    let number_at =
        |at: Option<usize>| at.map(|at| u32::try_from(at).expect("fewer than 2^32 people"));
    let mut strata = draft.strata | strata_of(&draft.name);
    strata |= if migrant { strata::MIGRANT } else { 0 };
    strata |= if former_number.is_some() { strata::RENUMBERED } else { 0 };
    strata |= if draft.document == Document::ResidentId { 0 } else { strata::FOREIGN_DOCUMENT };
    // A few children are renamed between the nights.
    let renamed = draft.former.as_ref().map(|(day, _)| *day);
    let renamed = renamed
        .map(|day| if dice.chance(RENAMED_OVERNIGHT_PERCENT) { today.plus_days(1) } else { day });
    let former_name = match &draft.former {
        Some((_, name)) => Some(name.clone()),
        None => former_name(&draft, dice),
    };
    Person {
        former_name,
        male: draft.male,
        birth: draft.birth,
        number,
        former_number,
        permit: permit(draft.document, dice),
        father: number_at(draft.father),
        mother: number_at(draft.mother),
        spouse: number_at(draft.spouse),
        household: number_at(Some(draft.household)).expect("everybody has a household"),
        lives_in: None,
        registered: !migrant && draft.document == Document::ResidentId,
        death: draft.death,
        struck_off: draft.death.map(|day| struck_off(day, dice)),
        left: left(&draft, today, dice),
        entered: None,
        married: None,
        moves: None,
        renamed,
        name: draft.name,
        strata,
    }
}

/// The strata that a name puts its bearer into.
pub fn strata_of(name: &str) -> strata::Strata {
    let (surname, given) = naming::split(name);
    let is_dotted = name.contains('·');
    let mut set = 0;
    for (holds, stratum) in [
        (is_dotted, strata::DOTTED_NAME),
        (naming::is_common(name), strata::COMMON_NAME),
        (naming::has_rare(name), strata::RARE_CHARACTER),
        (!is_dotted && given.chars().count() == 1, strata::SINGLE_CHARACTER_NAME),
        (!is_dotted && surname.chars().count() == 2, strata::COMPOUND_SURNAME),
    ] {
        set |= if holds { stratum } else { 0 };
    }
    set
}

/// A few moved out of the district within the last two years.
fn left(draft: &Draft, today: Day, dice: &mut Dice) -> Option<Day> {
    let may = draft.death.is_none() && draft.birth.age_years(today) >= 22;
    (may && dice.chance(0.5)).then(|| today.plus_days(-dice.between(20, 700)))
}

/// The register learns of most deaths within weeks, of a few only after months.
fn struck_off(death: Day, dice: &mut Dice) -> Day {
    let days = if dice.chance(8.0) { dice.between(90, 400) } else { dice.between(3, 45) };
    death.plus_days(days)
}

fn former_name(draft: &Draft, dice: &mut Dice) -> Option<String> {
    let is_han = !draft.name.contains(['·', ' ']);
    (is_han && dice.chance(2.5)).then(|| {
        let given = naming::given(dice, draft.male, draft.birth.year(), None);
        format!("{}{given}", naming::split(&draft.name).0)
    })
}

/// Which of the codes of the fictional country a number begins with.
fn prefix(draft: &Draft, migrant: bool, dice: &mut Dice) -> Prefix {
    let abolished_percent = if draft.birth.year() < 1986 { 30.0 } else { 0.0 };
    let elsewhere = || Prefix::Elsewhere;
    if migrant {
        return elsewhere();
    }
    match () {
        () if draft.native && dice.chance(abolished_percent) => Prefix::Abolished,
        () if draft.native => Prefix::Local,
        () if dice.chance(30.0) => elsewhere(),
        () => Prefix::Local,
    }
}

/// The number of a permit or passport, none of which exists.
fn permit(document: Document, dice: &mut Dice) -> Option<(Document, String)> {
    let digits = dice.below(1_000_000);
    let number = match document {
        Document::ResidentId => return None,
        Document::HongKongPermit => format!("{}99{digits:06}", dice.pick(&["H", "M"])),
        Document::TaiwanPermit => format!("99{digits:06}"),
        Document::Passport => format!("Z99{digits:06}"),
    };
    Some((document, number))
}

/// The kind of division a number begins with: the district, its abolished code, another district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefix {
    Local,
    Abolished,
    Elsewhere,
}

impl Prefix {
    /// Codes that no division has. Each district has its own, so that no number is given twice.
    fn code(self, district: u8) -> String {
        let part = match self {
            Self::Local => "9901",
            Self::Abolished => "9905",
            Self::Elsewhere => "9902",
        };
        format!("{part}{}", district_digits(district))
    }
}

/// Gives resident identity numbers, each once.
pub struct Numbers {
    seed: u64,
    district: u8,
    /// The first of the sequences that are the ward's, and how many they are.
    first: u32,
    count: u32,
    /// How many were given by prefix, birthday and sex.
    taken: FxHashMap<(Prefix, Day, bool), u32>,
}

impl Numbers {
    fn new(seed: u64, ward: &Ward) -> Self {
        let (at, wards) = ward.share;
        let count = SEQUENCES / wards;
        Self {
            seed,
            district: ward.district,
            first: at * count,
            count,
            taken: FxHashMap::default(),
        }
    }

    /// Twins of one sex get neighbouring numbers because they ask one after the other.
    pub fn give(&mut self, prefix: Prefix, birth: Day, male: bool) -> ResidentId {
        let days = u64::from(birth.0.unsigned_abs());
        let start = Dice::new(self.seed, Stream::Number, !days).below(self.count);
        let taken = self.taken.entry((prefix, birth, male)).or_insert(0);
        assert!(*taken < self.count, "a ward has too many people of one birthday");
        let sequence = (self.first + (start + *taken) % self.count) * 2 + u32::from(male);
        *taken += 1;
        let date = birth.to_string().replace('-', "");
        ResidentId::from_body(&format!("{}{date}{sequence:03}", prefix.code(self.district)))
            .expect("a prefix, a birthday and a sequence make a number")
    }

    /// The counter as it stands after everybody of the world has a number.
    pub fn resume(world: &World) -> Self {
        let mut numbers = Self::new(world.seed, &world.ward);
        for person in &world.people {
            for number in [Some(person.number), person.former_number].into_iter().flatten() {
                let prefix = [Prefix::Local, Prefix::Abolished, Prefix::Elsewhere]
                    .into_iter()
                    .find(|prefix| prefix.code(world.ward.district) == number.division())
                    .expect("numbers carry a known prefix");
                *numbers.taken.entry((prefix, person.birth, person.male)).or_insert(0) += 1;
            }
        }
        numbers
    }

    pub fn give_local(&mut self, birth: Day, male: bool) -> ResidentId {
        self.give(Prefix::Local, birth, male)
    }
}

/// Opens dwellings village by village, and knows which surnames a village has.
pub struct Homes {
    seed: u64,
    ward: Ward,
    villages_per_town: u32,
    opened: FxHashMap<Village, u32>,
}

impl Homes {
    fn new(seed: u64, ward: &Ward) -> Self {
        let towns = u32::try_from(ward.towns.len()).expect("eleven at the most");
        let most = u32::try_from(VILLAGES_PER_TOWN).expect("sixteen");
        let villages_per_town =
            (ward.people / towns / PEOPLE_PER_VILLAGE + 1).clamp(FEWEST_VILLAGES, most);
        Self { seed, ward: ward.clone(), villages_per_town, opened: FxHashMap::default() }
    }

    fn open(&mut self, dice: &mut Dice, village: Option<Village>) -> Dwelling {
        let village = village.unwrap_or_else(|| {
            let town = self.ward.towns.start + dice.index(self.ward.towns.len());
            let number = dice.below(self.villages_per_town) as usize;
            Village::new(self.ward.district, town, number)
        });
        let opened = self.opened.entry(village).or_insert(0);
        let number = *opened;
        *opened += 1;
        Dwelling { village, number }
    }

    /// In a village, most families descend from one settler and some from a second, so that with those
    /// who married in a third to two thirds of its people bear one surname; in a town, surnames are as
    /// in the country.
    fn surname(&self, village: Village, dice: &mut Dice) -> &'static str {
        if village.is_urban() {
            return naming::surname(dice);
        }
        let mut custom = Dice::new(self.seed, Stream::Custom, u64::from(village.rank()));
        let (first, second) = (naming::surname(&mut custom), naming::surname(&mut custom));
        let (of_first, of_second) = (custom.between(55, 90), custom.between(3, 10));
        match dice.between(1, 100) {
            draw if draw <= of_first => first,
            draw if draw <= of_first + of_second => second,
            _ => naming::surname(dice),
        }
    }
}
