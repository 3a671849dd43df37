//! What is granted and to whose account: A02 and A04, with the classes that get more, the withdrawal and the
//! tiers, the agent, the village's account and the other spelling that look alike.

use crate::domain::Fen;

use crate::synth::corrupt::Forced;
use crate::synth::dataset::Dataset;
use crate::synth::plan::{Kind, Plan};
use crate::synth::world::Holder;

use super::Round;

pub fn plant(plan: &mut Plan<'_>, round: Round) {
    granted_wrongly(plan, round);
    account_of_another(plan, round);
    if let Some(variant) = round.look_alike(4) {
        granted_otherwise(plan, variant);
        account_as_is_meet(plan, variant);
    }
}

/// A unit that declares a share of its standard, in per cent, and is granted the gap.
fn declaring(plan: &mut Plan<'_>, kind: Kind, percent: i32) -> Option<(usize, Vec<u32>)> {
    let (household, living) = plan.take_planted(kind)?;
    let unit = plan.subsist(household, &living);
    let yearly = plan.world.units[unit].full_amount().percent(i64::from(percent)).0 * 12 / 100;
    plan.declare(unit, yearly);
    Some((unit, living))
}

/// A02: by last year's standard, without the income taken off, or for a head too many.
fn granted_wrongly(plan: &mut Plan<'_>, round: Round) {
    let percent = plan.dice.between(36, 48);
    let Some((unit, living)) = declaring(plan, Kind::Small, percent) else { return };
    let of = &plan.world.units[unit];
    let heads = i64::try_from(living.len()).expect("units are small");
    let (full, monthly) = (of.full_amount(), of.monthly);
    let wrong = match round.variant(3) {
        0 => monthly - Fen::from_yuan(i64::from(plan.dice.between(4, 8)) * 10 * heads),
        1 => full,
        _ => monthly + Fen(full.0 / heads),
    };
    plan.world.set_amount(unit, wrong);
}

/// Looks like A02: more for the very old, by degrees, by tiers, or a few yuan of rounding.
fn granted_otherwise(plan: &mut Plan<'_>, variant: u32) {
    let kind = if variant == 0 { Kind::VeryOld } else { Kind::Small };
    let Some((unit, living)) = declaring(plan, kind, 30) else { return };
    let heads = i64::try_from(living.len()).expect("units are small");
    let of = &mut plan.world.units[unit];
    let (monthly, full) = (of.monthly, of.full_amount());
    let (amount, note) = match variant {
        0 => (monthly + Fen(full.0 / heads).percent(25), "分类施保"),
        1 => {
            (of.declared, of.withdrawing) = (Some(Fen(full.0 * 14)), true);
            (monthly.percent(50), "渐退期")
        }
        2 => {
            of.calculation = "分档";
            (Fen::from_yuan(350 * heads), "分档发放")
        }
        _ => (Fen((monthly.0 / 1_000 + 1) * 1_000), "取整零头"),
    };
    plan.world.set_amount(unit, amount);
    plan.legal("A02", &living[..1], note);
}

/// A04: a neighbour's account, or that of a child who was never registered to collect.
fn account_of_another(plan: &mut Plan<'_>, round: Round) {
    let (household, living, holder) = if round.variant(2) == 0 {
        let Some((household, living)) = plan.take_planted(Kind::Small) else { return };
        let Some(neighbour) = neighbour(plan, household) else { return };
        (household, living, neighbour)
    } else {
        let Some([(parents, elders), (_, own)]) = plan.take_linked() else { return };
        let child = plan.linking_child(&elders, &own);
        (parents, elders, child)
    };
    let unit = plan.subsist_unpaid(household, &living);
    pay_to(plan, unit, holder);
}

/// Pays a unit to somebody's account, in that person's name.
fn pay_to(plan: &mut Plan<'_>, unit: usize, holder: u32) {
    let account = plan.world.account(holder);
    let of = &mut plan.world.units[unit];
    (of.account, of.holder) = (account, Holder::Person(holder));
    plan.pay(unit);
}

/// Somebody in their prime of another household of the village, who is no kin.
fn neighbour(plan: &mut Plan<'_>, household: u32) -> Option<u32> {
    let village = plan.world.households[household as usize].dwelling.village;
    let first = plan.dice.below(u32::try_from(plan.members.len()).expect("fewer than 2^32"));
    let today = plan.today();
    let head = plan.members[household as usize][0];
    let households = plan.members.iter().enumerate().cycle().skip(first as usize);
    let near = households
        .take(plan.members.len())
        .filter(|(at, _)| plan.world.households[*at].dwelling.village == village);
    near.flat_map(|(_, members)| members.iter().copied()).find(|person| {
        plan.world.person(*person).registered
            && plan.world.lives_here(*person, today)
            && (35..60).contains(&plan.world.age(*person, today))
            && !plan.world.papers.disabilities.contains_key(person)
            && !plan.world.planted.contains(person)
            && !plan.kin.are_related(plan.world, head, *person, today)
    })
}

/// Looks like A04: a registered agent, the village's account, another spelling at the bank, a spouse.
fn account_as_is_meet(plan: &mut Plan<'_>, variant: u32) {
    let note = match variant {
        0 => {
            let Some([(parents, elders), (_, own)]) = plan.take_linked() else { return };
            let child = plan.linking_child(&elders, &own);
            let unit = plan.subsist_unpaid(parents, &elders);
            plan.world.units[unit].agent = Some(child);
            pay_to(plan, unit, child);
            return plan.legal("A04", &elders[..1], "已登记代领人");
        }
        1 => "村集体账户",
        2 => "异体字",
        _ => "户内成员账户",
    };
    let kind = match variant {
        2 => Kind::WithVariant,
        3 => Kind::Couple,
        _ => Kind::Small,
    };
    let Some((household, living)) = plan.take_planted(kind) else { return };
    let unit = plan.subsist_unpaid(household, &living);
    match variant {
        1 => {
            let village = plan.world.households[household as usize].dwelling.village;
            let body = if village.is_urban() { "居民委员会" } else { "村民委员会" };
            let name = village.name();
            let name = name.trim_end_matches(['村']).trim_end_matches("社区");
            plan.world.units[unit].holder = Holder::Institution(format!("{name}{body}"));
            plan.pay(unit);
        }
        2 => {
            let record = Dataset::CivilAffairsHouseholds;
            plan.world.forced.insert((living[0], record), Forced::NameVariant);
            plan.world.units[unit].holder = Holder::HeadAtBank;
            plan.pay(unit);
        }
        _ => pay_to(plan, unit, living[1]),
    }
    plan.legal("A04", &living[..1], note);
}
