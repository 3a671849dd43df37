//! Paid after death (X01) and above the cap (A01), with the month of grace and the approved
//! exception.

use crate::domain::Month;
use crate::synth::plan::Plan;
use crate::synth::world::Scheme;

use super::duplicate::subsist;
use super::multi_source::{aged_alone, ordinary};

pub fn plant(plan: &mut Plan<'_>, story: u32) {
    paid_after_death(plan, story);
    stopped_in_time(plan);
    above_the_cap(plan);
}

pub(super) fn die_in(plan: &mut Plan<'_>, person: u32, month: Month) {
    let death = month.first_day().plus_days(plan.dice.between(2, 24));
    plan.let_die(person, death);
}

fn paid_after_death(plan: &mut Plan<'_>, story: u32) {
    let Some((household, living)) = plan.take_planted(aged_alone) else { return };
    let unit = if story.is_multiple_of(2) {
        let months = (plan.months_ago(30), None);
        plan.grant(Scheme::ScatteredSupport, household, &living, months)
    } else {
        subsist(plan, household, &living)
    };
    let died = plan.some_months_ago(4, 7);
    die_in(plan, living[0], died);
    plan.pay(unit);
}

/// Paid for the month after death, which is grace, and then stopped.
fn stopped_in_time(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(aged_alone) else { return };
    let died = plan.some_months_ago(3, 8);
    let months = (plan.months_ago(30), Some(died.plus_months(1)));
    let unit = plan.grant(Scheme::ScatteredSupport, household, &living, months);
    die_in(plan, living[0], died);
    plan.pay(unit);
    plan.legal("X01", &living, "死亡次月内发放");
}

/// Above the cap of temporary relief, with and without approval; and the same from the reserve
/// fund, whose cap is its own.
fn above_the_cap(plan: &mut Plan<'_>) {
    if let Some((_, living)) = plan.take_planted(ordinary) {
        let paid = plan.some_days_ago(10, 250);
        let relief = plan.relieve(living[0], "意外", 8_000, paid);
        plan.world.relief[relief].class = "备用金";
        plan.legal("A01", &living[..1], "备用金另有上限");
    }
    for approved in [false, true] {
        let Some((_, living)) = plan.take_planted(ordinary) else { return };
        let yuan = i64::from(plan.dice.between(35, 80)) * 100;
        let cause = plan.dice.pick(&["意外", "火灾"]);
        let paid = plan.some_days_ago(10, 250);
        let relief = plan.relieve(living[0], cause, yuan, paid);
        plan.world.relief[relief].class = "急难型";
        if approved {
            plan.world.relief[relief].exception = Some(plan.world.relief[relief].approved);
            plan.legal("A01", &living[..1], "一事一议");
        }
    }
}
