//! Paid twice: one person, one scheme, one period, several payments, more than the entitlement.
//!
//! Payments of two districts are two awards and another rule's business.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{sum, yuan};
use crate::domain::{Dossier, DossierPayment, Fen, Month};

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

/// Finds, for each member, scheme and month, the payments that exceed what one month entitles to.
///
/// A payment whose mark explains it (back pay, a returned transfer sent again, a split over
/// accounts, a price subsidy) is left out of the sum if the rule heeds that exception.
pub fn paid_twice(dossier: &Dossier, settings: &PaidTwice, context: &Context) -> Vec<Draft> {
    let mut months: BTreeMap<_, Vec<&DossierPayment>> = BTreeMap::new();
    for payment in &dossier.payments {
        let explained = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        if settings.schemes.contains(&payment.scheme) && !explained {
            let month = (payment.recipient, payment.scheme.as_str(), payment.period);
            let district = payment.area.as_deref().map(force::district);
            months.entry((month, district)).or_default().push(payment);
        }
    }
    let found = months.iter().filter_map(|((month, _), payments)| {
        if payments.len() < 2 || numbers(payments) < 2 {
            return None;
        }
        let entitled = entitled(dossier, *month, payments, context);
        let total: Fen = payments.iter().map(|payment| payment.amount).sum();
        let over = total > entitled + Fen::from_yuan(settings.tolerance_yuan);
        over.then(|| draft(dossier, *month, payments, entitled, context))
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

/// The award's monthly amount, or else the largest single payment.
fn entitled(
    dossier: &Dossier,
    (member, scheme, month): (u32, &str, Month),
    payments: &[&DossierPayment],
    context: &Context,
) -> Fen {
    let awards = dossier.awards.iter().filter(|award| {
        award.scheme == scheme
            && award.covers.contains(&member)
            && force::months(award, false, context.run_date).contains(&month)
    });
    let granted = awards.filter_map(|award| award.monthly).max();
    let largest = payments.iter().map(|payment| payment.amount).max().unwrap_or_default();
    granted.filter(|granted| *granted > Fen::ZERO).unwrap_or(largest)
}

fn draft(
    dossier: &Dossier,
    (member, scheme, month): (u32, &str, Month),
    payments: &[&DossierPayment],
    entitled: Fen,
    context: &Context,
) -> Draft {
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
        discriminator: format!("{scheme} {month}"),
        amount: total - entitled,
        schemes: vec![scheme.to_owned()],
        arithmetic: format!("{paid}；{} − 当月应发{} = {excess}", yuan(total), yuan(entitled)),
        evidence: payments.iter().map(|payment| context.paid(payment)).collect(),
        ..Draft::about(dossier, &[member], words)
    }
    .over(&[month])
}
