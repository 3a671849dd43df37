//! The dictionary: every column of every published table, explained.

use super::CONTRACTS;
use crate::domain::table::{Category, Count, Maybe, Text, Truth, table, zh};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, contract};

table! {
    /// Every column of every table of this run.
    pub Dictionary, DictionaryRow, DictionaryBuilder = "dictionary" "数据字典" v 1
        sorted [table, position] {
        /// The table.
        table: Category => zh("表"),
        /// The column's place in the table, from 1.
        position: Count => zh("序号"),
        /// The column.
        column: Text => zh("字段"),
        /// The column's Chinese name.
        chinese: Text => zh("中文名"),
        /// What it says.
        meaning: Text => zh("含义"),
        /// The type.
        data_type: Category => zh("类型"),
        /// Whether a value may be absent.
        nullable: Truth => zh("可空"),
        /// The unit of the values.
        unit: Maybe<Category> => zh("单位").null("has none"),
        /// The standard that defines the values.
        standard: Maybe<Category> => zh("标准").null("none applies"),
        /// `open`, `personal` or `sensitive`.
        sensitivity: Category => zh("敏感级别"),
        /// What an absent value says.
        null_means: Maybe<Text> => zh("空值含义").null("never absent"),
        /// The version of the table's contract.
        version: Count => zh("版本"),
    }
}

/// Writes the columns in order of table and place.
pub(super) fn write(_: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let mut contracts: Vec<_> = CONTRACTS.iter().collect();
    contracts.sort_by_key(|contract| contract.name);
    let mut builder = DictionaryBuilder::default();
    for contract in contracts {
        for column in contract::entries(contract) {
            builder.push(DictionaryRow {
                table: contract.name,
                position: column.position,
                column: column.column,
                chinese: column.chinese,
                meaning: column.meaning,
                data_type: &column.data_type,
                nullable: column.nullable,
                unit: column.unit,
                standard: column.standard,
                sensitivity: column.sensitivity,
                null_means: column.null_means,
                version: contract.version,
            });
        }
    }
    file.write(builder.finish().batch())
}
