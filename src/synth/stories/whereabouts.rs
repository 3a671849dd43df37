//! Not where assistance supposes them: X09 and X10, with the month of release and the month of moving
//! that look alike.

use crate::synth::extract::Occupation;
use crate::synth::plan::{Kind, Plan, worker};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    paid_in_custody(plan);
    paid_after_moving(plan);
    if let Some(variant) = round.look_alike(2) {
        custody_reckoned_with(plan, variant);
        moved_and_stopped(plan, variant);
    }
}

/// X09: a counted member has been inside for months.
fn paid_in_custody(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithWorker) else { return };
    plan.subsist(household, &living);
    let inside = worker(plan.world, &living).expect("the household fits");
    let from = plan.some_days_ago(150, 320);
    plan.take_into_custody(inside, from, None);
    plan.work(inside, Occupation::Unknown);
}

/// Looks like X09: inside for a few weeks, or not counted.
fn custody_reckoned_with(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::WithWorker) else { return };
    let inside = worker(plan.world, &living).expect("the household fits");
    let note = if variant == 0 {
        plan.subsist(household, &living);
        let from = plan.months_ago(4).first_day().plus_days(9);
        plan.take_into_custody(inside, from, Some(from.plus_days(35)));
        "释放当月"
    } else {
        let rest: Vec<u32> = living.iter().copied().filter(|person| *person != inside).collect();
        plan.subsist(household, &rest);
        let from = plan.some_days_ago(150, 320);
        plan.take_into_custody(inside, from, None);
        "羁押人员未计入保障人口"
    };
    plan.work(inside, Occupation::Unknown);
    plan.legal("X09", &[inside], note);
}

/// X10: moved out of the district and paid on.
fn paid_after_moving(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Alone) else { return };
    plan.subsist(household, &living);
    let left = plan.some_days_ago(95, 300);
    plan.move_out(living[0], left);
}

/// Looks like X10: the month of moving is the last one paid.
fn moved_and_stopped(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Alone) else { return };
    let (days, note) =
        if variant == 0 { (80, "迁出当月发放后停保") } else { (4, "本月迁出") };
    let left = plan.days_ago(days);
    let unit = plan.subsist_unpaid(household, &living);
    plan.world.units[unit].to = (variant == 0).then(|| left.month());
    plan.pay(unit);
    plan.move_out(living[0], left);
    plan.legal("X10", &living, note);
}
