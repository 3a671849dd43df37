//! The law of the house: which room may import what, and how its files look.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms it may import and the crates it may name beside `serde` and `thiserror`.
struct Room {
    name: &'static str,
    rooms: &'static [&'static str],
    crates: &'static [&'static str],
}

const fn room(
    name: &'static str,
    rooms: &'static [&'static str],
    crates: &'static [&'static str],
) -> Room {
    Room { name, rooms, crates }
}

const MAP: &[Room] = &[
    room("domain", &[], &["arrow", "chinese_lunisolar_calendar", "jiff", "sm3"]),
    room(
        "ingest",
        &["domain"],
        &[
            "arrow",
            "bytes",
            "calamine",
            "cfb",
            "chardetng",
            "csv",
            "encoding_rs",
            "flate2",
            "html5gum",
            "parquet",
            "quick_xml",
            "rustc_hash",
            "serde_json",
            "sha2",
            "sm3",
            "strsim",
            "unicode_normalization",
            "zip",
        ],
    ),
    room(
        "normalise",
        &["domain"],
        &["arrow", "hanconv", "pinyin", "rustc_hash", "unicode_normalization"],
    ),
    room("profile", &["domain"], &["arrow", "rustc_hash"]),
    room("identify", &["domain"], &["arrow", "rayon", "rustc_hash", "siphasher"]),
    room("block", &["domain"], &["arrow", "rayon", "rustc_hash"]),
    room("compare", &["domain"], &["arrow", "rustc_hash", "strsim"]),
    room("score", &["domain"], &["arrow", "rayon", "rustc_hash"]),
    room("cluster", &["domain"], &["rustc_hash"]),
    room("household", &["domain"], &["arrow", "rustc_hash", "siphasher"]),
    room("assess", &["domain"], &["arrow", "rayon", "rustc_hash", "siphasher", "toml"]),
    room(
        "report",
        &["domain"],
        &[
            "arrow",
            "askama",
            "hmac",
            "parquet",
            "polars",
            "rust_xlsxwriter",
            "rustc_hash",
            "serde_json",
            "siphasher",
            "sm3",
        ],
    ),
    room("review", &["domain"], &["arrow", "rustc_hash", "serde_json", "siphasher"]),
    room("evaluate", &["domain"], &["csv", "rustc_hash"]),
    room(
        "synth",
        &["domain"],
        &[
            "csv",
            "encoding_rs",
            "parquet",
            "pinyin",
            "rand",
            "rand_chacha",
            "rayon",
            "rust_xlsxwriter",
            "rustc_hash",
            "serde_json",
            "sm3",
            "toml",
        ],
    ),
    room("starter", &["domain", "ingest"], &["getrandom", "toml"]),
    room(
        "config",
        &[
            "domain",
            "ingest",
            "normalise",
            "profile",
            "identify",
            "block",
            "compare",
            "score",
            "cluster",
            "household",
            "assess",
            "report",
        ],
        &["csv", "sm3", "toml"],
    ),
    room(
        "pipeline",
        &[
            "domain",
            "config",
            "ingest",
            "normalise",
            "profile",
            "identify",
            "block",
            "compare",
            "score",
            "cluster",
            "household",
            "assess",
            "report",
            "review",
            "evaluate",
        ],
        &["arrow", "rand_chacha", "rayon", "rustc_hash", "serde_json"],
    ),
    room(
        "cli",
        &["domain", "config", "pipeline", "evaluate", "starter", "synth"],
        &["clap", "clap_complete", "clap_mangen", "indicatif", "tracing", "tracing_subscriber"],
    ),
];

/// Words only these rooms may use: files, the terminal, the clock.
const WORDS: &[(&str, &[&str])] = &[
    ("std::fs", &["ingest", "synth", "starter", "config", "report", "pipeline"]),
    ("println!", &["cli"]),
    ("print!", &["cli"]),
    ("stdout", &["cli"]),
    ("Instant::now", &["pipeline"]),
    ("SystemTime", &["cli"]),
    ("std::env", &["cli"]),
];

/// Rows of a file nobody should have to scroll past.
const MAX_LINES: usize = 800;

#[test]
fn every_room_imports_only_what_the_map_allows() {
    let mut faults = Vec::new();
    for (room, file, text) in sources() {
        let law = MAP.iter().find(|law| law.name == room);
        let Some(law) = law else {
            faults.push(format!("{}: room `{room}` is not on the map", file.display()));
            continue;
        };
        for import in imported_rooms(&text) {
            if import != room && !law.rooms.contains(&import.as_str()) {
                faults.push(format!("{}: `{room}` may not import `{import}`", file.display()));
            }
        }
        for name in named_crates(&text) {
            if !law.crates.contains(&name.as_str()) && !is_test_file(&file) {
                faults
                    .push(format!("{}: `{room}` may not name the crate `{name}`", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_terminal_and_clock_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for (room, file, text) in sources() {
        for (word, rooms) in WORDS {
            if code_lines(&text).any(|line| mentions_word(line, word))
                && !rooms.contains(&room.as_str())
                && !is_test_file(&file)
            {
                faults.push(format!("{}: `{word}` has no place in `{room}`", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn polars_is_named_in_one_file() {
    let files: Vec<_> = sources()
        .into_iter()
        .filter(|(_, _, text)| code_lines(text).any(|line| line.contains("polars::")))
        .map(|(_, file, _)| file)
        .collect();
    assert_eq!(files.len(), 1, "polars has its own Arrow and crosses over in one file: {files:?}");
}

#[test]
fn every_module_has_a_header_and_a_readable_length() {
    let mut faults = Vec::new();
    for (_, file, text) in sources() {
        let lines = text.lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{}: {lines} lines; the limit is {MAX_LINES}", file.display()));
        }
        if !text.starts_with("//!") && !is_test_file(&file) {
            faults.push(format!("{}: no `//!` header says what it is for", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_readme_map_lists_every_room() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md is readable");
    let missing: Vec<_> =
        MAP.iter().filter(|law| !readme.contains(&format!("| `{}` |", law.name))).collect();
    let missing: Vec<_> = missing.iter().map(|law| law.name).collect();
    assert!(missing.is_empty(), "README's map has no row for {missing:?}");
    let rooms: BTreeSet<String> = sources().into_iter().map(|(room, _, _)| room).collect();
    let mapped: BTreeSet<String> = MAP.iter().map(|law| law.name.to_owned()).collect();
    assert_eq!(rooms, mapped, "the rooms under src and the map are the same");
}

#[test]
fn every_fixture_folder_is_named_by_a_test() {
    let mut tests = String::new();
    for file in rust_files(&root().join("tests")) {
        tests += &fs::read_to_string(file).expect("a test file is readable");
    }
    for (_, file, text) in sources() {
        if is_test_file(&file) {
            tests += &text;
        }
    }
    for entry in fs::read_dir(root().join("fixtures")).expect("fixtures is a folder") {
        let name = entry.expect("a folder entry").file_name();
        let path = format!("fixtures/{}", name.to_string_lossy());
        assert!(tests.contains(&path), "no test names {path}");
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of every room: room, path, text.
fn sources() -> Vec<(String, PathBuf, String)> {
    let source = root().join("src");
    let files = rust_files(&source).into_iter().filter_map(|file| {
        let inside = file.strip_prefix(&source).expect("files lie under src").to_owned();
        let room = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a source file is readable");
        Path::new(&room).extension().is_none_or(|end| end != "rs").then_some((room, inside, text))
    });
    files.collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder is readable") {
        let path = entry.expect("a folder entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn is_test_file(file: &Path) -> bool {
    file.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"))
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// Whether the word stands in the line, and not as the end of a longer one (`println!`, `print!`).
fn mentions_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    })
}

/// The first segments after every `crate::`, also of grouped imports.
fn imported_rooms(text: &str) -> BTreeSet<String> {
    let code: String = code_lines(text).collect::<Vec<_>>().join("\n");
    let mut rooms = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(first_segments(group)),
            None => rooms.extend([identifier(rest)]),
        }
    }
    rooms
}

/// The first segments of a grouped import, up to its closing brace.
fn first_segments(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut segments = Vec::new();
    let mut at_start = true;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            _ if at_start && character.is_alphanumeric() => {
                segments.push(identifier(&group[at..]));
                at_start = false;
            }
            _ => {}
        }
    }
    segments
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The dependencies of the manifest a file names by path.
fn named_crates(text: &str) -> BTreeSet<String> {
    let free = ["serde", "thiserror"];
    dependencies()
        .into_iter()
        .filter(|name| !free.contains(&name.as_str()))
        .filter(|name| {
            let path = format!("{name}::");
            code_lines(text).any(|line| {
                line.match_indices(&path).any(|(at, _)| {
                    !line[..at].ends_with(|before: char| {
                        before.is_alphanumeric() || before == '_' || before == ':'
                    })
                })
            })
        })
        .collect()
}

fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is readable");
    let manifest: toml::Table = manifest.parse().expect("the manifest is TOML");
    let names: BTreeMap<String, toml::Value> =
        manifest["dependencies"].clone().try_into().expect("dependencies are a table");
    names.into_keys().map(|name| name.replace('-', "_")).collect()
}
