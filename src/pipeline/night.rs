//! The night: the stages in their order, timed, from deliveries to a published run.

use std::collections::BTreeMap;

use super::clock::{Clock, peak_memory_bytes};
use super::decisions::{Told, barred, decided_before, settle};
use super::deliver::{Delivered, Stop, deliver};
use super::link::{LinkError, Linkage, Linked};
use super::lock::Lock;
use super::model::{ModelFault, model_text, read_model};
use super::quality::{read_before, row_alarms};
use super::summary::{RunSummary, SourceCount};
use super::{Progress, RunError, Silent, Stage};
use crate::assess::{self, RuleOff};
use crate::config::{Fault, Pipeline};
use crate::domain::{
    Case, Coverage, Day, Dossier, EvidenceKey, Excused, Finding, Identities, Name, PreviousRun,
    RowKey, SharedValue, Source, SourceDrift,
};
use crate::household::{self, Households};
use crate::identify;
use crate::profile;
use crate::report::{
    self, ComparisonDrift, ComparisonLevels, Metric, ModelDrift, ReportError, StageTiming, Tonight,
};
use crate::review::{self, Decided};
use crate::score::Drift;

/// Runs a night and publishes it.
pub fn run(
    pipeline: &Pipeline,
    date: Day,
    progress: &dyn Progress,
) -> Result<RunSummary, RunError> {
    let _lock = Lock::of_runs(&pipeline.runs)?;
    let previous = report::read_previous(&pipeline.runs, date)?;
    let past = Past {
        previous: previous.map(|(_, run)| run).unwrap_or_default(),
        decided: decided_before(pipeline, date)?,
    };
    let mut clock = Clock::new(progress);
    let sources = pipeline.sources.len() as u64;
    let delivered =
        clock.time(Stage::Read, sources, rows_read, || deliver(pipeline, date, progress));
    let mut delivered = delivered.map_err(|stop| give_back(pipeline, date, *stop))?;
    let before = read_before(pipeline, date)?;
    let before = before.as_ref().map(|(day, profile)| (*day, profile));
    let alarms = row_alarms(pipeline, &delivered.sources, &delivered.profile, before);
    delivered.warnings.extend(alarms);
    let linked = link_night(pipeline, date, &delivered, &past, &mut clock)?;
    let watched = Watched {
        sources: profile::moved(&delivered.profile, before, &pipeline.profile),
        model: model_drift(pipeline, &linked.linked),
    };
    delivered.warnings.extend(watched.model.as_ref().and_then(retrain));
    let assessed = assess_night(pipeline, date, &delivered, &linked, &past, &mut clock);
    let night = Found { delivered, linked, assessed, watched };
    publish_night(pipeline, date, &night, &past, &mut clock)
}

/// What earlier nights and their reviewers leave to tonight.
struct Past {
    previous: PreviousRun,
    decided: Decided,
}

/// What has moved since earlier nights.
struct Watched {
    sources: SourceDrift,
    model: Option<ModelDrift>,
}

/// Everything the night has come to before it is published.
struct Found {
    delivered: Delivered,
    linked: LinkedNight,
    assessed: Assessed,
    watched: Watched,
}

pub(super) fn rows_read(delivered: &Result<Delivered, Box<Stop>>) -> usize {
    let rows = delivered
        .as_ref()
        .map_or(0, |delivered| delivered.ledger.iter().map(|line| line.rows_read).sum());
    usize::try_from(rows).unwrap_or(usize::MAX)
}

/// How the night stands to the frozen model, if there is one.
fn model_drift(pipeline: &Pipeline, linked: &Linked) -> Option<ModelDrift> {
    let drift = linked.report.drift.as_ref()?;
    let comparison =
        |drift: &Drift| ComparisonDrift { name: drift.comparison.clone(), m: drift.m, u: drift.u };
    Some(ModelDrift {
        trained_on: linked.model.trained_on.night,
        max: pipeline.model_drift_max,
        comparisons: drift.iter().map(comparison).collect(),
    })
}

/// The sentence for a model that tonight's rows have moved away from.
fn retrain(drift: &ModelDrift) -> Option<String> {
    let moved = |one: &ComparisonDrift| format!("{} {:.2}", one.name, one.largest());
    let moved: Vec<String> = drift.moved().map(moved).collect();
    (!moved.is_empty()).then(|| {
        format!(
            "匹配模型与今晚的数据有偏移（{}，超过 {}）；请用 hedui train 重新训练，核对权重后换下\
             [night] model 所指的文件",
            moved.join("、"),
            drift.max
        )
    })
}

/// Lays out for the agencies what stopped the night, and says where.
fn give_back(pipeline: &Pipeline, date: Day, stop: Stop) -> RunError {
    let Stop { error, refused } = stop;
    match report::write_refused(&pipeline.runs, date, &pipeline.report, &refused) {
        Ok(Some(returns)) => RunError::Stopped { error: Box::new(error), returns },
        Ok(None) => error,
        // Two faults: the operator has to mend both.
        Err(fault) => RunError::Deliveries(vec![error, fault.into()]),
    }
}

/// The identities of the night and the people they are.
pub(super) struct LinkedNight {
    pub identities: Identities,
    /// What decisions know the person of each identity by.
    pub match_keys: Vec<RowKey>,
    pub linked: Linked,
}

/// The identities of a night's delivery, for whoever links them without publishing a run.
pub fn identities(pipeline: &Pipeline, date: Day) -> Result<Identities, RunError> {
    Ok(identities_of(pipeline, &deliver(pipeline, date, &Silent)?))
}

/// Identities of the records, under the pipeline's key.
pub(super) fn identities_of(pipeline: &Pipeline, delivered: &Delivered) -> Identities {
    let records = &delivered.records;
    identify::identities(
        &records.mentions,
        &records.attributes,
        &records.memberships,
        &delivered.sources,
        fingerprint_key(pipeline),
    )
}

/// What decisions know the person of each identity by.
pub(super) fn match_keys_of(
    pipeline: &Pipeline,
    delivered: &Delivered,
    identities: &Identities,
) -> Vec<RowKey> {
    identify::match_keys(identities, &delivered.records.mentions, fingerprint_key(pipeline))
}

/// The secret of the place's fingerprints.
fn fingerprint_key(pipeline: &Pipeline) -> [u8; 16] {
    *pipeline.pseudonym_key.first_chunk().expect("a key has 32 bytes")
}

/// The frozen model of the pipeline, if it has one.
pub(super) fn frozen_model(
    pipeline: &Pipeline,
) -> Result<Option<crate::score::LinkageModel>, RunError> {
    let parse = |text: &String| {
        read_model(text).map_err(|fault| match fault {
            ModelFault::Format(mismatch) => LinkError::from(mismatch).into(),
            ModelFault::Text(error) => {
                let message = format!("the linkage model cannot be read: {error}");
                RunError::Configuration(vec![Fault {
                    file: "model".into(),
                    line: Some(error.line()),
                    message,
                }])
            }
        })
    };
    pipeline.model.as_ref().map(parse).transpose()
}

fn link_night(
    pipeline: &Pipeline,
    date: Day,
    delivered: &Delivered,
    past: &Past,
    clock: &mut Clock,
) -> Result<LinkedNight, RunError> {
    let model = frozen_model(pipeline)?;
    let (identities, match_keys) = clock.time(
        Stage::Identify,
        1,
        |_| delivered.records.mentions.len(),
        || {
            let identities = identities_of(pipeline, delivered);
            let match_keys = match_keys_of(pipeline, delivered, &identities);
            (identities, match_keys)
        },
    );
    let linked = clock.time(
        Stage::Link,
        1,
        |_| identities.len(),
        || {
            let linkage = Linkage::watched(&identities, &pipeline.linkage, model)?;
            let barred = barred(&identities, &match_keys, &past.decided);
            Ok::<_, LinkError>(linkage.keeping_apart(barred).link(&past.previous, date))
        },
    )?;
    Ok(LinkedNight { identities, match_keys, linked })
}

/// What the rules made of the night.
#[derive(Default)]
struct Assessed {
    households: Households,
    dossiers: Vec<Dossier>,
    findings: Vec<Finding>,
    evidence_keys: Vec<Vec<EvidenceKey>>,
    excused: Vec<Excused>,
    cases: Vec<Case>,
    coverage: Vec<Coverage>,
    rules_off: Vec<RuleOff>,
}

fn assess_night(
    pipeline: &Pipeline,
    date: Day,
    delivered: &Delivered,
    night: &LinkedNight,
    past: &Past,
    clock: &mut Clock,
) -> Assessed {
    if pipeline.linkage_only && delivered.records.memberships.is_empty() {
        return Assessed::default();
    }
    let (people, identities) = (&night.linked.people, &night.identities);
    let households = clock.time(
        Stage::Households,
        1,
        |_| people.len(),
        || {
            let settings = &pipeline.households;
            household::form(people, identities, &delivered.records, &past.previous, date, settings)
        },
    );
    let policy = &pipeline.policy;
    let (dossiers, shared) = clock.time(
        Stage::Dossiers,
        1,
        |_| delivered.records.mentions.len(),
        || dossiers_of(date, delivered, night, &households, policy),
    );
    let (findings, evidence_keys, excused, cases) = clock.time(
        Stage::Assess,
        1,
        |_| dossiers.len(),
        || {
            let (mut findings, excused) =
                assess::assess(&dossiers, &shared, policy, date, &delivered.sources);
            let key = fingerprint_key(pipeline);
            let evidence_keys = review::evidence_keys(&findings, &delivered.records, key);
            settle(pipeline, &past.decided, &mut findings, &evidence_keys);
            let open_since = report::open_since(&findings, &past.previous, date);
            let cases = assess::cases(&findings, &open_since, &dossiers, policy, date);
            (findings, evidence_keys, excused, cases)
        },
    );
    let coverage = assess::coverage(&dossiers, policy, date, &delivered.sources);
    let rules_off = policy.off(&delivered.sources);
    Assessed { households, dossiers, findings, evidence_keys, excused, cases, coverage, rules_off }
}

fn dossiers_of(
    run_date: Day,
    delivered: &Delivered,
    night: &LinkedNight,
    households: &Households,
    policy: &assess::Policy,
) -> (Vec<Dossier>, Vec<SharedValue>) {
    let unit = crate::domain::HouseholdKind::AssistanceUnit;
    let night = assess::Night {
        run_date,
        sources: &delivered.sources,
        records: &delivered.records,
        identities: &night.identities,
        people: &night.linked.people,
        households: &households.all,
        kin: &households.kin,
        unit_of_key: &|key| households.of_key(unit, key),
    };
    assess::build_dossiers(&night, &policy.shared_kinds())
}

fn publish_night(
    pipeline: &Pipeline,
    date: Day,
    found: &Found,
    past: &Past,
    clock: &mut Clock,
) -> Result<RunSummary, RunError> {
    let Found { delivered, linked: night, assessed, watched } = found;
    let linked = &night.linked;
    let told = Told::of(&past.decided, &assessed.dossiers, &assessed.findings);
    let model_json = model_text(&linked.model);
    let rule_names = pipeline.policy.rules.iter();
    let rule_names = rule_names.map(|rule| {
        let name = Name { chinese: rule.name.clone(), english: rule.name_en.clone() };
        (rule.code.clone(), name)
    });
    let rule_names: BTreeMap<String, Name> = rule_names.collect();
    let rules_off: Vec<report::RuleOff> = assessed
        .rules_off
        .iter()
        .map(|off| report::RuleOff { code: off.code.clone(), reason: off.why.clone() })
        .collect();
    let stages = clock.stages().to_vec();
    let tonight = Tonight {
        run_date: date,
        settings: &pipeline.report,
        sources: &delivered.sources,
        ledger: &delivered.ledger,
        records: &delivered.records,
        identities: &night.identities,
        people: &linked.people,
        person_changes: &linked.changes,
        household_changes: &assessed.households.changes,
        households: &assessed.households.all,
        kin: &assessed.households.kin,
        household_links: &assessed.households.links,
        household_first_seen: &assessed.households.first_seen,
        links: &linked.links,
        comparisons: &comparison_levels(pipeline, linked),
        dossiers: &assessed.dossiers,
        findings: &assessed.findings,
        evidence_keys: &assessed.evidence_keys,
        match_keys: &night.match_keys,
        excused: &assessed.excused,
        cases: &assessed.cases,
        coverage: &assessed.coverage,
        funds: &pipeline.policy.funds,
        previous: &past.previous,
        divisions: &pipeline.divisions,
        schemes: &pipeline.policy.schemes,
        metrics: &metrics(linked, &assessed.households),
        profile: &delivered.profile,
        drift: &watched.sources,
        model_drift: watched.model.as_ref(),
        rules_off: &rules_off,
        rule_names: &rule_names,
        policy: &pipeline.policy_name,
        past_outcomes: &told.past_outcomes,
        decisions: &told.by_household,
        decision_head: &past.decided.head,
        decision_quality: &told.quality,
        model_json: &model_json,
        inputs: &pipeline.files,
        stages: &stages,
        peak_memory_bytes: peak_memory_bytes(),
        pseudonym_key: &pipeline.pseudonym_key,
        warnings: &delivered.warnings,
        refused: &delivered.refused,
    };
    let published = clock
        .time(Stage::Publish, 1, rows_written, || report::publish(&tonight, &pipeline.runs))?;
    let mut summary = summary(pipeline, found, published, clock.stages().to_vec());
    summary.decisions = past.decided.head.entries;
    Ok(summary)
}

fn rows_written(published: &Result<report::Published, ReportError>) -> usize {
    let rows = published
        .as_ref()
        .map_or(0, |published| published.tables.iter().map(|table| table.rows).sum());
    usize::try_from(rows).unwrap_or(usize::MAX)
}

fn summary(
    pipeline: &Pipeline,
    found: &Found,
    published: report::Published,
    stages: Vec<StageTiming>,
) -> RunSummary {
    let Found { delivered, linked: night, assessed, watched } = found;
    let mut households = BTreeMap::new();
    for household in &assessed.households.all {
        *households.entry(household.kind).or_default() += 1;
    }
    let mut flags = BTreeMap::new();
    for finding in &assessed.findings {
        *flags.entry((finding.family, finding.severity)).or_default() += 1;
    }
    RunSummary {
        place: published.folder,
        sources: delivered.sources.iter().map(|source| count(source, delivered)).collect(),
        mentions: delivered.records.mentions.len(),
        identities: night.identities.len(),
        people: night.linked.people.len(),
        households,
        flags,
        cases: assessed.cases.len(),
        decisions: 0,
        settled: assessed.findings.iter().filter(|finding| finding.is_settled()).count(),
        listed: assessed.cases.iter().filter(|case| case.listed).count(),
        rules_off: assessed
            .rules_off
            .iter()
            .map(|off| (off.code.clone(), off.why.clone()))
            .collect(),
        warnings: delivered.warnings.clone(),
        stages,
        recall: night.linked.report.recall,
        drift: watched.sources.clone(),
        model_drift: watched.model.clone(),
        partial: delivered.is_partial(pipeline.sources.len()),
    }
}

pub(super) fn count(source: &Source, delivered: &Delivered) -> SourceCount {
    let lines: Vec<_> = delivered.ledger.iter().filter(|line| line.source == source.id).collect();
    SourceCount {
        id: source.id.clone(),
        agency_name: source.agency_name.clone(),
        title: source.title.clone(),
        age_days: source.age_days,
        rows_read: lines.iter().map(|line| line.rows_read).sum(),
        rows_accepted: lines.iter().map(|line| line.rows_accepted).sum(),
        rows_rejected: lines.iter().map(|line| line.rows_rejected).sum(),
        values_rejected: lines.iter().map(|line| line.values_rejected).sum(),
    }
}

/// The comparisons as the report names them, with the weights of tonight's model.
fn comparison_levels(pipeline: &Pipeline, linked: &Linked) -> Vec<ComparisonLevels> {
    let shapes = pipeline.linkage.compare.shapes();
    let levels = shapes.into_iter().zip(&linked.model.comparisons).map(|(shape, model)| {
        #[expect(clippy::cast_possible_truncation, reason = "a weight is published as a float32")]
        let weights = model.levels.iter().map(|level| level.weight as f32).collect();
        ComparisonLevels { name: shape.name, levels: shape.levels, weights }
    });
    levels.collect()
}

/// What analysts watch from night to night about the linkage and the households.
#[expect(clippy::cast_precision_loss, reason = "counts below 2^52 are exact in a measure")]
fn metrics(linked: &Linked, households: &Households) -> Vec<Metric> {
    let report = &linked.report;
    let metric = |name: &str, dimension: &str, value: f64| Metric {
        name: name.to_owned(),
        dimension: dimension.to_owned(),
        value,
    };
    let mut metrics = vec![
        metric("blocking_recall_estimated", "", report.recall.recall),
        metric("blocking_matches_missed_estimated", "", report.recall.missed),
        metric("dwelling_doors_oversized", "", f64::from(households.oversized_doors)),
    ];
    for (rule, compared) in report.rules.iter().zip(&report.compared) {
        metrics.push(metric("blocking_pairs_predicted", &rule.rule, rule.pairs as f64));
        metrics.push(metric("blocking_pairs_compared", &rule.rule, *compared as f64));
        metrics.push(metric("blocking_pairs_lost", &rule.rule, rule.lost_pairs as f64));
    }
    for drift in report.drift.iter().flatten() {
        if let Some(m) = drift.m {
            metrics.push(metric("model_drift_m", &drift.comparison, m));
        }
        metrics.push(metric("model_drift_u", &drift.comparison, drift.u));
    }
    for level in &report.fallbacks {
        metrics.push(metric("model_level_unobserved", level, 1.0));
    }
    metrics
}

impl From<LinkError> for RunError {
    fn from(error: LinkError) -> Self {
        let message = error.to_string();
        Self::Configuration(vec![Fault { file: "linkage".into(), line: None, message }])
    }
}
