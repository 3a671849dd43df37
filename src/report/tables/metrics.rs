//! Metrics: figures of the night, of the run itself and of what it found.

use crate::domain::table::{Category, InMonth, Maybe, Measure, Money, Text, table, zh};
use crate::report::ReportError;
use crate::report::night::Night;
use crate::report::parquet_file::TableFile;

table! {
    /// Figures of the run and relational summaries, one figure per row.
    pub Metrics, MetricRow, MetricsBuilder = "metrics" "指标"
        says "运行的各项数字和关系汇总，每个数一行。"
        v 1 sorted [name, dimension, scheme, town, month, agency, other_agency, family, severity] {
        /// What is counted: `payments`, `shared_persons`, `flags`, `blocking_recall` …
        name: Category => zh("指标")
            .says("统计的内容：payments＝发放、shared_persons＝两个部门都有的人员、flags＝疑点、\
                 blocking_recall＝分块召回率等"),
        /// What a figure of the run itself is broken down by.
        dimension: Maybe<Text> => zh("维度").says("运行自身的数字按什么细分")
            .null("the whole run, or broken down by the columns", "整个运行，或按各列细分"),
        /// The scheme's code.
        scheme: Maybe<Category> => zh("救助项目").says("救助项目的代码")
            .null("not by scheme", "不分救助项目"),
        /// The town of the home household.
        town: Maybe<Category> => zh("乡镇街道").says("归属家庭所在的乡镇街道").standard("GB/T 2260")
            .null("not by town, or not known", "不分乡镇街道，或不详"),
        /// The first day of the month.
        month: Maybe<InMonth> => zh("月份").says("月份的第一日").null("not by month", "不分月份"),
        /// An agency.
        agency: Maybe<Category> => zh("部门").says("所统计的部门")
            .null("not by agency", "不分部门"),
        /// The agency it is compared with.
        other_agency: Maybe<Category> => zh("另一部门").says("与之比较的部门")
            .null("not by pairs of agencies", "不按部门两两比较"),
        /// The family of the flags.
        family: Maybe<Category> => zh("疑点大类")
            .says("疑点的大类：duplicate＝重复救助、multi_source＝多头救助、missed＝救助遗漏、\
                 eligibility＝资格疑点、money＝资金疑点、data＝数据疑点")
            .null("not by family", "不分大类"),
        /// The severity of the flags.
        severity: Maybe<Category> => zh("优先级")
            .says("疑点的优先级：red＝红、orange＝橙、yellow＝黄、blue＝蓝")
            .null("not by severity", "不分优先级"),
        /// The figure: person-times, people, flags, or as the name says.
        value: Measure => zh("数值").says("统计结果：人次、人数、疑点数，或指标名称所指"),
        /// The money behind it.
        amount: Maybe<Money> => zh("金额").says("所对应的金额").unit("yuan")
            .null("not about money", "不涉及金额"),
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
