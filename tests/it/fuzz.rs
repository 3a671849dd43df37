//! The fuzz targets lie outside the project's own build; these tests keep the two in step.

use std::collections::BTreeSet;
use std::fs;

use toml::{Table, Value};

use crate::sandbox::root;

fn manifest(path: &str) -> Table {
    let text = fs::read_to_string(root().join(path)).expect("a manifest is readable");
    text.parse().expect("a manifest is TOML")
}

/// A dependency's version and features, in one order.
fn dependency(value: &Value) -> (String, BTreeSet<String>) {
    let version = value.as_str().or_else(|| value.get("version")?.as_str()).unwrap_or_default();
    let features = value.get("features").and_then(Value::as_array).into_iter().flatten();
    let features = features.filter_map(|feature| Some(feature.as_str()?.to_owned()));
    (version.to_owned(), features.collect())
}

#[test]
fn the_fuzz_targets_are_built_with_the_versions_of_the_project() {
    let (own, fuzz) = (manifest("Cargo.toml"), manifest("fuzz/Cargo.toml"));
    let mut shared = 0;
    for (name, theirs) in fuzz["dependencies"].as_table().expect("dependencies are a table") {
        let Some(ours) = own["dependencies"].get(name) else {
            assert_eq!(name, "libfuzzer-sys", "`{name}` is no dependency of the project");
            continue;
        };
        assert_eq!(dependency(theirs), dependency(ours), "{name}");
        shared += 1;
    }
    assert!(shared > 5, "only {shared} dependencies");
}

#[test]
fn every_fuzz_target_is_declared_and_seeded() {
    let manifest = manifest("fuzz/Cargo.toml");
    let declared = manifest["bin"].as_array().expect("targets are a list").iter();
    let declared: BTreeSet<String> =
        declared.map(|target| format!("{}.rs", target["name"].as_str().expect("a name"))).collect();
    let there = fs::read_dir(root().join("fuzz/fuzz_targets")).expect("a folder of targets");
    let there = there.map(|entry| entry.expect("a folder entry").file_name());
    let there: BTreeSet<String> = there.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(declared, there);
    let seeds = fs::read_to_string(root().join("fuzz/seed.sh")).expect("the seeds are readable");
    for target in &there {
        let target = target.trim_end_matches(".rs");
        let seeded = [format!("seed {target} "), format!("corpus/{target}/")];
        assert!(seeded.iter().any(|line| seeds.contains(line)), "{target} has no seeds");
    }
}
