//! Doubtful money: A01, A03 and A05, with the approved exception, the relative's account and the back
//! pay that look alike.

use crate::domain::Fen;

use crate::synth::plan::{Kind, Plan};
use crate::synth::world::Holder;

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    above_the_cap(plan, false);
    one_account(plan);
    paid_after_the_end(plan);
    match round.look_alike(2) {
        Some(0) => {
            above_the_cap(plan, true);
            account_of_a_relative(plan);
            paid_for_before(plan);
        }
        Some(_) => {
            reserve_fund(plan);
            paid_in_grace(plan);
        }
        None => {}
    }
}

/// A01: above the cap of temporary relief; or with approval.
fn above_the_cap(plan: &mut Plan<'_>, approved: bool) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
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

/// Looks like A01: the reserve fund has a cap of its own.
fn reserve_fund(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let paid = plan.some_days_ago(10, 250);
    let relief = plan.relieve(living[0], "意外", 8_000, paid);
    plan.world.relief[relief].class = "备用金";
    plan.legal("A01", &living[..1], "备用金另有上限");
}

/// A03: two families who are no kin are paid to one account.
fn one_account(plan: &mut Plan<'_>) {
    let Some((first, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist(first, &living);
    let account = plan.world.units[unit].account.clone();
    let Some((second, others)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist_unpaid(second, &others);
    plan.world.units[unit].account = account;
    plan.world.units[unit].holder = Holder::Person(living[0]);
    plan.pay(unit);
}

/// Looks like A03: the parents' money goes to the account of a child who is assisted as well.
fn account_of_a_relative(plan: &mut Plan<'_>) {
    let Some([(parents, elders), (own, living)]) = plan.take_linked() else { return };
    let child = plan.linking_child(&elders, &living);
    let account = plan.world.account(child);
    for (household, people) in [(parents, &elders), (own, &living)] {
        let unit = plan.subsist_unpaid(household, people);
        plan.world.units[unit].account.clone_from(&account);
        plan.world.units[unit].holder = Holder::Person(child);
        plan.world.units[unit].agent = (household == parents).then_some(child);
        plan.pay(unit);
    }
    plan.legal("A03", &[elders[0], living[0]], "子女代领");
}

/// A05: paid for months after the certificate ended.
fn paid_after_the_end(plan: &mut Plan<'_>) {
    let Some((unit, _)) = ended(plan) else { return };
    let amount = plan.world.units[unit].monthly;
    for ago in [2, 1] {
        plan.pay_once(unit, plan.months_ago(ago), amount, "");
    }
}

/// A household whose certificate ended five months ago.
fn ended(plan: &mut Plan<'_>) -> Option<(usize, u32)> {
    let (household, living) = plan.take_planted(Kind::Small)?;
    let unit = plan.subsist_unpaid(household, &living);
    plan.world.units[unit].to = Some(plan.months_ago(5));
    plan.pay(unit);
    Some((unit, living[0]))
}

/// Looks like A05: what was owed for the last months is paid now.
fn paid_for_before(plan: &mut Plan<'_>) {
    let Some((unit, head)) = ended(plan) else { return };
    let payment = plan.pay_once(unit, plan.months_ago(2), Fen::from_yuan(120), "补发");
    plan.world.payments[payment].paid = plan.days_ago(40);
    plan.legal("A05", &[head], "停保前待遇补发");
}

/// Looks like A05: the month after the last is grace.
fn paid_in_grace(plan: &mut Plan<'_>) {
    let Some((unit, head)) = ended(plan) else { return };
    let amount = plan.world.units[unit].monthly;
    plan.pay_once(unit, plan.months_ago(4), amount, "");
    plan.legal("A05", &[head], "停保次月");
}
