use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::evaluate::figures::as_float;

const TRUTH: &str = "
    register:2 member 1
    register:2 father 2
    register:3 member 2 strata=twin
    relief:2 recipient 1
    relief:3 recipient 3 strata=twin;no_id
    relief:4 recipient 3
";

fn check(mentions: &str, expect: &Expect) {
    let evaluation = evaluate(&outcome_of(mentions), &truth_of(TRUTH));
    let Evaluation { mentions, unknown, missing, clusters, .. } = evaluation;
    expect.assert_eq(&format!("{mentions} {unknown} {missing}\n{clusters}"));
}

#[test]
fn a_perfect_night_has_no_fault() {
    check(
        "
        register:2 member 71
        register:2 father 72
        register:3 member 72
        relief:2 recipient 71
        relief:3 recipient 73
        relief:4 recipient 73
        ",
        &expect![[r#"
            6 0 0
            people    3 true, 3 clusters, 3 exact (1.00000)

            clusters             precision   recall       F1  missed  wrong
            pairs of mentions      1.00000  1.00000  1.00000       0      0
            pairs of identities    1.00000  1.00000  1.00000       0      0
            B³ over mentions       1.00000  1.00000  1.00000

            stratum  people   exact  mentions  missed  wrong  precision   recall       F1    B³ F1
            no_id         1  1.0000         1       0      0    1.00000  1.00000  1.00000  1.00000
            twin          2  1.0000         2       0      0    1.00000  1.00000  1.00000  1.00000
        "#]],
    );
}

#[test]
fn a_false_link_costs_precision_and_a_lost_one_recall() {
    check(
        "
        register:2 head 71
        register:2 father 72
        register:3 member 71
        relief:2 recipient 71
        relief:3 recipient 73
        relief:9 recipient 73
        ",
        &expect![[r#"
            5 1 1
            people    3 true, 3 clusters, 1 exact (0.33333)

            clusters             precision   recall       F1  missed  wrong
            pairs of mentions      0.33333  0.50000  0.40000       1      2
            pairs of identities    0.33333  0.50000  0.40000       1      2
            B³ over mentions       0.73333  0.80000  0.76522

            stratum  people   exact  mentions  missed  wrong  precision   recall       F1    B³ F1
            no_id         1  1.0000         1       0      0          –        –        –  1.00000
            twin          2  0.5000         2       1      2    0.00000  0.00000  0.00000  0.70588
        "#]],
    );
}

#[test]
fn an_identity_counts_once_and_is_of_the_strata_of_all_its_mentions() {
    let outcome = outcome_of(
        "
        relief:2 recipient 71 identity=1
        relief:3 recipient 73 identity=3
        relief:4 recipient 73 identity=3
        register:2 member 74 identity=4
        ",
    );
    let clusters = evaluate(&outcome, &truth_of(TRUTH)).clusters;
    let lost = Rates { right: 0, predicted: 0, actual: 1 };
    assert_eq!(clusters.all.mention_pairs, Rates { right: 1, predicted: 1, actual: 2 });
    assert_eq!(clusters.all.identity_pairs, lost);
    let twin = &clusters.strata.iter().find(|(name, _)| name == "twin").expect("a stratum").1;
    assert_eq!(twin.mention_pairs, Rates { right: 1, predicted: 1, actual: 1 });
    assert_eq!(twin.identity_pairs, Rates::default());
}

#[test]
fn pairs_of_equal_valid_numbers_are_not_hard() {
    let outcome = outcome_of(
        "
        register:2 member 71 number=9
        relief:2 recipient 71 number=9
        relief:3 recipient 73
        relief:4 recipient 74 number=8
        ",
    );
    let all = evaluate(&outcome, &truth_of(TRUTH)).clusters.all;
    assert_eq!(all.identity_pairs, Rates { right: 1, predicted: 1, actual: 2 });
    assert_eq!(all.hard_pairs, Some(Rates { right: 0, predicted: 0, actual: 1 }));
}

#[test]
fn an_outcome_without_numbers_has_no_hard_pairs() {
    let outcome = outcome_of("register:2 member 71");
    assert_eq!(evaluate(&outcome, &truth_of(TRUTH)).clusters.all.hard_pairs, None);
}

/// Predicted person, true person, identity, number and strata of a mention, all few.
type Drawn = (u64, u32, u64, u64, u8);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec((1..5_u64, 1..5_u32, 0..6_u64, 0..3_u64, 0..8_u8), 0..24)
}

/// What the text of a drawn night says; an identity always has one number and one predicted person.
fn night_of(drawn: &[Drawn]) -> (Outcome, Truth) {
    let sides = (1..).zip(drawn).map(|(line, (predicted, person, identity, number, strata))| {
        let identity = (identity * 10 + predicted) * 10 + number;
        let words = ["a", "b", "c"].into_iter().enumerate();
        let words: Vec<&str> =
            words.filter(|(bit, _)| strata >> bit & 1 == 1).map(|word| word.1).collect();
        let here = format!("f:{line} member {predicted} identity={identity} number={number}");
        (here, format!("f:{line} member {person} strata={}", words.join(";")))
    });
    let (here, there): (Vec<String>, Vec<String>) = sides.unzip();
    (outcome_of(&here.join("\n")), truth_of(&there.join("\n")))
}

/// Pairs as their definition has them: every two items looked at.
fn listed_pairs<T: Copy>(
    items: &[T],
    counts: impl Fn(T, T) -> bool,
    predicted: impl Fn(T) -> u64,
    person: impl Fn(T) -> u32,
) -> Rates {
    let mut rates = Rates::default();
    for (at, one) in items.iter().enumerate() {
        for other in items[at + 1..].iter().filter(|other| counts(*one, **other)) {
            let (here, there) =
                (predicted(*one) == predicted(*other), person(*one) == person(*other));
            rates.predicted += u64::from(here);
            rates.actual += u64::from(there);
            rates.right += u64::from(here && there);
        }
    }
    rates
}

proptest! {
    #[test]
    fn counted_pairs_are_the_listed_ones(drawn in drawn()) {
        let (outcome, truth) = night_of(&drawn);
        let clusters = evaluate(&outcome, &truth).clusters;
        let pairs = |counts: &dyn Fn(Drawn, Drawn) -> bool| {
            listed_pairs(&drawn, counts, |mention| mention.0, |mention| mention.1)
        };
        prop_assert_eq!(clusters.all.mention_pairs, pairs(&|_, _| true));
        for (bit, word) in ["a", "b", "c"].into_iter().enumerate() {
            let scores = clusters.strata.iter().find(|(name, _)| name == word);
            let counted = scores.map(|(_, scores)| scores.mention_pairs).unwrap_or_default();
            let either = |one: Drawn, other: Drawn| (one.4 | other.4) >> bit & 1 == 1;
            prop_assert_eq!(counted, pairs(&either), "stratum {}", word);
        }
        let mut identities: Vec<(u64, u32, u64, u64)> =
            drawn.iter().map(|drawn| (drawn.2, drawn.1, drawn.0, drawn.3)).collect();
        identities.sort_unstable();
        identities.dedup();
        let pairs = |counts: &dyn Fn(u64, u64) -> bool| {
            let counts = |one: (u64, u32, u64, u64), other: (u64, u32, u64, u64)| {
                counts(one.3, other.3)
            };
            listed_pairs(&identities, counts, |identity| identity.2, |identity| identity.1)
        };
        prop_assert_eq!(clusters.all.identity_pairs, pairs(&|_, _| true));
        let hard = pairs(&|one, other| one == 0 || one != other);
        prop_assert_eq!(clusters.all.hard_pairs.unwrap_or(hard), hard);
    }

    #[test]
    fn b_cubed_is_the_mean_over_the_mentions(drawn in drawn()) {
        let (outcome, truth) = night_of(&drawn);
        let b_cubed = evaluate(&outcome, &truth).clusters.all.b_cubed;
        let (mut precision, mut recall) = (0.0, 0.0);
        let all = as_float(drawn.len() as u64);
        for one in &drawn {
            let count = |counts: &dyn Fn(&Drawn) -> bool| {
                as_float(drawn.iter().filter(|other| counts(other)).count() as u64)
            };
            let both = count(&|other| other.0 == one.0 && other.1 == one.1);
            precision += both / count(&|other| other.0 == one.0) / all;
            recall += both / count(&|other| other.1 == one.1) / all;
        }
        prop_assert!((b_cubed.precision - precision).abs() < 1e-9);
        prop_assert!((b_cubed.recall - recall).abs() < 1e-9);
    }
}
