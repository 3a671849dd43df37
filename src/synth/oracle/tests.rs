use std::collections::BTreeMap;

use crate::domain::{Day, Fen};
use crate::synth::extract::Occupation;
use crate::synth::papers::{
    Allowance, AllowanceKind, Custody, Damage, Disability, PropertyUse, VehicleKind,
};
use crate::synth::world::{Relief, Scheme, World};
use crate::synth::{Settings, city};

use super::*;

/// A small world and an ordinary unit of it, alone in its household and free of findings.
fn scene() -> (World, u32) {
    let settings = Settings { people: 3000, seed: 21, ..Settings::default() };
    let world = crate::synth::world(&settings, &city::wards(settings.people)[0]);
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

/// The months of a kind of payment for care, as many as named, the last of them this month's.
fn care(world: &mut World, person: u32, kind: AllowanceKind, months: i32) {
    let this_month = world.nights[0].month();
    for ago in 0..months {
        let period = this_month.plus_months(-ago);
        world.papers.allowances.push(Allowance {
            number: format!("{kind:?}{ago}"),
            recipient: person,
            kind,
            period,
            paid: period.first_day(),
            amount: Fen::from_yuan(100),
            account: String::new(),
            mark: "",
            under: None,
        });
    }
}

#[test]
fn care_is_paid_twice_from_the_second_month_on_unless_the_place_allows_it() {
    use AllowanceKind::{ElderCare, InjuryCare, Nursing};
    for (one, other, months, expected) in [
        (ElderCare, Nursing, 1, ""),
        (ElderCare, Nursing, 2, "M04"),
        (InjuryCare, Nursing, 2, "M04"),
        (ElderCare, InjuryCare, 5, ""),
    ] {
        let (mut world, unit) = scene();
        let head = world.units[unit as usize].head;
        world.papers.allowances.retain(|payment| payment.recipient != head);
        care(&mut world, head, one, 6);
        care(&mut world, head, other, months);
        assert_eq!(codes(&world, head), expected, "{one:?} and {other:?}, {months} months");
    }
}

#[test]
fn nursing_is_due_to_the_grave_grades_and_to_all_of_the_mind() {
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    care(&mut world, head, AllowanceKind::Living, 3);
    for (category, grade, days, expected) in
        [(("肢体", '4'), 3, 400, ""), (("精神", '6'), 4, 400, "G03"), (("智力", '5'), 3, 59, "")]
    {
        let disability = Disability::new(category, grade, night.plus_days(-days));
        world.papers.disabilities.insert(head, disability);
        assert_eq!(codes(&world, head), expected, "{category:?} {grade} {days}");
    }
    let disability = Disability::new(("精神", '6'), 4, night.plus_days(-400));
    world.papers.disabilities.insert(head, disability);
    care(&mut world, head, AllowanceKind::InjuryCare, 1);
    assert_eq!(codes(&world, head), "", "cared for by the insurance");
}

#[test]
fn savings_are_held_against_the_line_a_head() {
    use crate::synth::papers::Assets;
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    let members = world.units[unit as usize].members.clone();
    let heads = members.iter().filter(|person| world.lives_here(**person, night)).count();
    let line = 30_000 * i64::try_from(heads).expect("a small unit");
    for (yuan, origin, expected) in
        [(line, "", ""), (line + 1, "", "X08"), (line + 1, "大病捐款", "")]
    {
        let total = Fen::from_yuan(yuan);
        world.papers.assets.insert(head, Assets { total, origin });
        assert_eq!(codes(&world, head), expected, "{yuan} {origin}");
    }
}

#[test]
fn a_unit_without_a_home_is_found_until_somebody_asks_for_a_flat() {
    use crate::synth::papers::HousingRequest;
    let (mut world, unit) = scene();
    let of = world.units[unit as usize].clone();
    let owned_by = |world: &World, home: u32| {
        let night = world.nights[0];
        let of_home = |owner: &u32| world.household_of(*owner, night) == home;
        world.papers.properties.iter().any(|one| one.owners.iter().any(of_home))
    };
    let home = world.household_of(of.head, world.nights[0]);
    assert!(!owned_by(&world, home), "the scene is of a household without a title");
    world.papers.without_home.extend(&of.members);
    assert_eq!(codes(&world, of.head), "G09");
    let number = String::new();
    world.papers.housing_requests.push(HousingRequest {
        number,
        applicant: of.head,
        refused: false,
    });
    assert_eq!(codes(&world, of.head), "");
}

#[test]
fn an_unsafe_home_waits_ninety_days_for_a_plan() {
    use crate::synth::papers::UnsafeHome;
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    for (grade, days, state, expected) in [
        ("D", 89, "未列入计划", ""),
        ("D", 90, "未列入计划", "G09"),
        ("C", 90, "未列入计划", ""),
        ("D", 90, "列入计划", ""),
        ("D", 90, "已搬离", ""),
    ] {
        let (number, found) = (String::new(), night.plus_days(-days));
        world.papers.unsafe_homes = vec![UnsafeHome { number, head, grade, found, state }];
        assert_eq!(codes(&world, head), expected, "{grade} {days} {state}");
    }
}

#[test]
fn lost_work_counts_where_income_is_known_and_low() {
    use crate::synth::papers::{Listing, Tier};
    let (mut world, unit) = scene();
    let (head, night) = (world.units[unit as usize].head, world.nights[0]);
    let month = night.month();
    let units = world.units_of[&head].clone();
    world.payments.retain(|payment| !units.contains(&payment.unit));
    for unit in units {
        unit_of(&mut world, unit).to = Some(month.plus_months(-20));
    }
    for person in world.units[unit as usize].members.clone() {
        world.papers.occupations.insert(person, Occupation::Unknown);
    }
    let laid_off = |ago: i32, informal| {
        let (employer, base) = ("某厂", Fen::from_yuan(4_000));
        Occupation::LaidOff { employer, base, until: month.plus_months(-ago), informal }
    };
    let registered =
        |days: i32| Occupation::Unemployed { since: night.plus_days(-days), benefit: false };
    for (yuan, occupation, expected) in [
        (700, laid_off(4, None), "G08"),
        (700, laid_off(3, None), ""),
        (700, laid_off(13, None), ""),
        (700, laid_off(5, Some(night)), ""),
        (1_140, laid_off(5, None), ""),
        (1_139, laid_off(5, None), "G08"),
        (700, registered(30), "G08"),
        (700, registered(29), ""),
        (700, Occupation::Unemployed { since: night.plus_days(-90), benefit: true }, ""),
    ] {
        world.papers.listings = vec![Listing {
            number: String::new(),
            people: vec![head],
            tier: Tier::Margin,
            in_town: true,
            income: Fen::from_yuan(yuan),
            decided: night.plus_days(-100),
            refused: None,
        }];
        world.papers.occupations.insert(head, occupation);
        assert_eq!(codes(&world, head), expected, "{yuan} yuan");
    }
}

#[test]
fn a_childs_allowance_beside_its_share_is_held_against_the_formula() {
    use crate::synth::papers::{ChildPayment, ChildScheme};
    let (mut world, unit) = scene();
    let of = world.units[unit as usize].clone();
    let top_up = if of.scheme == Scheme::UrbanSubsistence { 192 } else { 264 };
    for (yuan, months, expected) in
        [(top_up + 1, 3, ""), (top_up + 2, 3, "M03"), (1_400, 1, ""), (1_400, 2, "M03")]
    {
        let this_month = world.nights[0].month();
        let payment = |ago: i32| ChildPayment {
            number: String::new(),
            child: of.head,
            scheme: ChildScheme::WithoutCare,
            guardian: of.head,
            period: this_month.plus_months(-ago),
            paid: this_month.first_day(),
            amount: Fen::from_yuan(yuan),
        };
        world.papers.child_payments = (1..=months).map(payment).collect();
        assert_eq!(codes(&world, of.head), expected, "{yuan} yuan for {months} months");
    }
}

#[test]
fn kin_of_staff_are_declared_by_the_one_they_are_kin_of() {
    use crate::synth::papers::StaffMember;
    let (mut world, unit) = scene();
    let night = world.nights[0];
    let units = world.units.iter().filter(|unit| unit.is_active(night));
    let with_father = units.flat_map(|unit| unit.members.iter().copied()).find(|person| {
        let father = world.person(*person).father;
        let outside = father.filter(|father| !world.units_of.contains_key(father));
        outside.is_some_and(|father| world.lives_here(father, night))
            && world.lives_here(*person, night)
            && codes(&world, *person).is_empty()
    });
    let (head, other) = (with_father.expect("a father"), world.units[unit as usize].head);
    let father = world.person(head).father.expect("chosen so");
    let member = |until, declared| StaffMember {
        number: "MZ1".to_owned(),
        person: father,
        since: night.plus_days(-900),
        until,
        declared,
    };
    let day = night.plus_days(-30);
    for (staff, expected) in [
        (member(None, Vec::new()), "X13"),
        (member(None, vec![(head, day)]), ""),
        (member(None, vec![(other, day)]), "X13"),
        (member(None, vec![(head, night.plus_days(1))]), "X13"),
        (member(Some(day), Vec::new()), ""),
    ] {
        world.papers.staff = vec![staff];
        assert_eq!(codes(&world, head), expected);
    }
}
