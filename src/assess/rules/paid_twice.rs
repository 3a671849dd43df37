//! Paid twice: one person, one scheme, one period, several payments, more than the entitlement.
//!
//! Payments of two districts are two awards and another rule's business. So are payments under two
//! certificates: whoever receives for two orphans is not paid twice. Where no certificate is given,
//! the recipient stands for it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force::{self, Ticket, Tie};
use crate::assess::period::Period;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{sum, yuan};
use crate::domain::{Dossier, DossierPayment, Fen, Month};

/// Which schemes are paid once a period, and what difference is rounding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidTwice {
    pub schemes: SchemeSet,
    pub tolerance_yuan: i64,
    /// What one payment is for.
    #[serde(default)]
    pub period: Period,
    /// What shows that two rows are two payments.
    #[serde(default)]
    pub told_apart_by: ToldApartBy,
}

/// By what payments of one period are known to be several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldApartBy {
    /// The payer's own number.
    #[default]
    Number,
    Agency,
    /// What the payment answers or who grants it: for education aid the school.
    Event,
}

impl RuleKind for PaidTwice {
    const NAME: &'static str = "paid_twice";
    const EXCEPTIONS: &'static [&'static str] = &[
        "back_pay",
        "bank_return",
        "split",
        "price_subsidy",
        "transfer",
        "other_number",
        "namesake",
    ];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "span", "count", "amount", "total", "entitled", "agencies"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        paid_twice(dossier, self, context)
    }
}

/// The payments of one period, and what they should have come to.
struct Excess<'a> {
    start: Month,
    payments: Vec<&'a DossierPayment>,
    entitled: Fen,
}

impl Excess<'_> {
    fn total(&self) -> Fen {
        total(&self.payments)
    }
}

/// Finds, for each certificate or else member and each scheme, the periods whose payments exceed what
/// one period entitles to; periods that follow each other are one finding.
///
/// A payment whose mark explains it (back pay, a returned transfer sent again, a split over
/// accounts, a price subsidy, a change of school) is left out of the sum if the rule heeds that
/// exception; what is taken back always counts.
pub fn paid_twice(dossier: &Dossier, settings: &PaidTwice, context: &Context) -> Vec<Draft> {
    let mut streams: BTreeMap<_, BTreeMap<Month, Vec<&DossierPayment>>> = BTreeMap::new();
    for payment in &dossier.payments {
        let marked = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        let explained = marked && payment.amount >= Fen::ZERO;
        if settings.schemes.contains(&payment.scheme) && !explained {
            let to = payment.certificate.as_deref().ok_or(payment.recipient);
            let district = payment.area.as_deref().map(force::district);
            let stream = streams.entry((to, payment.scheme.as_str(), district)).or_default();
            stream.entry(settings.period.start(payment.period)).or_default().push(payment);
        }
    }
    let mut drafts = Vec::new();
    for stream in streams.into_values() {
        let periods = stream.into_iter();
        let excesses: Vec<Excess> = periods
            .filter_map(|(start, payments)| excess(dossier, start, payments, settings, context))
            .collect();
        let runs = excesses.chunk_by(|one, other| settings.period.follows(one.start, other.start));
        drafts.extend(runs.map(|run| draft(dossier, run, &settings.period, context)));
    }
    drafts
}

/// The period's payments, if they are several, exceed the entitlement and no exception explains it.
fn excess<'a>(
    dossier: &Dossier,
    start: Month,
    payments: Vec<&'a DossierPayment>,
    settings: &PaidTwice,
    context: &Context,
) -> Option<Excess<'a>> {
    let told_apart = told_apart(&payments, settings.told_apart_by, context);
    if told_apart < 2 || is_explained(dossier, &payments, context) {
        return None;
    }
    let entitled = entitled(dossier, &payments, &settings.period, context)?;
    let over = total(&payments) > entitled + Fen::from_yuan(settings.tolerance_yuan);
    over.then_some(Excess { start, payments, entitled })
}

/// How many payments they are, by what tells them apart.
fn told_apart(payments: &[&DossierPayment], by: ToldApartBy, context: &Context) -> usize {
    let payments = payments.iter().filter(|payment| payment.amount > Fen::ZERO);
    let distinct: BTreeSet<&str> = match by {
        ToldApartBy::Number => {
            payments.filter_map(|payment| payment.payment_number.as_deref()).collect()
        }
        ToldApartBy::Agency => payments.map(|payment| context.agency(payment.proof)).collect(),
        ToldApartBy::Event => payments.filter_map(|payment| payment.event.as_deref()).collect(),
    };
    distinct.len()
}

/// Paid under two numbers, which is a question of its own; or perhaps partly meant for a namesake,
/// where no certificate tells and the money goes to two accounts.
fn is_explained(dossier: &Dossier, payments: &[&DossierPayment], context: &Context) -> bool {
    let several = |keys: BTreeSet<u64>| keys.iter().filter(|key| **key != 0).count() > 1;
    let numbers = several(payments.iter().map(|payment| payment.id_key).collect());
    let accounts = several(payments.iter().map(|payment| payment.account_key).collect());
    let first = payments[0];
    let has_namesake = dossier.members[first.recipient as usize].has_namesake;
    numbers && context.heeds("other_number")
        || accounts && has_namesake && first.certificate.is_none() && context.heeds("namesake")
}

fn total(payments: &[&DossierPayment]) -> Fen {
    payments.iter().map(|payment| payment.amount).sum()
}

/// The award's monthly amount, or else the largest single payment; unknown where several people
/// may be paid their own parts of an award that no source delivers.
fn entitled(
    dossier: &Dossier,
    payments: &[&DossierPayment],
    period: &Period,
    context: &Context,
) -> Option<Fen> {
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
    let granted = granted.filter(|_| *period == Period::Month);
    granted.filter(|granted| *granted > Fen::ZERO).or_else(largest)
}

fn draft(dossier: &Dossier, run: &[Excess], period: &Period, context: &Context) -> Draft {
    let payments = || run.iter().flat_map(|excess| excess.payments.iter().copied());
    let first = run[0].payments[0];
    let (scheme, certificate) = (first.scheme.as_str(), first.certificate.as_deref());
    let starts: Vec<Month> = run.iter().map(|excess| excess.start).collect();
    let payees: BTreeSet<u32> = payments().map(|payment| payment.recipient).collect();
    let agencies: BTreeSet<&str> =
        payments().map(|payment| context.agency_name(payment.proof)).collect();
    let total: Fen = run.iter().map(Excess::total).sum();
    let entitled: Fen = run.iter().map(|excess| excess.entitled).sum();
    let words = vec![
        ("schemes", context.quoted([scheme])),
        ("span", period.span(&starts)),
        ("count", payments().count().to_string()),
        ("amount", yuan(total - entitled)),
        ("total", yuan(total)),
        ("entitled", yuan(entitled)),
        ("agencies", agencies.into_iter().collect::<Vec<_>>().join("、")),
    ];
    let payees: Vec<u32> = payees.into_iter().collect();
    let discriminator = format!("{scheme} {} {}", starts[0], certificate.unwrap_or_default());
    Draft {
        discriminator: discriminator.trim_end().to_owned(),
        amount: total - entitled,
        schemes: vec![scheme.to_owned()],
        arithmetic: arithmetic(run, period),
        evidence: payments().map(|payment| context.paid(payment)).collect(),
        ..Draft::about(dossier, &payees, words)
    }
    .over(&starts)
}

/// What was paid for each period, and what of it is too much; periods paid alike are told together.
fn arithmetic(run: &[Excess], period: &Period) -> String {
    let amounts = |excess: &Excess| -> Vec<Fen> {
        excess.payments.iter().map(|payment| payment.amount).collect()
    };
    let alike =
        run.chunk_by(|one, other| (amounts(one), one.entitled) == (amounts(other), other.entitled));
    let mut parts: Vec<String> = alike
        .map(|periods| {
            let (first, starts) = (&periods[0], periods.iter().map(|excess| excess.start));
            let each = if periods.len() > 1 { "每期" } else { "" };
            let lead = match run.len() {
                1 => String::new(),
                _ => format!("{}{each}", period.span(&starts.collect::<Vec<_>>())),
            };
            let (total, due) = (first.total(), first.entitled);
            let paid = sum(amounts(first));
            format!("{lead}{paid}；{} − 应发{} = {}", yuan(total), yuan(due), yuan(total - due))
        })
        .collect();
    if run.len() > 1 {
        let over: Fen = run.iter().map(|excess| excess.total() - excess.entitled).sum();
        parts.push(format!("{}期合计{}", run.len(), yuan(over)));
    }
    parts.join("；")
}
