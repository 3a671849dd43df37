//! Findings: every rule over every dossier and shared value, and drafts given the pack's words.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draft::{Context, Draft};
use super::excused;
use super::policy::{Policy, Rule};
use super::programmes;
use super::rules::Rule as RuleFunction;
use super::sentence;
use crate::domain::{
    Day, Dossier, Excused, Family, Finding, Grade, HouseholdId, SharedValue, Source,
};

/// Runs every rule of the policy, and gives the findings, and what exceptions excused, both ordered by
/// household, code and people.
///
/// Rules that the night's sources hold back (see [`Policy::off`]) find nothing.
pub fn assess(
    dossiers: &[Dossier],
    shared: &[SharedValue],
    policy: &Policy,
    run_date: Day,
    sources: &[Source],
) -> (Vec<Finding>, Vec<Excused>) {
    let sitting = |rule| {
        let function = Rule::function(rule, sources, policy.stale_after_days)?;
        let unprotected = rule.unprotected(sources, policy.stale_after_days);
        Some(Sitting { rule, function, unprotected })
    };
    let rules = policy.rules.iter().filter_map(sitting).collect();
    let (mut findings, mut excused) =
        find(dossiers, shared, &Court { policy, run_date, sources, rules });
    findings.sort_by(|one, other| {
        (one.household, &one.code, &one.subjects, &one.discriminator).cmp(&(
            other.household,
            &other.code,
            &other.subjects,
            &other.discriminator,
        ))
    });
    excused.sort_by(|one, other| {
        (one.household, &one.code, &one.subjects, &one.discriminator).cmp(&(
            other.household,
            &other.code,
            &other.subjects,
            &other.discriminator,
        ))
    });
    (findings, excused)
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

/// The findings of all rules and what was excused, in the order of dossiers, values and rules.
pub(super) fn find(
    dossiers: &[Dossier],
    shared: &[SharedValue],
    court: &Court,
) -> (Vec<Finding>, Vec<Excused>) {
    let of_dossiers = dossiers.par_iter().map(|dossier| court.of_dossier(dossier));
    let mut all: Vec<Heard> = of_dossiers.filter(Heard::is_something).collect();
    let homes: FxHashMap<HouseholdId, &Dossier> =
        dossiers.iter().map(|dossier| (dossier.household, dossier)).collect();
    let of_values = shared.par_iter().map(|value| court.of_shared(value, &homes));
    all.extend(of_values.filter(Heard::is_something).collect::<Vec<_>>());
    let (mut findings, mut excused) = (Vec::new(), Vec::new());
    for heard in all {
        findings.extend(heard.findings);
        excused.extend(heard.excused);
    }
    (findings, excused)
}

/// What came of one dossier or shared value.
#[derive(Default)]
struct Heard {
    findings: Vec<Finding>,
    excused: Vec<Excused>,
}

impl Heard {
    const fn is_something(&self) -> bool {
        !(self.findings.is_empty() && self.excused.is_empty())
    }
}

/// Where a finding is reported.
#[derive(Clone)]
struct Place {
    household: HouseholdId,
    town: Option<String>,
    village: Option<String>,
}

impl Court<'_> {
    fn of_dossier(&self, dossier: &Dossier) -> Heard {
        let place = Place {
            household: dossier.household,
            town: dossier.town.clone(),
            village: dossier.village.clone(),
        };
        let mut heard = Heard::default();
        for sitting in &self.rules {
            let find =
                |exceptions: &[String]| sitting.function.find(dossier, &self.context(exceptions));
            let rule = sitting.rule;
            let drafts = find(&rule.exception_names);
            let excused = excused::of_rule(rule, &drafts, find);
            heard.excused.extend(
                excused
                    .into_iter()
                    .map(|one| sitting.excuse(one, place.household, place.town.clone())),
            );
            for draft in drafts {
                let mut finding = sitting.complete(draft, place.clone());
                finding.suggested = programmes::suggested(
                    &self.policy.programmes,
                    &finding,
                    dossier,
                    self.run_date,
                );
                heard.findings.push(finding);
            }
        }
        heard
    }

    fn of_shared(&self, value: &SharedValue, homes: &FxHashMap<HouseholdId, &Dossier>) -> Heard {
        let mut heard = Heard::default();
        for sitting in &self.rules {
            if sitting.function.shared_kind() != Some(value.kind) {
                continue;
            }
            let find = |exceptions: &[String]| {
                let mut drafts = sitting.function.find_shared(value, &self.context(exceptions));
                for draft in &mut drafts {
                    draft.other_households = households(value, draft);
                }
                drafts
            };
            let place = |draft: &Draft| {
                let first = value.holders.iter().find(|one| one.person == draft.subjects[0]);
                let household = first.expect("a finding is about a holder").household;
                let home = homes.get(&household);
                let town = home.and_then(|home| home.town.clone());
                let village = home.and_then(|home| home.village.clone());
                Place { household, town, village }
            };
            let drafts = find(&sitting.rule.exception_names);
            for one in excused::of_rule(sitting.rule, &drafts, find) {
                let Place { household, town, .. } = place(&one.draft);
                heard.excused.push(sitting.excuse(one, household, town));
            }
            for draft in drafts {
                let place = place(&draft);
                heard.findings.push(sitting.complete(draft, place));
            }
        }
        heard
    }

    fn context<'a>(&'a self, exceptions: &'a [String]) -> Context<'a> {
        Context {
            run_date: self.run_date,
            schemes: &self.policy.schemes,
            sources: self.sources,
            exceptions,
        }
    }
}

/// The households of the holders a draft is about.
fn households(value: &SharedValue, draft: &Draft) -> Vec<HouseholdId> {
    let concerned = value.holders.iter().filter(|one| draft.subjects.contains(&one.person));
    concerned.map(|one| one.household).collect()
}

impl Sitting<'_> {
    fn excuse(
        &self,
        one: excused::ExcusedDraft,
        household: HouseholdId,
        town: Option<String>,
    ) -> Excused {
        let texts = self.rule.exceptions.iter().filter(|known| one.by.contains(&known.name));
        Excused {
            code: self.rule.code.clone(),
            household,
            town,
            subjects: one.draft.subjects,
            discriminator: one.draft.discriminator,
            amount: one.draft.amount,
            exceptions: texts.map(|known| known.text.clone()).collect(),
        }
    }

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
        let mut other_households = draft.other_households;
        other_households.sort_unstable();
        other_households.dedup();
        other_households.retain(|other| *other != place.household);
        Finding {
            code: rule.code.clone(),
            family: rule.family,
            severity: rule.severity,
            note: rule.note,
            grade,
            looked_at: rule.household.code(),
            household: place.household,
            other_households,
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
            harm: rule.harm.clone(),
            suggested: Vec::new(),
            parameters: rule.parameters.clone(),
            exceptions_checked: rule.exceptions.iter().map(|one| one.text.clone()).collect(),
            evidence: draft.evidence,
            decision: None,
        }
    }
}
