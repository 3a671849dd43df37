//! Wrongly written: Q01 and Q02, with the former names, character variants and twins that look
//! alike.

use crate::synth::corrupt::Forced;
use crate::synth::dataset::Dataset;
use crate::synth::plan::Plan;
use crate::synth::world::{TruthLine, World};

use super::multi_source::ordinary;

const CAUSES: [&str; 3] = ["意外", "失业", "其他"];

pub fn plant(plan: &mut Plan<'_>, story: u32) {
    if story.is_multiple_of(2) {
        force(plan, |_, _| true, |_, _| Forced::WrongDigit);
        number_of_another(plan, story);
    }
    let renamed = |world: &World, person: u32| world.person(person).former_name.is_some();
    let has_variant = |world: &World, person: u32| {
        let mut dice = crate::synth::dice::Dice::new(0, crate::synth::dice::Stream::Errors, 0);
        let name = &world.person(person).name;
        crate::synth::corrupt::variant(&mut dice, name).is_some()
    };
    if let Some(person) = force(plan, renamed, |_, _| Forced::FormerName) {
        plan.legal("Q02", &[person], "曾用名");
    }
    if let Some(person) = force(plan, has_variant, |_, _| Forced::NameVariant) {
        plan.legal("Q02", &[person], "异体字");
    }
}

/// Somebody relieved once, whose record in the relief file gets an error.
fn force(
    plan: &mut Plan<'_>,
    fits: impl Fn(&World, u32) -> bool,
    error: impl Fn(&World, u32) -> Forced,
) -> Option<u32> {
    let (_, living) =
        plan.take_planted(|world, living| ordinary(world, living) && fits(world, living[0]))?;
    let error = error(plan.world, living[0]);
    relieve_with(plan, living[0], error);
    Some(living[0])
}

/// The clerk copies the number of the spouse or of the next applicant.
fn number_of_another(plan: &mut Plan<'_>, story: u32) {
    let couple = |world: &World, living: &[u32]| {
        ordinary(world, living) && world.person(living[0]).spouse == Some(living[1])
    };
    let Some((_, living)) = plan.take_planted(couple) else { return };
    let mut owner = living[1];
    if story % 4 == 2 {
        let Some((_, others)) = plan.take_planted(ordinary) else { return };
        owner = others[0];
    }
    relieve_with(plan, living[0], Forced::NumberOf(owner));
}

fn relieve_with(plan: &mut Plan<'_>, person: u32, error: Forced) {
    let cause = plan.dice.pick(&CAUSES);
    let yuan = i64::from(plan.dice.between(6, 25)) * 100;
    let paid = plan.some_days_ago(10, 300);
    plan.relieve(person, cause, yuan, paid);
    plan.world.forced.insert((person, Dataset::CivilAffairsRelief), error);
}

/// Twins look like one person with two numbers.
pub fn note_twins(world: &mut World) {
    let twins = world.numbers().filter(|person| world.person(*person).is_twin());
    let lines: Vec<TruthLine> = twins
        .map(|person| TruthLine {
            code: "D07",
            discriminator: format!("D07-{}", world.label(person)),
            person,
            note: "双胞胎".to_owned(),
        })
        .collect();
    world.legal.extend(lines);
}
