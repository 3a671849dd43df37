use expect_test::{Expect, expect};

use super::*;

/// Judges units written as `1: 1 2 3`, household and people, of a night in which everybody is told
/// apart; `90` is somebody the truth does not know.
fn check(truth: &str, predicted: &str, expect: &Expect) {
    let members = |text: &str| -> Vec<(u64, u64)> {
        let households = lines(text).map(|words| {
            let household = number(words[0].trim_end_matches(':'));
            words[1..].iter().map(move |person| (household, number(person))).collect::<Vec<_>>()
        });
        households.flatten().collect()
    };
    let rows = members(truth).into_iter().enumerate();
    let row =
        |(line, (household, person))| format!("units:{line} member {person} unit={household}");
    let mentions = everybody(1..=9) + &rows.map(row).collect::<Vec<String>>().join("\n");
    let mut outcome = outcome_of(&mentions);
    outcome.members.extend(members(predicted).into_iter().map(|(household, person)| {
        OutcomeMember { kind: HouseholdKind::AssistanceUnit, household, person }
    }));
    let households = evaluate(&outcome, &truth_of(&mentions)).households;
    let units = &households[1];
    let Rates { right, predicted, actual } = units.exact;
    let pairs = &units.pairs;
    expect.assert_eq(&format!(
        "exact {right} of {actual}, {predicted} predicted\n\
         pairs {} of {}, {} predicted\n\
         BM {:.3} {:.3} {:.3}",
        pairs.right,
        pairs.actual,
        pairs.predicted,
        units.matching_precision,
        units.matching_recall,
        units.matching_f1()
    ));
}

#[test]
fn the_same_people_are_the_same_household_under_any_number() {
    check(
        "1: 1 2 3\n 2: 4",
        "8: 4\n 9: 3 2 1",
        &expect![[r#"
        exact 2 of 2, 2 predicted
        pairs 3 of 3, 3 predicted
        BM 1.000 1.000 1.000"#]],
    );
}

#[test]
fn a_person_may_belong_to_two_units() {
    check(
        "1: 1 2\n 2: 2 3",
        "1: 1 2\n 2: 2 3",
        &expect![[r#"
        exact 2 of 2, 2 predicted
        pairs 2 of 2, 2 predicted
        BM 1.000 1.000 1.000"#]],
    );
}

#[test]
fn a_pair_that_shares_two_units_is_one_pair() {
    check(
        "1: 1 2 3\n 2: 1 2",
        "1: 1 2 3",
        &expect![[r#"
        exact 1 of 2, 1 predicted
        pairs 3 of 3, 3 predicted
        BM 1.000 0.833 0.909"#]],
    );
}

#[test]
fn a_split_household_is_not_exact_and_loses_pairs() {
    check(
        "1: 1 2 3 4",
        "1: 1 2\n 2: 3 4",
        &expect![[r#"
        exact 0 of 1, 2 predicted
        pairs 2 of 6, 2 predicted
        BM 0.500 0.500 0.500"#]],
    );
}

#[test]
fn a_merged_household_is_not_exact_and_makes_pairs() {
    check(
        "1: 1 2\n 2: 3",
        "1: 1 2 3",
        &expect![[r#"
        exact 0 of 2, 1 predicted
        pairs 1 of 1, 3 predicted
        BM 0.667 0.500 0.571"#]],
    );
}

#[test]
fn one_true_household_makes_one_of_two_copies_exact() {
    check(
        "1: 1 2",
        "1: 1 2\n 2: 1 2",
        &expect![[r#"
        exact 1 of 1, 2 predicted
        pairs 1 of 1, 1 predicted
        BM 1.000 1.000 1.000"#]],
    );
}

#[test]
fn whom_the_truth_does_not_know_is_left_out() {
    check(
        "1: 1 2",
        "1: 1 2 90\n 2: 90",
        &expect![[r#"
        exact 1 of 1, 1 predicted
        pairs 1 of 1, 1 predicted
        BM 1.000 1.000 1.000"#]],
    );
}

#[test]
fn predicted_people_stand_for_those_they_mostly_are() {
    let mentions = "
        register:1 member 1 register=1
        register:2 member 1 register=1
        register:3 member 2 register=1
    ";
    let mut outcome = outcome_of(
        "
        register:1 member 70
        register:2 member 70
        register:3 member 70
        ",
    );
    let member = OutcomeMember { kind: HouseholdKind::Register, household: 5, person: 70 };
    outcome.members = vec![member, member];
    let households = evaluate(&outcome, &truth_of(mentions)).households;
    let register = &households[0];
    assert_eq!(register.exact, Rates { right: 0, predicted: 1, actual: 1 });
    assert_eq!(register.pairs, Rates { right: 0, predicted: 0, actual: 1 });
    assert!((register.matching_f1() - 0.5).abs() < 1e-9);
}
