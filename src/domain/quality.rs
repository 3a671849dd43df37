//! Quality: how good the data of a night is, source by source, before anybody is matched; as figures
//! that last from night to night, and as what an operator reads.

use std::collections::BTreeMap;

use super::Day;
use super::table::{Category, Maybe, Measure, Text, table, zh};

table! {
    /// How good tonight's data is, one figure per row; the next night's is held against it.
    pub Profile, ProfileFigure, ProfileBuilder = "profile" "数据质量" v 1
        sorted [source, column, measure, dimension] {
        /// The dataset.
        source: Category => zh("来源"),
        /// The canonical field of a column.
        column: Maybe<Category> => zh("字段").null("the source as a whole"),
        /// What is counted. Of a source: `rows`, `rows_rejected`, `rows_with_subject`, `subjects`,
        /// `mentions`, `id_class`, `document_type`, `names`, `names_lost`, `names_private_use`, `files`,
        /// `file_form`, `encoding_confidence_percent`, `footer_rows`, `unknown_column`, `absent_column`. Of a
        /// column:
        /// `filled`, `most_frequent`, `placeholders`, `set_aside`.
        measure: Category => zh("指标"),
        /// What a count is broken down by: a class, a code of rejects, a form of files, a header.
        dimension: Maybe<Text> => zh("维度").null("not broken down"),
        /// How many; `subjects`, `most_frequent` and `placeholders` are estimates beyond some thousands.
        value: Measure => zh("数值"),
    }
}

/// The data of a night as an operator reads of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    pub night: Day,
    /// The run whose data it is compared with.
    pub compared_with: Option<Day>,
    /// The worst first.
    pub sources: Vec<SourceQuality>,
}

/// What moved of each source since a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceDrift {
    /// The run tonight is compared with, if there is one.
    pub since: Option<Day>,
    /// By source, the gravest first; a source that is not listed stood still.
    pub sources: BTreeMap<String, Vec<Remark>>,
}

impl SourceDrift {
    /// What moved of a source, the gravest first.
    pub fn of(&self, source: &str) -> &[Remark] {
        self.sources.get(source).map_or(&[], Vec::as_slice)
    }
}

/// What became of a source tonight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceState {
    Read,
    /// Not delivered, or refused: an earlier night's stands in.
    Stale {
        age_days: u32,
    },
    Absent,
    /// With the reason.
    Refused(String),
}

/// The data of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceQuality {
    pub id: String,
    pub agency_name: String,
    pub title: String,
    pub state: SourceState,
    pub rows: u64,
    /// At the run it is compared with.
    pub rows_before: Option<u64>,
    pub rows_rejected: u64,
    pub values_set_aside: u64,
    /// Different people the rows are about.
    pub subjects: u64,
    pub rows_with_subject: u64,
    pub names_lost: u64,
    pub names_private_use: u64,
    pub footer_rows: u64,
    /// The lowest confidence in an encoding that was found out.
    pub encoding_confidence_percent: Option<u64>,
    /// Files by their form.
    pub forms: Vec<Part>,
    /// Mentions by the class of their identity numbers.
    pub id_classes: Vec<Part>,
    pub document_types: Vec<Part>,
    /// Headers that no declared column goes by.
    pub unknown_columns: Vec<String>,
    /// Declared columns that a file lacks, by their usual header.
    pub absent_columns: Vec<String>,
    pub columns: Vec<ColumnQuality>,
    /// What an operator should know, the gravest first.
    pub remarks: Vec<Remark>,
}

/// One part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub name: String,
    pub count: u64,
    pub percent: f64,
    /// At the run it is compared with.
    pub percent_before: Option<f64>,
}

/// The values of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnQuality {
    pub field: String,
    pub filled_percent: f64,
    pub filled_percent_before: Option<f64>,
    /// Of the filled cells, those with the most frequent value: a default value shows here.
    pub most_frequent_percent: f64,
    /// Of the filled cells, those that only fill the cell: `无`, `-`, `1900-01-01`.
    pub placeholder_percent: f64,
    /// Values at fault, by code.
    pub set_aside: Vec<(String, u64)>,
}

/// Something worth a look.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// In percent points of what it is about: how far it lies from what was to be expected.
    pub weight: f64,
    /// In Chinese.
    pub text: String,
}
