//! Paid twice: D01 to D04 and D09, with the months of change-over and the split payments that look
//! alike.

use crate::domain::{Fen, Month};

use crate::synth::plan::Plan;
use crate::synth::world::{Scheme, World};

pub fn plant(plan: &mut Plan<'_>, story: u32) {
    paid_twice(plan);
    paid_in_parts(plan, story);
    town_and_country(plan);
    two_areas(plan);
    two_units(plan, true);
    two_units(plan, false);
    two_tenancies(plan, story);
}

pub(super) fn small(world: &World, living: &[u32]) -> bool {
    living.len() <= 3 && no_pupils(world, living)
}

pub(super) fn alone(world: &World, living: &[u32]) -> bool {
    living.len() == 1 && (30..92).contains(&world.age(living[0], world.today()))
}

pub(super) fn no_pupils(world: &World, living: &[u32]) -> bool {
    living.iter().all(|person| world.age(*person, world.today()) >= 19)
}

/// A certificate of the household's own scheme for everyone in it, in force for one to three years.
pub(super) fn subsist(plan: &mut Plan<'_>, household: u32, living: &[u32]) -> usize {
    let scheme = plan.local_subsistence(household);
    let from = plan.some_months_ago(13, 40);
    plan.grant(scheme, household, living, (from, None))
}

/// D01: one month of one scheme comes twice under two numbers.
fn paid_twice(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(small) else { return };
    let unit = subsist(plan, household, &living);
    plan.pay(unit);
    let period = plan.some_months_ago(1, 6);
    let amount = plan.world.units[unit].monthly;
    plan.pay_once(unit, period, amount, "");
    let last = plan.world.payments.last_mut().expect("just paid");
    last.paid = last.paid.plus_days(6);
}

/// Looks like D01: back pay, a returned transfer, a split between accounts, a price subsidy.
fn paid_in_parts(plan: &mut Plan<'_>, story: u32) {
    let Some((household, living)) = plan.take_planted(small) else { return };
    let unit = subsist(plan, household, &living);
    plan.pay(unit);
    let period = plan.months_ago(2);
    let monthly = plan.world.units[unit].monthly;
    let (mark, amount) = match story % 4 {
        0 => ("补发", Fen::from_yuan(60)),
        1 => ("退汇重发", monthly),
        2 => ("分账户发放", monthly.percent(50)),
        _ => ("价格临时补贴", Fen::from_yuan(45)),
    };
    if mark == "分账户发放" {
        let unit = u32::try_from(unit).expect("a world has fewer than 2^32 units");
        let first = plan.world.payments.iter_mut().rev();
        let mut first = first.filter(|payment| (payment.unit, payment.period) == (unit, period));
        let first = first.next().expect("the month was paid");
        (first.amount, first.mark) = (monthly - amount, mark);
    }
    plan.pay_once(unit, period, amount, mark);
    let other = plan.world.account(living[living.len() - 1] ^ (1 << 30));
    let last = plan.world.payments.last_mut().expect("just paid");
    last.paid = last.paid.plus_days(12);
    if mark == "分账户发放" {
        last.account = other;
    }
    plan.legal("D01", &living[..1], mark);
}

/// D02, and the month in which a household changes from rural to urban subsistence.
fn town_and_country(plan: &mut Plan<'_>) {
    if let Some((household, living)) = plan.take_planted(small) {
        let rural = plan.grant(Scheme::RuralSubsistence, household, &living, long(plan));
        let urban = plan.grant(Scheme::UrbanSubsistence, household, &living, recent(plan));
        plan.pay(rural);
        plan.pay(urban);
    }
    if let Some((household, living)) = plan.take_planted(small) {
        let (before, after) = change_over(plan);
        let rural = plan.grant(Scheme::RuralSubsistence, household, &living, before);
        let urban = plan.grant(Scheme::UrbanSubsistence, household, &living, after);
        plan.pay(rural);
        plan.pay(urban);
        plan.legal("D02", &living, "城乡转换当月");
    }
}

/// D03, and the month in which somebody moves from the neighbouring district.
fn two_areas(plan: &mut Plan<'_>) {
    if let Some((household, living)) = plan.take_planted(alone) {
        let unit = subsist(plan, household, &living);
        let scheme = plan.world.units[unit].scheme;
        let other = plan.grant_next_door(scheme, household, &living, recent(plan));
        plan.pay(unit);
        plan.pay(other);
    }
    if let Some((household, living)) = plan.take_planted(alone) {
        let scheme = plan.local_subsistence(household);
        let (before, after) = change_over(plan);
        let other = plan.grant_next_door(scheme, household, &living, before);
        let unit = plan.grant(scheme, household, &living, after);
        plan.pay(other);
        plan.world.payments.pop();
        plan.pay(unit);
        plan.legal("D03", &living, "迁移当月");
    }
}

/// D04: a grown son or a grandchild counted with the grandparents and at home; or the month in which
/// a son leaves his parents' unit for his own.
fn two_units(plan: &mut Plan<'_>, at_once: bool) {
    let Some((parents, own)) = linked_households(plan) else { return };
    let (Some(elders), Some(living)) = (plan.take_this(parents), plan.take_this(own)) else {
        return;
    };
    let child = living.iter().copied().find(|person| {
        let father = plan.world.person(*person).father;
        father.is_some_and(|father| elders.contains(&father))
    });
    let child = child.expect("the households are linked by a father");
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

/// A free household and another in the same village, where the father of one of its people lives.
fn linked_households(plan: &Plan<'_>) -> Option<(u32, u32)> {
    let world = &plan.world;
    let village = |household: u32| world.households[household as usize].dwelling.village;
    let today = world.today();
    (0..).zip(&plan.members).find_map(|(own, people)| {
        if !plan.is_free(own) || !people.iter().all(|person| world.lives_here(*person, today)) {
            return None;
        }
        let fathers = people.iter().filter_map(|person| world.person(*person).father);
        let mut parents = fathers.map(|father| world.person(father).household);
        let parents = parents.find(|other| *other != own && village(*other) == village(own))?;
        let elders = &plan.members[parents as usize];
        let all_here = elders.iter().all(|person| world.lives_here(*person, today));
        (plan.is_free(parents) && all_here).then_some((parents, own))
    })
}

/// D09, by the applicant or the spouse, and the month of handing over.
fn two_tenancies(plan: &mut Plan<'_>, story: u32) {
    let couple = |world: &World, living: &[u32]| {
        living.len() >= 2 && world.person(living[0]).spouse == Some(living[1])
    };
    if let Some((_, living)) = plan.take_planted(couple) {
        plan.rent(living[0], true, plan.days_ago(500), 3);
        let second = if story.is_multiple_of(2) { living[0] } else { living[1] };
        plan.rent(second, false, plan.days_ago(200), 1);
    }
    if let Some((_, living)) = plan.take_planted(couple) {
        let moved = plan.days_ago(150);
        let old = plan.rent(living[0], false, plan.days_ago(600), 2);
        plan.world.tenancies[old].left = Some(moved.plus_days(18));
        plan.rent(living[0], true, moved, 3);
        plan.legal("D09", &living[..1], "交接当月");
    }
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
