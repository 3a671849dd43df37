//! Paid after an event: money for months after a death, or after leaving the register.
//!
//! A wrong death record harms a living person, so a death counts only when two agencies report it,
//! or one does for a confirmed match, when the dates agree, and when nothing shows the person alive
//! afterwards.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::deaths::{days_apart, later_activity, others_live, records};
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, span, sum, yuan};
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierCircumstance, DossierPayment, Fen, Grade, Month,
};

/// After which event which schemes must stop, and what shows that the event is a mistake.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidAfterEvent {
    pub event: CircumstanceKind,
    pub schemes: SchemeSet,
    /// Schemes that go on for the others of the household.
    pub of_household: SchemeSet,
    pub grace_months: i32,
    /// Dates further apart contradict each other, and the finding waits until they are settled.
    pub date_conflict_days: i32,
    /// What only a living person does.
    pub activity: Vec<CircumstanceKind>,
    /// Activity so soon after the event may still be settled from before.
    pub activity_after_days: i32,
}

impl RuleKind for PaidAfterEvent {
    const NAME: &'static str = "paid_after_event";
    const EXCEPTIONS: &'static [&'static str] =
        &["back_pay", "household_lives_on", "later_activity", "dates_conflict", "single_witness"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "date", "span", "months", "amount", "witnesses"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes, &self.of_household]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        paid_after_event(dossier, self, context)
    }
}

/// Finds the members paid for months after the event and its grace.
pub fn paid_after_event(
    dossier: &Dossier,
    settings: &PaidAfterEvent,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (member, records) in records(dossier, settings.event) {
        let Some(event) = settled(dossier, member, &records, settings, context) else { continue };
        let last = event.month().plus_months(settings.grace_months);
        let mut late: BTreeMap<&str, Vec<&DossierPayment>> = BTreeMap::new();
        for payment in &dossier.payments {
            let marked = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
            let wanted = payment.recipient == member && settings.schemes.contains(&payment.scheme);
            if wanted && payment.period > last && !marked {
                late.entry(&payment.scheme).or_default().push(payment);
            }
        }
        for (scheme, payments) in late {
            let for_others = settings.of_household.contains(scheme)
                && context.heeds("household_lives_on")
                && others_live(dossier, member, scheme);
            let total: Fen = payments.iter().map(|payment| payment.amount).sum();
            if !for_others && total > Fen::ZERO {
                drafts.push(draft(dossier, member, event, &records, &payments, context));
            }
        }
    }
    drafts
}

/// The day of the event, if what is known of it is beyond doubt. Of several dates the latest.
fn settled(
    dossier: &Dossier,
    member: u32,
    records: &[&DossierCircumstance],
    settings: &PaidAfterEvent,
    context: &Context,
) -> Option<Day> {
    let last = records.iter().filter_map(|record| record.from).max()?;
    if days_apart(records) > settings.date_conflict_days && context.heeds("dates_conflict") {
        return None;
    }
    let agencies: BTreeSet<&str> =
        records.iter().map(|record| context.agency(record.proof)).collect();
    let confirmed = records.iter().any(|record| record.proof.grade == Grade::Confirmed);
    if agencies.len() < 2 && !confirmed && context.heeds("single_witness") {
        return None;
    }
    let signs = (&settings.activity[..], settings.activity_after_days);
    let alive = !later_activity(dossier, member, last, signs, context).is_empty();
    if alive && context.heeds("later_activity") { None } else { Some(last) }
}

fn draft(
    dossier: &Dossier,
    member: u32,
    event: Day,
    records: &[&DossierCircumstance],
    payments: &[&DossierPayment],
    context: &Context,
) -> Draft {
    let months: BTreeSet<Month> = payments.iter().map(|payment| payment.period).collect();
    let months: Vec<Month> = months.into_iter().collect();
    let amount: Fen = payments.iter().map(|payment| payment.amount).sum();
    let witnesses: BTreeSet<&str> =
        records.iter().map(|record| context.agency_name(record.proof)).collect();
    let scheme = &payments[0].scheme;
    let words = vec![
        ("schemes", context.quoted([scheme.as_str()])),
        ("date", day(event)),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("witnesses", witnesses.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let said = records.iter().map(|record| {
        let what =
            if record.kind == CircumstanceKind::Death { "死亡" } else { "迁出或注销" };
        let on = crate::assess::sentence::maybe_day(record.from);
        Context::evidence(record.proof, &format!("{on}{what}"))
    });
    let mut evidence: Vec<_> = said.collect();
    evidence.extend(payments.iter().map(|payment| context.paid(payment)));
    Draft {
        discriminator: scheme.clone(),
        amount,
        schemes: vec![scheme.clone()],
        arithmetic: format!("{}个月：{}", months.len(), sum(payments.iter().map(|one| one.amount))),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
    .over(&months)
}
