//! Tests of what no source finds in a delivery.

use super::*;

/// A delivery with these files, each empty, and what of it no source finds.
fn unclaimed(files: &[&str], patterns: &[&str], more: impl Fn(&Path)) -> Unclaimed {
    let delivery = TempDir::new().expect("a folder");
    for file in files {
        let path = delivery.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, "").expect("a written file");
    }
    more(delivery.path());
    unclaimed_files(delivery.path(), patterns)
}

const PATTERNS: [&str; 3] = ["health/insured*.csv", "deaths/2026/deaths.csv", "~$odd.csv"];

#[test]
fn files_that_no_pattern_finds_are_named_in_whatever_folder() {
    let files = [
        "health/insured.csv",
        "health/insured_2.csv",
        "health/Insured.csv",
        "health/insured/insured.csv",
        "deaths/2026/deaths.csv",
        "deaths/2026/deaths.xlsx",
        "deaths/deaths.csv",
        "elsewhere/deep/down/a.csv",
        "~$odd.csv",
    ];
    let found = unclaimed(&files, &PATTERNS, |_| {});
    expect!["deaths/2026/deaths.xlsx deaths/deaths.csv elsewhere/deep/down/a.csv health/Insured.csv health/insured/insured.csv"]
        .assert_eq(&found.files.join(" "));
    assert_eq!(found.others, Vec::<String>::new());
}

#[test]
fn what_nobody_delivered_is_not_named() {
    let files = [
        "health/~$insured.csv",
        ".hidden/a.csv",
        "health/.~lock.insured.csv#",
        "health/Thumbs.db",
        "health/.DS_Store",
        "__MACOSX/health/insured.csv",
        "manifest.json",
        "health/MANIFEST.CSV",
        "deaths/2026/Manifest.json",
    ];
    assert_eq!(unclaimed(&files, &PATTERNS, |_| {}), Unclaimed::default());
    // Where no source looks for one, a manifest is a file like others.
    assert_eq!(unclaimed(&["other/manifest.json"], &PATTERNS, |_| {}).files.len(), 1);
    let absent = unclaimed_files(Path::new("no/such/delivery"), &PATTERNS);
    assert_eq!(absent, Unclaimed::default());
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_named_unless_a_source_reads_through_them() {
    use std::os::unix::fs::symlink;
    let found = unclaimed(&["health/insured.csv", "beside.csv"], &PATTERNS, |delivery| {
        let link = |to: &str, name: &str| symlink(to, delivery.join(name)).expect("a link");
        link("insured.csv", "health/insured_linked.csv");
        link("absent.csv", "health/insured_absent.csv");
        link("..", "health/circle");
        link("../beside.csv", "health/beside.csv");
        std::os::unix::net::UnixListener::bind(delivery.join("health/insured_socket.csv"))
            .expect("a socket");
    });
    assert_eq!(found.files, ["beside.csv"]);
    expect!["health/beside.csv health/circle health/insured_absent.csv health/insured_socket.csv"]
        .assert_eq(&found.others.join(" "));
}
