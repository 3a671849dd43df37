//! Contracts: what readers of a published run may rely on, as data and as text.

use std::fmt::Write;

use arrow::datatypes::DataType;
use serde::Serialize;

use super::tables::{CONTRACTS, ON_REQUEST};
use crate::domain::table::{Column, Contract};

/// The contracts of a run's tables, in order of publication.
pub fn contracts() -> &'static [Contract] {
    &CONTRACTS
}

/// A contract as other programs read it.
#[derive(Serialize)]
struct ContractEntry {
    table: &'static str,
    chinese: &'static str,
    about: &'static str,
    about_zh: &'static str,
    version: u32,
    sorted_by: &'static [&'static str],
    columns: Vec<ColumnEntry>,
}

/// A column of a contract, as the dictionary has it; what does not apply is absent.
#[derive(Serialize)]
pub(super) struct ColumnEntry {
    /// The column's place, from 1.
    pub position: u32,
    pub column: &'static str,
    pub chinese: &'static str,
    pub meaning: &'static str,
    pub meaning_zh: &'static str,
    pub data_type: String,
    pub nullable: bool,
    pub unit: Option<&'static str>,
    #[serde(skip)]
    pub unit_zh: &'static str,
    pub standard: Option<&'static str>,
    pub sensitivity: &'static str,
    #[serde(skip)]
    pub sensitivity_chinese: &'static str,
    pub null_means: Option<&'static str>,
    pub null_means_zh: Option<&'static str>,
}

/// The columns of a contract, in their order.
pub(super) fn entries(contract: &Contract) -> Vec<ColumnEntry> {
    (1..)
        .zip(contract.columns)
        .map(|(position, column)| ColumnEntry::of(position, column))
        .collect()
}

impl ColumnEntry {
    fn of(position: u32, column: &Column) -> Self {
        let given = |text: &'static str| (!text.is_empty()).then_some(text);
        Self {
            position,
            column: column.name,
            chinese: column.note.chinese,
            meaning: column.meaning.trim(),
            meaning_zh: column.note.meaning_zh,
            data_type: type_name(&(column.data_type)()),
            nullable: column.nullable,
            unit: given(column.note.unit),
            unit_zh: column.note.unit_zh(),
            standard: given(column.note.standard),
            sensitivity: column.note.sensitivity.code(),
            sensitivity_chinese: column.note.sensitivity.chinese(),
            null_means: given(column.note.null_means),
            null_means_zh: given(column.note.null_means_zh),
        }
    }

    /// Name, type, whether a value may be absent, and Chinese name.
    fn shape(&self) -> String {
        let null = if self.nullable { "null" } else { "not null" };
        format!("{}  {}  {null}  {}", self.column, self.data_type, self.chinese)
    }

    /// What it says and what its absence says, in Chinese.
    fn in_chinese(&self) -> String {
        let null = self.null_means_zh.map(|null| format!("（空值：{null}）"));
        format!("{}{}", self.meaning_zh, null.unwrap_or_default())
    }

    fn notes(&self) -> String {
        let mut notes = format!("sensitivity: {}", self.sensitivity);
        let others =
            [("unit", self.unit), ("standard", self.standard), ("null means", self.null_means)];
        for (label, value) in others {
            if let Some(value) = value {
                write!(notes, "; {label}: {value}").expect(INFALLIBLE);
            }
        }
        notes
    }
}

const INFALLIBLE: &str = "writing to a string does not fail";

/// The contracts of the tables that not every run has.
pub fn contracts_on_request() -> &'static [Contract] {
    &ON_REQUEST
}

/// A contract in full, for a reader at a terminal.
pub fn describe(contract: &Contract) -> String {
    let mut page = String::new();
    line(&mut page, &title(contract));
    line(&mut page, contract.about.trim());
    line(&mut page, contract.about_zh);
    line(&mut page, &format!("sorted by {}\n", contract.sorted_by.join(", ")));
    for column in entries(contract) {
        line(&mut page, &column.shape());
        line(&mut page, &format!("    {}", column.meaning));
        line(&mut page, &format!("    {}", column.in_chinese()));
        line(&mut page, &format!("    {}", column.notes()));
    }
    page
}

/// The part of a contract that may only change with its version: all but how it is worded.
pub fn snapshot(contract: &Contract) -> String {
    let mut text = String::new();
    line(&mut text, &title(contract));
    line(&mut text, &format!("sorted by {}", contract.sorted_by.join(", ")));
    for column in entries(contract) {
        line(&mut text, &format!("{}  ({})", column.shape(), column.notes()));
    }
    text
}

/// Contracts as a JSON list.
pub fn as_json(contracts: &[Contract]) -> String {
    let entry = |contract: &Contract| ContractEntry {
        table: contract.name,
        chinese: contract.chinese,
        about: contract.about.trim(),
        about_zh: contract.about_zh,
        version: contract.version,
        sorted_by: contract.sorted_by,
        columns: entries(contract),
    };
    let entries: Vec<ContractEntry> = contracts.iter().map(entry).collect();
    serde_json::to_string_pretty(&entries).expect("a contract holds only text and numbers")
}

/// The columns of a contract as a JSON list, for the metadata of its files.
pub(super) fn columns_as_json(contract: &Contract) -> String {
    serde_json::to_string(&entries(contract)).expect("a contract holds only text and numbers")
}

/// A contract as a section of Markdown.
pub fn as_markdown(contract: &Contract) -> String {
    let mut page = String::new();
    line(&mut page, &format!("## {}\n", title(contract)));
    line(&mut page, &format!("{}\n", contract.about.trim()));
    line(&mut page, &format!("{}\n", contract.about_zh));
    line(&mut page, &format!("Sorted by `{}`.\n", contract.sorted_by.join("`, `")));
    line(
        &mut page,
        "| column | 中文 | meaning | 含义 | type | unit | standard | sensitivity | null means | 空值含义 |",
    );
    line(&mut page, "|---|---|---|---|---|---|---|---|---|---|");
    for column in entries(contract) {
        let cells = [
            &format!("`{}`", column.column),
            column.chinese,
            column.meaning,
            column.meaning_zh,
            &column.data_type,
            column.unit.unwrap_or_default(),
            column.standard.unwrap_or_default(),
            column.sensitivity,
            column.null_means.unwrap_or_default(),
            column.null_means_zh.unwrap_or_default(),
        ];
        line(&mut page, &format!("| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }
    page
}

fn title(contract: &Contract) -> String {
    format!("{} v{}  {}", contract.name, contract.version, contract.chinese)
}

fn line(page: &mut String, text: &str) {
    writeln!(page, "{text}").expect(INFALLIBLE);
}

/// A type as readers of Parquet know it.
fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 => "text".to_owned(),
        DataType::Dictionary(_, values) => format!("dictionary of {}", type_name(values)),
        DataType::Decimal128(precision, scale) => format!("decimal({precision},{scale})"),
        DataType::Timestamp(_, Some(zone)) => format!("timestamp with zone {zone}"),
        other => other.to_string().to_lowercase(),
    }
}
