//! Attributes: what sources tell of mentions beyond the fixed columns of [`Mentions`].
//!
//! A street, a suburb, a number of another country: named columns of text beside the mentions, with
//! a value or none for each. Linkage reads them as fields of their names. A night whose sources
//! declare none has no columns here and pays nothing for them.
//!
//! [`Mentions`]: super::Mentions

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, StringArray, StringBuilder};

/// The attribute with the identity number that another number of the row holds: a school's, a
/// certificate's.
pub const NUMBER_INSIDE: &str = "number_inside";

/// The attributes of a table of mentions, by name; each column has one place per mention.
#[derive(Debug, Clone, Default)]
pub struct Attributes {
    columns: BTreeMap<String, StringArray>,
}

impl Attributes {
    pub fn column(&self, name: &str) -> Option<&StringArray> {
        self.columns.get(name)
    }

    /// In order of name.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &StringArray)> {
        self.columns.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// Adds the columns that are not there yet, without a value for any of so many mentions.
    pub fn declare<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, mentions: usize) {
        for name in names {
            let absent = || StringArray::new_null(mentions);
            self.columns.entry(name.to_owned()).or_insert_with(absent);
        }
    }

    /// The parts, each with the number of its mentions, in order as one.
    pub(super) fn concat(parts: &[(Self, usize)]) -> Self {
        let names: BTreeSet<&String> =
            parts.iter().flat_map(|(part, _)| part.columns.keys()).collect();
        let column = |name: &String| {
            let of_part = |(part, mentions): &(Self, usize)| {
                part.columns.get(name).cloned().unwrap_or_else(|| StringArray::new_null(*mentions))
            };
            let arrays: Vec<StringArray> = parts.iter().map(of_part).collect();
            let arrays: Vec<&dyn Array> = arrays.iter().map(|array| array as &dyn Array).collect();
            let joined = arrow::compute::concat(&arrays).expect("all parts hold text");
            let joined = joined.as_any().downcast_ref::<StringArray>();
            (name.clone(), joined.expect("texts joined are text").clone())
        };
        Self { columns: names.into_iter().map(column).collect() }
    }
}

/// Writes [`Attributes`] mention by mention.
#[derive(Default)]
pub struct AttributesBuilder {
    columns: BTreeMap<String, StringBuilder>,
}

impl AttributesBuilder {
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self { columns: names.into_iter().map(|name| (name, StringBuilder::new())).collect() }
    }

    /// Appends a mention; `value` tells what it has of each name.
    pub fn push<'a>(&mut self, value: impl Fn(&str) -> Option<Cow<'a, str>>) {
        for (name, column) in &mut self.columns {
            column.append_option(value(name));
        }
    }

    pub fn finish(self) -> Attributes {
        let finished = |(name, mut column): (String, StringBuilder)| (name, column.finish());
        Attributes { columns: self.columns.into_iter().map(finished).collect() }
    }
}
