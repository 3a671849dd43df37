//! Overnight: findings that come between two nights, and findings that somebody puts right.
//!
//! They try whether a flag remembers the night it was first seen, and whether it goes when its cause
//! has gone.

use crate::domain::Day;

use crate::synth::papers::{EnterpriseKind, VehicleKind};
use crate::synth::plan::{Kind, Plan};
use crate::synth::world::Scheme;

pub fn plant(plan: &mut Plan<'_>, people: u32) {
    let each = 1 + people / 60_000;
    for night in plan.world.nights.clone().into_iter().skip(1) {
        for _ in 0..each {
            paid_again(plan, night);
            paid_again_and_withdrawn(plan, night);
            above_the_cap(plan, night);
            approved_late(plan, night);
            death_heard_of(plan, night);
            paid_late(plan, night);
            paid_after_the_end(plan, night);
            ninety_days_old(plan, night);
            sixty_days_after_the_flood(plan, night);
            scrapped(plan, night);
            closed(plan, night);
            review_falls_due(plan, night);
            signed(plan, night);
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

/// A unit of a small household.
fn subsisting(plan: &mut Plan<'_>) -> Option<(usize, Vec<u32>)> {
    let (household, living) = plan.take_planted(Kind::Small)?;
    Some((plan.subsist(household, &living), living))
}

/// Pays the last month but one of a household twice; gives the place of the second payment.
fn second_payment(plan: &mut Plan<'_>) -> Option<usize> {
    let (unit, _) = subsisting(plan)?;
    let amount = plan.world.units[unit].monthly;
    Some(plan.pay_once(unit, plan.months_ago(1), amount, ""))
}

/// A01 that comes: relief above the cap is paid on the night.
fn above_the_cap(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let relief = plan.relieve(living[0], "意外", 4_600, night);
    plan.world.relief[relief].class = "急难型";
}

/// A01 that goes: the approval of the exception is marked after all.
fn approved_late(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let paid = plan.some_days_ago(10, 60);
    let relief = plan.relieve(living[0], "火灾", 5_200, paid);
    plan.world.relief[relief].class = "急难型";
    plan.world.relief[relief].exception = Some(night);
}

/// X01 that comes: an old death reaches the agencies on the night.
fn death_heard_of(plan: &mut Plan<'_>, night: Day) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    let months = (plan.months_ago(30), None);
    let unit = plan.grant(Scheme::ScatteredSupport, household, &living, months);
    let death = plan.months_ago(4).first_day().plus_days(plan.dice.between(2, 24));
    plan.let_die_unheard(living[0], death, night);
    plan.pay(unit);
}

/// G14 that goes: what was owed is paid on the night.
fn paid_late(plan: &mut Plan<'_>, night: Day) {
    let Some((unit, _)) = subsisting(plan) else { return };
    let payment = plan.payment_of(unit, plan.months_ago(2));
    plan.world.payments[payment].paid = night;
}

/// A05 that comes: a month after the end is paid on the night.
fn paid_after_the_end(plan: &mut Plan<'_>, night: Day) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist_unpaid(household, &living);
    plan.world.units[unit].to = Some(plan.months_ago(5));
    plan.pay(unit);
    let amount = plan.world.units[unit].monthly;
    let payment = plan.pay_once(unit, plan.months_ago(1), amount, "");
    plan.world.payments[payment].paid = night;
}

/// G10 that comes: the newborn's ninety days are over.
fn ninety_days_old(plan: &mut Plan<'_>, night: Day) {
    let Some((household, living)) = plan.take_planted(Kind::Fertile) else { return };
    plan.subsist(household, &living);
    let birth = night.plus_days(-91);
    let born = plan.give_birth(household, (living[0], living[1]), (birth, birth.plus_days(14)));
    plan.world.planted.insert(born);
}

/// G11 that comes: sixty days have passed.
fn sixty_days_after_the_flood(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    plan.damage(living[0], night.plus_days(-60), "严重损坏", "");
}

/// X03 that goes: the car is scrapped.
fn scrapped(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = subsisting(plan) else { return };
    let car = plan.own_vehicle(living[0], VehicleKind::Car);
    plan.world.papers.vehicles[car].gone = Some((night, "报废"));
}

/// X05 that goes: the shop closes.
fn closed(plan: &mut Plan<'_>, night: Day) {
    let Some((_, living)) = subsisting(plan) else { return };
    let shop = plan.run_enterprise(living[0], EnterpriseKind::Sole);
    plan.world.papers.enterprises[shop].closed = Some((night, "注销"));
}

/// Q09 that comes: the half-year is over.
fn review_falls_due(plan: &mut Plan<'_>, night: Day) {
    let Some((unit, _)) = subsisting(plan) else { return };
    plan.world.units[unit].reviewed = night.plus_days(-184);
}

/// Q10 that goes: the head signs on the night.
fn signed(plan: &mut Plan<'_>, night: Day) {
    let Some((unit, _)) = subsisting(plan) else { return };
    plan.world.units[unit].authorised = Some(night);
}
