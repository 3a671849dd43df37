//! After the end: G12, with the relief, the benefit of the insured, the new certificate and the bill too
//! recent to judge that look alike.

use crate::synth::extract::Occupation;
use crate::synth::plan::{Cost, Kind, Plan, worker};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    struck_after_exit(plan, round);
    if let Some(variant) = round.look_alike(4) {
        answered_after_exit(plan, variant);
    }
}

/// A household whose certificate ended months ago.
fn left(plan: &mut Plan<'_>, kind: Kind) -> Option<(u32, Vec<u32>)> {
    let (household, living) = plan.take_planted(kind)?;
    let unit = plan.subsist_unpaid(household, &living);
    plan.world.units[unit].to = Some(plan.some_months_ago(6, 10));
    plan.pay(unit);
    for person in &living {
        plan.work(*person, Occupation::Unknown);
    }
    Some((household, living))
}

/// G12: bills over the line, work lost without a benefit, or the worker's death.
fn struck_after_exit(plan: &mut Plan<'_>, round: Round) {
    let Some((_, living)) = left(plan, Kind::WithWorker) else { return };
    let worker = worker(plan.world, &living).expect("the household fits");
    match round.variant(3) {
        0 => large_bill(plan, living[0], 75..140),
        1 => lose_work(plan, worker, false),
        _ => {
            let death = plan.some_days_ago(75, 140);
            plan.let_die(worker, death);
        }
    }
}

fn large_bill(plan: &mut Plan<'_>, patient: u32, days_ago: std::ops::Range<i32>) {
    let own = i64::from(plan.dice.between(130, 180)) * 100;
    let left = plan.some_days_ago(days_ago.start, days_ago.end);
    plan.bill(patient, left, Cost { own, assisted: 0 });
}

fn lose_work(plan: &mut Plan<'_>, person: u32, benefit: bool) {
    let since = plan.some_days_ago(75, 140);
    plan.work(person, Occupation::Unemployed { since, benefit });
}

/// Looks like G12: relieved, insured, back on subsistence, or struck last month.
fn answered_after_exit(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = left(plan, Kind::WithWorker) else { return };
    let worker = worker(plan.world, &living).expect("the household fits");
    let note = match variant {
        0 => {
            large_bill(plan, living[0], 110..140);
            let paid = plan.some_days_ago(30, 80);
            let relief = plan.relieve(living[0], "疾病", 2_400, paid);
            plan.world.relief[relief].class = "支出型";
            "已获临时救助"
        }
        1 => {
            lose_work(plan, worker, true);
            "领取失业保险金"
        }
        2 => {
            large_bill(plan, living[0], 110..140);
            let scheme = plan.local_subsistence(household);
            let months = (plan.months_ago(2), None);
            let unit = plan.grant(scheme, household, &living, months);
            plan.pay(unit);
            "已重新纳入低保"
        }
        _ => {
            large_bill(plan, living[0], 15..45);
            "未满六十日"
        }
    };
    plan.legal("G12", &living, note);
}
