//! Attributes: what a mention has beyond the fixed columns, and the kinds of value that serve them.

use std::fmt::Write;

use arrow::array::Array;
use expect_test::{Expect, expect};

use super::super::date::written_date;
use super::super::latin::latin_text;
use super::super::mapping::Value;
use super::super::slot::read_value;
use super::rows::{SourceText, normalise};
use crate::domain::Records;

const REGISTER: &str = r#"
[[column]]
field = "given"
headers = ["given_name"]
value = { kind = "latin_text" }
[[column]]
field = "born"
headers = ["born"]
value = { kind = "written_date" }
[[column]]
field = "mother"
headers = ["mother"]
value = { kind = "latin_text" }
[[column]]
field = "sex"
headers = ["sex"]
value = { kind = "sex" }

[[mention]]
id = "child"
role = "member"
attributes = { given_name = "given", date_of_birth = "born", sex_at_birth = "sex" }
[[mention]]
id = "mother"
role = "mother"
attributes = { given_name = "mother" }
"#;

/// A table through [`REGISTER`]: the mentions with their attributes, then the rejects.
fn read(table: &str) -> Records {
    let settings: SourceText = toml::from_str(REGISTER).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    normalise("register", &columns, &mapping, table).0
}

fn check(records: &Records, expected: &Expect) {
    let mut shown = String::new();
    for (at, mention) in records.mentions.rows().enumerate() {
        write!(shown, "{} {}", mention.line, mention.role).expect("a string");
        for (name, column) in records.attributes.columns() {
            assert_eq!(column.len(), records.mentions.len(), "{name} has a place per mention");
            if column.is_valid(at) {
                write!(shown, " {name}={}", column.value(at)).expect("a string");
            }
        }
        shown.push('\n');
    }
    for reject in records.rejects.rows() {
        writeln!(shown, "reject {} {}", reject.line, reject.code).expect("a string");
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_mention_without_name_and_number_is_there_by_its_attributes() {
    let records = read(
        "
        given | born     | mother | sex
        Ann   | 19460708 | Éva    | F
        Bob   | 19460799 |        |
              |          | Cleo   | M
              |          | Dora   | ?
        ",
    );
    check(
        &records,
        &expect![[r#"
            2 member date_of_birth=1946-07-08 given_name=ann sex_at_birth=female
            2 mother given_name=eva
            3 member date_of_birth=1946-07-99 given_name=bob
            4 member sex_at_birth=male
            4 mother given_name=cleo
            reject 5 no_person
        "#]],
    );
}

#[test]
fn attributes_stay_beside_their_mentions_when_parts_are_joined() {
    let mut other = read("given|born\n Eve | 1950-01-02");
    other.attributes = crate::domain::Attributes::default();
    let parts = vec![read("given | mother\n Ann | Bea"), other, read("given\n Fay")];
    let mut joined = Records::concat(parts);
    joined.attributes.declare(["surname"], joined.mentions.len());
    check(
        &joined,
        &expect![[r#"
            2 member given_name=ann
            2 mother given_name=bea
            2 member
            2 member given_name=fay
        "#]],
    );
    assert!(joined.attributes.column("surname").is_some_and(|column| column.null_count() == 4));
}

#[test]
fn an_attribute_of_no_column_and_a_mention_of_nothing_are_faults() {
    let text = REGISTER
        .replace("given_name = \"mother\"", "")
        .replace("date_of_birth = \"born\"", "date_of_birth = \"birth\"");
    let settings: SourceText = toml::from_str(&text).expect("a mapping");
    let (columns, mapping) = settings.into_parts();
    expect![[r#"
        mention `child`: there is no column `birth`
        mention `mother` has neither a name nor a resident_id"#]]
    .assert_eq(&mapping.faults(&columns).join("\n"));
}

#[test]
fn a_state_that_stands_for_no_status_is_a_fault() {
    let faults = |status: &str, when: &str| {
        let text = format!(
            r#"
            [[column]]
            field = "name"
            headers = ["姓名"]
            value = {{ kind = "person_name" }}
            [[column]]
            field = "state"
            headers = ["状态"]
            value = {{ kind = "code", values = {{ "在保" = "active", "暂停" = "resting" }} }}
            [[mention]]
            id = "member"
            role = "member"
            name = "name"
            [[award]]
            mention = "member"
            scheme = "DBN"
            status = {status}
            when = [{when}]
            "#
        );
        let settings: SourceText = toml::from_str(&text).expect("a mapping");
        let (columns, mapping) = settings.into_parts();
        mapping.faults(&columns).join("\n")
    };
    let present = r#"{ field = "state", present = true }"#;
    expect!["award of `member`: `state` can be `resting`, of no status"]
        .assert_eq(&faults(r#"{ field = "state" }"#, present));
    expect![[r#"
        award of `member`: the status of rows without `state` is not said: give it by `otherwise`, or leave them out by `when`
        award of `member`: `state` can be `resting`, of no status"#]].assert_eq(&faults(r#"{ field = "state", values = { active = "active" } }"#, ""));
    let both = r#"{ field = "state", values = { active = "active", resting = "suspended" } }"#;
    expect![[""]].assert_eq(&faults(both, present));
    let active = r#"{ field = "state", values = { active = "active" } }"#;
    let of_active = r#"{ field = "state", equals = ["active"] }"#;
    expect![[""]].assert_eq(&faults(active, of_active));
    let otherwise = r#"{ field = "state", values = { active = "active" }, otherwise = "ended" }"#;
    expect![[""]].assert_eq(&faults(otherwise, ""));
    expect![[r#"
        award of `member`: the status of rows without `name` is not said: give it by `otherwise`, or leave them out by `when`
        award of `member`: `name` can be anything, also of no status"#]].assert_eq(&faults(r#"{ field = "name" }"#, ""));
}

#[test]
fn latin_text_has_one_spelling() {
    let given =
        ["O'Brien-Smith", "  Ó  BRIEN smith", "ＳＴ． John’s", "Straße 12/3", "n/a?", "-", " "];
    let shown: Vec<String> =
        given.into_iter().map(|raw| format!("{raw} => {:?}", latin_text(raw))).collect();
    expect![[r#"
        O'Brien-Smith => Some("obrien smith")
          Ó  BRIEN smith => Some("o brien smith")
        ＳＴ． John’s => Some("st johns")
        Straße 12/3 => Some("straße 12 3")
        n/a? => Some("n a")
        - => None
          => None"#]]
    .assert_eq(&shown.join("\n"));
    for raw in given {
        let once = latin_text(raw);
        assert_eq!(once.as_deref().and_then(latin_text), once, "twice is once: {raw}");
    }
}

#[test]
fn a_latin_name_may_be_a_word_for_no_value() {
    let shown = |value: &Value| {
        let given = [
            "Nan",
            "nan",
            "NaN",
            "NAN",
            "Null",
            "NULL",
            "null",
            "ＮＵＬＬ",
            "'NULL",
            "'NULL'",
            "#N/A",
        ];
        let read = given.map(|raw| match read_value(value, raw) {
            Ok(text) => format!("{raw} => {}", text.unwrap_or_default()),
            Err(fault) => format!("{raw} => ! {}", fault.code()),
        });
        read.join("\n")
    };
    expect![[r#"
        Nan => nan
        nan => nan
        NaN => nan
        NAN => nan
        Null => ! null_word
        NULL => ! null_word
        null => ! null_word
        ＮＵＬＬ => ! null_word
        'NULL => ! null_word
        'NULL' => ! null_word
        #N/A => ! spreadsheet_error"#]]
    .assert_eq(&shown(&Value::LatinText));
    expect![[r#"
        Nan => Nan
        nan => ! null_word
        NaN => ! null_word
        NAN => ! null_word
        Null => ! null_word
        NULL => ! null_word
        null => ! null_word
        ＮＵＬＬ => ! null_word
        'NULL => ! null_word
        'NULL' => ! null_word
        #N/A => ! spreadsheet_error"#]]
    .assert_eq(&shown(&Value::Text));
}

#[test]
fn a_written_date_keeps_what_no_calendar_has() {
    let given =
        ["19460708", "1858-81-01", "0508-07-01", "1990/02/30", "1990-02", "1990", "-0050-01-01"];
    let shown: Vec<String> = given
        .into_iter()
        .map(|raw| match written_date(raw) {
            Ok(date) => format!("{raw} => {}", date.unwrap_or_default()),
            Err(fault) => format!("{raw} => ! {}", fault.code()),
        })
        .collect();
    expect![[r#"
        19460708 => 1946-07-08
        1858-81-01 => 1858-81-01
        0508-07-01 => 0508-07-01
        1990/02/30 => 1990-02-30
        1990-02 => 1990-02
        1990 => 1990
        -0050-01-01 => ! invalid_date"#]]
    .assert_eq(&shown.join("\n"));
}
