//! The queue: findings grouped into one case per household, the most pressing first.
//!
//! Need comes before money, the certain before the likely. Sex, ethnicity, origin, schooling and
//! the kind of a disability have no place in the order; age has, because children and old people
//! bear a delay worst.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::policy::{Policy, QueueSettings};
use crate::domain::{Case, Day, Dossier, Family, Fen, Finding, Grade, HouseholdId, Severity};

/// Groups the findings into cases in queue order.
///
/// Every open finding is in exactly one case, and is due so many days after the day it is `open_since`.
/// A case is listed while its town's list has room, its severity is one supervisors see, and its grade is
/// not the weakest.
pub fn cases(
    findings: &[Finding],
    open_since: &[Day],
    dossiers: &[Dossier],
    policy: &Policy,
    run_date: Day,
) -> Vec<Case> {
    let related = related(findings);
    let vulnerable = vulnerable(findings, dossiers, &policy.queue, run_date);
    let mut by_household: BTreeMap<HouseholdId, Vec<u32>> = BTreeMap::new();
    for (at, finding) in (0..).zip(findings).filter(|(_, finding)| finding.is_open()) {
        by_household.entry(finding.household).or_default().push(at);
    }
    let mut ranked: Vec<(Rank, Case)> = by_household
        .into_iter()
        .map(|(household, mut own)| {
            let finding = |at: &u32| &findings[*at as usize];
            let is_vulnerable = vulnerable.get(&household).copied().unwrap_or(false);
            let rank = |at: &u32| rank(finding(at), is_vulnerable, &policy.queue);
            own.sort_by_key(|at| (rank(at), *at));
            let first = rank(&own[0]);
            let mut case = case(household, own, findings, policy);
            case.related = related.get(&household).into_iter().flatten().copied().collect();
            case.due = due(&case, findings, open_since, &policy.queue);
            tell_if_overdue(&mut case, &policy.queue, run_date);
            (first, case)
        })
        .collect();
    ranked.sort_by(|one, other| (&one.0, one.1.household).cmp(&(&other.0, other.1.household)));
    list(ranked.into_iter().map(|(_, case)| case).collect(), &policy.queue)
}

/// A finding's place in the queue: class, severity, grade, money. Smaller comes first.
type Rank = (u8, Severity, Grade, Reverse<Fen>);

fn rank(finding: &Finding, vulnerable: bool, settings: &QueueSettings) -> Rank {
    use Family::{Data, Duplicate, Missed, MultiSource};
    let (family, grade) = (finding.family, finding.grade);
    let pressing = finding.severity <= Severity::Yellow && family != Data;
    let class = match grade {
        Grade::Possible => 4,
        _ if family == Missed && finding.severity == Severity::Red && vulnerable => 0,
        Grade::Confirmed if settings.urgent_codes.contains(&finding.code) => 1,
        Grade::Confirmed if pressing && matches!(family, Duplicate | MultiSource | Missed) => 2,
        Grade::Probable if pressing => 3,
        _ => 4,
    };
    // Within the class that is ordered by money, money comes before severity.
    let severity = if class == 2 { Severity::Red } else { finding.severity };
    (class, severity, grade, Reverse(finding.amount))
}

/// The households in which a finding's people, or those who live with them, are minors or old.
fn vulnerable(
    findings: &[Finding],
    dossiers: &[Dossier],
    settings: &QueueSettings,
    run_date: Day,
) -> FxHashMap<HouseholdId, bool> {
    let mut wanted: FxHashMap<HouseholdId, bool> =
        findings.iter().map(|finding| (finding.household, false)).collect();
    for dossier in dossiers {
        let Some(found) = wanted.get_mut(&dossier.household) else { continue };
        let ages = dossier.members.iter().filter_map(|member| member.birth);
        *found |= ages
            .map(|birth| birth.age_years(run_date))
            .any(|age| age < settings.minor_under_years || age >= settings.old_from_years);
    }
    wanted
}

fn case(household: HouseholdId, own: Vec<u32>, findings: &[Finding], policy: &Policy) -> Case {
    let gravest = &findings[own[0] as usize];
    // A weak match says nothing to supervisors: beside a surer finding it does not count.
    let counts =
        |finding: &&Finding| finding.grade == gravest.grade || finding.grade != Grade::Possible;
    let counted = || own.iter().map(|at| &findings[*at as usize]).filter(counts);
    let severity = counted().map(|finding| finding.severity).min().unwrap_or(gravest.severity);
    let amount: Fen = counted().map(|finding| finding.amount).sum();
    let mut offices: Vec<String> = Vec::new();
    for rule in counted().filter_map(|finding| policy.rule(&finding.code)) {
        if !offices.contains(&rule.office) {
            offices.push(rule.office.clone());
        }
    }
    let mut offices = offices.into_iter();
    let office = offices.next().unwrap_or_default();
    Case {
        household,
        town: gravest.town.clone(),
        village: gravest.village.clone(),
        priority: 0,
        listed: false,
        severity,
        grade: gravest.grade,
        family: gravest.family,
        amount,
        findings: own,
        office,
        other_offices: offices.collect(),
        related: Vec::new(),
        due: None,
        overdue_days: 0,
        escalated_to: None,
    }
}

/// The households that findings name together.
fn related(findings: &[Finding]) -> BTreeMap<HouseholdId, BTreeSet<HouseholdId>> {
    let mut related: BTreeMap<HouseholdId, BTreeSet<HouseholdId>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.is_open()) {
        for other in &finding.other_households {
            related.entry(finding.household).or_default().insert(*other);
            related.entry(*other).or_default().insert(finding.household);
        }
    }
    related
}

/// The first day on which a finding of the case is due. It counts from the night since which a finding is
/// open, so that it does not move on from night to night.
fn due(
    case: &Case,
    findings: &[Finding],
    open_since: &[Day],
    settings: &QueueSettings,
) -> Option<Day> {
    let counts =
        |finding: &Finding| finding.grade == case.grade || finding.grade != Grade::Possible;
    let own = case.findings.iter().map(|at| *at as usize).filter(|at| counts(&findings[*at]));
    own.map(|at| open_since[at].plus_days(settings.due_days.of(findings[at].severity))).min()
}

fn tell_if_overdue(case: &mut Case, settings: &QueueSettings, run_date: Day) {
    let over = case.due.map_or(0, |due| run_date.0 - due.0);
    case.overdue_days = u32::try_from(over).unwrap_or(0);
    let escalation = settings.escalation.as_ref();
    let told =
        escalation.filter(|one| case.overdue_days > 0 && case.overdue_days >= one.after_days);
    case.escalated_to = told.map(|one| one.office.clone());
}

/// Numbers the cases and draws each town's line.
fn list(mut cases: Vec<Case>, settings: &QueueSettings) -> Vec<Case> {
    let mut listed: BTreeMap<Option<String>, u32> = BTreeMap::new();
    for (priority, case) in (1..).zip(&mut cases) {
        case.priority = priority;
        let seen = case.severity <= settings.listed_from && case.grade != Grade::Possible;
        let count = listed.entry(case.town.clone()).or_default();
        case.listed = seen && *count < settings.cap_per_town;
        *count += u32::from(case.listed);
    }
    cases
}
