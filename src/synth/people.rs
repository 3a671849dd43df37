//! People: draws lineages until the district is full, and gives everyone a home and a number.

use rustc_hash::FxHashMap;

use crate::domain::{Day, ResidentId};

use super::dice::{Dice, Stream};
use super::lineage::{self, Draft, Lineage};
use super::place::{Dwelling, TOWNS, VILLAGES_PER_TOWN, Village};
use super::world::{Household, Person, World};

/// Codes that numbers begin with: the district, its abolished code, another district.
const LOCAL: &str = "990101";
const ABOLISHED: &str = "990181";
const ELSEWHERE: &str = "990203";
/// About how many people a village holds before a town opens the next in its list.
const PEOPLE_PER_VILLAGE: u32 = 1600;
const FEWEST_VILLAGES: u32 = 5;

/// Fills the world with about `people` living people.
pub fn settle(world: &mut World, people: u32) {
    let mut numbers = Numbers { seed: world.seed, taken: FxHashMap::default() };
    let mut homes = Homes::new(people);
    let mut lineage_number = 0;
    while world.people.len() < people as usize {
        let lineage = lineage::draw(world.seed, lineage_number, world.today());
        let mut dice = Dice::new(world.seed, Stream::Number, lineage_number);
        admit(world, &lineage, &mut homes, &mut numbers, &mut dice);
        lineage_number += 1;
    }
    mark_namesakes(world);
}

fn admit(
    world: &mut World,
    lineage: &Lineage,
    homes: &mut Homes,
    numbers: &mut Numbers,
    dice: &mut Dice,
) {
    let (today, first_household) = (world.today(), world.households.len());
    let base = homes.open(dice, None);
    for (at, seat) in lineage.seats.iter().enumerate() {
        let village = seat.same_village.then_some(base.village);
        let shares = at == 0 || seat.shares_dwelling;
        let dwelling = if shares { base } else { homes.open(dice, village) };
        world.households.push(Household { dwelling });
    }
    let mut next = u32::try_from(world.people.len()).expect("a world has fewer than 2^32 people");
    let mut number_of = Vec::with_capacity(lineage.people.len());
    for draft in &lineage.people {
        number_of.push((!draft.gone).then_some(next));
        next += u32::from(!draft.gone);
    }
    let here = |at: Option<usize>| at.and_then(|at| number_of[at]);
    for draft in lineage.people.iter().filter(|draft| !draft.gone) {
        let household = u32::try_from(first_household + draft.household);
        world.people.push(Person {
            name: draft.name.clone(),
            former_name: former_name(draft, dice),
            male: draft.male,
            birth: draft.birth,
            number: numbers.give(prefix(draft, dice), draft.birth, draft.male),
            father: here(draft.father),
            mother: here(draft.mother),
            spouse: here(draft.spouse),
            household: household.expect("a world has fewer than 2^32 households"),
            death: draft.death,
            struck_off: draft.death.map(|day| struck_off(day, dice)),
            left: left(draft, today, dice),
            entered: None,
            married: None,
            moves: None,
            twin: draft.twin,
            generation_name: draft.generation_name,
            namesake: false,
        });
    }
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
    if draft.name.contains('·') || !dice.chance(2.5) {
        return None;
    }
    let surname: String = draft.name.chars().take(1).collect();
    Some(format!("{surname}{}", super::naming::given(dice, draft.male, draft.birth.year(), None)))
}

fn prefix(draft: &Draft, dice: &mut Dice) -> &'static str {
    let abolished_percent = if draft.birth.year() < 1986 { 25.0 } else { 0.0 };
    if draft.native {
        if dice.chance(abolished_percent) { ABOLISHED } else { LOCAL }
    } else if dice.chance(30.0) {
        ELSEWHERE
    } else {
        LOCAL
    }
}

/// Gives resident identity numbers, each once.
pub struct Numbers {
    seed: u64,
    /// How many were given by prefix, birthday and sex.
    taken: FxHashMap<(&'static str, Day, bool), u32>,
}

impl Numbers {
    /// Twins of one sex get neighbouring numbers because they ask one after the other.
    pub fn give(&mut self, prefix: &'static str, birth: Day, male: bool) -> ResidentId {
        let days = u64::from(birth.0.unsigned_abs());
        let start = Dice::new(self.seed, Stream::Number, !days).below(450);
        let taken = self.taken.entry((prefix, birth, male)).or_insert(0);
        let sequence = ((start + *taken) * 2 + u32::from(male)) % 1000;
        *taken += 1;
        let date = birth.to_string().replace('-', "");
        ResidentId::from_body(&format!("{prefix}{date}{sequence:03}"))
            .expect("a prefix, a birthday and a sequence make a number")
    }

    /// The counter as it stands after everybody of the world has a number.
    pub fn resume(world: &World) -> Self {
        let mut taken = FxHashMap::default();
        for person in &world.people {
            let prefix = [LOCAL, ABOLISHED, ELSEWHERE]
                .into_iter()
                .find(|prefix| *prefix == person.number.division())
                .expect("numbers carry a known prefix");
            *taken.entry((prefix, person.birth, person.male)).or_insert(0) += 1;
        }
        Self { seed: world.seed, taken }
    }

    pub fn give_local(&mut self, birth: Day, male: bool) -> ResidentId {
        self.give(LOCAL, birth, male)
    }
}

/// Opens dwellings village by village.
pub struct Homes {
    villages_per_town: u32,
    opened: FxHashMap<Village, u32>,
}

impl Homes {
    pub fn new(people: u32) -> Self {
        let towns = u32::try_from(TOWNS).expect("eleven");
        let most = u32::try_from(VILLAGES_PER_TOWN).expect("sixteen");
        let villages_per_town =
            (people / towns / PEOPLE_PER_VILLAGE + 1).clamp(FEWEST_VILLAGES, most);
        Self { villages_per_town, opened: FxHashMap::default() }
    }

    fn open(&mut self, dice: &mut Dice, village: Option<Village>) -> Dwelling {
        let village = village.unwrap_or_else(|| {
            let town = dice.index(TOWNS);
            Village::new(town, dice.below(self.villages_per_town) as usize)
        });
        let opened = self.opened.entry(village).or_insert(0);
        let number = *opened;
        *opened += 1;
        Dwelling { village, number }
    }
}

fn mark_namesakes(world: &mut World) {
    let mut bearers: FxHashMap<String, u32> = FxHashMap::default();
    for person in &world.people {
        *bearers.entry(person.name.clone()).or_insert(0) += 1;
    }
    for person in &mut world.people {
        person.namesake = bearers[&person.name] > 1;
    }
}
