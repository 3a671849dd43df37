//! Helped twice for one thing: D06 to D08 and D10, with the second accident, the replaced number, the
//! change of school and last year's premium that look alike.

use crate::domain::{Fen, Month};

use crate::synth::extract::other_school;
use crate::synth::papers::{AllowanceKind, SecondSchool};
use crate::synth::plan::{Cost, Kind, MONTHS_OF_ALLOWANCES, Plan, pupils};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    relieved_twice(plan);
    two_numbers(plan, round);
    two_schools(plan, false);
    insured_twice(plan);
    if let Some(variant) = round.look_alike(3) {
        relieved_again(plan, variant);
    }
    if let Some(variant) = round.look_alike(2) {
        number_replaced(plan);
        two_schools(plan, true);
        premium_of_another_year(plan, variant);
    }
}

/// D06: relieved twice within a year for one cause.
fn relieved_twice(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let cause = plan.dice.pick(&["意外", "失业", "火灾"]);
    for days in [plan.dice.between(190, 330), plan.dice.between(20, 150)] {
        relieve(plan, living[0], cause, days);
    }
}

/// Relief of the urgent class; gives its place.
fn relieve(plan: &mut Plan<'_>, person: u32, cause: &'static str, days_ago: i32) -> usize {
    let yuan = i64::from(plan.dice.between(6, 25)) * 100;
    let relief = plan.relieve(person, cause, yuan, plan.days_ago(days_ago));
    plan.world.relief[relief].class = "急难型";
    relief
}

/// Looks like D06: another cause, another illness, a second part agreed upon.
fn relieved_again(plan: &mut Plan<'_>, variant: u32) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let note = match variant {
        0 => {
            relieve(plan, living[0], "意外", 240);
            relieve(plan, living[0], "失业", 60);
            "事由不同"
        }
        1 => {
            for days in [260, 90] {
                let cost = Cost { own: 4_200, assisted: 0 };
                let bill = plan.bill(living[0], plan.days_ago(days + 25), cost);
                let relief = relieve(plan, living[0], "疾病", days);
                let number = plan.world.bills[bill].number.clone();
                plan.world.relief[relief].bill = Some(number);
            }
            "另一次住院"
        }
        _ => {
            relieve(plan, living[0], "火灾", 200);
            let second = relieve(plan, living[0], "火灾", 120);
            let approved = plan.world.relief[second].approved;
            plan.world.relief[second].exception = Some(approved);
            "一事一议分次救助"
        }
    };
    plan.legal("D06", &living[..1], note);
}

/// D07: an allowance under each of two numbers, or subsistence under one and an allowance under the
/// other.
fn two_numbers(plan: &mut Plan<'_>, round: Round) {
    let months = 0..=MONTHS_OF_ALLOWANCES - 1;
    if round.variant(2) == 0 {
        let Some((_, living)) = plan.take_planted(Kind::VeryOld) else { return };
        let old = oldest(plan, &living);
        let number = plan.give_second_number(old, None);
        plan.allow(old, AllowanceKind::OldAge, months, Some(number));
        return;
    }
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let issued = plan.some_days_ago(300, 2500);
    plan.disable(living[0], issued);
    plan.subsist(household, &living);
    let number = plan.give_second_number(living[0], None);
    plan.world.papers.without_living_allowance.insert(living[0]);
    plan.allow(living[0], AllowanceKind::Living, months, Some(number));
}

/// Looks like D07: the police replaced the number, and the allowance follows.
fn number_replaced(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::VeryOld) else { return };
    let old = oldest(plan, &living);
    plan.give_second_number(old, Some(plan.months_ago(3)));
    plan.legal("D07", &[old], "公安机关变更证号");
    plan.legal("Q03", &[old], "公安机关变更证号");
}

fn oldest(plan: &Plan<'_>, living: &[u32]) -> u32 {
    let birth = |person: &u32| plan.world.person(*person).birth;
    living.iter().copied().min_by_key(birth).expect("a household has people")
}

/// D08: two schools aid one pupil; or each a part, because the pupil changed school.
fn two_schools(plan: &mut Plan<'_>, transferred: bool) {
    let Some((household, living)) = plan.take_planted(Kind::OnePupil) else { return };
    plan.subsist(household, &living);
    let pupil = pupils(plan.world, &living)[0];
    let code = other_school(plan.world, pupil, plan.today()).expect("pupils are at school");
    plan.world.papers.second_schools.insert(pupil, SecondSchool { code, transferred });
    if transferred {
        plan.legal("D08", &[pupil], "学期内转学");
    }
}

/// How many months ago the premium of a year was paid.
fn premium_month(plan: &Plan<'_>, years_ago: i32) -> i32 {
    let month = Month::from_ym(plan.today().year() - years_ago, 1);
    plan.this_month().0 - month.0
}

/// D10: civil affairs pays a premium that the insurance has waived.
fn insured_twice(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    plan.subsist(household, &living);
    let month = premium_month(plan, 0);
    plan.allow(living[0], AllowanceKind::Premium, month..=month, None);
}

/// Looks like D10: last year's premium, or one taken back.
fn premium_of_another_year(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    plan.subsist(household, &living);
    let month = premium_month(plan, i32::from(variant == 0));
    plan.allow(living[0], AllowanceKind::Premium, month..=month, None);
    let note = if variant == 0 {
        "上一年度代缴"
    } else {
        plan.allow(living[0], AllowanceKind::Premium, month..=month, None);
        let back = plan.world.papers.allowances.last_mut().expect("just paid");
        (back.amount, back.mark) = (Fen::ZERO - back.amount, "退回");
        back.paid = back.paid.plus_days(40).min(plan.world.nights[0]);
        "重复代缴已退回"
    };
    plan.legal("D10", &living[..1], note);
}
