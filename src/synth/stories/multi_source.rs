//! Helped by several: M01, M02, M05, M06 and M10, with change-over months and sums below the cost.

use crate::synth::papers::AllowanceKind;
use crate::synth::plan::{Cost, Kind, MONTHS_OF_ALLOWANCES, Plan};
use crate::synth::world::Scheme;

use super::Round;
use super::duplicate::change_over;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    support_and_subsistence(plan);
    support_and_allowance(plan);
    more_than_the_cost(plan, round);
    reserve_fund_and_relief(plan, false);
    // A coordination hint is lawful, and looks like M05.
    less_than_the_cost(plan);
    if let Some(variant) = round.look_alike(2) {
        changed_to_support(plan);
        support_without_allowance(plan, variant);
        reserve_fund_and_relief(plan, true);
    }
}

/// M01: support and subsistence of one person at once.
fn support_and_subsistence(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    plan.subsist(household, &living);
    let months = (plan.months_ago(6), None);
    let support = plan.grant(Scheme::ScatteredSupport, household, &living, months);
    plan.pay(support);
}

/// Looks like M01: the month of changing from subsistence to support.
fn changed_to_support(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    let (before, after) = change_over(plan);
    let scheme = plan.local_subsistence(household);
    let unit = plan.grant(scheme, household, &living, before);
    let support = plan.grant(Scheme::ScatteredSupport, household, &living, after);
    plan.pay(unit);
    plan.pay(support);
    plan.legal("M01", &living, "转特困当月");
}

/// M02: support, and the allowance of the disabled on subsistence.
fn support_and_allowance(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    plan.support(household, living[0]);
    let issued = plan.some_days_ago(300, 2500);
    plan.disable(living[0], issued);
    plan.allow(living[0], AllowanceKind::Living, 0..=MONTHS_OF_ALLOWANCES - 1, None);
}

/// Looks like M02: the allowance ended when support began, or is that of old age.
fn support_without_allowance(plan: &mut Plan<'_>, variant: u32) {
    if variant == 0 {
        let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
        let issued = plan.some_days_ago(600, 2500);
        plan.disable(living[0], issued);
        let scheme = plan.local_subsistence(household);
        let last = plan.months_ago(3);
        let unit = plan.grant(scheme, household, &living, (plan.months_ago(30), Some(last)));
        let months = (last.plus_months(1), None);
        let support = plan.grant(Scheme::ScatteredSupport, household, &living, months);
        plan.pay(unit);
        plan.pay(support);
        plan.legal("M02", &living, "转特困后补贴已停");
        return;
    }
    let Some((household, living)) = plan.take_planted(Kind::VeryOld) else { return };
    let birth = |person: &u32| plan.world.person(*person).birth;
    let old = living.iter().copied().min_by_key(birth).expect("a household has people");
    plan.support(household, old);
    plan.legal("M02", &[old], "高龄津贴可同时享受");
}

/// M05: one bill answered by assistance, relief and charity beyond what it cost.
fn more_than_the_cost(plan: &mut Plan<'_>, round: Round) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let own = i64::from(plan.dice.between(50, 90)) * 100;
    let left = plan.some_days_ago(70, 240);
    let bill = plan.bill(living[0], left, Cost { own, assisted: own * 6 / 10 });
    let number = plan.world.bills[bill].number.clone();
    let donated = own * if round.variant(2) == 0 { 55 } else { 30 } / 100;
    let grant = plan.donate(living[0], "疾病", donated, left.plus_days(31));
    plan.world.grants[grant].bill = Some(number.clone());
    if round.variant(2) == 1 {
        let relief = plan.relieve(living[0], "疾病", 2_000, left.plus_days(17));
        plan.world.relief[relief].bill = Some(number);
    }
}

/// M06, which looks like M05: three help with one bill and do not cover it.
fn less_than_the_cost(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
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

/// M10: the reserve fund helped at once, district relief later, together above their cap; or below
/// it, as is meant.
fn reserve_fund_and_relief(plan: &mut Plan<'_>, within_the_cap: bool) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let left = plan.some_days_ago(80, 240);
    let bill = plan.bill(living[0], left, Cost { own: 18_000, assisted: 0 });
    let number = plan.world.bills[bill].number.clone();
    let reserve = if within_the_cap { 5_000 } else { 8_500 };
    for (yuan, days, class) in [(reserve, 4, "备用金"), (2_800, 40, "支出型")] {
        let relief = plan.relieve(living[0], "疾病", yuan, left.plus_days(days));
        plan.world.relief[relief].class = class;
        plan.world.relief[relief].bill = Some(number.clone());
    }
    if within_the_cap {
        plan.legal("M10", &living[..1], "先行救助后按规定补足");
    }
}
