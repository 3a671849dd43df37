//! Evaluation: the figures by which a run is judged, one to a row, so that two judgements can be
//! compared by a query.

use super::table::{Category, Maybe, Measure, OnDay, table, zh};

table! {
    /// How good a run was: one row for each figure of `hedui evaluate`. A share of nothing has no row.
    pub Measurements, Measurement, MeasurementsBuilder = "evaluation" "评测结果" v 1
        sorted [section, subject, dimension, measure] {
        /// The night of the run that was judged.
        run_date: OnDay => zh("运行日期"),
        /// The stage or list that was judged: `mentions`, `clusters`, `households`, `blocking`,
        /// `calibration`, `flags`, `look_alikes` or `review`.
        section: Category => zh("部分"),
        /// What of it: `identity_pairs`, `dwelling`, a blocking rule, a bin of probabilities, a code.
        subject: Category => zh("对象"),
        /// What the figure is broken down by: a stratum of the truth, a kind of pair or look-alike.
        dimension: Maybe<Category> => zh("维度").null("not broken down"),
        /// What was measured, such as `precision`, `recall`, `wrong`.
        measure: Category => zh("指标"),
        /// The figure: a count, a share from 0 to 1, or what the measure's name says.
        value: Measure => zh("数值"),
    }
}
