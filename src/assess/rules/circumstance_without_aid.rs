//! Circumstance without aid: something that calls for help, and no help of the kind that answers it.
//!
//! Silence is only evidence where the person is well known: whoever stands in a single list and is
//! joined to nobody may have been helped under a number that was mistyped.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::has_gone;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{maybe_day, yuan};
use crate::assess::strays;
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, DossierPayment,
    Evidence, Fen, HouseholdKind, Month,
};

/// What calls for help, which help answers it, when, and for whom it is looked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CircumstanceWithoutAid {
    pub trigger: Trigger,
    /// Who must be counted by an award of these, for as long as help may take.
    #[serde(default)]
    pub entitling: SchemeSet,
    /// Whoever is counted by an award of these is provided for.
    #[serde(default)]
    pub provided_by: SchemeSet,
    pub aid: SchemeSet,
    pub aid_to: Circle,
    pub window: Window,
    /// How long help may take from the trigger on.
    pub wait_days: i32,
}

/// What calls for help.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Trigger {
    /// A circumstance of one of the grades, or of any where none is given.
    Circumstance {
        kind: CircumstanceKind,
        #[serde(default)]
        grades: Vec<String>,
    },
    /// Help of another kind, of some size, for any cause but these.
    Payment { schemes: SchemeSet, least_yuan: i64, other_causes: Vec<String> },
}

/// Whose aid answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circle {
    Person,
    /// Anybody of the dossier.
    Household,
}

/// When aid answers.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Window {
    /// In the last days before the run: aid that goes on for as long as the circumstance holds.
    Lately { within_days: i32 },
    /// Around the trigger; without `after_days`, at any time since.
    Around {
        before_days: i32,
        #[serde(default)]
        after_days: Option<i32>,
    },
}

impl RuleKind for CircumstanceWithoutAid {
    const NAME: &'static str = "circumstance_without_aid";
    const EXCEPTIONS: &'static [&'static str] =
        &["expired", "provided", "already_applied", "anchored", "gone", "stray_aid"];
    const WORDS: &'static [&'static str] =
        &["name", "what", "date", "schemes", "aid", "amount", "wait"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        let mut sets = vec![&self.entitling, &self.provided_by, &self.aid];
        if let Trigger::Payment { schemes, .. } = &self.trigger {
            sets.push(schemes);
        }
        sets
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        circumstance_without_aid(dossier, self, context)
    }
}

/// One thing that calls for help.
#[derive(Clone, Copy)]
enum Call<'a> {
    Circumstance(&'a DossierCircumstance),
    Payment(&'a DossierPayment),
}

/// Finds the members whose call for help nothing answers, all calls of a member together.
pub fn circumstance_without_aid(
    dossier: &Dossier,
    settings: &CircumstanceWithoutAid,
    context: &Context,
) -> Vec<Draft> {
    let mut found: BTreeMap<u32, Vec<Call>> = BTreeMap::new();
    for call in calls(dossier, &settings.trigger) {
        if is_open(dossier, call, settings, context) {
            found.entry(call.member()).or_default().push(call);
        }
    }
    let drafts = found.into_iter().filter_map(|(member, calls)| {
        let entitled = entitling_award(dossier, member, settings, context);
        let wanted = settings.entitling.patterns().next().is_some();
        (entitled.is_some() || !wanted)
            .then(|| draft(dossier, member, &calls, entitled, settings, context))
    });
    drafts.collect()
}

impl Call<'_> {
    const fn member(&self) -> u32 {
        match self {
            Self::Circumstance(one) => one.member,
            Self::Payment(one) => one.recipient,
        }
    }

    fn day(&self) -> Option<Day> {
        match self {
            Self::Circumstance(one) => one.from,
            Self::Payment(one) => Some(paid_on(one)),
        }
    }
}

fn calls<'a>(dossier: &'a Dossier, trigger: &Trigger) -> Vec<Call<'a>> {
    match trigger {
        Trigger::Circumstance { kind, grades } => {
            let of_grade = |one: &&DossierCircumstance| {
                grades.is_empty() || one.grade.as_ref().is_some_and(|grade| grades.contains(grade))
            };
            let rows = dossier.circumstances.iter().filter(|one| one.kind == *kind);
            rows.filter(of_grade).map(Call::Circumstance).collect()
        }
        Trigger::Payment { schemes, least_yuan, other_causes } => {
            let least = Fen::from_yuan(*least_yuan);
            let wanted = |one: &&DossierPayment| {
                let other = one.cause.as_ref().is_some_and(|cause| other_causes.contains(cause));
                schemes.contains(&one.scheme) && one.amount >= least && !other
            };
            dossier.payments.iter().filter(wanted).map(Call::Payment).collect()
        }
    }
}

/// Whether a call has waited long enough, still stands, and nothing answered it.
fn is_open(
    dossier: &Dossier,
    call: Call,
    settings: &CircumstanceWithoutAid,
    context: &Context,
) -> bool {
    let (member, on) = (call.member(), context.run_date);
    let Some(day) = call.day().filter(|day| day.plus_days(settings.wait_days) <= on) else {
        return false;
    };
    let expired = matches!(call, Call::Circumstance(one) if one.to.is_some_and(|to| to < on));
    let gone = has_gone(dossier, member, on) && context.heeds("gone");
    let unknown = !is_anchored(dossier, member) && context.heeds("anchored");
    if expired && context.heeds("expired") || gone || unknown {
        return false;
    }
    let (from, to) = match settings.window {
        Window::Lately { within_days } => (on.plus_days(-within_days), on),
        Window::Around { before_days, after_days } => {
            let last = after_days.map_or(on, |after| day.plus_days(after).min(on));
            (day.plus_days(-before_days), last)
        }
    };
    !is_answered(dossier, member, (from, to), settings, context)
}

/// Whether the person stands in the register or in a unit, so that other lists could be joined.
pub fn is_anchored(dossier: &Dossier, member: u32) -> bool {
    let mut households = dossier.members[member as usize].households.iter();
    households.any(|one| one.kind != HouseholdKind::Dwelling)
}

/// Whether aid came, was asked for, or is not needed between the two days.
fn is_answered(
    dossier: &Dossier,
    member: u32,
    (from, to): (Day, Day),
    settings: &CircumstanceWithoutAid,
    context: &Context,
) -> bool {
    let own = |other: u32| settings.aid_to == Circle::Household || other == member;
    let paid = dossier.payments.iter().any(|payment| {
        let day = paid_on(payment);
        own(payment.recipient)
            && settings.aid.contains(&payment.scheme)
            && payment.amount > Fen::ZERO
            && (from..=to).contains(&day)
    });
    let applied = dossier.awards.iter().any(|award| {
        let asked = matches!(award.status, AwardStatus::Applied | AwardStatus::Refused);
        asked
            && settings.aid.contains(&award.scheme)
            && award.covers.iter().any(|one| own(*one))
            && award.from.is_none_or(|day| day >= from)
    });
    let provided = dossier.awards.iter().any(|award| {
        settings.provided_by.contains(&award.scheme)
            && counts_between(dossier, award, member, (from.month(), to.month()), context)
    });
    // Some schemes come as payments alone.
    let provided = provided
        || dossier.payments.iter().any(|payment| {
            payment.recipient == member
                && settings.provided_by.contains(&payment.scheme)
                && payment.amount > Fen::ZERO
                && (from..=to).contains(&paid_on(payment))
        });
    let in_window = |day: Day| (from..=to).contains(&day);
    let astray = || strays::may_have_reached(dossier, &settings.aid, own, in_window);
    paid || applied && context.heeds("already_applied")
        || provided && context.heeds("provided")
        || context.heeds("stray_aid") && astray()
}

fn counts_between(
    dossier: &Dossier,
    award: &DossierAward,
    member: u32,
    (first, last): (Month, Month),
    context: &Context,
) -> bool {
    if !award.covers.contains(&member) {
        return false;
    }
    let within = |month: &Month| (first..=last).contains(month);
    let in_force = force::months_of(dossier, award, member, false, context.run_date);
    let paid = force::months_of(dossier, award, member, true, context.run_date);
    in_force.iter().chain(&paid).any(within)
}

/// The award that has counted the member for as long as help may take, and still does.
fn entitling_award<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &CircumstanceWithoutAid,
    context: &Context,
) -> Option<&'a DossierAward> {
    let since = context.run_date.plus_days(-settings.wait_days);
    dossier.awards.iter().find(|award| {
        settings.entitling.contains(&award.scheme)
            && [since, context.run_date]
                .iter()
                .all(|day| force::covers_on(dossier, award, member, *day))
    })
}

/// The day of a payment; the last of its month where only the month is given.
pub fn paid_on(payment: &DossierPayment) -> Day {
    payment.paid_on.unwrap_or_else(|| payment.period.last_day())
}

fn draft(
    dossier: &Dossier,
    member: u32,
    calls: &[Call],
    entitled: Option<&DossierAward>,
    settings: &CircumstanceWithoutAid,
    context: &Context,
) -> Draft {
    let amount = |call: &Call| match call {
        Call::Circumstance(one) => one.amount.unwrap_or_default(),
        Call::Payment(one) => one.amount,
    };
    let total: Fen = calls.iter().map(amount).sum();
    let since = calls.iter().filter_map(Call::day).min();
    let aid = context.all_quoted(&settings.aid);
    let scheme = entitled.map(|award| award.scheme.clone());
    let words = vec![
        ("what", calls.iter().map(|call| what(*call, context)).collect::<Vec<_>>().join("、")),
        ("date", maybe_day(since)),
        ("schemes", scheme.as_deref().map_or_else(String::new, |one| context.quoted([one]))),
        ("aid", aid.clone()),
        ("amount", yuan(total)),
        ("wait", settings.wait_days.to_string()),
    ];
    let mut evidence: Vec<Evidence> =
        entitled.map(|award| context.awarded(award)).into_iter().collect();
    evidence.extend(calls.iter().map(|call| match call {
        Call::Circumstance(one) => {
            let says = format!("{}{}", maybe_day(one.from), what(*call, context));
            Context::evidence(one.proof, &says)
        }
        Call::Payment(one) => context.paid(one),
    }));
    let waited = since.map_or(0, |day| context.run_date.0 - day.0);
    Draft {
        discriminator: since.map_or_else(String::new, |day| day.to_string()),
        amount: total,
        from: since,
        to: Some(context.run_date),
        schemes: scheme.into_iter().collect(),
        arithmetic: format!(
            "{}起已{waited}天 ≥ {}天，{aid}0笔",
            maybe_day(since),
            settings.wait_days
        ),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}

/// What calls for help, in Chinese.
fn what(call: Call, context: &Context) -> String {
    match call {
        Call::Circumstance(one) => {
            let grade = one.grade.as_deref().unwrap_or_default();
            match one.kind {
                CircumstanceKind::Disability => format!("持残疾证（{grade}级）"),
                CircumstanceKind::Damage => format!("住房{grade}"),
                _ => grade.to_owned(),
            }
        }
        Call::Payment(one) => context.quoted([one.scheme.as_str()]),
    }
}
