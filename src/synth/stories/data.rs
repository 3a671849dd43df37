//! Doubtful data: Q06 to Q10, with the few who share a phone, the old number inside a certificate, the
//! dates that nearly agree and the review of support that look alike.

use crate::synth::corrupt::Forced;
use crate::synth::dataset::Dataset;
use crate::synth::papers::{Disability, MistakenDeath};
use crate::synth::plan::{Cost, Kind, Plan, elder};

use super::Round;

/// Households whose forms one agent fills in, and as many as may share a phone without a question.
const HOUSEHOLDS_OF_AN_AGENT: u32 = 5;
const HOUSEHOLDS_OF_RELATIVES: u32 = 3;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    one_phone(plan, HOUSEHOLDS_OF_AN_AGENT);
    other_number_inside(plan);
    if round.variant(2) == 0 {
        mistaken_death(plan);
    } else {
        two_days_of_death(plan, 55);
    }
    overdue_review(plan);
    missing_authorisation(plan, round);
    if let Some(variant) = round.look_alike(2) {
        if let Some(holder) = one_phone(plan, HOUSEHOLDS_OF_RELATIVES) {
            plan.legal("Q06", &[holder], "共用电话户数少");
        }
        former_number_inside(plan, variant);
        if let Some(dead) = two_days_of_death(plan, 12) {
            plan.legal("Q08", &[dead], "日期相差不足三十日");
        }
        review_in_time(plan, variant);
        authorised_in_time(plan, variant);
    }
}

/// Q06: an agent's phone on the forms of many households; few of them are no matter. Gives the first
/// holder.
fn one_phone(plan: &mut Plan<'_>, households: u32) -> Option<u32> {
    let phone = format!("1991{:07}", plan.dice.below(10_000_000));
    let mut first = None;
    for _ in 0..households {
        let (_, living) = plan.take_planted(Kind::Ordinary)?;
        first = first.or(living.first().copied());
        for person in living {
            plan.world.papers.phones.insert(person, phone.clone());
        }
    }
    first
}

/// Q07: the certificate was made out under the spouse's number.
fn other_number_inside(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::OrdinaryCouple) else { return };
    let issued = plan.some_days_ago(300, 3000);
    plan.disable(living[0], issued);
    plan.world.forced.insert((living[0], Dataset::DisabilityCertificates), Forced::Right);
    let other = plan.world.person(living[1]).number.as_str().to_owned();
    inside(plan, living[0]).inside = Some(other);
}

/// Looks like Q07: the certificate carries the number of fifteen digits, or one since replaced.
fn former_number_inside(plan: &mut Plan<'_>, variant: u32) {
    let Some((_, living)) = plan.take_planted(Kind::OrdinaryCouple) else { return };
    let issued = plan.some_days_ago(3000, 3500);
    plan.disable(living[0], issued);
    let note = if variant == 0 {
        let own = plan.world.person(living[0]).number.as_str().to_owned();
        inside(plan, living[0]).inside = Some([&own[..6], &own[8..17]].concat());
        "十五位旧证号"
    } else {
        plan.give_second_number(living[0], Some(plan.months_ago(20)));
        "办证后变更证号"
    };
    plan.legal("Q07", &living[..1], note);
}

fn inside<'p>(plan: &'p mut Plan<'_>, person: u32) -> &'p mut Disability {
    plan.world.papers.disabilities.get_mut(&person).expect("just certified")
}

/// Q08: a living person is called dead by a certificate, and went to hospital after. Paid on rightly,
/// which looks like X01.
fn mistaken_death(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
    plan.support(household, living[0]);
    let died = plan.some_days_ago(140, 200);
    let issued = died.plus_days(3);
    plan.world.papers.mistaken_deaths.insert(living[0], MistakenDeath { died, issued });
    let treated = plan.some_days_ago(20, 70);
    plan.bill(living[0], treated, Cost { own: 2_000, assisted: 1_500 });
    plan.legal("X01", &living, "死亡信息误录");
}

/// Q08: register and certificate give two days of death, so many days apart. Gives the dead.
fn two_days_of_death(plan: &mut Plan<'_>, days: i32) -> Option<u32> {
    let (_, living) = plan.take_planted(Kind::WithElder)?;
    let dead = elder(plan.world, &living).expect("the household fits");
    let death = plan.some_days_ago(120, 400);
    plan.let_die(dead, death);
    plan.world.people[dead as usize].struck_off = Some(death.plus_days(days + 5));
    plan.world.papers.register_deaths.insert(dead, death.plus_days(days));
    Some(dead)
}

/// Q09: nobody has looked for more than half a year.
fn overdue_review(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist(household, &living);
    plan.world.units[unit].reviewed = plan.some_days_ago(190, 420);
}

/// Looks like Q09: support is looked at once a year; or the half-year is nearly over.
fn review_in_time(plan: &mut Plan<'_>, variant: u32) {
    let kind = if variant == 0 { Kind::AgedAlone } else { Kind::Small };
    let Some((household, living)) = plan.take_planted(kind) else { return };
    let (unit, reviewed, note) = if variant == 0 {
        let days = plan.some_days_ago(200, 340);
        (plan.support(household, living[0]), days, "特困人员按年复核")
    } else {
        (plan.subsist(household, &living), plan.days_ago(176), "复核期未满")
    };
    plan.world.units[unit].reviewed = reviewed;
    plan.legal("Q09", &living[..1], note);
}

/// Q10: nobody signed, or more than a year ago.
fn missing_authorisation(plan: &mut Plan<'_>, round: Round) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist(household, &living);
    let long_ago = plan.some_days_ago(380, 900);
    plan.world.units[unit].authorised = (round.variant(2) == 1).then_some(long_ago);
}

/// Looks like Q10: good for two more weeks; or the certificate has ended and nothing is verified.
fn authorised_in_time(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist_unpaid(household, &living);
    let note = if variant == 0 {
        plan.world.units[unit].authorised = Some(plan.days_ago(350));
        "授权将满一年"
    } else {
        plan.world.units[unit].to = Some(plan.months_ago(3));
        plan.world.units[unit].authorised = None;
        "已停保，无须核对"
    };
    plan.pay(unit);
    plan.legal("Q10", &living[..1], note);
}
