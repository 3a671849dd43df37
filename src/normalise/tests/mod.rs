//! Tests of normalising: values as given in, normal forms out.

mod addresses;
mod amounts;
mod attributes;
mod dates;
mod kinds;
mod lists;
mod names;
mod numbers;
mod properties;
mod rows;
mod sources;

use std::fmt::{Display, Write};

use expect_test::Expect;

use super::fault::Fault;
use crate::domain::{Division, Divisions};

/// Each line of `given` through a kind: what it becomes, or the fault's code.
fn check<T: Display>(
    given: &str,
    kind: impl Fn(&str) -> Result<Option<T>, Fault>,
    expected: &Expect,
) {
    let shown = |line: &str| match kind(line) {
        Ok(Some(value)) => value.to_string(),
        Ok(None) => "(none)".to_owned(),
        Err(fault) => format!("! {}", fault.code()),
    };
    check_shown(given, shown, expected);
}

/// Each line of `given` and what it becomes, as text.
fn check_shown(given: &str, shown: impl Fn(&str) -> String, expected: &Expect) {
    let mut lines = String::new();
    for line in given.lines() {
        writeln!(lines, "{} => {}", line.escape_debug(), shown(line)).expect("writing to a string");
    }
    expected.assert_eq(&lines);
}

/// Two towns with a village of one name, and a neighbouring district.
fn divisions() -> Divisions {
    let division = |(code, name, aliases): (&str, &str, &[&str])| Division {
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    };
    Divisions::new(
        [
            ("990101", "示范区", [].as_slice()),
            ("990101001", "城关镇", &[]),
            ("990101001001", "新民村", &["老民村"]),
            ("990101001002", "和平社区", &[]),
            ("990101002", "东风街道", &["东风镇"]),
            ("990101002001", "新民村", &[]),
            ("990101002002", "红旗社区", &[]),
            ("990102", "邻近区", &[]),
            ("990102001", "城关镇", &[]),
        ]
        .map(division),
    )
}
