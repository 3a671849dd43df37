use std::path::Path;

use expect_test::{Expect, expect};

use super::document::Document;
use super::source::SourceSettings;

/// Reads a source file and prints every fault.
fn check(text: &str, expect: &Expect) {
    let mut faults = Vec::new();
    SourceSettings::read(Path::new("posts.toml"), text, &mut faults);
    faults.sort();
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn every_fault_of_a_source_is_named_with_its_line() {
    check(
        r#"
[source]
id = "posts"
agencie = "hr"

[ingest]
file = "posts.csv"
format = "pdf"

[[column]]
field = "name"
headers = ["姓名"]
value = { kind = "person_nme" }

[[colum]]
field = "id"
"#,
        &expect![[r#"
            posts.toml:4: unknown field `agencie`, expected one of `id`, `agency`, `agency_name`, `title`, `roster`, `required`, `max_rejected_percent`, `min_rows`
            posts.toml:8: unknown variant `pdf`, expected `csv` or `xlsx`
            posts.toml:13: unknown variant `person_nme`, expected one of `person_name`, `resident_id`, `document_type`, `date`, `month`, `term`, `amount`, `phone`, `account`, `address`, `division`, `code`, `scheme`, `relation`, `sex`, `yes_no`, `text`, `number`
            posts.toml:15: `colum` is unknown; this file has `award`, `circumstance`, `column`, `ingest`, `membership`, `mention`, `payment`, `source`"#]],
    );
}

#[test]
fn a_missing_section_is_said_once() {
    check(
        "[source]\nid = \"a\"\nagency = \"b\"\nagency_name = \"c\"\ntitle = \"d\"\n",
        &expect!["posts.toml: `ingest` is missing; add it"],
    );
}

#[test]
fn what_is_no_toml_is_named_by_line_and_hides_nothing_else_behind_it() {
    check("[source\nid = \"a\"\n", &expect!["posts.toml:1: unclosed table, expected `]`"]);
}

#[test]
fn a_list_that_is_no_list_of_tables_is_a_fault() {
    let mut faults = Vec::new();
    let mut document = Document::parse(Path::new("a.toml"), "column = 3\n", &mut faults);
    let entries: Vec<String> = document.take_all("column", &mut faults);
    assert!(entries.is_empty());
    assert_eq!(faults[0].to_string(), "a.toml:1: write it as `[[column]]`");
}

#[test]
fn the_shipped_pipeline_has_no_fault() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/nightly.toml");
    let date = crate::domain::Day::from_ymd(2026, 11, 23).expect("a day");
    let faults = super::read(&file, date).err().unwrap_or_default();
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(lines.join("\n"), "");
}
