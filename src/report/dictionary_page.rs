//! The dictionary as a page: what an analyst prints or keeps open beside the tables.
//!
//! Self-contained (no network, no script). It says of every published table what `dictionary.parquet`
//! says, in Chinese and below it in English, and how many rows tonight's has; no value of any row is in
//! it.

use askama::Template;

use super::contract::{ColumnEntry, entries};
use super::night::Night;
use super::tables::CONTRACTS;
use super::{ReportError, WrittenTable};
use crate::domain::PROGRAM;
use crate::domain::numerals::grouped;
use crate::domain::table::Contract;

#[derive(Template)]
#[template(path = "dictionary.html", config = "src/report/askama.toml")]
struct DictionaryPage<'a> {
    centre: &'a str,
    run_date: String,
    program: &'static str,
    /// In order of name.
    tables: Vec<TableBlock>,
}

struct TableBlock {
    name: &'static str,
    chinese: &'static str,
    about: &'static str,
    about_zh: &'static str,
    version: u32,
    sorted_by: String,
    rows: String,
    columns: Vec<ColumnEntry>,
}

/// Lays the page out.
pub(super) fn render(night: &Night, tables: &[WrittenTable]) -> Result<String, ReportError> {
    let mut contracts: Vec<&Contract> = CONTRACTS.iter().collect();
    contracts.sort_by_key(|contract| contract.name);
    let page = DictionaryPage {
        centre: &night.tonight.settings.centre,
        run_date: night.tonight.run_date.to_string(),
        program: PROGRAM,
        tables: contracts.into_iter().map(|contract| block(contract, tables)).collect(),
    };
    Ok(page.render()?)
}

fn block(contract: &Contract, tables: &[WrittenTable]) -> TableBlock {
    let written = tables.iter().find(|table| table.name == contract.name);
    TableBlock {
        name: contract.name,
        chinese: contract.chinese,
        about: contract.about.trim(),
        about_zh: contract.about_zh,
        version: contract.version,
        sorted_by: contract.sorted_by.join(", "),
        rows: grouped(written.map_or(0, |table| table.rows)),
        columns: entries(contract),
    }
}
