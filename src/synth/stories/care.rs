//! Paid twice for care, and children paid beyond the formula: M04 and M03, with the combination that the
//! place allows, the change-over month and the top-up that look alike.

use crate::domain::Fen;

use crate::synth::papers::{AllowanceKind, ChildScheme, Disability};
use crate::synth::plan::{Kind, MONTHS_OF_ALLOWANCES, Plan, pupils};
use crate::synth::world::Scheme;

use super::Round;

/// What a child of a family on subsistence is paid on top of its share: three tenths of what the
/// child standard is above that of subsistence.
const TOP_UP_IN_TOWN: Fen = Fen::from_yuan(192);
const TOP_UP_IN_THE_COUNTRY: Fen = Fen::from_yuan(264);

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    cared_for_twice(plan, round.variant(3));
    child_paid_in_full(plan, round.variant(2));
    if let Some(variant) = round.look_alike(3) {
        cared_for_once(plan, variant);
    }
    if let Some(variant) = round.look_alike(2) {
        child_paid_by_formula(plan, variant);
    }
}

/// M04: the nursing allowance beside care after an injury or the care of the old, or the care of those on
/// support beside care after an injury.
fn cared_for_twice(plan: &mut Plan<'_>, variant: u32) {
    if variant == 2 {
        let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
        plan.support(household, living[0]);
        plan.allow(living[0], AllowanceKind::SupportCare, 0..=MONTHS_OF_ALLOWANCES - 1, None);
        plan.allow(living[0], AllowanceKind::InjuryCare, 1..=4, None);
        return;
    }
    let Some(person) = nursed(plan) else { return };
    let kind = if variant == 0 { AllowanceKind::InjuryCare } else { AllowanceKind::ElderCare };
    plan.allow(person, kind, 0..=3, None);
}

/// Somebody whose certificate has called for nursing for years.
fn nursed(plan: &mut Plan<'_>) -> Option<u32> {
    let (_, living) = plan.take_planted(Kind::Ordinary)?;
    let disability = Disability::new(("肢体", '4'), 2, plan.days_ago(1_100));
    plan.world.papers.disabilities.insert(living[0], disability);
    Some(living[0])
}

/// Looks like M04: a combination that the place allows, the month of changing over, or taken back.
fn cared_for_once(plan: &mut Plan<'_>, variant: u32) {
    let (person, note) = match variant {
        0 => {
            let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
            plan.allow(living[0], AllowanceKind::InjuryCare, 0..=4, None);
            plan.allow(living[0], AllowanceKind::ElderCare, 0..=4, None);
            (living[0], "当地允许叠加")
        }
        1 => {
            let Some((household, living)) = plan.take_planted(Kind::AgedAlone) else { return };
            plan.support(household, living[0]);
            plan.allow(living[0], AllowanceKind::SupportCare, 2..=5, None);
            plan.allow(living[0], AllowanceKind::InjuryCare, 0..=2, None);
            (living[0], "换发当月")
        }
        _ => {
            let Some(person) = nursed(plan) else { return };
            plan.allow(person, AllowanceKind::ElderCare, 2..=3, None);
            let first = plan.world.papers.allowances.len();
            plan.allow(person, AllowanceKind::ElderCare, 2..=3, None);
            for back in &mut plan.world.papers.allowances[first..] {
                (back.amount, back.mark) = (Fen::ZERO - back.amount, "退回");
                back.paid = back.paid.plus_days(20);
            }
            (person, "多发的已退回")
        }
    };
    plan.legal("M04", &[person], note);
}

/// M03: the whole standard beside a share of subsistence, or beside support.
fn child_paid_in_full(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::OnePupil) else { return };
    let child = pupils(plan.world, &living)[0];
    if variant == 0 {
        plan.subsist(household, &living);
        plan.pay_child_standard(child, living[0], ChildScheme::WithoutCare, 0..=7);
    } else {
        let from = plan.some_months_ago(9, 30);
        let unit = plan.grant(Scheme::ScatteredSupport, household, &[child], (from, None));
        plan.pay(unit);
        plan.pay_child_standard(child, living[0], ChildScheme::Orphan, 1..=5);
    }
}

/// Looks like M03: paid the top-up alone, or the month of changing over.
fn child_paid_by_formula(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::OnePupil) else { return };
    let child = pupils(plan.world, &living)[0];
    let note = if variant == 0 {
        plan.subsist(household, &living);
        let in_town = plan.local_subsistence(household) == Scheme::UrbanSubsistence;
        let top_up = if in_town { TOP_UP_IN_TOWN } else { TOP_UP_IN_THE_COUNTRY };
        plan.pay_child(child, living[0], ChildScheme::WithoutCare, (0..=7, top_up));
        "按公式补差"
    } else {
        let (from, last) = (plan.months_ago(24), plan.months_ago(4));
        let unit = plan.grant(Scheme::ScatteredSupport, household, &[child], (from, Some(last)));
        plan.pay(unit);
        plan.pay_child_standard(child, living[0], ChildScheme::Orphan, 0..=4);
        "换发当月"
    };
    plan.legal("M03", &[child], note);
}
