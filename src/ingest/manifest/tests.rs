//! Tests of manifests: files as delivered in, what they list or what is wrong with them out.

use std::fmt::Write;
use std::fs;

use expect_test::{Expect, expect};
use tempfile::TempDir;

use super::{Manifest, manifest_folders, read_manifests};
use crate::ingest::sha256_of;

fn check(inside: &str, name: &str, content: &[u8], expected: &Expect) {
    expected.assert_eq(&listed(inside, name, content));
}

/// What the manifest of this name and content lists, or the error.
fn listed(inside: &str, name: &str, content: &[u8]) -> String {
    let delivery = TempDir::new().expect("a folder");
    fs::create_dir_all(delivery.path().join(inside)).expect("a folder");
    fs::write(delivery.path().join(inside).join(name), content).expect("a file");
    match read_manifests(delivery.path(), inside, 2000) {
        Ok(manifests) => manifests.iter().map(show).collect(),
        Err(error) => format!("{error}\n"),
    }
}

fn show(manifest: &Manifest) -> String {
    let mut text = format!("{}\n", manifest.file);
    for file in &manifest.files {
        let digest =
            |digest: &Option<String>| digest.as_deref().map(|digest| digest[..4].to_owned());
        writeln!(
            text,
            "{} rows {:?} people {:?} amount {:?} sm3 {:?} sha256 {:?}",
            file.file,
            file.rows,
            file.people,
            file.amount.map(|amount| amount.to_string()),
            digest(&file.sm3),
            digest(&file.sha256),
        )
        .expect("a string takes any text");
    }
    text
}

#[test]
fn a_json_manifest_lists_its_files_and_may_say_more() {
    let digest = "AB".repeat(32);
    let text = format!(
        r#"{{"made_by": "x", "files": [
            {{"file": "a/b.csv", "rows": 12, "people": 3, "amount_yuan": "1,234.5", "sm3": "{digest}"}},
            {{"file": ".\\c.xlsx", "rows": null, "amount": 7, "版本": [1], "sha256": "{digest}"}}
        ]}}"#
    );
    check(
        "",
        "manifest.json",
        text.as_bytes(),
        &expect![[r#"
        manifest.json
        a/b.csv rows Some(12) people Some(3) amount Some("1234.50") sm3 Some("abab") sha256 None
        c.xlsx rows None people None amount Some("7.00") sm3 None sha256 Some("abab")
    "#]],
    );
}

#[test]
fn a_csv_manifest_has_the_same_columns_under_chinese_headers_and_counts_from_its_folder() {
    let (gb18030, _, _) = encoding_rs::GB18030
        .encode("文件名,说明,行数,人数,金额合计（元）,SM3 值\r\n参保.csv,月报,\"2,821\",12,-3.00元,\r\n,,,,,\r\n");
    assert!(std::str::from_utf8(&gb18030).is_err());
    check(
        "health",
        "manifest.csv",
        &gb18030,
        &expect![[r#"
        health/manifest.csv
        health/参保.csv rows Some(2821) people Some(12) amount Some("-3.00") sm3 None sha256 None
    "#]],
    );
}

#[test]
fn what_cannot_be_read_names_file_line_and_remedy() {
    let cases: [(&str, &[u8]); 14] = [
        ("manifest.json", b"{\"files\": [\n{\"file\": }"),
        ("manifest.json", b"{\"file\": 1}"),
        ("manifest.json", b"[{\"file\": \"a.csv\"}, {\"rows\": 1}]"),
        ("manifest.json", b"[{\"file\": \"a.csv\", \"rows\": -1}]"),
        ("manifest.json", b"[{\"file\": \"a.csv\", \"rows\": [1]}]"),
        ("manifest.json", b"[{\"file\": \"../a.csv\"}]"),
        ("manifest.json", b"[{\"file\": \"a.csv\"}, {\"file\": \"a.csv\"}]"),
        ("manifest.csv", b"file,rows\na.csv,twelve\n"),
        ("manifest.csv", b"file,rows\na.csv,1\n\nb.csv\n"),
        ("manifest.csv", b"file,amount\na.csv,1.234\n"),
        ("manifest.csv", b"file,sha256\na.csv,12ab\n"),
        ("manifest.csv", "文件,金额合计（万元）\na.csv,1\n".as_bytes()),
        ("manifest.csv", &[b'x'; 2001]),
        ("manifest.csv", b"file\n\x81\xff\xff\n"),
    ];
    let told = cases.map(|(name, content)| listed("health", name, content));
    expect![[r#"
        health/manifest.json, line 2: this is no JSON (expected value at line 2 column 10); ask whoever sent the delivery for a manifest that is right
        health/manifest.json: it has no list `files`; ask whoever sent the delivery for a manifest that is right
        health/manifest.json, entry 2 of `files`: no file is named (`file`, 文件); ask whoever sent the delivery for a manifest that is right
        health/manifest.json, entry 1 of `files`: `-1` is no number of rows; ask whoever sent the delivery for a manifest that is right
        health/manifest.json, entry 1 of `files`: `rows` is neither a text nor a number; ask whoever sent the delivery for a manifest that is right
        health/manifest.json, entry 1 of `files`: `../a.csv` is no path within the delivery; ask whoever sent the delivery for a manifest that is right
        health/manifest.json, entry 2 of `files`: health/a.csv is listed twice; ask whoever sent the delivery for a manifest that is right
        health/manifest.csv, line 2: `twelve` is no number of rows; ask whoever sent the delivery for a manifest that is right
        health/manifest.csv, line 3: a line cannot be read (CSV error: record 2 (line: 3, byte: 18): found record with 1 fields, but the previous record has 2 fields); ask whoever sent the delivery for a manifest that is right
        health/manifest.csv, line 2: `1.234` is no amount in yuan; ask whoever sent the delivery for a manifest that is right
        health/manifest.csv, line 2: `12ab` is no SHA-256 digest of 64 hexadecimal digits; ask whoever sent the delivery for a manifest that is right
        health/manifest.csv, line 1: `金额合计（万元）` is not in yuan; ask whoever sent the delivery for a manifest that is right
        health/manifest.csv has more than 2000 bytes; is it a manifest? raise `max_manifest_bytes`
        health/manifest.csv: it is in neither UTF-8 nor GB18030; write it in one of them; ask whoever sent the delivery for a manifest that is right
    "#]].assert_eq(&told.concat());
}

#[test]
fn a_manifest_is_one_in_capitals_too() {
    let delivery = TempDir::new().expect("a folder");
    for (name, content) in [
        ("MANIFEST.CSV", "文件,行数\na.csv,1\n"),
        ("Manifest.json", "[{\"file\": \"b.csv\"}]"),
        ("manifest.json.bak", "no manifest"),
    ] {
        fs::write(delivery.path().join(name), content).expect("a file");
    }
    let manifests = read_manifests(delivery.path(), "", 2000).expect("both can be read");
    expect![[r#"
        Manifest.json
        b.csv rows None people None amount None sm3 None sha256 None
        MANIFEST.CSV
        a.csv rows Some(1) people None amount None sm3 None sha256 None
    "#]]
    .assert_eq(&manifests.iter().map(show).collect::<String>());
    assert!(read_manifests(delivery.path(), "absent", 2000).expect("no folder").is_empty());
}

#[test]
fn a_source_looks_for_manifests_on_the_way_to_its_files() {
    assert_eq!(manifest_folders("health/2026/insured*.csv"), ["", "health", "health/2026"]);
    assert_eq!(manifest_folders("insured.csv"), [""]);
}

#[test]
fn sha_256_is_that_of_the_standard() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), "abc").expect("a file");
    // FIPS 180-4, the example of one block.
    assert_eq!(
        sha256_of(file.path()).expect("a digest"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn the_moment_of_extraction_is_taken_where_it_can_be_read() {
    let moment = |written: &str| {
        let delivery = TempDir::new().expect("a folder");
        let text = format!("文件,行数,抽取时间\na.csv,1,{written}\n");
        fs::write(delivery.path().join("manifest.csv"), text).expect("a file");
        let manifests = read_manifests(delivery.path(), "", 2000).expect("a manifest");
        let file = &manifests[0].files[0];
        assert!(!file.states_nothing(), "rows are stated");
        file.extracted_at.map(|moment| moment.to_string())
    };
    let one_o_clock = Some("2026-11-23T01:00:00+08:00".to_owned());
    for written in ["2026-11-23T01:00:00+08:00", "2026-11-22T17:00:00Z", "2026-11-23 01:00:00"] {
        assert_eq!(moment(written), one_o_clock, "{written}");
    }
    for written in ["", "2026-11-23", "11月23日凌晨", "2026-11-31 01:00:00"] {
        assert_eq!(moment(written), None, "{written}");
    }
}

#[test]
fn a_moment_alone_is_nothing_to_hold_a_file_against() {
    let delivery = TempDir::new().expect("a folder");
    let text = "file,extracted_at\na.csv,2026-11-23T01:00:00+08:00\n";
    fs::write(delivery.path().join("manifest.csv"), text).expect("a file");
    let manifests = read_manifests(delivery.path(), "", 2000).expect("a manifest");
    assert!(manifests[0].files[0].extracted_at.is_some());
    assert!(manifests[0].files[0].states_nothing());
}
