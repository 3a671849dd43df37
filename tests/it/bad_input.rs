//! What an operator meets when a delivery is bad: a clear message, the right exit code, no
//! half-written run; and rows that are wrong in quarantine while the night goes on.

use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

#[track_caller]
fn nothing_published(sandbox: &Sandbox) {
    assert!(!sandbox.published(TONIGHT).exists(), "no run is published");
    let left: Vec<_> = fs::read_dir(sandbox.path("runs"))
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect())
        .unwrap_or_default();
    let is_expected = |name: &std::ffi::OsString| {
        [".lock", "refused", "audit.jsonl"].iter().any(|known| name == known)
    };
    assert!(left.iter().all(is_expected), "nothing half-written: {left:?}");
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

/// A text file with something behind every row, so that none has the cells of the header.
fn every_row_ragged(bytes: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(bytes).expect("this fixture is UTF-8");
    let mut lines = text.lines();
    let header = lines.next().expect("the fixture has a header");
    let rows = lines.map(|line| format!("{line},one,cell,too,many\n"));
    format!("{header}\n{}", rows.collect::<String>()).into_bytes()
}

/// Changes a cell of some rows of a text file, which are counted from 0.
fn with_cell(text: &str, column: usize, cell: &str, is_one: impl Fn(usize) -> bool) -> String {
    let line = |(at, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        // A line that was cut off may lack the cell.
        if let Some(one) = cells.get_mut(column).filter(|_| at > 0 && is_one(at - 1)) {
            *one = cell;
        }
        cells.join(",") + "\r\n"
    };
    text.lines().enumerate().map(line).collect()
}

/// The cells of a sheet of a workbook for an agency.
fn sheet(path: &Path, name: &str) -> Vec<Vec<String>> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
    let range = workbook.worksheet_range(name).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The warnings that a run has published.
fn warnings(sandbox: &Sandbox, date: &str) -> String {
    let text = fs::read_to_string(sandbox.published(date).join("run.json")).expect("a record");
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let warnings = record["reproducible"]["warnings"].as_array().expect("a list");
    warnings.iter().filter_map(|warning| Some(warning.as_str()?.to_owned() + "\n")).collect()
}

#[test]
fn too_many_wrong_rows_end_with_4_and_name_the_first() {
    let words = ["医疗保障局", "insured.csv", "line 2", "again", "runs/refused/2026-11-23/returns"];
    refused("health/insured.csv", every_row_ragged, 4, &words);
}

#[test]
fn an_agency_whose_file_stops_the_night_gets_every_row_of_it_back() {
    let sandbox = Sandbox::new();
    let path = sandbox.to_change("health/insured.csv");
    let whole = fs::read(&path).expect("the fixture is there");
    fs::write(&path, every_row_ragged(whole.clone())).expect("the sandbox can be written");
    failed_with(4, &sandbox.run(TONIGHT));
    let refused = sandbox.path(&format!("runs/refused/{TONIGHT}"));
    let workbook = refused.join("returns/health.xlsx");
    let told = sheet(&workbook, "整份退回");
    assert_eq!(told.len(), 4, "{told:?}");
    for word in ["医疗保障局：health/insured.csv 整份退回", "不能采用", "退回清单"]
    {
        assert!(told[3][2].contains(word), "{word} in {told:?}");
    }
    let rows = sheet(&workbook, "退回清单").len() - 3;
    let delivered = String::from_utf8(whole.clone()).expect("UTF-8").lines().count() - 1;
    assert_eq!(rows, delivered);
    let page = sheet(&workbook, "填写说明").concat().join("\n");
    assert!(page.contains("另有 1 份数据整份退回"), "{page}");
    // Mended, the night comes to a run, and the workbook is of the past.
    fs::write(&path, whole).expect("the sandbox can be written");
    succeeded(&sandbox.run(TONIGHT));
    assert!(!refused.exists());
}

#[test]
fn an_optional_file_that_is_refused_goes_back_with_the_run_whole() {
    let sandbox = Sandbox::new();
    let path = sandbox.to_change("deaths/deaths.csv");
    let whole = fs::read(&path).expect("the fixture is there");
    let delivered = whole.split(|byte| *byte == b'\n').filter(|line| line.len() > 1).count() - 1;
    fs::write(&path, every_row_ragged(whole)).expect("the sandbox can be written");
    failed_with(7, &sandbox.run(TONIGHT));
    let warnings = warnings(&sandbox, TONIGHT);
    assert!(warnings.contains("deaths/deaths.csv 整份退回"), "{warnings}");
    let returns = fs::read_dir(sandbox.published(TONIGHT).join("returns")).expect("returns");
    let mut workbooks = returns.map(|entry| entry.expect("an entry").path());
    let is_its = |path: &std::path::PathBuf| {
        let workbook: Xlsx<_> = open_workbook(path).expect("a workbook");
        workbook.sheet_names().iter().any(|name| name == "整份退回")
    };
    let workbook = workbooks.find(is_its).expect("a workbook with a refused file");
    let listed = sheet(&workbook, "退回清单");
    let of_file = listed.iter().filter(|row| row[2] == "deaths/deaths.csv" && row[1] == TONIGHT);
    assert_eq!(of_file.count(), delivered);
}

#[test]
fn numbers_that_a_spreadsheet_destroyed_refuse_the_file() {
    let destroy = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("this fixture is UTF-8");
        with_cell(&text, 3, "4.41E+17", |row| row % 100 > 0).into_bytes()
    };
    let words = ["医疗保障局", "insured.csv", "`证件号码`", "the limit is 60 %", "line 3", "数值"];
    refused("health/insured.csv", destroy, 4, &words);
}

#[test]
fn a_column_of_which_much_is_at_fault_is_told_and_the_night_goes_on() {
    let sandbox = Sandbox::new();
    let path = sandbox.to_change("health/insured.csv");
    let text = fs::read_to_string(&path).expect("this fixture is UTF-8");
    let changed = with_cell(&text, 11, "12", |row| row % 3 == 0);
    fs::write(&path, changed).expect("the sandbox can be written");
    let output = sandbox.run(TONIGHT);
    succeeded(&output);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    for told in [errors, warnings(&sandbox, TONIGHT)] {
        let line = told.lines().find(|line| line.contains("health/insured.csv 的列“联系电话”"));
        let line = line.unwrap_or_else(|| panic!("{told}"));
        for word in ["医疗保障局", "个值中有", "invalid_phone", "请填写11位手机号码"]
        {
            assert!(line.contains(word), "{word} in {line}");
        }
    }
    assert!(!warnings(&sandbox, TONIGHT).contains("的列“姓名”"), "few names are at fault");
}

#[test]
fn a_source_that_lost_half_its_rows_is_told_with_both_numbers() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(LAST_NIGHT));
    let path = sandbox.to_change("health/insured.csv");
    let text = fs::read_to_string(&path).expect("this fixture is UTF-8");
    let rows = text.lines().enumerate().filter(|(at, _)| *at == 0 || at % 2 == 1);
    let half: Vec<&str> = rows.map(|(_, line)| line).collect();
    fs::write(&path, half.join("\r\n") + "\r\n").expect("the sandbox can be written");
    let output = sandbox.run(TONIGHT);
    succeeded(&output);
    let told =
        "医疗保障局：health_insured 今晚 1414 行，2026-11-22 的运行为 2827 行，减少 50%，超过 20%";
    assert!(String::from_utf8_lossy(&output.stderr).contains(told));
    let warnings = warnings(&sandbox, TONIGHT);
    assert_eq!(warnings.matches("的运行为").count(), 1, "nothing else moved: {warnings}");
    assert!(warnings.contains(told), "{warnings}");
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
    assert!(words.contains("30 sources") && words.contains("no fault"), "{words}");
}
