use super::*;

/// Persons 1 to 3 with three, two and one identity.
const MENTIONS: &str = "
    register:1 member 1 identity=1
    register:2 member 1 identity=2
    register:3 member 1 identity=3
    register:4 member 2 identity=4
    register:5 member 2 identity=5
    register:6 member 3 identity=6
";

fn evaluation(links: &[(u64, u64, f64)]) -> Evaluation {
    let mut outcome = outcome_of(MENTIONS);
    let link = |&(left, right, weight): &(u64, u64, f64)| OutcomeLink { left, right, weight };
    outcome.links = links.iter().map(link).collect();
    evaluate(&outcome, &truth_of(MENTIONS))
}

#[test]
fn a_threshold_finds_the_pairs_at_or_above_it_and_misses_all_other_true_ones() {
    let links = [
        (1, 2, 20.5),
        (1, 3, 20.0),
        (4, 5, 18.9),
        (3, 4, 18.0),
        // The truth knows no identity 99.
        (6, 99, 25.0),
    ];
    let weights = evaluation(&links).weights;
    assert_eq!(weights.true_pairs, 4, "three of person 1, one of person 2");
    let points = weights.thresholds();
    let points = points.iter().map(|(bit, rates)| (*bit, rates.right, rates.predicted));
    let points: Vec<_> = points.collect();
    assert_eq!(points[..3], [(18, 3, 4), (19, 2, 2), (20, 2, 2)]);
    assert_eq!(
        points[3..].iter().map(|point| point.2).max(),
        Some(0),
        "unknown pairs are no pairs"
    );
    assert_eq!(weights.bits[&25].unknown, 1);
    let (_, rates) = weights.thresholds()[0];
    assert!((rates.recall() - 0.75).abs() < 1e-9, "the pair 2, 3 was never published");
}

#[test]
fn a_weight_below_zero_falls_into_the_bit_below_it() {
    let bits = evaluation(&[(1, 2, -0.5), (1, 3, -1.0), (2, 3, 0.0)]).weights.bits;
    let counts: Vec<(i32, u64)> = bits.iter().map(|(bit, pairs)| (*bit, pairs.matches)).collect();
    assert_eq!(counts, [(-1, 2), (0, 1)]);
}

#[test]
fn a_run_without_a_pair_has_no_threshold() {
    assert_eq!(evaluation(&[]).weights.thresholds(), []);
}

#[test]
fn people_are_counted_by_their_identities_as_found_and_in_truth() {
    // The run takes persons 1 and 3 for one, and person 2 for two; one identity is mentioned twice.
    let found = "
        register:1 member 71 identity=1
        register:2 member 71 identity=2
        register:3 member 71 identity=2
        register:4 member 72 identity=4
        register:5 member 73 identity=5
        register:6 member 71 identity=6
    ";
    let sizes = evaluate(&outcome_of(found), &truth_of(MENTIONS)).sizes;
    assert_eq!(sizes.found, [(1, 2), (3, 1)].into());
    assert_eq!(sizes.actual, [(1, 1), (2, 2)].into());
}
