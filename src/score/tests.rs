use proptest::prelude::*;

use super::*;
use crate::domain::{ComparisonVector, IdentitySource, MAX_COMPARISONS};

fn shape(name: &str, levels: &[&str]) -> ComparisonShape {
    let levels = levels.iter().map(|level| (*level).to_owned()).collect();
    ComparisonShape { name: name.to_owned(), levels }
}

fn shapes() -> Vec<ComparisonShape> {
    vec![
        shape("name", &["exact", "sound", "differ"]),
        shape("number", &["equal", "differ"]),
        shape("birth", &["equal", "differ"]),
    ]
}

fn settings() -> Settings {
    let text = "
        random_pairs = 0
        seed = 1
        training_pairs = 0
        max_iterations = 500
        tolerance = 1e-9
        min_random = 50
        start_matches = 1.0
        assumed_recall = 1.0
        [[comparison]]
        name = 'name'
        max_weight = 20.0
        min_weight = -20.0
        term_frequency = true
        levels.exact = { m = 0.8, u = 0.001 }
        levels.sound = { m = 0.1, u = 0.002 }
        [[comparison]]
        name = 'number'
        max_weight = 20.0
        min_weight = -20.0
        [[comparison]]
        name = 'birth'
        max_weight = 20.0
        min_weight = -20.0
        implied_by = { comparison = 'number', levels = ['equal'] }
    ";
    toml::from_str(text).expect("settings")
}

fn vector(levels: &[u8]) -> ComparisonVector {
    let mut vector = ComparisonVector([0; MAX_COMPARISONS]);
    vector.0[..levels.len()].copy_from_slice(levels);
    vector
}

const M: [&[f64]; 3] = [&[0.9, 0.07, 0.03], &[0.95, 0.05], &[0.98, 0.02]];
const U: [&[f64]; 3] = [&[0.01, 0.02, 0.97], &[0.002, 0.998], &[0.05, 0.95]];

/// How many of `pairs` pairs show each vector, when comparisons are independent.
fn simulated(chances: [&[f64]; 3], pairs: f64) -> Patterns {
    let mut patterns = Patterns::new();
    for name in 1..=3_u8 {
        for number in 1..=2_u8 {
            for birth in 1..=2_u8 {
                let levels = [name, number, birth];
                let chance = levels.iter().zip(chances);
                let chance = chance.map(|(level, chances)| chances[usize::from(*level) - 1]);
                patterns.insert(vector(&levels), rounded(chance.product::<f64>() * pairs));
            }
        }
    }
    patterns
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
fn rounded(count: f64) -> u64 {
    count.round() as u64
}

fn mixed(share: f64) -> TrainingBlocks {
    let mut patterns = simulated(M, 1e7 * share);
    for (vector, count) in simulated(U, 1e7 * (1.0 - share)) {
        *patterns.entry(vector).or_insert(0) += count;
    }
    TrainingBlocks { settled: Vec::new(), patterns, pairs: 10_000_000 }
}

fn trained() -> LinkageModel {
    // Without the implication, the simulated comparisons are independent, as training assumes.
    let mut settings = settings();
    settings.comparison[2].implied_by = None;
    train(&[mixed(0.3)], &simulated(U, 1e7), 1_000_000_000, &shapes(), &settings)
}

#[test]
fn training_recovers_known_m_and_u_and_the_share_of_matches() {
    let model = trained();
    for (comparison, (m, u)) in model.comparisons.iter().zip(M.iter().zip(U)) {
        for (level, (m, u)) in comparison.levels.iter().zip(m.iter().zip(u)) {
            let name = &comparison.name;
            assert!((level.m - m).abs() < 0.002, "{name} {}: m {}", level.code, level.m);
            assert!((level.u - u).abs() < 0.001, "{name} {}: u {}", level.code, level.u);
        }
    }
    assert!((model.prior - 0.003).abs() < 0.0001, "prior {}", model.prior);
    assert!(model.fallbacks().is_empty());
}

#[test]
fn labels_are_counted_and_blocks_tell_only_how_many_matches_there_are() {
    let mut settings = settings();
    settings.comparison[2].implied_by = None;
    // Labelled pairs that agree less than the matches of the blocks do.
    let m: [&[f64]; 3] = [&[0.5, 0.3, 0.2], &[0.6, 0.4], &[0.7, 0.3]];
    let labelled = LabelledPairs { matches: simulated(m, 1e6), others: 40 };
    let (blocks, random) = ([mixed(0.3)], simulated(U, 1e7));
    let possible = 1_000_000_000;
    let model = train_by_labels(&labelled, &blocks, &random, possible, &shapes(), &settings);
    for (comparison, m) in model.comparisons.iter().zip(m) {
        for (level, m) in comparison.levels.iter().zip(m) {
            assert!((level.m - m).abs() < 1e-5, "{} {}", comparison.name, level.code);
            assert_eq!((level.m_basis, level.u_basis), (Basis::Labelled, Basis::Trained));
        }
    }
    let u = |model: &LinkageModel| model.comparisons[1].levels[0].u;
    assert!((u(&model) - u(&trained())).abs() < 1e-12, "u is that of the random pairs");
    // All labels are matches, yet three pairs in ten of the blocks are.
    assert!((model.prior - 0.003).abs() < 0.0005, "prior {}", model.prior);
    let counted = LabelCounts { matches: 1_000_000, others: 40 };
    assert_eq!(model.trained_on.labels, Some(counted));
}

#[test]
fn few_labels_move_the_start_a_little_and_unseen_levels_are_named() {
    let mut settings = settings();
    settings.start_matches = 10.0;
    let matches = Patterns::from([(vector(&[1, 2, 1]), 10)]);
    let labelled = LabelledPairs { matches, others: 0 };
    let random = simulated(U, 1e7);
    let model = train_by_labels(&labelled, &[], &random, 1_000_000, &shapes(), &settings);
    let name = &model.comparisons[0].levels;
    // Ten matches, and ten of the start, whose m are 0.8, 0.1 and 0.05 brought to a sum of one.
    assert!((name[0].m - (10.0 + 10.0 * 0.8 / 0.95) / 20.0).abs() < 1e-8, "{}", name[0].m);
    assert_eq!((name[0].m_basis, name[1].m_basis), (Basis::Labelled, Basis::Start));
    assert_eq!(
        model.unobserved(),
        ["name.sound", "name.differ", "number.equal", "birth.differ"],
        "what no label shows"
    );
}

#[test]
fn blocks_teach_nothing_about_what_their_keys_settle() {
    let mut blocks = mixed(0.3);
    blocks.settled = vec![0];
    let mut settings = settings();
    settings.comparison[2].implied_by = None;
    let model = train(&[blocks], &simulated(U, 1e7), 1_000_000_000, &shapes(), &settings);
    let name = &model.comparisons[0];
    assert_eq!(model.fallbacks(), ["name.exact", "name.sound", "name.differ"]);
    assert_eq!(name.levels[0].m_basis, Basis::Start);
    assert!((model.comparisons[1].levels[0].m - 0.95).abs() < 0.002);
}

#[test]
fn levels_seen_too_rarely_keep_their_start_and_are_named() {
    let random = Patterns::from([(vector(&[3, 2, 2]), 1000), (vector(&[1, 2, 2]), 3)]);
    let model = train(&[], &random, 1_000_000, &shapes(), &settings());
    let exact = &model.comparisons[0].levels[0];
    assert!((exact.u - 0.001).abs() < 1e-12);
    assert_eq!((exact.random, exact.u_basis), (3, Basis::Start));
    assert!(model.fallbacks().contains(&"name.exact".to_owned()));
}

#[test]
fn a_rare_name_weighs_more_than_a_common_one() {
    let model = trained();
    let counts = [0, 1, 1000, 98_999];
    let scorer = Scorer::new(&model, &shapes(), &[&counts, &[], &[]]).expect("a fitting model");
    let weight = |term| scorer.weight(&vector(&[1, 0, 0]), |_| term);
    assert!((weight(1) - weight(2) - 1000_f32.log2()).abs() < 0.01);
    let steps = scorer.waterfall([0, 0], &vector(&[1, 1, 2]), |_| 2);
    let sum = steps.iter().fold(scorer.prior(), |sum, step| sum + step.weight);
    assert!((sum - scorer.weight(&vector(&[1, 1, 2]), |_| 2)).abs() < 1e-4);
}

#[test]
fn a_number_that_agrees_has_said_the_birth_date_already() {
    let model = train(&[mixed(0.3)], &simulated(U, 1e7), 1_000_000_000, &shapes(), &settings());
    let scorer = Scorer::new(&model, &shapes(), &[&[], &[], &[]]).expect("a fitting model");
    let weight = |levels| scorer.weight(&vector(levels), |_| 0);
    assert!((weight(&[0, 1, 1]) - weight(&[0, 1, 0])).abs() < 1e-6);
    assert!(weight(&[0, 1, 2]) < weight(&[0, 1, 0]));
    assert!(weight(&[0, 0, 1]) > weight(&[0, 0, 0]));
}

/// Sources `a`, `b`, `c` and so on.
fn sources(count: u8) -> Vec<IdentitySource> {
    let source = |letter: u8| {
        let id = char::from(letter).to_string();
        IdentitySource { title: id.to_uppercase(), id, roster: false }
    };
    (b'a'..b'a' + count).map(source).collect()
}

/// How often the sources `a`, `b` and `c` err in the birth date.
const ERRS: [f64; 3] = [0.01, 0.02, 0.12];

/// Matches of the three sources, and of `c` with itself, where half of the birth dates differ.
fn matches_of_sources() -> SourceMatches {
    let mut matches = SourceMatches::new();
    for [left, right] in [[0, 1], [2, 0], [1, 2], [2, 2]] {
        let errs =
            if left == right { 0.5 } else { ERRS[usize::from(left)] + ERRS[usize::from(right)] };
        let m: [&[f64]; 3] = [M[0], M[1], &[1.0 - errs, errs]];
        for (vector, count) in simulated(m, 1e6) {
            matches.insert(([left, right], vector), count);
        }
    }
    matches
}

const TELL: SourceSettings = SourceSettings { prior: 200.0, most_times: 8.0, weigh: true };

/// A model that has learned of three sources. Blocks showed it as many differences as they make.
fn told(model: LinkageModel, settings: SourceSettings) -> LinkageModel {
    let mut model = model;
    model.comparisons[2].levels[1].m = 0.1;
    model.comparisons[2].levels[1].weight = (0.1_f64 / 0.95).log2();
    let matches = matches_of_sources();
    tell_sources_apart(&mut model, &matches, &sources(3), &shapes(), &settings);
    model
}

fn errors(model: &LinkageModel) -> &SourceErrors {
    model.comparisons[2].errors.as_ref().expect("matches differ")
}

#[test]
fn what_matches_show_tells_how_often_each_source_errs() {
    let model = told(trained(), TELL);
    for (source, errs) in sources(3).iter().zip(ERRS) {
        let rate = errors(&model).rate(&source.id);
        assert!((rate - errs).abs() < 0.001, "{}: {rate} instead of {errs}", source.id);
    }
    assert!((errors(&model).overall - 0.05).abs() < 1e-4, "a source beside itself tells nothing");
    assert!((errors(&model).rate("of another night") - errors(&model).overall).abs() < 1e-12);
    let most: Vec<&str> =
        errors(&model).by_rate().iter().map(|rate| rate.source.as_str()).collect();
    assert_eq!(most, ["c", "b", "a"]);
}

#[test]
fn a_source_that_is_seldom_seen_is_taken_for_the_average_and_none_leaves_the_bounds() {
    let model = told(trained(), SourceSettings { prior: 1e9, ..TELL });
    for source in &errors(&model).sources {
        assert!((source.rate - errors(&model).overall).abs() < 0.001, "{source:?}");
        assert!(source.matches > 1e6, "what was seen is told: {source:?}");
    }
    let bounded = told(trained(), SourceSettings { most_times: 1.5, ..TELL });
    let (least, most) = (errors(&bounded).rate("a"), errors(&bounded).rate("c"));
    assert!((most / least - 2.25).abs() < 1e-6, "{least} {most}");
}

#[test]
fn what_another_comparison_has_said_tells_nothing_of_sources() {
    let mut model = trained();
    let levels = vec!["equal".to_owned()];
    model.comparisons[2].implied_by = Some(ImpliedBy { comparison: "number".to_owned(), levels });
    let model = told(model, TELL);
    let shown: f64 = errors(&model).sources.iter().map(|source| source.matches).sum();
    // Of three million pairs with two sources each, one in twenty has numbers that differ.
    assert!((shown - 6e6 * 0.05).abs() < 1e3, "{shown}");
}

#[test]
fn a_difference_weighs_less_against_one_person_beside_a_careless_source() {
    let model = told(trained(), TELL);
    let mut scorer = Scorer::new(&model, &shapes(), &[&[], &[], &[]]).expect("a fitting model");
    let moved = |scorer: &Scorer, levels: &[u8], pair| {
        scorer.weight_between(pair, &vector(levels), |_| 0) - scorer.weight(&vector(levels), |_| 0)
    };
    let (careful, careless) = ([0, 1], [2, 1]);
    assert!(moved(&scorer, &[0, 0, 2], careless).abs() < 1e-9, "until it is to tell them apart");
    // The fourth source is unknown to the model.
    scorer.tell_sources_apart(&model, &sources(4));
    assert!((moved(&scorer, &[0, 0, 2], careful) - 0.3_f32.log2()).abs() < 0.05);
    assert!((moved(&scorer, &[0, 0, 2], careless) - 1.4_f32.log2()).abs() < 0.05);
    assert!((moved(&scorer, &[0, 0, 2], [3, 2]) - 1.7_f32.log2()).abs() < 0.05);
    assert!(moved(&scorer, &[0, 0, 2], [3, 3]).abs() < 1e-9, "two unknown sources are average");
    assert!(moved(&scorer, &[0, 0, 2], [2, 2]).abs() < 1e-9, "and so is one beside itself");
    for [left, right] in [careful, careless] {
        assert!(moved(&scorer, &[1, 1, 1], [left, right]).abs() < 1e-9, "what agrees stays");
        let [one, other] = [[left, right], [right, left]];
        let [one, other] = [one, other].map(|pair| moved(&scorer, &[3, 2, 2], pair));
        assert!((one - other).abs() < 1e-5, "either may be the left one");
        let steps = scorer.waterfall([left, right], &vector(&[1, 0, 2]), |_| 0);
        assert!((steps[2].by_sources - moved(&scorer, &[0, 0, 2], [left, right])).abs() < 1e-5);
        assert!(steps[0].by_sources.abs() < 1e-9);
    }
}

#[test]
fn a_declared_weight_is_the_same_for_every_source() {
    let mut model = trained();
    model.comparisons[2].levels[1].m_basis = Basis::Declared;
    let model = told(model, TELL);
    assert_eq!(model.comparisons[2].errors, None, "nothing that may move differs");
    let mut scorer = Scorer::new(&model, &shapes(), &[&[], &[], &[]]).expect("a fitting model");
    scorer.tell_sources_apart(&model, &sources(3));
    let step = scorer.waterfall([2, 1], &vector(&[0, 0, 2]), |_| 0)[2];
    assert!(step.by_sources.abs() < 1e-9);
}

#[test]
fn a_model_survives_its_file_and_is_refused_by_other_comparisons() {
    let model = told(trained(), TELL);
    let text = serde_json::to_string_pretty(&model).expect("a model can be written");
    let read: LinkageModel = serde_json::from_str(&text).expect("a model can be read");
    assert_eq!(read, model);
    let mut other = shapes();
    other[1].levels.push("near".to_owned());
    let mismatch = Scorer::new(&model, &other, &[&[], &[], &[]]).err().expect("a mismatch");
    assert_eq!(
        mismatch.to_string(),
        "the model's `number` has other levels than are compared; train it again"
    );
}

#[test]
fn faults_name_unknown_comparisons_and_levels() {
    let mut shapes = shapes();
    shapes[0].levels.remove(1);
    shapes[2].name = "born".to_owned();
    assert_eq!(
        settings().faults(&shapes),
        [
            "comparison `born` has no entry under [score]",
            "`name` has no level `sound`",
            "[score] weighs `birth`, which is not compared",
        ]
    );
    let mut settings = settings();
    settings.sources = Some(SourceSettings { prior: 0.0, most_times: 0.5, weigh: true });
    assert_eq!(
        settings.faults(&self::shapes()),
        [
            "[score.sources] prior is 0; it counts matches, above 0",
            "[score.sources] most_times is 0.5; the least is 1",
        ]
    );
}

proptest! {
    #[test]
    fn a_closer_agreement_never_lowers_the_weight_whatever_the_sources(
        random in proptest::collection::vec(0_u64..2000, 12),
        found in proptest::collection::vec(0_u64..2000, 12),
        pair in (0_u16..3, 0_u16..3),
        blocked in proptest::collection::vec(0_u64..2000, 12),
        levels in (1_u8..=3, 1_u8..=2, 1_u8..=2),
    ) {
        let patterns = |counts: &[u64]| -> Patterns {
            simulated(U, 1.0).into_keys().zip(counts.iter().copied()).collect()
        };
        let mut settings = settings();
        settings.comparison[2].implied_by = None;
        let blocks = TrainingBlocks { patterns: patterns(&blocked), ..mixed(0.5) };
        let mut model = train(&[blocks], &patterns(&random), 1_000_000, &shapes(), &settings);
        let between = |pair: SourcePair, counts: &[u64]| {
            patterns(counts).into_iter().map(move |(vector, count)| ((pair, vector), count))
        };
        let matches = between([0, 1], &found).chain(between([1, 2], &blocked)).collect();
        tell_sources_apart(&mut model, &matches, &sources(3), &shapes(), &TELL);
        let mut scorer = Scorer::new(&model, &shapes(), &[&[], &[], &[]]).expect("a fitting model");
        scorer.tell_sources_apart(&model, &sources(3));
        let (levels, pair) = ([levels.0, levels.1, levels.2], [pair.0, pair.1]);
        let weight = scorer.weight_between(pair, &vector(&levels), |_| 0);
        for at in 0..3 {
            let mut closer = levels;
            if closer[at] > 1 {
                closer[at] -= 1;
                let closer = scorer.weight_between(pair, &vector(&closer), |_| 0);
                prop_assert!(closer >= weight - 1e-4, "{closer} {weight}");
            }
        }
    }
}
