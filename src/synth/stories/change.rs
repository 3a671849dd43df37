//! Changes between nights: births, a marriage, a household that splits. They try whether people and
//! households keep their ids.

use crate::domain::Day;

use crate::synth::plan::{Kind, Plan, married_son, single};
use crate::synth::world::Household;

pub fn plant(plan: &mut Plan<'_>, people: u32) {
    let each = 1 + people / 4_000;
    for night in plan.world.nights.clone().into_iter().skip(1) {
        for _ in 0..=each {
            give_birth(plan, night);
        }
        for _ in 0..each {
            wed(plan, night);
            split(plan, night);
        }
    }
}

fn give_birth(plan: &mut Plan<'_>, night: Day) {
    let Some((household, living)) = plan.take(Kind::Fertile) else { return };
    let birth = night.plus_days(-plan.dice.between(4, 25));
    plan.give_birth(household, (living[0], living[1]), (birth, night));
}

/// A single man marries; the bride moves to his household's register.
fn wed(plan: &mut Plan<'_>, night: Day) {
    let Some((home, grooms)) = plan.take(Kind::Groom) else { return };
    let Some((_, brides)) = plan.take(Kind::Bride) else { return };
    let groom = single(plan.world, &grooms, true).expect("the household fits");
    let bride = single(plan.world, &brides, false).expect("the household fits");
    for (person, spouse) in [(groom, bride), (bride, groom)] {
        let person = &mut plan.world.people[person as usize];
        (person.spouse, person.married) = (Some(spouse), Some(night));
    }
    plan.world.people[bride as usize].moves = Some((night, home));
    plan.world.merged.extend(grooms.into_iter().chain([bride]));
}

/// A married son and his own leave the parents' register, but not their dwelling.
fn split(plan: &mut Plan<'_>, night: Day) {
    let Some((household, living)) = plan.take(Kind::MarriedSon) else { return };
    let son = married_son(plan.world, &living).expect("the household fits");
    let own = u32::try_from(plan.world.households.len()).expect("fewer than 2^32 households");
    let dwelling = plan.world.households[household as usize].dwelling;
    plan.world.households.push(Household { dwelling });
    plan.world.split.extend(&living);
    for person in living {
        let of = plan.world.person(person);
        let moves = person == son
            || of.spouse == Some(son)
            || of.father == Some(son)
            || of.mother == Some(son);
        if moves {
            plan.world.people[person as usize].moves = Some((night, own));
        }
    }
}
