#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them when it updates")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::domain::{CandidatePair, FieldValues, Identities, IdentitySource};

/// Identities of one roster source, from a table; `_` stands for a blank, `-` for nothing.
fn identities(table: &str) -> Identities {
    let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let fields: Vec<&str> =
        lines.next().map(|line| line.split_whitespace().collect()).expect("a header");
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split_whitespace().collect()).collect();
    let mut identities = Identities::default();
    identities.keys = vec![0; rows.len()];
    identities.source = vec![0; rows.len()];
    identities.sources = vec![IdentitySource {
        id: "register".to_owned(),
        title: "户籍人口".to_owned(),
        roster: true,
    }];
    for (at, field) in fields.iter().enumerate() {
        let cell = |row: &Vec<&str>| Some(row[at].replace('_', " ")).filter(|text| text != "-");
        let column = FieldValues::collect(rows.iter().map(cell));
        identities.add_field(field, column);
    }
    identities
}

fn settings(text: &str) -> Settings {
    toml::from_str(text).expect("blocking settings")
}

fn pairs_by_rule(plan: &Plan) -> Vec<(usize, CandidatePair)> {
    let mut pairs = Vec::new();
    for chunk in plan.chunks() {
        plan.for_each_pair(chunk, |pair| pairs.push((chunk.rule, pair)));
    }
    pairs.sort_unstable();
    pairs
}

fn check(rules: &str, table: &str, expected: &Expect) {
    let plan = Plan::new(&identities(table), &settings(rules));
    let mut text = String::new();
    for (rule, pair) in pairs_by_rule(&plan) {
        writeln!(text, "{}: {} {}", plan.reports()[rule].rule, pair.left, pair.right)
            .expect("a string takes any text");
    }
    for report in plan.reports() {
        let RuleReport { rule, pairs, split, sliced, lost_pairs, .. } = report;
        writeln!(
            text,
            "{rule}: {pairs} predicted, {split} split, {sliced} sliced, {lost_pairs} lost"
        )
        .expect("a string takes any text");
    }
    expected.assert_eq(&text);
}

#[test]
fn a_short_name_meets_every_name_it_may_stand_for() {
    let mut settings = settings("[[rule]]\nname = 'names'\nkeys = ['full_names(name)']");
    let fault = "blocking rule `names`: `full_names(name)` needs `short_forms`";
    assert_eq!(settings.faults(&["name"]), [fault]);
    let forms = "edward = ['ed', 'ted']\ntheodore = ['ted']";
    settings.short_forms = toml::from_str(forms).expect("short forms");
    assert!(settings.faults(&["name"]).is_empty());
    let identities = identities("name\nted\nedward\ntheodore\ned\nbob");
    let plan = Plan::new(&identities, &settings);
    let met: Vec<(u32, u32)> =
        pairs_by_rule(&plan).iter().map(|(_, pair)| (pair.left, pair.right)).collect();
    assert_eq!(met, [(0, 1), (0, 2), (0, 3), (1, 3)]);
}

#[test]
fn a_pair_belongs_to_the_first_rule_that_proposes_it() {
    check(
        "
        [[rule]]
        name = 'number'
        keys = ['id']
        [[rule]]
        name = 'name and year'
        keys = ['toneless(reading)', 'year(birth)']
        ",
        "
        id    reading        birth
        99A   wang2_wei3     1950-03-02
        99A   wang2_wei1     1950-04-02
        99B   wang2_wei2|x1  1950
        -     wang2_wei3     -
        99*   li3_wei3       1950-03-02
        99*   li3_wei3       1951-03-02
        ",
        &expect![[r#"
            number: 0 1
            name and year: 0 2
            name and year: 1 2
            number: 1 predicted, 0 split, 0 sliced, 0 lost
            name and year: 3 predicted, 0 split, 0 sliced, 0 lost
        "#]],
    );
}

#[test]
fn a_block_over_the_limit_is_split_and_only_then_sliced() {
    check(
        "
        max_block_pairs = 3
        [[rule]]
        name = 'name'
        keys = ['name']
        then = ['town']
        ",
        "
        name  town
        王伟  A
        王伟  A
        王伟  A
        王伟  B
        王伟  B
        李伟  A
        李伟  A
        李伟  A
        李伟  A
        ",
        &expect![[r#"
            name: 0 1
            name: 0 2
            name: 1 2
            name: 3 4
            name: 5 6
            name: 5 7
            name: 6 7
            name: 7 predicted, 2 split, 1 sliced, 3 lost
        "#]],
    );
}

#[test]
fn two_rows_of_one_roster_meet_only_where_a_rule_says_so() {
    check(
        "
        [[rule]]
        name = 'number'
        keys = ['id']
        within_roster = true
        [[rule]]
        name = 'name'
        keys = ['name']
        ",
        "
        id   name  listed
        99A  王伟  yes
        99A  王伟  yes
        99B  王伟  yes
        99C  王伟  -
        ",
        &expect![[r#"
            number: 0 1
            name: 0 3
            name: 1 3
            name: 2 3
            number: 1 predicted, 0 split, 0 sliced, 0 lost
            name: 6 predicted, 0 split, 0 sliced, 0 lost
        "#]],
    );
}

#[test]
fn faults_of_rules_are_told_in_words() {
    let read = |key: &str| {
        key.parse::<KeyExpression>().map_or_else(|fault| fault.to_string(), |key| key.to_string())
    };
    assert_eq!(read(" prefix( resident_id ,15) "), "prefix(resident_id, 15)");
    assert_eq!(read("surname(toneless(name_reading))"), "surname(toneless(name_reading))");
    for wrong in ["prefix(id)", "prefix(id, 0)", "half(id)", "year(birth", "", "Name"] {
        assert!(read(wrong).contains("is not a key expression"), "{wrong}");
    }
    let settings = settings("[[rule]]\nname = 'x'\nkeys = ['surname(name)']\nthen = ['town']");
    assert_eq!(
        settings.faults(&["name"]),
        [
            "blocking rule `x`: `surname(name)` reads `surname_length`, which identities do not have",
            "blocking rule `x`: `town` reads `town`, which identities do not have",
        ]
    );
}

#[test]
fn recall_is_estimated_from_matches_that_few_rules_caught() {
    let all_twice = estimated_recall(std::iter::repeat_n(0b11, 100));
    assert!((all_twice.recall - 1.0).abs() < 1e-12);
    let half = (0..100).map(|at| if at % 2 == 0 { 0b01 } else { 0b11 });
    let half = estimated_recall(half);
    assert_eq!((half.matches, half.by_one_rule, half.by_two_rules), (100, 50, 50));
    assert!((half.missed - 50.0 * 49.0 / 102.0).abs() < 1e-9);
}

fn table() -> impl Strategy<Value = String> {
    proptest::collection::vec(("[AB]?", "[CD]?", "[EF]?"), 2..40).prop_map(|rows| {
        let dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
        let lines = rows.iter().map(|(a, b, c)| format!("\n{} {} {}", dash(a), dash(b), dash(c)));
        "id name town".to_owned() + &lines.collect::<String>()
    })
}

proptest! {
    #[test]
    fn each_pair_comes_once_and_every_shared_key_gives_a_pair(table in table(), size in 1_u64..50) {
        let identities = identities(&table);
        let rules = "[[rule]]\nname='id'\nkeys=['id']\n[[rule]]\nname='name'\nkeys=['name','town']";
        let mut settings = settings(rules);
        settings.chunk_pairs = size;
        let plan = Plan::new(&identities, &settings);
        let found = pairs_by_rule(&plan);
        let distinct: BTreeSet<CandidatePair> = found.iter().map(|(_, pair)| *pair).collect();
        prop_assert_eq!(distinct.len(), found.len());

        let rows: Vec<Vec<&str>> =
            table.lines().skip(1).map(|line| line.split(' ').collect()).collect();
        let mut expected: BTreeMap<CandidatePair, u32> = BTreeMap::new();
        for left in 0..rows.len() {
            for right in left + 1..rows.len() {
                let same = |at: usize| rows[left][at] != "-" && rows[left][at] == rows[right][at];
                let rules = u32::from(same(0)) | u32::from(same(1) && same(2)) << 1;
                if rules != 0 {
                    let number = |at| u32::try_from(at).expect("few rows");
                    expected.insert(CandidatePair::new(number(left), number(right)), rules);
                }
            }
        }
        prop_assert!(distinct.iter().eq(expected.keys()));
        for (pair, rules) in expected {
            prop_assert_eq!(plan.proposers(pair), rules);
        }
    }
}
