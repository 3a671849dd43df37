//! Cases: the flags of one household as one piece of work, in queue order.

use super::flags::joined;
use crate::domain::CaseId;
use crate::domain::table::{Category, Count, Maybe, Money, OnDay, Text, Truth, table, zh};
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// The review queue: one row per household with flags that no decision settles.
    pub Cases, Case, CasesBuilder = "cases" "工单"
        says "待核实队列：有疑点尚无核实结论的家庭，每户一行。"
        v 2 sorted [priority] {
        /// The case's id, which lasts as long as the household's.
        case_id: Text => zh("工单编号").says("工单的编号，与家庭编号同样长期有效").personal(),
        /// Place in the review queue, from 1.
        priority: Count => zh("次序").says("在待核实队列中的位次，从1起计"),
        /// Whether it is above the nightly cap, and so on the towns' lists.
        listed: Truth => zh("列入清单").says("是否在每晚上限之内，从而列入各乡镇街道清单"),
        /// The gravest severity among its flags.
        severity: Category => zh("优先级")
            .says("所含疑点的最高优先级：red＝红、orange＝橙、yellow＝黄、blue＝蓝"),
        /// How sure the match of its gravest flag is.
        grade: Category => zh("匹配等级")
            .says("最重疑点的匹配等级：confirmed＝确认、probable＝高度疑似、possible＝疑似"),
        /// The family of its gravest flag.
        family: Category => zh("疑点大类")
            .says("最重疑点的大类：duplicate＝重复救助、multi_source＝多头救助、missed＝救助遗漏、\
                 eligibility＝资格疑点、money＝资金疑点、data＝数据疑点"),
        /// The household.
        household_id: Text => zh("家庭编号").says("该户的家庭编号").personal(),
        /// The household's town.
        town: Maybe<Category> => zh("乡镇街道").says("该户所在的乡镇街道").standard("GB/T 2260")
            .null("not known", "不详").personal(),
        /// The household's village or community.
        village: Maybe<Category> => zh("村社区").says("该户所在的村或社区")
            .null("not known", "不详").personal(),
        /// The money in question.
        amount: Money => zh("涉及金额").says("该户疑点涉及的金额").unit("yuan").personal(),
        /// How many flags it holds.
        flags: Count => zh("疑点数").says("所含疑点的数量"),
        /// Their codes, gravest first, separated by `; `.
        codes: Category => zh("疑点代码").says("所含疑点的代码，最重的在前，以英文分号分隔"),
        /// The office that verifies it.
        office: Category => zh("承办单位").says("负责核实的单位"),
        /// The day the review is due.
        due: Maybe<OnDay> => zh("期限").says("应完成核实的日期").null("no term is set", "未设期限"),
        /// The first night one of its flags was found.
        first_seen: OnDay => zh("首次出现").says("所含疑点首次发现的核对日期"),
        /// The most consecutive nights one of its flags has been found.
        nights: Count => zh("连续出现次数").says("所含疑点连续出现的最多晚数"),
        /// What reviewers last concluded about flags of the household, the newest first, separated by `；`.
        past_outcome: Maybe<Category> => zh("上次处理结果")
            .says("核实人员对该户疑点的既往结论，最近的在前，以中文分号分隔")
            .null("not reviewed before", "此前未核实"),
        /// The sentence of its gravest flag.
        summary: Text => zh("一句话理由").says("最重疑点的一句话说明").sensitive(),
        /// The offices of its further flags, gravest first, separated by `; `.
        other_offices: Maybe<Category> => zh("协办单位")
            .says("其余疑点的承办单位，最重的在前，以英文分号分隔")
            .null("one office verifies all of it", "全部由一个单位核实"),
        /// The cases of the other households that its flags speak of, or whose flags speak of this one,
        /// separated by `; `.
        related_cases: Maybe<Text> => zh("关联工单")
            .says("疑点相互涉及的其他家庭的工单，以英文分号分隔")
            .null("no other case speaks of the same", "没有涉及相同情况的其他工单").personal(),
        /// By how many days it is over its day.
        overdue_days: Count => zh("逾期天数").says("超过期限的天数"),
        /// The office it is told to because it has been due for too long.
        escalated_to: Maybe<Category> => zh("督办单位").says("因逾期过久而报送的单位")
            .null("not overdue for long enough", "逾期未达到督办时限"),
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
