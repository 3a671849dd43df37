//! Paid after the end: money for months after an award has ended and its grace.
//!
//! Only an end that civil affairs gives counts. A household with a certificate that replaced the old
//! one is paid what it is due, whichever number stands on the payment.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force::{self, Ticket, Tie};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{span, sum, yuan};
use crate::domain::{AwardStatus, Day, Dossier, DossierAward, DossierPayment, Fen, Month};

/// Which schemes stop with their award, and how many months stopping may take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidAfterEnd {
    pub schemes: SchemeSet,
    pub grace_months: i32,
}

impl RuleKind for PaidAfterEnd {
    const NAME: &'static str = "paid_after_end";
    const EXCEPTIONS: &'static [&'static str] = &["back_pay", "replaced_certificate"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "certificate", "end", "span", "months", "amount", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        paid_after_end(dossier, self, context)
    }
}

/// Finds the awards under which money went on after their end.
pub fn paid_after_end(dossier: &Dossier, settings: &PaidAfterEnd, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for award in dossier.awards.iter().filter(|award| settings.schemes.contains(&award.scheme)) {
        let granted = matches!(award.status, AwardStatus::Active | AwardStatus::Ended);
        let Some(end) = award.to.filter(|_| granted).map(Day::month) else { continue };
        let last = end.plus_months(settings.grace_months);
        let mut late: BTreeMap<Month, Vec<&DossierPayment>> = BTreeMap::new();
        for payment in dossier.payments.iter().filter(|payment| payment.period > last) {
            let marked = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
            // What is taken back counts, whatever it is marked.
            let counts = !marked || payment.amount < Fen::ZERO;
            if counts && is_under(award, payment) && !is_due(dossier, award, payment, context) {
                late.entry(payment.period).or_default().push(payment);
            }
        }
        late.retain(|_, payments| net(payments) > Fen::ZERO);
        if !late.is_empty() {
            drafts.push(draft(dossier, award, end, &late, context));
        }
    }
    drafts
}

/// Whether the payment is made on the award: by its certificate, or else to its recipient.
fn is_under(award: &DossierAward, payment: &DossierPayment) -> bool {
    match Ticket::of_award(award).tie(Ticket::of_payment(payment)) {
        Some(Tie::Certificate) => true,
        Some(Tie::Recipient) => award.recipient == Some(payment.recipient),
        None => false,
    }
}

/// Whether another award of the scheme makes the month due and nothing else was paid on it.
fn is_due(
    dossier: &Dossier,
    ended: &DossierAward,
    payment: &DossierPayment,
    context: &Context,
) -> bool {
    let by_certificate = Ticket::of_award(ended).tie(Ticket::of_payment(payment));
    let explains = |award: &DossierAward| {
        let month = payment.period;
        award.proof.mention != ended.proof.mention
            && award.scheme == ended.scheme
            && award.covers.contains(&payment.recipient)
            && force::months(award, false, context.run_date).contains(&month)
            && (by_certificate == Some(Tie::Recipient) || !award.paid_months.contains(&month))
    };
    context.heeds("replaced_certificate") && dossier.awards.iter().any(explains)
}

fn net(payments: &[&DossierPayment]) -> Fen {
    payments.iter().map(|payment| payment.amount).sum()
}

fn draft(
    dossier: &Dossier,
    award: &DossierAward,
    end: Month,
    late: &BTreeMap<Month, Vec<&DossierPayment>>,
    context: &Context,
) -> Draft {
    let months: Vec<Month> = late.keys().copied().collect();
    let payments = || late.values().flatten().copied();
    let amount: Fen = payments().map(|payment| payment.amount).sum();
    let payees: BTreeSet<u32> = payments().map(|payment| payment.recipient).collect();
    let agencies: BTreeSet<&str> =
        payments().map(|payment| context.agency_name(payment.proof)).collect();
    let certificate = award.certificate.as_deref();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("certificate", certificate.unwrap_or("（证号不详）").to_owned()),
        ("end", end.in_chinese()),
        ("span", span(&months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let mut evidence = vec![context.awarded(award)];
    evidence.extend(payments().map(|payment| context.paid(payment)));
    let payees: Vec<u32> = payees.into_iter().collect();
    let discriminator = format!("{} {}", award.scheme, certificate.unwrap_or_default());
    Draft {
        discriminator: discriminator.trim_end().to_owned(),
        amount,
        schemes: vec![award.scheme.clone()],
        arithmetic: format!(
            "{}止，此后{}个月：{}",
            end.in_chinese(),
            months.len(),
            sum(payments().map(|payment| payment.amount))
        ),
        evidence,
        ..Draft::about(dossier, &payees, words)
    }
    .over(&months)
}
