//! Paid after death (X01), with the month of grace that looks alike.

use crate::synth::plan::{Kind, Plan};
use crate::synth::world::Scheme;

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    paid_after_death(plan, round);
    if round.look_alike(1).is_some() {
        stopped_in_time(plan);
    }
}

fn paid_after_death(plan: &mut Plan<'_>, round: Round) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    let died = plan.some_months_ago(4, 7);
    plan.let_die_in(living[0], died);
    if round.variant(2) == 0 {
        plan.support(household, living[0]);
    } else {
        plan.subsist(household, &living);
    }
}

/// Paid for the month after death, which is grace, and then stopped.
fn stopped_in_time(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    let died = plan.some_months_ago(3, 8);
    let months = (plan.months_ago(30), Some(died.plus_months(1)));
    let unit = plan.grant(Scheme::ScatteredSupport, household, &living, months);
    plan.let_die_in(living[0], died);
    plan.pay(unit);
    plan.legal("X01", &living, "死亡次月内发放");
}
