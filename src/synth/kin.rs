//! Kin: who is related to whom, and who could support whom.
//!
//! The register holds parents and spouses; children and the duty to support follow from them. Kin
//! who left the district long ago are in no register and count for nothing here.

use crate::domain::Day;

use super::world::World;

/// From this age on nobody is held able to support another.
const TOO_OLD_TO_SUPPORT: i32 = 60;
const OLD_ENOUGH_TO_SUPPORT: i32 = 18;
/// Whom support is for: the old from this age on, and minors below the other.
const SUPPORT_FROM_AGE: i32 = 60;
const SUPPORT_BELOW_AGE: i32 = 16;

/// The children of everybody.
pub struct Kin {
    children: Vec<Vec<u32>>,
}

impl Kin {
    pub fn new(world: &World) -> Self {
        let mut children = vec![Vec::new(); world.people.len()];
        for number in world.numbers() {
            let of = world.person(number);
            for parent in [of.father, of.mother].into_iter().flatten() {
                children[parent as usize].push(number);
            }
        }
        Self { children }
    }

    /// Nobody has children yet who was added after the index was made.
    pub fn children(&self, person: u32) -> &[u32] {
        self.children.get(person as usize).map_or(&[], Vec::as_slice)
    }

    /// Spouse, parents and children.
    pub fn nearest<'k>(
        &'k self,
        world: &World,
        person: u32,
        night: Day,
    ) -> impl Iterator<Item = u32> + 'k {
        let of = world.person(person);
        let parents = [of.father, of.mother, world.spouse_of(person, night)];
        parents.into_iter().flatten().chain(self.children(person).iter().copied())
    }

    /// Whether somebody would be given support: old, young or severely disabled, and nobody of the
    /// register able to support them. Somebody to be thought away may be named.
    pub fn qualifies_for_support(
        &self,
        world: &World,
        person: u32,
        night: Day,
        without: Option<u32>,
    ) -> bool {
        let age = world.age(person, night);
        let needs = !(SUPPORT_BELOW_AGE..SUPPORT_FROM_AGE).contains(&age)
            || world.is_severely_disabled(person, night);
        needs
            && !self
                .nearest(world, person, night)
                .any(|other| Some(other) != without && is_able_to_support(world, other, night))
    }

    /// One household of the register, or kin of the first or second degree.
    pub fn are_related(&self, world: &World, one: u32, other: u32, night: Day) -> bool {
        if world.household_of(one, night) == world.household_of(other, night) {
            return true;
        }
        self.nearest(world, one, night).any(|near| {
            near == other || self.nearest(world, near, night).any(|second| second == other)
        })
    }
}

/// Grown up, not yet old, of sound body and at liberty.
fn is_able_to_support(world: &World, person: u32, night: Day) -> bool {
    let age = world.age(person, night);
    world.lives_here(person, night)
        && (OLD_ENOUGH_TO_SUPPORT..TOO_OLD_TO_SUPPORT).contains(&age)
        && !world.is_severely_disabled(person, night)
        && !world.is_in_custody(person, night)
}
