use expect_test::expect;

use super::*;

/// Everybody has one identity, but person 1 has identities 1, 11 and 12.
fn scores(links: &[(u64, u64, f64)]) -> CalibrationScores {
    let mentions = everybody(1..=5) + "relief:1 recipient 1\nrelief:2 recipient 1\n";
    let mut outcome = outcome_of(&mentions);
    for (mention, identity) in outcome.mentions.iter_mut().zip([1, 2, 3, 4, 5, 11, 12]) {
        mention.identity = identity;
    }
    let link = |&(left, right, weight): &(u64, u64, f64)| OutcomeLink { left, right, weight };
    outcome.links = links.iter().map(link).collect();
    evaluate(&outcome, &truth_of(&mentions)).calibration
}

#[test]
fn pairs_fall_into_bins_by_their_probability() {
    let links = [
        (1, 11, 20.0),
        (1, 12, 9.0),
        (11, 12, 5.0),
        (1, 2, 0.0),
        (2, 3, 0.0),
        (3, 4, 0.0),
        (4, 5, -3.0),
        (5, 99, 1.0),
    ];
    expect![[r#"
        match probability  pairs  one person  two people  predicted  observed
        0.1-0.2                1           0           1    0.11111   0.00000
        0.5-0.6                3           0           3    0.50000   0.00000
        0.9-0.99               1           1           0    0.96970   1.00000
        0.99-0.999             1           1           0    0.99805   1.00000
        0.999-1                1           1           0    1.00000   1.00000
        Brier score 0.109038, log loss 0.318564 nats, expected calibration error 0.234766.
        Of the 7 published pairs, which weigh -3.00 or more; what weighs less is not published.
    "#]]
    .assert_eq(&scores(&links).to_string());
}

#[test]
fn scores_are_those_of_their_definitions() {
    // Weight 1 is probability 2/3, weight -1 is 1/3.
    let scores = scores(&[(1, 11, 1.0), (1, 2, 1.0), (1, 3, -1.0)]);
    let third = 1.0_f64 / 3.0;
    let brier = (third.powi(2) + (2.0 * third).powi(2) + third.powi(2)) / 3.0;
    assert!((scores.brier_score - brier).abs() < 1e-8);
    let log_loss = -((2.0 * third).ln() + third.ln() + (2.0 * third).ln()) / 3.0;
    assert!((scores.log_loss - log_loss).abs() < 1e-8);
    // One bin predicts 2/3 and sees 1/2, the other predicts 1/3 and sees 0.
    let error = (2.0 * (2.0 * third - 0.5) + third) / 3.0;
    assert!((scores.expected_error - error).abs() < 1e-8);
}

#[test]
fn what_is_certain_and_wrong_costs_as_many_bits_as_it_weighs() {
    let scores = scores(&[(1, 2, 100.0)]);
    assert!((scores.log_loss - 100.0 * std::f64::consts::LN_2).abs() < 1e-6);
    assert!((scores.brier_score - 1.0).abs() < 1e-9);
}

#[test]
fn the_order_of_the_pairs_does_not_show() {
    let links: Vec<(u64, u64, f64)> = (0..100)
        .map(|at| {
            (1 + at % 5, 11 + at % 2, f64::from(u32::try_from(at).expect("few")) * 0.173 - 4.0)
        })
        .collect();
    let backwards: Vec<_> = links.iter().rev().copied().collect();
    assert_eq!(scores(&links), scores(&backwards));
}

#[test]
fn without_a_pair_there_is_no_figure() {
    expect![[r#"
        match probability  not judged: the truth knows no published pair
    "#]]
    .assert_eq(&scores(&[]).to_string());
}
