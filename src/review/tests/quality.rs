//! Figures of decisions.

use std::fmt::Write as _;

use expect_test::expect;

use super::*;

#[test]
fn precision_leaves_out_what_could_not_be_verified() {
    let list = list(
        "清单.xlsx",
        vec![sheet(
            "疑点清单",
            "1: 1 2 | 属实 | | | 2026-11-24 | A1 | A2\n2: 3 | 政策允许 | | 残疾代步车 | 2026-11-24 | A1 |\n3: 4 | 无法核实 | | 外出 | 2026-11-24 | A1 |",
        )],
    );
    let drawn = concluded(&[list], &Ledger::default(), false).expect("decisions");
    let mut decisions = drawn.decisions;
    decisions.push(Decision {
        outcome: Outcome::MatchError,
        with_case: false,
        ..decisions[0].clone()
    });
    let mut text = String::new();
    for figure in quality(decisions.iter()) {
        let share = |share: Option<Share>| {
            share.map_or("-".to_owned(), |Share { share, low, high }| {
                format!("{share:.2} [{low:.2}, {high:.2}]")
            })
        };
        let (precision, matching) = (share(figure.precision), share(figure.match_precision));
        let _ = writeln!(
            text,
            "{} {} {:?} with case {} precision {precision} match {matching}",
            figure.dimension, figure.value, figure.outcomes, figure.with_case
        );
    }
    expect![[r#"
        all  [2, 0, 0, 1, 1, 1] with case 2 precision 0.50 [0.15, 0.85] match 0.75 [0.30, 0.95]
        code D04 [1, 0, 0, 0, 0, 0] with case 1 precision 1.00 [0.21, 1.00] match 1.00 [0.21, 1.00]
        code X01 [1, 0, 0, 1, 0, 0] with case 1 precision 0.50 [0.09, 0.91] match 0.50 [0.09, 0.91]
        code X02 [0, 0, 0, 0, 0, 1] with case 0 precision - match -
        code X03 [0, 0, 0, 0, 1, 0] with case 0 precision 0.00 [0.00, 0.79] match 1.00 [0.21, 1.00]
        grade confirmed [2, 0, 0, 1, 1, 1] with case 2 precision 0.50 [0.15, 0.85] match 0.75 [0.30, 0.95]
        severity orange [1, 0, 0, 0, 1, 1] with case 1 precision 0.50 [0.09, 0.91] match 1.00 [0.34, 1.00]
        severity red [1, 0, 0, 1, 0, 0] with case 1 precision 0.50 [0.09, 0.91] match 0.50 [0.09, 0.91]
        source source_0 [2, 0, 0, 1, 0, 1] with case 2 precision 0.67 [0.21, 0.94] match 0.67 [0.21, 0.94]
        source source_1 [2, 0, 0, 1, 1, 1] with case 2 precision 0.50 [0.15, 0.85] match 0.75 [0.30, 0.95]
    "#]].assert_eq(&text);
}

#[test]
fn nothing_decided_is_one_line_of_nothing() {
    let figures = quality(std::iter::empty());
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0].decisions(), figures[0].precision), (0, None));
}

/// Values of the interval as published in tables for 8 of 10, and at the ends.
#[test]
fn wilsons_interval_is_wilsons() {
    let shown = |part, whole| {
        let Share { share, low, high } = Share::of(part, whole).expect("something is counted");
        format!("{share:.3} {low:.4} {high:.4}")
    };
    assert_eq!(shown(8, 10), "0.800 0.4902 0.9433");
    assert_eq!(shown(0, 10), "0.000 0.0000 0.2775");
    assert_eq!(shown(10, 10), "1.000 0.7225 1.0000");
    assert_eq!(Share::of(0, 0), None);
}
