//! Quarantine: rows and values set aside, for the agency to mend.

use crate::domain::Rejects;
use crate::domain::table::{Category, Cell, Count, Maybe, Text, Truth, table, zh};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// Rows and values that could not be used, with what their agency needs to mend them.
    pub Quarantine, QuarantineRow, QuarantineBuilder = "quarantine" "问题数据"
        says "不能采用的行和值，以及部门更正所需的说明。"
        v 1 sorted [source, file, line] {
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The file within the delivery.
        file: Category => zh("文件").says("批次中的文件"),
        /// The sheet of a workbook.
        sheet: Maybe<Category> => zh("工作表").says("工作簿中的工作表")
            .null("not a workbook", "不是工作簿"),
        /// The line of the file or row of the sheet, counted from 1.
        line: Count => zh("行号").says("文件的行号或工作表的行号，从1起计"),
        /// The header of the column at fault.
        field: Maybe<Category> => zh("字段").says("有问题的列的表头")
            .null("the row as a whole", "问题在整行"),
        /// The value as given; all but the ends of anything longer than a code is hidden.
        value_masked: Maybe<Text> => zh("原值（遮蔽）").says("来源所填的值，长于代码的只显示首尾")
            .null("absent, or the whole row", "未填，或问题在整行").sensitive(),
        /// The kind of fault.
        code: Category => zh("问题代码").says("问题种类的代码"),
        /// What is wrong, in Chinese.
        message: Text => zh("说明").says("问题所在，中文"),
        /// What is wrong, in English.
        message_en: Text => zh("英文说明").says("问题所在，英文"),
        /// What to do about it, in Chinese.
        suggestion: Text => zh("处理建议").says("如何处理，中文"),
        /// The value it was probably meant to be, hidden as the value is.
        repair_masked: Maybe<Text> => zh("疑似正确值（遮蔽）")
            .says("可能本应填写的值，遮蔽方式与原值相同")
            .null("no single value suggests itself", "没有唯一可推知的值").sensitive(),
        /// Whether the whole row was set aside, or only the value.
        whole_row: Truth => zh("整行退回").says("退回的是整行还是仅该值，整行为真"),
    }
}

/// Writes the rejects in order of source, file and line.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let rejects = &night.tonight.records.rejects;
    for chunk in in_order(rejects).chunks(file.rows_at_a_time()) {
        let mut builder = QuarantineBuilder::default();
        for row in chunk {
            let reject = rejects.row(*row);
            builder.push(QuarantineRow {
                source: reject.source,
                file: reject.file,
                sheet: reject.sheet,
                line: reject.line,
                field: reject.field,
                value_masked: reject.value.map(privacy::rejected).as_deref(),
                code: reject.code,
                message: &privacy::text(reject.message),
                message_en: &privacy::text(reject.message_en),
                suggestion: &privacy::text(reject.suggestion),
                repair_masked: reject.repair.map(privacy::rejected).as_deref(),
                whole_row: reject.whole_row,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

/// The positions of rejects in order of source, file and line.
pub fn in_order(rejects: &Rejects) -> Vec<usize> {
    let place = |row: usize| {
        let source = Category::value(&rejects.source, row);
        (source, Category::value(&rejects.file, row), rejects.line.value(row), row)
    };
    let mut order: Vec<_> = (0..rejects.len()).map(place).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, _, _, row)| row).collect()
}
