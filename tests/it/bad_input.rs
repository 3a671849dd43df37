//! What an operator meets when a delivery is bad: a clear message, the right exit code, no
//! half-written run; and rows that are wrong in quarantine while the night goes on.

use std::fs;

use crate::sandbox::{Sandbox, TONIGHT, failed_with, succeeded};

#[track_caller]
fn nothing_published(sandbox: &Sandbox) {
    assert!(!sandbox.published(TONIGHT).exists(), "no run is published");
    let left: Vec<_> = fs::read_dir(sandbox.path("runs"))
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect())
        .unwrap_or_default();
    assert!(left.iter().all(|name| name == ".lock"), "nothing half-written: {left:?}");
}

/// Breaks one delivered file, runs, and expects this exit code and all of these words.
#[track_caller]
fn refused(file: &str, broken: impl FnOnce(Vec<u8>) -> Vec<u8>, code: i32, words: &[&str]) {
    let sandbox = Sandbox::new();
    let path = sandbox.to_change(file);
    let bytes = fs::read(&path).expect("the fixture is there");
    fs::write(&path, broken(bytes)).expect("the sandbox can be written");
    let errors = failed_with(code, &sandbox.run(TONIGHT));
    for word in words {
        assert!(errors.contains(word), "the message names {word}:\n{errors}");
    }
    nothing_published(&sandbox);
}

#[test]
fn a_missing_required_file_ends_with_3_and_names_agency_and_file() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.to_change("police/register.csv")).expect("the fixture is there");
    let errors = failed_with(3, &sandbox.run(TONIGHT));
    for word in ["公安局", "police_register", "police/register*", TONIGHT] {
        assert!(errors.contains(word), "{errors}");
    }
    nothing_published(&sandbox);
}

#[test]
fn every_missing_file_is_named_at_once() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.to_change("police/register.csv")).expect("the fixture is there");
    fs::remove_file(sandbox.to_change("health/insured.csv")).expect("the fixture is there");
    let errors = failed_with(3, &sandbox.run(TONIGHT));
    assert!(errors.contains("police/register*") && errors.contains("health/insured*"));
}

#[test]
fn a_missing_optional_file_falls_back_to_the_last_snapshot_and_ends_with_7() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.to_change("charity/grants.xlsx")).expect("the fixture is there");
    let output = sandbox.run(TONIGHT);
    let errors = failed_with(7, &output);
    assert!(errors.contains("charity_grants") && errors.contains("已 1 天"), "{errors}");
    assert!(sandbox.published(TONIGHT).join("flags.parquet").exists());
}

#[test]
fn a_needed_column_that_is_gone_ends_with_4_and_names_the_closest_header() {
    let rename = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("this fixture is UTF-8");
        text.replacen("证件号码", "证件号嘛", 1).into_bytes()
    };
    refused(
        "health/insured.csv",
        rename,
        4,
        &["医疗保障局", "insured.csv", "证件号码", "证件号嘛"],
    );
}

#[test]
fn a_pdf_named_csv_ends_with_4_and_says_what_it_looks_like() {
    let pdf = |_| b"%PDF-1.7 and so on".to_vec();
    refused("health/insured.csv", pdf, 4, &["医疗保障局", "insured.csv", "PDF", "as XLSX or CSV"]);
}

#[test]
fn a_broken_archive_ends_with_4_and_asks_for_it_again() {
    let zip = |_| b"PK\x03\x04 and so on, as an archive begins".to_vec();
    refused("health/insured.csv", zip, 4, &["医疗保障局", "insured.csv", "archive", "again"]);
}

#[test]
fn a_web_page_without_the_table_ends_with_4_and_names_a_header_it_lacks() {
    let page = |_| b"<html><table><tr><td>1</td></tr></table></html>".to_vec();
    refused("civil_affairs/members.xlsx", page, 4, &["民政局", "members.xlsx", "姓名"]);
}

#[test]
fn an_optional_file_that_is_refused_falls_back_too_and_says_why() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.to_change("education/pupils.xlsx"), "<html></html>").expect("writable");
    let errors = failed_with(7, &sandbox.run(TONIGHT));
    for word in ["教育局", "pupils.xlsx", "no known header", "已 1 天"] {
        assert!(errors.contains(word), "{errors}");
    }
}

#[test]
fn a_header_nobody_declared_is_reported_and_never_read() {
    let sandbox = Sandbox::new();
    let path = sandbox.to_change("health/insured.csv");
    let text = fs::read_to_string(&path).expect("this fixture is UTF-8");
    let widened = text.lines().enumerate().map(|(at, line)| match at {
        0 => format!("{line},血型\r\n"),
        _ => format!("{line},AB\r\n"),
    });
    fs::write(&path, widened.collect::<String>()).expect("the sandbox can be written");
    let output = sandbox.run(TONIGHT);
    succeeded(&output);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("insured.csv") && errors.contains("血型"), "{errors}");
}

#[test]
fn too_many_wrong_rows_end_with_4_and_name_the_first() {
    let spoil = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("this fixture is UTF-8");
        let mut lines = text.lines();
        let header = lines.next().expect("the fixture has a header");
        let rows = lines.map(|line| format!("{line},one,cell,too,many\n"));
        format!("{header}\n{}", rows.collect::<String>()).into_bytes()
    };
    refused("health/insured.csv", spoil, 4, &["医疗保障局", "insured.csv", "line 2"]);
}

#[test]
fn wrong_rows_go_to_quarantine_and_the_night_goes_on() {
    let sandbox = Sandbox::new();
    let clean = quarantined(&succeeded(&sandbox.run(TONIGHT)), "health_settlements");
    let path = sandbox.to_change("health/settlements.csv");
    let mut bytes = fs::read(&path).expect("the fixture is there");
    if bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    // A ragged row, bytes that are no UTF-8, an amount and a date that cannot be read.
    bytes.extend(b"S1,a,b\n");
    bytes.extend(b"S2,\xff\xfe\xff,,,,,2026-11-01,2026-11-05,100,50,0,0,50,0\n");
    bytes.extend("S3,王测一,,1,,21,2026-11-01,2026-11-05,三千?,50,0,0,50,0\n".as_bytes());
    bytes.extend("S4,王测二,,1,,21,2026-13-41,2026-14-41,100,50,0,0,50,0\n".as_bytes());
    fs::write(&path, bytes).expect("the sandbox can be written");
    let after = quarantined(&succeeded(&sandbox.run(TONIGHT)), "health_settlements");
    assert_eq!(after, clean + 4);
}

/// The quarantined rows of a source as the summary prints them.
fn quarantined(summary: &str, source: &str) -> u64 {
    let line = summary.lines().find(|line| line.starts_with(source));
    let counts: Vec<&str> = line.expect("the source is listed").split_whitespace().collect();
    counts[3].parse().expect("a count")
}

#[test]
fn a_second_run_at_the_same_time_ends_with_6() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("runs")).expect("the sandbox can be written");
    let lock = fs::File::create(sandbox.path("runs/.lock")).expect("the lock can be made");
    lock.lock().expect("the lock is free");
    failed_with(6, &sandbox.run(TONIGHT));
    drop(lock);
}

#[test]
fn a_folder_of_runs_that_cannot_be_written_ends_with_8() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("runs"), "a file where the folder should be").expect("writable");
    failed_with(8, &sandbox.run(TONIGHT));
}

#[test]
fn check_names_every_fault_with_file_and_line() {
    let sandbox = Sandbox::new();
    let edit = |file: &str, from: &str, to: &str| {
        let path = sandbox.path(file);
        let text = fs::read_to_string(&path).expect("the pipeline is there");
        assert!(text.contains(from), "{file} holds `{from}`");
        fs::write(&path, text.replacen(from, to, 1)).expect("the sandbox can be written");
    };
    edit("pipelines/sources/deaths.toml", "kind = \"person_name\"", "kind = \"person_nme\"");
    edit("pipelines/sources/hr_posts.toml", "agency = ", "agencie = ");
    edit("pipelines/linkage/chinese.toml", "kind = \"han_name\"", "kind = \"latin_nme\"");
    let errors = failed_with(2, &sandbox.hedui(&["check", "pipelines/nightly.toml"]));
    for word in
        ["deaths.toml:", "person_nme", "hr_posts.toml:", "agencie", "chinese.toml:", "latin_nme"]
    {
        assert!(errors.contains(word), "{word} in:\n{errors}");
    }
    assert!(!sandbox.path("runs").exists(), "check touches nothing");
}

#[test]
fn check_finds_no_fault_in_what_is_shipped() {
    let sandbox = Sandbox::new();
    let words = succeeded(&sandbox.hedui(&["check", "pipelines/nightly.toml"]));
    assert!(words.contains("24 sources") && words.contains("no fault"), "{words}");
}
