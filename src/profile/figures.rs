//! Figures: tallies as the published table has them, and figures of that table looked up.

use std::collections::BTreeMap;

use super::tally::Tally;
use crate::domain::{Profile, ProfileFigure};

/// The table of all sources' tallies.
pub fn profile<'a>(tallies: impl IntoIterator<Item = (&'a str, &'a Tally)>) -> Profile {
    let mut rows = Rows(Vec::new());
    for (source, tally) in tallies {
        rows.of_source(source, tally);
    }
    let mut rows = rows.0;
    rows.sort_by(|one, other| {
        let key = |row: &Row| {
            (row.source.clone(), row.column.clone(), row.measure, row.dimension.clone())
        };
        key(one).cmp(&key(other))
    });
    Profile::from_rows(rows.iter().map(Row::figure))
}

struct Row {
    source: String,
    column: Option<String>,
    measure: &'static str,
    dimension: Option<String>,
    value: f64,
}

impl Row {
    fn figure(&self) -> ProfileFigure<'_> {
        ProfileFigure {
            source: &self.source,
            column: self.column.as_deref(),
            measure: self.measure,
            dimension: self.dimension.as_deref(),
            value: self.value,
        }
    }
}

struct Rows(Vec<Row>);

impl Rows {
    fn of_source(&mut self, source: &str, tally: &Tally) {
        let whole = [
            ("rows", tally.rows),
            ("rows_with_cells", tally.rows_with_cells),
            ("rows_with_subject", tally.rows_with_subject),
            ("subjects", tally.subjects.count()),
            ("mentions", tally.mentions),
            ("names", tally.names),
            ("names_lost", tally.names_lost),
            ("names_private_use", tally.names_private_use),
            ("files", tally.files),
            ("footer_rows", tally.footer_rows),
        ];
        for (measure, count) in whole {
            self.push(source, None, measure, None, count);
        }
        if let Some(percent) = tally.encoding_confidence_percent {
            self.push(source, None, "encoding_confidence_percent", None, u64::from(percent));
        }
        for (measure, counts) in [
            ("rows_rejected", &tally.rows_rejected),
            ("id_class", &tally.id_classes),
            ("document_type", &tally.document_types),
            ("file_form", &tally.forms),
        ] {
            for (name, count) in counts {
                self.push(source, None, measure, Some(name), *count);
            }
        }
        for (measure, headers) in
            [("unknown_column", &tally.unknown_columns), ("absent_column", &tally.absent_columns)]
        {
            for header in headers {
                self.push(source, None, measure, Some(header), 1);
            }
        }
        for column in &tally.columns {
            let field = Some(column.field.as_str());
            self.push(source, field, "filled", None, column.filled);
            self.push(source, field, "most_frequent", None, column.most_frequent());
            self.push(source, field, "placeholders", None, column.placeholders());
            for (code, count) in &column.set_aside {
                self.push(source, field, "set_aside", Some(code), *count);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts below 2^52 are exact in a measure")]
    fn push(
        &mut self,
        source: &str,
        column: Option<&str>,
        measure: &'static str,
        dimension: Option<&str>,
        count: u64,
    ) {
        self.0.push(Row {
            source: source.to_owned(),
            column: column.map(str::to_owned),
            measure,
            dimension: dimension.map(str::to_owned),
            value: count as f64,
        });
    }
}

/// The figures of one source, by measure and dimension, and by column where they are of one.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    whole: BTreeMap<String, BTreeMap<String, u64>>,
    columns: BTreeMap<String, BTreeMap<String, BTreeMap<String, u64>>>,
}

impl Figures {
    /// Of each source in a profile.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the figures of a profile are counts"
    )]
    pub fn by_source(profile: &Profile) -> BTreeMap<String, Self> {
        let mut sources: BTreeMap<String, Self> = BTreeMap::new();
        for row in profile.rows() {
            let figures = sources.entry(row.source.to_owned()).or_default();
            let measures = match row.column {
                None => &mut figures.whole,
                Some(column) => figures.columns.entry(column.to_owned()).or_default(),
            };
            let dimensions = measures.entry(row.measure.to_owned()).or_default();
            dimensions.insert(row.dimension.unwrap_or_default().to_owned(), row.value as u64);
        }
        sources
    }

    /// Of the source as a whole, over all dimensions.
    pub fn count(&self, measure: &str) -> u64 {
        self.parts(measure).map(|(_, count)| count).sum()
    }

    /// Of the source as a whole, by dimension.
    pub fn parts(&self, measure: &str) -> impl Iterator<Item = (&str, u64)> {
        pairs(self.whole.get(measure))
    }

    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    pub fn has_column(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Of a column, over all dimensions.
    pub fn column_count(&self, column: &str, measure: &str) -> u64 {
        self.column_parts(column, measure).map(|(_, count)| count).sum()
    }

    /// Of a column, by dimension.
    pub fn column_parts(&self, column: &str, measure: &str) -> impl Iterator<Item = (&str, u64)> {
        pairs(self.columns.get(column).and_then(|measures| measures.get(measure)))
    }
}

fn pairs(dimensions: Option<&BTreeMap<String, u64>>) -> impl Iterator<Item = (&str, u64)> {
    dimensions.into_iter().flatten().map(|(name, count)| (name.as_str(), *count))
}

/// How many of so many, in per cent; of nothing, none.
#[expect(clippy::cast_precision_loss, reason = "a share is shown with one decimal")]
pub(super) fn percent(count: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { count as f64 * 100.0 / of as f64 }
}
