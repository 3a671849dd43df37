use expect_test::{Expect, expect};

use super::*;

/// Which true person each mention of an outcome is, in order; `-` for one the truth lacks.
fn check_join(mentions: &str, outcome: &str, expect: &Expect) {
    let (truth, outcome) = (truth_of(mentions), outcome_of(outcome));
    let places = outcome.mentions.iter().map(|mention| mention.place);
    let people = truth.join(&outcome.files, places);
    let word = |known: Option<&KnownMention>| {
        known.map_or("-".to_owned(), |known| known.person.to_string())
    };
    let words: Vec<String> = people.into_iter().map(word).collect();
    expect.assert_eq(&words.join(" "));
}

/// An error, a clause to a line.
fn check_fault(error: &TruthError, expect: &Expect) {
    expect.assert_eq(&error.to_string().replace("; ", ";\n"));
}

#[test]
fn mentions_meet_by_source_file_line_and_role() {
    check_join(
        "
        pupils#一年级:2 member 1
        pupils#一年级:2 father 2
        pupils#二年级:2 member 3
        relief:2 recipient 4
        ",
        "
        relief:2 recipient 70
        relief:3 recipient 70
        pupils#二年级:2 member 70
        pupils#一年级:2 father 70
        pupils#一年级:2 mother 70
        pupils#三年级:2 member 70
        pupils#一年级:2 member 70
        ",
        &expect!["4 - 3 2 - - 1"],
    );
}

#[test]
fn mentions_of_one_role_in_one_line_meet_by_their_order() {
    check_join(
        "
        property:2 co_applicant 1
        property:2 co_applicant 2
        property:3 co_applicant 3
        ",
        "
        property:2 co_applicant 70
        property:2 co_applicant 70
        property:2 co_applicant 70
        property:3 co_applicant 70
        ",
        &expect!["1 2 - 3"],
    );
}

#[test]
fn subjects_meet_whatever_each_side_calls_them() {
    check_join("relief:2 recipient 1", "relief:2 head 70", &expect!["1"]);
}

#[test]
fn other_nights_are_left_out() {
    let mut truth = Truth::new(night().plus_days(1));
    truth.add_mentions(&true_mentions("relief:2 recipient 1")).expect("well-formed");
    assert!(truth.is_empty());
}

#[test]
fn an_unknown_role_is_named_with_its_place() {
    let mut truth = Truth::new(night());
    let error = truth.add_mentions(&true_mentions("relief:2 boss 1")).expect_err("a refusal");
    check_fault(
        &error,
        &expect![[r#"
        mentions.parquet: `boss` of relief, line 2, is no role;
        write the truth with the `hedui synth` of this version"#]],
    );
}

#[test]
fn the_sixty_fifth_stratum_is_one_too_many() {
    let words: Vec<String> = (1..=65).map(|at| format!("s{at}")).collect();
    let mut truth = Truth::new(night());
    let mention = format!("relief:2 recipient 1 strata={}", words[..64].join(";"));
    truth.add_mentions(&true_mentions(&mention)).expect("64 can be told apart");
    let mention = format!("relief:3 recipient 1 strata={}", words[64]);
    let error = truth.add_mentions(&true_mentions(&mention)).expect_err("a refusal");
    check_fault(
        &error,
        &expect![[r#"
        mentions.parquet: `s65` is one stratum too many, 64 can be told apart;
        let fewer words stand in its column `strata`"#]],
    );
}

#[test]
fn a_list_of_other_columns_is_refused_with_what_it_should_have() {
    let mut truth = Truth::new(night());
    let csv = "night,code,who\n2026-11-23,D01,1\n";
    let error = truth.add_findings(csv.as_bytes()).expect_err("a refusal");
    check_fault(
        &error,
        &expect![[r#"
        findings.csv: CSV deserialize error: record 1 (line: 2, byte: 15): missing field `person`;
        its columns are night, code, person, discriminator and note, and `hedui synth` writes it"#]],
    );
}
