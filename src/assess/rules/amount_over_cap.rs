//! Amount over cap: one approval paid more than the scheme allows without a collective decision.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, sum, yuan};
use crate::domain::{Dossier, DossierPayment, Fen};

/// The caps of one approval: each set of schemes has its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmountOverCap {
    pub caps: BTreeMap<String, Cap>,
}

/// The schemes that share a cap.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    pub schemes: SchemeSet,
    pub cap_yuan: i64,
}

impl RuleKind for AmountOverCap {
    const NAME: &'static str = "amount_over_cap";
    const EXCEPTIONS: &'static [&'static str] = &["approved_exception"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "date", "number", "total", "cap", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        self.caps.values().map(|cap| &cap.schemes).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        amount_over_cap(dossier, self, context)
    }
}

/// Finds the approvals whose payments, added up by number, exceed the cap.
pub fn amount_over_cap(
    dossier: &Dossier,
    settings: &AmountOverCap,
    context: &Context,
) -> Vec<Draft> {
    let mut approvals: BTreeMap<(u32, &str, String), Vec<&DossierPayment>> = BTreeMap::new();
    for payment in &dossier.payments {
        let approved = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        if cap_of(settings, &payment.scheme).is_some() && !approved {
            let number = payment.payment_number.clone();
            // A payment without a number is an approval of its own.
            let number = number.unwrap_or_else(|| format!("#{}", payment.proof.mention));
            let key = (payment.recipient, payment.scheme.as_str(), number);
            approvals.entry(key).or_default().push(payment);
        }
    }
    let over = approvals.into_iter().filter_map(|((_, scheme, _), payments)| {
        let cap = cap_of(settings, scheme)?;
        let total: Fen = payments.iter().map(|payment| payment.amount).sum();
        (total > cap).then(|| draft(dossier, &payments, cap, context))
    });
    over.collect()
}

/// The cap of the scheme; the lowest, where several sets name it.
fn cap_of(settings: &AmountOverCap, scheme: &str) -> Option<Fen> {
    let caps = settings.caps.values().filter(|cap| cap.schemes.contains(scheme));
    caps.map(|cap| Fen::from_yuan(cap.cap_yuan)).min()
}

fn draft(dossier: &Dossier, payments: &[&DossierPayment], cap: Fen, context: &Context) -> Draft {
    let first = payments[0];
    let total: Fen = payments.iter().map(|payment| payment.amount).sum();
    let on = first.paid_on.unwrap_or(first.period.first_day());
    let number = first.payment_number.as_deref().unwrap_or("无");
    let words = vec![
        ("schemes", context.quoted([first.scheme.as_str()])),
        ("date", day(on)),
        ("number", number.to_owned()),
        ("total", yuan(total)),
        ("cap", yuan(cap)),
        ("amount", yuan(total - cap)),
    ];
    let paid = sum(payments.iter().map(|payment| payment.amount));
    Draft {
        discriminator: format!(
            "{} {}",
            first.scheme,
            first.payment_number.as_deref().map_or_else(|| on.to_string(), str::to_owned)
        ),
        amount: total - cap,
        from: Some(on),
        to: payments.iter().filter_map(|payment| payment.paid_on).max().or(Some(on)),
        schemes: vec![first.scheme.clone()],
        arithmetic: format!("{paid} − 限额{} = {}", yuan(cap), yuan(total - cap)),
        evidence: payments.iter().map(|payment| context.paid(payment)).collect(),
        ..Draft::about(dossier, &[first.recipient], words)
    }
}
