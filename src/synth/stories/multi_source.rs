//! Helped by several: M01, M05 and M06, with change-over months and sums below the cost.

use crate::synth::plan::{Cost, Plan};
use crate::synth::world::{Scheme, World};

use super::duplicate::{alone, change_over, subsist};

pub fn plant(plan: &mut Plan<'_>, story: u32) {
    support_and_subsistence(plan);
    more_than_the_cost(plan, story);
    less_than_the_cost(plan);
}

pub(super) fn aged_alone(world: &World, living: &[u32]) -> bool {
    alone(world, living) && world.age(living[0], world.today()) >= 60
}

/// A household without anything granted, of a size that pays ordinary bills.
pub(super) fn ordinary(world: &World, living: &[u32]) -> bool {
    let age = world.age(living[0], world.today());
    (2..=5).contains(&living.len()) && (25..80).contains(&age)
}

/// M01, and the month of changing from subsistence to support.
fn support_and_subsistence(plan: &mut Plan<'_>) {
    if let Some((household, living)) = plan.take_planted(aged_alone) {
        let unit = subsist(plan, household, &living);
        let months = (plan.months_ago(6), None);
        let support = plan.grant(Scheme::ScatteredSupport, household, &living, months);
        plan.pay(unit);
        plan.pay(support);
    }
    if let Some((household, living)) = plan.take_planted(aged_alone) {
        let (before, after) = change_over(plan);
        let scheme = plan.local_subsistence(household);
        let unit = plan.grant(scheme, household, &living, before);
        let support = plan.grant(Scheme::ScatteredSupport, household, &living, after);
        plan.pay(unit);
        plan.pay(support);
        plan.legal("M01", &living, "转特困当月");
    }
}

/// M05: one bill answered by assistance, relief and charity beyond what it cost.
fn more_than_the_cost(plan: &mut Plan<'_>, story: u32) {
    let Some((_, living)) = plan.take_planted(ordinary) else { return };
    let own = i64::from(plan.dice.between(50, 90)) * 100;
    let left = plan.some_days_ago(70, 240);
    let bill = plan.bill(living[0], left, Cost { own, assisted: own * 6 / 10 });
    let number = plan.world.bills[bill].number.clone();
    let donated = own * if story.is_multiple_of(2) { 55 } else { 30 } / 100;
    let grant = plan.donate(living[0], "疾病", donated, left.plus_days(31));
    plan.world.grants[grant].bill = Some(number.clone());
    if story % 2 == 1 {
        let relief = plan.relieve(living[0], "疾病", 2_000, left.plus_days(17));
        plan.world.relief[relief].bill = Some(number);
    }
}

/// M06, which looks like M05: three help with one bill and do not cover it.
fn less_than_the_cost(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(ordinary) else { return };
    let own = i64::from(plan.dice.between(120, 160)) * 100;
    let left = plan.some_days_ago(70, 240);
    let bill = plan.bill(living[0], left, Cost { own, assisted: own * 4 / 10 });
    let number = plan.world.bills[bill].number.clone();
    let grant = plan.donate(living[0], "疾病", 2_000, left.plus_days(40));
    plan.world.grants[grant].bill = Some(number.clone());
    let relief = plan.relieve(living[0], "疾病", 1_500, left.plus_days(20));
    plan.world.relief[relief].bill = Some(number);
    plan.legal("M05", &living[..1], "合计未超实际支出");
}
