//! Overnight: findings that come between two nights, and findings that somebody puts right.
//!
//! They try whether a flag remembers the night it was first seen, and whether it goes when its cause
//! has gone.

use crate::domain::Day;
use crate::synth::plan::Plan;
use crate::synth::world::Scheme;

use super::duplicate::{small, subsist};
use super::multi_source::{aged_alone, ordinary};

pub fn plant(plan: &mut Plan<'_>, people: u32) {
    let each = 1 + people / 60_000;
    for night in plan.world.nights.clone().into_iter().skip(1) {
        for _ in 0..each {
            paid_again(plan, night);
            paid_again_and_withdrawn(plan, night);
            above_the_cap(plan, night);
            approved_late(plan, night);
            death_heard_of(plan, night);
        }
    }
}

/// D01 that comes: the month is paid a second time on the night.
fn paid_again(plan: &mut Plan<'_>, night: Day) {
    let Some(at) = second_payment(plan) else { return };
    plan.world.payments[at].paid = night;
}

/// D01 that goes: the payer takes the second payment off the list.
fn paid_again_and_withdrawn(plan: &mut Plan<'_>, night: Day) {
    let Some(at) = second_payment(plan) else { return };
    plan.world.payments[at].withdrawn = Some(night);
}

/// Pays the last month but one of a household twice; gives the place of the second payment.
fn second_payment(plan: &mut Plan<'_>) -> Option<usize> {
    let (household, living) = plan.take_planted(small)?;
    let unit = subsist(plan, household, &living);
    plan.pay(unit);
    let amount = plan.world.units[unit].monthly;
    plan.pay_once(unit, plan.months_ago(1), amount, "");
    Some(plan.world.payments.len() - 1)
}

/// A01 that comes: relief above the cap is paid on the night.
fn above_the_cap(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = plan.take_planted(ordinary) else { return };
    let relief = plan.relieve(living[0], "意外", 4_600, night);
    plan.world.relief[relief].class = "急难型";
}

/// A01 that goes: the approval of the exception is marked after all.
fn approved_late(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = plan.take_planted(ordinary) else { return };
    let paid = plan.some_days_ago(10, 60);
    let relief = plan.relieve(living[0], "火灾", 5_200, paid);
    plan.world.relief[relief].class = "急难型";
    plan.world.relief[relief].exception = Some(night);
}

/// X01 that comes: an old death reaches the agencies on the night.
fn death_heard_of(plan: &mut Plan<'_>, night: Day) {
    let Some((household, living)) = plan.take_planted(aged_alone) else { return };
    let months = (plan.months_ago(30), None);
    let unit = plan.grant(Scheme::ScatteredSupport, household, &living, months);
    let death = plan.months_ago(4).first_day().plus_days(plan.dice.between(2, 24));
    plan.let_die_unheard(living[0], death, night);
    plan.pay(unit);
}
