//! Missed by what a household is or suffered: G04, G05, G10, G11, G13 and G14, with the kin, the
//! newborn, the relief in another name and the returned transfer that look alike.

use crate::domain::Fen;

use crate::synth::papers::Disability;
use crate::synth::plan::{Kind, Plan, child};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    due_support(plan, Kind::AgedWithoutKin);
    disabled_without_allowance(plan);
    child_left_out(plan);
    damage_without_relief(plan);
    charity_alone(plan);
    unpaid_month(plan, round);
    if let Some(variant) = round.look_alike(2) {
        due_support(plan, Kind::AgedWithKin);
        allowance_not_due(plan, variant);
        not_to_be_counted(plan, variant);
        month_in_process(plan, variant);
    }
    if let Some(variant) = round.look_alike(4) {
        damage_provided_for(plan, variant);
    }
    if let Some(variant) = round.look_alike(3) {
        charity_and_others(plan, variant);
    }
}

/// G04: on subsistence, old and without anybody; or with a child who lives elsewhere.
fn due_support(plan: &mut Plan<'_>, kind: Kind) {
    let Some((household, living)) = plan.take_planted(kind) else { return };
    plan.subsist(household, &living);
    if kind == Kind::AgedWithKin {
        plan.legal("G04", &living, "有赡养人");
    }
}

/// G05: certified for long, and nobody applied for the allowance.
fn disabled_without_allowance(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    plan.subsist(household, &living);
    let issued = plan.some_days_ago(150, 2500);
    plan.disable(living[0], issued);
    plan.world.papers.without_living_allowance.insert(living[0]);
}

/// Looks like G05: certified last month, or the certificate has expired.
fn allowance_not_due(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    plan.subsist(household, &living);
    let note = if variant == 0 {
        plan.disable(living[0], plan.days_ago(32));
        "办证未满六十日"
    } else {
        let disability = Disability::new(("肢体", '4'), 3, plan.days_ago(3_900));
        plan.world.papers.disabilities.insert(living[0], disability);
        "残疾证已过期"
    };
    plan.legal("G05", &living[..1], note);
}

/// G10: a child of the house is not counted.
fn child_left_out(plan: &mut Plan<'_>) {
    let Some((household, living)) = plan.take_planted(Kind::WithChild) else { return };
    let child = child(plan.world, &living, 1).expect("the household fits");
    let rest: Vec<u32> = living.iter().copied().filter(|person| *person != child).collect();
    plan.subsist(household, &rest);
}

/// Looks like G10: a newborn, or a spouse in prison.
fn not_to_be_counted(plan: &mut Plan<'_>, variant: u32) {
    if variant == 0 {
        let Some((household, living)) = plan.take_planted(Kind::Fertile) else { return };
        plan.subsist(household, &living);
        let birth = plan.some_days_ago(35, 80);
        let entered = birth.plus_days(20);
        let born = plan.give_birth(household, (living[0], living[1]), (birth, entered));
        plan.world.planted.insert(born);
        plan.legal("G10", &[born], "新生儿未满九十日");
        return;
    }
    let Some((household, living)) = plan.take_planted(Kind::Couple) else { return };
    plan.subsist(household, &living[..1]);
    let from = plan.some_days_ago(150, 600);
    plan.take_into_custody(living[1], from, None);
    plan.work(living[1], crate::synth::extract::Occupation::Unknown);
    plan.legal("G10", &living[1..], "服刑人员不计入");
}

/// G11: a ruined home and no relief.
fn damage_without_relief(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let on = plan.some_days_ago(90, 200);
    let level = plan.dice.pick(&["倒塌", "严重损坏", "一般损坏"]);
    plan.damage(living[0], on, level, "");
}

/// Looks like G11: too recent, relieved in another member's name, insured, or hardly damaged.
fn damage_provided_for(plan: &mut Plan<'_>, variant: u32) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let (days, level, remark, note) = match variant {
        0 => (130, "严重损坏", "", "以家庭成员名义发放"),
        1 => (25, "倒塌", "", "受灾未满六十日"),
        2 => (140, "严重损坏", "已获农房保险赔付", "保险已赔付"),
        _ => (120, "轻微受损", "", "未达倒损标准"),
    };
    plan.damage(living[0], plan.days_ago(days), level, remark);
    if variant == 0 {
        plan.relieve_disaster(living[1], 3_000, plan.days_ago(days - 30));
    }
    plan.legal("G11", &living[..1], note);
}

/// G13: a charity helped with an illness, and the government knows nothing of it.
fn charity_alone(plan: &mut Plan<'_>) {
    let Some((_, living)) = plan.take_planted(Kind::Ordinary) else { return };
    let yuan = i64::from(plan.dice.between(6, 16)) * 1_000;
    let paid = plan.some_days_ago(100, 220);
    plan.donate(living[0], "疾病", yuan, paid);
}

/// Looks like G13: relieved as well, on subsistence, or too recent.
fn charity_and_others(plan: &mut Plan<'_>, variant: u32) {
    let kind = if variant == 1 { Kind::Small } else { Kind::Ordinary };
    let Some((household, living)) = plan.take_planted(kind) else { return };
    let days = if variant == 2 { 35 } else { 150 };
    plan.donate(living[0], "疾病", 8_000, plan.days_ago(days));
    let note = match variant {
        0 => {
            let relief = plan.relieve(living[0], "疾病", 1_800, plan.days_ago(days - 40));
            plan.world.relief[relief].class = "支出型";
            "已获临时救助"
        }
        1 => {
            plan.subsist(household, &living);
            "在保对象"
        }
        _ => "未满九十日",
    };
    plan.legal("G13", &living[..1], note);
}

/// G14: one month of a certificate in force was never paid.
fn unpaid_month(plan: &mut Plan<'_>, round: Round) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist(household, &living);
    let ago = 1 + i32::try_from(round.variant(3)).expect("a small number");
    let payment = plan.payment_of(unit, plan.months_ago(ago));
    let payment = &mut plan.world.payments[payment];
    payment.withdrawn = Some(payment.paid);
}

/// Looks like G14: the bank sent the money back and it is on its way again, or payment rests.
fn month_in_process(plan: &mut Plan<'_>, variant: u32) {
    let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
    let unit = plan.subsist_unpaid(household, &living);
    let note = if variant == 0 {
        plan.pay(unit);
        let amount = plan.world.units[unit].monthly;
        let back = plan.pay_once(unit, plan.months_ago(1), Fen::ZERO - amount, "退汇");
        plan.world.payments[back].paid = plan.days_ago(20);
        "退汇在办"
    } else {
        plan.world.units[unit].suspended = Some(plan.months_ago(2));
        plan.pay(unit);
        "暂停发放"
    };
    plan.legal("G14", &living[..1], note);
}
