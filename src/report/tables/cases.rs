//! Cases: the flags of one household as one piece of work, in queue order.

use super::flags::joined;
use crate::domain::CaseId;
use crate::domain::table::{Category, Count, Maybe, Money, OnDay, Text, Truth, table, zh};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// The review queue: one row per household with flags that no decision settles.
    pub Cases, Case, CasesBuilder = "cases" "工单" v 2 sorted [priority] {
        /// The case's id, which lasts as long as the household's.
        case_id: Text => zh("工单编号").personal(),
        /// Place in the review queue, from 1.
        priority: Count => zh("次序"),
        /// Whether it is above the nightly cap, and so on the towns' lists.
        listed: Truth => zh("列入清单"),
        /// The gravest severity among its flags.
        severity: Category => zh("优先级"),
        /// How sure the match of its gravest flag is.
        grade: Category => zh("匹配等级"),
        /// The family of its gravest flag.
        family: Category => zh("疑点大类"),
        /// The household.
        household_id: Text => zh("家庭编号").personal(),
        /// The household's town.
        town: Maybe<Category> => zh("乡镇街道").standard("GB/T 2260").null("not known").personal(),
        /// The household's village or community.
        village: Maybe<Category> => zh("村社区").null("not known").personal(),
        /// The money in question.
        amount: Money => zh("涉及金额").unit("yuan").personal(),
        /// How many flags it holds.
        flags: Count => zh("疑点数"),
        /// Their codes, gravest first, separated by `; `.
        codes: Category => zh("疑点代码"),
        /// The office that verifies it.
        office: Category => zh("承办单位"),
        /// The day the review is due.
        due: Maybe<OnDay> => zh("期限").null("no term is set"),
        /// The first night one of its flags was found.
        first_seen: OnDay => zh("首次出现"),
        /// The most consecutive nights one of its flags has been found.
        nights: Count => zh("连续出现次数"),
        /// What reviewers last concluded about flags of the household, the newest first, separated by `；`.
        past_outcome: Maybe<Category> => zh("上次处理结果").null("not reviewed before"),
        /// The sentence of its gravest flag.
        summary: Text => zh("一句话理由").sensitive(),
        /// The offices of its further flags, gravest first, separated by `; `.
        other_offices: Maybe<Category> => zh("协办单位").null("one office verifies all of it"),
        /// The cases of the other households that its flags speak of, or whose flags speak of this one,
        /// separated by `; `.
        related_cases: Maybe<Text> => zh("关联工单").null("no other case speaks of the same").personal(),
        /// By how many days it is over its day.
        overdue_days: Count => zh("逾期天数"),
        /// The office it is told to because it has been due for too long.
        escalated_to: Maybe<Category> => zh("督办单位").null("not overdue for long enough"),
    }
}

/// Writes the cases in queue order.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let mut order: Vec<usize> = (0..night.tonight.cases.len()).collect();
    order.sort_by_key(|at| night.tonight.cases[*at].priority);
    for chunk in order.chunks(file.rows_at_a_time()) {
        let mut builder = CasesBuilder::default();
        for at in chunk {
            push(night, *at, &mut builder);
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

fn push(night: &Night, at: usize, builder: &mut CasesBuilder) {
    let tonight = night.tonight;
    let case = &tonight.cases[at];
    let flags: Vec<usize> = case.findings.iter().map(|finding| *finding as usize).collect();
    let findings: Vec<_> = flags.iter().map(|at| &tonight.findings[*at]).collect();
    let mut codes: Vec<&str> = Vec::new();
    for finding in &findings {
        if !codes.contains(&finding.code.as_str()) {
            codes.push(&finding.code);
        }
    }
    let related_cases: Vec<CaseId> = night.related_cases(case).collect();
    let (first_seen, nights) = night.age_of(&flags);
    builder.push(Case {
        case_id: &night.case_ids[at].to_string(),
        priority: case.priority,
        listed: case.listed,
        severity: case.severity.code(),
        grade: case.grade.code(),
        family: case.family.code(),
        household_id: &case.household.to_string(),
        town: case.town.as_deref(),
        village: case.village.as_deref(),
        amount: case.amount,
        flags: u32::try_from(findings.len()).expect("a case has fewer than 2^32 flags"),
        codes: &codes.join("; "),
        office: &case.office,
        due: case.due,
        first_seen,
        nights,
        past_outcome: tonight.past_outcomes.get(&night.case_ids[at]).map(String::as_str),
        summary: &findings
            .first()
            .map(|finding| privacy::text(&finding.reason))
            .unwrap_or_default(),
        other_offices: joined(&case.other_offices).as_deref(),
        related_cases: joined(&related_cases).as_deref(),
        overdue_days: case.overdue_days,
        escalated_to: case.escalated_to.as_deref(),
    });
}
