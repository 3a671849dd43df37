//! Evaluation: the figures by which a run is judged, one to a row, so that two judgements can be
//! compared by a query.

use super::table::{Category, Maybe, Measure, OnDay, table, zh};

table! {
    /// How good a run was: one row for each figure of `hedui evaluate`. A share of nothing has no row.
    pub Measurements, Measurement, MeasurementsBuilder = "evaluation" "评测结果"
        says "一次运行的评测结果，hedui evaluate的每个数一行；分母为零的占比没有行。"
        v 1 sorted [section, subject, dimension, measure] {
        /// The night of the run that was judged.
        run_date: OnDay => zh("运行日期").says("被评测运行的核对日期"),
        /// The stage or list that was judged: `mentions`, `clusters`, `households`, `blocking`,
        /// `calibration`, `flags`, `look_alikes` or `review`.
        section: Category => zh("部分")
            .says("被评测的阶段或清单：mentions＝提及、clusters＝聚类、households＝家庭、\
                 blocking＝分块、calibration＝概率校准、flags＝疑点、look_alikes＝合规相似情形、\
                 review＝核实"),
        /// What of it: `identity_pairs`, `dwelling`, a blocking rule, a bin of probabilities, a code.
        subject: Category => zh("对象")
            .says("其中的具体对象：identity_pairs＝身份对、dwelling＝居住户、分块规则、\
                 概率区间或代码"),
        /// What the figure is broken down by: a stratum of the truth, a kind of pair or look-alike.
        dimension: Maybe<Category> => zh("维度")
            .says("数字按什么细分：真值的难点层、身份对或合规相似情形的种类")
            .null("not broken down", "未细分"),
        /// What was measured, such as `precision`, `recall`, `wrong`.
        measure: Category => zh("指标")
            .says("所测的指标，如precision＝精确率、recall＝召回率、wrong＝错误数"),
        /// The figure: a count, a share from 0 to 1, or what the measure's name says.
        value: Measure => zh("数值").says("数量、0到1的占比，或指标名称所指"),
    }
}
