//! One bill at two counters: M07, with the cost that two share which looks alike.

use crate::synth::plan::{Cost, Kind, Plan};

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    claimed_twice(plan, round);
    if let Some(variant) = round.look_alike(2) {
        shared_out(plan, variant);
    }
}

/// M07: civil affairs and a charity each reimburse one bill, for the patient, for the spouse, or for somebody
/// else who brings it.
fn claimed_twice(plan: &mut Plan<'_>, round: Round) {
    let variant = round.variant(3);
    let kind = if variant == 1 { Kind::OrdinaryCouple } else { Kind::Ordinary };
    let Some((_, living)) = plan.take_planted(kind) else { return };
    let claimant = match variant {
        0 => living[0],
        1 => living[1],
        _ => {
            let Some((_, others)) = plan.take_planted(Kind::Ordinary) else { return };
            others[0]
        }
    };
    let own = i64::from(plan.dice.between(26, 42)) * 100;
    let relieved = own.min(2_900) - 300;
    let donated = own - relieved + i64::from(plan.dice.between(5, 15)) * 100;
    answer(plan, [living[0], claimant], own, [relieved, donated]);
}

/// Looks like M07: the charity pays what is left; or part of it, in the spouse's name.
fn shared_out(plan: &mut Plan<'_>, variant: u32) {
    let Some((_, living)) = plan.take_planted(Kind::OrdinaryCouple) else { return };
    let own = i64::from(plan.dice.between(40, 60)) * 100;
    if variant == 0 {
        answer(plan, [living[0]; 2], own, [2_000, own - 2_000]);
        plan.legal("M07", &living[..1], "先后分担同一费用");
    } else {
        answer(plan, [living[0], living[1]], own, [1_500, own - 2_500]);
        plan.legal("M07", &living[..2], "配偶代办，合计未超自付");
    }
}

/// A bill of the first, with relief for the first and a grant to the second, in whole yuan.
fn answer(plan: &mut Plan<'_>, people: [u32; 2], own: i64, paid: [i64; 2]) {
    let left = plan.some_days_ago(70, 240);
    let bill = plan.bill(people[0], left, Cost { own, assisted: 0 });
    let number = plan.world.bills[bill].number.clone();
    let relief = plan.relieve(people[0], "疾病", paid[0], left.plus_days(16));
    plan.world.relief[relief].bill = Some(number.clone());
    let grant = plan.donate(people[1], "疾病", paid[1], left.plus_days(37));
    plan.world.grants[grant].bill = Some(number);
}
