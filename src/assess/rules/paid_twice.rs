//! Paid twice: one person, one scheme, one period, several payments, more than the entitlement.
//!
//! Payments of two districts are two awards and another rule's business. So are payments under two
//! certificates: whoever receives for two orphans is not paid twice. Where no certificate is given,
//! the recipient stands for it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force::{self, Ticket, Tie};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{sum, yuan};
use crate::domain::{Dossier, DossierPayment, Fen};

/// Which schemes are paid once a period, and what difference is rounding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidTwice {
    pub schemes: SchemeSet,
    pub tolerance_yuan: i64,
}

impl RuleKind for PaidTwice {
    const NAME: &'static str = "paid_twice";
    const EXCEPTIONS: &'static [&'static str] =
        &["back_pay", "bank_return", "split", "price_subsidy"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "month", "count", "amount", "total", "entitled", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        paid_twice(dossier, self, context)
    }
}

/// Finds, for each certificate or else member, scheme and month, the payments that exceed what one month entitles to.
///
/// A payment whose mark explains it (back pay, a returned transfer sent again, a split over
/// accounts, a price subsidy) is left out of the sum if the rule heeds that exception.
pub fn paid_twice(dossier: &Dossier, settings: &PaidTwice, context: &Context) -> Vec<Draft> {
    let mut groups: BTreeMap<_, Vec<&DossierPayment>> = BTreeMap::new();
    for payment in &dossier.payments {
        let explained = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        if settings.schemes.contains(&payment.scheme) && !explained {
            let to = payment.certificate.as_deref().ok_or(payment.recipient);
            let district = payment.area.as_deref().map(force::district);
            let group = (to, payment.scheme.as_str(), payment.period, district);
            groups.entry(group).or_default().push(payment);
        }
    }
    let found = groups.values().filter_map(|payments| {
        if payments.len() < 2 || numbers(payments) < 2 {
            return None;
        }
        let entitled = entitled(dossier, payments, context)?;
        let total: Fen = payments.iter().map(|payment| payment.amount).sum();
        let over = total > entitled + Fen::from_yuan(settings.tolerance_yuan);
        over.then(|| draft(dossier, payments, entitled, context))
    });
    found.collect()
}

/// How many payments the payers themselves tell apart.
fn numbers(payments: &[&DossierPayment]) -> usize {
    let mut numbers: Vec<&str> =
        payments.iter().filter_map(|payment| payment.payment_number.as_deref()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.len()
}

/// The award's monthly amount, or else the largest single payment; unknown where several people
/// may be paid their own parts of an award that no source delivers.
fn entitled(dossier: &Dossier, payments: &[&DossierPayment], context: &Context) -> Option<Fen> {
    let first = payments[0];
    let awards = dossier.awards.iter().filter(|award| {
        let theirs = match Ticket::of_award(award).tie(Ticket::of_payment(first)) {
            Some(Tie::Certificate) => true,
            Some(Tie::Recipient) => award.covers.contains(&first.recipient),
            None => false,
        };
        theirs && force::months(award, false, context.run_date).contains(&first.period)
    });
    let granted = awards.filter_map(|award| award.monthly).max();
    let one_payee = payments.iter().all(|payment| payment.recipient == first.recipient);
    let largest = || payments.iter().map(|payment| payment.amount).max().filter(|_| one_payee);
    granted.filter(|granted| *granted > Fen::ZERO).or_else(largest)
}

fn draft(
    dossier: &Dossier,
    payments: &[&DossierPayment],
    entitled: Fen,
    context: &Context,
) -> Draft {
    let (scheme, month) = (payments[0].scheme.as_str(), payments[0].period);
    let certificate = payments[0].certificate.as_deref();
    let mut payees: Vec<u32> = payments.iter().map(|payment| payment.recipient).collect();
    payees.sort_unstable();
    payees.dedup();
    let total: Fen = payments.iter().map(|payment| payment.amount).sum();
    let mut agencies: Vec<&str> =
        payments.iter().map(|payment| context.agency_name(payment.proof)).collect();
    agencies.dedup();
    let words = vec![
        ("schemes", context.quoted([scheme])),
        ("month", month.in_chinese()),
        ("count", payments.len().to_string()),
        ("amount", yuan(total - entitled)),
        ("total", yuan(total)),
        ("entitled", yuan(entitled)),
        ("agencies", agencies.join("、")),
    ];
    let paid = sum(payments.iter().map(|payment| payment.amount));
    let excess = yuan(total - entitled);
    Draft {
        discriminator: format!("{scheme} {month} {}", certificate.unwrap_or_default())
            .trim_end()
            .to_owned(),
        amount: total - entitled,
        schemes: vec![scheme.to_owned()],
        arithmetic: format!("{paid}；{} − 当月应发{} = {excess}", yuan(total), yuan(entitled)),
        evidence: payments.iter().map(|payment| context.paid(payment)).collect(),
        ..Draft::about(dossier, &payees, words)
    }
    .over(&[month])
}
