//! When a decided flag stays away, and when it comes back.

use std::fmt::Write as _;

use expect_test::expect;

use super::*;
use crate::review::standing::Decided;

/// Evidence, and the rule's parameters.
type Grounded<'a> = (&'a [EvidenceKey], &'a str);

/// Where a flag stands, given its evidence and parameters when it was decided and tonight.
fn standing(outcome: Outcome, then: Grounded, now: Grounded) -> &'static str {
    let list = list("清单.xlsx", vec![sheet("疑点清单", "2: 3 | 属实 | | | 2026-11-24 | A1 |")]);
    let drawn = concluded(&[list], &Ledger::default(), false).expect("a decision");
    let mut decision = drawn.decisions[0].clone();
    decision.outcome = outcome;
    decision.grounds = Grounds::new(then.0, None, then.1);
    let mut ledger = Ledger::default();
    ledger.add(vec![decision]);
    let decided = Decided::before(&ledger, day("2026-11-26"));
    let standing = decided.standing(FlagId(3), &Grounds::new(now.0, None, now.1), &rules());
    let standing = standing.expect("the flag was decided");
    standing.returned.map_or("settled", Returned::code)
}

#[test]
fn a_flag_stays_away_until_its_grounds_change() {
    let [one, other] = [key(1, None), key(2, None)];
    let [october, november] = [key(3, Some("2026-10")), key(3, Some("2026-11"))];
    let cases: [(&str, Grounded, Grounded); 6] = [
        ("the same rows", (&[one, other], "a=1"), (&[other, one], "a=1")),
        ("a row more", (&[one], "a=1"), (&[one, other], "a=1")),
        ("a row less", (&[one, other], "a=1"), (&[one], "a=1")),
        ("a month more", (&[october], "a=1"), (&[october, november], "a=1")),
        ("a month that slid away", (&[october, november], "a=1"), (&[november], "a=1")),
        ("another parameter", (&[one], "a=1"), (&[one], "a=2")),
    ];
    let mut text = String::new();
    for (what, then, now) in cases {
        let row = Outcome::ALL.map(|outcome| standing(outcome, then, now));
        let _ = writeln!(text, "{what}: {}", row.join(" "));
    }
    let outcomes = Outcome::ALL.map(Outcome::code).join(" ");
    expect![[r#"
        confirmed waived data_error match_error permitted not_verified
        the same rows: settled settled settled settled settled not_verified
        a row more: new_rows new_rows new_rows new_rows new_rows not_verified
        a row less: settled settled rows_gone rows_gone settled not_verified
        a month more: new_month new_month settled settled settled not_verified
        a month that slid away: settled settled settled settled settled not_verified
        another parameter: settled settled settled settled new_parameters not_verified
    "#]]
    .assert_eq(&format!("{outcomes}\n{text}"));
}

#[test]
fn a_pack_says_whose_flags_a_new_month_brings_back() {
    let then = Grounds::new(&[key(3, Some("2026-10"))], None, "");
    let now = Grounds::new(&[key(3, Some("2026-11"))], None, "");
    let rules = ReviewRules { new_month_reopens: vec![Outcome::Permitted], ..rules() };
    let returned = |outcome| super::super::standing::returned(outcome, &then, &now, &rules);
    assert_eq!(returned(Outcome::Permitted), Some(Returned::NewMonth));
    assert_eq!(returned(Outcome::Confirmed), None);
}

#[test]
fn a_month_that_no_row_is_about_counts_as_one() {
    // Nothing was paid for two months, and then for a third.
    let of = |month: &str| {
        let month = Month::try_from(month.to_owned()).expect("a month");
        Grounds::new(&[key(1, Some("2026-08"))], Some(month), "")
    };
    let (then, now) = (of("2026-10"), of("2026-11"));
    let returned = |outcome| super::super::standing::returned(outcome, &then, &now, &rules());
    assert_eq!(returned(Outcome::Confirmed), Some(Returned::NewMonth));
    assert_eq!(returned(Outcome::DataError), None);
}

#[test]
fn a_list_tells_the_newest_conclusions_of_a_case_and_why_a_flag_is_back() {
    let list = list(
        "清单.xlsx",
        vec![sheet(
            "疑点清单",
            "1: 1 2 | 属实 | | | 2026-11-24 | A1 | A2\n2: 3 | 无法核实 | | 外出 | 2026-11-23 | A1 |",
        )],
    );
    let drawn = concluded(&[list], &Ledger::default(), false).expect("decisions");
    let back = |returned| Standing {
        outcome: Outcome::Confirmed,
        decided_on: day("2026-11-24"),
        returned,
    };
    let standing = BTreeMap::from([
        (FlagId(1), back(Some(Returned::NewMonth))),
        (FlagId(2), back(None)),
        (FlagId(3), back(Some(Returned::NotVerified))),
    ]);
    let decided = drawn.decisions.iter().map(|decision| (decision.case, decision));
    let told = past_outcomes(decided, &standing);
    let lines: Vec<&str> = told.values().map(String::as_str).collect();
    expect![[r#"
        2026-11-24 属实（X01），其后又有新的月份；2026-11-24 属实（D04）
        2026-11-23 无法核实（X03）"#]]
    .assert_eq(&lines.join("\n"));
}
