//! Templates: the shipped mappings as far as a guess needs to know them.

use super::shipped::SOURCES;
use crate::ingest::fold_header;

/// A shipped mapping.
pub(super) struct Template {
    pub id: String,
    pub title: String,
    /// Where the shipped pipeline looks for its files.
    pub file: String,
    pub text: &'static str,
    pub columns: Vec<TemplateColumn>,
    /// Headers that are delivered in vain, folded.
    pub unused: Vec<String>,
}

/// A column of a shipped mapping.
pub(super) struct TemplateColumn {
    pub field: String,
    /// The kind of its values.
    pub kind: String,
    /// Folded.
    pub headers: Vec<String>,
    pub needed: bool,
}

/// The shipped mappings in the order of their pipeline.
pub(super) fn shipped() -> Vec<Template> {
    SOURCES.iter().map(|(_, text)| Template::of(text)).collect()
}

impl Template {
    fn of(text: &'static str) -> Self {
        let table: toml::Table = text.parse().expect("a test reads every shipped mapping");
        let source = |key: &str| text_of(&table["source"], key);
        let columns = table["column"].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            id: source("id"),
            title: source("title"),
            file: text_of(&table["ingest"], "file"),
            text,
            columns: columns.iter().map(TemplateColumn::of).collect(),
            unused: folded(table["ingest"].get("unused")),
        }
    }
}

impl TemplateColumn {
    fn of(column: &toml::Value) -> Self {
        Self {
            field: text_of(column, "field"),
            kind: text_of(&column["value"], "kind"),
            headers: folded(column.get("headers")),
            needed: column.get("needed").and_then(toml::Value::as_bool).unwrap_or(false),
        }
    }

    /// Whether another mapping's column holds the same.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.field == other.field && self.kind == other.kind
    }
}

fn text_of(table: &toml::Value, key: &str) -> String {
    table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

fn folded(headers: Option<&toml::Value>) -> Vec<String> {
    let headers = headers.and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    headers.iter().filter_map(toml::Value::as_str).map(fold_header).collect()
}
