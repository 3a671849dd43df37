//! The run summary: one page an operator and a head of centre read each morning.
//!
//! Self-contained (no network, no script) and printable. It shows the same figures as the tables
//! and nothing that differs between two runs of the same inputs.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::figures::agencies;
use super::grid::{self, Grid};
use super::night::Night;
use super::statistics::{SHARED_PERSONS, Statistic};
use super::{ComparisonDrift, ReportError, Tonight};
use crate::domain::numerals::{grouped, share, yuan};
use crate::domain::{Family, Fen, Finding, LedgerLine, PROGRAM, Remark, Severity, Source};

#[derive(Template)]
#[template(path = "summary.html", config = "src/report/askama.toml")]
struct SummaryPage<'a> {
    centre: &'a str,
    run_date: String,
    policy: &'a str,
    program: &'static str,
    warnings: &'a [String],
    counts: Vec<Count>,
    sources: Vec<SourceRow<'a>>,
    /// The run that the sources are held against.
    since: Option<String>,
    linkage: Vec<LinkageRow>,
    model_drift: Vec<DriftRow<'a>>,
    ledger: Vec<LedgerRow<'a>>,
    severities: Vec<&'static str>,
    families: Vec<FamilyRow>,
    codes: Vec<CodeRow<'a>>,
    towns: Vec<TownRow<'a>>,
    notes: Vec<NoteRow<'a>>,
    /// How many notes there are, and the households they are about.
    notes_total: [String; 2],
    grids: Vec<Grid>,
    agencies: Vec<&'a str>,
    shared: Vec<SharedRow<'a>>,
    rules_off: Vec<RuleRow<'a>>,
    metrics: Vec<MetricRow<'a>>,
}

struct Count {
    label: &'static str,
    number: String,
}

struct SourceRow<'a> {
    agency: &'a str,
    title: &'a str,
    snapshot: String,
    age_days: u32,
    /// By the manifest; empty where a file is not listed.
    stated: String,
    read: String,
    accepted: String,
    rejected: String,
    /// Of the rows read, those set aside.
    rejected_percent: String,
    values_rejected: String,
    /// What moved since the run before.
    drift: String,
}

/// How the linkage stands.
struct LinkageRow {
    what: &'static str,
    value: String,
    meaning: String,
}

struct DriftRow<'a> {
    comparison: &'a str,
    m: String,
    u: String,
    moved: bool,
}

struct LedgerRow<'a> {
    file: &'a str,
    read: String,
    accepted: String,
    rejected: String,
    yuan_read: String,
    yuan_accepted: String,
    yuan_rejected: String,
    digest: &'a str,
}

struct FamilyRow {
    name: &'static str,
    /// One per severity, gravest first.
    numbers: Vec<String>,
    total: String,
    yuan: String,
}

struct CodeRow<'a> {
    code: &'a str,
    name: &'a str,
    family: &'static str,
    number: String,
    yuan: String,
}

struct TownRow<'a> {
    name: &'a str,
    flags: String,
    listed: String,
    yuan: String,
}

struct NoteRow<'a> {
    code: &'a str,
    name: &'a str,
    town: &'a str,
    number: String,
    yuan: String,
}

struct SharedRow<'a> {
    agency: &'a str,
    /// One per agency; empty below the diagonal.
    numbers: Vec<String>,
}

struct RuleRow<'a> {
    code: &'a str,
    name: &'a str,
    reason: &'a str,
}

struct MetricRow<'a> {
    name: &'a str,
    dimension: &'a str,
    value: String,
}

/// Lays the page out.
pub(super) fn render(night: &Night) -> Result<String, ReportError> {
    let tonight = night.tonight;
    let severities = Severity::ALL.iter().map(|severity| severity.chinese()).collect();
    let agencies = agencies(night);
    let page = SummaryPage {
        centre: &tonight.settings.centre,
        run_date: tonight.run_date.to_string(),
        policy: tonight.policy,
        program: PROGRAM,
        warnings: tonight.warnings,
        counts: counts(night),
        sources: tonight.sources.iter().map(|source| source_row(source, tonight)).collect(),
        since: tonight.drift.since.map(|day| day.to_string()),
        linkage: linkage(tonight),
        model_drift: model_drift(tonight),
        ledger: tonight.ledger.iter().map(ledger_row).collect(),
        severities,
        families: families(tonight.findings),
        codes: codes(night),
        towns: towns(night),
        notes: notes(night),
        notes_total: notes_total(tonight.findings),
        grids: grid::of_page(night),
        shared: shared(&night.statistics, &agencies),
        agencies: agencies.into_values().collect(),
        rules_off: rules_off(night),
        metrics: metrics(night),
    };
    Ok(page.render()?)
}

fn counts(night: &Night) -> Vec<Count> {
    let tonight = night.tonight;
    let listed = tonight.cases.iter().filter(|case| case.listed).count();
    let flags = || tonight.findings.iter().zip(&night.flags).filter(|(finding, _)| !finding.note);
    let fresh = flags().filter(|(_, flag)| flag.nights == 1).count();
    let count = |label, number: usize| Count { label, number: grouped(number as u64) };
    vec![
        count("提及（人次）", tonight.records.mentions.len()),
        count("人员", tonight.people.len()),
        count("家庭（三类）", tonight.households.len()),
        count("发放记录", tonight.records.payments.len()),
        count("疑点与线索", flags().count()),
        count("其中首次出现", fresh),
        count(
            "其中结论已定、不列工单",
            flags().filter(|(finding, _)| finding.is_settled()).count(),
        ),
        count("统筹提示", tonight.findings.len() - flags().count()),
        count("工单（户）", tonight.cases.len()),
        count("列入今日清单", listed),
    ]
}

fn source_row<'a>(source: &'a Source, tonight: &Tonight) -> SourceRow<'a> {
    let lines = || tonight.ledger.iter().filter(|line| line.source == source.id);
    let count = |part: fn(&LedgerLine) -> u64| -> u64 { lines().map(part).sum() };
    let sum = |part: fn(&LedgerLine) -> u64| grouped(count(part));
    let (read, rejected) = (count(|line| line.rows_read), count(|line| line.rows_rejected));
    SourceRow {
        agency: &source.agency_name,
        title: &source.title,
        snapshot: source.snapshot.to_string(),
        age_days: source.age_days,
        stated: rows_stated(lines()).map(grouped).unwrap_or_default(),
        read: sum(|line| line.rows_read),
        accepted: sum(|line| line.rows_accepted),
        rejected: sum(|line| line.rows_rejected),
        rejected_percent: share(rejected, read),
        values_rejected: sum(|line| line.values_rejected),
        drift: drift_in_words(tonight.drift.of(&source.id)),
    }
}

/// The gravest of what moved, and how much else did.
fn drift_in_words(remarks: &[Remark]) -> String {
    match remarks {
        [] => String::new(),
        [one] => one.text.clone(),
        [first, others @ ..] => format!("{}；另有 {} 项", first.text, others.len()),
    }
}

/// What of the linkage an operator looks at each morning, with what it means.
fn linkage(tonight: &Tonight) -> Vec<LinkageRow> {
    let metric = |name: &str| {
        let found = tonight.metrics.iter().find(|metric| metric.name == name);
        found.map(|metric| metric.value)
    };
    let recall = metric("blocking_recall_estimated").map(|recall| LinkageRow {
        what: "分块召回率（估计，偏高）",
        value: format!("{:.2}%", recall * 100.0),
        meaning: "同一人的记录被拿来比较的比例；明显低于往日时，请用 hedui blocking 查看各规则"
            .into(),
    });
    let (value, meaning) = match tonight.model_drift {
        None => (
            "今晚自行训练".to_owned(),
            "没有固定的匹配模型，故没有偏移可言；用 hedui train 写成文件后，每晚与之比较"
                .to_owned(),
        ),
        Some(drift) => {
            let moved = drift.moved().count();
            let fate = match moved {
                0 => "没有偏移",
                _ => "有偏移，请用 hedui train 重新训练",
            };
            let since = drift.trained_on.map_or_else(String::new, |day| format!("训练于 {day}，"));
            (format!("{since}{fate}"), format!("群体稳定性指数超过 {} 的算偏移", drift.max))
        }
    };
    let model = LinkageRow { what: "匹配模型", value, meaning };
    recall.into_iter().chain([model]).collect()
}

fn model_drift<'a>(tonight: &Tonight<'a>) -> Vec<DriftRow<'a>> {
    let Some(drift) = tonight.model_drift else { return Vec::new() };
    let index = |value: f64| format!("{value:.3}");
    let row = |one: &'a ComparisonDrift| DriftRow {
        comparison: &one.name,
        m: one.m.map_or_else(|| "按人工结论，不比较".to_owned(), index),
        u: index(one.u),
        moved: one.largest() > drift.max,
    };
    drift.comparisons.iter().map(row).collect()
}

/// The rows a source's manifests state, if they do of each of its files. Of a file's several sheets
/// the first line tells.
fn rows_stated<'a>(lines: impl Iterator<Item = &'a LedgerLine>) -> Option<u64> {
    let (mut rows, mut file) = (None, None);
    for line in lines {
        match &line.stated {
            Some(stated) => {
                rows = Some(rows.unwrap_or(0) + stated.rows?);
                file = Some(stated.file.as_str());
            }
            None if file.is_some_and(|file| line.file.starts_with(file)) => {}
            None => return None,
        }
    }
    rows
}

fn ledger_row(line: &LedgerLine) -> LedgerRow<'_> {
    LedgerRow {
        file: &line.file,
        read: grouped(line.rows_read),
        accepted: grouped(line.rows_accepted),
        rejected: grouped(line.rows_rejected),
        yuan_read: yuan(line.amount_read),
        yuan_accepted: yuan(line.amount_accepted),
        yuan_rejected: yuan(line.amount_rejected),
        digest: line.digest.get(..16).unwrap_or(&line.digest),
    }
}

fn families(findings: &[Finding]) -> Vec<FamilyRow> {
    let row = |family: Family| {
        let of_family = || findings.iter().filter(move |finding| finding.family == family);
        let number = |severity: &Severity| {
            grouped(of_family().filter(|finding| finding.severity == *severity).count() as u64)
        };
        FamilyRow {
            name: family.chinese(),
            numbers: Severity::ALL.iter().map(number).collect(),
            total: grouped(of_family().count() as u64),
            yuan: yuan(of_family().map(|finding| finding.amount).sum()),
        }
    };
    Family::ALL.into_iter().map(row).collect()
}

fn codes<'a>(night: &Night<'a>) -> Vec<CodeRow<'a>> {
    let mut by_code: BTreeMap<&str, (u64, Fen, Family)> = BTreeMap::new();
    for finding in night.tonight.findings.iter().filter(|finding| !finding.note) {
        let sums = by_code.entry(&finding.code).or_insert((0, Fen::ZERO, finding.family));
        sums.0 += 1;
        sums.1 += finding.amount;
    }
    let row = |(code, (number, amount, family)): (&'a str, (u64, Fen, Family))| CodeRow {
        code,
        name: night.rule_name(code),
        family: family.chinese(),
        number: grouped(number),
        yuan: yuan(amount),
    };
    by_code.into_iter().map(row).collect()
}

fn towns<'a>(night: &Night<'a>) -> Vec<TownRow<'a>> {
    let tonight = night.tonight;
    let mut by_town: BTreeMap<&str, (u64, u64, Fen)> = BTreeMap::new();
    for finding in tonight.findings.iter().filter(|finding| !finding.note) {
        let sums = by_town.entry(finding.town.as_deref().unwrap_or_default()).or_default();
        sums.0 += 1;
        sums.2 += finding.amount;
    }
    for case in tonight.cases.iter().filter(|case| case.listed) {
        by_town.entry(case.town.as_deref().unwrap_or_default()).or_default().1 += 1;
    }
    let row = |(town, (flags, listed, amount)): (&'a str, (u64, u64, Fen))| TownRow {
        name: if town.is_empty() { "（未识别）" } else { tonight.divisions.name(town) },
        flags: grouped(flags),
        listed: grouped(listed),
        yuan: yuan(amount),
    };
    by_town.into_iter().map(row).collect()
}

/// The notes by code and town.
fn notes<'a>(night: &Night<'a>) -> Vec<NoteRow<'a>> {
    let tonight = night.tonight;
    let mut sums: BTreeMap<(&str, &str), (u64, Fen)> = BTreeMap::new();
    for finding in tonight.findings.iter().filter(|finding| finding.note) {
        let town = finding.town.as_deref().unwrap_or_default();
        let sum = sums.entry((&finding.code, town)).or_default();
        sum.0 += 1;
        sum.1 += finding.amount;
    }
    let row = |((code, town), (number, amount)): ((&'a str, &'a str), (u64, Fen))| NoteRow {
        code,
        name: night.rule_name(code),
        town: if town.is_empty() { "（未识别）" } else { tonight.divisions.name(town) },
        number: grouped(number),
        yuan: yuan(amount),
    };
    sums.into_iter().map(row).collect()
}

fn notes_total(findings: &[Finding]) -> [String; 2] {
    let notes = || findings.iter().filter(|finding| finding.note);
    let households: BTreeSet<_> = notes().map(|finding| finding.household).collect();
    [grouped(notes().count() as u64), grouped(households.len() as u64)]
}

fn shared<'a>(
    statistics: &[Statistic],
    agencies: &BTreeMap<&'a str, &'a str>,
) -> Vec<SharedRow<'a>> {
    let number = |one: &str, other: &str| {
        let found = statistics.iter().find(|statistic| {
            statistic.name == SHARED_PERSONS
                && statistic.agency.as_deref() == Some(one)
                && statistic.other_agency.as_deref() == Some(other)
        });
        found.map(|statistic| grouped(u64::from(statistic.count))).unwrap_or_default()
    };
    let row = |(one, name): (&&str, &&'a str)| SharedRow {
        agency: name,
        numbers: agencies.keys().map(|other| number(one, other)).collect(),
    };
    agencies.iter().map(row).collect()
}

fn rules_off<'a>(night: &Night<'a>) -> Vec<RuleRow<'a>> {
    let row = |rule: &'a super::RuleOff| RuleRow {
        code: &rule.code,
        name: night.rule_name(&rule.code),
        reason: &rule.reason,
    };
    night.tonight.rules_off.iter().map(row).collect()
}

/// The run's own figures, those about blocking recall first.
fn metrics<'a>(night: &Night<'a>) -> Vec<MetricRow<'a>> {
    let mut metrics: Vec<_> = night.tonight.metrics.iter().collect();
    metrics.sort_by_key(|metric| {
        (!metric.name.contains("recall"), metric.name.as_str(), metric.dimension.as_str())
    });
    let row = |metric: &'a super::Metric| MetricRow {
        name: &metric.name,
        dimension: &metric.dimension,
        value: measure(metric.value),
    };
    metrics.into_iter().map(row).collect()
}

/// A whole number with its thousands apart, any other with four decimals.
fn measure(value: f64) -> String {
    let text = format!("{value:.4}");
    match text.strip_suffix(".0000").and_then(|whole| whole.parse().ok()) {
        Some(whole) => grouped(whole),
        None => text,
    }
}
