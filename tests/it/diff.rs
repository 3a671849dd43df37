//! Night to night: two published runs compared, as an operator does in the morning.

use std::collections::BTreeSet;
use std::fs;

use hedui::report::tables::{Cases, Persons, RunChanges};

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

fn diff(sandbox: &Sandbox, before: &str, after: &str) -> std::process::Output {
    let folder = |date: &str| sandbox.published(date).display().to_string();
    sandbox.hedui(&["diff", &folder(before), &folder(after), "--out", "difference"])
}

/// The figures behind a label that begins a line.
fn figures(words: &str, label: &str) -> Vec<usize> {
    let line = words.lines().find(|line| line.split_whitespace().next() == Some(label));
    let cells = line.expect("a line with this label").split_whitespace().skip(1);
    cells.map_while(|cell| cell.parse().ok()).collect()
}

fn two_nights() -> Sandbox {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(LAST_NIGHT));
    succeeded(&sandbox.run(TONIGHT));
    sandbox
}

#[test]
fn two_nights_differ_by_what_their_tables_say() {
    let sandbox = two_nights();
    let words = succeeded(&diff(&sandbox, LAST_NIGHT, TONIGHT));
    let changes: RunChanges =
        hedui::report::read_table(&sandbox.path("difference")).expect("a table of changes");
    let cases = |date: &str| -> BTreeSet<String> {
        let cases: Cases = hedui::report::read_table(&sandbox.published(date)).expect("cases");
        cases.rows().map(|case| case.case_id.to_owned()).collect()
    };
    let (before, after) = (cases(LAST_NIGHT), cases(TONIGHT));
    let told = |change: &str| -> BTreeSet<String> {
        let own = changes.rows().filter(|row| row.kind == "case" && row.change == change);
        own.map(|row| row.id.to_owned()).collect()
    };
    assert_eq!(told("new"), after.difference(&before).cloned().collect());
    assert_eq!(told("resolved"), before.difference(&after).cloned().collect());
    let both: BTreeSet<String> = told("changed").union(&told("continuing")).cloned().collect();
    assert_eq!(both, before.intersection(&after).cloned().collect());
    for change in ["new", "resolved", "changed", "continuing"] {
        assert!(!told(change).is_empty(), "the second night has {change} cases");
        let line = words.lines().find(|line| line.starts_with(change)).expect("a line of cases");
        let all: usize = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("all");
        assert_eq!(all, told(change).len(), "{words}");
    }
    let persons = |date: &str| {
        let people: Persons = hedui::report::read_table(&sandbox.published(date)).expect("people");
        people.len()
    };
    assert_eq!(figures(&words, "before"), [persons(LAST_NIGHT)]);
    assert_eq!(figures(&words, "after"), [persons(TONIGHT)]);
    let registered =
        [LAST_NIGHT, TONIGHT].map(|date| sandbox.rows_delivered(date, "police/register.csv"));
    assert_eq!(figures(&words, "police_register"), registered, "{words}");
    let page = fs::read_to_string(sandbox.path("difference/diff.html")).expect("a page");
    assert!(page.contains(LAST_NIGHT) && page.contains(TONIGHT) && !page.contains("http"));
}

#[test]
fn a_run_compared_with_itself_shows_nothing() {
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let words = succeeded(&diff(&sandbox, TONIGHT, TONIGHT));
    for label in ["resolved", "changed", "gone", "merged", "split", "regrouped"] {
        assert_eq!(figures(&words, label)[0], 0, "{label}: {words}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let sandbox = two_nights();
    let words = failed_with(2, &diff(&sandbox, TONIGHT, LAST_NIGHT));
    assert!(words.contains("give the earlier run first"), "{words}");
    let words = failed_with(2, &diff(&sandbox, "2026-11-01", TONIGHT));
    assert!(words.contains("there is no published run here"), "{words}");
    let record = sandbox.published(LAST_NIGHT).join("run.json");
    let mut text = fs::read_to_string(&record).expect("a record");
    let table = text.find("\"name\": \"flags\"").expect("the record lists the table");
    let version = table + text[table..].find("\"version\": 2").expect("a version");
    text.replace_range(version..version + 12, "\"version\": 9");
    fs::write(&record, text).expect("the sandbox can be written");
    let words = failed_with(2, &diff(&sandbox, LAST_NIGHT, TONIGHT));
    assert!(words.contains("`flags` is v9, and this program reads v2"), "{words}");
    fs::write(&record, "{}").expect("the sandbox can be written");
    let words = failed_with(2, &diff(&sandbox, LAST_NIGHT, TONIGHT));
    assert!(words.contains("is no record of a run"), "{words}");
}
