//! `hedui schema`: the contract of the published tables.

use clap::Args;

use super::{Failure, say};
use crate::pipeline;

/// Prints the published tables, column by column: type, Chinese name, meaning, unit, standard,
/// sensitivity and what an absent value says.
#[derive(Args)]
#[command(after_help = "Examples:\n  hedui schema\n  hedui schema flags")]
pub(super) struct Schema {
    /// One table only.
    table: Option<String>,
}

impl Schema {
    pub fn execute(&self) -> Result<u8, Failure> {
        let tables = pipeline::described_tables();
        let wanted = |name: &str| self.table.as_ref().is_none_or(|table| table == name);
        let chosen: Vec<_> = tables.iter().filter(|(name, _)| wanted(name)).collect();
        if chosen.is_empty() {
            let names: Vec<_> = tables.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no such table; the tables are {}", names.join(", "));
            return Err(Failure { message, code: 2 });
        }
        for (_, description) in chosen {
            say!("{description}");
        }
        Ok(0)
    }
}
