//! Statistics: the figures the centre reports, of assistance, coverage and overlap.

use crate::domain::table::{Category, Count, InMonth, Maybe, Money, table, zh};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// What assistance reached, how far it covers needs, and what agencies have in common: one figure
    /// per row, broken down as its measure says. Nothing in it is about one person, but small figures
    /// are not suppressed.
    pub Statistics, Statistic, StatisticsBuilder = "statistics" "统计"
        says "救助的覆盖人群、对各类困难的覆盖程度和部门间的重叠，每个数一行，按统计项细分；\
              不涉及个人，但小数目不作隐去。"
        v 1 sorted [measure, scheme, town, year, month, agency, other_agency, need, code] {
        /// What is counted. `paid` and `paid_by_…`: payments, by the month or year they are for;
        /// the sums of person-times and of money over each of these measures are those of
        /// `payments`. `in_need` and `assisted_in_need`: people, by need and town.
        /// `shared_recipients`: people whom both agencies assist, by payment or by an award in
        /// force. `shared_flags`, `shared_flags_by_code` and `shared_notes`: what rests on rows of
        /// both agencies. On the diagonal an agency stands beside itself.
        measure: Category => zh("统计项")
            .says("统计的内容。paid和paid_by_…＝发放，按所属的月或年，\
                 各项的人次和金额合计与payments一致；in_need＝困难人数、\
                 assisted_in_need＝其中已获救助人数，按困难情形和乡镇街道；\
                 shared_recipients＝两个部门都救助的人数，以发放或在享资格为准；shared_flags、\
                 shared_flags_by_code和shared_notes＝依据两个部门记录的疑点和统筹提示；\
                 对角线上为一个部门自身"),
        /// The scheme's code.
        scheme: Maybe<Category> => zh("救助项目").says("救助项目的代码")
            .null("not by scheme", "不分救助项目"),
        /// The town of the home household.
        town: Maybe<Category> => zh("乡镇街道").says("归属家庭所在的乡镇街道").standard("GB/T 2260")
            .null("not by town, or not known", "不分乡镇街道，或不详"),
        /// The calendar year.
        year: Maybe<Count> => zh("年份").says("公历年份").null("not by year", "不分年份"),
        /// The first day of the month.
        month: Maybe<InMonth> => zh("月份").says("月份的第一日").null("not by month", "不分月份"),
        /// An agency.
        agency: Maybe<Category> => zh("部门").says("所统计的部门")
            .null("not by agency", "不分部门"),
        /// The agency it is compared with.
        other_agency: Maybe<Category> => zh("另一部门").says("与之比较的部门")
            .null("not by pairs of agencies", "不按部门两两比较"),
        /// The need, as the policy pack names it.
        need: Maybe<Category> => zh("困难情形").says("政策包所定的困难情形")
            .null("not by need", "不分困难情形"),
        /// The rule's code.
        code: Maybe<Category> => zh("疑点代码").says("规则的代码").null("not by rule", "不分规则"),
        /// Different people; they do not add up over rows.
        persons: Maybe<Count> => zh("人数").says("不同人员的数量，各行不可相加")
            .null("people are not counted", "不计人数"),
        /// Payments; what was taken back is none.
        person_times: Maybe<Count> => zh("人次").says("发放笔数，收回的不计")
            .null("payments are not counted", "不计发放"),
        /// Flags or notes.
        flags: Maybe<Count> => zh("疑点数").says("疑点或统筹提示的数量")
            .null("flags are not counted", "不计疑点"),
        /// The money paid, less what was taken back; of flags, the money in question.
        amount: Maybe<Money> => zh("金额").says("发放金额，已减去收回的金额；疑点的为涉及金额")
            .unit("yuan").null("not about money", "不涉及金额"),
    }
}

/// Writes the figures in their order.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    for chunk in night.figures.chunks(file.rows_at_a_time()) {
        let rows = chunk.iter().map(|figure| Statistic {
            measure: figure.measure,
            scheme: figure.scheme.as_deref(),
            town: figure.town.as_deref(),
            year: figure.year,
            month: figure.month,
            agency: figure.agency.as_deref(),
            other_agency: figure.other_agency.as_deref(),
            need: figure.need.as_deref(),
            code: figure.code.as_deref(),
            persons: figure.persons,
            person_times: figure.person_times,
            flags: figure.flags,
            amount: figure.amount,
        });
        file.write(Statistics::from_rows(rows).batch())?;
    }
    Ok(())
}
