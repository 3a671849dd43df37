//! Households from a few rows: keys, doors, and ids from night to night.

use expect_test::{Expect, expect};

use super::*;
use crate::domain::{
    Grade, IdFate, KnownHome, KnownMember, Membership, Memberships, Mention, Mentions, PersonId,
    Role,
};

/// Source, key, person, relation.
type Row = (&'static str, &'static str, u32, &'static str);

fn run_date() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a day of the calendar")
}

/// Rows of units, and the door each row gives.
struct Scene<'a> {
    kind: HouseholdKind,
    rows: &'a [Row],
    doors: &'a [&'static str],
    previous: PreviousRun,
}

impl<'a> Scene<'a> {
    fn units(rows: &'a [Row]) -> Self {
        let kind = HouseholdKind::AssistanceUnit;
        Self { kind, rows, doors: &[], previous: PreviousRun::default() }
    }

    fn form(&self) -> Households {
        let count = u32::try_from(self.rows.len()).expect("few rows");
        let mention = |(at, row): (usize, &Row)| Mention {
            door: self.doors.get(at).copied(),
            door_is_dwelling: self.doors.get(at).map(|_| "yes"),
            ..mention(row.0)
        };
        let membership = |(at, row): (u32, &Row)| Membership {
            mention: at,
            kind: self.kind.code(),
            key: row.1,
            relation: Some(row.3),
            from: None,
            to: None,
        };
        let keyed = (0..).zip(self.rows).filter(|(_, row)| !row.1.is_empty());
        let mut records = Records::empty();
        records.mentions = Mentions::from_rows(self.rows.iter().enumerate().map(mention));
        records.memberships = Memberships::from_rows(keyed.map(membership));
        let mut identities = Identities::default();
        identities.keys.extend(0..u64::from(count));
        identities.first_mention.extend(0..count);
        identities.of_mention.extend(0..count);
        let persons = self.rows.iter().map(|row| row.2).max().map_or(0, |last| last + 1);
        let people = People {
            person_of_identity: self.rows.iter().map(|row| row.2).collect(),
            grade_of_identity: vec![Grade::Confirmed; self.rows.len()],
            ids: (0..persons).map(person).collect(),
            first_seen: vec![run_date(); persons as usize],
        };
        form(&people, &identities, &records, &self.previous, run_date(), &Settings::default())
    }
}

/// The lasting id of a person number of the scene.
fn person(number: u32) -> PersonId {
    PersonId(100 + u64::from(number))
}

fn mention(source: &'static str) -> Mention<'static> {
    Mention {
        source,
        role: Role::Member.code(),
        town: Some("990101001"),
        village: Some("990101001002"),
        snapshot: run_date(),
        ..Mention::of_nobody()
    }
}

fn old(household: u64, number: u32) -> KnownMember {
    let first_seen = Day(20_000 + i32::try_from(household).expect("small"));
    let kind = HouseholdKind::AssistanceUnit;
    KnownMember { household: HouseholdId(household), kind, person: person(number), first_seen }
}

/// Kind, people with their relations, and keys joined, without ids.
fn check(scene: &Scene, expect: &Expect) {
    let mut lines: Vec<String> = scene
        .form()
        .all
        .iter()
        .map(|one| {
            let member = |member: &HouseholdMember| {
                format!("{}:{}", member.person, member.relation.as_deref().unwrap_or("-"))
            };
            let people: Vec<String> = one.members.iter().map(member).collect();
            format!("{} [{}] keys {}", one.kind.code(), people.join(" "), one.source_keys)
        })
        .collect();
    lines.sort();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn rows_with_one_key_are_one_household() {
    let rows = [("a", "k1", 0, "head"), ("a", "k1", 1, "spouse"), ("a", "k2", 2, "head")];
    check(
        &Scene::units(&rows),
        &expect![[r"
        assistance_unit [0:head 1:spouse] keys 1
        assistance_unit [2:head] keys 1"]],
    );
}

#[test]
fn two_keys_with_one_head_are_one_unit_but_two_registers() {
    let rows = [("a", "k1", 0, "head"), ("b", "k2", 0, "head"), ("b", "k2", 1, "son")];
    check(&Scene::units(&rows), &expect!["assistance_unit [0:head 1:son] keys 2"]);
    let registers = Scene { kind: HouseholdKind::Register, ..Scene::units(&rows) };
    check(
        &registers,
        &expect![[r"
        register [0:head 1:son] keys 1
        register [0:head] keys 1"]],
    );
}

#[test]
fn units_of_different_sources_with_mostly_the_same_people_are_one() {
    let rows = [
        ("a", "k1", 0, "head"),
        ("a", "k1", 1, "spouse"),
        ("a", "k1", 2, "son"),
        ("b", "k2", 1, "head"),
        ("b", "k2", 2, "son"),
    ];
    check(&Scene::units(&rows), &expect!["assistance_unit [0:head 1:head 2:son] keys 2"]);
}

#[test]
fn a_child_in_two_units_of_one_source_joins_nothing() {
    let rows = [
        ("a", "k1", 0, "head"),
        ("a", "k1", 2, "son"),
        ("a", "k2", 1, "head"),
        ("a", "k2", 2, "son"),
    ];
    check(
        &Scene::units(&rows),
        &expect![[r"
        assistance_unit [0:head 2:son] keys 1
        assistance_unit [1:head 2:son] keys 1"]],
    );
}

#[test]
fn people_whose_rows_share_a_door_are_a_dwelling_until_there_are_too_many() {
    let rows = [("a", "", 0, "-"), ("a", "", 1, "-"), ("b", "", 1, "-"), ("c", "", 1, "-")];
    let scene = Scene { doors: &["g3-12", "g3-9", "g3-12", "g3-12"], ..Scene::units(&rows) };
    check(&scene, &expect!["dwelling [0:- 1:-] keys 1"]);
    let crowd: Vec<Row> = (0..13).map(|person| ("a", "", person, "-")).collect();
    let scene = Scene { doors: &["g3-12"; 13], ..Scene::units(&crowd) };
    // Nobody lives with anybody behind it: everyone is a dwelling of their own.
    assert_eq!((scene.form().all.len(), scene.form().oversized_doors), (13, 1));
}

#[test]
fn a_household_keeps_the_id_with_which_it_shares_most_people() {
    let rows = [
        ("a", "k1", 0, "head"),
        ("a", "k1", 1, "spouse"),
        ("a", "k2", 2, "head"),
        ("a", "k3", 3, "head"),
        ("a", "k3", 4, "spouse"),
    ];
    let previous = PreviousRun {
        members: vec![old(5, 0), old(5, 1), old(5, 2), old(6, 3), old(7, 4), old(8, 9)],
        ..PreviousRun::default()
    };
    let households = Scene { previous, ..Scene::units(&rows) }.form();
    let of_key = |key| {
        let at = households.of_key(HouseholdKind::AssistanceUnit, key).expect("a key") as usize;
        (households.all[at].id, households.first_seen[at])
    };
    assert_eq!(of_key("k1"), (HouseholdId(5), Day(20_005)));
    assert_eq!(of_key("k3"), (HouseholdId(6), Day(20_006)), "the older of two equals");
    let new = of_key("k2");
    assert_eq!(new.1, run_date());
    let fates: Vec<(HouseholdId, IdFate, Option<HouseholdId>)> =
        households.changes.iter().map(|one| (one.id, one.fate, one.other)).collect();
    let expected = [
        (HouseholdId(5), IdFate::SplitInto, Some(new.0)),
        (HouseholdId(7), IdFate::MergedInto, Some(HouseholdId(6))),
        (HouseholdId(8), IdFate::Retired, None),
        (new.0, IdFate::New, None),
    ];
    assert_eq!(fates, expected);
}

#[test]
fn a_night_after_itself_changes_nothing() {
    let rows = [("a", "k1", 0, "head"), ("a", "k1", 1, "spouse"), ("a", "k2", 2, "head")];
    let first = Scene::units(&rows).form();
    let known = |one: &Household| {
        let (household, kind) = (one.id, one.kind);
        let member = |member: &HouseholdMember| KnownMember {
            household,
            kind,
            person: person(member.person),
            first_seen: run_date(),
        };
        one.members.iter().map(member).collect::<Vec<_>>()
    };
    let members = first.all.iter().flat_map(known).collect();
    let previous = PreviousRun { members, ..PreviousRun::default() };
    let second = Scene { previous, ..Scene::units(&rows) }.form();
    assert_eq!(second.all, first.all);
    assert!(second.changes.is_empty());
}

/// Relation, shared people and similarity of the links to the previous night.
fn since(rows: &[Row], members: Vec<KnownMember>, village: &str) -> Vec<String> {
    let home = |household| KnownHome {
        household,
        town: Some("990101001".to_owned()),
        village: Some(village.to_owned()),
    };
    let homes = members.iter().map(|member| home(member.household)).collect();
    let previous = PreviousRun { members, homes, ..PreviousRun::default() };
    let formed = Scene { previous, ..Scene::units(rows) }.form();
    let told = |link: &HouseholdLink| {
        format!("{} {} {}", link.relation.code(), link.shared, link.similarity_permille)
    };
    formed.links.iter().filter(|link| link.is_of_previous_night).map(told).collect()
}

#[test]
fn households_last_move_split_merge_and_change() {
    const HERE: &str = "990101001002";
    let two = [("a", "k1", 0, "head"), ("a", "k1", 1, "spouse")];
    let both = vec![old(1, 0), old(1, 1)];
    assert_eq!(since(&two, both.clone(), HERE), ["same 2 1000"]);
    assert_eq!(since(&two, both.clone(), "990101001003"), ["moved 2 1000"]);
    let apart = [("a", "k1", 0, "head"), ("a", "k2", 1, "head")];
    assert_eq!(since(&apart, both.clone(), HERE), ["split 1 500", "split 1 500"]);
    assert_eq!(since(&two, vec![old(1, 0), old(2, 1)], HERE), ["merged 1 500", "merged 1 500"]);
    let left = vec![old(1, 0), old(1, 1), old(1, 7)];
    assert_eq!(since(&two, left, HERE), ["partial 2 667"]);
}

#[test]
fn a_unit_is_part_of_the_dwelling_that_holds_its_people() {
    let rows = [("a", "k1", 0, "head"), ("a", "k1", 1, "spouse"), ("b", "", 2, "")];
    let doors = ["5-2-301"; 3];
    let formed = Scene { doors: &doors, ..Scene::units(&rows) }.form();
    let told: Vec<String> = formed
        .links
        .iter()
        .map(|link| {
            let (kind, other) = (link.kind.code(), link.other_kind.code());
            format!("{kind} {} {other} {}", link.relation.code(), link.similarity_permille)
        })
        .collect();
    assert_eq!(told, ["assistance_unit part_of dwelling 667"]);
}

#[test]
fn who_is_named_beside_the_subject_is_kin_and_a_parent_has_a_child() {
    let mut records = Records::empty();
    let named = |role: Role| Mention { role: role.code(), line: 2, ..mention("register") };
    records.mentions =
        Mentions::from_rows([named(Role::Member), named(Role::Mother), named(Role::Spouse)]);
    let mut identities = Identities::default();
    identities.keys.extend(0..3);
    identities.first_mention.extend(0..3);
    identities.of_mention.extend(0..3);
    let people = People {
        person_of_identity: vec![0, 1, 2],
        grade_of_identity: vec![Grade::Confirmed; 3],
        ids: (0..3).map(person).collect(),
        first_seen: vec![run_date(); 3],
    };
    let none = PreviousRun::default();
    let formed = form(&people, &identities, &records, &none, run_date(), &Settings::default());
    let told: Vec<String> = formed
        .kin
        .relatives()
        .iter()
        .map(|one| format!("{} {} {}", one.of, one.kinship.code(), one.person))
        .collect();
    assert_eq!(told, ["0 spouse 2", "0 mother 1", "1 child 0", "2 spouse 0"]);
}
