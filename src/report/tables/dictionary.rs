//! The dictionary: every column of every published table, explained.

use super::CONTRACTS;
use crate::domain::table::{Category, Count, Maybe, Text, Truth, table, zh};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, contract};

table! {
    /// Every column of every table of this run.
    pub Dictionary, DictionaryRow, DictionaryBuilder = "dictionary" "数据字典"
        says "本次运行各表的全部字段。"
        v 2 sorted [table, position] {
        /// The table.
        table: Category => zh("表").says("字段所在的表"),
        /// The column's place in the table, from 1.
        position: Count => zh("序号").says("字段在表中的位次，从1起计"),
        /// The column.
        column: Text => zh("字段").says("字段的名称"),
        /// The column's Chinese name.
        chinese: Text => zh("中文名").says("字段的中文名称"),
        /// What it says.
        meaning: Text => zh("英文含义").says("字段的含义，英文"),
        /// The same in Chinese.
        meaning_zh: Text => zh("含义").says("字段的含义，中文"),
        /// The type.
        data_type: Category => zh("类型").says("值的数据类型"),
        /// Whether a value may be absent.
        nullable: Truth => zh("可空").says("值是否可以为空"),
        /// The unit of the values.
        unit: Maybe<Category> => zh("单位").says("值的单位：yuan＝元、year＝年、day＝天、bit＝比特")
            .null("has none", "没有单位"),
        /// The standard that defines the values.
        standard: Maybe<Category> => zh("标准").says("规定取值的标准")
            .null("none applies", "没有适用的标准"),
        /// `open`, `personal` or `sensitive`.
        sensitivity: Category => zh("敏感级别")
            .says("敏感级别代码：open＝公开、personal＝个人、sensitive＝敏感"),
        /// What an absent value says.
        null_means: Maybe<Text> => zh("英文空值含义").says("空值表示什么，英文")
            .null("never absent", "从不为空"),
        /// The same in Chinese.
        null_means_zh: Maybe<Text> => zh("空值含义").says("空值表示什么，中文")
            .null("never absent", "从不为空"),
        /// The version of the table's contract.
        version: Count => zh("版本").says("表结构约定的版本"),
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
                meaning_zh: column.meaning_zh,
                data_type: &column.data_type,
                nullable: column.nullable,
                unit: column.unit,
                standard: column.standard,
                sensitivity: column.sensitivity,
                null_means: column.null_means,
                null_means_zh: column.null_means_zh,
                version: contract.version,
            });
        }
    }
    file.write(builder.finish().batch())
}
