//! Files as agencies really send them: `fixtures/hostile/<defect>/` holds what was delivered, and in
//! `expected.txt` what the defect is and what the reader makes of it.
//!
//! `source.toml` beside the folders is the source of all of them; a folder's own is laid over it.
//! A folder with a manifest is read as a night's delivery, the others file by file.
//! With `UPDATE_EXPECT=1` everything below the first line of each `expected.txt` is written anew.

mod defects;
mod night;
mod source;
mod transcript;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use defects::DEFECTS;
use source::HostileSource;
use transcript::{Outcome, transcript};

const EXPECTED: &str = "expected.txt";
const SOURCE: &str = "source.toml";

fn hostile() -> PathBuf {
    crate::sandbox::root().join("fixtures/hostile")
}

/// What the reader makes of a defect's files.
fn outcome(defect: &str) -> Outcome {
    let folder = hostile().join(defect);
    if night::has_manifest(&folder) {
        return night::night(&hostile().join(SOURCE), &folder);
    }
    let source = HostileSource::read(&hostile().join(SOURCE), &folder.join(SOURCE));
    transcript(&source, &folder)
}

/// The files of a folder that an agency sent.
fn delivered(folder: &Path) -> Vec<PathBuf> {
    let sent = |name: &String| name != EXPECTED && name != SOURCE;
    names(folder).into_iter().filter(sent).map(|name| folder.join(name)).collect()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder of fixtures is readable");
    let names = entries.map(|entry| entry.expect("a folder entry").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

#[test]
fn every_defect_is_read_or_refused_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    let mut faults = Vec::new();
    for defect in DEFECTS {
        let path = hostile().join(defect).join(EXPECTED);
        let expected = fs::read_to_string(&path).expect("every defect has its expected text");
        let (defect_in_words, _) = expected.split_once('\n').expect("a first line");
        let found = format!("{defect_in_words}\n{}", outcome(defect).text);
        if update && found != expected {
            fs::write(&path, found).expect("the expected text can be written");
        } else if found != expected {
            faults.push(format!("{defect}:\n{found}"));
        }
    }
    assert!(faults.is_empty(), "not as in expected.txt:\n{}", faults.join("\n"));
}

#[test]
fn the_folder_of_hostile_files_is_complete() {
    let listed: BTreeSet<String> = DEFECTS.iter().map(|defect| (*defect).to_owned()).collect();
    assert_eq!(listed.len(), DEFECTS.len(), "no defect is listed twice");
    let mut there = names(&hostile());
    assert!(there.remove(SOURCE), "the shared source is there");
    assert_eq!(there, listed, "the folders and the list of defects are the same");
    let mut sentences = BTreeSet::new();
    for defect in DEFECTS {
        let folder = hostile().join(defect);
        let mut files = names(&folder);
        assert!(files.remove(EXPECTED), "{defect} has its expected text");
        files.remove(SOURCE);
        assert!(!files.is_empty(), "{defect} has a delivered file");
        let expected = fs::read_to_string(folder.join(EXPECTED)).expect("the text is readable");
        let (sentence, rest) = expected.split_once('\n').expect("a first line");
        assert!(sentence.starts_with("# ") && sentence.ends_with('.'), "{defect}: {sentence}");
        assert!(!rest.trim().is_empty(), "{defect} says what comes of it");
        assert!(sentences.insert(sentence.to_owned()), "{defect} says what another says");
    }
}

#[test]
fn every_refusal_names_agency_and_file_and_what_to_do() {
    let mut refusals = 0;
    for defect in DEFECTS {
        for refusal in outcome(defect).refusals {
            refusals += 1;
            // A manifest is of all that is delivered with it, whoever's.
            if !refusal.starts_with("manifest.") {
                assert!(refusal.contains("医疗保障局"), "{defect} names the agency: {refusal}");
                assert!(refusal.contains("insured"), "{defect} names the file: {refusal}");
            }
            let remedy = refusal.rsplit_once("; ").map(|(_, remedy)| remedy.trim());
            assert!(remedy.is_some_and(|remedy| remedy.len() > 10), "{defect}: {refusal}");
            assert!(!refusal.contains("990101"), "{defect} tells nobody's number: {refusal}");
        }
    }
    assert!(refusals > 20, "only {refusals} refusals");
}

#[test]
fn every_reject_says_in_chinese_what_is_wrong_and_what_to_do_and_in_english_too() {
    let chinese = |text: &str| text.chars().any(|character| ('一'..='鿿').contains(&character));
    let mut rejects = 0;
    for defect in DEFECTS {
        for [message, suggestion, english] in outcome(defect).rejects {
            rejects += 1;
            assert!(chinese(&message), "{defect}: {message}");
            assert!(chinese(&suggestion), "{defect}: {message} {suggestion}");
            // What the message quotes of the file, such as a header, stays as it is.
            let own_words: String = english.split('`').step_by(2).collect();
            let is_english = !own_words.is_empty() && !chinese(&own_words);
            assert!(is_english, "{defect}: {english}");
        }
    }
    assert!(rejects > 20, "only {rejects} rejects");
}
