//! Contracts: what readers of a published run may rely on, as data and as text.

use std::fmt::Write;

use arrow::datatypes::DataType;

use super::tables::{BESIDE_RUNS, CONTRACTS};
use crate::domain::table::{Column, Contract};

/// The contracts of a run's tables, in order of publication.
pub fn contracts() -> &'static [Contract] {
    &CONTRACTS
}

/// The contracts of the tables beside runs: of an evaluation, of a comparison, of the truth.
pub fn contracts_beside_runs() -> &'static [Contract] {
    &BESIDE_RUNS
}

/// A contract in full, for a reader at a terminal.
pub fn describe(contract: &Contract) -> String {
    let mut page = String::new();
    let heading = format!(
        "{} v{}  {}\n{}\n",
        contract.name,
        contract.version,
        contract.chinese,
        contract.about.trim()
    );
    page.push_str(&heading);
    line(&mut page, &format!("sorted by {}\n", contract.sorted_by.join(", ")));
    for column in contract.columns {
        line(&mut page, &shape(column));
        line(&mut page, &format!("    {}", column.meaning.trim()));
        let notes = notes(column);
        if !notes.is_empty() {
            line(&mut page, &format!("    {notes}"));
        }
    }
    page
}

/// The part of a contract that may only change with its version.
pub fn snapshot(contract: &Contract) -> String {
    let mut text = String::new();
    line(&mut text, &format!("{} v{} {}", contract.name, contract.version, contract.chinese));
    line(&mut text, &format!("sorted by {}", contract.sorted_by.join(", ")));
    for column in contract.columns {
        line(&mut text, &shape(column));
    }
    text
}

fn line(page: &mut String, text: &str) {
    writeln!(page, "{text}").expect("writing to a string does not fail");
}

fn shape(column: &Column) -> String {
    let null = if column.nullable { "null" } else { "not null" };
    let data_type = type_name(&(column.data_type)());
    format!("{}  {data_type}  {null}  {}", column.name, column.note.chinese)
}

fn notes(column: &Column) -> String {
    let note = column.note;
    let mut notes = vec![format!("sensitivity: {}", note.sensitivity.code())];
    for (label, value) in
        [("unit", note.unit), ("standard", note.standard), ("null means", note.null_means)]
    {
        if !value.is_empty() {
            notes.push(format!("{label}: {value}"));
        }
    }
    notes.join("; ")
}

/// A type as readers of Parquet know it.
pub(super) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "text".to_owned(),
        DataType::Dictionary(_, values) => format!("dictionary of {}", type_name(values)),
        DataType::Decimal128(precision, scale) => format!("decimal({precision},{scale})"),
        other => other.to_string().to_lowercase(),
    }
}
