//! Metrics: figures of the night, of the run itself and of what it found.

use crate::domain::table::{Category, InMonth, Maybe, Measure, Money, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Figures of the run and relational summaries, one figure per row.
    pub Metrics, MetricRow, MetricsBuilder = "metrics" "指标" v 1
        sorted [name, dimension, scheme, town, month, agency, other_agency, family, severity] {
        /// What is counted: `payments`, `shared_persons`, `flags`, `blocking_recall` …
        name: Category => zh("指标"),
        /// What a figure of the run itself is broken down by.
        dimension: Maybe<Text> => zh("维度").null("the whole run, or broken down by the columns"),
        /// The scheme's code.
        scheme: Maybe<Category> => zh("救助项目").null("not by scheme"),
        /// The town of the home household.
        town: Maybe<Category> => zh("乡镇街道").standard("GB/T 2260")
            .null("not by town, or not known"),
        /// The first day of the month.
        month: Maybe<InMonth> => zh("月份").null("not by month"),
        /// An agency.
        agency: Maybe<Category> => zh("部门").null("not by agency"),
        /// The agency it is compared with.
        other_agency: Maybe<Category> => zh("另一部门").null("not by pairs of agencies"),
        /// The family of the flags.
        family: Maybe<Category> => zh("疑点大类").null("not by family"),
        /// The severity of the flags.
        severity: Maybe<Category> => zh("优先级").null("not by severity"),
        /// The figure: person-times, people, flags, or as the name says.
        value: Measure => zh("数值"),
        /// The money behind it.
        amount: Maybe<Money> => zh("金额").unit("yuan").null("not about money"),
    }
}

/// Writes the figures in order of name and dimensions.
pub(super) fn write(night: &Night, file: &mut TableFile) -> Result<(), ReportError> {
    let measured = night.tonight.metrics.iter().map(|metric| {
        let dimension = Some(metric.dimension.as_str()).filter(|dimension| !dimension.is_empty());
        MetricRow { dimension, value: metric.value, ..blank(&metric.name) }
    });
    let summed = night.statistics.iter().map(|statistic| MetricRow {
        scheme: statistic.scheme.as_deref(),
        town: statistic.town.as_deref(),
        month: statistic.month,
        agency: statistic.agency.as_deref(),
        other_agency: statistic.other_agency.as_deref(),
        family: statistic.family,
        severity: statistic.severity,
        value: f64::from(statistic.count),
        amount: statistic.amount,
        ..blank(statistic.name)
    });
    let mut rows: Vec<MetricRow> = measured.chain(summed).collect();
    rows.sort_by(|one, other| key(one).cmp(&key(other)));
    for chunk in rows.chunks(file.rows_at_a_time()) {
        file.write(Metrics::from_rows(chunk.iter().cloned()).batch())?;
    }
    Ok(())
}

fn blank(name: &str) -> MetricRow<'_> {
    MetricRow {
        name,
        dimension: None,
        scheme: None,
        town: None,
        month: None,
        agency: None,
        other_agency: None,
        family: None,
        severity: None,
        value: 0.0,
        amount: None,
    }
}

fn key<'a>(row: &MetricRow<'a>) -> impl Ord + use<'a> {
    (
        (row.name, row.dimension, row.scheme, row.town, row.month),
        (row.agency, row.other_agency, row.family, row.severity),
    )
}
