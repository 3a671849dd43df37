//! Plan: takes households out of the crowd, each for one story, and writes what was granted to
//! them and paid for them.
//!
//! A household lives one story at most, so no two planted findings meet in one family and a
//! look-alike stays innocent. Stories take households in an order drawn from the seed, each kind from
//! where the last search for it ended, so a plan costs about one look at every household and kind.

mod aid;
mod kind;
mod life;
mod need;

use std::collections::BTreeMap;

use crate::domain::{Day, Month};

use super::dice::{Dice, Stream};
use super::kin::Kin;
use super::people::Numbers;
use super::world::{Scheme, TruthLine, World};

pub use aid::{Cost, MONTHS_OF_ALLOWANCES};
pub use kind::{
    Kind, child, earner, elder, family, grown_child, married_son, pupils, single, worker,
};

use kind::Crowd;

pub struct Plan<'w> {
    pub world: &'w mut World,
    pub dice: Dice,
    /// The people of each household on the first night.
    pub members: Vec<Vec<u32>>,
    pub kin: Kin,
    pub numbers: Numbers,
    order: Vec<u32>,
    used: Vec<bool>,
    /// How far each kind has looked.
    cursors: BTreeMap<Kind, usize>,
    /// Households in one village that a father and a child link, and how far they were looked at.
    linked: Vec<(u32, u32)>,
    next_linked: usize,
}

impl<'w> Plan<'w> {
    pub fn new(world: &'w mut World) -> Self {
        let members = world.members_by_household(world.today());
        let count = u32::try_from(members.len()).expect("a world has fewer than 2^32 households");
        let seed = world.seed;
        let mut order: Vec<u32> = (0..count).collect();
        let rank = |number: &u32| Dice::new(seed, Stream::Plan, u64::from(*number)).below(1 << 30);
        order.sort_by_cached_key(|number| (rank(number), *number));
        let dice = Dice::new(seed, Stream::Plan, u64::MAX);
        let used = vec![false; members.len()];
        let kin = Kin::new(world);
        let numbers = Numbers::resume(world);
        let linked = linked(world, &members, &order);
        let cursors = BTreeMap::new();
        Self { world, dice, members, kin, numbers, order, used, cursors, linked, next_linked: 0 }
    }

    pub fn today(&self) -> Day {
        self.world.today()
    }

    /// The month of the first night, which is the last month paid.
    pub fn this_month(&self) -> Month {
        self.today().month()
    }

    /// The next free household of the kind, all of whose members live, the head first.
    pub fn take(&mut self, kind: Kind) -> Option<(u32, Vec<u32>)> {
        let mut cursor = self.cursors.get(&kind).copied().unwrap_or(0);
        let mut found = None;
        while let Some(household) = self.order.get(cursor).copied() {
            cursor += 1;
            let crowd = Crowd { world: self.world, kin: &self.kin };
            let Some(living) = self.all_living(household) else { continue };
            if kind.fits(&crowd, &living) {
                self.used[household as usize] = true;
                found = Some((household, living));
                break;
            }
        }
        self.cursors.insert(kind, cursor);
        found
    }

    /// As [`Plan::take`], for a story the truth tells: its people keep decidable records.
    pub fn take_planted(&mut self, kind: Kind) -> Option<(u32, Vec<u32>)> {
        let (household, living) = self.take(kind)?;
        self.world.planted.extend(&self.members[household as usize]);
        Some((household, living))
    }

    /// Two free and small households of one village, the second with a child of the first; both may
    /// draw subsistence.
    pub fn take_linked(&mut self) -> Option<[(u32, Vec<u32>); 2]> {
        while let Some((parents, own)) = self.linked.get(self.next_linked).copied() {
            self.next_linked += 1;
            let crowd = Crowd { world: self.world, kin: &self.kin };
            let fitting = |household| {
                let living = self.all_living(household).filter(|living| living.len() <= 3);
                living.filter(|living| crowd.may_subsist(living, None))
            };
            if let (Some(elders), Some(living)) = (fitting(parents), fitting(own)) {
                self.used[parents as usize] = true;
                self.used[own as usize] = true;
                self.world.planted.extend(elders.iter().chain(&living));
                return Some([(parents, elders), (own, living)]);
            }
        }
        None
    }

    /// The child of the first of two linked households who belongs to the second.
    pub fn linking_child(&self, elders: &[u32], living: &[u32]) -> u32 {
        let child = living.iter().copied().find(|person| {
            let father = self.world.person(*person).father;
            father.is_some_and(|father| elders.contains(&father))
        });
        child.expect("the households are linked by a father")
    }

    /// The people of a free household nobody of which has died or left.
    fn all_living(&self, household: u32) -> Option<Vec<u32>> {
        let (today, members) = (self.today(), &self.members[household as usize]);
        // Migrants and those without a resident's number live ordinary lives only.
        let lives = |person: &u32| {
            self.world.person(*person).registered && self.world.lives_here(*person, today)
        };
        let free = !self.used[household as usize] && !members.is_empty();
        (free && members.iter().all(lives)).then(|| members.clone())
    }

    /// Subsistence as the household's village grants it.
    pub fn local_subsistence(&self, household: u32) -> Scheme {
        let urban = self.world.households[household as usize].dwelling.village.is_urban();
        if urban { Scheme::UrbanSubsistence } else { Scheme::RuralSubsistence }
    }

    pub fn months_ago(&self, months: i32) -> Month {
        self.this_month().plus_months(-months)
    }

    pub fn days_ago(&self, days: i32) -> Day {
        self.today().plus_days(-days)
    }

    pub fn some_months_ago(&mut self, fewest: i32, most: i32) -> Month {
        let months = self.dice.between(fewest, most);
        self.months_ago(months)
    }

    pub fn some_days_ago(&mut self, fewest: i32, most: i32) -> Day {
        let days = self.dice.between(fewest, most);
        self.days_ago(days)
    }

    /// Notes a look-alike that a rule must let pass.
    pub fn legal(&mut self, code: &'static str, people: &[u32], story: &str) {
        for person in people {
            self.world.legal.push(TruthLine {
                code,
                discriminator: format!("{code}-{}", self.world.label(people[0])),
                person: *person,
                note: story.to_owned(),
            });
        }
    }
}

/// Households in one village of which the second holds a child of the first's, in the plan's order.
fn linked(world: &World, members: &[Vec<u32>], order: &[u32]) -> Vec<(u32, u32)> {
    let village = |household: u32| world.households[household as usize].dwelling.village;
    let parents_of = |own: u32| {
        let people = members[own as usize].iter();
        let fathers = people.filter_map(|person| world.person(*person).father);
        let mut parents = fathers.map(|father| world.person(father).household);
        parents.find(|other| *other != own && village(*other) == village(own))
    };
    order.iter().filter_map(|own| Some((parents_of(*own)?, *own))).collect()
}
