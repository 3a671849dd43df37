#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them when it updates")]

use expect_test::{Expect, expect};
use std::fmt::Write;

use std::borrow::Cow;

use super::*;
use crate::domain::{
    AttributesBuilder, CircleKind, Day, IdClass, Membership, MembershipsBuilder, Mention,
};

const KEY: [u8; 16] = *b"a key of a place";

/// Lines of `source line role name number birth phone`, with `-` for nothing, and perhaps a former
/// name.
fn mentions(table: &str) -> Mentions {
    let rows = table.lines().map(str::split_whitespace).map(Iterator::collect::<Vec<_>>);
    let rows: Vec<Vec<&str>> = rows.filter(|cells| !cells.is_empty()).collect();
    Mentions::from_rows(rows.iter().map(|cells| {
        let number = some(cells[4]);
        let class = match number {
            None => IdClass::Missing,
            Some(text) if ResidentId::parse(text).is_some() => IdClass::Valid,
            Some(_) => IdClass::Invalid,
        };
        Mention {
            source: cells[0],
            file: "a.csv",
            line: cells[1].parse().expect("a line number"),
            role: cells[2],
            name_raw: some(cells[3]),
            name: some(cells[3]),
            name_folded: some(cells[3]),
            surname_length: Some(1),
            former_name: cells.get(7).copied().and_then(some),
            resident_id_raw: number,
            resident_id: number,
            resident_id_class: class.code(),
            birth_date: some(cells[5]),
            phone: some(cells[6]),
            ..Mention::of_nobody()
        }
    }))
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| *text != "-")
}

fn sources() -> Vec<Source> {
    let source = |id: &str, roster| Source {
        id: id.to_owned(),
        agency: id.to_owned(),
        agency_name: id.to_owned(),
        title: id.to_owned(),
        roster,
        snapshot: Day(20_000),
        age_days: 0,
    };
    vec![source("relief", false), source("register", true)]
}

fn check(table: &str, expected: &Expect) {
    let mentions = mentions(table);
    let identities =
        identities(&mentions, &Attributes::default(), &Memberships::empty(), &sources(), KEY);
    let field = |name: &str, at: usize| {
        let column = identities.field(name).expect("identities have the field");
        column.at(at).unwrap_or("-").to_owned()
    };
    let mut text = format!("{:?}\n", identities.of_mention);
    for at in 0..identities.len() {
        let fields = ["name", "birth", "sex", "listed"].map(|name| field(name, at));
        writeln!(text, "{at} source {} {}", identities.source[at], fields.join(" "))
            .expect("a string takes any text");
    }
    expected.assert_eq(&text);
}

#[test]
fn equal_values_of_one_source_are_one_identity_with_birth_and_sex_from_the_number() {
    check(
        "
        relief    2  recipient  王秀英  990101195003020028  -           -
        relief    3  recipient  王秀英  990101195003020028  -           -
        register  2  member     王秀英  990101195003020028  1950-03-03  -
        relief    4  recipient  王秀芳  -                   1950        -
        ",
        &expect![[r#"
            [0, 0, 2, 1]
            0 source 0 王秀英 1950-03-02 female -
            1 source 0 王秀芳 1950 - -
            2 source 1 王秀英 1950-03-03 female yes
        "#]],
    );
}

#[test]
fn a_former_name_is_a_field_and_part_of_what_makes_two_rows_one_identity() {
    let mentions = mentions(
        "
        relief    2  recipient  王秀英  990101195003020028  -  -
        register  2  member     王秀英  990101195003020028  -  -  王招娣
        register  3  member     王秀英  990101195003020028  -  -  王招娣
        register  4  member     王秀英  990101195003020028  -  -  -
        ",
    );
    let identities =
        identities(&mentions, &Attributes::default(), &Memberships::empty(), &sources(), KEY);
    assert_eq!(identities.of_mention, [0, 1, 1, 2]);
    let former = identities.field("former_name").expect("identities have the field");
    let former: Vec<Option<&str>> = former.iter().collect();
    assert_eq!(former, [None, Some("王招娣"), None]);
}

#[test]
fn a_bare_name_is_a_person_of_its_own_and_a_relation_belongs_to_its_row() {
    check(
        "
        relief    2  recipient  王伟    -                   -           -
        relief    3  recipient  王伟    -                   -           -
        register  2  member     王小明  -                   2015-01-02  -
        register  2  father     王伟    -                   -           -
        register  3  member     王小红  -                   2017-01-02  -
        register  3  father     王伟    -                   -           -
        register  4  member     王小明  -                   2015-01-02  -
        register  4  father     王伟    -                   -           -
        ",
        &expect![[r#"
            [0, 1, 2, 3, 4, 5, 2, 3]
            0 source 0 王伟 - - -
            1 source 0 王伟 - - -
            2 source 1 王小明 2015-01-02 - yes
            3 source 1 王伟 - - -
            4 source 1 王小红 2017-01-02 - yes
            5 source 1 王伟 - - -
        "#]],
    );
}

#[test]
fn who_is_named_in_one_row_stands_in_a_circle() {
    let mentions = mentions(
        "
        register 2 member  王小明 - 2015-01-02 -
        register 2 father  王伟   - -          -
        register 3 member  王小红 - 2017-01-02 -
        ",
    );
    let mut memberships = MembershipsBuilder::default();
    for mention in [0, 2] {
        let kind = "register";
        memberships.push(Membership {
            mention,
            kind,
            key: "990101:7",
            relation: None,
            from: None,
            to: None,
        });
    }
    let found =
        identities(&mentions, &Attributes::default(), &memberships.finish(), &sources(), KEY);
    let beside = |identity: u32| found.circles.beside(identity).collect::<Vec<_>>();
    assert_eq!(beside(0), [(CircleKind::Row, 1), (CircleKind::Household, 2)]);
    assert_eq!(beside(1), [(CircleKind::Row, 0)]);
    assert_eq!(beside(2), [(CircleKind::Household, 0)]);
}

#[test]
fn an_owner_without_a_number_stands_beside_who_lives_in_the_property() {
    let row = |source, line, name, door| Mention {
        source,
        file: "a.csv",
        line,
        name: Some(name),
        village: Some("990101001001"),
        door,
        door_is_dwelling: door.map(|_| "yes"),
        ..Mention::of_nobody()
    };
    let mentions = Mentions::from_rows([
        row("relief", 2, "王伟", None),
        row("relief", 3, "李强", Some("g1-3")),
        row("register", 2, "王伟", Some("g1-2")),
    ]);
    let mut attributes = AttributesBuilder::new(["property_at".to_owned()]);
    let places = [Some("990101001001/g1-2"), None, None];
    for place in places {
        attributes.push(|_| place.map(Cow::Borrowed));
    }
    let found = identities(&mentions, &attributes.finish(), &Memberships::empty(), &sources(), KEY);
    let beside = |identity: u32| found.circles.beside(identity).map(|(_, other)| other);
    assert_eq!(beside(0).collect::<Vec<_>>(), [2]);
    assert_eq!(beside(1).count(), 0);
}

#[test]
fn a_number_fits_its_row_or_contradicts_it_or_neither() {
    let id = ResidentId::parse("990101195003020028").expect("a valid number");
    let fits = |given: &str| number_fits(given, &id);
    assert_eq!(fits("1950-03-02"), Some("yes"));
    assert_eq!(fits("1950-01-14"), Some("yes"), "the fourteenth of the first lunar month");
    assert_eq!(fits("1950-04-18"), Some("yes"), "the number holds the lunar date of that day");
    assert_eq!(fits("1976-08-11"), Some("no"));
    assert_eq!(fits("1950-08-14"), Some("no"), "months apart is no date of the lunar calendar");
    for slip in ["1950-03-20", "1951-03-02", "1950-01-17", "1950-01-01", "1950-03", "1950"] {
        assert_eq!(fits(slip), None, "{slip}");
    }
}

#[test]
fn keys_depend_on_values_and_secret_but_not_on_the_order_of_rows() {
    let one = mentions(
        "
        relief 2 recipient 王秀英 - 1950-03-02 -
        relief 3 recipient 李秀英 - 1951-03-02 -
        ",
    );
    let turned = mentions(
        "
        relief 9 recipient 李秀英 - 1951-03-02 -
        relief 7 recipient 王秀英 - 1950-03-02 -
        ",
    );
    let keys = |mentions, key| {
        identities(mentions, &Attributes::default(), &Memberships::empty(), &sources(), key).keys
    };
    let reversed: Vec<u64> = keys(&turned, KEY).into_iter().rev().collect();
    assert_eq!(keys(&one, KEY), reversed);
    assert_ne!(keys(&one, KEY), keys(&one, *b"the key of other"));
}

#[test]
fn the_declared_fields_are_those_that_identities_have() {
    let identities = identities(
        &Mentions::empty(),
        &Attributes::default(),
        &Memberships::empty(),
        &sources(),
        KEY,
    );
    let mut declared = FIELDS;
    declared.sort_unstable();
    assert!(identities.field_names().eq(declared));
}

/// Mentions of one register with one attribute each; `-` for none.
fn with_streets(streets: &[&str]) -> Identities {
    let lines: Vec<String> =
        (2..).zip(streets).map(|(line, _)| format!("register {line} member - - - -")).collect();
    let mentions = mentions(&lines.join("\n"));
    let mut builder = crate::domain::AttributesBuilder::new(["street".to_owned()]);
    for street in streets {
        builder.push(|_| some(street).map(Into::into));
    }
    identities(&mentions, &builder.finish(), &Memberships::empty(), &sources(), KEY)
}

#[test]
fn an_attribute_is_a_field_and_part_of_the_fingerprint() {
    let one = with_streets(&["high street", "low street", "-"]);
    let street = one.field("street").expect("the attribute is a field");
    assert_eq!(street.iter().collect::<Vec<_>>(), [Some("high street"), Some("low street"), None]);
    let other = with_streets(&["high street", "mill lane", "-"]);
    let same: Vec<bool> =
        one.keys.iter().zip(&other.keys).map(|(one, other)| one == other).collect();
    assert_eq!(same, [true, false, true]);
    let bare = mentions("register 2 member - - - -");
    let bare = identities(&bare, &Attributes::default(), &Memberships::empty(), &sources(), KEY);
    assert_eq!(bare.keys[0], one.keys[2], "an attribute that a mention lacks changes nothing");
}

#[test]
fn rows_that_agree_in_attributes_alone_stay_apart() {
    assert_eq!(with_streets(&["high street", "high street"]).of_mention, [0, 1]);
}
