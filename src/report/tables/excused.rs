//! Excused: what rules would have found, but for their exceptions.

use crate::domain::table::{Category, Maybe, Money, Text, table, zh};
use crate::domain::{Excused as ExcusedFinding, PersonId};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// What a legitimate exception kept from being a flag, so that each exception can be looked at: whom it
    /// lets pass, and whether it lets pass too much.
    pub Excused, ExcusedRow, ExcusedBuilder = "excused" "正当情形排除"
        says "因正当情形未列为疑点的情况，供逐项查看各种正当情形排除了谁、是否排除过宽。"
        v 1 sorted [code, household_id, subjects, discriminator] {
        /// The rule's code in the catalogue.
        code: Category => zh("疑点代码").says("规则在目录中的代码"),
        /// The rule's printed name.
        name: Category => zh("疑点类型").says("规则在清单上显示的名称"),
        /// The household it is about.
        household_id: Text => zh("家庭编号").says("所涉家庭的编号").personal(),
        /// The household's town.
        town: Maybe<Category> => zh("乡镇街道").says("该家庭所在的乡镇街道").standard("GB/T 2260")
            .null("not known", "不详").personal(),
        /// Everyone concerned, separated by `; `.
        subjects: Text => zh("涉及人员").says("涉及的全部人员的编号，以英文分号分隔").personal(),
        /// What tells it from the rule's others about the same people.
        discriminator: Text => zh("区分").says("与同一规则关于相同人员的其他情况的区别"),
        /// The exceptions that excuse it, separated by `; `.
        exceptions: Category => zh("正当情形").says("据以排除的正当情形，以英文分号分隔"),
        /// The money that would have been in question.
        amount: Money => zh("涉及金额").says("如列为疑点所涉及的金额").unit("yuan").personal(),
    }
}

/// Writes what was excused in the table's order.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let mut order: Vec<&ExcusedFinding> = night.tonight.excused.iter().collect();
    let subjects = |one: &ExcusedFinding| {
        let ids: Vec<String> = one.subjects.iter().map(PersonId::to_string).collect();
        ids.join("; ")
    };
    order.sort_by_cached_key(|one| {
        let discriminator = privacy::serial(&one.discriminator).into_owned();
        (one.code.clone(), one.household.to_string(), subjects(one), discriminator)
    });
    for chunk in order.chunks(file.rows_at_a_time()) {
        let mut builder = ExcusedBuilder::default();
        for one in chunk {
            builder.push(ExcusedRow {
                code: &one.code,
                name: night.rule_name(&one.code),
                household_id: &one.household.to_string(),
                town: one.town.as_deref(),
                subjects: &subjects(one),
                discriminator: &privacy::serial(&one.discriminator),
                exceptions: &one.exceptions.join("; "),
                amount: one.amount,
            });
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}
