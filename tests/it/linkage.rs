//! Linkage and findings on districts that nothing was fitted to, against their truth.

use std::collections::BTreeMap;
use std::path::Path;

use hedui::block::Plan;
use hedui::cluster::Barred;
use hedui::config::{self, Pipeline};
use hedui::domain::{CandidatePair, Day, Grade, Identities, PreviousRun};
use hedui::evaluate::Evaluation;
use hedui::pipeline::link::{Outcome, explain_pair, link};
use hedui::pipeline::{self, Silent};
use hedui::synth;
use tempfile::TempDir;

use crate::sandbox::root;

fn date() -> Day {
    "2026-11-23".parse().expect("a day")
}

/// The shipped pipeline over a district made for the test.
struct Made {
    folder: TempDir,
    pipeline: Pipeline,
}

fn made(people: u32, seed: u64, errors_percent: u32) -> Made {
    let folder = TempDir::new().expect("a temporary folder");
    let settings = synth::Settings { people, seed, errors_percent, ..synth::Settings::default() };
    synth::write(&settings, folder.path()).expect("the district is written");
    let mut pipeline = config::read(&root().join("pipelines/nightly.toml"), date())
        .expect("the shipped pipeline has no fault");
    folder.path().clone_into(&mut pipeline.deliveries);
    pipeline.runs = folder.path().join("runs");
    Made { folder, pipeline }
}

impl Made {
    fn identities(&self) -> Identities {
        pipeline::identities(&self.pipeline, date()).expect("the district can be read")
    }

    fn evaluation(&self) -> Evaluation {
        let summary = pipeline::run(&self.pipeline, date(), &Silent).expect("the night runs");
        let truth: &Path = &self.folder.path().join("truth");
        pipeline::evaluate(&summary.place, Some(truth), None).expect("the run can be judged")
    }
}

/// Regression guards, set below what unfitted seeds reach; the figures themselves are in
/// `benches/results`.
#[test]
fn other_seeds_and_error_rates_are_linked_and_judged_as_well() {
    for (seed, errors_percent, recall) in [(11, 100, 0.965), (12, 0, 0.985), (13, 300, 0.88)] {
        let evaluation = made(6000, seed, errors_percent).evaluation();
        let pairs = &evaluation.clusters.all.identity_pairs;
        assert!(pairs.precision() >= 0.998, "seed {seed}:\n{evaluation}");
        assert!(pairs.recall() >= recall, "seed {seed}:\n{evaluation}");
        let (right, raised) = evaluation
            .flags
            .iter()
            .fold((0, 0), |(right, raised), flag| (right + flag.right, raised + flag.raised));
        assert!(right * 100 >= raised * 80, "seed {seed}:\n{evaluation}");
    }
}

#[test]
fn blocking_keeps_every_pair_with_one_number() {
    let made = made(2000, 5, 100);
    let identities = made.identities();
    let plan = Plan::new(&identities, &made.pipeline.linkage.block);
    let numbers = identities.field("resident_id").expect("a field of identities");
    let classes = identities.field("resident_id_class").expect("a field of identities");
    let mut holders: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let valid = |at: &usize| classes.at(*at) == Some("valid");
    for at in (0..identities.len()).filter(valid) {
        let identity = u32::try_from(at).expect("few identities");
        holders.entry(numbers.numbers()[at]).or_default().push(identity);
    }
    assert!(holders.values().any(|same| same.len() > 1));
    for pair in holders.values().flat_map(|same| same.windows(2)) {
        assert_ne!(plan.proposers(CandidatePair::new(pair[0], pair[1])), 0);
    }
}

#[test]
fn sources_move_what_differs_and_the_explanation_names_them() {
    let mut made = made(3000, 5, 300);
    let telling = made.pipeline.linkage.score.sources.as_mut().expect("the shipped linkage does");
    assert!(!telling.weigh, "what is shipped tells of sources and weighs all alike");
    let identities = made.identities();
    let plain = link(&identities, &made.pipeline.linkage, None, &PreviousRun::default(), date());
    let plain = plain.expect("the shipped linkage links");
    made.pipeline.linkage.score.sources.as_mut().expect("as above").weigh = true;
    let settings = &made.pipeline.linkage;
    let linked = link(&identities, settings, None, &PreviousRun::default(), date());
    let linked = linked.expect("the linkage links");
    assert_eq!(linked.model, plain.model, "what is learned is the same");
    let before: BTreeMap<CandidatePair, f32> =
        plain.links.iter().map(|link| (link.scored.pair, link.scored.weight)).collect();
    let moved = linked.links.iter().find(|link| {
        let weight = link.scored.weight;
        before.get(&link.scored.pair).is_some_and(|before| (weight - before).abs() > 0.1)
    });
    let moved = moved.expect("a pair that differs, of two sources");
    let explained =
        explain_pair(&identities, settings, linked.model, Barred::default(), moved.scored.pair);
    let explained = explained.expect("the trained model fits");
    assert!((explained.weight - moved.scored.weight).abs() < 1e-6);
    let words: Vec<&String> =
        explained.reasons.iter().filter_map(|reason| reason.by_sources.as_ref()).collect();
    assert!(!words.is_empty());
    for words in words {
        let titles = identities.sources_of(moved.scored.pair);
        let titles = titles.map(|source| &identities.sources[usize::from(source)].title);
        assert!(titles.iter().any(|title| words.contains(*title)), "{words}");
        assert!(words.contains("的差错率") && words.contains("一般来源"), "{words}");
    }
}

#[test]
fn an_explanation_adds_up_and_speaks_chinese() {
    let made = made(2000, 5, 100);
    let (identities, settings) = (made.identities(), &made.pipeline.linkage);
    let linked = link(&identities, settings, None, &PreviousRun::default(), date());
    let linked = linked.expect("the shipped linkage links");
    let confirmed = linked.links.iter().find(|link| link.grade == Grade::Confirmed);
    let link = confirmed.expect("a confirmed link");
    let explained =
        explain_pair(&identities, settings, linked.model, Barred::default(), link.scored.pair);
    let explained = explained.expect("the trained model fits");
    let sum = explained.reasons.iter().fold(explained.prior, |sum, reason| sum + reason.weight);
    assert!((sum - link.scored.weight).abs() < 1e-3);
    assert!((explained.weight - link.scored.weight).abs() < 1e-6);
    let number = explained.reasons.iter().find(|reason| reason.comparison == "resident_id");
    let number = number.expect("the numbers are compared");
    assert!(number.level.starts_with("equal"), "{number:?}");
    assert!(number.chinese.starts_with("有效身份证号相同"), "{number:?}");
    assert_eq!(explained.outcome, Outcome::Linked);
}
