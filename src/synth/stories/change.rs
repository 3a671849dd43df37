//! Changes between nights: births, a marriage, a household that splits. They try whether people and
//! households keep their ids.

use crate::domain::Day;

use crate::synth::naming;
use crate::synth::people::Numbers;
use crate::synth::plan::Plan;
use crate::synth::world::{Household, Person, World};

pub fn plant(plan: &mut Plan<'_>, people: u32) {
    let each = 1 + people / 4_000;
    let mut numbers = Numbers::resume(plan.world);
    for night in plan.world.nights.clone().into_iter().skip(1) {
        for _ in 0..=each {
            give_birth(plan, night, &mut numbers);
        }
        for _ in 0..each {
            wed(plan, night);
            split(plan, night);
        }
    }
}

fn give_birth(plan: &mut Plan<'_>, night: Day, numbers: &mut Numbers) {
    let fertile = |world: &World, living: &[u32]| {
        living.len() <= 4
            && world.person(living[0]).spouse == Some(living[1 % living.len()])
            && world.person(living[0]).male
            && (22..38).contains(&world.age(living[1 % living.len()], world.today()))
    };
    let Some((household, living)) = plan.take(fertile) else { return };
    let (father, mother) = (living[0], living[1]);
    let birth = night.plus_days(-plan.dice.between(4, 25));
    let male = plan.dice.chance(52.0);
    let of_father = plan.world.person(father);
    let surname: String = of_father.name.chars().take(1).collect();
    let given = naming::given(&mut plan.dice, male, birth.year(), None);
    plan.world.people.push(Person {
        name: format!("{surname}{given}"),
        former_name: None,
        male,
        birth,
        number: numbers.give_local(birth, male),
        former_number: None,
        permit: None,
        father: Some(father),
        mother: Some(mother),
        spouse: None,
        household,
        registered: true,
        death: None,
        struck_off: None,
        left: None,
        entered: Some(night),
        married: None,
        moves: None,
        renamed: None,
        strata: 0,
    });
}

/// A single man marries; the bride moves to his household's register.
fn wed(plan: &mut Plan<'_>, night: Day) {
    let single = |world: &World, living: &[u32], male: bool| {
        living.iter().copied().find(|person| {
            let of = world.person(*person);
            of.male == male
                && of.spouse.is_none()
                && (23..36).contains(&world.age(*person, world.today()))
        })
    };
    let Some((home, grooms)) = plan.take(|world, living| single(world, living, true).is_some())
    else {
        return;
    };
    let Some((_, brides)) = plan.take(|world, living| single(world, living, false).is_some())
    else {
        return;
    };
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
    let son = |world: &World, living: &[u32]| {
        living.iter().copied().find(|person| {
            let of = world.person(*person);
            let with_father = of.father.is_some_and(|father| living.contains(&father));
            with_father && of.spouse.is_some_and(|spouse| living.contains(&spouse))
        })
    };
    let Some((household, living)) = plan.take(|world, living| son(world, living).is_some()) else {
        return;
    };
    let son = son(plan.world, &living).expect("the household fits");
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
