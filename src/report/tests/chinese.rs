//! The Chinese of the contracts: complete, in one form, and with the program's own codes.

use std::collections::BTreeMap;

use super::contracts::all_contracts;
use crate::domain::table::{Column, Contract, Sensitivity};
use crate::domain::{
    AwardStatus, Family, Grade, HouseholdKind, IdClass, Outcome, Returned, Role, Severity,
};

fn columns() -> impl Iterator<Item = (&'static Contract, &'static Column)> {
    all_contracts()
        .into_iter()
        .flat_map(|contract| contract.columns.iter().map(move |column| (contract, column)))
}

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// Chinese that ends with a word, neither with a full stop nor with another mark.
fn is_phrase(text: &str) -> bool {
    text.contains(is_han) && !text.ends_with(|last: char| "。，；、：.,;: ".contains(last))
}

#[test]
fn every_table_says_in_a_chinese_sentence_what_it_holds() {
    for contract in all_contracts() {
        let about = contract.about_zh;
        let sentence = about.strip_suffix('。').is_some_and(is_phrase);
        assert!(sentence && about != contract.chinese, "{}: {about}", contract.name);
    }
}

#[test]
fn every_column_says_in_chinese_more_than_its_name() {
    for (contract, column) in columns() {
        let note = column.note;
        let place = format!("{}.{}: {}", contract.name, column.name, note.meaning_zh);
        assert!(is_phrase(note.meaning_zh), "{place}");
        assert_ne!(note.meaning_zh, note.chinese, "{place}");
    }
}

#[test]
fn whatever_may_be_absent_says_in_chinese_what_that_means() {
    for (contract, column) in columns() {
        let null = column.note.null_means_zh;
        let place = format!("{}.{}: {null}", contract.name, column.name);
        assert_eq!(column.nullable, is_phrase(null), "{place}");
        assert_eq!(column.nullable, !null.is_empty(), "{place}");
    }
}

#[test]
fn every_unit_has_its_chinese_word() {
    let units: BTreeMap<&str, &str> =
        columns().map(|(_, column)| (column.note.unit, column.note.unit_zh())).collect();
    assert_eq!(units.get("yuan"), Some(&"元"));
    let words = units.into_iter().filter(|(unit, _)| !["", "%"].contains(unit));
    for (unit, word) in words {
        assert!(word.contains(is_han), "{unit} reads {word}");
    }
}

/// The codes that a column can hold, each with its Chinese as the lists print it, if they do.
fn codes(table: &str, column: &str) -> Vec<(&'static str, &'static str)> {
    let sensitivities = [Sensitivity::Open, Sensitivity::Personal, Sensitivity::Sensitive];
    let returned = [
        Returned::NotVerified,
        Returned::NewRows,
        Returned::RowsGone,
        Returned::NewMonth,
        Returned::NewParameters,
    ];
    match (table, column) {
        (_, "grade") => Grade::ALL.map(|one| (one.code(), one.chinese())).into(),
        (_, "severity") => Severity::ALL.map(|one| (one.code(), one.chinese())).into(),
        (_, "family") => Family::ALL.map(|one| (one.code(), one.chinese())).into(),
        ("households" | "household_members" | "household_links", "kind") => {
            HouseholdKind::ALL.map(|one| (one.code(), one.chinese())).into()
        }
        ("flags", "decision") => Outcome::ALL.map(|one| (one.code(), one.chinese())).into(),
        ("flags", "returned") => returned.map(|one| (one.code(), "")).into(),
        ("dictionary", "sensitivity") => {
            sensitivities.map(|one| (one.code(), one.chinese())).into()
        }
        ("awards", "status") => AwardStatus::ALL.map(|one| (one.code(), "")).into(),
        (_, "role") => Role::ALL.map(|one| (one.code(), "")).into(),
        (_, "resident_id_class") => IdClass::ALL.map(|one| (one.code(), "")).into(),
        _ => Vec::new(),
    }
}

#[test]
fn a_column_of_codes_names_each_in_chinese() {
    let mut told = 0;
    for (contract, column) in columns() {
        for (code, chinese) in codes(contract.name, column.name) {
            let meaning = column.note.meaning_zh;
            let named = meaning.split_once(&format!("{code}＝"));
            let named = named
                .is_some_and(|(_, word)| word.starts_with(chinese) && word.starts_with(is_han));
            assert!(named, "{}.{} does not name {code}: {meaning}", contract.name, column.name);
            told += 1;
        }
    }
    assert!(told > 100, "grades alone stand in a dozen tables: {told}");
}
