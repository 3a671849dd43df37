//! Wrongly written: Q01 and Q02, with the former names, character variants and twins that look
//! alike.

use crate::domain::Day;

use crate::synth::corrupt::Forced;
use crate::synth::dataset::Dataset;
use crate::synth::plan::{Kind, Plan};
use crate::synth::world::{TruthLine, World};

use super::Round;

const CAUSES: [&str; 3] = ["意外", "失业", "其他"];

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    wrong_digit(plan, round);
    number_of_another(plan, round);
    match round.look_alike(2) {
        Some(0) => force(plan, Kind::Renamed, Forced::FormerName, "曾用名"),
        Some(_) => force(plan, Kind::WithVariant, Forced::NameVariant, "异体字"),
        None => {}
    }
}

/// Q01: the clerk mistypes a digit.
fn wrong_digit(plan: &mut Plan<'_>, round: Round) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    help_with(plan, living[0], round, Forced::WrongDigit);
}

/// Looks like Q02: somebody helped once, under another spelling of the name.
fn force(plan: &mut Plan<'_>, kind: Kind, error: Forced, note: &str) {
    let Some((_, living)) = plan.take_planted(kind) else { return };
    help_with(plan, living[0], Round(0), error);
    plan.legal("Q02", &living[..1], note);
}

/// Q02: the clerk copies the number of the spouse or of the next applicant.
fn number_of_another(plan: &mut Plan<'_>, round: Round) {
    let Some((_, living)) = plan.take_planted(Kind::OrdinaryCouple) else { return };
    let mut owner = living[1];
    if round.variant(2) == 1 {
        let Some((_, others)) = plan.take_planted(Kind::Ordinary) else { return };
        owner = others[0];
    }
    help_with(plan, living[0], round, Forced::NumberOf(owner));
}

/// Relief or a grant, in whose list the person's record has an error.
fn help_with(plan: &mut Plan<'_>, person: u32, round: Round, error: Forced) {
    let cause = plan.dice.pick(&CAUSES);
    let yuan = i64::from(plan.dice.between(6, 25)) * 100;
    let paid: Day = plan.some_days_ago(10, 300);
    let dataset = if round.variant(3) == 0 {
        plan.relieve(person, cause, yuan, paid);
        Dataset::CivilAffairsRelief
    } else {
        plan.donate(person, cause, yuan, paid);
        Dataset::CharityGrants
    };
    plan.world.forced.insert((person, dataset), error);
}

/// Twins look like one person with two numbers.
pub fn note_twins(world: &mut World) {
    let twins = world.numbers().filter(|person| world.person(*person).is_twin());
    let line = |code: &'static str, person: u32| TruthLine {
        code,
        discriminator: format!("{code}-{}", world.label(person)),
        person,
        note: "双胞胎".to_owned(),
    };
    let lines: Vec<TruthLine> =
        twins.flat_map(|person| [line("D07", person), line("Q03", person)]).collect();
    world.legal.extend(lines);
}
