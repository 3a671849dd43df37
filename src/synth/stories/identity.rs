//! Who is who: Q03 and Q05, with the adopted child that looks alike. The replaced number and the twins that
//! look like Q03 belong to the stories of D07.

use crate::domain::Role;

use crate::synth::papers::RegisterEntry;
use crate::synth::plan::{Kind, Plan, family, grown_child};
use crate::synth::strata;

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    known_under_two_numbers(plan);
    misnamed_relative(plan, round);
    if round.look_alike(1).is_some() {
        adopted_late(plan);
    }
}

/// Q03: the federation certified somebody under a second number of a second register.
fn known_under_two_numbers(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let issued = plan.some_days_ago(300, 2_500);
    plan.disable(living[0], issued);
    plan.give_second_number(living[0], None);
}

/// Q05: the register names a grandmother as mother, a child as parent, or a minor's mother as spouse.
fn misnamed_relative(plan: &mut Plan<'_>, round: Round) {
    if round.variant(3) == 1 {
        let Some((_, living)) = plan.take_planted(Kind::WithGrownChild) else { return };
        let child = grown_child(plan.world, &living).expect("the household fits");
        let role = if plan.world.person(child).male { Role::Father } else { Role::Mother };
        plan.world.papers.misnamed_kin.insert((living[0], role), child);
        return;
    }
    let Some((_, living)) = plan.take_planted(Kind::FamilyWithOthers) else { return };
    let (child, [_, mother]) = family(plan.world, &living).expect("the household fits");
    let birth = plan.world.person(child).birth;
    let grandmother = living.iter().copied().find(|person| {
        let of = plan.world.person(*person);
        !of.male && *person != mother && of.birth.age_years(birth) > 56
    });
    let (role, named) = match grandmother.filter(|_| round.variant(3) == 0) {
        Some(grandmother) => (Role::Mother, grandmother),
        None => (Role::Spouse, mother),
    };
    plan.world.papers.misnamed_kin.insert((child, role), named);
}

/// Looks like Q05: an old couple has adopted a child, and the register says so.
fn adopted_late(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::AgedCouple) else { return };
    let birth = plan.some_days_ago(500, 1_200);
    let entered = birth.plus_days(240);
    let child = plan.give_birth(household, (living[0], living[1]), (birth, entered));
    plan.world.people[child as usize].strata |= strata::ADOPTED;
    plan.world.planted.insert(child);
    let entry = RegisterEntry { on: entered, reason: "迁入" };
    plan.world.papers.register_entries.insert(child, entry);
    plan.legal("Q05", &[child], "收养");
}
