//! Stories: the planted findings with their lawful look-alikes, the changes between nights, and the
//! ordinary life of everybody else.
//!
//! A story only makes things happen in the world. Which findings follow is for the oracle to say,
//! so the truth also holds what a story did not intend.

mod allowances;
mod care;
mod change;
mod data;
mod duplicate;
mod eligibility;
mod hardship;
mod income;
mod means;
mod missed;
mod money;
mod multi_source;
mod ordinary;
mod overnight;
mod possessions;
mod poverty;
mod spelling;
mod staff;
mod still_counted;
mod twice;
mod unprovided;
mod whereabouts;

use super::papers::Disability;
use super::plan::Plan;
use super::world::World;

/// In so many people every story is told once: audits find faults with a few families in a hundred.
const PEOPLE_PER_ROUND: u32 = 6000;

/// One telling of every story.
#[derive(Clone, Copy)]
struct Round(u32);

impl Round {
    /// Which of several variants of a story it is the turn of.
    const fn variant(self, variants: u32) -> u32 {
        self.0 % variants
    }

    /// Every second round has look-alikes; which of several variants it is the turn of.
    fn look_alike(self, variants: u32) -> Option<u32> {
        self.0.is_multiple_of(2).then_some(self.0 / 2 % variants)
    }
}

/// Lets everything happen.
pub fn tell(world: &mut World, people: u32) {
    certify_disabilities(world);
    let rounds = (people / PEOPLE_PER_ROUND).max(3);
    // Every ward goes on where the one before it stopped, so that all variants have their turn.
    let first = world.ward.number * 3;
    let mut plan = Plan::new(world);
    change::plant(&mut plan, people);
    for round in (first..first + rounds).map(Round) {
        duplicate::plant(&mut plan, round);
        twice::plant(&mut plan, round);
        multi_source::plant(&mut plan, round);
        income::plant(&mut plan, round);
        eligibility::plant(&mut plan, round);
        means::plant(&mut plan, round);
        whereabouts::plant(&mut plan, round);
        money::plant(&mut plan, round);
        missed::plant(&mut plan, round);
        unprovided::plant(&mut plan, round);
        spelling::plant(&mut plan, round);
        data::plant(&mut plan, round);
        still_counted::plant(&mut plan, round);
        poverty::plant(&mut plan, round);
        care::plant(&mut plan, round);
        staff::plant(&mut plan, round);
    }
    overnight::plant(&mut plan, people);
    ordinary::live(&mut plan, people);
    hardship::live(&mut plan, people);
    plan.world.index_units();
    staff::serve(&mut plan, people);
    possessions::acquire(&mut plan);
    allowances::pay(&mut plan);
    hardship::care(&mut plan);
    ordinary::fall_ill(world);
    ordinary::declare_income(world);
    ordinary::note_stacking(world);
    spelling::note_twins(world);
}

fn certify_disabilities(world: &mut World) {
    let today = world.today();
    for person in world.numbers() {
        let age = world.age(person, today);
        if let Some(disability) = Disability::draw(world.seed, person, age, today) {
            world.papers.disabilities.insert(person, disability);
        }
    }
}
