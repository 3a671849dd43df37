//! Quality: how good the data of a night is, source by source, before anybody is matched; as figures
//! that last from night to night, and as what an operator reads.

use std::collections::BTreeMap;

use super::Day;
use super::table::{Category, Maybe, Measure, Text, table, zh};

table! {
    /// How good tonight's data is, one figure per row; the next night's is held against it.
    pub Profile, ProfileFigure, ProfileBuilder = "profile" "数据质量"
        says "当晚数据的质量，每个数一行，供下一晚比对。"
        v 1 sorted [source, column, measure, dimension] {
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The canonical field of a column.
        column: Maybe<Category> => zh("字段").says("列的规范字段名")
            .null("the source as a whole", "针对整个来源"),
        /// What is counted. Of a source: `rows`, `rows_rejected`, `rows_with_subject`, `subjects`,
        /// `mentions`, `id_class`, `document_type`, `names`, `names_lost`, `names_private_use`, `files`,
        /// `file_form`, `encoding_confidence_percent`, `footer_rows`, `unknown_column`, `absent_column`. Of a
        /// column:
        /// `filled`, `most_frequent`, `placeholders`, `set_aside`.
        measure: Category => zh("指标")
            .says("统计的内容。来源：rows＝行数、rows_rejected＝退回行、\
                 rows_with_subject＝写明人员的行、subjects＝不同人数、mentions＝提及数、\
                 id_class＝证号类别、document_type＝证件类型、names＝姓名数、names_lost＝缺字姓名、\
                 names_private_use＝造字姓名、files＝文件数、file_form＝文件格式、\
                 encoding_confidence_percent＝编码把握（%）、footer_rows＝表尾行、\
                 unknown_column＝未登记的列、absent_column＝缺少的列。列：filled＝已填、\
                 most_frequent＝最常见值、placeholders＝占位值、set_aside＝退回值"),
        /// What a count is broken down by: a class, a code of rejects, a form of files, a header.
        dimension: Maybe<Text> => zh("维度").says("数量按什么细分：类别、退回代码、文件格式或表头")
            .null("not broken down", "未细分"),
        /// How many; `subjects`, `most_frequent` and `placeholders` are estimates beyond some thousands.
        value: Measure => zh("数值")
            .says("统计的数量；subjects、most_frequent和placeholders超过数千时为估计值"),
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
