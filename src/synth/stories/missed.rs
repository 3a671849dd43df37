//! Missed: G01, G02, G06 and G07, with the families that look missed and were helped.

use crate::synth::plan::{Cost, Plan};
use crate::synth::world::{Scheme, World};

use super::duplicate::{no_pupils, subsist};
use super::multi_source::ordinary;

pub fn plant(plan: &mut Plan<'_>, story: u32) {
    large_bill(plan);
    large_bill_answered(plan, story);
    aided_without_medical_assistance(plan);
    small_or_refunded_bill(plan, story);
    pupil_without_aid(plan, true);
    pupil_without_aid(plan, false);
    orphan(plan);
    half_orphan(plan, story);
}

/// G01: a bill that nobody helped with.
fn large_bill(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(ordinary) else { return };
    let own = i64::from(plan.dice.between(280, 700)) * 100;
    let left = plan.some_days_ago(75, 210);
    plan.bill(living[0], left, Cost { own, assisted: 0 });
}

/// Looks like G01: helped by assistance, relief or charity, or too recent to judge.
fn large_bill_answered(plan: &mut Plan<'_>, story: u32) {
    let Some((_, living)) = plan.take_planted(ordinary) else { return };
    let own = i64::from(plan.dice.between(280, 600)) * 100;
    let (days, assisted) = match story % 4 {
        0 => (140, own / 5),
        3 => (25, 0),
        _ => (150, 0),
    };
    let left = plan.days_ago(days);
    let bill = plan.bill(living[0], left, Cost { own, assisted });
    let number = plan.world.bills[bill].number.clone();
    let note = match story % 4 {
        0 => "已获医疗救助",
        1 => {
            let relief = plan.relieve(living[0], "疾病", 3_000, left.plus_days(28));
            plan.world.relief[relief].bill = Some(number);
            "已获临时救助"
        }
        2 => {
            let grant = plan.donate(living[0], "疾病", 10_000, left.plus_days(35));
            plan.world.grants[grant].bill = Some(number);
            "已获慈善救助"
        }
        _ => "出院未满六十日",
    };
    plan.legal("G01", &living, note);
}

fn in_need(world: &World, living: &[u32]) -> bool {
    living.len() <= 4 && no_pupils(world, living)
}

/// G02: a recipient of subsistence settles a bill without medical assistance.
fn aided_without_medical_assistance(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(in_need) else { return };
    let unit = subsist(plan, household, &living);
    plan.pay(unit);
    let patient = plan.dice.pick(&living);
    let own = i64::from(plan.dice.between(9, 40)) * 100;
    let left = plan.some_days_ago(10, 300);
    plan.bill(patient, left, Cost { own, assisted: 0 });
}

/// Looks like G02: below the deductible, before the certificate, or paid back.
fn small_or_refunded_bill(plan: &mut Plan<'_>, story: u32) {
    let Some((household, living)) = plan.take_planted(in_need) else { return };
    let scheme = plan.local_subsistence(household);
    let from = plan.months_ago(6);
    let unit = plan.grant(scheme, household, &living, (from, None));
    plan.pay(unit);
    let (own, left, note) = match story % 3 {
        0 => (380, plan.days_ago(90), "未达起付线"),
        1 => (2_600, from.first_day().plus_days(-40), "结算时尚未在保"),
        _ => (1_900, plan.days_ago(120), "已退费"),
    };
    let bill = plan.bill(living[0], left, Cost { own, assisted: 0 });
    if note == "已退费" {
        plan.world.bills[bill].refunded = Some(left.plus_days(6));
    }
    plan.legal("G02", &living[..1], note);
}

/// G06: the pupil of a family on subsistence is not on the school's list of the term; or is.
fn pupil_without_aid(plan: &mut Plan<'_>, forgotten: bool) {
    let fits = |world: &World, living: &[u32]| pupils(world, living).len() == 1;
    let Some((household, living)) = plan.take_planted(fits) else { return };
    let unit = subsist(plan, household, &living);
    plan.pay(unit);
    let pupil = pupils(plan.world, &living)[0];
    if forgotten {
        plan.world.unaided_pupils.insert(pupil);
    } else {
        plan.legal("G06", &[pupil], "本学期已资助");
    }
}

fn pupils(world: &World, living: &[u32]) -> Vec<u32> {
    let is_pupil = |person: &u32| world.school_year(*person, world.today()).is_some();
    living.iter().copied().filter(is_pupil).collect()
}

/// The minors whose parents both live with them, and the parents.
fn family(world: &World, living: &[u32]) -> Option<(u32, [u32; 2])> {
    let minor = |person: &&u32| world.age(**person, world.today()) < 17;
    let child = living.iter().find(minor)?;
    let parents = [world.person(*child).father?, world.person(*child).mother?];
    parents.iter().all(|parent| living.contains(parent)).then_some((*child, parents))
}

fn with_others(world: &World, living: &[u32]) -> bool {
    let adults = living.iter().filter(|person| world.age(**person, world.today()) >= 20).count();
    adults >= 3 && family(world, living).is_some()
}

/// G07: both parents have died within two years, and nobody supports the children.
fn orphan(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(with_others) else { return };
    let (_, parents) = family(plan.world, &living).expect("the household fits");
    for parent in parents {
        let death = plan.some_days_ago(60, 600);
        plan.let_die(parent, death);
    }
}

/// Looks like G07: one parent lives, or the children are supported.
fn half_orphan(plan: &mut Plan<'_>, story: u32) {
    let Some((household, living)) = plan.take_planted(with_others) else { return };
    let (child, parents) = family(plan.world, &living).expect("the household fits");
    let death = plan.some_days_ago(200, 600);
    plan.let_die(parents[0], death);
    if story.is_multiple_of(2) {
        plan.legal("G07", &[child], "父母一方健在");
        return;
    }
    plan.let_die(parents[1], death);
    let siblings: Vec<u32> = living
        .iter()
        .copied()
        .filter(|person| plan.world.person(*person).father == Some(parents[0]))
        .filter(|person| plan.world.age(*person, plan.today()) < 18)
        .collect();
    let from = death.month().plus_months(2);
    let unit = plan.grant(Scheme::ScatteredSupport, household, &siblings, (from, None));
    plan.pay(unit);
    plan.legal("G07", &siblings, "已纳入特困供养");
}
