//! Many sources, one cause: several agencies help for one cause within a short time.
//!
//! Nothing is wrong with that; the finding asks the agencies to coordinate. Where they paid more
//! than the event cost, the rule on the sum says so and this one stays silent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, days, sum, yuan};
use crate::domain::{Day, Dossier, DossierPayment, Fen};

/// How many agencies within how many days, and what a scheme is for where the row does not say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManySourcesOneCause {
    pub schemes: SchemeSet,
    /// Scheme to cause, for payments that name none.
    pub cause_of_scheme: BTreeMap<String, String>,
    /// Causes that name nothing, such as `other`: what shares them need have nothing in common.
    pub vague_causes: Vec<String>,
    pub least_agencies: usize,
    pub within_days: i32,
}

impl RuleKind for ManySourcesOneCause {
    const NAME: &'static str = "many_sources_one_cause";
    const EXCEPTIONS: &'static [&'static str] = &["sum_over_cost"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "cause", "count", "agencies", "days", "from", "to", "total", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        many_sources_one_cause(dossier, self, context)
    }
}

/// Finds, for each cause, the first run of payments within the time by enough agencies.
pub fn many_sources_one_cause(
    dossier: &Dossier,
    settings: &ManySourcesOneCause,
    context: &Context,
) -> Vec<Draft> {
    let mut by_cause: BTreeMap<&str, Vec<(Day, &DossierPayment)>> = BTreeMap::new();
    for payment in &dossier.payments {
        if payment.amount <= Fen::ZERO || !settings.schemes.contains(&payment.scheme) {
            continue;
        }
        let named = payment.cause.as_deref();
        let of_scheme = || settings.cause_of_scheme.get(&payment.scheme).map(String::as_str);
        let is_vague = |cause: &&str| settings.vague_causes.iter().any(|vague| vague == cause);
        if let Some(cause) = named.or_else(of_scheme).filter(|cause| !is_vague(cause)) {
            let paid_on = payment.paid_on.unwrap_or(payment.period.first_day());
            by_cause.entry(cause).or_default().push((paid_on, payment));
        }
    }
    let mut drafts = Vec::new();
    for (cause, mut payments) in by_cause {
        payments.sort_by_key(|(day, payment)| (*day, payment.proof.mention));
        let mut rest = payments.as_slice();
        while let Some((first, _)) = rest.first() {
            let last_day = first.plus_days(settings.within_days);
            let run = &rest[..rest.partition_point(|(day, _)| *day <= last_day)];
            if agencies(run, context).len() < settings.least_agencies {
                rest = &rest[1..];
                continue;
            }
            if !(context.heeds("sum_over_cost") && is_over_cost(dossier, run)) {
                drafts.push(draft(dossier, cause, run, context));
            }
            rest = &rest[run.len()..];
        }
    }
    drafts
}

fn agencies<'a>(run: &[(Day, &DossierPayment)], context: &'a Context) -> BTreeSet<&'a str> {
    run.iter().map(|(_, payment)| context.agency(payment.proof)).collect()
}

/// Whether the payments of one event in the run exceed what the event cost.
fn is_over_cost(dossier: &Dossier, run: &[(Day, &DossierPayment)]) -> bool {
    let costs = bills::cost_by_event(dossier);
    let mut paid: BTreeMap<&str, Fen> = BTreeMap::new();
    for (_, payment) in run {
        if let Some(event) = payment.event.as_deref() {
            *paid.entry(event).or_default() += payment.amount;
        }
    }
    paid.iter().any(|(event, paid)| costs.get(event).is_some_and(|cost| paid > cost))
}

fn draft(
    dossier: &Dossier,
    cause: &str,
    run: &[(Day, &DossierPayment)],
    context: &Context,
) -> Draft {
    let payments = || run.iter().map(|(_, payment)| *payment);
    let total: Fen = payments().map(|payment| payment.amount).sum();
    let names: BTreeSet<&str> =
        payments().map(|payment| context.agency_name(payment.proof)).collect();
    let schemes: BTreeSet<&str> = payments().map(|payment| payment.scheme.as_str()).collect();
    let (from, to) = (run[0].0, run[run.len() - 1].0);
    let words = vec![
        ("schemes", context.quoted(schemes.iter().copied())),
        ("cause", context.schemes.cause_name(cause).unwrap_or("同一事由").to_owned()),
        ("count", names.len().to_string()),
        ("agencies", names.into_iter().collect::<Vec<_>>().join("、")),
        ("days", days(Some(from), Some(to))),
        ("from", day(from)),
        ("to", day(to)),
        ("total", yuan(total)),
        ("amount", yuan(total)),
    ];
    let mut subjects: Vec<u32> = payments().map(|payment| payment.recipient).collect();
    let mut seen = BTreeSet::new();
    subjects.retain(|member| seen.insert(*member));
    Draft {
        discriminator: format!("{cause} {from}"),
        amount: total,
        from: Some(from),
        to: Some(to),
        schemes: schemes.into_iter().map(str::to_owned).collect(),
        arithmetic: sum(payments().map(|payment| payment.amount)),
        evidence: payments().map(|payment| context.paid(payment)).collect(),
        ..Draft::about(dossier, &subjects, words)
    }
}
