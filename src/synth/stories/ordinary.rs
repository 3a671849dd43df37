//! Ordinary life: subsistence and support as most receive it, bills, relief, grants and rentals
//! without any fault. Amounts stay far from every rule's line, so that a finding is always a story.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::domain::{Day, Fen, Month};

use crate::synth::dice::{Dice, Stream};
use crate::synth::extract::{occupation, pupil_aid};
use crate::synth::plan::{Cost, Kind, Plan};
use crate::synth::world::{
    Bill, HOSPITAL_YUAN, Holder, OUTPATIENT_KINDS, Scheme, TruthLine, Unit, World,
};

/// Own cost, after assistance, beyond which a household gets no further ordinary bill in the year.
const HOUSEHOLD_COST_LIMIT: Fen = Fen::from_yuan(11_000);
/// Own cost from which medical assistance answers a recipient's bill.
const DEDUCTIBLE: Fen = Fen::from_yuan(500);
const CAUSES: [(&str, u32); 5] = [("意外", 4), ("就学", 3), ("失业", 3), ("火灾", 1), ("其他", 4)];
/// Of a thousand people: on subsistence or support, relieved in a year, helped by a charity, with a
/// damaged home.
const LOW_INCOME: u32 = 46;
const RELIEVED: u32 = 3;
const HELPED: u32 = 10;
const DAMAGED: u32 = 2;
/// A family is not granted less a head than this.
const LEAST_GAP_YUAN: i64 = 30;
/// What working costs is left aside.
const COST_OF_WORK_PERCENT: i64 = 20;
/// From so many people on, those on central support live in a home with one account.
const PEOPLE_OF_A_HOME: usize = 12;

/// Certificates, relief, grants and tenancies of those without a story.
pub fn live(plan: &mut Plan<'_>, people: u32) {
    support(plan, people);
    subsist(plan, people);
    relieve(plan, people);
    donate(plan, people);
    for _ in 0..people / 90 {
        let Some((_, living)) = plan.take(Kind::Ordinary) else { break };
        let in_kind = plan.dice.chance(60.0);
        let from = plan.some_days_ago(100, 700);
        plan.rent(living[0], in_kind, from, 3);
    }
    for _ in 0..people * DAMAGED / 1000 {
        let Some((_, living)) = plan.take(Kind::Ordinary) else { break };
        let on = plan.some_days_ago(70, 300);
        let level = plan.dice.pick(&["倒塌", "严重损坏", "一般损坏", "一般损坏", "轻微受损"]);
        plan.damage(living[0], on, level, "");
        if level != "轻微受损" {
            let yuan = i64::from(plan.dice.between(8, 60)) * 100;
            let paid = on.plus_days(plan.dice.between(6, 45));
            plan.relieve_disaster(living[0], yuan, paid);
        }
    }
}

/// The old without kin. Those who live in a home are paid to its account.
fn support(plan: &mut Plan<'_>, people: u32) {
    let mut central = Vec::new();
    for _ in 0..people / 300 {
        let Some((household, living)) = plan.take(Kind::AgedWithoutKin) else { break };
        if plan.dice.chance(30.0) {
            let from = plan.some_months_ago(8, 60);
            central.push(plan.grant(Scheme::CentralSupport, household, &living, (from, None)));
        } else {
            plan.support(household, living[0]);
        }
    }
    if central.len() >= PEOPLE_OF_A_HOME {
        let account = plan.world.account(u32::MAX - 1);
        for unit in &central {
            plan.world.units[*unit].account.clone_from(&account);
            plan.world.units[*unit].holder = Holder::Institution("示范区中心敬老院".to_owned());
        }
        let people: Vec<u32> = central.iter().map(|unit| plan.world.units[*unit].head).collect();
        plan.legal("A03", &people, "供养机构账户");
        plan.legal("A04", &people, "供养机构账户");
    }
    for unit in central {
        plan.pay(unit);
    }
}

/// Subsistence, in the first place where somebody is disabled, until there are as many as usual.
fn subsist(plan: &mut Plan<'_>, people: u32) {
    let covered: BTreeSet<u32> =
        plan.world.units.iter().flat_map(|unit| unit.members.iter().copied()).collect();
    let wanted = (people * LOW_INCOME / 1000) as usize;
    let mut missing = wanted.saturating_sub(covered.len()).max(people as usize / 125);
    let mut number = 0;
    while missing > 0 {
        let kind = if number % 2 == 0 { Kind::InNeedDisabled } else { Kind::InNeed };
        number += 1;
        let found = plan.take(kind).or_else(|| plan.take(Kind::InNeed));
        let Some((household, living)) = found else { break };
        let unit = plan.subsist_unpaid(household, &living);
        if plan.dice.chance(6.0) {
            plan.world.units[unit].to = Some(plan.some_months_ago(2, 9));
        } else {
            missing = missing.saturating_sub(living.len());
        }
        plan.pay(unit);
    }
}

fn relieve(plan: &mut Plan<'_>, people: u32) {
    let planted = u32::try_from(plan.world.relief.len()).expect("a world has few papers of a kind");
    let number = (people * RELIEVED / 1000).saturating_sub(planted).max(people / 750);
    for number in 0..number {
        let Some((_, living)) = plan.take(Kind::Ordinary) else { break };
        let cause = plan.dice.weighted(&CAUSES);
        let yuan = i64::from(plan.dice.between(5, 28)) * 100;
        let paid = if number == 0 {
            plan.world.nights[plan.world.nights.len() - 1]
        } else {
            plan.some_days_ago(3, 320)
        };
        plan.relieve(living[0], cause, yuan, paid);
    }
}

fn donate(plan: &mut Plan<'_>, people: u32) {
    let planted = u32::try_from(plan.world.grants.len()).expect("a world has few papers of a kind");
    for _ in 0..(people * HELPED / 1000).saturating_sub(planted) {
        let Some((_, living)) = plan.take(Kind::Ordinary) else { break };
        let cause = plan.dice.weighted(&CAUSES);
        let yuan = i64::from(plan.dice.between(3, 30)) * 100;
        let paid = plan.some_days_ago(3, 320);
        plan.donate(living[0], cause, yuan, paid);
    }
}

/// About one settlement a person and year; recipients get medical assistance above the deductible.
pub fn fall_ill(world: &mut World) {
    let mut spent = household_costs(world);
    // One bill a month at most, so that no month's assistance looks paid twice.
    let mut billed: FxHashSet<(u32, Month)> =
        world.bills.iter().map(|bill| (bill.patient, bill.discharged.month())).collect();
    for person in world.numbers() {
        let mut dice = Dice::new(world.seed, Stream::Bills, u64::from(person));
        let likely = if world.age(person, world.today()) > 60 { 14.0 } else { 6.5 };
        for month in 0..12 {
            if !dice.chance(likely) {
                continue;
            }
            let discharged = world.today().plus_days(2 - month * 28 - dice.between(0, 25));
            let discharged = discharged.min(world.nights[world.nights.len() - 1]);
            let cost = own_cost(&mut dice);
            let bill = settle(world, &mut dice, person, discharged, cost);
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
    let inpatient = cost.own >= HOSPITAL_YUAN;
    let stay = if inpatient { dice.between(3, 14) } else { 0 };
    let fund = own.percent(i64::from(dice.between(80, 220)));
    let aided = world.units_in(patient, discharged.month()).next().is_some();
    let assisted = if aided && own >= DEDUCTIBLE { own.percent(70) } else { Fen::ZERO };
    let refunded = dice.chance(0.6).then(|| discharged.plus_days(dice.between(2, 9)));
    Bill {
        number: world.bill_number(discharged),
        patient,
        kind: if inpatient { "普通住院" } else { dice.pick(&OUTPATIENT_KINDS) },
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

/// Every family declares what it has, and is granted the gap to the standard; some of a class get more.
/// A family whose income is beyond the gap gets less, or is leaving by degrees.
pub fn declare_income(world: &mut World) {
    let night = world.nights[world.nights.len() - 1];
    for at in
        (0..world.units.len()).filter(|at| world.units[*at].declared.is_none()).collect::<Vec<_>>()
    {
        let unit = &world.units[at];
        let mut dice = Dice::new(world.seed, Stream::Aid, u64::from(unit.head));
        let little = Fen::from_yuan(i64::from(dice.between(0, 60)) * 100);
        let earned: Fen = unit.members.iter().map(|member| reckoned(world, *member, night)).sum();
        let (full, monthly) = (unit.full_amount(), unit.monthly);
        let aid = class_aid(world, &mut dice, unit, night);
        let heads = i64::try_from(unit.members.len()).expect("units are small");
        let gap = full - monthly + aid;
        let is_free = !world.planted.contains(&unit.head);
        let year = |monthly: Fen| Fen(monthly.0 * 12);
        let declared = match () {
            () if full == Fen::ZERO || unit.calculation != "补差" => year(earned) + little,
            () if gap >= earned => year(gap),
            () if is_free && full - earned >= Fen::from_yuan(LEAST_GAP_YUAN * heads) => {
                world.set_amount(at, full - earned + aid);
                year(earned)
            }
            () => {
                world.units[at].withdrawing = true;
                year(earned) + little
            }
        };
        world.units[at].declared = Some(declared);
    }
}

/// What somebody's work and pension count for in a month, in whole yuan.
fn reckoned(world: &World, person: u32, night: Day) -> Fen {
    let occupation = occupation(world, person);
    let work = occupation.monthly_income(night).percent(100 - COST_OF_WORK_PERCENT);
    let fen = (work + occupation.reckoned_pension()).0;
    Fen((fen + 99) / 100 * 100)
}

/// What a unit gets more for its old, its minors and its severely disabled.
fn class_aid(world: &World, dice: &mut Dice, unit: &Unit, night: Day) -> Fen {
    let is_of_class = |person: &&u32| {
        let age = world.age(**person, night);
        !(18..70).contains(&age) || world.is_severely_disabled(**person, night)
    };
    let classed = unit.members.iter().filter(is_of_class).count();
    let heads = i64::try_from(unit.members.len()).expect("units are small");
    let standard = Fen(unit.full_amount().0 / heads);
    let each = standard.percent(dice.pick(&[0, 0, 0, 10, 20, 30]));
    Fen(each.0 * i64::try_from(classed).expect("units are small")).min(unit.monthly.percent(60))
}

/// Notes the families who rightly have several kinds of help at once: subsistence with any of medical
/// assistance, school aid and an allowance for the disabled. It looks like M06.
pub fn note_stacking(world: &mut World) {
    let night = world.today();
    let since = night.plus_days(-365);
    let bills = world.bills.iter().filter(|bill| bill.assisted > Fen::ZERO);
    let treated: FxHashSet<u32> =
        bills.filter(|bill| bill.discharged > since).map(|bill| bill.patient).collect();
    let allowances = world.papers.allowances.iter();
    let allowed: FxHashSet<u32> = allowances
        .filter(|payment| payment.kind.is_for_the_disabled())
        .map(|payment| payment.recipient)
        .collect();
    let mut lines = Vec::new();
    for unit in &world.units {
        let ordinary = !world.planted.contains(&unit.head) && unit.is_active(night);
        if !ordinary || unit.scheme.is_support() {
            continue;
        }
        let has = |holds: &dyn Fn(u32) -> bool| unit.members.iter().any(|member| holds(*member));
        let kinds = [
            (has(&|member| treated.contains(&member)), "医疗救助"),
            (has(&|member| pupil_aid(world, member, night).is_some()), "教育资助"),
            (has(&|member| allowed.contains(&member)), "残疾人补贴"),
        ];
        let held: Vec<&str> =
            kinds.into_iter().filter(|(held, _)| *held).map(|(_, kind)| kind).collect();
        if !held.is_empty() {
            lines.push(TruthLine {
                code: "M06",
                discriminator: format!("M06-{}", world.label(unit.head)),
                person: unit.head,
                note: format!("低保叠加{}", held.join("、")),
            });
        }
    }
    world.legal.extend(lines);
}
