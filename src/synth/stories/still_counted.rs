//! Dead and still counted (X02): the head in whose name the family is paid, the member nobody took
//! off; with the deaths too recent to judge and the changes made in time.

use crate::domain::Fen;

use crate::synth::plan::{Kind, Plan, elder};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    if round.variant(2) == 0 {
        household_lives_on(plan);
    } else {
        member_still_counted(plan);
    }
    match round.look_alike(4) {
        Some(0) => died_lately(plan, 2, "减员手续在办"),
        Some(1) => new_head(plan),
        Some(2) => taken_off_in_time(plan),
        Some(_) => died_lately(plan, 0, "当月死亡"),
        None => {}
    }
}

/// The certificate stays in the dead head's name while the family goes on and is paid to another
/// account.
fn household_lives_on(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::ElderlyHead) else { return };
    let died = plan.some_months_ago(4, 8);
    plan.let_die_in(living[0], died);
    let unit = plan.subsist(household, &living);
    let heir = plan.world.account(living[1]);
    let unit = u32::try_from(unit).expect("a world has fewer than 2^32 units");
    for payment in plan.world.payments.iter_mut().rev() {
        if payment.unit != unit {
            break;
        }
        if payment.period > died.plus_months(1) {
            payment.account.clone_from(&heir);
        }
    }
    plan.legal("X01", &living[..1], "户主死亡，家庭仍在保");
}

/// X02: a member dies and the unit is paid for as many as before.
fn member_still_counted(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithElder) else { return };
    let elder = elder(plan.world, &living).expect("the household fits");
    let died = plan.some_months_ago(3, 8);
    plan.let_die_in(elder, died);
    plan.subsist(household, &living);
}

/// Looks like X02: no month beyond the grace is paid yet, or only one.
fn died_lately(plan: &mut Plan<'_>, months_ago: i32, note: &'static str) {
    let Some((household, living)) = plan.take_planted(Kind::WithElder) else { return };
    let elder = elder(plan.world, &living).expect("the household fits");
    if months_ago == 0 {
        let death = plan.some_days_ago(5, 15);
        plan.let_die(elder, death);
    } else {
        plan.let_die_in(elder, plan.months_ago(months_ago));
    }
    plan.subsist(household, &living);
    plan.legal("X02", &[elder], note);
}

/// Looks like X02: the member dies, is taken off the list, and the rest are paid less.
fn taken_off_in_time(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithElder) else { return };
    let elder = elder(plan.world, &living).expect("the household fits");
    let died = plan.some_months_ago(3, 8);
    plan.let_die_in(elder, died);
    let unit = plan.subsist(household, &living);
    let of = &mut plan.world.units[unit];
    let heads = i64::try_from(living.len()).expect("units are small");
    let before = of.monthly;
    of.members.retain(|member| *member != elder);
    of.monthly = Fen(before.0 / heads * (heads - 1));
    let (after, unit) = (of.monthly, u32::try_from(unit).expect("fewer than 2^32 units"));
    for payment in plan.world.payments.iter_mut().rev() {
        if payment.unit != unit {
            break;
        }
        if payment.period > died.plus_months(1) {
            payment.amount = after;
        }
    }
    plan.legal("X02", &[elder], "已及时减员");
}

/// Looks like X02: the head dies, and the survivors get a certificate of their own.
fn new_head(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithElder) else { return };
    let died = plan.some_months_ago(4, 8);
    let (last, scheme) = (died.plus_months(1), plan.local_subsistence(household));
    let old = plan.grant(scheme, household, &living, (plan.months_ago(30), Some(last)));
    let months = (last.plus_months(1), None);
    let new = plan.grant(scheme, household, &living[1..], months);
    plan.let_die_in(living[0], died);
    plan.pay(old);
    plan.pay(new);
    plan.legal("X02", &living[..1], "已变更户主");
}
