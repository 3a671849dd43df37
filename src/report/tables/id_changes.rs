//! Id changes: what became of last night's ids, so that nothing that names one is left behind.

use std::fmt::Display;

use crate::domain::IdChange;
use crate::domain::table::{Category, Maybe, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Ids given, merged, split and retired tonight.
    pub IdChanges, IdChangeRow, IdChangesBuilder = "id_changes" "编号变动"
        says "当晚新增、合并、拆分和停用的编号。"
        v 1 sorted [kind, id, fate, other] {
        /// `household` or `person`.
        kind: Category => zh("对象").says("编号的对象：household＝家庭、person＝人员"),
        /// The id this is about.
        id: Text => zh("编号").says("发生变动的编号").personal(),
        /// `new`, `merged_into`, `split_into` or `retired`.
        fate: Category => zh("变动")
            .says("变动的种类：new＝新增、merged_into＝并入、split_into＝拆分为、retired＝停用"),
        /// The other id of a merge or a split.
        other: Maybe<Text> => zh("另一编号").says("合并或拆分所涉的另一编号")
            .null("neither merged nor split", "既未合并也未拆分").personal(),
    }
}

/// Writes the changes, households before people, in order of id.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let tonight = night.tonight;
    let mut rows = changes("household", tonight.household_changes);
    rows.extend(changes("person", tonight.person_changes));
    rows.sort_unstable();
    for chunk in rows.chunks(file.rows_at_a_time()) {
        let rows = chunk.iter().map(|(kind, id, fate, other)| IdChangeRow {
            kind,
            id,
            fate,
            other: other.as_deref(),
        });
        file.write(IdChanges::from_rows(rows).batch())?;
    }
    Ok(())
}

type Change = (&'static str, String, &'static str, Option<String>);

fn changes<I: Display>(kind: &'static str, changes: &[IdChange<I>]) -> Vec<Change> {
    let row = |change: &IdChange<I>| {
        let other = change.other.as_ref().map(ToString::to_string);
        (kind, change.id.to_string(), change.fate.code(), other)
    };
    changes.iter().map(row).collect()
}
