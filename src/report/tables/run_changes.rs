//! Run changes: what is different between two published runs; written beside runs, never in one.

use crate::domain::table::{Category, Count, Maybe, Measure, Money, OnDay, Text, table, zh};

table! {
    /// What changed from one published run to another, one aspect to a row. What a row does not speak of
    /// is absent.
    pub RunChanges, RunChange, RunChangesBuilder = "run_changes" "运行变化"
        says "一次已发布的运行到另一次之间的变化，每个方面一行；该行未涉及的为空。"
        v 2 sorted [kind, change, id, what, before, after] {
        /// The date of the earlier run.
        run_before: OnDay => zh("前次运行").says("前次运行的核对日期"),
        /// The date of the later run.
        run_after: OnDay => zh("后次运行").says("后次运行的核对日期"),
        /// `case`, `file` of a source, `flag`, `flag_code`, `made_with`, `person`, `rule` or `source`.
        kind: Category => zh("对象")
            .says("变化的对象：case＝工单、file＝来源的文件、flag＝疑点、flag_code＝疑点代码、\
                 made_with＝程序和配置、person＝人员、rule＝规则、source＝来源"),
        /// `new`, `continuing`, `resolved` (not found any more; of a case, none of its flags is open) or
        /// `changed`; of flags also `settled` (found, and a decision stands) and `renumbered`; of people also
        /// `gone`, `merged`, `split`, `regrouped` and `renumbered`; of sources and codes `grew` and `shrank`,
        /// of sources and files `missing`; of rules `off` and `on`.
        change: Category => zh("变化")
            .says("变化的种类：new＝新增、continuing＝延续、resolved＝不再出现（工单为没有未结的疑点）、\
                 changed＝有变化；疑点还有settled＝仍出现而已有结论、renumbered＝换了编号；\
                 人员还有gone＝不再出现、merged＝合并、split＝拆分、regrouped＝重新划分、\
                 renumbered＝换了编号；来源和代码还有grew＝增加、shrank＝减少；\
                 来源和文件还有missing＝缺失；规则还有off＝停用、on＝启用"),
        /// The case, flag, code, person, source or file of the pipeline. Of people who merged, the later
        /// id; of a regrouping, the first of the earlier ids.
        id: Text => zh("编号")
            .says("工单、疑点、代码、人员、来源或流程文件的编号；人员合并取后次的编号，\
                 重新划分取前次编号中的第一个").personal(),
        /// What of it the row tells, such as `codes`, `severity`, `household`, `rows_accepted`; `ended` tells how
        /// a flag, or the flags of a case, left the queue: `decided`, `gone_after_decision`, `gone`, `rule_off`
        /// or `elsewhere` (in another case).
        what: Category => zh("变化内容")
            .says("该行所说的方面，如codes＝疑点代码、severity＝优先级、household＝家庭、\
                 rows_accepted＝采用行；ended＝疑点或工单的疑点如何结束：decided＝已有结论、\
                 gone_after_decision＝有结论后不再出现、gone＝不再出现、rule_off＝规则停用、\
                 elsewhere＝转入其他工单"),
        /// What it was; several separated by `; `.
        before: Maybe<Text> => zh("原值").says("前次的值，多个以英文分号分隔")
            .null("not there, or told in another column", "前次没有，或记在其他字段").personal(),
        /// What it is; several separated by `; `.
        after: Maybe<Text> => zh("现值").says("后次的值，多个以英文分号分隔")
            .null("not there, or told in another column", "后次没有，或记在其他字段").personal(),
        /// Money in the earlier run.
        amount_before: Maybe<Money> => zh("原金额").says("前次运行的金额").unit("yuan")
            .null("not about money", "不涉及金额").personal(),
        /// Money in the later run.
        amount_after: Maybe<Money> => zh("现金额").says("后次运行的金额").unit("yuan")
            .null("not about money", "不涉及金额").personal(),
        /// A count in the earlier run.
        count_before: Maybe<Count> => zh("原数量").says("前次运行的数量")
            .null("not a count", "不是数量"),
        /// A count in the later run.
        count_after: Maybe<Count> => zh("现数量").says("后次运行的数量")
            .null("not a count", "不是数量"),
        /// A day in the earlier run.
        day_before: Maybe<OnDay> => zh("原日期").says("前次运行的日期值")
            .null("not a day", "不是日期"),
        /// A day in the later run.
        day_after: Maybe<OnDay> => zh("现日期").says("后次运行的日期值")
            .null("not a day", "不是日期"),
        /// By how many per cent it moved, cut to two decimals.
        percent: Maybe<Measure> => zh("变化百分比").says("变动的百分比，截取两位小数").unit("%")
            .null("not measured, or nothing before", "不作计算，或前次没有"),
        /// The household of a case.
        household_id: Maybe<Text> => zh("家庭编号").says("工单所属家庭的编号")
            .null("not about a case", "不是工单").personal(),
        /// The town of a case.
        town: Maybe<Category> => zh("乡镇街道").says("工单所属的乡镇街道").standard("GB/T 2260")
            .null("not known, or not about a case", "不详，或不是工单").personal(),
        /// What reviewers concluded of what ended: `confirmed`, `waived`, `data_error`, `match_error`,
        /// `permitted` or `not_verified`; several of a case separated by `; `.
        conclusion: Maybe<Category> => zh("核实结论")
            .says("对已结束事项的核实结论：confirmed＝属实、waived＝属实但减免、\
                 data_error＝不属实-数据错误、match_error＝不属实-匹配错误、permitted＝政策允许、\
                 not_verified＝无法核实；一个工单有几个的，以英文分号分隔")
            .null("nothing ended, or it was not decided", "没有结束，或尚无结论"),
    }
}
