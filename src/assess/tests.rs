//! Rules as text in, sentences out, with the demonstration pack.

use std::fmt::Write as _;
use std::path::Path;

use expect_test::{Expect, expect};

use super::example::Example;
use super::*;
use crate::domain::{Day, Finding};

fn parts() -> PolicyParts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/policy/demo");
    let text = |path: &Path| std::fs::read_to_string(path).expect("the pack can be read");
    let rules = std::fs::read_dir(folder.join("rules")).expect("the pack has rules");
    let mut rules: Vec<(String, String)> = rules
        .map(|entry| entry.expect("a folder entry").path())
        .map(|path| (format!("rules/{}", path.file_name().expect("a file").display()), text(&path)))
        .collect();
    rules.sort();
    PolicyParts {
        schemes_toml: text(&folder.join("schemes.toml")),
        parameters_toml: text(&folder.join("parameters.toml")),
        rules,
    }
}

fn run_date() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a day of the calendar")
}

fn policy() -> Policy {
    Policy::parse(&parts(), run_date()).unwrap_or_else(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("the pack has faults:\n{}", faults.join("\n"))
    })
}

/// The findings of one rule of the pack, in full.
fn check(code: &str, dossier: &str, expect: &Expect) {
    let policy = policy();
    let rule = policy.rule(code).expect("the pack has the rule");
    let example = Example::parse("", dossier, "").expect("a dossier in text");
    let findings = example.findings(&policy, rule).expect("the rule is on");
    expect.assert_eq(&findings.iter().map(shown).collect::<String>());
}

fn shown(finding: &Finding) -> String {
    let mut text = format!("{} {}\n", finding.code, finding.reason);
    let _ = writeln!(text, "  算式：{}", finding.arithmetic);
    let _ = writeln!(text, "  参数：{}", finding.parameters);
    let _ = writeln!(text, "  已查例外：{}", finding.exceptions_checked.join("；"));
    for row in &finding.evidence {
        let _ = writeln!(text, "  [{}] {}", row.grade.chinese(), row.says);
    }
    text
}

#[test]
fn every_example_of_the_pack_holds() {
    let failures: Vec<String> = run_examples(&policy()).iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
