//! Granted twice: D01 to D05 and D09, with the months of change-over and the split payments that
//! look alike.

use crate::domain::{Fen, Month};

use crate::synth::plan::{Kind, Plan, grown_child};
use crate::synth::world::Scheme;

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    paid_twice(plan);
    town_and_country(plan);
    two_areas(plan);
    two_units(plan, true);
    two_certificates(plan);
    two_tenancies(plan, round);
    if let Some(variant) = round.look_alike(4) {
        paid_in_parts(plan, variant);
    }
    match round.look_alike(2) {
        Some(0) => {
            changed_scheme(plan);
            moved_here(plan);
            household_divided(plan);
        }
        Some(_) => {
            two_units(plan, false);
            certificate_replaced(plan);
            home_handed_over(plan);
        }
        None => {}
    }
}

/// D01: one month of one scheme comes twice under two numbers.
fn paid_twice(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist(household, &living);
    let period = plan.some_months_ago(1, 6);
    let amount = plan.world.units[unit].monthly;
    let again = plan.pay_once(unit, period, amount, "");
    let again = &mut plan.world.payments[again];
    again.paid = again.paid.plus_days(6);
}

/// Looks like D01: back pay, a returned transfer, a split between accounts, a price subsidy.
fn paid_in_parts(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist(household, &living);
    let period = plan.months_ago(2);
    let monthly = plan.world.units[unit].monthly;
    let (mark, amount) = match variant {
        0 => ("补发", Fen::from_yuan(60)),
        1 => ("退汇重发", monthly),
        2 => ("分账户发放", monthly.percent(50)),
        _ => ("价格临时补贴", Fen::from_yuan(45)),
    };
    if mark == "分账户发放" {
        let first = plan.payment_of(unit, period);
        let first = &mut plan.world.payments[first];
        (first.amount, first.mark) = (monthly - amount, mark);
    }
    let second = plan.pay_once(unit, period, amount, mark);
    let other = plan.world.account(living[living.len() - 1] ^ (1 << 30));
    let second = &mut plan.world.payments[second];
    second.paid = second.paid.plus_days(12);
    if mark == "分账户发放" {
        second.account = other;
    }
    plan.legal("D01", &living[..1], mark);
}

/// D02: rural and urban subsistence at once.
fn town_and_country(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let rural = plan.grant(Scheme::RuralSubsistence, household, &living, long(plan));
    let urban = plan.grant(Scheme::UrbanSubsistence, household, &living, recent(plan));
    plan.pay(rural);
    plan.pay(urban);
}

/// Looks like D02: the month in which a household changes from rural to urban subsistence.
fn changed_scheme(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let (before, after) = change_over(plan);
    let rural = plan.grant(Scheme::RuralSubsistence, household, &living, before);
    let urban = plan.grant(Scheme::UrbanSubsistence, household, &living, after);
    plan.pay(rural);
    plan.pay(urban);
    plan.legal("D02", &living, "城乡转换当月");
}

/// D03: one scheme, by two districts.
fn two_areas(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Alone) else { return };
    let unit = plan.subsist(household, &living);
    let scheme = plan.world.units[unit].scheme;
    let other = plan.grant_next_door(scheme, household, &living, recent(plan));
    plan.pay(other);
}

/// Looks like D03: the month in which somebody moves from the neighbouring district.
fn moved_here(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Alone) else { return };
    let scheme = plan.local_subsistence(household);
    let (before, after) = change_over(plan);
    let other = plan.grant_next_door(scheme, household, &living, before);
    let unit = plan.grant(scheme, household, &living, after);
    plan.pay(other);
    plan.world.payments.pop();
    plan.pay(unit);
    plan.legal("D03", &living, "迁移当月");
}

/// D04: a grown son or a grandchild counted with the grandparents and at home; or the month in which
/// a son leaves his parents' unit for his own.
fn two_units(plan: &mut Plan<'_>, at_once: bool) {
    let Some([(parents, elders), (own, living)]) = plan.take_linked() else { return };
    let child = plan.linking_child(&elders, &living);
    let (months_of_elders, months_of_child) =
        if at_once { (long(plan), recent(plan)) } else { change_over(plan) };
    let mut covered = elders.clone();
    covered.push(child);
    let scheme = plan.local_subsistence(parents);
    let first = plan.grant(scheme, parents, &covered, months_of_elders);
    let scheme = plan.local_subsistence(own);
    let second = plan.grant(scheme, own, &living, months_of_child);
    plan.pay(first);
    plan.pay(second);
    if !at_once {
        plan.legal("D04", &[child], "结婚分户当月");
    }
}

/// D05: husband and wife each hold a certificate of the one household.
fn two_certificates(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Couple) else { return };
    for person in living {
        plan.subsist(household, &[person]);
    }
}

/// Looks like D05: a grown child has had a register and a certificate of its own for long.
fn household_divided(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithGrownChild) else { return };
    let child = grown_child(plan.world, &living).expect("the household fits");
    let rest: Vec<u32> = living.iter().copied().filter(|person| *person != child).collect();
    let own = plan.set_up(household, &[child]);
    plan.subsist(household, &rest);
    plan.subsist(own, &[child]);
    plan.legal("D05", &living, "经批准分户");
}

/// Looks like D05: a new certificate, and the old one has ended.
fn certificate_replaced(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let scheme = plan.local_subsistence(household);
    let changed = plan.months_ago(4);
    let old = plan.grant(scheme, household, &living, (plan.months_ago(26), Some(changed)));
    let new = plan.grant(scheme, household, &living, (changed.plus_months(1), None));
    plan.pay(old);
    plan.pay(new);
    plan.legal("D05", &living[..1], "旧证已注销");
}

/// D09, by the applicant or the spouse.
fn two_tenancies(plan: &mut Plan<'_>, round: Round) {
    let Some((_, living)) = plan.take_planted(Kind::Married) else { return };
    plan.rent(living[0], true, plan.days_ago(500), 3);
    let second = living[round.variant(2) as usize];
    plan.rent(second, false, plan.days_ago(200), 1);
}

/// Looks like D09: the month of handing over.
fn home_handed_over(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Married) else { return };
    let moved = plan.days_ago(150);
    let old = plan.rent(living[0], false, plan.days_ago(600), 2);
    plan.world.tenancies[old].left = Some(moved.plus_days(18));
    plan.rent(living[0], true, moved, 3);
    plan.legal("D09", &living[..1], "交接当月");
}

fn long(plan: &Plan<'_>) -> (Month, Option<Month>) {
    (plan.months_ago(26), None)
}

fn recent(plan: &Plan<'_>) -> (Month, Option<Month>) {
    (plan.months_ago(7), None)
}

/// One certificate ends in the month the other begins.
pub(super) fn change_over(plan: &Plan<'_>) -> ((Month, Option<Month>), (Month, Option<Month>)) {
    let month = plan.months_ago(5);
    ((plan.months_ago(26), Some(month)), (month, None))
}
