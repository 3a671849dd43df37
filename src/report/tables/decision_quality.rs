//! Decision quality: how often flags were right, by what reviewers concluded.

use crate::domain::table::{Category, Count, Maybe, Measure, table, zh};
use crate::domain::{DecisionQuality as Figures, Outcome};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// How often flags were right by the decisions about them: as a whole, and by rule, grade, severity and
    /// source of evidence. Intervals are Wilson's at 95 %.
    pub DecisionQuality, DecisionQualityRow, DecisionQualityBuilder = "decision_quality" "核实结论统计"
        says "按核实结论统计疑点的准确程度，分总体、规则、匹配等级、优先级和证据来源；\
              区间为95%威尔逊区间。"
        v 1 sorted [dimension, value] {
        /// What the flags have in common: `all`, `code`, `grade`, `severity` or `source`. A flag counts in
        /// each source of its evidence.
        dimension: Category => zh("分组")
            .says("所计疑点的共同之处：all＝全部、code＝疑点代码、grade＝匹配等级、\
                 severity＝优先级、source＝来源；一项疑点在其证据的每个来源中各计一次"),
        /// The code, grade, severity or source.
        value: Maybe<Category> => zh("取值").says("疑点代码、匹配等级、优先级或来源的取值")
            .null("all flags", "全部疑点"),
        /// Decisions in all, a list's last word on a flag each.
        decisions: Count => zh("结论数").says("核实结论总数，每项疑点取一份清单的最后结论"),
        /// As the flag said.
        confirmed: Count => zh("属实").says("结论与疑点一致的数量"),
        /// As the flag said, and waived.
        waived: Count => zh("属实但减免").says("结论与疑点一致但予以减免的数量"),
        /// A row was wrong.
        data_error: Count => zh("数据错误").says("某行数据有误的数量"),
        /// The rows were of different people.
        match_error: Count => zh("匹配错误").says("各行并非同一人的数量"),
        /// As the flag said, and allowed.
        permitted: Count => zh("政策允许").says("结论与疑点一致但政策允许的数量"),
        /// Not counted below.
        not_verified: Count => zh("无法核实").says("未能核实的数量，不计入下列各项"),
        /// Of all decisions, those drawn together with other flags of one case.
        with_case: Count => zh("随户一并结论").says("全部结论中随同户其他疑点一并作出的数量"),
        /// Decisions that say whether the flag was right: all but those that could not be verified.
        counted: Count => zh("计入数")
            .says("能说明疑点是否准确的结论数，即除无法核实以外的全部结论"),
        /// Confirmed and waived, among those counted.
        precision: Maybe<Measure> => zh("查准率").says("计入的结论中属实和属实但减免的占比")
            .null("nothing is counted", "没有计入的结论"),
        /// Lower end of its interval.
        precision_low: Maybe<Measure> => zh("查准率下限").says("查准率区间的下限")
            .null("nothing is counted", "没有计入的结论"),
        /// Upper end of its interval.
        precision_high: Maybe<Measure> => zh("查准率上限").says("查准率区间的上限")
            .null("nothing is counted", "没有计入的结论"),
        /// All but match errors, among those counted.
        match_precision: Maybe<Measure> => zh("匹配查准率").says("计入的结论中除匹配错误以外的占比")
            .null("nothing is counted", "没有计入的结论"),
        /// Lower end of its interval.
        match_precision_low: Maybe<Measure> => zh("匹配查准率下限").says("匹配查准率区间的下限")
            .null("nothing is counted", "没有计入的结论"),
        /// Upper end of its interval.
        match_precision_high: Maybe<Measure> => zh("匹配查准率上限").says("匹配查准率区间的上限")
            .null("nothing is counted", "没有计入的结论"),
    }
}

/// Writes the figures in their order.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    for chunk in night.tonight.decision_quality.chunks(file.rows_at_a_time()) {
        file.write(DecisionQuality::from_rows(chunk.iter().map(row)).batch())?;
    }
    Ok(())
}

fn row(figure: &Figures) -> DecisionQualityRow<'_> {
    let of = |outcome: Outcome| figure.of(outcome);
    let (precision, matching) = (figure.precision, figure.match_precision);
    DecisionQualityRow {
        dimension: figure.dimension,
        value: (!figure.value.is_empty()).then_some(figure.value.as_str()),
        decisions: figure.decisions(),
        confirmed: of(Outcome::Confirmed),
        waived: of(Outcome::Waived),
        data_error: of(Outcome::DataError),
        match_error: of(Outcome::MatchError),
        permitted: of(Outcome::Permitted),
        not_verified: of(Outcome::NotVerified),
        with_case: figure.with_case,
        counted: figure.counted(),
        precision: precision.map(|share| share.share),
        precision_low: precision.map(|share| share.low),
        precision_high: precision.map(|share| share.high),
        match_precision: matching.map(|share| share.share),
        match_precision_low: matching.map(|share| share.low),
        match_precision_high: matching.map(|share| share.high),
    }
}
