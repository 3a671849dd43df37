use std::collections::BTreeMap;

use crate::domain::Role;
use crate::domain::{Day, Fen};
use crate::synth::extract::Occupation;
use crate::synth::papers::{AllowanceKind, Custody, Damage, Disability, PropertyUse, VehicleKind};
use crate::synth::world::{Holder, Relief, Scheme, World};
use crate::synth::{Settings, city};

use super::*;

/// A small world and an ordinary unit of it, alone in its household and free of findings.
fn scene() -> (World, u32) {
    let settings = Settings { people: 3000, seed: 21, ..Settings::default() };
    let mut world = crate::synth::world(&settings, &city::wards(settings.people)[0]);
    let night = world.nights[0];
    let found = findings(&world, night);
    let innocent = |unit: &Unit| {
        let clean = |person: &u32| !found.iter().any(|line| line.person == *person);
        let grown = |person: &u32| (25..55).contains(&world.age(*person, night));
        unit.is_active(night)
            && !unit.scheme.is_support()
            && unit.members.iter().all(|member| clean(member) && grown(member))
            && !world.papers.disabilities.contains_key(&unit.head)
            && world.papers.properties.iter().all(|home| !home.owners.contains(&unit.head))
            && world.tenancies.iter().all(|home| home.applicant != unit.head)
    };
    let unit = world.units.iter().position(innocent).expect("an innocent unit");
    // Its amount is no matter where a test sets what it declares.
    world.units[unit].calculation = "分档";
    (world, u32::try_from(unit).expect("few units"))
}

/// The codes under which somebody stands on the first night, joined by blanks.
fn codes(world: &World, person: u32) -> String {
    let found = findings(world, world.nights[0]);
    let mut codes: Vec<&str> =
        found.iter().filter(|line| line.person == person).map(|line| line.code).collect();
    codes.dedup();
    codes.join(" ")
}

/// Whether somebody stands under a code on the first night.
fn stands(world: &World, person: u32, code: &str) -> bool {
    codes(world, person).split(' ').any(|one| one == code)
}

fn unit_of(world: &mut World, unit: u32) -> &mut Unit {
    &mut world.units[unit as usize]
}

#[test]
fn a_review_falls_due_after_half_a_year_and_an_authorisation_after_one() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    for (days, expected) in [(183, ""), (184, "Q09")] {
        unit_of(&mut world, unit).reviewed = night.plus_days(-days);
        assert_eq!(codes(&world, head), expected, "reviewed {days} days ago");
    }
    unit_of(&mut world, unit).reviewed = night;
    for (signed, expected) in
        [(Some(-365), ""), (Some(-366), "Q10"), (Some(1), "Q10"), (None, "Q10")]
    {
        unit_of(&mut world, unit).authorised = signed.map(|days| night.plus_days(days));
        assert_eq!(codes(&world, head), expected, "signed {signed:?}");
    }
}

#[test]
fn a_month_is_unpaid_only_when_it_is_over_and_due() {
    let (mut world, unit) = scene();
    let (head, month) = (world.units[unit as usize].head, world.nights[0].month());
    let certificate = world.units[unit as usize].certificate.clone();
    let unpay = |world: &mut World, ago: i32| {
        let wanted = month.plus_months(-ago);
        world.payments.retain(|payment| payment.unit != unit || payment.period != wanted);
    };
    unpay(&mut world, 0);
    assert_eq!(codes(&world, head), "", "this month may still be paid");
    unpay(&mut world, 1);
    assert_eq!(codes(&world, head), "G14", "{certificate}");
    unit_of(&mut world, unit).suspended = Some(month.plus_months(-1));
    assert_eq!(codes(&world, head), "", "payment rests");
}

#[test]
fn a_month_in_custody_is_one_spent_inside_from_before_until_after_it() {
    let (mut world, unit) = scene();
    let (head, month) = (world.units[unit as usize].head, world.nights[0].month());
    let first = month.plus_months(-5).first_day();
    for (from, to, expected) in [
        (first.plus_days(-1), first.plus_days(31), "X09"),
        (first, first.plus_days(45), ""),
        (first.plus_days(-20), first.plus_days(20), ""),
    ] {
        let custody = Custody { from, to: Some(to), kind: "拘役" };
        world.papers.custodies.insert(head, custody);
        assert_eq!(codes(&world, head), expected, "{from} to {to}");
    }
}

#[test]
fn income_counts_after_the_cost_of_working_and_not_while_withdrawing() {
    let (mut world, unit) = scene();
    let of = world.units[unit as usize].clone();
    for member in &of.members {
        world.papers.occupations.insert(*member, Occupation::Unknown);
    }
    let from = world.nights[0].month().plus_months(-6);
    let occupation = Occupation::OnPost { post: "保洁员", from, insured: false };
    world.papers.occupations.insert(of.head, occupation);
    for (declared, expected) in [(14_600, ""), (14_000, "M08")] {
        unit_of(&mut world, unit).declared = Some(Fen::from_yuan(declared));
        assert_eq!(codes(&world, of.head), expected, "{declared} yuan a year of 18240");
    }
    unit_of(&mut world, unit).withdrawing = true;
    assert_eq!(codes(&world, of.head), "");
}

#[test]
fn work_is_steady_from_the_third_month_on() {
    let (mut world, unit) = scene();
    let head = world.units[unit as usize].head;
    unit_of(&mut world, unit).declared = Some(Fen::from_yuan(200_000));
    for (months_ago, yuan, expected) in [(1, 4_000, ""), (2, 4_000, "X06"), (9, 2_900, "")] {
        let since = world.nights[0].month().plus_months(-months_ago);
        let occupation =
            Occupation::Worker { employer: "某厂", base: Fen::from_yuan(yuan), since };
        world.papers.occupations.insert(head, occupation);
        assert_eq!(codes(&world, head), expected, "{months_ago} months, {yuan} yuan");
    }
}

#[test]
fn the_allowance_is_missing_after_sixty_days_of_a_valid_certificate() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    for (days, expected) in [(59, ""), (60, "G05"), (3_700, "")] {
        let disability = Disability::new(("肢体", '4'), 3, night.plus_days(-days));
        world.papers.disabilities.insert(head, disability);
        assert_eq!(codes(&world, head), expected, "issued {days} days ago");
    }
}

#[test]
fn a_ruined_home_waits_sixty_days_and_a_scratched_one_for_ever() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    for (days, level, remark, expected) in [
        (59, "倒塌", "", ""),
        (60, "倒塌", "", "G11"),
        (60, "轻微受损", "", ""),
        (60, "倒塌", "已获农房保险赔付", ""),
    ] {
        let on = night.plus_days(-days);
        world.papers.damages = vec![Damage { head, kind: "洪涝", on, level, remark }];
        assert_eq!(codes(&world, head), expected, "{level} {days} days ago");
    }
}

#[test]
fn relief_repeats_for_one_cause_or_event_within_a_year() {
    let (mut world, _) = scene();
    let night = world.nights[0];
    let relieved: Vec<u32> = world.relief.iter().map(|relief| relief.recipient).collect();
    let free = world.numbers().find(|person| {
        world.lives_here(*person, night)
            && !world.planted.contains(person)
            && relieved.iter().all(|other| {
                world.household_of(*other, night) != world.household_of(*person, night)
            })
    });
    let person = free.expect("most were never relieved");
    let relief = |cause: &'static str, days: i32, bill: Option<&str>| Relief {
        number: format!("LS{days}"),
        recipient: person,
        class: "急难型",
        cause,
        amount: Fen::from_yuan(800),
        approved: night.plus_days(-days - 5),
        paid: night.plus_days(-days),
        exception: None,
        bill: bill.map(str::to_owned),
    };
    let mut check = |second: Relief, expected: &str| {
        let kept = world.relief.len();
        world.relief.extend([relief("意外", 10, Some("B1")), second]);
        assert_eq!(codes(&world, person), expected);
        world.relief.truncate(kept);
    };
    check(relief("意外", 375, None), "D06");
    check(relief("意外", 376, None), "");
    check(relief("疾病", 90, None), "");
    check(relief("意外", 90, Some("B2")), "");
    check(relief("疾病", 90, Some("B1")), "D06");
    check(Relief { exception: Some(night), ..relief("意外", 90, None) }, "");
}

#[test]
fn two_titles_are_two_homes_and_two_owners_are_one() {
    use crate::synth::papers::Property;
    let (mut world, unit) = scene();
    let head = world.units[unit as usize].head;
    let title = |number: &str, usage| Property {
        certificate: number.to_owned(),
        owners: vec![head],
        usage,
        area: 8_000,
        registered: Day(10_000),
    };
    world.papers.properties.push(title("一", PropertyUse::Home));
    assert_eq!(codes(&world, head), "");
    world.papers.properties.push(title("二", PropertyUse::Resettlement));
    assert_eq!(codes(&world, head), "");
    world.papers.properties.push(title("三", PropertyUse::Home));
    assert_eq!(codes(&world, head), "X04");
}

#[test]
fn a_vehicle_counts_while_it_is_on_the_road() {
    use crate::synth::papers::Vehicle;
    let (mut world, unit) = scene();
    let (owner, night) = (world.units[unit as usize].head, world.nights[0]);
    for (kind, gone, expected) in [
        (VehicleKind::Car, None, "X03"),
        (VehicleKind::Car, Some((night, "报废")), ""),
        (VehicleKind::Car, Some((night.plus_days(1), "报废")), "X03"),
        (VehicleKind::Motorcycle, None, ""),
        (VehicleKind::ForTheDisabled, None, ""),
    ] {
        let plate = "虚A999999".to_owned();
        let vehicle = Vehicle { plate, kind, owner, registered: Day(15_000), gone };
        world.papers.vehicles.push(vehicle);
        assert_eq!(codes(&world, owner), expected, "{} {gone:?}", kind.chinese());
        world.papers.vehicles.pop();
    }
}

#[test]
fn an_account_of_unrelated_people_is_shared_unless_it_is_a_homes() {
    let (mut world, unit) = scene();
    let account = world.units[unit as usize].account.clone();
    let head = world.units[unit as usize].head;
    let night = world.nights[0];
    let kin = Kin::new(&world);
    let mut by_head: BTreeMap<u32, u32> = BTreeMap::new();
    for (number, other) in (0..).zip(&world.units) {
        if other.is_active(night) && !kin.are_related(&world, head, other.head, night) {
            by_head.insert(other.head, number);
        }
    }
    let others: Vec<u32> = by_head.into_values().take(PEOPLE_OF_A_HOME).collect();
    let receive = |world: &mut World, units: &[u32]| {
        let payments = world.payments.iter_mut();
        for payment in payments.filter(|payment| units.contains(&payment.unit)) {
            payment.account.clone_from(&account);
        }
    };
    receive(&mut world, &others[..1]);
    assert_eq!(codes(&world, head), "A03");
    receive(&mut world, &others);
    assert_eq!(codes(&world, head), "A03", "many people, but no home");
    for other in &others {
        unit_of(&mut world, *other).scheme = Scheme::CentralSupport;
    }
    assert_eq!(codes(&world, head), "", "the account of a home");
}

const PEOPLE_OF_A_HOME: usize = parameters::PEOPLE_OF_AN_INSTITUTION;

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
fn a_blow_after_the_end_waits_sixty_days_and_is_answered_by_any_help() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    for member in world.units[unit as usize].members.clone() {
        world.papers.occupations.insert(member, Occupation::Unknown);
    }
    let last = night.month().plus_months(-5);
    unit_of(&mut world, unit).to = Some(last);
    let after_end =
        |payment: &crate::synth::world::Payment| payment.unit != unit || payment.period <= last;
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
        world.papers.allowances = vec![crate::synth::papers::Allowance {
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
    let entry = |months: i32| crate::synth::papers::RegisterEntry {
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
