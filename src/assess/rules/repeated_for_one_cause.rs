//! Repeated for one cause: a household relieved again within a year for what it was relieved before.
//!
//! The same bill is one matter. So is the same cause, unless both forms name bills that differ: then
//! it is another stay in hospital. A cause that says nothing ("other") is none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, sum, yuan};
use crate::domain::{Day, Dossier, DossierPayment, Fen};

/// Which schemes answer one matter once, and for how long.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepeatedForOneCause {
    pub schemes: SchemeSet,
    /// Those of them that help at once and may be followed by the others.
    #[serde(default)]
    pub reserve: SchemeSet,
    pub within_days: i32,
    /// Causes that tell no matter.
    pub vague_causes: Vec<String>,
}

impl RuleKind for RepeatedForOneCause {
    const NAME: &'static str = "repeated_for_one_cause";
    const EXCEPTIONS: &'static [&'static str] =
        &["approved_exception", "other_event", "reserve_then_relief"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "days", "cause", "count", "total", "amount", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes, &self.reserve]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        repeated_for_one_cause(dossier, self, context)
    }
}

/// One approval, with the payments made on it.
struct Approval<'a> {
    on: Day,
    amount: Fen,
    payments: Vec<&'a DossierPayment>,
}

impl<'a> Approval<'a> {
    fn first(&self) -> &'a DossierPayment {
        self.payments[0]
    }
}

/// Finds the matters for which the household was relieved more than once.
pub fn repeated_for_one_cause(
    dossier: &Dossier,
    settings: &RepeatedForOneCause,
    context: &Context,
) -> Vec<Draft> {
    let mut left: Vec<Approval> = approvals(dossier, settings, context);
    let mut drafts = Vec::new();
    while !left.is_empty() {
        // Everything that hangs together with the earliest, however many steps away.
        let mut matter = vec![left.remove(0)];
        let mut at = 0;
        while at < matter.len() {
            let same = |one: &Approval| is_one_matter(&matter[at], one, settings, context);
            let (found, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(same);
            matter.extend(found);
            left = rest;
            at += 1;
        }
        matter.sort_by_key(|approval| (approval.on, approval.first().proof.mention));
        if matter.len() > 1 {
            drafts.push(draft(dossier, &matter, context));
        }
    }
    drafts
}

/// The approvals of which something was paid and kept, in order of their first day.
fn approvals<'a>(
    dossier: &'a Dossier,
    settings: &RepeatedForOneCause,
    context: &Context,
) -> Vec<Approval<'a>> {
    let mut by_number: BTreeMap<(&str, String), Vec<&DossierPayment>> = BTreeMap::new();
    for payment in &dossier.payments {
        let approved = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        if settings.schemes.contains(&payment.scheme) && !approved {
            let number = payment.payment_number.clone();
            // A payment without a number is an approval of its own.
            let number = number.unwrap_or_else(|| format!("#{}", payment.proof.mention));
            by_number.entry((&payment.scheme, number)).or_default().push(payment);
        }
    }
    let approvals = by_number.into_values().map(|payments| Approval {
        on: payments[0].paid_on.unwrap_or(payments[0].period.first_day()),
        amount: payments.iter().map(|payment| payment.amount).sum(),
        payments,
    });
    let mut approvals: Vec<Approval> =
        approvals.filter(|approval| approval.amount > Fen::ZERO).collect();
    approvals.sort_by_key(|approval| (approval.on, approval.first().proof.mention));
    approvals
}

fn is_one_matter(
    one: &Approval,
    other: &Approval,
    settings: &RepeatedForOneCause,
    context: &Context,
) -> bool {
    if (one.on.0 - other.on.0).abs() > settings.within_days {
        return false;
    }
    let (one, other) = (one.first(), other.first());
    let reserve = [one, other].map(|payment| settings.reserve.contains(&payment.scheme));
    if reserve[0] != reserve[1] && context.heeds("reserve_then_relief") {
        return false;
    }
    let says = |cause: &String| !settings.vague_causes.contains(cause);
    let one_cause = one
        .cause
        .as_ref()
        .filter(|cause| says(cause))
        .is_some_and(|cause| other.cause.as_ref() == Some(cause));
    match (&one.event, &other.event) {
        (Some(first), Some(second)) if first == second => true,
        (Some(_), Some(_)) if context.heeds("other_event") => false,
        _ => one_cause,
    }
}

fn draft(dossier: &Dossier, matter: &[Approval], context: &Context) -> Draft {
    let payments = || matter.iter().flat_map(|approval| approval.payments.iter().copied());
    let mut seen = BTreeSet::new();
    let subjects = payments().map(|payment| payment.recipient);
    let subjects: Vec<u32> = subjects.filter(|member| seen.insert(*member)).collect();
    let schemes: BTreeSet<&str> = payments().map(|payment| payment.scheme.as_str()).collect();
    let agencies: BTreeSet<&str> =
        payments().map(|payment| context.agency_name(payment.proof)).collect();
    let total: Fen = matter.iter().map(|approval| approval.amount).sum();
    // The first help was due.
    let amount = total - matter[0].amount;
    let days: Vec<String> = matter.iter().map(|approval| day(approval.on)).collect();
    let first = matter[0].first();
    let cause = first.cause.as_deref().and_then(|cause| context.schemes.cause_name(cause));
    let words = vec![
        ("schemes", context.quoted(schemes.iter().copied())),
        ("days", days.join("、")),
        ("cause", cause.unwrap_or("因同一票据").to_owned()),
        ("count", matter.len().to_string()),
        ("total", yuan(total)),
        ("amount", yuan(amount)),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let number = first.payment_number.clone().unwrap_or_else(|| matter[0].on.to_string());
    let of_each = sum(matter.iter().map(|approval| approval.amount));
    Draft {
        discriminator: number,
        amount,
        from: Some(matter[0].on),
        to: matter.last().map(|approval| approval.on),
        schemes: schemes.into_iter().map(str::to_owned).collect(),
        arithmetic: format!("{of_each}；首次以外{}", yuan(amount)),
        evidence: payments().map(|payment| context.paid(payment)).collect(),
        ..Draft::about(dossier, &subjects, words)
    }
}
