//! What a delivery says of its own files is held against what arrived.

use std::fs;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, TONIGHT, failed_with, succeeded};

const INSURED: &str = "health/insured.csv";

/// Changes what tonight's manifest says of a file.
fn restate(sandbox: &Sandbox, file: &str, change: impl FnOnce(&mut Value)) {
    let path = sandbox.delivered("manifest.json");
    let text = fs::read(&path).expect("the fixture has a manifest");
    let mut manifest: Value = serde_json::from_slice(&text).expect("it is JSON");
    let files = manifest["files"].as_array_mut().expect("it lists files");
    change(files.iter_mut().find(|line| line["file"] == file).expect("it lists the file"));
    fs::write(&path, manifest.to_string()).expect("the sandbox can be written");
}

/// Changes what the manifest says of a file and expects this exit code and all of these words.
#[track_caller]
fn refused(file: &str, change: impl FnOnce(&mut Value), code: i32, words: &[&str]) {
    let sandbox = Sandbox::new();
    restate(&sandbox, file, change);
    let errors = failed_with(code, &sandbox.run(TONIGHT));
    for word in words {
        assert!(errors.contains(word), "the message names {word}:\n{errors}");
    }
    let faults = errors.lines().filter(|line| !line.contains("what the agencies have to mend"));
    assert_eq!(faults.count(), 1, "one fault is told once:\n{errors}");
    assert!(!sandbox.published(TONIGHT).exists(), "no run is published");
}

/// The warnings of a run that must have been published.
#[track_caller]
fn warnings(sandbox: &Sandbox) -> String {
    let output = sandbox.run(TONIGHT);
    succeeded(&output);
    String::from_utf8(output.stderr).expect("the program writes UTF-8")
}

fn require_manifests(sandbox: &Sandbox) {
    let path = sandbox.path("pipelines/nightly.toml");
    let text = fs::read_to_string(&path).expect("the pipeline is there");
    let strict = text.replace("manifest = \"optional\"", "manifest = \"required\"");
    assert_ne!(text, strict, "the pipeline says what it asks of manifests");
    fs::write(path, strict).expect("the sandbox can be written");
}

#[test]
fn every_file_of_the_district_balances_with_its_manifest() {
    let sandbox = Sandbox::new();
    require_manifests(&sandbox);
    assert_eq!(warnings(&sandbox), "");
    let record = fs::read(sandbox.published(TONIGHT).join("run.json")).expect("a record");
    let record: Value = serde_json::from_slice(&record).expect("JSON");
    let ledger = record["reproducible"]["ledger"].as_array().expect("a ledger");
    let rows = |key: fn(&Value) -> &Value| {
        let numbers = ledger.iter().filter_map(|line| key(line).as_u64());
        numbers.sum::<u64>()
    };
    let stated = rows(|line| &line["stated"]["rows"]);
    assert!(stated > 10_000, "the manifest states the rows of every file: {stated}");
    assert_eq!(stated, rows(|line| &line["rows_read"]));
    let pays = ledger.iter().filter(|line| line["stated"]["yuan"].is_string());
    assert!(pays.clone().count() >= 7 && ledger.iter().any(|line| line["yuan_read"] != "0.00"));
    for line in pays {
        assert_eq!(line["stated"]["yuan"], line["yuan_read"], "{}", line["file"]);
    }
    let page = fs::read_to_string(sandbox.published(TONIGHT).join("summary.html"));
    assert!(page.expect("a page").contains("清单应到行"));
}

#[test]
fn rows_people_and_money_that_differ_end_with_5_and_both_numbers() {
    refused(
        "civil_affairs/payments.csv",
        |line| {
            line["rows"] = json!(7);
            line["people"] = json!(8);
            line["amount_yuan"] = json!("9.10");
        },
        5,
        &[
            "民政局: civil_affairs/payments.csv does not balance with manifest.json",
            "7 rows are stated and ",
            "8 people are stated and ",
            "9.10 yuan are stated and ",
        ],
    );
}

#[test]
fn another_digest_ends_with_4_and_asks_for_the_file_again() {
    let digest = |line: &mut Value| line["sm3"] = json!("ab".repeat(32));
    refused(INSURED, digest, 4, &["医疗保障局", INSURED, "SM3", "abababab", "send"]);
    let digest = |line: &mut Value| line["sha256"] = json!("cd".repeat(32));
    refused(INSURED, digest, 4, &["医疗保障局", INSURED, "SHA-256", "cdcdcdcd", "send"]);
}

#[test]
fn a_workbook_of_many_sheets_is_counted_as_one_file() {
    let sandbox = Sandbox::new();
    restate(&sandbox, "education/pupils.xlsx", |line| line["rows"] = json!(1));
    let errors = failed_with(7, &sandbox.run(TONIGHT));
    for word in ["education/pupils.xlsx", "1 rows are stated and ", "已 1 天"] {
        assert!(errors.contains(word), "an optional source falls back: {errors}");
    }
}

#[test]
fn a_listed_file_that_is_absent_is_named_although_another_came() {
    let sandbox = Sandbox::new();
    let path = sandbox.delivered(INSURED);
    fs::copy(&path, sandbox.delivered("health/insured_990102.csv")).expect("writable");
    fs::remove_file(&path).expect("writable");
    let errors = failed_with(4, &sandbox.run(TONIGHT));
    for word in ["医疗保障局", "manifest.json lists health/insured.csv", "not there"] {
        assert!(errors.contains(word), "{errors}");
    }
}

#[test]
fn a_file_nobody_listed_is_told_of_or_refused_where_manifests_are_required() {
    let sandbox = Sandbox::new();
    let relist = |line: &mut Value| line["file"] = json!("health/参保.csv");
    restate(&sandbox, INSURED, relist);
    let told = warnings(&sandbox);
    assert!(told.contains("health/insured.csv 未列入交接清单"), "{told}");
    assert!(told.contains("列有 health/参保.csv，没有来源读取该文件"), "{told}");
    require_manifests(&sandbox);
    let errors = failed_with(4, &sandbox.run(TONIGHT));
    assert!(errors.contains("lists health/insured.csv") && errors.contains("required"), "{errors}");
}

#[test]
fn without_any_manifest_an_optional_one_is_not_missed() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.delivered("manifest.json")).expect("the fixture has a manifest");
    assert_eq!(warnings(&sandbox), "");
    require_manifests(&sandbox);
    let errors = failed_with(4, &sandbox.run(TONIGHT));
    assert!(errors.contains("lists health/insured.csv"), "{errors}");
}

#[test]
fn an_agency_may_put_a_csv_manifest_into_its_own_folder() {
    let sandbox = Sandbox::new();
    let rows =
        fs::read_to_string(sandbox.delivered(INSURED)).expect("a fixture").lines().count() - 1;
    let path = sandbox.to_change("health/manifest.csv");
    let manifest =
        |rows: usize, sum: &str| format!("文件,行数,金额合计（元）\ninsured.csv,{rows},{sum}\n");
    fs::write(&path, manifest(rows, "")).expect("writable");
    let told = warnings(&sandbox);
    assert!(told.contains("health/settlements.csv 未列入交接清单"), "{told}");
    assert_eq!(told.lines().count(), 1, "the manifest speaks of its own folder: {told}");
    fs::write(&path, manifest(rows + 2, "")).expect("writable");
    let errors = failed_with(5, &sandbox.run(TONIGHT));
    let words = format!("{} rows are stated and {rows} were read", rows + 2);
    assert!(errors.contains(&words) && errors.contains("health/manifest.csv"), "{errors}");
}

#[test]
fn a_sum_that_no_payment_can_be_held_against_is_told_of() {
    let sandbox = Sandbox::new();
    restate(&sandbox, "hr/pensions.csv", |line| line["amount_yuan"] = json!(123.5));
    let told = warnings(&sandbox);
    assert!(told.contains("hr/pensions.csv 的交接清单载明金额合计 123.50 元"), "{told}");
}

#[test]
fn a_manifest_with_a_fault_ends_with_4_once_for_all_its_files() {
    let count = |line: &mut Value| line["rows"] = json!("many");
    refused(INSURED, count, 4, &["manifest.json, entry", "`many` is no number of rows"]);
}
