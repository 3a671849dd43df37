//! Missed: G01, G02, G06 and G07, with the families that look missed and were helped.

use crate::synth::papers::ChildScheme;
use crate::synth::plan::{Cost, Kind, Plan, family, pupils};
use crate::synth::world::Scheme;

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    large_bill(plan);
    aided_without_medical_assistance(plan);
    pupil_without_aid(plan, true);
    orphan(plan, round);
    if let Some(variant) = round.look_alike(4) {
        large_bill_answered(plan, variant);
    }
    if let Some(variant) = round.look_alike(3) {
        small_or_refunded_bill(plan, variant);
        pupil_without_aid(plan, false);
    }
    if let Some(variant) = round.look_alike(4) {
        half_orphan(plan, variant);
    }
}

/// G01: a bill that nobody helped with.
fn large_bill(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let own = i64::from(plan.dice.between(280, 700)) * 100;
    let left = plan.some_days_ago(75, 210);
    plan.bill(living[0], left, Cost { own, assisted: 0 });
}

/// Looks like G01: helped by assistance, relief or charity, or too recent to judge.
fn large_bill_answered(plan: &mut Plan<'_>, variant: u32) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let own = i64::from(plan.dice.between(280, 600)) * 100;
    let (days, assisted) = match variant {
        0 => (140, own / 5),
        3 => (25, 0),
        _ => (150, 0),
    };
    let left = plan.days_ago(days);
    let bill = plan.bill(living[0], left, Cost { own, assisted });
    let number = plan.world.bills[bill].number.clone();
    let note = match variant {
        0 => "已获医疗救助",
        1 => {
            let relief = plan.relieve(living[0], "疾病", 3_000, left.plus_days(28));
            plan.world.relief[relief].bill = Some(number);
            "已获临时救助"
        }
        2 => {
            let grant = plan.donate(living[0], "疾病", 4_500, left.plus_days(35));
            plan.world.grants[grant].bill = Some(number);
            "已获慈善救助"
        }
        _ => "出院未满六十日",
    };
    plan.legal("G01", &living, note);
}

/// G02: a recipient of subsistence settles a bill without medical assistance.
fn aided_without_medical_assistance(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Grown) else { return };
    plan.subsist(household, &living);
    let patient = plan.dice.pick(&living);
    let own = i64::from(plan.dice.between(9, 40)) * 100;
    let left = plan.some_days_ago(10, 300);
    plan.bill(patient, left, Cost { own, assisted: 0 });
}

/// Looks like G02: below the deductible, before the certificate, or paid back.
fn small_or_refunded_bill(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Grown) else { return };
    let scheme = plan.local_subsistence(household);
    let from = plan.months_ago(6);
    let unit = plan.grant(scheme, household, &living, (from, None));
    plan.pay(unit);
    let (own, left, note) = match variant {
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
    let Some((household, living)) = plan.take_planted(Kind::OnePupil) else { return };
    plan.subsist(household, &living);
    let pupil = pupils(plan.world, &living)[0];
    if forgotten {
        plan.world.unaided_pupils.insert(pupil);
    } else {
        plan.legal("G06", &[pupil], "本学期已资助");
    }
}

/// G07: both parents have died within two years, or one has and the other is in prison, and nobody
/// supports the children.
fn orphan(plan: &mut Plan<'_>, round: Round) {
    let Some((_, living)) = plan.take_planted(Kind::FamilyWithOthers) else { return };
    let (_, [father, mother]) = family(plan.world, &living).expect("the household fits");
    let death = plan.some_days_ago(60, 600);
    plan.let_die(mother, death);
    if round.variant(3) == 2 {
        let from = plan.some_days_ago(200, 900);
        plan.take_into_custody(father, from, None);
        plan.work(father, crate::synth::extract::Occupation::Unknown);
    } else {
        let death = plan.some_days_ago(60, 600);
        plan.let_die(father, death);
    }
}

/// Looks like G07: one parent lives, the children are supported or paid for as orphans, or a parent is
/// free again.
fn half_orphan(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::FamilyWithOthers) else { return };
    let (child, parents) = family(plan.world, &living).expect("the household fits");
    let death = plan.some_days_ago(200, 600);
    plan.let_die(parents[0], death);
    // The other is able to bring the child up, or this would be no look-alike.
    plan.world.papers.disabilities.remove(&parents[1]);
    match variant {
        0 => return plan.legal("G07", &[child], "父母一方健在"),
        1 => {
            let from = plan.some_days_ago(400, 900);
            let released = plan.days_ago(150);
            plan.take_into_custody(parents[1], from, Some(released));
            return plan.legal("G07", &[child], "父母一方已获释");
        }
        _ => {}
    }
    plan.let_die(parents[1], death);
    let other =
        |person: &u32| !parents.contains(person) && plan.world.age(*person, plan.today()) >= 20;
    let guardian = living.iter().copied().find(other).expect("there are more grown-ups");
    let siblings: Vec<u32> = living
        .iter()
        .copied()
        .filter(|person| plan.world.person(*person).father == Some(parents[0]))
        .filter(|person| plan.world.age(*person, plan.today()) < 18)
        .collect();
    if variant == 3 {
        let since = plan.this_month().0 - death.month().plus_months(2).0;
        for child in &siblings {
            plan.pay_child_standard(*child, guardian, ChildScheme::Orphan, 0..=since.min(11));
        }
        return plan.legal("G07", &siblings, "已纳入孤儿保障");
    }
    let from = death.month().plus_months(2);
    let unit = plan.grant(Scheme::ScatteredSupport, household, &siblings, (from, None));
    plan.pay(unit);
    plan.legal("G07", &siblings, "已纳入特困供养");
}
