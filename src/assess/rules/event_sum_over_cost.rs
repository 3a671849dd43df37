//! Event sum over cost: several payers answer one event with more than it cost.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{sum, yuan};
use crate::domain::{CircumstanceKind, Dossier, DossierPayment, Fen};

/// Whose payments are added up for one event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventSumOverCost {
    pub schemes: SchemeSet,
    pub least_agencies: usize,
    pub tolerance_yuan: i64,
}

impl RuleKind for EventSumOverCost {
    const NAME: &'static str = "event_sum_over_cost";
    const EXCEPTIONS: &'static [&'static str] = &["approved_exception"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "date", "cost", "total", "amount", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        event_sum_over_cost(dossier, self, context)
    }
}

/// Finds the events whose own cost is known and smaller than what was paid for them.
pub fn event_sum_over_cost(
    dossier: &Dossier,
    settings: &EventSumOverCost,
    context: &Context,
) -> Vec<Draft> {
    let mut by_event: BTreeMap<&str, Vec<&DossierPayment>> = BTreeMap::new();
    for payment in &dossier.payments {
        let Some(event) = payment.event.as_deref() else { continue };
        let explained = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        if settings.schemes.contains(&payment.scheme) && !explained {
            by_event.entry(event).or_default().push(payment);
        }
    }
    if by_event.is_empty() {
        return Vec::new();
    }
    let costs = bills::cost_by_event(dossier);
    let found = by_event.iter().filter_map(|(event, payments)| {
        let cost = *costs.get(event).filter(|cost| **cost > Fen::ZERO)?;
        let total: Fen = payments.iter().map(|payment| payment.amount).sum();
        let agencies: BTreeSet<&str> =
            payments.iter().map(|payment| context.agency(payment.proof)).collect();
        let over = total > cost + Fen::from_yuan(settings.tolerance_yuan)
            && agencies.len() >= settings.least_agencies;
        over.then(|| draft(dossier, event, payments, cost, context))
    });
    found.collect()
}

fn draft(
    dossier: &Dossier,
    event: &str,
    payments: &[&DossierPayment],
    cost: Fen,
    context: &Context,
) -> Draft {
    let is_bill = |one: &&_| is_bill_of(one, event);
    let bills: Vec<_> = dossier.circumstances.iter().filter(is_bill).collect();
    let bill = bills[0];
    let total: Fen = payments.iter().map(|payment| payment.amount).sum();
    let mut schemes: Vec<String> = payments.iter().map(|payment| payment.scheme.clone()).collect();
    schemes.sort_unstable();
    schemes.dedup();
    let mut agencies: Vec<&str> =
        payments.iter().map(|payment| context.agency_name(payment.proof)).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let words = vec![
        ("schemes", context.quoted(schemes.iter().map(String::as_str))),
        ("date", crate::assess::sentence::maybe_day(bills::paid_on(bill))),
        ("cost", yuan(cost)),
        ("total", yuan(total)),
        ("amount", yuan(total - cost)),
        ("agencies", agencies.join("、")),
    ];
    let mut subjects = vec![bill.member];
    subjects.extend(payments.iter().map(|payment| payment.recipient));
    let mut seen = BTreeSet::new();
    subjects.retain(|member| seen.insert(*member));
    let mut evidence: Vec<_> = bills.iter().map(|bill| Context::billed(bill)).collect();
    evidence.extend(payments.iter().map(|payment| context.paid(payment)));
    let paid = sum(payments.iter().map(|payment| payment.amount));
    Draft {
        discriminator: event.to_owned(),
        amount: total - cost,
        from: bill.from,
        to: payments.iter().filter_map(|payment| payment.paid_on).max().or(bill.to),
        schemes,
        arithmetic: format!(
            "{paid}；{} − 自付{} = {}",
            yuan(total),
            yuan(cost),
            yuan(total - cost)
        ),
        evidence,
        ..Draft::about(dossier, &subjects, words)
    }
}

fn is_bill_of(one: &crate::domain::DossierCircumstance, event: &str) -> bool {
    one.kind == CircumstanceKind::HospitalBill && one.event.as_deref() == Some(event)
}
