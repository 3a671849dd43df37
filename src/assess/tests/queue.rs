//! The order of cases, and where a town's list ends.

use super::{policy, run_date};
use crate::assess::cases;
use crate::domain::{
    Case, Day, Dossier, DossierMember, Family, Fen, Finding, Grade, HouseholdId, HouseholdKind,
    Outcome, PersonId, Returned, Severity, Standing,
};

/// A finding in a household of its own, in a town.
fn finding(household: u64, code: &str, grade: Grade, yuan: i64) -> Finding {
    let policy = policy();
    let rule = policy.rule(code).expect("the pack has the rule");
    Finding {
        looked_at: "home",
        code: code.to_owned(),
        family: rule.family,
        severity: rule.severity,
        note: rule.note,
        grade,
        household: HouseholdId(household),
        other_households: Vec::new(),
        town: Some("990101001".to_owned()),
        village: None,
        subjects: vec![PersonId(household)],
        discriminator: String::new(),
        amount: Fen::from_yuan(yuan),
        from: None,
        to: None,
        last_month: None,
        schemes: Vec::new(),
        reason: String::new(),
        arithmetic: String::new(),
        verify: String::new(),
        harm: String::new(),
        suggested: Vec::new(),
        parameters: String::new(),
        exceptions_checked: Vec::new(),
        evidence: Vec::new(),
        decision: None,
    }
}

fn dossier(household: u64, birth: &str) -> Dossier {
    let birth: Day = birth.parse().expect("a day");
    Dossier {
        household: HouseholdId(household),
        kind: HouseholdKind::Register,
        town: None,
        village: None,
        members: vec![DossierMember {
            person: PersonId(household),
            name_masked: String::new(),
            resident_id_masked: None,
            name_mention: None,
            number_mention: None,
            male: None,
            birth: Some(birth),
            relation: None,
            has_namesake: false,
            households: Vec::new(),
            kin: Vec::new(),
            identities: Vec::new(),
        }],
        neighbours: Vec::new(),
        awards: Vec::new(),
        payments: Vec::new(),
        circumstances: Vec::new(),
        strays: Vec::new(),
    }
}

/// The cases of findings that all are of tonight.
fn queue(findings: &[Finding], dossiers: &[Dossier]) -> Vec<Case> {
    cases(findings, &vec![run_date(); findings.len()], dossiers, &policy(), run_date())
}

#[test]
fn need_comes_first_then_urgency_then_money_then_the_less_certain() {
    let findings = [
        finding(1, "Q01", Grade::Confirmed, 0),
        finding(2, "D02", Grade::Confirmed, 900),
        finding(3, "D04", Grade::Probable, 9_000),
        finding(4, "X01", Grade::Confirmed, 100),
        finding(5, "G01", Grade::Confirmed, 20_000),
        finding(6, "G07", Grade::Confirmed, 0),
        finding(7, "D09", Grade::Confirmed, 5_000),
        finding(8, "D02", Grade::Possible, 99_000),
    ];
    let dossiers = [dossier(5, "1980-05-01"), dossier(6, "2016-05-01")];
    let cases = queue(&findings, &dossiers);
    let order: Vec<String> = cases
        .iter()
        .map(|case| {
            let code = &findings[case.findings[0] as usize].code;
            format!("{} {code} {} {}", case.priority, case.grade.code(), case.listed)
        })
        .collect();
    expect_test::expect![[r"
        1 G07 confirmed true
        2 X01 confirmed true
        3 G01 confirmed true
        4 D09 confirmed true
        5 D02 confirmed true
        6 D04 probable true
        7 D02 possible false
        8 Q01 confirmed false"]]
    .assert_eq(&order.join("\n"));
}

#[test]
fn the_findings_of_one_household_are_one_case_the_gravest_first() {
    let mut other = finding(1, "D01", Grade::Confirmed, 400);
    other.town = Some("990101002".to_owned());
    let findings = [finding(1, "Q01", Grade::Confirmed, 0), other];
    let cases = queue(&findings, &[]);
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].findings, [1, 0]);
    assert_eq!((cases[0].family, cases[0].severity), (Family::Duplicate, Severity::Red));
    assert_eq!(cases[0].town.as_deref(), Some("990101002"));
    assert_eq!(cases[0].due, Some(run_date().plus_days(7)));
}

#[test]
fn a_list_ends_at_the_towns_cap_and_nothing_is_lost() {
    let cap = policy().queue.cap_per_town;
    let findings: Vec<Finding> =
        (1..=u64::from(cap) + 3).map(|at| finding(at, "D02", Grade::Confirmed, 100)).collect();
    let cases = queue(&findings, &[]);
    assert_eq!(cases.len(), findings.len());
    assert_eq!(cases.iter().filter(|case| case.listed).count(), cap as usize);
    assert!(cases[..cap as usize].iter().all(|case| case.listed));
}

#[test]
fn a_note_is_no_case_and_adds_nothing_to_one() {
    let findings = [
        finding(1, "M06", Grade::Confirmed, 9_000),
        finding(2, "D02", Grade::Confirmed, 100),
        finding(2, "M06", Grade::Confirmed, 9_000),
    ];
    assert!(findings[0].note && !findings[1].note);
    let cases = queue(&findings, &[]);
    assert_eq!(cases.len(), 1);
    assert_eq!((&cases[0].findings[..], cases[0].amount), (&[1][..], Fen::from_yuan(100)));
}

#[test]
fn what_a_decision_settles_is_no_case_until_it_is_back() {
    let decided = |household, returned| Finding {
        decision: Some(Standing {
            outcome: Outcome::Confirmed,
            decided_on: run_date().plus_days(-3),
            returned,
        }),
        ..finding(household, "D02", Grade::Confirmed, 100)
    };
    let findings = [
        decided(1, None),
        decided(2, Some(Returned::NewMonth)),
        decided(3, None),
        finding(3, "D04", Grade::Confirmed, 100),
    ];
    let cases = queue(&findings, &[]);
    let mut found: Vec<(u64, Vec<u32>)> =
        cases.into_iter().map(|case| (case.household.0, case.findings)).collect();
    found.sort();
    assert_eq!(found, [(2, vec![1]), (3, vec![3])]);
}

#[test]
fn a_case_is_due_from_the_night_it_was_first_seen_and_is_told_when_it_stays() {
    let findings =
        [finding(1, "D02", Grade::Confirmed, 100), finding(1, "X03", Grade::Confirmed, 100)];
    let of = |days_ago: [i32; 2]| {
        let first_seen = days_ago.map(|days| run_date().plus_days(-days));
        let cases = cases(&findings, &first_seen, &[], &policy(), run_date());
        let case = &cases[0];
        let due = case.due.expect("a case has a day").0 - run_date().0;
        let told = case.escalated_to.as_deref().unwrap_or("-");
        format!("due in {due}, over {}, {told}", case.overdue_days)
    };
    expect_test::expect!["due in 7, over 0, -"].assert_eq(&of([0, 0]));
    expect_test::expect!["due in 4, over 0, -"].assert_eq(&of([3, 0]));
    expect_test::expect!["due in 1, over 0, -"].assert_eq(&of([3, 14]));
    expect_test::expect!["due in -3, over 3, -"].assert_eq(&of([10, 0]));
    expect_test::expect!["due in -7, over 7, 区社会救助联席会议办公室"].assert_eq(&of([14, 0]));
}

#[test]
fn further_offices_join_in_and_the_other_household_is_named_in_both_cases() {
    let mut shared = finding(1, "A03", Grade::Confirmed, 0);
    shared.other_households = vec![HouseholdId(2)];
    let findings =
        [shared, finding(1, "G06", Grade::Confirmed, 0), finding(2, "D02", Grade::Confirmed, 100)];
    let cases = queue(&findings, &[]);
    let lines: Vec<String> = cases
        .iter()
        .map(|case| {
            format!(
                "{:?} {} {:?} {:?}",
                case.household, case.office, case.other_offices, case.related
            )
        })
        .collect();
    expect_test::expect![[r#"
        HouseholdId(1) 民政局 ["教育局"] [HouseholdId(2)]
        HouseholdId(2) 民政局 [] [HouseholdId(1)]"#]]
    .assert_eq(&lines.join("\n"));
}
