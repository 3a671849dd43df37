//! `hedui schema`: the contract of the published tables.

use clap::{Args, ValueEnum};

use super::{Failure, say};
use crate::pipeline::{self, ContractForm};

/// Prints the published tables, column by column: type, Chinese name, meaning in both languages,
/// unit, standard, sensitivity and what an absent value says.
#[derive(Args)]
#[command(after_help = "\
Examples:
  hedui schema
  hedui schema flags
  hedui schema --format json")]
pub(super) struct Schema {
    /// One table only.
    table: Option<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

impl Schema {
    pub fn execute(&self) -> Result<u8, Failure> {
        let tables = pipeline::contracts();
        let is_wanted = |name: &str| self.table.as_ref().is_none_or(|table| table == name);
        let wanted = tables.iter().filter(|contract| is_wanted(contract.name));
        let chosen: Vec<_> = wanted.copied().collect();
        if chosen.is_empty() {
            let names: Vec<_> = tables.iter().map(|contract| contract.name).collect();
            let message = format!("there is no such table; the tables are {}", names.join(", "));
            return Err(Failure { message, code: 2 });
        }
        let form = match self.format {
            Format::Text => ContractForm::Text,
            Format::Json => ContractForm::Json,
            Format::Markdown => ContractForm::Markdown,
        };
        say!("{}", pipeline::write_contracts(&chosen, form).trim_end());
        Ok(0)
    }
}
