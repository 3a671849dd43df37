//! Flags (疑点或线索) and the rows they rest on.

use crate::domain::table::{
    Category, Count, InMonth, Key, Maybe, Money, OnDay, Text, Truth, table, zh,
};
use crate::domain::{Evidence, EvidenceKey, PersonId, Returned, Suggestion, mask};
use crate::report::night::{Night, Place};
use crate::report::parquet_file::TableFile;
use crate::report::{ReportError, privacy};

table! {
    /// What the rules found worth a look. A flag never decides anything.
    pub Flags, Flag, FlagsBuilder = "flags" "疑点与线索" v 2 sorted [flag_id] {
        /// The flag's id: the same finding has the same id on any night.
        flag_id: Text => zh("疑点编号").personal(),
        /// The rule's code in the catalogue, such as `D01`.
        code: Category => zh("疑点代码"),
        /// The rule's printed name.
        name: Category => zh("疑点类型"),
        /// `duplicate`, `multi_source`, `missed`, `eligibility`, `money` or `data`.
        family: Category => zh("疑点大类"),
        /// `red`, `orange`, `yellow` or `blue`.
        severity: Category => zh("优先级"),
        /// The weakest grade among the rows it rests on.
        grade: Category => zh("匹配等级"),
        /// What the rule looks at: `person`, `couple`, `assistance_unit`, `register`, `dwelling`, `home` (the
        /// first of these three that the person has) or `unrelated` households.
        looked_at: Category => zh("家庭口径"),
        /// The household it is about.
        household_id: Text => zh("家庭编号").personal(),
        /// The household's town.
        town: Maybe<Category> => zh("乡镇街道").standard("GB/T 2260").null("not known").personal(),
        /// The household's village or community.
        village: Maybe<Category> => zh("村社区").null("not known").personal(),
        /// The person the sentence speaks of.
        person_id: Maybe<Text> => zh("人员编号").null("about the household as a whole").personal(),
        /// Everyone concerned, separated by `; `.
        subjects: Text => zh("涉及人员").personal(),
        /// The money in question; for a missed lead, the need that went unmet.
        amount: Money => zh("涉及金额").unit("yuan").personal(),
        /// First day in question.
        from: Maybe<OnDay> => zh("起").null("not about a period"),
        /// Last day in question.
        to: Maybe<OnDay> => zh("止").null("not about a period"),
        /// The schemes' codes, separated by `; `.
        schemes: Category => zh("涉及项目"),
        /// What tells it from the rule's other flags about the same people.
        discriminator: Text => zh("区分"),
        /// One plain Chinese sentence, names masked.
        reason: Text => zh("理由").sensitive(),
        /// The sums and comparisons made.
        arithmetic: Text => zh("计算过程").sensitive(),
        /// How a reviewer can verify it.
        verify: Text => zh("建议核实方法"),
        /// For a missed lead: what the household appears to qualify for, where to apply, and what the visit
        /// has to find out; separated by `; `.
        suggested: Maybe<Text> => zh("可能适用的救助").null("nothing is suggested"),
        /// The rule's parameters as used.
        parameters: Category => zh("规则参数"),
        /// The legitimate exceptions that were checked and did not apply, separated by `; `.
        exceptions_checked: Text => zh("已排除的正当理由"),
        /// Name and version of the policy pack the rule comes from.
        policy: Category => zh("政策包版本"),
        /// The case it belongs to.
        case_id: Maybe<Text> => zh("工单编号")
            .null("a note, or settled by a decision: no case is made of it").personal(),
        /// The first night it was found.
        first_seen: OnDay => zh("首次出现"),
        /// Consecutive nights it has been found.
        nights: Count => zh("连续出现次数"),
        /// Whether it is a note on which agencies should act together, and nothing to verify.
        note: Truth => zh("统筹提示"),
        /// What it would do to the household if it is wrong and nobody notices.
        harm: Text => zh("误判影响"),
        /// The other households it speaks of, separated by `; `.
        other_households: Maybe<Text> => zh("涉及其他家庭")
            .null("speaks of one household").personal(),
        /// What reviewers concluded about it on an earlier night: `confirmed`, `waived`, `data_error`,
        /// `match_error`, `permitted` or `not_verified`.
        decision: Maybe<Category> => zh("已有核实结论").null("not decided"),
        /// The day they did.
        decided_on: Maybe<OnDay> => zh("核实日期").null("not decided"),
        /// Why it is back in the queue: `not_verified`, `new_rows`, `rows_gone`, `new_month` or
        /// `new_parameters`.
        returned: Maybe<Category> => zh("重新列入原因").null("not decided, or the decision stands"),
        /// The last of the months it is about; a decision may end with a further one.
        last_month: Maybe<InMonth> => zh("末月").null("not about months"),
        /// The night since which it is open: found, come back, or looked into in vain.
        open_since: Maybe<OnDay> => zh("待核实起").null("a note, or settled by a decision"),
    }
}

table! {
    /// The rows flags rest on: which agency said what, in which line, about whom.
    pub FlagEvidence, FlagEvidenceRow, FlagEvidenceBuilder = "flag_evidence" "疑点证据" v 2
        sorted [flag_id, sequence] {
        /// The flag.
        flag_id: Text => zh("疑点编号").personal(),
        /// The row's place among the flag's evidence, from 1.
        sequence: Count => zh("序号"),
        /// The dataset.
        source: Category => zh("来源"),
        /// The agency that says so.
        agency: Category => zh("部门"),
        /// The file within the delivery.
        file: Category => zh("文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号"),
        /// What the person is in the row.
        role: Category => zh("角色"),
        /// Whom the row was taken to speak of.
        person_id: Maybe<Text> => zh("人员编号").null("the row names nobody").personal(),
        /// The name as given, masked.
        name_given_masked: Maybe<Text> => zh("姓名原文（遮蔽）").null("not given").sensitive(),
        /// The name in normal form, masked.
        name_masked: Maybe<Text> => zh("姓名（遮蔽）").null("not given or a placeholder").sensitive(),
        /// The identity number as given, masked.
        resident_id_given_masked: Maybe<Text> => zh("证号原文（遮蔽）").null("not given").sensitive(),
        /// The identity number in normal form, masked.
        resident_id_masked: Maybe<Text> => zh("证号（遮蔽）").standard("GB 11643")
            .null("not given").sensitive(),
        /// What the row says, in Chinese.
        says: Text => zh("内容").sensitive(),
        /// How surely the row speaks of the person.
        grade: Category => zh("匹配等级"),
        /// The day the extract describes.
        snapshot: OnDay => zh("数据日期"),
        /// A keyed fingerprint of what the row says, without where it stands and without the month of what
        /// recurs: a decision stands while it is the same.
        content_key: Key => zh("内容指纹").personal(),
        /// The last month it speaks of.
        month: Maybe<InMonth> => zh("所属月").null("not of what recurs month by month"),
        /// What a decision on the match knows the row's person by: equal for one number and name.
        match_key: Maybe<Key> => zh("匹配指纹").null("the row names nobody").personal(),
    }
}

/// Positions of the findings in order of their flags' ids.
fn by_id(night: &Night) -> Vec<usize> {
    let mut order: Vec<usize> = (0..night.flags.len()).collect();
    order.sort_by_key(|at| night.flags[*at].id);
    order
}

/// Writes the flags in order of their ids.
pub(super) fn write_flags(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    for chunk in by_id(night).chunks(file.rows_at_a_time()) {
        let mut builder = FlagsBuilder::default();
        for at in chunk {
            push_flag(night, *at, &mut builder);
        }
        file.write(builder.finish().batch())?;
    }
    Ok(())
}

fn push_flag(night: &Night, at: usize, builder: &mut FlagsBuilder) {
    let finding = &night.tonight.findings[at];
    let flag = &night.flags[at];
    let subjects: Vec<String> = finding.subjects.iter().map(PersonId::to_string).collect();
    let case = flag.case.map(|case| night.case_ids[case].to_string());
    let suggested: Vec<String> = finding.suggested.iter().map(Suggestion::in_words).collect();
    let suggested = (!suggested.is_empty()).then(|| suggested.join("; "));
    builder.push(Flag {
        flag_id: &flag.id.to_string(),
        code: &finding.code,
        name: night.rule_name(&finding.code),
        family: finding.family.code(),
        severity: finding.severity.code(),
        grade: finding.grade.code(),
        looked_at: finding.looked_at,
        household_id: &finding.household.to_string(),
        town: finding.town.as_deref(),
        village: finding.village.as_deref(),
        person_id: subjects.first().map(String::as_str),
        subjects: &subjects.join("; "),
        amount: finding.amount,
        from: finding.from,
        to: finding.to,
        schemes: &finding.schemes.join("; "),
        discriminator: &privacy::serial(&finding.discriminator),
        reason: &privacy::text(&finding.reason),
        arithmetic: &privacy::text(&finding.arithmetic),
        verify: &privacy::text(&finding.verify),
        suggested: suggested.as_deref(),
        parameters: &finding.parameters,
        exceptions_checked: &finding.exceptions_checked.join("; "),
        policy: night.tonight.policy,
        case_id: case.as_deref(),
        first_seen: flag.first_seen,
        nights: flag.nights,
        note: finding.note,
        harm: &finding.harm,
        other_households: joined(&finding.other_households).as_deref(),
        decision: finding.decision.map(|decision| decision.outcome.code()),
        decided_on: finding.decision.map(|decision| decision.decided_on),
        returned: finding.decision.and_then(|decision| decision.returned).map(Returned::code),
        last_month: finding.last_month,
        open_since: flag.open_since,
    });
}

/// Ids separated by `; `; `None` when there are none.
pub(super) fn joined<T: std::fmt::Display>(ids: &[T]) -> Option<String> {
    let ids: Vec<String> = ids.iter().map(T::to_string).collect();
    (!ids.is_empty()).then(|| ids.join("; "))
}

/// Writes the evidence in order of flag and place.
pub(super) fn write_evidence(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let mut builder = FlagEvidenceBuilder::default();
    for at in by_id(night) {
        let flag_id = night.flags[at].id.to_string();
        let keys = &night.tonight.evidence_keys[at];
        for (row, sequence) in night.tonight.findings[at].evidence.iter().zip(keys).zip(1..) {
            push_evidence(night, &flag_id, sequence, row, &mut builder);
        }
        if builder.len() >= file.rows_at_a_time() {
            file.write(std::mem::take(&mut builder).finish().batch())?;
        }
    }
    file.write(builder.finish().batch())
}

fn push_evidence(
    night: &Night,
    flag_id: &str,
    sequence: u32,
    (evidence, key): (&Evidence, &EvidenceKey),
    builder: &mut FlagEvidenceBuilder,
) {
    let mention = night.mention(evidence.mention);
    let Place { source, file, line } = night.place_of(evidence.mention);
    let person_id = night.person_id_of(evidence.mention).as_ref().map(PersonId::to_string);
    builder.push(FlagEvidenceRow {
        flag_id,
        sequence,
        source,
        agency: night.agency_of(evidence.mention),
        file,
        line,
        role: mention.role,
        person_id: person_id.as_deref(),
        name_given_masked: mention.name_raw.map(mask::name).as_deref(),
        name_masked: mention.name.map(mask::name).as_deref(),
        resident_id_given_masked: mention.resident_id_raw.map(privacy::document).as_deref(),
        resident_id_masked: mention.resident_id.map(privacy::document).as_deref(),
        says: &privacy::text(&evidence.says),
        grade: evidence.grade.code(),
        snapshot: mention.snapshot,
        content_key: key.content.0,
        month: key.month,
        match_key: night.match_key_of(evidence.mention).map(|key| key.0),
    });
}
