//! Run changes: what is different between two published runs; written beside runs, never in one.

use crate::domain::table::{Category, Count, Maybe, Measure, Money, OnDay, Text, table, zh};

table! {
    /// What changed from one published run to another, one aspect to a row. What a row does not speak of
    /// is absent.
    pub RunChanges, RunChange, RunChangesBuilder = "run_changes" "运行变化" v 2
        sorted [kind, change, id, what, before, after] {
        /// The date of the earlier run.
        run_before: OnDay => zh("前次运行"),
        /// The date of the later run.
        run_after: OnDay => zh("后次运行"),
        /// `case`, `file` of a source, `flag`, `flag_code`, `made_with`, `person`, `rule` or `source`.
        kind: Category => zh("对象"),
        /// `new`, `continuing`, `resolved` (not found any more; of a case, none of its flags is open) or
        /// `changed`; of flags also `settled` (found, and a decision stands) and `renumbered`; of people also
        /// `gone`, `merged`, `split`, `regrouped` and `renumbered`; of sources and codes `grew` and `shrank`,
        /// of sources and files `missing`; of rules `off` and `on`.
        change: Category => zh("变化"),
        /// The case, flag, code, person, source or file of the pipeline. Of people who merged, the later
        /// id; of a regrouping, the first of the earlier ids.
        id: Text => zh("编号").personal(),
        /// What of it the row tells, such as `codes`, `severity`, `household`, `rows_accepted`; `ended` tells how
        /// a flag, or the flags of a case, left the queue: `decided`, `gone_after_decision`, `gone`, `rule_off`
        /// or `elsewhere` (in another case).
        what: Category => zh("变化内容"),
        /// What it was; several separated by `; `.
        before: Maybe<Text> => zh("原值").null("not there, or told in another column").personal(),
        /// What it is; several separated by `; `.
        after: Maybe<Text> => zh("现值").null("not there, or told in another column").personal(),
        /// Money in the earlier run.
        amount_before: Maybe<Money> => zh("原金额").unit("yuan").null("not about money").personal(),
        /// Money in the later run.
        amount_after: Maybe<Money> => zh("现金额").unit("yuan").null("not about money").personal(),
        /// A count in the earlier run.
        count_before: Maybe<Count> => zh("原数量").null("not a count"),
        /// A count in the later run.
        count_after: Maybe<Count> => zh("现数量").null("not a count"),
        /// A day in the earlier run.
        day_before: Maybe<OnDay> => zh("原日期").null("not a day"),
        /// A day in the later run.
        day_after: Maybe<OnDay> => zh("现日期").null("not a day"),
        /// By how many per cent it moved, cut to two decimals.
        percent: Maybe<Measure> => zh("变化百分比").unit("%").null("not measured, or nothing before"),
        /// The household of a case.
        household_id: Maybe<Text> => zh("家庭编号").null("not about a case").personal(),
        /// The town of a case.
        town: Maybe<Category> => zh("乡镇街道").standard("GB/T 2260").null("not known, or not about a case")
            .personal(),
        /// What reviewers concluded of what ended: `confirmed`, `waived`, `data_error`, `match_error`,
        /// `permitted` or `not_verified`; several of a case separated by `; `.
        conclusion: Maybe<Category> => zh("核实结论").null("nothing ended, or it was not decided"),
    }
}
