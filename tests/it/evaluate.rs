//! Judging a published night by its truth, as somebody at a terminal does.

use std::fs;

use hedui::domain::Measurements;
use hedui::report::read_table;

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

const TRUTH: &str = "fixtures/district/truth";

/// A sandbox with tonight's run.
fn published() -> Sandbox {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    sandbox
}

fn evaluate(sandbox: &Sandbox, more: &[&str]) -> std::process::Output {
    let run = format!("runs/run_date={TONIGHT}");
    sandbox.hedui(&[&["evaluate", &run, "--truth", TRUTH], more].concat())
}

#[test]
fn every_stage_is_judged_printed_and_written() {
    let sandbox = published();
    let with_plan = ["--pipeline", "pipelines/nightly.toml", "--out"];
    let printed = succeeded(&evaluate(&sandbox, &[&with_plan[..], &["one"]].concat()));
    for section in [
        "mentions",
        "people",
        "clusters",
        "stratum",
        "households",
        "blocking rule",
        "match probability",
        "flag",
        "look-alike",
        "review load",
    ] {
        let starts = |line: &str| line.starts_with(section);
        assert!(printed.lines().any(starts), "`{section}` is missing from\n{printed}");
    }
    for line in printed.lines() {
        assert!(line.chars().count() <= 100, "a terminal is too narrow for `{line}`");
    }
    let written = fs::read_to_string(sandbox.path("one/evaluation.txt")).expect("a text");
    assert_eq!(written.trim_end(), printed.trim_end());
    let charts = fs::read_to_string(sandbox.path("one/charts.html")).expect("a page");
    assert_eq!(charts.matches("<svg ").count(), 8, "every chart is drawn");
    assert!(!charts.contains("无数据"), "and none of nothing");
    for words in ["匹配阈值 2", "有效身份证号相同", "批次日期 2026-11-23"] {
        assert!(charts.contains(words), "`{words}` is missing");
    }
    let figures: Measurements = read_table(&sandbox.path("one")).expect("a readable table");
    let sections: std::collections::BTreeSet<&str> =
        figures.rows().map(|row| row.section).collect();
    assert_eq!(
        sections.into_iter().collect::<Vec<_>>().join(" "),
        "blocking calibration clusters flags households look_alikes mentions review"
    );
    let one_thread = [&["--threads", "1"], &with_plan[..], &["two"]].concat();
    assert_eq!(succeeded(&evaluate(&sandbox, &one_thread)), printed);
    let bytes =
        |folder| fs::read(sandbox.path(folder).join("evaluation.parquet")).expect("a table");
    assert!(bytes("one") == bytes("two"), "the figures depend on the thread count");
    let again = fs::read_to_string(sandbox.path("two/charts.html")).expect("a page");
    assert!(charts == again, "the charts depend on the thread count");
}

#[test]
fn blocking_is_judged_on_deliveries_wherever_they_lie() {
    let sandbox = published();
    assert!(succeeded(&evaluate(&sandbox, &[])).contains("blocking  not judged; give --pipeline"));
    fs::create_dir(sandbox.path("elsewhere")).expect("a folder");
    let (from, to) = (format!("fixtures/district/{TONIGHT}"), format!("elsewhere/{TONIGHT}"));
    fs::rename(sandbox.path(&from), sandbox.path(&to)).expect("the night's folder moves");
    let pipeline = ["--pipeline", "pipelines/nightly.toml"];
    let missing = failed_with(3, &evaluate(&sandbox, &pipeline));
    assert!(missing.contains("there is no delivery of this night"), "{missing}");
    let moved = [&pipeline[..], &["--deliveries", "elsewhere"]].concat();
    assert!(succeeded(&evaluate(&sandbox, &moved)).contains("blocking rule"));
}

#[test]
fn a_run_with_a_model_of_another_format_is_judged_without_its_model() {
    let sandbox = published();
    let model = sandbox.published(TONIGHT).join("linkage_model.json");
    let text = fs::read_to_string(&model).expect("the run's model");
    fs::write(&model, text.replacen("\"format\": 3", "\"format\": 2", 1)).expect("an old model");
    succeeded(&evaluate(&sandbox, &["--out", "judged"]));
    let charts = fs::read_to_string(sandbox.path("judged/charts.html")).expect("a page");
    assert_eq!(charts.matches("<svg ").count(), 5, "the charts of the pairs and people");
    assert!(charts.contains("the model has format 2; this program reads format 3"));
}

#[test]
fn a_truth_that_cannot_be_used_is_named_with_what_to_do() {
    let sandbox = published();
    let refused = |expected: &str| {
        let errors = failed_with(2, &evaluate(&sandbox, &[]));
        assert!(errors.contains(expected), "`{expected}` is not in `{errors}`");
    };
    let truth = |file: &str| sandbox.path(TRUTH).join(file);
    let kept = |file: &str| fs::read(truth(file)).expect("a file of the truth");
    let (mentions, legal) = (kept("mentions.parquet"), kept("legal.csv"));

    fs::write(truth("legal.csv"), "night,person\n2026-11-23,1\n").expect("a spoilt list");
    refused("legal.csv: ");
    refused("its columns are night, code, person, discriminator and note");
    fs::remove_file(truth("legal.csv")).expect("a removed list");
    refused("legal.csv cannot be opened");
    fs::write(truth("legal.csv"), legal).expect("the list as it was");

    let files = kept("files.csv");
    fs::write(truth("files.csv"), "night,file\n2026-11-23,health/insured.csv\n").expect("a list");
    refused("its columns are night, file and sm3, and `hedui synth` writes it");
    fs::remove_file(truth("files.csv")).expect("a removed list");
    refused("files.csv cannot be opened");
    fs::write(truth("files.csv"), files).expect("the list as it was");

    fs::write(truth("mentions.parquet"), &mentions[..mentions.len() / 2]).expect("half a file");
    refused("mentions.parquet: ");
    refused("write the truth anew with `hedui synth`");
    let other_table = sandbox.published(TONIGHT).join("cases.parquet");
    fs::copy(other_table, truth("mentions.parquet")).expect("another table");
    refused("column `night` is missing");
    fs::remove_file(truth("mentions.parquet")).expect("a removed table");
    refused("mentions.parquet cannot be opened");
    refused("a truth folder holds mentions.parquet, findings.csv, legal.csv and files.csv");
}

#[test]
fn a_run_or_truth_of_another_night_is_refused() {
    let sandbox = published();
    let of = |run: &str| sandbox.hedui(&["evaluate", run, "--truth", TRUTH]);
    let errors = failed_with(2, &of(&format!("runs/run_date={LAST_NIGHT}")));
    assert!(errors.contains("there is no published run here"), "{errors}");
    let errors = failed_with(2, &of("runs"));
    assert!(errors.contains("a run's folder is named run_date=2026-11-23"), "{errors}");
    let (run, later) = (sandbox.published(TONIGHT), sandbox.published("2026-12-01"));
    fs::rename(run, later).expect("a run under another date");
    let errors = failed_with(2, &of("runs/run_date=2026-12-01"));
    assert!(errors.contains("mentions.parquet has no mention of the night 2026-12-01"), "{errors}");
}

#[test]
fn a_run_is_judged_by_the_truth_and_the_deliveries_of_its_own_district() {
    let sandbox = published();
    let other = ["synth", "other", "--people", "1500", "--seed", "3"];
    succeeded(&sandbox.hedui(&other));
    let run = format!("runs/run_date={TONIGHT}");
    let errors = failed_with(2, &sandbox.hedui(&["evaluate", &run, "--truth", "other/truth"]));
    assert!(errors.contains("is not the file this truth was written for"), "{errors}");
    let elsewhere = ["--pipeline", "pipelines/nightly.toml", "--deliveries", "other"];
    let errors = failed_with(2, &evaluate(&sandbox, &elsewhere));
    assert!(errors.contains("is not the file the run has read; give --deliveries"), "{errors}");
    // As many people, so that places and lines tell nothing.
    let twin = ["synth", "twin", "--people", "3000", "--seed", "3"];
    succeeded(&sandbox.hedui(&twin));
    let errors = failed_with(2, &sandbox.hedui(&["evaluate", &run, "--truth", "twin/truth"]));
    assert!(errors.contains("is not the file this truth was written for"), "{errors}");
    succeeded(&evaluate(&sandbox, &["--pipeline", "pipelines/nightly.toml"]));
}

#[test]
fn a_delivery_that_is_gone_since_the_run_is_missed() {
    let sandbox = published();
    let file = "education/aid.csv";
    for night in [LAST_NIGHT, TONIGHT] {
        let delivered = format!("fixtures/district/{night}/{file}");
        fs::remove_file(sandbox.path(&delivered)).expect("a removed delivery");
    }
    succeeded(&evaluate(&sandbox, &[]));
    let errors = failed_with(2, &evaluate(&sandbox, &["--pipeline", "pipelines/nightly.toml"]));
    assert!(errors.contains(&format!("{file}, which the run has read, is missing")), "{errors}");
}

#[test]
fn a_snapshot_is_held_against_the_night_it_was_delivered() {
    let sandbox = Sandbox::new();
    let file = "education/aid.csv";
    fs::remove_file(sandbox.to_change(file)).expect("a removed delivery");
    assert_eq!(sandbox.run(TONIGHT).status.code(), Some(7), "the run is partial");
    let with_plan = ["--pipeline", "pipelines/nightly.toml"];
    succeeded(&evaluate(&sandbox, &with_plan));

    let files = sandbox.path(TRUTH).join("files.csv");
    let lines = fs::read_to_string(&files).expect("a list of files");
    let of_last_night = format!("{LAST_NIGHT},{file},");
    let kept = lines.lines().filter(|line| !line.starts_with(&of_last_night));
    let kept: Vec<&str> = kept.collect();
    assert!(kept.len() + 1 == lines.lines().count(), "the list has the snapshot once");
    fs::write(&files, kept.join("\n")).expect("a list without the snapshot");
    let errors = failed_with(2, &evaluate(&sandbox, &with_plan));
    let expected = format!("{file} of the night {LAST_NIGHT} is not the file this truth was");
    assert!(errors.contains(&expected), "{errors}");
}
