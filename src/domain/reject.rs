//! Rejects: rows and values that were set aside, with what their agency needs to mend them.

use super::table::{Category, Count, Maybe, Text, Truth, table, zh};

table! {
    /// A row or a value that could not be used. The night goes on; the agency gets the list.
    pub Rejects, Reject, RejectsBuilder = "rejects" "问题数据" v 1 sorted [] {
        /// The source (dataset of an agency).
        source: Category => zh("来源"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The sheet of a workbook.
        sheet: Maybe<Category> => zh("工作表").null("not a workbook", "不是工作簿"),
        /// The line of the file or row of the sheet, counted from 1.
        line: Count => zh("行号"),
        /// The header of the column at fault.
        field: Maybe<Category> => zh("字段").null("the row as a whole", "问题在整行"),
        /// The value as given.
        value: Maybe<Text> => zh("原值").null("absent, or the whole row", "未填，或问题在整行")
            .sensitive(),
        /// The kind of fault: `ragged_row`, `invalid_amount`, `invalid_date` …
        code: Category => zh("问题代码"),
        /// What is wrong, in Chinese, for the agency.
        message: Text => zh("说明"),
        /// What is wrong, in English.
        message_en: Text => zh("英文说明"),
        /// What to do about it, in Chinese.
        suggestion: Text => zh("处理建议"),
        /// The value it was probably meant to be: a hypothesis for the agency, never written back.
        repair: Maybe<Text> => zh("疑似正确值")
            .null("no single value suggests itself", "没有唯一可推知的值").sensitive(),
        /// Whether the whole row was set aside, or only the value.
        whole_row: Truth => zh("整行退回"),
    }
}
