use expect_test::{Expect, expect};

use super::*;
use crate::domain::Day;

const MENTIONS: &str = "\
night,source,line,role,person,register_household,assistance_unit,strata
2026-11-22,register,2,member,9,H1,,
2026-11-23,register,2,member,1,H1,,
2026-11-23,register,2,father,2,H1,,
2026-11-23,register,3,member,2,H1,,twin
2026-11-23,relief,2,recipient,1,H1,,
2026-11-23,relief,3,recipient,3,H2,,twin;no_id
2026-11-23,relief,4,recipient,3,H2,,
";
const FINDINGS: &str = "\
night,code,person,discriminator,note
2026-11-23,D01,1,P1/202610,
2026-11-23,D01,3,P3/202610,
2026-11-23,D01,2,P2,optional: two areas pay
2026-11-22,D01,9,P9/202610,
2026-11-23,X01,2,DB1,
";
const LEGAL: &str = "\
night,code,person,discriminator,note
2026-11-23,D01,2,D01-2,补发
2026-11-23,G01,3,G01-3,
";

fn truth() -> Truth {
    let night = Day::from_ymd(2026, 11, 23).expect("a day");
    let read = Truth::read(MENTIONS.as_bytes(), FINDINGS.as_bytes(), LEGAL.as_bytes(), night);
    read.expect("well-formed truth")
}

/// `source line role person`, one mention a line; the identity is the place in the list.
fn outcome(mentions: &'static str, flags: Vec<OutcomeFlag<'static>>) -> Outcome<'static> {
    let lines = mentions.lines().map(str::trim).filter(|line| !line.is_empty());
    let mention = |(identity, line): (u32, &'static str)| {
        let words: Vec<&str> = line.split_whitespace().collect();
        OutcomeMention {
            source: words[0],
            line: words[1].parse().expect("a line number"),
            role: Role::from_code(words[2]).expect("a role"),
            person: words[3].parse().expect("a person"),
            identity,
            id_class: None,
            id_key: 0,
        }
    };
    Outcome { mentions: (0..).zip(lines).map(mention).collect(), flags }
}

fn flag(code: &'static str, subjects: &[u64], listed: Option<u32>) -> OutcomeFlag<'static> {
    OutcomeFlag { code, severity: Severity::Red, subjects: subjects.to_vec(), listed }
}

fn check(outcome: &Outcome<'_>, expect: &Expect) {
    let text = evaluate(outcome, &truth()).to_string();
    let trimmed: Vec<&str> = text.lines().map(str::trim_end).collect();
    expect.assert_eq(&trimmed.join("\n"));
}

#[test]
fn a_perfect_night_has_no_fault() {
    let mentions = "
        register 2 member 71
        register 2 father 72
        register 3 member 72
        relief 2 recipient 71
        relief 3 recipient 73
        relief 4 recipient 73
    ";
    let flags =
        vec![flag("D01", &[71], Some(1)), flag("D01", &[73], Some(2)), flag("X01", &[72], None)];
    check(
        &outcome(mentions, flags),
        &expect![[r#"
            mentions  6 judged, 0 unknown to the truth, 0 missing
            people    3 true, 3 clusters, 3 exact (1.00000)

            pairs                  precision    recall        F1         wrong        missed
            mentions                 1.00000   1.00000   1.00000             0             0
            identities               1.00000   1.00000   1.00000             0             0
            B³ over mentions         1.00000   1.00000   1.00000
              twin                   1.00000   1.00000   1.00000             0             0
              no_id                  1.00000   1.00000   1.00000             0             0

            flag    planted   found  raised   right   wrong  precision   recall look-alikes  flagged
            D01           2       2       2       2       0     1.0000   1.0000           1        0
            G01           0       0       0       0       0          –        –           1        0
            X01           1       1       1       1       0     1.0000   1.0000           0        0
            listed flags  2 raised, 2 right, precision 1.0000"#]],
    );
}

#[test]
fn a_false_link_costs_precision_and_a_lost_one_recall() {
    let mentions = "
        register 2 head 71
        register 2 father 72
        register 3 member 71
        relief 2 recipient 71
        relief 3 recipient 73
        relief 9 recipient 73
    ";
    let flags = vec![
        flag("D01", &[72], Some(1)),
        flag("D01", &[73], None),
        flag("G01", &[73], Some(2)),
        flag("X01", &[71], None),
    ];
    check(
        &outcome(mentions, flags),
        &expect![[r#"
            mentions  5 judged, 1 unknown to the truth, 1 missing
            people    3 true, 3 clusters, 1 exact (0.33333)

            pairs                  precision    recall        F1         wrong        missed
            mentions                 0.33333   0.50000   0.40000             2             1
            identities               0.33333   0.50000   0.40000             2             1
            B³ over mentions         0.73333   0.80000   0.76522
              twin                   0.00000   0.00000   0.00000             2             1
              no_id                  1.00000   1.00000   1.00000             0             0

            flag    planted   found  raised   right   wrong  precision   recall look-alikes  flagged
            D01           2       1       2       2       0     1.0000   0.5000           1        1
            G01           0       0       1       0       1     0.0000        –           1        1
            X01           1       0       1       0       1     0.0000   0.0000           0        0
            listed flags  2 raised, 1 right, precision 0.5000"#]],
    );
}

#[test]
fn pairs_of_equal_valid_numbers_are_not_hard() {
    let mut night = outcome(
        "
        register 2 member 71
        relief 2 recipient 71
        relief 3 recipient 73
        relief 4 recipient 74
        ",
        Vec::new(),
    );
    for mention in &mut night.mentions {
        mention.id_class = Some(IdClass::Valid);
        mention.id_key = u64::from(mention.person == 71);
    }
    let scores = evaluate(&night, &truth()).clusters;
    assert_eq!(scores.identity_pairs, Rates { right: 1, predicted: 1, actual: 2 });
    assert_eq!(scores.hard_pairs, Some(Rates { right: 0, predicted: 0, actual: 1 }));
}

#[test]
fn an_unknown_role_is_named() {
    let night = Day::from_ymd(2026, 11, 23).expect("a day");
    let mentions = "night,source,line,role,person\n2026-11-23,register,2,boss,1\n";
    let error = Truth::read(mentions.as_bytes(), FINDINGS.as_bytes(), LEGAL.as_bytes(), night);
    let error = error.expect_err("a refusal");
    assert_eq!(error.to_string(), "truth of the mentions: `boss` is no role");
}
