use std::collections::BTreeSet;

use expect_test::expect;

use super::*;
use crate::domain::Measurement;

fn whole_evaluation() -> Evaluation {
    let mentions = "
        register:1 member 1 register=1 strata=twin
        register:2 member 2 register=1
        relief:1 recipient 1 unit=1
    ";
    let mut truth = truth_of(mentions);
    let findings = "night,code,person,discriminator,note\n2026-11-23,D01,1,P1,\n";
    truth.add_findings(findings.as_bytes()).expect("well-formed findings");
    truth.add_look_alikes(findings.replace("1,P1,", "2,P2,补发").as_bytes()).expect("well-formed");
    let mut outcome = outcome_of(
        "
        register:1 member 1 number=5
        register:2 member 2 number=6
        relief:1 recipient 1 number=5
        ",
    );
    outcome.links = vec![OutcomeLink { left: 0, right: 2, weight: 12.0 }];
    outcome.flags = vec![OutcomeFlag {
        code: "D01".to_owned(),
        severity: Severity::Red,
        grade: Grade::Confirmed,
        subjects: vec![1],
        case: Some(1),
        listed: true,
    }];
    outcome.cases = vec![OutcomeCase { priority: 1, listed: true, town: Some("A".to_owned()) }];
    let mut evaluation = evaluate(&outcome, &truth);
    let blocking = BlockingOutcome {
        mentions: outcome.mentions.iter().map(|mention| mention.place).zip(0..).collect(),
        files: outcome.files,
        numbers: vec![5, 6, 5],
        rules: vec![BlockingRule { name: "number".to_owned(), proposed: 1 }],
    };
    evaluation.blocking = Some(evaluate_blocking(&blocking, &truth, |_, _| 1));
    evaluation
}

#[test]
fn every_figure_has_a_row_of_its_own() {
    let evaluation = whole_evaluation();
    let table = evaluation.measurements();
    let key = |row: &Measurement<'_>| {
        let dimension = row.dimension.map(str::to_owned);
        (row.section.to_owned(), row.subject.to_owned(), dimension, row.measure.to_owned())
    };
    let keys: Vec<_> = table.rows().map(|row| key(&row)).collect();
    assert!(keys.is_sorted(), "the table is sorted as its contract says");
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "a figure stands twice");
}

#[test]
fn a_row_says_what_was_measured_of_what() {
    let table = whole_evaluation().measurements();
    let of = |section: &str, subject: &str| {
        let rows = table.rows().filter(|row| (row.section, row.subject) == (section, subject));
        let line = |row: Measurement<'_>| {
            let dimension =
                row.dimension.map_or(String::new(), |dimension| format!(" {dimension}"));
            format!("{section} {subject}{dimension} {} {}", row.measure, row.value)
        };
        rows.map(line).collect::<Vec<String>>().join("\n")
    };
    let subjects = [("blocking", "number"), ("clusters", "people"), ("look_alikes", "D01")];
    let text = subjects.map(|(section, subject)| of(section, subject)).join("\n\n");
    expect![[r#"
        blocking number found 1
        blocking number lost_without 1
        blocking number proposed 1
        blocking number recall 1
        blocking number recall_lost_without 1
        blocking number without_equal_numbers found 0
        blocking number without_equal_numbers lost_without 0

        clusters people clusters 2
        clusters people count 2
        clusters people exact 2
        clusters people exact_rate 1
        clusters people twin count 1
        clusters people twin exact 1
        clusters people twin exact_rate 1

        look_alikes D01 flagged 0
        look_alikes D01 flagged_rate 0
        look_alikes D01 flagged_red_or_orange 0
        look_alikes D01 planted 1
        look_alikes D01 补发 flagged 0
        look_alikes D01 补发 flagged_rate 0
        look_alikes D01 补发 flagged_red_or_orange 0
        look_alikes D01 补发 planted 1"#]]
    .assert_eq(&text);
}

#[test]
fn the_text_goes_section_by_section() {
    expect![[r#"
        night     2026-11-23
        mentions  3 judged, 0 unknown to the truth, 0 missing
        people    2 true, 2 clusters, 2 exact (1.00000)

        clusters                 precision   recall       F1  missed  wrong
        pairs of mentions          1.00000  1.00000  1.00000       0      0
        pairs of identities        1.00000  1.00000  1.00000       0      0
          without equal numbers          –        –        –       0      0
        B³ over mentions           1.00000  1.00000  1.00000

        stratum  people   exact  mentions  missed  wrong  precision   recall       F1    B³ F1
        twin          1  1.0000         1       0      0    1.00000  1.00000  1.00000  1.00000

        households                 true  predicted  exact    rate  precision   recall       F1    BM-F1
        register         户口户       1          0      0  0.0000          –  0.00000  0.00000  0.00000
        assistance_unit  保障家庭     1          0      0  0.0000          –        –        –  0.00000
        dwelling         居住户       0          0      0       –          –        –        –        –
        Precision, recall and F1 are of pairs of people who share a household.

        blocking rule  proposed  true   recall  only  hard  recall  only
        number                1     1  1.00000     1     0       –     0
        any rule                    1  1.00000           0       –
        Of 1 true pairs of identities, 0 are hard: without equal valid numbers.
        Only: the pairs that no other rule proposes, lost if the rule were taken away.

        match probability  pairs  one person  two people  predicted  observed
        0.999-1                1           1           0    0.99976   1.00000
        Brier score 0.000000, log loss 0.000244 nats, expected calibration error 0.000244.
        Of the 1 published pairs, which weigh 12.00 or more; what weighs less is not published.

        flag                    planted  found  raised  right  wrong  precision  recall  top 100  right
        D01        red                1      1       1      1      0     1.0000  1.0000        1      1

        duplicate  重复救助           1      1       1      1      0     1.0000  1.0000        1      1

        all                           1      1       1      1      0     1.0000  1.0000        1      1
        grave      red, orange        1      1       1      1      0     1.0000  1.0000
        top 100    of queue                          1      1      0     1.0000
        listed     of queue                          1      1      0     1.0000

        look-alike  kind  planted  flagged    rate  red or orange
        D01         补发        1        0  0.0000              0
        all                     1        0  0.0000              0

        review load                       all   listed
        cases                               1        1
        share right                    1.0000   1.0000
        flags per case                   1.00     1.00
        cases per 10,000 people       5000.00  5000.00
        cases per 10,000 source rows  3333.33  3333.33
        cases of the busiest town           1        1
        cases of the median town          1.0      1.0
        A case is right if one of its flags is; a listed one, if one of those shown is.
    "#]].assert_eq(&whole_evaluation().to_string());
}

#[test]
fn without_a_plan_the_text_says_how_blocking_is_judged() {
    let text = Evaluation { blocking: None, ..whole_evaluation() }.to_string();
    assert!(text.contains("blocking  not judged; give --pipeline"), "{text}");
}
