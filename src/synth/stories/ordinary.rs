//! Ordinary life: subsistence and support as most receive it, bills, relief, grants and rentals
//! without any fault. Amounts stay far from every rule's line, so that a finding is always a story.

use rustc_hash::FxHashSet;

use crate::domain::{Day, Fen, Month};

use crate::synth::dice::{Dice, Stream};
use crate::synth::plan::{Cost, Plan, compact_day};
use crate::synth::world::{Bill, Scheme, World};

use super::duplicate::subsist;
use super::multi_source::{aged_alone, ordinary};

/// Own cost, after assistance, beyond which a household gets no further ordinary bill in the year.
const HOUSEHOLD_COST_LIMIT: Fen = Fen::from_yuan(11_000);
/// Own cost from which medical assistance answers a recipient's bill.
const DEDUCTIBLE: Fen = Fen::from_yuan(500);
const CAUSES: [(&str, u32); 5] = [("意外", 4), ("就学", 3), ("失业", 3), ("火灾", 1), ("其他", 4)];

/// Certificates, relief, grants and tenancies of those without a story.
pub fn live(plan: &mut Plan<'_>, people: u32) {
    let mut cursor = 0;
    for _ in 0..people / 60 {
        let Some((household, living)) = plan.take_next(&mut cursor, in_need) else { break };
        let unit = subsist(plan, household, &living);
        if plan.dice.chance(10.0) {
            plan.world.units[unit].to = Some(plan.some_months_ago(2, 9));
        }
        plan.pay(unit);
    }
    let mut cursor = 0;
    for _ in 0..people / 300 {
        let Some((household, living)) = plan.take_next(&mut cursor, aged_alone) else { break };
        let central = plan.dice.chance(30.0);
        let scheme = if central { Scheme::CentralSupport } else { Scheme::ScatteredSupport };
        let from = plan.some_months_ago(8, 60);
        let unit = plan.grant(scheme, household, &living, (from, None));
        plan.pay(unit);
    }
    let mut cursor = 0;
    for number in 0..(people / 300).max(4) {
        let Some((_, living)) = plan.take_next(&mut cursor, ordinary) else { break };
        let cause = plan.dice.weighted(&CAUSES);
        let yuan = i64::from(plan.dice.between(5, 28)) * 100;
        let paid = if number == 0 {
            plan.world.nights[plan.world.nights.len() - 1]
        } else {
            plan.some_days_ago(3, 320)
        };
        plan.relieve(living[0], cause, yuan, paid);
    }
    for _ in 0..people / 90 {
        let Some((_, living)) = plan.take_next(&mut cursor, ordinary) else { break };
        let cause = plan.dice.weighted(&CAUSES);
        let yuan = i64::from(plan.dice.between(3, 30)) * 100;
        let paid = plan.some_days_ago(3, 320);
        plan.donate(living[0], cause, yuan, paid);
    }
    for _ in 0..people / 90 {
        let Some((_, living)) = plan.take_next(&mut cursor, ordinary) else { break };
        let in_kind = plan.dice.chance(60.0);
        let from = plan.some_days_ago(100, 700);
        plan.rent(living[0], in_kind, from, 3);
    }
}

fn in_need(world: &World, living: &[u32]) -> bool {
    living.len() <= 4 && world.age(living[0], world.today()) >= 30
}

/// About one settlement a person and year; recipients get medical assistance above the deductible.
pub fn fall_ill(world: &mut World) {
    let mut spent = household_costs(world);
    // One bill a month at most, so that no month's assistance looks paid twice.
    let mut billed: FxHashSet<(u32, Month)> =
        world.bills.iter().map(|bill| (bill.patient, bill.discharged.month())).collect();
    for person in world.numbers() {
        let mut dice = Dice::new(world.seed, Stream::Bills, u64::from(person));
        for month in 0..12 {
            let likely = if world.age(person, world.today()) > 60 { 14.0 } else { 6.5 };
            if !dice.chance(likely) {
                continue;
            }
            let discharged = world.today().plus_days(2 - month * 28 - dice.between(0, 25));
            let discharged = discharged.min(world.nights[world.nights.len() - 1]);
            let yuan = own_cost(&mut dice);
            let bill = settle(world, &mut dice, person, discharged, yuan);
            let household = world.person(person).household as usize;
            let left = bill.own_cost() - bill.assisted;
            let alive =
                world.lives_here(person, discharged) && discharged >= world.person(person).birth;
            let affordable = spent[household] + left <= HOUSEHOLD_COST_LIMIT;
            if alive && affordable && billed.insert((person, discharged.month())) {
                spent[household] += left;
                world.bills.push(bill);
            }
        }
    }
    world.bills.sort_by(|a, b| (a.discharged, &a.number).cmp(&(b.discharged, &b.number)));
}

fn own_cost(dice: &mut Dice) -> Cost {
    let (low, high) = dice.weighted(&[((4, 40), 70), ((41, 120), 22), ((121, 450), 8)]);
    Cost { own: i64::from(dice.between(low, high)) * 10, assisted: 0 }
}

fn settle(world: &World, dice: &mut Dice, patient: u32, discharged: Day, cost: Cost) -> Bill {
    let own = Fen::from_yuan(cost.own) + Fen(i64::from(dice.below(100)));
    let inpatient = cost.own >= 800;
    let stay = if inpatient { dice.between(3, 14) } else { 0 };
    let fund = own.percent(i64::from(dice.between(80, 220)));
    let aided = world.units_in(patient, discharged.month()).next().is_some();
    let assisted = if aided && own >= DEDUCTIBLE { own.percent(70) } else { Fen::ZERO };
    let kinds = ["普通门诊", "门诊慢特病"];
    let refunded = dice.chance(0.6).then(|| discharged.plus_days(dice.between(2, 9)));
    Bill {
        number: format!("JS{}{:010}", compact_day(discharged), dice.below(u32::MAX)),
        patient,
        kind: if inpatient { "普通住院" } else { dice.pick(&kinds) },
        admitted: discharged.plus_days(-stay),
        discharged,
        total: own + fund,
        fund,
        major_illness: Fen::ZERO,
        assisted,
        refunded,
    }
}

fn household_costs(world: &World) -> Vec<Fen> {
    let mut spent = vec![Fen::ZERO; world.households.len()];
    for bill in &world.bills {
        spent[world.person(bill.patient).household as usize] += bill.own_cost() - bill.assisted;
    }
    spent
}
