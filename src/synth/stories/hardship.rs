//! Hardship without any fault: families listed for their low income, homes looked at and renovated,
//! children on an allowance of their own, and care that is paid once.

use crate::synth::dice::{Dice, Stream};
use crate::synth::papers::{AllowanceKind, ChildScheme, Tier};
use crate::synth::plan::{Kind, MONTHS_OF_ALLOWANCES, Plan, child};

/// Of a thousand people: listed for their low income, and refused; of as many households, with a home
/// that was looked at.
const LISTED: u32 = 5;
const REFUSED_OF_LISTED: u32 = 4;
const INSPECTED: u32 = 2;
/// Of ten thousand people: on a child's allowance; cared for after an injury.
const CHILDREN: u32 = 4;
const INJURED: u32 = 3;
/// From this age on the frail among those on subsistence are paid for their care; of them so many.
const FRAIL_FROM_YEARS: i32 = 80;
const FRAIL_PERCENT: f64 = 40.0;
/// Of those on scattered support, who are paid for their care.
const CARED_FOR_PERCENT: f64 = 50.0;

/// Families who take no part in another story.
pub fn live(plan: &mut Plan<'_>, people: u32) {
    let listed: usize = plan.world.papers.listings.iter().map(|one| one.people.len()).sum();
    let mut missing = ((people * LISTED / 1_000) as usize).saturating_sub(listed);
    let mut number = 0;
    while missing > 0 {
        let Some((household, living)) = plan.take(Kind::Ordinary) else { break };
        number += 1;
        if number % REFUSED_OF_LISTED == 0 {
            let decided = plan.some_days_ago(20, 330);
            plan.refuse(household, &living, decided);
        } else {
            let tier = if plan.dice.chance(70.0) { Tier::Margin } else { Tier::Spending };
            plan.list(household, &living, tier);
        }
        missing = missing.saturating_sub(living.len());
    }
    for _ in 0..(people * INSPECTED / 1_000).max(2) {
        let Some((_, living)) = plan.take(Kind::Ordinary) else { break };
        let grade = plan.dice.pick(&["C", "C", "C", "D", "D"]);
        let (days, state) = match grade {
            "C" => (plan.dice.between(30, 600), plan.dice.pick(&["未列入计划", "列入计划"])),
            _ => {
                plan.dice.pick(&[(20, "未列入计划"), (300, "在建"), (500, "竣工"), (400, "已搬离")])
            }
        };
        let found = plan.days_ago(days);
        plan.inspect_home(living[0], grade, found, state);
    }
    for _ in 0..(people * CHILDREN / 10_000).max(1) {
        let Some((_, living)) = plan.take(Kind::WithChild) else { break };
        let child = child(plan.world, &living, 1).expect("the household fits");
        let guardian = living[0];
        plan.pay_child_standard(child, guardian, ChildScheme::WithoutCare, 0..=11);
    }
    for _ in 0..(people * INJURED / 10_000).max(1) {
        let Some((_, living)) = plan.take(Kind::WithEarner) else { break };
        if plan.world.disability(living[0], plan.today()).is_none() {
            let months = 0..=MONTHS_OF_ALLOWANCES - 1;
            plan.allow(living[0], AllowanceKind::InjuryCare, months, None);
        }
    }
}

/// Pays for the care of the frail and of those on support, unless another payment does.
pub fn care(plan: &mut Plan<'_>) {
    let today = plan.today();
    let mut cared_for: Vec<(u32, AllowanceKind)> = Vec::new();
    for unit in plan.world.units.iter().filter(|unit| unit.is_active(today)) {
        for person in unit.members.iter().copied() {
            let planted = plan.world.planted.contains(&person);
            let nursed = plan.world.disability(person, today).is_some();
            if planted || nursed || !plan.world.lives_here(person, today) {
                continue;
            }
            let mut dice = Dice::new(plan.world.seed, Stream::Plan, u64::from(person) | 1 << 45);
            let old = plan.world.age(person, today) >= FRAIL_FROM_YEARS;
            let supported = unit.scheme.is_support();
            if supported && dice.chance(CARED_FOR_PERCENT) {
                cared_for.push((person, AllowanceKind::SupportCare));
            } else if !supported && old && dice.chance(FRAIL_PERCENT) {
                cared_for.push((person, AllowanceKind::ElderCare));
            }
        }
    }
    cared_for.sort_unstable();
    cared_for.dedup_by_key(|(person, _)| *person);
    for (person, kind) in cared_for {
        plan.allow(person, kind, 0..=MONTHS_OF_ALLOWANCES - 1, None);
    }
}
