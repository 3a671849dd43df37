//! Event sum over cost: several payers answer one event with more than it cost, or than they may give
//! together.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{sum, yuan};
use crate::domain::{CircumstanceKind, Dossier, DossierPayment, Fen};

/// Whose payments are added up for one event, and what they may come to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventSumOverCost {
    pub schemes: SchemeSet,
    pub least_agencies: usize,
    pub tolerance_yuan: i64,
    #[serde(default)]
    pub line: Line,
    /// Sets of schemes of each of which something must be paid.
    #[serde(default)]
    pub needs_each_of: Vec<SchemeSet>,
    /// Whose payments rest on the paper of a bill: where these alone exceed the line, the paper was
    /// handed in twice, which is another rule's business.
    #[serde(default)]
    pub by_paper: SchemeSet,
}

/// What the payments for one event may come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The event's own cost; an event without a bill is not judged.
    #[default]
    Cost,
    CapYuan(i64),
}

impl RuleKind for EventSumOverCost {
    const NAME: &'static str = "event_sum_over_cost";
    const EXCEPTIONS: &'static [&'static str] = &["approved_exception", "claimed_twice"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "date", "cost", "total", "amount", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        [&self.schemes, &self.by_paper].into_iter().chain(&self.needs_each_of).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        event_sum_over_cost(dossier, self, context)
    }
}

/// Finds the events for which more was paid than their cost or their cap.
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
        let limit = match settings.line {
            Line::Cost => *costs.get(event).filter(|cost| **cost > Fen::ZERO)?,
            Line::CapYuan(cap) => Fen::from_yuan(cap),
        };
        let line = limit + Fen::from_yuan(settings.tolerance_yuan);
        let exceeds = |payments: &[&DossierPayment]| {
            let total: Fen = payments.iter().map(|payment| payment.amount).sum();
            let agencies: BTreeSet<&str> =
                payments.iter().map(|payment| context.agency(payment.proof)).collect();
            total > line && agencies.len() >= settings.least_agencies
        };
        let by_paper = payments.iter().filter(|one| settings.by_paper.contains(&one.scheme));
        let claimed_twice =
            exceeds(&by_paper.copied().collect::<Vec<_>>()) && context.heeds("claimed_twice");
        let over = exceeds(payments)
            && !claimed_twice
            && settings.needs_each_of.iter().all(|set| is_paid(set, payments));
        over.then(|| draft(dossier, event, payments, (settings.line, limit), context))
    });
    found.collect()
}

fn is_paid(set: &SchemeSet, payments: &[&DossierPayment]) -> bool {
    let of_set = payments.iter().filter(|payment| set.contains(&payment.scheme));
    of_set.map(|payment| payment.amount).sum::<Fen>() > Fen::ZERO
}

fn draft(
    dossier: &Dossier,
    event: &str,
    payments: &[&DossierPayment],
    (kind, line): (Line, Fen),
    context: &Context,
) -> Draft {
    let is_bill = |one: &&_| is_bill_of(one, event);
    let bills: Vec<_> = dossier.circumstances.iter().filter(is_bill).collect();
    let first_paid = payments.iter().filter_map(|payment| payment.paid_on).min();
    let settled = bills.first().map_or(first_paid, |bill| bills::paid_on(bill));
    let total: Fen = payments.iter().map(|payment| payment.amount).sum();
    let schemes: BTreeSet<&str> = payments.iter().map(|one| one.scheme.as_str()).collect();
    let agencies: BTreeSet<&str> =
        payments.iter().map(|payment| context.agency_name(payment.proof)).collect();
    let words = vec![
        ("schemes", context.quoted(schemes.iter().copied())),
        ("date", crate::assess::sentence::maybe_day(settled)),
        ("cost", yuan(line)),
        ("total", yuan(total)),
        ("amount", yuan(total - line)),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let mut seen = BTreeSet::new();
    let patient = bills.first().map(|bill| bill.member);
    let subjects = patient.into_iter().chain(payments.iter().map(|payment| payment.recipient));
    let subjects: Vec<u32> = subjects.filter(|member| seen.insert(*member)).collect();
    let mut evidence: Vec<_> = bills.iter().map(|bill| Context::billed(bill)).collect();
    evidence.extend(payments.iter().map(|payment| context.paid(payment)));
    let paid = sum(payments.iter().map(|payment| payment.amount));
    let named = match kind {
        Line::Cost => "自付",
        Line::CapYuan(_) => "合计限额",
    };
    Draft {
        discriminator: event.to_owned(),
        amount: total - line,
        from: bills.first().map_or(first_paid, |bill| bill.from),
        to: payments.iter().filter_map(|payment| payment.paid_on).max().or(settled),
        schemes: schemes.into_iter().map(str::to_owned).collect(),
        arithmetic: format!(
            "{paid}；{} − {named}{} = {}",
            yuan(total),
            yuan(line),
            yuan(total - line)
        ),
        evidence,
        ..Draft::about(dossier, &subjects, words)
    }
}

fn is_bill_of(one: &crate::domain::DossierCircumstance, event: &str) -> bool {
    one.kind == CircumstanceKind::HospitalBill && one.event.as_deref() == Some(event)
}
