use expect_test::{Expect, expect};

use super::*;

/// Judges rules that each put identities of a mention list into blocks: `name=A town=B` in a
/// mention's line is its block under each rule; a rule the line lacks makes none.
fn check(rules: &[&str], mentions: &str, expect: &Expect) {
    let mut outcome = BlockingOutcome::default();
    let mut blocks = Vec::new();
    for (identity, words) in (0..).zip(lines(mentions)) {
        let (source, file, line) = place(words[0]);
        let role = Role::from_code(words[1]).expect("a role");
        let place = Place { file: outcome.files.number(source, file), line, role };
        outcome.mentions.push((place, identity));
        outcome.numbers.push(value(&words, "number").map_or(0, number));
        blocks.push(rules.iter().map(|rule| value(&words, rule)).collect::<Vec<_>>());
    }
    outcome
        .rules
        .extend(rules.iter().map(|rule| BlockingRule { name: (*rule).to_owned(), proposed: 10 }));
    let proposers = |one: u32, other: u32| {
        let both = blocks[one as usize].iter().zip(&blocks[other as usize]).enumerate();
        let agree = both.filter(|(_, (one, other))| one.is_some() && one == other);
        agree.fold(0, |bits, (rule, _)| bits | 1 << rule)
    };
    let scores = evaluate_blocking(&outcome, &truth_of(mentions), proposers);
    expect.assert_eq(&scores.to_string());
}

#[test]
fn a_rule_is_judged_by_what_it_finds_and_by_what_only_it_finds() {
    check(
        &["name", "town"],
        "
        register:1 member 1 name=A town=X
        relief:1 recipient 1 name=A town=X
        relief:2 recipient 1 name=B town=X
        relief:3 recipient 1 name=C
        register:2 member 2 name=A town=Y
        ",
        &expect![[r#"
            blocking rule  proposed  true   recall  only  hard   recall  only
            name                 10     1  0.16667     0     1  0.16667     0
            town                 10     3  0.50000     2     3  0.50000     2
            any rule                    3  0.50000           3  0.50000
            Of 6 true pairs of identities, 6 are hard: without equal valid numbers.
            Only: the pairs that no other rule proposes, lost if the rule were taken away.
        "#]],
    );
}

#[test]
fn pairs_with_equal_valid_numbers_are_not_hard() {
    check(
        &["number", "name"],
        "
        register:1 member 1 number=7 name=A
        relief:1 recipient 1 number=7 name=B
        relief:2 recipient 1 name=A
        ",
        &expect![[r#"
            blocking rule  proposed  true   recall  only  hard   recall  only
            number               10     1  0.33333     1     0  0.00000     0
            name                 10     1  0.33333     1     1  0.50000     1
            any rule                    2  0.66667           1  0.50000
            Of 3 true pairs of identities, 2 are hard: without equal valid numbers.
            Only: the pairs that no other rule proposes, lost if the rule were taken away.
        "#]],
    );
}

#[test]
fn one_spelling_of_two_people_makes_pairs_with_each() {
    let mentions = "
        register:1 member 1
        relief:1 recipient 1
        relief:2 recipient 2
        register:2 member 2
    ";
    let mut outcome = BlockingOutcome { numbers: vec![0; 3], ..Default::default() };
    let parsed = outcome_of(mentions);
    outcome.files = parsed.files;
    let places = parsed.mentions.iter().map(|mention| mention.place);
    outcome.mentions = places.zip([0, 1, 1, 2]).collect();
    let scores = evaluate_blocking(&outcome, &truth_of(mentions), |_, _| 0);
    assert_eq!(scores.true_pairs, PairCounts { all: 2, hard: 2 });
    assert_eq!(scores.found, PairCounts::default());
}
