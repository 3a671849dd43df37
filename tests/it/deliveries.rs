//! Deliveries in the shapes agencies send: one dataset in several files, one workbook with a sheet
//! for each class.

use std::fs;
use std::io::Write;

use expect_test::expect;
use hedui::pipeline::RowRef;
use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::sandbox::{Sandbox, TONIGHT, failed_with, succeeded};

/// File, rows read and digest of a source's lines of the published ledger.
fn ledger(sandbox: &Sandbox, source: &str) -> Vec<(String, u64, String)> {
    let record = fs::read(sandbox.published(TONIGHT).join("run.json")).expect("a published run");
    let record: Value = serde_json::from_slice(&record).expect("the record is JSON");
    let lines = record["reproducible"]["ledger"].as_array().expect("a ledger").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let line = |line: &Value| {
        let rows = line["rows_read"].as_u64().expect("a count");
        (text(&line["file"]), rows, text(&line["digest"]))
    };
    lines.filter(|line| line["source"] == source).map(line).collect()
}

fn explain(sandbox: &Sandbox, left: &str, right: &str) -> std::process::Output {
    let arguments = ["explain", "pipelines/nightly.toml", "--date", TONIGHT, "--pair", left, right];
    sandbox.hedui(&arguments)
}

/// Puts a dataset's rows into one file for each district, in their order.
fn one_file_per_district(sandbox: &Sandbox) {
    let whole = sandbox.to_change("health/insured.csv");
    let text = fs::read_to_string(&whole).expect("this fixture is UTF-8");
    let (header, rows) = text.split_once('\n').expect("the fixture has a header");
    let rows: Vec<&str> = rows.lines().collect();
    let (one, other) = rows.split_at(rows.len() / 2);
    for (district, rows) in [("990101", one), ("990102", other)] {
        let path = sandbox.to_change(&format!("health/insured_{district}.csv"));
        fs::write(path, format!("{header}\n{}\n", rows.join("\n"))).expect("writable");
    }
    fs::remove_file(whole).expect("writable");
}

#[test]
fn a_dataset_in_two_files_is_the_dataset_in_one() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let people = sandbox.published(TONIGHT).join("persons.parquet");
    let before = fs::read(&people).expect("a published table");
    let rows_before: u64 = ledger(&sandbox, "health_insured").iter().map(|line| line.1).sum();
    one_file_per_district(&sandbox);
    succeeded(&sandbox.run(TONIGHT));
    assert!(before == fs::read(&people).expect("a published table"), "the same people");
    let lines = ledger(&sandbox, "health_insured");
    let files: Vec<&str> = lines.iter().map(|line| line.0.as_str()).collect();
    assert_eq!(files, ["health/insured_990101.csv", "health/insured_990102.csv"]);
    assert_eq!(lines.iter().map(|line| line.1).sum::<u64>(), rows_before);
}

#[test]
fn a_line_of_two_files_is_told_by_its_file() {
    let sandbox = Sandbox::new();
    one_file_per_district(&sandbox);
    let errors = failed_with(2, &explain(&sandbox, "health_insured:2", "police_register:2"));
    assert!(errors.contains("health_insured:health/insured_990101.csv:2"), "{errors}");
    for file in ["health/insured_990102.csv", "insured_990102.csv"] {
        let row = format!("health_insured:{file}:2:recipient:1");
        let words = succeeded(&explain(&sandbox, &row, "police_register:2"));
        assert!(words.contains("health/insured_990102.csv:2"), "{words}");
    }
}

#[test]
fn a_row_is_named_by_source_file_line_role_and_number() {
    let read = |text: &str| match text.parse::<RowRef>() {
        Ok(RowRef { source, file, line, role, number }) => {
            format!("{source} | {} | {line} | {role:?} | {number}", file.unwrap_or_default())
        }
        Err(error) => error,
    };
    let rows = [
        "deaths:7",
        "deaths:7:deceased",
        "owners:9:recipient:2",
        "deaths:a.csv:7",
        "pupils:a.xlsx#一年级1班:7:guardian:2",
        "pupils:10:30.csv:7",
        "head:7",
        "deaths",
        "deaths:7:godfather",
        "owners:9:recipient:0",
        ":7",
    ];
    expect![[r#"
        deaths |  | 7 | None | 1
        deaths |  | 7 | Some(Deceased) | 1
        owners |  | 9 | Some(Recipient) | 2
        deaths | a.csv | 7 | None | 1
        pupils | a.xlsx#一年级1班 | 7 | Some(Guardian) | 2
        pupils | 10:30.csv | 7 | None | 1
        head |  | 7 | None | 1
        `deaths` is not a row; write it as health_insured:12, education_pupils:7:guardian:2 or education_pupils:education/pupils.xlsx#一年级1班:7
        `deaths:7:godfather` is not a row; write it as health_insured:12, education_pupils:7:guardian:2 or education_pupils:education/pupils.xlsx#一年级1班:7
        `owners:9:recipient:0` is not a row; write it as health_insured:12, education_pupils:7:guardian:2 or education_pupils:education/pupils.xlsx#一年级1班:7
        `:7` is not a row; write it as health_insured:12, education_pupils:7:guardian:2 or education_pupils:education/pupils.xlsx#一年级1班:7"#]].assert_eq(&rows.map(read).join("\n"));
}

#[test]
fn a_copy_beside_the_file_would_count_twice_and_is_refused() {
    let sandbox = Sandbox::new();
    let file = sandbox.to_change("health/insured.csv");
    let copy = sandbox.to_change("health/insured - 副本.csv");
    fs::copy(file, copy).expect("writable");
    let errors = failed_with(4, &sandbox.run(TONIGHT));
    for word in ["医疗保障局", "health/insured.csv", "health/insured - 副本.csv"] {
        assert!(errors.contains(word), "{errors}");
    }
}

#[test]
fn the_same_rows_in_other_bytes_would_count_twice_and_are_refused() {
    let sandbox = Sandbox::new();
    let whole = fs::read_to_string(sandbox.to_change("health/insured.csv")).expect("UTF-8");
    let (header, rows) = whole.split_once('\n').expect("the fixture has a header");
    let backwards: Vec<&str> = rows.lines().rev().collect();
    let again = format!("{}\r\n{}\r\n", header.trim_end(), backwards.join("\r\n"));
    let (again, ..) = encoding_rs::GB18030.encode(&again);
    fs::write(sandbox.to_change("health/insured_again.csv"), &again).expect("writable");
    let errors = failed_with(4, &sandbox.run(TONIGHT));
    let says = "100 % of what health/insured_again.csv says is in health/insured.csv too";
    assert!(errors.contains(says), "{errors}");
    // A person who is on two lists is a matter for the rules.
    let one = format!("{header}\n{}\n", backwards[1]);
    fs::write(sandbox.to_change("health/insured_again.csv"), one).expect("writable");
    succeeded(&sandbox.run(TONIGHT));
}

#[test]
fn check_names_two_sources_that_could_find_one_file() {
    let sandbox = Sandbox::new();
    let path = sandbox.path("pipelines/sources/health_insured.toml");
    let text = fs::read_to_string(&path).expect("the pipeline is there");
    let wide = text.replace("health/insured*", "health/*");
    fs::write(&path, wide).expect("writable");
    let errors = failed_with(2, &sandbox.hedui(&["check", "pipelines/nightly.toml"]));
    for word in ["health_settlements.toml", "health/*", "health/settlements*"] {
        assert!(errors.contains(word), "{errors}");
    }
}

#[test]
fn files_that_no_source_reads_are_named_in_the_warnings_and_thousands_are_counted() {
    let sandbox = Sandbox::new();
    let beside = sandbox.delivered("health/参保（补）.csv");
    fs::write(&beside, "姓名\n").expect("writable");
    fs::write(sandbox.delivered("health/~$insured.csv"), "").expect("writable");
    fs::create_dir(sandbox.delivered("women")).expect("writable");
    for number in 10..30 {
        fs::write(sandbox.delivered(&format!("women/{number}.csv")), "").expect("writable");
    }
    let output = sandbox.run(TONIGHT);
    succeeded(&output);
    let told = String::from_utf8(output.stderr).expect("the program writes UTF-8");
    let told: Vec<&str> =
        told.lines().filter_map(|line| Some(line.split_once("送达")?.1)).collect();
    expect!["的文件没有来源读取：health/参保（补）.csv、women/10.csv、women/11.csv、women/12.csv、women/13.csv、women/14.csv、women/15.csv、women/16.csv、women/17.csv、women/18.csv…等21个；如需使用请登记来源映射，或请该部门更正文件名"]
        .assert_eq(&told.join("\n"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_in_the_warnings() {
    let sandbox = Sandbox::new();
    let link = sandbox.delivered("health/insured_990103.csv");
    std::os::unix::fs::symlink("absent.csv", link).expect("a link");
    let output = sandbox.run(TONIGHT);
    succeeded(&output);
    let told = String::from_utf8(output.stderr).expect("the program writes UTF-8");
    let words = "未读取：health/insured_990103.csv；请改送文件本身";
    assert!(told.contains(words), "{told}");
}

/// Changes a line of a source's mapping.
fn set(sandbox: &Sandbox, source: &str, old: &str, new: &str) {
    let path = sandbox.path(&format!("pipelines/sources/{source}.toml"));
    let text = fs::read_to_string(&path).expect("the pipeline is there");
    assert!(text.contains(old), "{source} has {old}");
    fs::write(&path, text.replacen(old, new, 1)).expect("writable");
}

#[test]
fn two_datasets_of_one_archive_go_to_their_own_sources() {
    let sandbox = Sandbox::new();
    let (insured, settlements) =
        (sandbox.to_change("health/insured.csv"), sandbox.delivered("health/settlements.csv"));
    succeeded(&sandbox.run(TONIGHT));
    let before = [ledger(&sandbox, "health_insured"), ledger(&sandbox, "health_settlements")];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, file) in [("insured.csv", &insured), ("settlements.csv", &settlements)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(&fs::read(file).expect("the fixture is there")).expect("a member");
        fs::remove_file(file).expect("writable");
    }
    let archive = archive.finish().expect("an archive").into_inner();
    fs::write(sandbox.delivered("health/tonight.zip"), archive).expect("writable");
    for part in ["insured", "settlements"] {
        let file = format!("file = \"health/{part}*\"");
        let members = format!("file = \"health/tonight*\"\nmembers = \"{part}*\"");
        set(&sandbox, &format!("health_{part}"), &file, &members);
    }
    succeeded(&sandbox.run(TONIGHT));
    let after = [ledger(&sandbox, "health_insured"), ledger(&sandbox, "health_settlements")];
    assert_eq!(after[0][0].0, "health/tonight.zip/insured.csv");
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before[0].1, after[0].1, "as many rows as before");
    }
}

#[test]
fn a_file_that_two_sources_read_after_all_is_refused() {
    let sandbox = Sandbox::new();
    let text = fs::read_to_string(sandbox.path("pipelines/sources/health_insured.toml"));
    let text = text.expect("the pipeline is there");
    let twin = text.replace("id = \"health_insured\"", "id = \"health_twin\"");
    let member = |text: &str, members: &str| {
        let file = "file = \"health/insured*\"";
        text.replace(file, &format!("{file}\nmembers = \"{members}*\""))
    };
    let path = |name: &str| sandbox.path(&format!("pipelines/sources/{name}.toml"));
    fs::write(path("health_insured"), member(&text, "a")).expect("writable");
    fs::write(path("health_twin"), member(&twin, "b")).expect("writable");
    let night = sandbox.path("pipelines/nightly.toml");
    let pipeline = fs::read_to_string(&night).expect("the pipeline is there");
    let both = "\"sources/health_insured.toml\",\n    \"sources/health_twin.toml\",";
    fs::write(&night, pipeline.replace("\"sources/health_insured.toml\",", both))
        .expect("writable");
    let errors = failed_with(4, &sandbox.run(TONIGHT));
    for word in ["health/insured.csv", "health_insured", "health_twin", "narrow"] {
        assert!(errors.contains(word), "{errors}");
    }
}

/// A primary school's workbook: its classes write their columns in their own order.
fn school(classes: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, drawn) in classes {
        let sheet = workbook.add_worksheet().set_name(*name).expect("a sheet");
        for (row, line) in (0..).zip(drawn.trim().lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                sheet.write(row, column, cell.trim()).expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

const CLASSES: [(&str, &str); 3] = [
    (
        "一年级1班",
        "实验小学一年级1班学生名册
        学校标识码 | 姓名 | 身份证件号 | 监护人1姓名 | 监护人1关系
        X1 | 王小明 | 990101201503020014 | 王强 | 父亲
        X1 | 李小红 | 990101201504020025 | 赵兰 | 祖母
        合计 | 2",
    ),
    (
        "一年级2班",
        "监护人1姓名 | 姓名 | 学校标识码 | 身份证件号
        孙梅 | 周杰 | X1 | 990101201505020016
        制表人：某某",
    ),
    (
        "二年级1班",
        "实验小学二年级1班学生名册
        制表时间：2026-11-05
        姓名 | 身份证件号 | 学校标识码
        吴昊 | 990101201403020015 | X1
        | | X1",
    ),
];

#[test]
fn a_workbook_of_class_sheets_counts_and_names_each_sheet() {
    let sandbox = Sandbox::new();
    let settings = sandbox.path("pipelines/sources/education_pupils.toml");
    let text = fs::read_to_string(&settings).expect("the pipeline is there");
    let lenient = text.replace("max_rejected_percent = 5", "max_rejected_percent = 20");
    fs::write(settings, lenient).expect("writable");
    fs::write(sandbox.to_change("education/pupils.xlsx"), school(&CLASSES)).expect("writable");
    succeeded(&sandbox.run(TONIGHT));
    let lines = ledger(&sandbox, "education_pupils");
    let counts: Vec<String> = lines.iter().map(|line| format!("{} {}", line.0, line.1)).collect();
    let expected = [
        "education/pupils.xlsx#一年级1班 2",
        "education/pupils.xlsx#一年级2班 1",
        "education/pupils.xlsx#二年级1班 2",
    ];
    assert_eq!(counts, expected);
    assert!(lines.iter().all(|line| line.2 == lines[0].2), "one file has one digest");
    let pair =
        ["education_pupils:一年级1班:4:guardian", "education_pupils:pupils.xlsx#二年级1班:4"];
    let words = succeeded(&explain(&sandbox, pair[0], pair[1]));
    assert!(words.contains("education/pupils.xlsx#一年级1班:4 guardian"), "{words}");
    assert!(words.contains("education/pupils.xlsx#二年级1班:4 recipient"), "{words}");
}

#[test]
fn a_sheet_that_is_no_class_refuses_the_workbook_by_name() {
    let sandbox = Sandbox::new();
    let with_plans = [CLASSES[0], ("填表说明", "请逐栏填写"), ("开学安排", "9月1日报到")];
    fs::write(sandbox.to_change("education/pupils.xlsx"), school(&with_plans)).expect("writable");
    let errors = failed_with(7, &sandbox.run(TONIGHT));
    assert!(errors.contains("education/pupils.xlsx#开学安排"), "{errors}");
    // Where no earlier night stands in, the reason is still told.
    fs::remove_dir_all(sandbox.path("fixtures/district/2026-11-22")).expect("writable");
    let errors = failed_with(7, &sandbox.run(TONIGHT));
    for words in ["education/pupils.xlsx#开学安排", "送达但被退回"] {
        assert!(errors.contains(words), "{errors}");
    }
}

#[test]
fn co_owners_of_one_cell_are_people_of_their_own() {
    let sandbox = Sandbox::new();
    let path = sandbox.to_change("housing/property.csv");
    let text = fs::read_to_string(&path).expect("this fixture is UTF-8");
    let header = text.lines().next().expect("the fixture has a header");
    let cell = |name: &str| match name {
        "权证号" => "Q999999",
        "权利人" => "测一、测二",
        "证件号" => "990101198003020013、990101195003020036",
        _ => "",
    };
    let row: Vec<&str> = header.trim_start_matches('\u{FEFF}').split(',').map(cell).collect();
    let line = text.lines().count() + 1;
    let text = format!("{}\n{}\n", text.trim_end(), row.join(","));
    fs::write(&path, text).expect("writable");
    let owner = |number: u32| format!("housing_property:{line}:recipient:{number}");
    let words = succeeded(&explain(&sandbox, &owner(1), &owner(2)));
    assert!(words.contains("****0013") && words.contains("****0036"), "{words}");
    let errors = failed_with(2, &explain(&sandbox, &owner(1), &owner(3)));
    assert!(errors.contains("no accepted row"), "{errors}");
}
