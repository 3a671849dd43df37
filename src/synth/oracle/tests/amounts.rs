//! Judged by amounts and accounts: A02, A04, X07.

use super::{codes, scene, stands, unit_of};
use crate::domain::Fen;
use crate::synth::extract::Occupation;
use crate::synth::papers::Disability;
use crate::synth::world::{Holder, Scheme};

#[test]
fn an_amount_is_the_gap_or_within_what_classes_may_add() {
    let (mut world, unit) = scene();
    let of = unit_of(&mut world, unit);
    of.calculation = "补差";
    let standard = if of.scheme == Scheme::RuralSubsistence { 520 } else { 760 };
    let heads = i64::try_from(of.members.len()).expect("few members");
    let head = of.head;
    for (declared, off, expected) in
        [(1_200, 0, ""), (1_200, 10, ""), (1_200, 11, "A02"), (1_200, -11, "A02")]
    {
        let of = unit_of(&mut world, unit);
        of.declared = Some(Fen::from_yuan(declared));
        of.monthly = Fen::from_yuan(standard * heads - declared / 12 + off);
        assert_eq!(codes(&world, head), expected, "{off} yuan off");
    }
    unit_of(&mut world, unit).withdrawing = true;
    assert_eq!(codes(&world, head), "", "by degrees");
    let of = unit_of(&mut world, unit);
    of.withdrawing = false;
    of.monthly = Fen::from_yuan(standard * heads + standard * 30 / 100 - 100);
    assert_eq!(codes(&world, head), "A02", "nobody of a class");
    let disability = Disability::new(("肢体", '4'), 2, world.nights[0].plus_days(-30));
    world.papers.disabilities.insert(head, disability);
    assert!(!stands(&world, head, "A02"), "severely disabled");
}

#[test]
fn an_account_is_a_members_an_agents_or_an_institutions() {
    let (mut world, unit) = scene();
    let head = world.units[unit as usize].head;
    let stranger = world.numbers().find(|person| !world.units_of.contains_key(person));
    let stranger = stranger.expect("most are not assisted");
    for (holder, agent, expected) in [
        (Holder::Head, None, ""),
        (Holder::Person(head), None, ""),
        (Holder::Institution("西湾村村民委员会".to_owned()), None, ""),
        (Holder::Person(stranger), None, "A04"),
        (Holder::Person(stranger), Some(stranger), ""),
        (Holder::Person(stranger), Some(head), "A04"),
    ] {
        let of = unit_of(&mut world, unit);
        (of.holder, of.agent) = (holder.clone(), agent);
        assert_eq!(codes(&world, head), expected, "{holder:?}");
    }
}

#[test]
fn a_pension_counts_beyond_its_basic_part() {
    let (mut world, unit) = scene();
    let of = world.units[unit as usize].clone();
    for member in &of.members {
        world.papers.occupations.insert(*member, Occupation::Unknown);
    }
    unit_of(&mut world, unit).declared = Some(Fen::from_yuan(1_200));
    for (kind, yuan, expected) in [
        ("城乡居民养老金", 280, ""),
        ("城乡居民养老金", 282, "X07"),
        ("职工基本养老金", 100, ""),
        ("职工基本养老金", 282, "X07"),
    ] {
        let pension = Occupation::Pensioner { kind, amount: Fen::from_yuan(yuan) };
        world.papers.occupations.insert(of.head, pension);
        assert_eq!(codes(&world, of.head), expected, "{kind} {yuan}");
    }
}
