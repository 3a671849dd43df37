//! What civil affairs does not know or others do not know yet: M08 and M09, with the cost of working,
//! the months of withdrawal and the lag of an extract that look alike.

use crate::domain::Fen;

use crate::synth::extract::Occupation;
use crate::synth::plan::{Kind, Plan, worker};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    income_left_out(plan, round);
    stale_label(plan, round);
    if let Some(variant) = round.look_alike(2) {
        income_declared_in_part(plan, variant);
        label_lags(plan, variant);
    }
}

/// A unit whose worker has a public post or draws the benefit of the unemployed.
fn working_unit(plan: &mut Plan<'_>, on_post: bool) -> Option<(usize, u32)> {
    let (household, living) = plan.take_planted(Kind::WithWorker)?;
    let unit = plan.subsist(household, &living);
    let worker = worker(plan.world, &living).expect("the household fits");
    let occupation = if on_post {
        Occupation::OnPost { post: "保洁员", from: plan.months_ago(8), insured: false }
    } else {
        Occupation::Unemployed { since: plan.days_ago(150), benefit: true }
    };
    // Nobody else of the unit earns, so the sum is the worker's alone.
    for person in living {
        plan.work(person, if person == worker { occupation } else { Occupation::Unknown });
    }
    Some((unit, worker))
}

/// M08: the post or the benefit is not in what the family declares.
fn income_left_out(plan: &mut Plan<'_>, round: Round) {
    let Some((unit, _)) = working_unit(plan, round.variant(2) == 0) else { return };
    let yuan = i64::from(plan.dice.between(0, 36)) * 100;
    plan.declare(unit, yuan);
}

/// Looks like M08: declared less the cost of working, or assistance is being withdrawn.
fn income_declared_in_part(plan: &mut Plan<'_>, variant: u32) {
    let Some((unit, worker)) = working_unit(plan, true) else { return };
    let wage = 1520 * 12;
    let (declared, note) =
        if variant == 0 { (wage * 85 / 100, "就业成本扣减") } else { (2_400, "渐退期") };
    if variant == 0 {
        plan.declare(unit, declared);
    } else {
        let unit = &mut plan.world.units[unit];
        (unit.declared, unit.withdrawing) = (Some(Fen::from_yuan(declared)), true);
    }
    plan.legal("M08", &[worker], note);
}

/// M09: the insurance lists somebody under a tier in which they never were, or are no longer.
fn stale_label(plan: &mut Plan<'_>, round: Round) {
    let person = if round.variant(2) == 0 {
        let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
        let scheme = plan.local_subsistence(household);
        let months = (plan.months_ago(30), Some(plan.months_ago(5)));
        let unit = plan.grant(scheme, household, &living, months);
        plan.pay(unit);
        living[0]
    } else {
        let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
        living[0]
    };
    plan.world.papers.stale_labels.insert(person, "低保");
}

/// Looks like M09: the certificate ended last month and the insurance has not heard; or it ends by
/// degrees.
fn label_lags(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let scheme = plan.local_subsistence(household);
    let (last, note) =
        if variant == 0 { (Some(plan.months_ago(1)), "数据滞后") } else { (None, "渐退期") };
    let unit = plan.grant(scheme, household, &living, (plan.months_ago(30), last));
    plan.world.units[unit].withdrawing = last.is_none();
    plan.pay(unit);
    plan.world.papers.stale_labels.insert(living[0], "低保");
    plan.legal("M09", &living[..1], note);
}
