use expect_test::{Expect, expect};

use super::guess::{Guess, guess};
use super::pack::{nightly, policy};
use super::shipped::{PACK, SOURCES};
use super::template::{Template, shipped};

fn headers(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Guesses a file's headers and prints what they are taken for.
fn check(file: &str, texts: &[&str], expect: &Expect) {
    let templates = shipped();
    let text = match guess(&templates, &headers(texts), file) {
        None => "nobody".to_owned(),
        Some(Guess::Like { template, columns, others }) => {
            let mut lines = vec![format!("like {}", template.id)];
            for (column, found) in template.columns.iter().zip(columns) {
                if let Some(found) = found {
                    let by = found.by.map_or_else(String::new, |by| format!(" as in {by}"));
                    lines.push(format!("{} {}{by}", found.header, column.field));
                }
            }
            lines.extend(others.iter().map(|known| format!("{} ?", known.header)));
            lines.join("\n")
        }
        Some(Guess::People { columns }) => {
            let line = |known: &super::guess::Known<'_>| {
                format!("{} {}", known.header, known.of_person().unwrap_or("?"))
            };
            let lines: Vec<String> = columns.iter().map(line).collect();
            format!("people\n{}", lines.join("\n"))
        }
    };
    expect.assert_eq(&text);
}

#[test]
fn a_file_is_taken_for_the_source_whose_headers_it_has_also_under_names_of_others() {
    check(
        "swj/2026.csv",
        &["证明编号", "姓名", "公民身份号码", "性别", "出生日期", "死亡日期", "住址", "死因"],
        &expect![[r#"
            like deaths
            证明编号 certificate
            姓名 name
            公民身份号码 resident_id as in police_register
            性别 sex
            出生日期 birth_date
            死亡日期 died
            住址 address as in police_register
            死因 ?"#]],
    );
}

#[test]
fn a_file_like_no_source_is_only_searched_for_people() {
    check(
        "library/cards.csv",
        &["借书证号", "姓名", "身份证号", "联系电话"],
        &expect![[r#"
        people
        借书证号 ?
        姓名 name
        身份证号 resident_id
        联系电话 phone"#]],
    );
    check("weather.csv", &["日期", "气温"], &expect!["nobody"]);
}

#[test]
fn a_needed_column_that_lacks_makes_a_file_no_such_source() {
    check(
        "deaths/deaths.csv",
        &["姓名", "身份证号", "性别", "出生日期"],
        &expect![[r#"
        people
        姓名 name
        身份证号 resident_id
        性别 sex
        出生日期 birth_date"#]],
    );
}

/// What headers are guessed to be when the mapping they come from is not known: an honest measure of
/// what the guesses are worth on an agency's new file.
#[test]
fn headers_of_an_unknown_source_are_mostly_left_alone_and_seldom_guessed_wrongly() {
    let (mut right, mut wrong, mut left) = (0, 0, 0);
    for at in 0..SOURCES.len() {
        let mut templates = shipped();
        let Template { columns, file, .. } = templates.remove(at);
        let usual: Vec<String> = columns.iter().map(|column| column.headers[0].clone()).collect();
        let kinds = kinds_guessed(&templates, &usual, &file);
        for (column, kind) in columns.iter().zip(kinds) {
            match kind {
                None => left += 1,
                Some(kind) if kind == column.kind => right += 1,
                Some(_) => wrong += 1,
            }
        }
    }
    expect!["91 right, 1 wrong, 193 left to a person"]
        .assert_eq(&format!("{right} right, {wrong} wrong, {left} left to a person"));
}

/// The kind of value that each header is mapped to, if it is.
fn kinds_guessed(templates: &[Template], headers: &[String], file: &str) -> Vec<Option<String>> {
    let guess = guess(templates, headers, file);
    let kind = |header: &String| match &guess {
        None => None,
        Some(Guess::Like { template, columns, .. }) => {
            let is_it = |found: &super::guess::Found<'_>| found.header == *header;
            let at = columns.iter().position(|found| found.as_ref().is_some_and(is_it))?;
            Some(template.columns[at].kind.clone())
        }
        Some(Guess::People { columns }) => {
            let known = columns.iter().find(|known| known.header == *header)?;
            known.of_person()?;
            known.meaning.map(|meaning| meaning.kind.to_owned())
        }
    };
    headers.iter().map(kind).collect()
}

#[test]
fn every_file_of_the_shipped_pipeline_is_within_the_program() {
    let below = |folder: &str| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines").join(folder);
        let entries = std::fs::read_dir(root).expect("a shipped folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names.filter(|name| name.to_string_lossy().ends_with(".toml")).count()
    };
    assert_eq!(SOURCES.len(), below("sources"));
    assert_eq!(PACK.len(), below("policy/demo") + below("policy/demo/rules"));
}

#[test]
fn each_column_of_a_shipped_mapping_stands_in_a_paragraph_of_its_own() {
    for template in shipped() {
        let paragraphs = template.text.split("\n\n").filter(|text| text.contains("[[column]]"));
        let columns: Vec<usize> =
            paragraphs.map(|text| text.matches("[[column]]").count()).collect();
        assert_eq!(columns, vec![1; template.columns.len()], "{}", template.id);
    }
}

#[test]
fn a_rule_without_its_sources_waits_as_a_comment_and_no_value_counts_as_checked() {
    let rule = "# 一条。\n\n[[rule]]\ncode = \"X02\"\ndepends_on = [\"deaths\"]\n\n[rule.parameters]\na = 1\n\n[[rule]]\ncode = \"Q01\"\n";
    expect![[r##"
        # 一条。

        # 缺少来源 deaths，登记后去掉以下各行行首的 #。
        # [[rule]]
        # code = "X02"
        # depends_on = ["deaths"]
        #
        # [rule.parameters]
        # a = 1

        [[rule]]
        code = "Q01"
    "##]]
    .assert_eq(&policy("rules/a.toml", rule, &["police_register"]).0);
    let parameters = PACK.iter().find(|(name, _)| *name == "parameters.toml").expect("a pack");
    let (text, _) = policy(parameters.0, parameters.1, &[]);
    assert!(!text.contains("990101"), "the demonstration's district is nobody's own");
    let bases = text.lines().filter(|line| line.starts_with("basis = "));
    assert!(bases.clone().count() > 20 && bases.clone().all(|line| line == "basis = \"未核实\""));
}

#[test]
fn the_night_names_its_own_places_and_none_of_the_demonstration() {
    let text = nightly(&["deaths"], None);
    for line in
        ["runs = \"runs\"", "policy = \"policy/local\"", "pseudonym_key = \"keys/pseudonym.key\""]
    {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
    assert!(text.contains("sources = [\n    \"sources/deaths.toml\",\n]\n"));
    for word in ["demo", "../", "fixtures"] {
        assert!(!text.contains(word), "{word}\n{text}");
    }
}
