//! Two runs in a few lines of text, and their difference as the rows of its table.

mod ends;

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::{
    ComparedCase, ComparedDecision, ComparedFlag, ComparedRun, ComparedSource, Conclusion, Settings,
};
use super::{compare, page, rows};
use crate::domain::{Day, Fen, HouseholdId, Outcome, PersonId};

/// The number behind the letter of an id, such as `P1`.
fn number(id: &str) -> u64 {
    id[1..].parse().expect("an id is a letter and a number")
}

fn yuan(text: &str) -> Fen {
    Fen::from_yuan(text.parse().expect("whole yuan"))
}

fn run(date: &str) -> ComparedRun {
    ComparedRun {
        date: date.parse().expect("a day"),
        made_with: BTreeMap::from([("policy".to_owned(), "demo".to_owned())]),
        rules_off: BTreeMap::new(),
        towns: BTreeMap::from([("990101001".to_owned(), "青石镇".to_owned())]),
        decisions: Vec::new(),
        cases: BTreeMap::new(),
        flags: BTreeMap::new(),
        households: Vec::new(),
        identities: Vec::new(),
        homes: Vec::new(),
        sources: BTreeMap::new(),
    }
}

fn case(cells: &[&str]) -> ComparedCase {
    ComparedCase {
        household: HouseholdId(number(cells[1])),
        priority: 1,
        listed: cells[2] == "listed",
        severity: cells[3].to_owned(),
        grade: cells[4].to_owned(),
        town: Some("990101001".to_owned()),
        amount: yuan(cells[5]),
        flags: u32::try_from(cells[6].split('+').count()).expect("few codes"),
        codes: cells[6].split('+').map(str::to_owned).collect(),
        office: cells[7].to_owned(),
        summary: "王*领取两次<b>".to_owned(),
    }
}

fn source(cells: &[&str]) -> ComparedSource {
    let day: Day = cells[1].parse().expect("a day");
    let files = cells[5..].iter().map(|file| file.split_once('=').expect("a file and its digest"));
    ComparedSource {
        agency: "health".to_owned(),
        agency_name: "医疗保障局".to_owned(),
        title: "医保参保".to_owned(),
        snapshot: day,
        age_days: cells[2].parse().expect("an age"),
        rows_accepted: cells[3].parse().expect("rows"),
        rows_rejected: 1,
        accepted: yuan(cells[4]),
        rejected: Fen::ZERO,
        files: files.map(|(name, digest)| (name.to_owned(), digest.to_owned())).collect(),
    }
}

/// A code, a case or `-`, people or a household, and `first=` `of=` `yuan=` `month=` `decided=` `back`.
fn flag(cells: &[&str]) -> ComparedFlag {
    let mut flag = ComparedFlag {
        code: cells[0].to_owned(),
        name: format!("名{}", cells[0]),
        case: Some(cells[1].to_owned()).filter(|case| case != "-"),
        household: HouseholdId(0),
        subjects: Vec::new(),
        discriminator: String::new(),
        amount: Fen::ZERO,
        from: None,
        to: None,
        first_seen: "2026-11-20".parse().expect("a day"),
        decision: None,
        returned: false,
    };
    for cell in &cells[2..] {
        match cell.split_once('=') {
            Some(("first", day)) => flag.first_seen = day.parse().expect("a day"),
            Some(("of", text)) => flag.discriminator = text.to_owned(),
            Some(("yuan", text)) => flag.amount = yuan(text),
            Some(("from", day)) => flag.from = Some(day.parse().expect("a day")),
            Some(("decided", text)) => flag.decision = Some(conclusion(text)),
            None if *cell == "back" => flag.returned = true,
            None if cell.starts_with('H') => flag.household = HouseholdId(number(cell)),
            None => flag.subjects.push(PersonId(number(cell))),
            Some(_) => panic!("`{cell}` is nothing of a flag"),
        }
    }
    flag
}

/// `permitted@2026-11-22`.
fn conclusion(text: &str) -> Conclusion {
    let (code, day) = text.split_once('@').expect("an outcome and its day");
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.code() == code);
    Conclusion { outcome: outcome.expect("an outcome"), decided_on: day.parse().expect("a day") }
}

/// A line `night <date>` begins a run; the others are of it.
fn runs(text: &str) -> [ComparedRun; 2] {
    let mut runs: Vec<ComparedRun> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (kind, cells) = cells.split_first().expect("a line has a word");
        if *kind == "night" {
            runs.push(run(cells[0]));
            continue;
        }
        let run = runs.last_mut().expect("a night comes first");
        match *kind {
            "policy" => drop(run.made_with.insert("policy".to_owned(), cells[0].to_owned())),
            "off" => drop(run.rules_off.insert(cells[0].to_owned(), cells[1].to_owned())),
            "case" => drop(run.cases.insert(cells[0].to_owned(), case(cells))),
            "flag" => drop(run.flags.insert(cells[0].to_owned(), flag(&cells[1..]))),
            // A household, the person, a code and what was concluded.
            "decision" => run.decisions.push(ComparedDecision {
                household: HouseholdId(number(cells[0])),
                person: Some(PersonId(number(cells[1]))),
                code: cells[2].to_owned(),
                conclusion: conclusion(cells[3]),
            }),
            "household" => run.households.push(HouseholdId(number(cells[0]))),
            // A person, and the keys of the identities.
            "person" => {
                let person = PersonId(number(cells[0]));
                let keys = cells[1..].iter().map(|key| key.parse().expect("a key"));
                run.identities.extend(keys.map(|key| (key, person)));
                run.identities.sort_unstable();
            }
            "home" => {
                run.homes.push((PersonId(number(cells[0])), HouseholdId(number(cells[1]))));
            }
            "source" => drop(run.sources.insert(cells[0].to_owned(), source(cells))),
            other => panic!("`{other}` is nothing of a run"),
        }
    }
    runs.try_into().expect("two nights")
}

#[track_caller]
fn check(text: &str, expected: &Expect) {
    let [before, after] = runs(text);
    let difference = compare(&before, &after, Settings::default());
    let mut lines = String::new();
    for row in rows(&difference).rows() {
        let mut cells = vec![row.kind.to_owned(), row.change.to_owned(), row.id.to_owned()];
        cells.push(row.what.to_owned());
        let figures = [
            (row.before.map(str::to_owned), row.after.map(str::to_owned)),
            (row.amount_before.map(Fen::in_yuan), row.amount_after.map(Fen::in_yuan)),
            (
                row.count_before.map(|count| count.to_string()),
                row.count_after.map(|count| count.to_string()),
            ),
            (row.day_before.map(|day| day.to_string()), row.day_after.map(|day| day.to_string())),
        ];
        for (before, after) in figures {
            if before.is_some() || after.is_some() {
                let [before, after] = [before, after].map(|side| side.unwrap_or("-".to_owned()));
                cells.push(format!("{before} → {after}"));
            }
        }
        cells.extend(row.conclusion.map(|conclusion| format!("[{conclusion}]")));
        cells.extend(row.percent.map(|percent| format!("{percent:+.2}%")));
        lines += &cells.join("  ").replace("000000000000000", "");
        lines.push('\n');
    }
    expected.assert_eq(&lines);
}

#[test]
fn a_run_is_no_different_from_itself() {
    let night = "
        night     2026-11-22
        case      C1 H1 listed red confirmed 100 D01 town
        flag      F1 D01 C1 P1
        household H1
        person    P1 11 12
        source    insured 2026-11-22 0 100 500 a.csv=x
    ";
    check(
        &(night.to_owned() + night),
        &expect![[r#"
            case  continuing  C1  codes  D01 → D01  100 → 100
            flag_code  continuing  D01  flags  1 → 1
            flag_code  continuing  D01  flags_new  - → 0
            flag_code  continuing  D01  flags_renumbered  - → 0
            flag_code  continuing  D01  flags_resolved  0 → -
            flag_code  continuing  D01  flags_settled  - → 0
            source  continuing  insured  age_days  0 → 0
            source  continuing  insured  files  1 → 1
            source  continuing  insured  rows_accepted  100 → 100  +0.00%
            source  continuing  insured  rows_rejected  1 → 1
            source  continuing  insured  snapshot  2026-11-22 → 2026-11-22
            source  continuing  insured  yuan_accepted  500 → 500  +0.00%
            source  continuing  insured  yuan_rejected  0 → 0
        "#]],
    );
}

#[test]
fn cases_come_go_change_and_continue() {
    check(
        "
        night     2026-11-22
        case      C1 H1 listed red confirmed 100 D01 town
        case      C2 H2 listed red confirmed 100 D01+D02 town
        case      C3 H3 listed red confirmed 100 D01 town
        household H1
        household H2
        household H3
        night     2026-11-23
        case      C1 H1 listed red confirmed 100 D01 town
        case      C2 H2 unlisted yellow probable 50 D02+M05 district
        case      C4 H4 listed red confirmed 7 G01 town
        household H1
        household H2
        household H3
        household H4
        ",
        &expect![[r#"
            case  changed  C2  amount  100 → 50
            case  changed  C2  codes  D01; D02 → D02; M05
            case  changed  C2  grade  confirmed → probable
            case  changed  C2  listed  true → false
            case  changed  C2  office  town → district
            case  changed  C2  severity  red → yellow
            case  continuing  C1  codes  D01 → D01  100 → 100
            case  new  C4  codes  - → G01  - → 7
            case  new  C4  household  absent → -
            case  resolved  C3  codes  D01 → -  100 → -
            case  resolved  C3  household  - → exists
        "#]],
    );
}

#[test]
fn a_resolved_case_tells_of_its_household_its_people_and_its_rule() {
    check(
        "
        night     2026-11-22
        case      C1 H1 listed red confirmed 100 D01 town
        case      C2 H2 listed red confirmed 100 D02 town
        flag      F1 D01 C1 P1
        flag      F2 D02 C2 P3
        household H1
        household H2
        person    P1 11
        person    P2 12
        person    P3 13
        home      P1 H1
        home      P2 H2
        home      P3 H2
        night     2026-11-23
        off       D02 source_stale
        household H2
        person    P2 11 12
        person    P3 13
        home      P2 H2
        home      P3 H2
        ",
        &expect![[r#"
            case  resolved  C1  codes  D01 → -  100 → -
            case  resolved  C1  ended  - → gone
            case  resolved  C1  household  - → absent
            case  resolved  C1  people  - → moved; merged
            case  resolved  C1  people_at_home  - → H2
            case  resolved  C2  codes  D02 → -  100 → -
            case  resolved  C2  ended  - → rule_off
            case  resolved  C2  household  - → exists
            case  resolved  C2  rules_off  - → D02
            flag  resolved  F1  code  D01 → -
            flag  resolved  F1  ended  - → gone
            flag  resolved  F2  code  D02 → -
            flag  resolved  F2  ended  - → rule_off
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
            person  merged  P2  persons  P1; P2 → P2
            rule  off  D02  reason  - → source_stale
        "#]],
    );
}

#[test]
fn a_new_case_tells_what_its_people_were() {
    check(
        "
        night     2026-11-22
        household H1
        person    P1 11 12
        home      P1 H1
        night     2026-11-23
        case      C2 H2 listed red confirmed 100 D07 town
        flag      F1 D07 C2 P2
        household H1
        household H2
        person    P1 11
        person    P2 12
        home      P1 H1
        home      P2 H2
        ",
        &expect![[r#"
            case  new  C2  codes  - → D07  - → 100
            case  new  C2  household  absent → -
            case  new  C2  people  moved; merged → -
            case  new  C2  people_at_home  H1 → -
            flag  new  F1  code  - → D07
            flag_code  new  D07  flags  0 → 1
            flag_code  new  D07  flags_new  - → 1
            flag_code  new  D07  flags_renumbered  - → 0
            flag_code  new  D07  flags_resolved  0 → -
            flag_code  new  D07  flags_settled  - → 0
            person  split  P1  persons  P1 → P1; P2
        "#]],
    );
}

#[test]
fn people_are_known_by_what_they_share_and_by_their_ids() {
    check(
        "
        night  2026-11-22
        person P1 11
        person P2 21
        person P3 31 32
        person P4 41
        person P5 51 52
        person P6 61
        person P7 71
        person P8 81
        night  2026-11-26
        person P1 11 21
        person P3 31
        person P30 32
        person P5 51
        person P6 52 61
        person P70 71
        person P8 82
        person P9 91
        ",
        &expect![[r#"
            person  gone  P4  persons  P4 → -
            person  merged  P1  persons  P1; P2 → P1
            person  new  P9  persons  - → P9
            person  regrouped  P5  persons  P5; P6 → P5; P6
            person  renumbered  P7  persons  P7 → P0000000000000046
            person  split  P3  persons  P3 → P3; P000000000000001e
        "#]],
    );
}

#[test]
fn a_person_counts_once_whatever_became_of_them() {
    let [before, after] = runs(
        "
        night  2026-11-22
        person P1 1 2
        person P2 3
        person P3 4 5
        person P4 6
        night  2026-11-23
        person P1 1
        person P2 2 3
        person P3 4
        person P5 5
        person P7 7
        ",
    );
    let people = compare(&before, &after, Settings::default()).people;
    let groups = || people.merged.iter().chain(&people.split).chain(&people.regrouped);
    let before: usize = groups().map(|group| group.before.len()).sum();
    let after: usize = groups().map(|group| group.after.len()).sum();
    assert_eq!(people.before, people.continuing + people.gone.len() + before);
    assert_eq!(people.after, people.continuing + people.new.len() + after);
}

#[test]
fn sources_grow_and_shrink_beyond_what_is_notable() {
    check(
        "
        night  2026-11-22
        source grown    2026-11-22 0 100 0 a.csv=x
        source steady   2026-11-22 0 100 0 b.csv=x
        source paid     2026-11-22 0 100 1000 c.csv=x
        source missing  2026-11-22 0 100 0 d.csv=x
        source empty    2026-11-22 0 0 0 e.csv=x
        night  2026-11-23
        source grown    2026-11-23 0 111 0 a.csv=y
        source steady   2026-11-22 1 90 0 b.csv=y
        source paid     2026-11-23 0 100 500 c1.csv=y
        source new      2026-11-23 0 100 0 f.csv=y
        source empty    2026-11-23 0 1 0 e.csv=y
        ",
        &expect![[r#"
            file  missing  missing  name  d.csv → -
            file  missing  paid  name  c.csv → -
            file  new  new  name  - → f.csv
            file  new  paid  name  - → c1.csv
            source  continuing  steady  age_days  0 → 1
            source  continuing  steady  files  1 → 1
            source  continuing  steady  rows_accepted  100 → 90  -10.00%
            source  continuing  steady  rows_rejected  1 → 1
            source  continuing  steady  snapshot  2026-11-22 → 2026-11-22
            source  continuing  steady  yuan_accepted  0 → 0
            source  continuing  steady  yuan_rejected  0 → 0
            source  grew  empty  age_days  0 → 0
            source  grew  empty  files  1 → 1
            source  grew  empty  rows_accepted  0 → 1
            source  grew  empty  rows_rejected  1 → 1
            source  grew  empty  snapshot  2026-11-22 → 2026-11-23
            source  grew  empty  yuan_accepted  0 → 0
            source  grew  empty  yuan_rejected  0 → 0
            source  grew  grown  age_days  0 → 0
            source  grew  grown  files  1 → 1
            source  grew  grown  rows_accepted  100 → 111  +11.00%
            source  grew  grown  rows_rejected  1 → 1
            source  grew  grown  snapshot  2026-11-22 → 2026-11-23
            source  grew  grown  yuan_accepted  0 → 0
            source  grew  grown  yuan_rejected  0 → 0
            source  missing  missing  age_days  0 → -
            source  missing  missing  files  1 → -
            source  missing  missing  rows_accepted  100 → -
            source  missing  missing  rows_rejected  1 → -
            source  missing  missing  snapshot  2026-11-22 → -
            source  missing  missing  yuan_accepted  0 → -
            source  missing  missing  yuan_rejected  0 → -
            source  new  new  age_days  - → 0
            source  new  new  files  - → 1
            source  new  new  rows_accepted  - → 100
            source  new  new  rows_rejected  - → 1
            source  new  new  snapshot  - → 2026-11-23
            source  new  new  yuan_accepted  - → 0
            source  new  new  yuan_rejected  - → 0
            source  shrank  paid  age_days  0 → 0
            source  shrank  paid  files  1 → 1
            source  shrank  paid  rows_accepted  100 → 100  +0.00%
            source  shrank  paid  rows_rejected  1 → 1
            source  shrank  paid  snapshot  2026-11-22 → 2026-11-23
            source  shrank  paid  yuan_accepted  1000 → 500  -50.00%
            source  shrank  paid  yuan_rejected  0 → 0
        "#]],
    );
}

#[test]
fn another_policy_and_rules_that_go_off_are_told() {
    check(
        "
        night  2026-11-22
        off    D01 parameter_missing
        night  2026-11-23
        policy demo-2
        off    M09 source_stale
        ",
        &expect![[r#"
            made_with  changed  policy  version  demo → demo-2
            rule  off  M09  reason  - → source_stale
            rule  on  D01  reason  parameter_missing → -
        "#]],
    );
}

#[test]
fn the_page_shows_listed_cases_and_no_markup_of_others() {
    let [before, after] = runs(
        "
        night     2026-11-22
        case      C3 H3 unlisted red confirmed 100 D01 town
        night     2026-11-23
        case      C1 H1 listed red confirmed 100 D01 town
        case      C2 H2 listed red possible 100 D01 town
        off       M09 source_stale
        household H1
        ",
    );
    let page = page(&compare(&before, &after, Settings::default())).expect("a page");
    for shown in
        ["C1", "王*领取两次", "规则 M09 后次运行时停用", "2026-11-22", "该户前次不在", "青石镇"]
    {
        assert!(page.contains(shown), "`{shown}` is not in {page}");
    }
    for hidden in ["990101001", "C2", "C3", "<b>领", "两次<b>", "http"] {
        assert!(!page.contains(hidden), "`{hidden}` is in {page}");
    }
}
