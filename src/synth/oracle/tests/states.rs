//! Judged by what changed, lapsed or cannot be: G12, Q05, X11, X12.

use super::{codes, scene, stands, unit_of};
use crate::domain::{Fen, Role};
use crate::synth::extract::Occupation;
use crate::synth::papers::{Allowance, AllowanceKind, Disability, RegisterEntry};
use crate::synth::world::{Payment, Relief, World};

#[test]
fn a_blow_after_the_end_waits_sixty_days_and_is_answered_by_any_help() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    for member in world.units[unit as usize].members.clone() {
        world.papers.occupations.insert(member, Occupation::Unknown);
    }
    let last = night.month().plus_months(-5);
    unit_of(&mut world, unit).to = Some(last);
    // What it declared is too much for G08.
    unit_of(&mut world, unit).declared = Some(Fen::from_yuan(90_000));
    let after_end = |payment: &Payment| payment.unit != unit || payment.period <= last;
    world.payments.retain(after_end);
    assert_eq!(codes(&world, head), "", "no blow");
    for (days, benefit, expected) in
        [(59, false, ""), (60, false, "G12"), (60, true, ""), (200, false, "")]
    {
        let since = night.plus_days(-days);
        world.papers.occupations.insert(head, Occupation::Unemployed { since, benefit });
        assert_eq!(codes(&world, head), expected, "lost work {days} days ago, benefit {benefit}");
    }
    let since = night.plus_days(-60);
    world.papers.occupations.insert(head, Occupation::Unemployed { since, benefit: false });
    world.relief.push(Relief {
        number: "LS1".to_owned(),
        recipient: head,
        class: "急难型",
        cause: "失业",
        amount: Fen::from_yuan(900),
        approved: since,
        paid: since.plus_days(20),
        exception: None,
        bill: None,
    });
    assert_eq!(codes(&world, head), "", "relieved");
}

#[test]
fn a_certificate_lapses_two_months_after_it_expires_or_is_regraded() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    world.papers.without_living_allowance.insert(head);
    for (kind, grade, until, expected) in [
        (AllowanceKind::Nursing, 2, 10, false),
        (AllowanceKind::Nursing, 3, 10, true),
        (AllowanceKind::Living, 3, 10, false),
        (AllowanceKind::Living, 3, -100, true),
        (AllowanceKind::Living, 3, -60, false),
    ] {
        let mut disability = Disability::new(("肢体", '4'), grade, night.plus_days(-500));
        disability.until = night.plus_days(until);
        world.papers.disabilities.insert(head, disability);
        world.papers.allowances = vec![Allowance {
            number: "BT1".to_owned(),
            recipient: head,
            kind,
            period: night.month(),
            paid: night,
            amount: Fen::from_yuan(120),
            account: "1".to_owned(),
            mark: "",
            under: None,
        }];
        let lapsed = stands(&world, head, "X11");
        assert_eq!(lapsed, expected, "grade {grade}, good for {until} days");
    }
}

#[test]
fn a_register_names_impossible_kin() {
    let (mut world, unit) = scene();
    let head = world.units[unit as usize].head;
    let of = world.person(head);
    let (birth, male) = (of.birth, of.male);
    let role = if male { Role::Mother } else { Role::Father };
    let aged = |world: &World, years: i32| {
        let mut people = world.numbers();
        people.find(|person| {
            let of = world.person(*person);
            of.registered && of.male != male && of.birth.age_years(birth) == years
        })
    };
    for (years, expected) in [(10, "Q05"), (20, ""), (-3, "Q05")] {
        let kin = aged(&world, years).expect("somebody of every age");
        world.papers.misnamed_kin.insert((head, role), kin);
        assert_eq!(codes(&world, head), expected, "{years} years older");
        world.papers.misnamed_kin.clear();
    }
}

#[test]
fn a_household_is_split_on_paper_where_kin_share_the_door() {
    let (mut world, unit) = scene();
    let of = world.units[unit as usize].clone();
    let (head, night) = (of.head, world.nights[0]);
    let entry = |months: i32| RegisterEntry {
        on: of.from.plus_months(-months).first_day(),
        reason: "分户",
    };
    world.papers.register_entries.insert(head, entry(2));
    assert_eq!(codes(&world, head), "", "nobody else at home");
    // Somebody's grown child comes to live with the head, as the child of the head.
    let other = world.numbers().find(|person| {
        let of = world.person(*person);
        let is_kin = of.father.is_some() || of.mother.is_some() || of.spouse.is_some();
        !is_kin
            && (20..30).contains(&world.age(*person, night))
            && world.lives_here(*person, night)
            && !world.units_of.contains_key(person)
            && !world.papers.occupations.contains_key(person)
    });
    let other = other.expect("somebody young without kin") as usize;
    world.people[other].father = Some(head);
    world.people[other].lives_in = Some(world.living_household(head, night));
    world.papers.occupations.insert(u32::try_from(other).expect("few people"), Occupation::Unknown);
    for (months, expected) in [(2, true), (6, true), (7, false)] {
        world.papers.register_entries.insert(head, entry(months));
        assert_eq!(stands(&world, head, "X12"), expected, "{months} months before");
    }
}
