//! Contracts as text: what readers rely on does not change by accident.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::domain::table::Contract;
use crate::report::{contracts, contracts_beside_runs, describe, snapshot};

/// Of the tables in runs and beside them.
fn all_contracts() -> Vec<&'static Contract> {
    contracts().iter().chain(contracts_beside_runs()).collect()
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/contracts")
}

/// `UPDATE_EXPECT=1` writes the files, as for every expected text of the tests.
#[test]
fn contracts_are_what_they_were_published_as() {
    for contract in all_contracts() {
        let path = fixtures().join(format!("{}.txt", contract.name));
        let text = snapshot(contract);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, &text).expect("the fixture can be written");
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            text, published,
            "the contract of `{}` has changed: unless columns were only added at its end, raise \
             its version, and record it with UPDATE_EXPECT=1",
            contract.name
        );
    }
}

#[test]
fn every_contract_has_its_file_and_every_file_its_contract() {
    let names: BTreeSet<String> =
        all_contracts().iter().map(|contract| format!("{}.txt", contract.name)).collect();
    assert_eq!(names.len(), all_contracts().len(), "two tables share a name");
    let entries = std::fs::read_dir(fixtures()).expect("the fixtures are there");
    let files: BTreeSet<String> = entries
        .map(|entry| entry.expect("a readable folder").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, files);
}

#[test]
fn every_column_is_explained_in_both_languages() {
    for contract in all_contracts() {
        assert!(!contract.about.trim().is_empty(), "{}", contract.name);
        for column in contract.columns {
            let place = format!("{}.{}", contract.name, column.name);
            assert!(!column.meaning.trim().is_empty(), "{place} has no meaning");
            assert!(!column.note.chinese.is_empty(), "{place} has no Chinese name");
            assert_eq!(column.nullable, !column.note.null_means.is_empty(), "null in {place}");
        }
        for key in contract.sorted_by {
            let known = contract.columns.iter().any(|column| column.name == *key);
            assert!(known, "{} is sorted by `{key}`, which it has not", contract.name);
        }
    }
}

#[test]
fn a_description_names_type_unit_standard_and_sensitivity() {
    let contract = contracts().iter().find(|contract| contract.name == "payments");
    let page = describe(contract.expect("payments are published"));
    for part in [
        "payments v1  发放明细",
        "amount  decimal(14,2)  not null  金额",
        "unit: yuan",
        "standard: GB/T 2260",
        "sensitivity: sensitive",
        "null means: cash or in kind",
    ] {
        assert!(page.contains(part), "`{part}` is not in:\n{page}");
    }
}
