//! How flags and cases end, and which only bear another id.

use expect_test::expect;

use super::super::{Settings, compare, page};
use super::{check, runs};

/// A case may hold another flag of the same code and amount, and is not the same piece of work then.
#[test]
fn a_case_with_another_flag_of_the_same_code_and_amount_has_changed() {
    check(
        "
        night  2026-11-22
        case   C1 H1 listed red confirmed 100 D01 town
        flag   F1 D01 C1 P1 of=DBN yuan=100
        household H1
        person P1 11
        home   P1 H1
        night  2026-11-23
        case   C1 H1 listed red confirmed 100 D01 town
        flag   F2 D01 C1 P1 of=CJS yuan=100
        household H1
        person P1 11
        home   P1 H1
        ",
        &expect![[r#"
            case  changed  C1  ended  - → gone
            case  changed  C1  flags  F1 → F2  1 → 1
            flag  new  F2  code  - → D01
            flag  resolved  F1  code  D01 → -
            flag  resolved  F1  ended  - → gone
            flag_code  continuing  D01  flags  1 → 1
            flag_code  continuing  D01  flags_new  - → 1
            flag_code  continuing  D01  flags_renumbered  - → 0
            flag_code  continuing  D01  flags_resolved  1 → -
            flag_code  continuing  D01  flags_settled  - → 0
        "#]],
    );
}

#[test]
fn what_reviewers_dismissed_is_told_from_what_is_not_found_any_more() {
    check(
        "
        night  2026-11-22
        case   C1 H1 listed red confirmed 100 D01 town
        case   C2 H2 listed red confirmed 100 D01 town
        case   C3 H3 listed red confirmed 100 D01 town
        flag   F1 D01 C1 P1
        flag   F2 D01 C2 P2
        flag   F3 D01 C3 P3
        person P1 11
        person P2 12
        person P3 13
        household H1
        household H2
        household H3
        night  2026-11-24
        flag   F1 D01 - P1 decided=permitted@2026-11-23
        decision H1 P1 D01 permitted@2026-11-23
        decision H2 P2 D01 data_error@2026-11-23
        decision H3 P3 D01 confirmed@2026-11-01
        decision H3 P3 D02 confirmed@2026-11-23
        person P1 11
        person P2 12
        person P3 13
        household H1
        household H2
        household H3
        ",
        &expect![[r#"
            case  resolved  C1  codes  D01 → -  100 → -
            case  resolved  C1  ended  - → decided  [permitted]
            case  resolved  C1  household  - → exists
            case  resolved  C2  codes  D01 → -  100 → -
            case  resolved  C2  ended  - → gone_after_decision  [data_error]
            case  resolved  C2  household  - → exists
            case  resolved  C3  codes  D01 → -  100 → -
            case  resolved  C3  ended  - → gone
            case  resolved  C3  household  - → exists
            flag  resolved  F2  code  D01 → -
            flag  resolved  F2  ended  - → gone_after_decision  - → 2026-11-23  [data_error]
            flag  resolved  F3  code  D01 → -
            flag  resolved  F3  ended  - → gone
            flag  settled  F1  code  D01 → -
            flag  settled  F1  ended  - → decided  - → 2026-11-23  [permitted]
            flag_code  shrank  D01  flags  3 → 1
            flag_code  shrank  D01  flags_new  - → 0
            flag_code  shrank  D01  flags_renumbered  - → 0
            flag_code  shrank  D01  flags_resolved  2 → -
            flag_code  shrank  D01  flags_settled  - → 1
        "#]],
    );
}

#[test]
fn what_a_rule_that_is_off_would_find_is_not_gone() {
    check(
        "
        night  2026-11-22
        case   C4 H4 listed red confirmed 100 D01+D02 town
        flag   F4 D01 C4 P4
        flag   F5 D02 C4 P4
        person P4 14
        household H4
        night  2026-11-24
        off    D02 source_stale
        person P4 14
        household H4
        ",
        &expect![[r#"
            case  resolved  C4  codes  D01; D02 → -  100 → -
            case  resolved  C4  ended  - → gone; rule_off
            case  resolved  C4  household  - → exists
            case  resolved  C4  rules_off  - → D02
            flag  resolved  F4  code  D01 → -
            flag  resolved  F4  ended  - → gone
            flag  resolved  F5  code  D02 → -
            flag  resolved  F5  ended  - → rule_off
            flag_code  resolved  D01  flags  1 → 0
            flag_code  resolved  D01  flags_new  - → 0
            flag_code  resolved  D01  flags_renumbered  - → 0
            flag_code  resolved  D01  flags_resolved  1 → -
            flag_code  resolved  D01  flags_settled  - → 0
            flag_code  resolved  D02  flags  1 → 0
            flag_code  resolved  D02  flags_new  - → 0
            flag_code  resolved  D02  flags_renumbered  - → 0
            flag_code  resolved  D02  flags_resolved  1 → -
            flag_code  resolved  D02  flags_settled  - → 0
            rule  off  D02  reason  - → source_stale
        "#]],
    );
}

#[test]
fn flags_and_cases_of_people_who_merged_go_on_under_another_id() {
    check(
        "
        night  2026-11-22
        case   C1 H1 listed red confirmed 100 D01 town
        flag   F1 D01 C1 P1 of=DBN
        household H1
        person P1 11
        person P2 12
        home   P1 H1
        night  2026-11-23
        case   C2 H2 listed red confirmed 100 D01 town
        flag   F2 D01 C2 P2 of=DBN
        household H2
        person P2 11 12
        home   P2 H2
        ",
        &expect![[r#"
            case  continuing  C2  case_id  C1 → C2
            case  continuing  C2  codes  D01 → D01  100 → 100
            flag  renumbered  F2  flag_id  F1 → F2
            flag_code  continuing  D01  flags  1 → 1
            flag_code  continuing  D01  flags_new  - → 0
            flag_code  continuing  D01  flags_renumbered  - → 1
            flag_code  continuing  D01  flags_resolved  0 → -
            flag_code  continuing  D01  flags_settled  - → 0
            person  merged  P2  persons  P1; P2 → P2
        "#]],
    );
}

#[test]
fn a_flag_of_a_household_goes_on_with_the_people_who_live_there() {
    check(
        "
        night  2026-11-22
        flag   F1 D05 - H1 of=990+991
        household H1
        person P1 11
        home   P1 H1
        night  2026-11-23
        flag   F2 D05 - H2 of=990+991
        household H2
        person P1 11
        home   P1 H2
        ",
        &expect![[r#"
            flag  renumbered  F2  flag_id  F1 → F2
            flag_code  continuing  D05  flags  1 → 1
            flag_code  continuing  D05  flags_new  - → 0
            flag_code  continuing  D05  flags_renumbered  - → 1
            flag_code  continuing  D05  flags_resolved  0 → -
            flag_code  continuing  D05  flags_settled  - → 0
        "#]],
    );
}

/// What tells a rule's flags apart may itself name somebody who has another id.
#[test]
fn where_the_discriminator_differs_amount_and_days_tell() {
    check(
        "
        night  2026-11-22
        flag   F1 Q05 - P1 of=P1 yuan=7 from=2026-01-01
        flag   F3 Q05 - P1 of=P9 yuan=8 from=2026-01-01
        person P1 11
        person P2 12
        night  2026-11-23
        flag   F2 Q05 - P2 of=P2 yuan=7 from=2026-01-01
        flag   F4 Q05 - P2 of=P8 yuan=9 from=2026-01-01
        person P2 11 12
        ",
        &expect![[r#"
            flag  new  F4  code  - → Q05
            flag  renumbered  F2  flag_id  F1 → F2
            flag  resolved  F3  code  Q05 → -
            flag  resolved  F3  ended  - → gone
            flag_code  continuing  Q05  flags  2 → 2
            flag_code  continuing  Q05  flags_new  - → 1
            flag_code  continuing  Q05  flags_renumbered  - → 1
            flag_code  continuing  Q05  flags_resolved  1 → -
            flag_code  continuing  Q05  flags_settled  - → 0
            person  merged  P2  persons  P1; P2 → P2
        "#]],
    );
}

#[test]
fn somebody_elses_flag_of_the_same_kind_is_new() {
    check(
        "
        night  2026-11-22
        flag   F1 D01 - P1 of=DBN
        person P1 11
        person P2 12
        night  2026-11-23
        flag   F2 D01 - P2 of=DBN
        person P1 11
        person P2 12
        ",
        &expect![[r#"
            flag  new  F2  code  - → D01
            flag  resolved  F1  code  D01 → -
            flag  resolved  F1  ended  - → gone
            flag_code  continuing  D01  flags  1 → 1
            flag_code  continuing  D01  flags_new  - → 1
            flag_code  continuing  D01  flags_renumbered  - → 0
            flag_code  continuing  D01  flags_resolved  1 → -
            flag_code  continuing  D01  flags_settled  - → 0
        "#]],
    );
}

#[test]
fn the_page_says_how_a_case_ended_and_who_delivered() {
    let [before, after] = runs(
        "
        night     2026-11-22
        case      C1 H1 listed red confirmed 100 D01 town
        case      C2 H2 listed red confirmed 100 D01 town
        flag      F1 D01 C1 P1
        flag      F2 D01 C2 P2
        person    P1 11
        person    P2 12
        source    insured 2026-11-22 0 100 500 a.csv=x
        night     2026-11-23
        flag      F1 D01 - P1 decided=permitted@2026-11-23
        person    P1 11
        person    P2 12
        source    insured 2026-11-23 0 200 500 a.csv=y
        ",
    );
    let page = page(&compare(&before, &after, Settings::default())).expect("a page");
    for shown in [
        "核实结论：政策允许（2026-11-23）",
        "未经核实，依据的数据变化后不再出现",
        "其中有核实结论<b>1</b>",
        "医疗保障局",
        "医保参保",
    ] {
        assert!(page.contains(shown), "`{shown}` is not in {page}");
    }
}

/// Both households are there on both nights: the people moved, and one case ended while another began.
#[test]
fn a_flag_that_moved_with_its_person_is_in_another_case() {
    check(
        "
        night  2026-11-22
        case   C1 H1 listed red confirmed 100 D01 town
        flag   F1 D01 C1 P1
        household H1
        household H2
        person P1 11
        home   P1 H1
        night  2026-11-23
        case   C2 H2 listed red confirmed 100 D01 town
        flag   F1 D01 C2 P1
        household H1
        household H2
        person P1 11
        home   P1 H2
        ",
        &expect![[r#"
            case  new  C2  codes  - → D01  - → 100
            case  new  C2  household  exists → -
            case  new  C2  people  moved → -
            case  new  C2  people_at_home  H1 → -
            case  resolved  C1  codes  D01 → -  100 → -
            case  resolved  C1  ended  - → elsewhere
            case  resolved  C1  household  - → exists
            case  resolved  C1  people  - → moved
            case  resolved  C1  people_at_home  - → H2
            flag_code  continuing  D01  flags  1 → 1
            flag_code  continuing  D01  flags_new  - → 0
            flag_code  continuing  D01  flags_renumbered  - → 0
            flag_code  continuing  D01  flags_resolved  0 → -
            flag_code  continuing  D01  flags_settled  - → 0
        "#]],
    );
}
