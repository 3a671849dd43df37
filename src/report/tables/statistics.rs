//! Statistics: the figures the centre reports, of assistance, coverage and overlap.

use crate::domain::table::{Category, Count, InMonth, Maybe, Money, table, zh};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// What assistance reached, how far it covers needs, and what agencies have in common: one figure
    /// per row, broken down as its measure says. Nothing in it is about one person, but small figures
    /// are not suppressed.
    pub Statistics, Statistic, StatisticsBuilder = "statistics" "统计" v 1
        sorted [measure, scheme, town, year, month, agency, other_agency, need, code] {
        /// What is counted. `paid` and `paid_by_…`: payments, by the month or year they are for;
        /// the sums of person-times and of money over each of these measures are those of
        /// `payments`. `in_need` and `assisted_in_need`: people, by need and town.
        /// `shared_recipients`: people whom both agencies assist, by payment or by an award in
        /// force. `shared_flags`, `shared_flags_by_code` and `shared_notes`: what rests on rows of
        /// both agencies. On the diagonal an agency stands beside itself.
        measure: Category => zh("统计项"),
        /// The scheme's code.
        scheme: Maybe<Category> => zh("救助项目").null("not by scheme"),
        /// The town of the home household.
        town: Maybe<Category> => zh("乡镇街道").standard("GB/T 2260")
            .null("not by town, or not known"),
        /// The calendar year.
        year: Maybe<Count> => zh("年份").null("not by year"),
        /// The first day of the month.
        month: Maybe<InMonth> => zh("月份").null("not by month"),
        /// An agency.
        agency: Maybe<Category> => zh("部门").null("not by agency"),
        /// The agency it is compared with.
        other_agency: Maybe<Category> => zh("另一部门").null("not by pairs of agencies"),
        /// The need, as the policy pack names it.
        need: Maybe<Category> => zh("困难情形").null("not by need"),
        /// The rule's code.
        code: Maybe<Category> => zh("疑点代码").null("not by rule"),
        /// Different people; they do not add up over rows.
        persons: Maybe<Count> => zh("人数").null("people are not counted"),
        /// Payments; what was taken back is none.
        person_times: Maybe<Count> => zh("人次").null("payments are not counted"),
        /// Flags or notes.
        flags: Maybe<Count> => zh("疑点数").null("flags are not counted"),
        /// The money paid, less what was taken back; of flags, the money in question.
        amount: Maybe<Money> => zh("金额").unit("yuan").null("not about money"),
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
