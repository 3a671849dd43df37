use expect_test::{Expect, expect};

use super::*;
use crate::evaluate::flags::Shown;

const FINDINGS: &str = "\
night,code,person,discriminator,note
2026-11-23,D01,1,P1/202610,
2026-11-23,D01,3,P3/202610,
2026-11-23,D01,2,P2,optional: two areas pay
2026-11-22,D01,9,P9/202610,
2026-11-23,X01,2,DB1,
2026-11-23,G05,4,G05-4,
";
const LEGAL: &str = "\
night,code,person,discriminator,note
2026-11-23,D01,2,D01-2,补发
2026-11-23,D01,4,D01-4,补发
2026-11-23,D01,5,D01-5,退汇重发
2026-11-23,G01,3,G01-3,
2026-11-22,G01,4,G01-4,
";

/// Judges flags written as `D01 red 1 2 case=3 listed`: code, severity, people, their case.
fn judged(flags: &str) -> Evaluation {
    let mentions = everybody(1..=9);
    let mut truth = truth_of(&mentions);
    truth.add_findings(FINDINGS.as_bytes()).expect("well-formed findings");
    truth.add_look_alikes(LEGAL.as_bytes()).expect("well-formed look-alikes");
    let mut outcome = outcome_of(&mentions);
    outcome.flags.extend(lines(flags).map(|words| {
        OutcomeFlag {
            code: words[0].to_owned(),
            severity: Severity::ALL
                .into_iter()
                .find(|severity| severity.code() == words[1])
                .expect("a severity"),
            grade: Grade::Confirmed,
            subjects: words[2..].iter().filter_map(|word| word.parse().ok()).collect(),
            case: value(&words, "case").map(number),
            listed: words.contains(&"listed"),
        }
    }));
    evaluate(&outcome, &truth)
}

fn check(flags: &str, expect: &Expect) {
    let evaluation = judged(flags);
    let text = Shown(&evaluation.flags, &evaluation.totals).to_string();
    expect.assert_eq(&text);
}

#[test]
fn a_flag_is_right_if_one_of_its_people_is_concerned() {
    check(
        "
        D01 red 1 8 case=1 listed
        D01 red 2 case=2
        D01 red 9 case=3
        G01 orange 3 case=3
        X01 yellow 1 case=4 listed
        ",
        &expect![[r#"
            flag                      planted  found  raised  right  wrong  precision  recall  top 100  right
            D01          red                2      1       3      2      1     0.6667  0.5000        3      2
            G01          orange             0      0       1      0      1     0.0000       –        1      0
            G05          –                  1      0       0      0      0          –  0.0000
            X01          yellow             1      0       1      0      1     0.0000  0.0000        1      0

            duplicate    重复救助           2      1       3      2      1     0.6667  0.5000        3      2
            missed       救助遗漏           1      0       1      0      1     0.0000  0.0000        1      0
            eligibility  资格疑点           1      0       1      0      1     0.0000  0.0000        1      0

            all                             4      1       5      2      3     0.4000  0.2500        5      2
            grave        red, orange        3      1       4      2      2     0.5000  0.3333
            top 100      of queue                          5      2      3     0.4000
            listed       of queue                          2      1      1     0.5000
            A code without a flag has no severity (–); its findings count as grave.
        "#]],
    );
}

#[test]
fn the_top_of_the_queue_goes_case_by_case_and_gravest_first() {
    // Each case has a right red flag and, before it in the list, a wrong yellow one.
    let of_case = |case| format!("D01 yellow 9 case={case}\nD01 red 1 case={case}");
    let of_cases: Vec<String> = (1..=TOP_OF_QUEUE).map(of_case).collect();
    let flags = of_cases.join("\n");
    let totals = judged(&flags).totals;
    assert_eq!(totals.top, RaisedScores { raised: 100, right: 50 });
    let odd = flags + "\nD01 red 1 case=1\nD01 red 1\n";
    assert_eq!(judged(&odd).totals.top, RaisedScores { raised: 100, right: 51 });
}

#[test]
fn look_alikes_are_counted_by_code_and_kind() {
    let evaluation = judged(
        "
        D01 yellow 2 7
        D01 red 5
        D01 blue 5
        G02 red 3
        ",
    );
    expect![[r#"
        look-alike  kind       planted  flagged    rate  red or orange
        D01         all kinds        3        2  0.6667              1
                    补发             2        1  0.5000              0
                    退汇重发         1        1  1.0000              1
        G01                          1        0  0.0000              0
        all                          4        2  0.5000              1
    "#]]
    .assert_eq(&look_alikes::Shown(&evaluation.look_alikes).to_string());
}
