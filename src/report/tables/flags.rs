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
    pub Flags, Flag, FlagsBuilder = "flags" "疑点与线索"
        says "规则发现的值得查看的疑点和线索，不作为处理依据。"
        v 2 sorted [flag_id] {
        /// The flag's id: the same finding has the same id on any night.
        flag_id: Text => zh("疑点编号").says("疑点的编号，同一发现在任何一晚编号相同").personal(),
        /// The rule's code in the catalogue, such as `D01`.
        code: Category => zh("疑点代码").says("规则在目录中的代码，如D01"),
        /// The rule's printed name.
        name: Category => zh("疑点类型").says("规则在清单上显示的名称"),
        /// `duplicate`, `multi_source`, `missed`, `eligibility`, `money` or `data`.
        family: Category => zh("疑点大类")
            .says("疑点的大类：duplicate＝重复救助、multi_source＝多头救助、missed＝救助遗漏、\
                 eligibility＝资格疑点、money＝资金疑点、data＝数据疑点"),
        /// `red`, `orange`, `yellow` or `blue`.
        severity: Category => zh("优先级")
            .says("疑点的优先级：red＝红、orange＝橙、yellow＝黄、blue＝蓝"),
        /// The weakest grade among the rows it rests on.
        grade: Category => zh("匹配等级")
            .says("所依据各行的最低匹配等级：confirmed＝确认、probable＝高度疑似、possible＝疑似"),
        /// What the rule looks at: `person`, `couple`, `assistance_unit`, `register`, `dwelling`, `home` (the
        /// first of these three that the person has) or `unrelated` households.
        looked_at: Category => zh("家庭口径")
            .says("规则的查看口径：person＝个人、couple＝夫妻、assistance_unit＝保障家庭、\
                 register＝户口户、dwelling＝居住户、home＝归属家庭（该人在前三类中最先有的一个）、\
                 unrelated＝互不相关的几户"),
        /// The household it is about.
        household_id: Text => zh("家庭编号").says("所涉家庭的编号").personal(),
        /// The household's town.
        town: Maybe<Category> => zh("乡镇街道").says("该家庭所在的乡镇街道").standard("GB/T 2260")
            .null("not known", "不详").personal(),
        /// The household's village or community.
        village: Maybe<Category> => zh("村社区").says("该家庭所在的村或社区")
            .null("not known", "不详").personal(),
        /// The person the sentence speaks of.
        person_id: Maybe<Text> => zh("人员编号").says("理由所说人员的编号")
            .null("about the household as a whole", "针对整户").personal(),
        /// Everyone concerned, separated by `; `.
        subjects: Text => zh("涉及人员").says("涉及的全部人员的编号，以英文分号分隔").personal(),
        /// The money in question; for a missed lead, the need that went unmet.
        amount: Money => zh("涉及金额").says("涉及的金额；救助遗漏线索为未得到满足的需要")
            .unit("yuan").personal(),
        /// First day in question.
        from: Maybe<OnDay> => zh("起").says("所涉期间的第一日")
            .null("not about a period", "不针对某一期间"),
        /// Last day in question.
        to: Maybe<OnDay> => zh("止").says("所涉期间的最后一日")
            .null("not about a period", "不针对某一期间"),
        /// The schemes' codes, separated by `; `.
        schemes: Category => zh("涉及项目").says("涉及的救助项目代码，以英文分号分隔"),
        /// What tells it from the rule's other flags about the same people.
        discriminator: Text => zh("区分").says("与同一规则关于相同人员的其他疑点的区别"),
        /// One plain Chinese sentence, names masked.
        reason: Text => zh("理由").says("一句通俗的中文说明，姓名已遮蔽").sensitive(),
        /// The sums and comparisons made.
        arithmetic: Text => zh("计算过程").says("所作的合计和比较").sensitive(),
        /// How a reviewer can verify it.
        verify: Text => zh("建议核实方法").says("核实人员可采用的核实方法"),
        /// For a missed lead: what the household appears to qualify for, where to apply, and what the visit
        /// has to find out; separated by `; `.
        suggested: Maybe<Text> => zh("可能适用的救助")
            .says("救助遗漏线索适用：该户看来符合哪些救助、到何处申请、入户须了解什么，\
                 以英文分号分隔").null("nothing is suggested", "没有建议"),
        /// The rule's parameters as used.
        parameters: Category => zh("规则参数").says("规则实际采用的参数"),
        /// The legitimate exceptions that were checked and did not apply, separated by `; `.
        exceptions_checked: Text => zh("已排除的正当理由")
            .says("已核对且不适用的正当情形，以英文分号分隔"),
        /// Name and version of the policy pack the rule comes from.
        policy: Category => zh("政策包版本").says("规则所属政策包的名称和版本"),
        /// The case it belongs to.
        case_id: Maybe<Text> => zh("工单编号").says("所属工单的编号")
            .null(
                "a note, or settled by a decision: no case is made of it",
                "属统筹提示，或结论已定，不立工单",
            )
            .personal(),
        /// The first night it was found.
        first_seen: OnDay => zh("首次出现").says("首次发现的核对日期"),
        /// Consecutive nights it has been found.
        nights: Count => zh("连续出现次数").says("连续发现的晚数"),
        /// Whether it is a note on which agencies should act together, and nothing to verify.
        note: Truth => zh("统筹提示").says("是否仅提示部门统筹而无须核实"),
        /// What it would do to the household if it is wrong and nobody notices.
        harm: Text => zh("误判影响").says("如有误而无人发现，对该户的影响"),
        /// The other households it speaks of, separated by `; `.
        other_households: Maybe<Text> => zh("涉及其他家庭")
            .says("涉及的其他家庭的编号，以英文分号分隔")
            .null("speaks of one household", "只涉及一户").personal(),
        /// What reviewers concluded about it on an earlier night: `confirmed`, `waived`, `data_error`,
        /// `match_error`, `permitted` or `not_verified`.
        decision: Maybe<Category> => zh("已有核实结论")
            .says("核实人员以往的核实结论：confirmed＝属实、waived＝属实但减免、\
                 data_error＝不属实-数据错误、match_error＝不属实-匹配错误、permitted＝政策允许、\
                 not_verified＝无法核实").null("not decided", "尚无结论"),
        /// The day they did.
        decided_on: Maybe<OnDay> => zh("核实日期").says("作出核实结论的日期")
            .null("not decided", "尚无结论"),
        /// Why it is back in the queue: `not_verified`, `new_rows`, `rows_gone`, `new_month` or
        /// `new_parameters`.
        returned: Maybe<Category> => zh("重新列入原因")
            .says("重新列入队列的原因：not_verified＝无法核实、new_rows＝有新的依据、\
                 rows_gone＝原有依据有变、new_month＝又有新的月份、new_parameters＝政策参数有变")
            .null("not decided, or the decision stands", "尚无结论，或结论仍然有效"),
        /// The last of the months it is about; a decision may end with a further one.
        last_month: Maybe<InMonth> => zh("末月")
            .says("所涉月份中的最后一个月，出现新的月份时结论可能失效")
            .null("not about months", "不针对月份"),
        /// The night since which it is open: found, come back, or looked into in vain.
        open_since: Maybe<OnDay> => zh("待核实起")
            .says("待核实的起始日期：首次发现、重新列入或核查未果之日")
            .null("a note, or settled by a decision", "属统筹提示，或结论已定"),
    }
}

table! {
    /// The rows flags rest on: which agency said what, in which line, about whom.
    pub FlagEvidence, FlagEvidenceRow, FlagEvidenceBuilder = "flag_evidence" "疑点证据"
        says "疑点依据的各行：哪个部门、在哪一行、就何人记载了什么。"
        v 2 sorted [flag_id, sequence] {
        /// The flag.
        flag_id: Text => zh("疑点编号").says("所属疑点的编号").personal(),
        /// The row's place among the flag's evidence, from 1.
        sequence: Count => zh("序号").says("该行在疑点证据中的位次，从1起计"),
        /// The dataset.
        source: Category => zh("来源").says("所属数据集"),
        /// The agency that says so.
        agency: Category => zh("部门").says("提供该记录的部门"),
        /// The file within the delivery.
        file: Category => zh("文件").says("批次中的文件"),
        /// The line, counted from 1 with the header.
        line: Count => zh("行号").says("行号，含表头从1起计"),
        /// What the person is in the row.
        role: Category => zh("角色")
            .says("人员在该行中的身份：recipient＝救助对象或申请人、head＝户主、member＝家庭成员、\
                 spouse＝配偶、father＝父亲、mother＝母亲、guardian＝监护人、\
                 co_applicant＝共同申请人或共有人、payee＝收款账户户名、deceased＝死者、agent＝代领人"),
        /// Whom the row was taken to speak of.
        person_id: Maybe<Text> => zh("人员编号").says("该行所指人员的编号")
            .null("the row names nobody", "该行未写明人员").personal(),
        /// The name as given, masked.
        name_given_masked: Maybe<Text> => zh("姓名原文（遮蔽）").says("来源所填的姓名，已遮蔽")
            .null("not given", "未填").sensitive(),
        /// The name in normal form, masked.
        name_masked: Maybe<Text> => zh("姓名（遮蔽）").says("规范写法的姓名，已遮蔽")
            .null("not given or a placeholder", "未填，或为占位值").sensitive(),
        /// The identity number as given, masked.
        resident_id_given_masked: Maybe<Text> => zh("证号原文（遮蔽）")
            .says("来源所填的证件号码，已遮蔽").null("not given", "未填").sensitive(),
        /// The identity number in normal form, masked.
        resident_id_masked: Maybe<Text> => zh("证号（遮蔽）").says("规范写法的证件号码，已遮蔽")
            .standard("GB 11643").null("not given", "未填").sensitive(),
        /// What the row says, in Chinese.
        says: Text => zh("内容").says("该行记载的内容，中文").sensitive(),
        /// How surely the row speaks of the person.
        grade: Category => zh("匹配等级")
            .says("该行指向此人的确定程度：confirmed＝确认、probable＝高度疑似、possible＝疑似"),
        /// The day the extract describes.
        snapshot: OnDay => zh("数据日期").says("数据所反映的日期"),
        /// A keyed fingerprint of what the row says, without where it stands and without the month of what
        /// recurs: a decision stands while it is the same.
        content_key: Key => zh("内容指纹")
            .says("该行内容的带密钥指纹，不含所在位置，逐月重复的不含月份；指纹不变则核实结论有效")
            .personal(),
        /// The last month it speaks of.
        month: Maybe<InMonth> => zh("所属月").says("该行所说的最后一个月")
            .null("not of what recurs month by month", "不属逐月重复的内容"),
        /// What a decision on the match knows the row's person by: equal for one number and name.
        match_key: Maybe<Key> => zh("匹配指纹")
            .says("对匹配作核实结论时识别该行人员的指纹，证号和姓名相同则指纹相同")
            .null("the row names nobody", "该行未写明人员").personal(),
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
