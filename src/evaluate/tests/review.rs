use expect_test::expect;

use super::*;

#[test]
fn the_load_is_spread_over_people_rows_and_towns() {
    let mentions = everybody(1..=4) + "register:4 father 1\n";
    let mut truth = truth_of(&mentions);
    let findings = "night,code,person,discriminator,note\n2026-11-23,D01,1,P1,\n";
    truth.add_findings(findings.as_bytes()).expect("well-formed findings");
    let mut outcome = outcome_of(&mentions);
    let case = |priority, listed, town: Option<&str>| OutcomeCase {
        priority,
        listed,
        town: town.map(str::to_owned),
    };
    outcome.cases = vec![
        case(1, true, Some("A")),
        case(2, true, Some("A")),
        case(3, false, Some("A")),
        case(4, false, Some("B")),
        case(5, false, None),
    ];
    let flag = |case, person, listed| OutcomeFlag {
        code: "D01".to_owned(),
        severity: Severity::Red,
        grade: Grade::Confirmed,
        subjects: vec![person],
        case: Some(case),
        listed,
    };
    // The right flag of the second case is too weak to be shown.
    outcome.flags = vec![
        flag(1, 1, true),
        flag(1, 2, true),
        flag(2, 1, false),
        flag(2, 3, true),
        flag(3, 1, false),
        flag(4, 4, false),
        flag(5, 4, false),
    ];
    expect![[r#"
        review load                        all   listed
        cases                                5        2
        share right                     0.6000   0.5000
        flags per case                    1.40     1.50
        cases per 10,000 people       12500.00  5000.00
        cases per 10,000 source rows  12500.00  5000.00
        cases of the busiest town            3        2
        cases of the median town           2.0      2.0
        A case is right if one of its flags is; a listed one, if one of those shown is.
    "#]]
    .assert_eq(&evaluate(&outcome, &truth).review.to_string());
}
