//! What the README tells a newcomer to type does what it says.

use std::fs;

use crate::sandbox::{Sandbox, TONIGHT, root, succeeded};

#[test]
fn the_commands_of_the_readme_run() {
    let readme = fs::read_to_string(root().join("README.md")).expect("README.md is readable");
    let sandbox = Sandbox::new();
    succeeded(&sandbox.run(TONIGHT));
    let commands: Vec<&str> =
        readme.lines().filter_map(|line| line.trim().strip_prefix("$hedui ")).collect();
    assert!(commands.len() >= 6, "the README shows every verb: {commands:?}");
    for command in commands {
        let words = command.split('#').next().unwrap_or_default().split_whitespace();
        let output = sandbox.hedui(&words.collect::<Vec<_>>());
        assert!(!succeeded(&output).is_empty(), "`{command}` says something");
    }
}

#[test]
fn the_help_of_every_verb_shows_an_example() {
    let sandbox = Sandbox::new();
    for verb in [
        "run",
        "check",
        "synth",
        "evaluate",
        "explain",
        "diff",
        "profile",
        "blocking",
        "train",
        "schema",
        "init",
        "completions",
        "man",
        "audit",
        "decisions",
    ] {
        let help = succeeded(&sandbox.hedui(&[verb, "--help"]));
        assert!(help.contains(&format!("hedui {verb} ")), "{verb}: {help}");
    }
    assert!(succeeded(&sandbox.hedui(&["--help"])).contains("Exit codes:"));
}
