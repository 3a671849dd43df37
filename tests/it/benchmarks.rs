//! The shipped benchmark pipelines, on files like the public ones that the test makes itself.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use hedui::config::{self, Pipeline};
use hedui::domain::Day;
use hedui::pipeline;

use crate::sandbox::{Sandbox, TONIGHT, failed_with, root, succeeded};

const NIGHT: &str = "2026-11-24";
const HEADER: &str = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, \
                      postcode, state, date_of_birth, soc_sec_id";

/// Made-up people like those of FEBRL: each once as they are, and some in up to two spoilt copies.
fn febrl_like() -> String {
    let given = ["mia", "joshua", "thomas", "emily", "hannah", "lachlan", "sophie", "benjamin"];
    let surnames = ["white", "nguyen", "clarke", "campbell", "ryan", "dolan", "mcpherson"];
    let streets =
        ["crestwood place", "jenner street", "wirraway crescent", "florence taylor street"];
    let suburbs = ["glenroy", "toowoomba", "port lincoln", "mount druitt", "ascot vale"];
    let mut text = format!("{HEADER}\n");
    for person in 0..60_usize {
        let own = |step: usize| (person * 7919 + 13) * step;
        let fields = [
            given[own(3) % given.len()].to_owned(),
            surnames[own(5) % surnames.len()].to_owned(),
            (1 + own(11) % 180).to_string(),
            streets[own(13) % streets.len()].to_owned(),
            format!("unit {}", own(17) % 40),
            suburbs[own(19) % suburbs.len()].to_owned(),
            (2000 + own(23) % 700).to_string(),
            ["nsw", "vic", "qld"][own(29) % 3].to_owned(),
            format!("19{:02}{:02}{:02}", own(31) % 90 + 10, own(37) % 12 + 1, own(41) % 28 + 1),
            (1_000_000 + own(104_729) % 8_999_999).to_string(),
        ];
        writeln!(text, "rec-{person}-org, {}", fields.join(", ")).expect("a string");
        for copy in 0..person % 3 {
            let spoilt = spoilt(&fields, person + copy).join(", ");
            writeln!(text, "rec-{person}-dup-{copy}, {spoilt}").expect("a string");
        }
    }
    text
}

/// The fields with a letter gone, another doubled, a value missing, and now and then names swapped.
fn spoilt(fields: &[String; 10], turn: usize) -> [String; 10] {
    let mut fields = fields.clone();
    fields[turn % 4].pop();
    let doubled = fields[9].chars().last().unwrap_or_default();
    fields[9].pop();
    fields[9].insert(0, doubled);
    fields[4 + turn % 3].clear();
    if turn.is_multiple_of(5) {
        fields.swap(0, 1);
    }
    fields
}

/// A sandbox with the made-up file as `benchmarks/febrl3.csv`, and the arguments that name it.
fn made() -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("benchmarks");
    fs::create_dir_all(&folder).expect("the sandbox can be written");
    fs::write(folder.join("febrl3.csv"), febrl_like()).expect("the sandbox can be written");
    (sandbox, folder)
}

#[test]
fn every_benchmark_pipeline_is_without_fault() {
    let sandbox = Sandbox::new();
    for name in ["febrl3", "febrl4", "historical_50k"] {
        let file = format!("pipelines/benchmarks/{name}.toml");
        let words = succeeded(&sandbox.hedui(&["check", &file]));
        assert!(words.contains("no fault"), "{words}");
    }
}

#[test]
fn a_benchmark_is_linked_published_and_judged_by_its_own_truth() {
    let (sandbox, _) = made();
    let file = "pipelines/benchmarks/febrl3.toml";
    let places = ["--deliveries", "benchmarks", "--runs", "judged"];
    let run = ["run", file, "--date", NIGHT];
    let words = succeeded(&sandbox.hedui(&[run.as_slice(), places.as_slice()].concat()));
    assert!(words.contains("120 mentions in 120 identities"), "{words}");
    let published = sandbox.path(&format!("judged/run_date={NIGHT}"));
    for contract in hedui::report::contracts() {
        let table = published.join(format!("{}.parquet", contract.name));
        assert!(table.exists(), "{} is published, if empty", contract.name);
    }
    let run = format!("judged/run_date={NIGHT}");
    let judge = ["evaluate", &run, "--pipeline", file, "--deliveries", "benchmarks"];
    let words = succeeded(&sandbox.hedui(&judge));
    assert!(words.contains("60 true"), "{words}");
    assert!(words.contains("120 judged, 0 unknown to the truth, 0 missing"), "{words}");
    let of_pairs = |line: &&str| line.starts_with("pairs of mentions");
    let pairs = words.lines().find(of_pairs).expect("a line of pairs");
    let rates: Vec<f64> = pairs.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    assert!(rates[..3].iter().all(|rate| *rate >= 0.95), "{words}");

    let file = sandbox.path("benchmarks/febrl3.csv");
    let other = febrl_like().replace("mia", "ann");
    fs::write(file, other).expect("other people under the same lines");
    let errors = failed_with(2, &sandbox.hedui(&judge));
    assert!(errors.contains("febrl3.csv is not the file the run has read"), "{errors}");
}

#[test]
fn the_truth_of_a_benchmark_names_every_row() {
    let (_sandbox, folder) = made();
    let night: Day = NIGHT.parse().expect("a day");
    let mut pipeline: Pipeline =
        config::read(&root().join("pipelines/benchmarks/febrl3.toml"), night).expect("no fault");
    pipeline.deliveries = folder;
    let truth = pipeline::true_mentions(&pipeline, night).expect("a readable truth");
    assert_eq!(truth.len(), 120);
    let row = truth.row(3);
    assert_eq!((row.source, row.file, row.line, row.role), ("febrl3", "febrl3.csv", 5, "member"));
    let people: Vec<u32> = truth.rows().take(6).map(|row| row.person).collect();
    assert_eq!(people, [1, 2, 2, 3, 3, 3]);
}

#[test]
fn a_run_without_a_truth_to_judge_by_is_told_so() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let run = format!("runs/run_date={TONIGHT}");
    let judge = ["evaluate", &run, "--pipeline", "pipelines/nightly.toml"];
    let errors = failed_with(2, &sandbox.hedui(&judge));
    assert!(errors.contains("[[truth]]"), "{errors}");
}
