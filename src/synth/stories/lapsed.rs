//! What no longer holds or never held apart: X07, X11 and X12, with the basic pension, the university, the
//! months of grace and the separation that is real, which look alike.

use crate::domain::Fen;

use crate::synth::extract::Occupation;
use crate::synth::papers::{AllowanceKind, Disability, EnterpriseKind, RegisterEntry, VehicleKind};
use crate::synth::plan::{Kind, MONTHS_OF_ALLOWANCES, Plan, elder, grown_child, young_adult};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    pension_left_out(plan, round);
    state_gone(plan, round);
    apart_on_paper(plan, round);
    if let Some(variant) = round.look_alike(3) {
        pension_reckoned_with(plan, variant);
        apart_indeed(plan, variant);
    }
    if let Some(variant) = round.look_alike(4) {
        state_in_order(plan, variant);
    }
}

/// A unit of which an elder draws a pension and nobody else earns, that declares so much a year.
fn drawing(plan: &mut Plan<'_>, pension: (&'static str, i64), yearly: i64) -> Option<(usize, u32)> {
    let (household, living) = plan.take_planted(Kind::WithElder)?;
    let unit = plan.subsist(household, &living);
    let elder = elder(plan.world, &living).expect("the household fits");
    for person in &living {
        plan.work(*person, Occupation::Unknown);
    }
    let (kind, yuan) = pension;
    plan.work(elder, Occupation::Pensioner { kind, amount: Fen::from_yuan(yuan) });
    plan.declare(unit, yearly);
    Some((unit, elder))
}

/// X07: a worker's pension nobody declared, or more of a resident's than may be left aside.
fn pension_left_out(plan: &mut Plan<'_>, round: Round) {
    let yearly = i64::from(plan.dice.between(0, 12)) * 100;
    if round.variant(2) == 0 {
        let yuan = i64::from(plan.dice.between(120, 310)) * 10;
        drawing(plan, ("职工基本养老金", yuan), yearly);
    } else {
        let yuan = i64::from(plan.dice.between(34, 48)) * 10;
        drawing(plan, ("城乡居民养老金", yuan), yearly);
    }
}

/// Looks like X07: a basic pension, one that is declared, or assistance withdrawn by degrees.
fn pension_reckoned_with(plan: &mut Plan<'_>, variant: u32) {
    let (pension, yearly, note) = match variant {
        0 => (("城乡居民养老金", 170), 0, "基础养老金不计入"),
        1 => (("职工基本养老金", 600), 7_200, "养老金已申报"),
        _ => (("职工基本养老金", 1_900), 1_200, "渐退期"),
    };
    let Some((unit, elder)) = drawing(plan, pension, yearly) else { return };
    plan.world.units[unit].withdrawing = variant == 2;
    plan.legal("X07", &[elder], note);
}

/// X11: a grown child counted as a pupil, a certificate that has expired, or one that was regraded.
fn state_gone(plan: &mut Plan<'_>, round: Round) {
    match round.variant(3) {
        0 => _ = counted_as_pupil(plan, "高中"),
        1 => _ = paid_after_expiry(plan, 150, 400),
        _ => _ = paid_after_regrading(plan, 150, 170),
    }
}

/// Somebody of about twenty whom the list of members gives a school.
fn counted_as_pupil(plan: &mut Plan<'_>, school: &'static str) -> Option<u32> {
    let (household, living) = plan.take_planted(Kind::WithYoungAdult)?;
    plan.subsist(household, &living);
    let young = young_adult(plan.world, &living).expect("the household fits");
    plan.world.papers.listed_schools.insert(young, school);
    Some(young)
}

/// Somebody on subsistence whose certificate expired some days ago, and who is paid the living allowance as
/// before.
fn paid_after_expiry(plan: &mut Plan<'_>, fewest_days: i32, most_days: i32) -> Option<u32> {
    let (household, living) = plan.take_planted(Kind::Small)?;
    plan.subsist(household, &living);
    let today = plan.today();
    let expired = plan.dice.between(fewest_days, most_days);
    let mut disability = Disability::new(("肢体", '4'), 3, today.plus_days(-expired - 3_652));
    disability.until = today.plus_days(-expired);
    // What is due until the certificate expires is paid as everybody's.
    plan.world.papers.without_living_allowance.insert(living[0]);
    plan.world.papers.disabilities.insert(living[0], disability);
    plan.allow(living[0], AllowanceKind::Living, 0..=MONTHS_OF_ALLOWANCES - 1, None);
    Some(living[0])
}

/// Somebody certified anew, of a milder grade, who is paid the nursing allowance as before.
fn paid_after_regrading(plan: &mut Plan<'_>, fewest_days: i32, most_days: i32) -> Option<u32> {
    let (_, living) = plan.take_planted(Kind::Ordinary)?;
    let issued = plan.some_days_ago(fewest_days, most_days);
    plan.disable(living[0], issued);
    plan.allow(living[0], AllowanceKind::Nursing, 0..=MONTHS_OF_ALLOWANCES - 1, None);
    Some(living[0])
}

/// Looks like X11: at a university, expired or regraded weeks ago, or stopped with the certificate.
fn state_in_order(plan: &mut Plan<'_>, variant: u32) {
    let (person, note) = match variant {
        0 => (counted_as_pupil(plan, "高等学校"), "在读高等学校"),
        1 => (paid_after_expiry(plan, 12, 40), "到期在宽限期内"),
        2 => (paid_after_regrading(plan, 12, 40), "改级在宽限期内"),
        _ => {
            let person = paid_after_expiry(plan, 70, 100);
            // The last two months were never paid.
            let last = plan.months_ago(2);
            plan.world
                .papers
                .allowances
                .retain(|payment| Some(payment.recipient) != person || payment.period <= last);
            (person, "到期后已停")
        }
    };
    if let Some(person) = person {
        plan.legal("X11", &[person], note);
    }
}

/// A household of which one grown child alone is on subsistence, granted some months ago; gives the unit,
/// the child and the head.
fn child_alone(
    plan: &mut Plan<'_>,
    kind: Kind,
    own_register: Option<i32>,
) -> Option<(usize, u32, u32)> {
    let (mut household, living) = plan.take_planted(kind)?;
    let child = grown_child(plan.world, &living).expect("the household fits");
    let granted = plan.some_months_ago(8, 14);
    if let Some(months_before) = own_register {
        household = plan.set_up(household, &[child]);
        let on =
            granted.plus_months(-months_before).first_day().plus_days(plan.dice.between(0, 27));
        let entry = RegisterEntry { on, reason: "分户" };
        plan.world.papers.register_entries.insert(child, entry);
    }
    let scheme = plan.local_subsistence(household);
    let unit = plan.grant(scheme, household, &[child], (granted, None));
    plan.pay(unit);
    Some((unit, child, living[0]))
}

/// X12: on a register of one's own since shortly before, at the old door; or alone beside kin with means.
fn apart_on_paper(plan: &mut Plan<'_>, round: Round) {
    let variant = round.variant(4);
    let months_before = variant.is_multiple_of(2).then(|| plan.dice.between(1, 5));
    let Some((_, child, head)) = child_alone(plan, Kind::WithGrownChild, months_before) else {
        return;
    };
    plan.world.people[child as usize].lives_in = None;
    match variant {
        1 => _ = plan.own_vehicle(head, VehicleKind::Car),
        3 => _ = plan.run_enterprise(head, EnterpriseKind::Sole),
        _ => {}
    }
}

/// Looks like X12: moved out for good, alone by policy, or on a register of one's own for years.
fn apart_indeed(plan: &mut Plan<'_>, variant: u32) {
    let (kind, months_before, note) = match variant {
        0 => (Kind::WithChildApart, Some(3), "分户后另住"),
        1 => (Kind::WithGrownChild, Some(2), "单人保"),
        _ => (Kind::WithGrownChild, Some(60), "分户多年"),
    };
    let Some((unit, child, _)) = child_alone(plan, kind, months_before) else { return };
    if variant != 0 {
        plan.world.people[child as usize].lives_in = None;
    }
    if variant == 1 {
        let full = plan.world.units[unit].full_amount();
        plan.world.units[unit].calculation = "单人保";
        plan.world.set_amount(unit, full);
    }
    plan.legal("X12", &[child], note);
}
