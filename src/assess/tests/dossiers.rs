//! From tables to dossiers: homes, covers, kin, paid months and shared numbers.

use std::fmt::Write as _;

use super::run_date;
use crate::assess::{Night, build_dossiers};
use crate::domain::{
    Award, Awards, Circumstance, Circumstances, Day, Dossier, Fen, Grade, Household, HouseholdId,
    HouseholdKind, HouseholdMember, IdClass, Identities, KinGraph, Kinship, Mention, Mentions,
    Month, Payment, Payments, People, PersonId, Records, Relative, SharedKind, SharedValue, Source,
};

/// Source, line, role, name, number (or `-`), person.
type Seen = (&'static str, u32, &'static str, &'static str, &'static str, u32);

const LI: &str = "99010119700101001X";
const WANG: &str = "99010119720202002X";

/// A pensioner pair on the register, their unit, and somebody who uses her number.
const SEEN: [Seen; 8] = [
    ("police", 2, "member", "李大山", LI, 0),
    ("police", 2, "spouse", "王秀英", WANG, 1),
    ("police", 3, "member", "王秀英", WANG, 1),
    ("civil", 2, "head", "李大山", LI, 0),
    ("payments", 2, "recipient", "李大山", LI, 0),
    ("payments", 3, "recipient", "李大山", LI, 0),
    ("deaths", 2, "deceased", "李大山", LI, 0),
    ("payments", 4, "recipient", "赵春兰", WANG, 2),
];
/// Her own row of the register, which may give a former name.
const REGISTERED: (&str, u32, &str) = ("police", 3, "member");
const SOURCES: [&str; 4] = ["police", "civil", "payments", "deaths"];

fn mention(seen: &Seen) -> Mention<'static> {
    let (source, line, role, name, number, _) = *seen;
    Mention {
        source,
        line,
        role,
        name_raw: Some(name),
        name: Some(name),
        name_folded: Some(name),
        surname_length: Some(1),
        resident_id_raw: Some(number),
        resident_id: Some(number),
        resident_id_class: IdClass::Valid.code(),
        town: Some("990101001"),
        snapshot: run_date(),
        ..Mention::of_nobody()
    }
}

fn payment(mention: u32, month: u32) -> Payment<'static> {
    Payment {
        mention,
        scheme: "DBN",
        period: Month::from_ym(2026, month),
        paid_on: None,
        amount: Fen::from_yuan(800),
        payment_number: None,
        certificate: None,
        account: None,
        event: None,
        cause: None,
        mark: None,
        area: None,
    }
}

fn records(former_name: Option<&'static str>) -> Records {
    let mut records = Records::empty();
    let rows = SEEN.iter().map(|seen| Mention {
        former_name: former_name.filter(|_| (seen.0, seen.1, seen.2) == REGISTERED),
        ..mention(seen)
    });
    records.mentions = Mentions::from_rows(rows);
    records.awards = Awards::from_rows([Award {
        mention: 3,
        certificate: Some("N1"),
        scheme: "DBN",
        status: "active",
        from: Day::from_ymd(2025, 1, 1),
        to: None,
        monthly: Some(Fen::from_yuan(800)),
        area: None,
        household_key: Some("unit of li"),
    }]);
    records.payments = Payments::from_rows([payment(4, 9), payment(5, 10)]);
    records.circumstances = Circumstances::from_rows([Circumstance {
        mention: 6,
        kind: "death",
        from: Day::from_ymd(2026, 8, 1),
        to: None,
        amount: None,
        assisted: None,
        grade: None,
        event: None,
    }]);
    records
}

fn household(id: u64, kind: HouseholdKind, people: &[u32]) -> Household {
    let member = |person: &u32| HouseholdMember {
        person: *person,
        relation: Some(if *person == 0 { "head" } else { "spouse" }.to_owned()),
        from: None,
        to: None,
        memberships: Vec::new(),
    };
    Household {
        id: HouseholdId(id),
        kind,
        members: people.iter().map(member).collect(),
        town: Some("990101001".to_owned()),
        village: None,
        source_keys: 1,
    }
}

fn build() -> (Vec<Dossier>, Vec<SharedValue>) {
    build_with(None)
}

fn build_with(former_name: Option<&'static str>) -> (Vec<Dossier>, Vec<SharedValue>) {
    let households = [
        household(7, HouseholdKind::Register, &[0, 1]),
        household(8, HouseholdKind::AssistanceUnit, &[0, 1]),
        household(9, HouseholdKind::Dwelling, &[2]),
    ];
    build_from(&records(former_name), &households)
}

fn build_from(records: &Records, households: &[Household]) -> (Vec<Dossier>, Vec<SharedValue>) {
    let count = u32::try_from(SEEN.len()).expect("few rows");
    let mut identities = Identities::default();
    identities.keys.extend(0..u64::from(count));
    identities.first_mention.extend(0..count);
    identities.of_mention.extend(0..count);
    let people = People {
        person_of_identity: SEEN.iter().map(|seen| seen.5).collect(),
        grade_of_identity: vec![Grade::Confirmed; SEEN.len()],
        ids: vec![PersonId(30), PersonId(20), PersonId(10)],
        first_seen: vec![run_date(); 3],
    };
    let source = |id: &&str| Source {
        id: (*id).to_owned(),
        agency: (*id).to_owned(),
        agency_name: (*id).to_owned(),
        title: (*id).to_owned(),
        roster: *id == "police",
        snapshot: run_date(),
        age_days: 0,
    };
    let sources: Vec<Source> = SOURCES.iter().map(source).collect();
    let spouse = |of, person| Relative { of, kinship: Kinship::Spouse, person, mention: 1 };
    let kin = KinGraph::new(people.len(), vec![spouse(0, 1), spouse(1, 0)]);
    let night = Night {
        kin: &kin,
        run_date: run_date(),
        sources: &sources,
        records,
        identities: &identities,
        people: &people,
        households,
        unit_of_key: &|key| match key {
            "unit of li" => Some(1),
            "unit of zhao" => Some(2),
            _ => None,
        },
    };
    build_dossiers(&night, &[SharedKind::ResidentId, SharedKind::Account])
}

#[test]
fn a_dossier_is_the_unit_with_all_that_is_known_of_its_people() {
    let (dossiers, _) = build();
    let mut text = String::new();
    for dossier in &dossiers {
        let _ = writeln!(text, "{} {}", dossier.household, dossier.kind.code());
        for member in &dossier.members {
            let kin: Vec<String> = member
                .kin
                .iter()
                .map(|kin| {
                    format!(
                        "{} {} {}",
                        kin.kinship.code(),
                        kin.name_masked,
                        kin.circumstances.len()
                    )
                })
                .collect();
            let _ = writeln!(
                text,
                "  {} {} {:?} kin[{}] households {} identities {}",
                member.person,
                member.name_masked,
                member.relation,
                kin.join(", "),
                member.households.len(),
                member.identities.len()
            );
        }
        for award in &dossier.awards {
            let paid: Vec<String> = award.paid_months.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                text,
                "  {} to {:?} covers {:?} paid {}",
                award.scheme,
                award.recipient,
                award.covers,
                paid.join(" ")
            );
        }
        let facts = (dossier.payments.len(), dossier.circumstances.len());
        let _ = writeln!(text, "  payments {} circumstances {}", facts.0, facts.1);
    }
    expect_test::expect![[r#"
        H0000000000000008 assistance_unit
          P0000000000000014 王*英 Some("spouse") kin[spouse 李*山 1] households 2 identities 1
          P000000000000001e 李*山 Some("head") kin[spouse 王*英 0] households 2 identities 1
          DBN to Some(1) covers [0, 1] paid 2026-09 2026-10
          payments 2 circumstances 1
        H0000000000000009 dwelling
          P000000000000000a 赵*兰 Some("spouse") kin[] households 1 identities 1
          payments 0 circumstances 0
    "#]]
    .assert_eq(&text);
}

#[test]
fn the_relations_a_row_names_are_those_of_the_first_of_its_subjects() {
    let mut records = records(None);
    let rows = SEEN.iter().enumerate().map(|(at, seen)| match at {
        1 => Mention { role: "member", ..mention(seen) },
        2 => Mention { line: 2, role: "spouse", ..mention(seen) },
        _ => mention(seen),
    });
    records.mentions = Mentions::from_rows(rows);
    let households = [
        household(7, HouseholdKind::Register, &[0, 1]),
        household(9, HouseholdKind::Dwelling, &[2]),
    ];
    let (dossiers, _) = build_from(&records, &households);
    let kin = dossiers.iter().flat_map(|dossier| &dossier.members).map(|member| {
        let kin: Vec<&str> = member.kin.iter().map(|kin| kin.name_masked.as_str()).collect();
        format!("{}: {}", member.name_masked, kin.join(" "))
    });
    assert_eq!(kin.collect::<Vec<_>>(), ["王*英: 李*山", "李*山: 王*英", "赵*兰: "]);
}

#[test]
fn a_number_is_the_own_one_of_whoever_is_written_with_it_most_often() {
    let (dossiers, _) = build();
    let members = dossiers.iter().flat_map(|dossier| &dossier.members);
    let told: Vec<String> = members
        .map(|member| {
            let of_another: Vec<bool> =
                member.identities.iter().map(|one| one.of_another).collect();
            format!("{} {of_another:?} {}", member.name_masked, member.has_namesake)
        })
        .collect();
    assert_eq!(told, ["王*英 [false] false", "李*山 [false] false", "赵*兰 [true] false"]);
}

#[test]
fn a_payment_is_tied_to_the_number_it_is_made_under() {
    let (dossiers, _) = build();
    let home = &dossiers[0];
    let number = home.members[1].identities[0].id_key;
    assert!(home.payments.iter().all(|payment| payment.id_key == number));
}

#[test]
fn a_unit_in_force_gives_an_award_to_the_register_household_of_its_people_and_to_no_door() {
    let (dossiers, _) = build();
    let members = dossiers.iter().flat_map(|dossier| &dossier.members);
    let households = members.flat_map(|member| &member.households);
    let told: Vec<(&str, bool)> = households.map(|one| (one.kind.code(), one.has_award)).collect();
    let both = [("register", true), ("assistance_unit", true)];
    assert_eq!(told, [&both[..], &both, &[("dwelling", false)]].concat());
}

#[test]
fn a_number_of_two_people_is_shared_and_one_of_one_person_is_not() {
    let (_, shared) = build();
    assert_eq!(shared.len(), 1);
    let names: Vec<&str> = shared[0].holders.iter().map(|one| one.name_masked.as_str()).collect();
    assert_eq!(names, ["王*英", "赵*兰"]);
    assert_eq!(shared[0].masked, "990101********002X");
}

#[test]
fn a_shared_number_tells_which_names_a_row_declares_to_be_one_persons() {
    let (_, shared) = build();
    assert!(shared[0].declared.is_empty());
    let (_, shared) = build_with(Some("赵春兰"));
    let keys: Vec<u64> = shared[0].holders.iter().map(|holder| holder.name_key).collect();
    assert_eq!(shared[0].declared, [[keys[0], keys[1]]]);
    let (_, shared) = build_with(Some("王招娣"));
    assert_ne!(shared[0].declared, [[keys[0], keys[1]]]);
}

/// The months paid under each of two awards, when the unit of 赵春兰 counts 李大山 too, who receives
/// two payments under the certificate.
fn paid_of_two_units(certificate: Option<&'static str>) -> String {
    let mut records = records(None);
    let award = |mention, certificate, household_key| Award {
        mention,
        certificate: Some(certificate),
        scheme: "DBN",
        status: "active",
        from: Day::from_ymd(2025, 1, 1),
        to: None,
        monthly: Some(Fen::from_yuan(800)),
        area: None,
        household_key: Some(household_key),
    };
    let awards = [award(3, "N1", "unit of li"), award(7, "N2", "unit of zhao")];
    records.awards = Awards::from_rows(awards);
    let payments = [(4, 9), (5, 10)];
    let payments = payments.map(|(row, month)| Payment { certificate, ..payment(row, month) });
    records.payments = Payments::from_rows(payments);
    let households = [
        household(7, HouseholdKind::Register, &[0, 1]),
        household(8, HouseholdKind::AssistanceUnit, &[0, 1]),
        household(9, HouseholdKind::AssistanceUnit, &[2, 0]),
    ];
    let (dossiers, _) = build_from(&records, &households);
    let li = dossiers.iter().find(|one| one.awards.len() == 2).expect("both awards cover one");
    let paid = |award: &crate::domain::DossierAward| {
        let number = award.certificate.as_deref().unwrap_or_default();
        let months: Vec<String> = award.paid_months.iter().map(ToString::to_string).collect();
        format!("{number}[{}]", months.join(" "))
    };
    li.awards.iter().map(paid).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_shared_member_receives_for_one_unit_does_not_prove_the_other_paid() {
    assert_eq!(paid_of_two_units(Some("N1")), "N1[2026-09 2026-10] N2[]");
    assert_eq!(paid_of_two_units(None), "N1[2026-09 2026-10] N2[]");
}

#[test]
fn a_payment_under_a_certificate_is_its_units_whoever_receives_it() {
    assert_eq!(paid_of_two_units(Some("N2")), "N1[] N2[2026-09 2026-10]");
}

#[test]
fn a_payment_under_the_certificate_counts_whoever_it_is_linked_to() {
    let mut records = records(None);
    // 赵春兰, who has nothing to do with the unit, stands in the payment's row.
    let under = |row, month, yuan| Payment {
        certificate: Some("N1"),
        amount: Fen::from_yuan(yuan),
        ..payment(row, month)
    };
    let rows = [under(4, 8, 800), under(7, 9, 800), under(4, 10, 800), under(4, 10, -800)];
    records.payments = Payments::from_rows(rows);
    let households = [
        household(7, HouseholdKind::Register, &[0, 1]),
        household(8, HouseholdKind::AssistanceUnit, &[0, 1]),
        household(9, HouseholdKind::Dwelling, &[2]),
    ];
    let (dossiers, _) = build_from(&records, &households);
    let award = &dossiers[0].awards[0];
    let months = |months: &[Month]| {
        let months: Vec<String> = months.iter().map(ToString::to_string).collect();
        months.join(" ")
    };
    assert_eq!(months(&award.paid_months), "2026-08 2026-09");
    assert_eq!(months(&award.returned_months), "2026-10", "the bank sent it back");
}

#[test]
fn a_payment_to_a_namesake_without_a_number_is_a_stray_and_one_under_a_number_is_not() {
    for (class, expected) in [(IdClass::Missing, "CJS 2026-09"), (IdClass::Valid, "")] {
        let mut records = records(None);
        let rows = SEEN.iter().enumerate().map(|(at, seen)| match at {
            7 => Mention {
                name: Some("王秀英"),
                name_folded: Some("王秀英"),
                resident_id: None,
                resident_id_class: class.code(),
                ..mention(seen)
            },
            _ => mention(seen),
        });
        records.mentions = Mentions::from_rows(rows);
        records.payments = Payments::from_rows([Payment { scheme: "CJS", ..payment(7, 9) }]);
        let households = [
            household(7, HouseholdKind::Register, &[0, 1]),
            household(9, HouseholdKind::Dwelling, &[2]),
        ];
        let (dossiers, _) = build_from(&records, &households);
        let strays = dossiers[0].strays.iter();
        let strays = strays.map(|stray| format!("{} {}", stray.scheme, stray.period));
        assert_eq!(strays.collect::<Vec<_>>().join(", "), expected);
    }
}
