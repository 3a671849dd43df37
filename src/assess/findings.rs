//! Findings: every rule over every dossier and shared value, and drafts given the pack's words.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draft::{Context, Draft};
use super::policy::{Policy, Rule};
use super::programmes;
use super::rules::Rule as RuleFunction;
use super::sentence;
use crate::domain::{Day, Dossier, Family, Finding, Grade, HouseholdId, SharedValue, Source};

/// Runs every rule of the policy, and gives the findings ordered by household, code and people.
///
/// Rules that the night's sources hold back (see [`Policy::off`]) find nothing.
pub fn assess(
    dossiers: &[Dossier],
    shared: &[SharedValue],
    policy: &Policy,
    run_date: Day,
    sources: &[Source],
) -> Vec<Finding> {
    let sitting = |rule| {
        let function = Rule::function(rule, sources, policy.stale_after_days)?;
        let unprotected = rule.unprotected(sources, policy.stale_after_days);
        Some(Sitting { rule, function, unprotected })
    };
    let rules = policy.rules.iter().filter_map(sitting).collect();
    let mut findings = find(dossiers, shared, &Court { policy, run_date, sources, rules });
    findings.sort_by(|one, other| {
        (one.household, &one.code, &one.subjects, &one.discriminator).cmp(&(
            other.household,
            &other.code,
            &other.subjects,
            &other.discriminator,
        ))
    });
    findings
}

/// The rules that sit tonight, and what they may know.
pub(super) struct Court<'a> {
    pub policy: &'a Policy,
    pub run_date: Day,
    pub sources: &'a [Source],
    pub rules: Vec<Sitting<'a>>,
}

/// A rule that sits tonight.
pub(super) struct Sitting<'a> {
    pub rule: &'a Rule,
    pub function: &'a dyn RuleFunction,
    /// What of the sources that could show an exception is missing tonight, in Chinese.
    pub unprotected: Vec<String>,
}

/// The findings of all rules, in the order of dossiers, values and rules.
pub(super) fn find(dossiers: &[Dossier], shared: &[SharedValue], court: &Court) -> Vec<Finding> {
    let by_dossier = dossiers.par_iter().flat_map_iter(|dossier| court.of_dossier(dossier));
    let mut findings: Vec<Finding> = by_dossier.collect();
    let homes: FxHashMap<HouseholdId, &Dossier> =
        dossiers.iter().map(|dossier| (dossier.household, dossier)).collect();
    let by_value = shared.par_iter().flat_map_iter(|value| court.of_shared(value, &homes));
    findings.extend(by_value.collect::<Vec<_>>());
    findings
}

/// Where a finding is reported.
#[derive(Clone)]
struct Place {
    household: HouseholdId,
    town: Option<String>,
    village: Option<String>,
}

impl Court<'_> {
    fn of_dossier(&self, dossier: &Dossier) -> Vec<Finding> {
        let place = Place {
            household: dossier.household,
            town: dossier.town.clone(),
            village: dossier.village.clone(),
        };
        let mut findings = Vec::new();
        for sitting in &self.rules {
            let drafts = sitting.function.find(dossier, &self.context(sitting.rule));
            for draft in drafts {
                let mut finding = sitting.complete(draft, place.clone());
                finding.suggested = programmes::suggested(
                    &self.policy.programmes,
                    &finding,
                    dossier,
                    self.run_date,
                );
                findings.push(finding);
            }
        }
        findings
    }

    fn of_shared(
        &self,
        value: &SharedValue,
        homes: &FxHashMap<HouseholdId, &Dossier>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for sitting in &self.rules {
            if sitting.function.shared_kind() != Some(value.kind) {
                continue;
            }
            for draft in sitting.function.find_shared(value, &self.context(sitting.rule)) {
                let first = value.holders.iter().find(|one| one.person == draft.subjects[0]);
                let household = first.expect("a finding is about a holder").household;
                let home = homes.get(&household);
                let town = home.and_then(|home| home.town.clone());
                let village = home.and_then(|home| home.village.clone());
                findings.push(sitting.complete(draft, Place { household, town, village }));
            }
        }
        findings
    }

    fn context<'a>(&'a self, rule: &'a Rule) -> Context<'a> {
        Context {
            run_date: self.run_date,
            schemes: &self.policy.schemes,
            sources: self.sources,
            exceptions: &rule.exception_names,
        }
    }
}

impl Sitting<'_> {
    fn complete(&self, draft: Draft, place: Place) -> Finding {
        let rule = self.rule;
        let mut grade = draft.evidence.iter().map(|row| row.grade).max().unwrap_or(Grade::Possible);
        let mut reason = sentence::render(&rule.reason, &draft.words);
        // How surely rows are one person's is beside the point where they are about the data itself.
        if rule.family != Family::Data {
            reason.push_str(sentence::of_grade(grade));
        }
        if !self.unprotected.is_empty() {
            grade = grade.max(Grade::Probable);
            let missing = self.unprotected.join("、");
            reason.push_str("今晚");
            reason.push_str(&missing);
            reason.push_str("，相关的正当情形未能核对，请先人工查证。");
        }
        if !rule.legitimate.is_empty() {
            reason.push_str("可能的正当理由：");
            reason.push_str(&rule.legitimate.join("、"));
            reason.push('。');
        }
        Finding {
            code: rule.code.clone(),
            family: rule.family,
            severity: rule.severity,
            note: rule.note,
            grade,
            looked_at: rule.household.code(),
            household: place.household,
            town: place.town,
            village: place.village,
            subjects: draft.subjects,
            discriminator: draft.discriminator,
            amount: draft.amount,
            from: draft.from,
            to: draft.to,
            last_month: draft.last_month,
            schemes: draft.schemes,
            reason,
            arithmetic: draft.arithmetic,
            verify: rule.verify.clone(),
            suggested: Vec::new(),
            parameters: rule.parameters.clone(),
            exceptions_checked: rule.exceptions.iter().map(|one| one.text.clone()).collect(),
            evidence: draft.evidence,
            decision: None,
        }
    }
}
