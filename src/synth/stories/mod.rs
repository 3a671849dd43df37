//! Stories: the planted findings with their lawful look-alikes, the changes between nights, and the
//! ordinary life of everybody else.
//!
//! A story only makes things happen in the world. Which findings follow is for the oracle to say,
//! so the truth also holds what a story did not intend.

mod change;
mod duplicate;
mod eligibility;
mod missed;
mod multi_source;
mod ordinary;
mod overnight;
mod spelling;
mod still_counted;

use super::plan::Plan;
use super::world::World;

/// Lets everything happen.
pub fn tell(world: &mut World, people: u32) {
    let each = (people / 1500).max(5);
    let mut plan = Plan::new(world);
    change::plant(&mut plan, people);
    for story in 0..each {
        duplicate::plant(&mut plan, story);
        multi_source::plant(&mut plan, story);
        eligibility::plant(&mut plan, story);
        missed::plant(&mut plan, story);
        spelling::plant(&mut plan, story);
        still_counted::plant(&mut plan, story);
    }
    overnight::plant(&mut plan, people);
    ordinary::live(&mut plan, people);
    world.index_units();
    ordinary::fall_ill(world);
    spelling::note_twins(world);
}
