//! Training a model as somebody at a terminal does, and running a night by it.

use std::collections::BTreeMap;
use std::fs;

use hedui::domain::TrueMentions;
use hedui::report::read_table;
use hedui::score::{Basis, LabelCounts, LinkageModel};

use crate::sandbox::{Sandbox, TONIGHT, failed_with, succeeded};

const TRUTH: &str = "fixtures/district/truth";

fn train(sandbox: &Sandbox, more: &[&str]) -> std::process::Output {
    sandbox.hedui(&[&["train", "pipelines/nightly.toml", "--date", TONIGHT], more].concat())
}

fn model(sandbox: &Sandbox, file: &str) -> LinkageModel {
    let text = fs::read_to_string(sandbox.path(file)).expect("a model file");
    serde_json::from_str(&text).expect("a model")
}

/// Has the pipeline link by a model, and publishes the night.
fn run_by(sandbox: &Sandbox, file: &str) -> std::process::Output {
    let path = sandbox.path("pipelines/nightly.toml");
    let text = fs::read_to_string(&path).expect("the pipeline");
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("model =")).collect();
    let named = kept.join("\n").replacen("[night]", &format!("[night]\nmodel = \"../{file}\""), 1);
    fs::write(&path, named).expect("the sandbox can be written");
    sandbox.run(TONIGHT)
}

fn published(sandbox: &Sandbox, file: &str) -> Vec<u8> {
    fs::read(sandbox.published(TONIGHT).join(file)).expect("a published file")
}

#[test]
fn a_trained_model_is_the_one_that_the_night_would_train_and_is_used_when_it_is_named() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let links = published(&sandbox, "person_links.parquet");
    let printed = succeeded(&train(&sandbox, &[]));
    assert!(fs::read(sandbox.path("model.json")).expect("a file") == published(&sandbox, MODEL));
    let trained = model(&sandbox, "model.json");
    assert_eq!(trained.trained_on.night, Some(TONIGHT.parse().expect("a day")));
    assert_eq!(trained.trained_on.program, concat!("hedui ", env!("CARGO_PKG_VERSION")));
    assert!(trained.trained_on.identities > 3000 && trained.trained_on.labels.is_none());
    for comparison in &trained.comparisons {
        for level in &comparison.levels {
            let row = |line: &&str| {
                line.starts_with(&comparison.name)
                    && line.split_whitespace().nth(1) == Some(&level.code)
            };
            let line = printed.lines().find(row).expect("every level has its line");
            assert!(line.contains(&format!("{:+.2}", level.weight)), "{line}");
        }
    }
    let names = trained.comparisons.iter().find(|comparison| comparison.name == "name");
    let errors = names.and_then(|names| names.errors.as_ref()).expect("names differ");
    assert!(errors.sources.len() > 10, "most sources have matches: {errors:?}");
    assert!(printed.contains("errors       in name: "), "{printed}");
    let named: String = printed.lines().skip_while(|line| !line.starts_with("not seen")).collect();
    assert!(named.contains("circle.shared"), "the second round's levels are not seen: {named}");
    for line in printed.lines() {
        assert!(line.chars().count() <= 100, "a terminal is too narrow for `{line}`");
    }

    succeeded(&run_by(&sandbox, "model.json"));
    assert!(links == published(&sandbox, "person_links.parquet"), "the same model, the same night");
    succeeded(&train(&sandbox, &["--labels", TRUTH, "--out", "labelled.json"]));
    succeeded(&run_by(&sandbox, "labelled.json"));
    assert!(
        fs::read(sandbox.path("labelled.json")).expect("a file") == published(&sandbox, MODEL),
        "the run keeps the model it was given"
    );
    assert!(links != published(&sandbox, "person_links.parquet"), "another model, other weights");
}

const MODEL: &str = "linkage_model.json";

#[test]
fn a_model_of_another_format_is_refused_by_its_number() {
    let sandbox = Sandbox::new();
    let old = "{\"format\": 1, \"prior\": 0.001, \"comparisons\": []}";
    fs::write(sandbox.path("old.json"), old).expect("the sandbox can be written");
    let errors = failed_with(2, &run_by(&sandbox, "old.json"));
    assert!(errors.contains("the model has format 1; this program reads format 3"), "{errors}");
    // It does not stand in the way of the one that takes its place.
    succeeded(&train(&sandbox, &["--out", "old.json"]));
    succeeded(&run_by(&sandbox, "old.json"));
}

#[test]
fn the_same_night_gives_the_same_model_and_page_for_any_number_of_threads() {
    let sandbox = Sandbox::new();
    let labelled = ["--labels", TRUTH, "--out", "one.json", "--charts", "one.html"];
    let printed = succeeded(&train(&sandbox, &labelled));
    let again = ["--threads", "1", "--labels", TRUTH, "--out", "two.json", "--charts", "two.html"];
    let repeated = succeeded(&train(&sandbox, &again));
    let words = |printed: &str| {
        let lines = printed.lines().filter(|line| !line.starts_with("written"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(words(&printed), words(&repeated));
    let bytes = |file: &str| fs::read(sandbox.path(file)).expect("a written file");
    assert!(bytes("one.json") == bytes("two.json") && bytes("one.html") == bytes("two.html"));
    let page = fs::read_to_string(sandbox.path("one.html")).expect("a page");
    assert_eq!(page.matches("<svg ").count(), 6, "every chart is drawn");
    assert!(!page.contains("无数据"), "and none of nothing");
    for words in ["有效身份证号相同", "匹配阈值 2", "按标注训练", "标注</text>"]
    {
        assert!(page.contains(words), "`{words}` is missing");
    }
}

/// Lines of labels: whether the register and the insured are one person, as the truth has it. Of each
/// person the first row of either is taken; every tenth row of the register is held against the insured
/// row of the person before.
fn true_labels(sandbox: &Sandbox) -> Vec<String> {
    let mentions: TrueMentions = read_table(&sandbox.path(TRUTH)).expect("the truth");
    let night = TONIGHT.parse().expect("a day");
    let first_rows = |source: &str| {
        let mut rows = BTreeMap::new();
        for row in mentions.rows().filter(|row| row.night == night && row.source == source) {
            rows.entry(row.person).or_insert(row.line);
        }
        rows
    };
    let (register, insured) = (first_rows("police_register"), first_rows("health_insured"));
    let both = register.iter().filter_map(|(person, line)| Some((*line, *insured.get(person)?)));
    let both: Vec<(u32, u32)> = both.collect();
    let line = |(register, insured): (u32, u32), is_match: &str| {
        format!("police_register:{register},health_insured:{insured},{is_match}")
    };
    let matches = both.iter().map(|pair| line(*pair, "yes"));
    let others = both.windows(2).step_by(10).map(|pair| line((pair[1].0, pair[0].1), "否"));
    matches.chain(others).collect()
}

fn write_labels(sandbox: &Sandbox, lines: &[String]) {
    let text = format!("left,right,match\n{}\n", lines.join("\n"));
    fs::write(sandbox.path("labels.csv"), text).expect("the sandbox can be written");
}

#[test]
fn reviewers_labels_are_counted_into_m_and_leave_u_alone() {
    let sandbox = Sandbox::new();
    let lines = true_labels(&sandbox);
    // The truth also knows rows in quarantine, which nobody can decide on.
    write_labels(&sandbox, &lines);
    let refused = train(&sandbox, &["--labels", "labels.csv"]);
    let errors = String::from_utf8_lossy(&refused.stderr).into_owned();
    let at_fault: Vec<usize> = errors
        .lines()
        .filter_map(|line| line.split("labels.csv:").nth(1)?.split(':').next()?.parse().ok())
        .collect();
    let lines: Vec<String> = (2..)
        .zip(lines)
        .filter(|(line, _)| !at_fault.contains(line))
        .map(|(_, label)| label)
        .collect();
    let matches = lines.iter().filter(|line| line.ends_with("yes")).count() as u64;
    assert!(matches > 2000, "most rows are accepted: {matches}");
    write_labels(&sandbox, &lines);
    succeeded(&train(&sandbox, &["--labels", "labels.csv", "--out", "labelled.json"]));
    succeeded(&train(&sandbox, &[]));
    let (labelled, plain) = (model(&sandbox, "labelled.json"), model(&sandbox, "model.json"));
    let counted = LabelCounts { matches, others: lines.len() as u64 - matches };
    assert_eq!(labelled.trained_on.labels, Some(counted));
    let number = |model: &LinkageModel| {
        let comparisons = model.comparisons.iter();
        let number = comparisons.filter(|one| one.name == "resident_id");
        number.flat_map(|one| one.levels.clone()).collect::<Vec<_>>()
    };
    let (labelled, plain) = (number(&labelled), number(&plain));
    let fitting = |levels: &[hedui::score::LevelModel]| levels[0].clone();
    assert_eq!(fitting(&labelled).code, "equal_fitting");
    assert_eq!(fitting(&labelled).m_basis, Basis::Labelled);
    // Both sources give numbers and birth dates, so nearly all labels show numbers that fit.
    assert!(fitting(&labelled).m > fitting(&plain).m + 0.1, "{labelled:?} {plain:?}");
    // Counts are whole, and almost every label shows two numbers.
    let seen: f64 = labelled.iter().map(|level| level.matches).sum();
    let seen: u64 = seen.to_string().parse().expect("a whole number");
    assert!(seen <= matches && seen * 10 > matches * 9, "{seen} of {matches}");
    for (one, other) in labelled.iter().zip(&plain) {
        assert_eq!((one.u, one.random, one.u_basis), (other.u, other.random, other.u_basis));
    }
}

#[test]
fn faults_of_labels_are_named_with_file_and_line_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let lines = [
        "police_register:475,health_insured:451,yes",
        "police_register:475,health_insured:451,maybe",
        "police_register,health_insured:451,yes",
        "police_register:475,health_insured:999999,no",
        "health_insured:451,police_register:475,no",
    ];
    write_labels(&sandbox, &lines.map(str::to_owned));
    let labelled = ["--labels", "labels.csv"];
    let errors = failed_with(2, &train(&sandbox, &labelled));
    for expected in [
        "labels.csv:3: `maybe` is no decision",
        "labels.csv:4: `police_register` is not a row",
        "labels.csv:5: `health_insured:999999`: no accepted row of the delivery stands there",
        "labels.csv:6: contradicts line 2",
    ] {
        assert!(errors.contains(expected), "`{expected}` is not in `{errors}`");
    }
    assert!(!errors.contains("labels.csv:2"), "{errors}");
    write_labels(&sandbox, &["police_register:475,health_insured:451,no".to_owned()]);
    let errors = failed_with(2, &train(&sandbox, &labelled));
    assert!(errors.contains("labels.csv: labels no two rows as one person"), "{errors}");
    let errors = failed_with(2, &train(&sandbox, &["--labels", "absent.csv"]));
    assert!(errors.contains("absent.csv: cannot be read"), "{errors}");
    assert!(!sandbox.path("model.json").exists(), "no model comes of it");
}

#[test]
fn the_truth_of_another_district_labels_nothing() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.hedui(&["synth", "other", "--people", "3000", "--seed", "3"]));
    let errors = failed_with(2, &train(&sandbox, &["--labels", "other/truth"]));
    assert!(errors.contains("is not the file this truth was written for"), "{errors}");
}
