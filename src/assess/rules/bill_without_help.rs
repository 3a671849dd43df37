//! Bills without help: a household paid much out of its own pocket and nobody helped.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, sum, yuan};
use crate::domain::{AwardStatus, Day, Dossier, DossierCircumstance, Fen};

/// From which own cost help is looked for, over how long, and how long help may take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillWithoutHelp {
    /// Any payment of these counts as help.
    pub help: SchemeSet,
    pub line_yuan: i64,
    pub over_days: i32,
    pub wait_days: i32,
}

impl RuleKind for BillWithoutHelp {
    const NAME: &'static str = "bill_without_help";
    const EXCEPTIONS: &'static [&'static str] = &["already_applied"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "from", "to", "count", "amount", "line", "wait"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.help]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        bill_without_help(dossier, self, context)
    }
}

/// Finds households whose bills of the last months exceed the line with no help in sight.
pub fn bill_without_help(
    dossier: &Dossier,
    settings: &BillWithoutHelp,
    context: &Context,
) -> Vec<Draft> {
    let since = context.run_date.plus_days(-settings.over_days);
    let in_window = |bill: &&DossierCircumstance| {
        bills::paid_on(bill).is_some_and(|day| day > since && day <= context.run_date)
    };
    let bills: Vec<_> = bills::standing(dossier).into_iter().filter(in_window).collect();
    let total: Fen = bills.iter().map(|bill| bills::self_paid(bill)).sum();
    if total < Fen::from_yuan(settings.line_yuan) {
        return Vec::new();
    }
    let days = || bills.iter().filter_map(|bill| bills::paid_on(bill));
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Vec::new() };
    let waited = last.plus_days(settings.wait_days);
    let began =
        bills.iter().filter_map(|bill| bill.from).min().map_or(first, |from| from.min(first));
    if waited > context.run_date || is_helped(dossier, settings, began, waited, context) {
        return Vec::new();
    }
    vec![draft(dossier, settings, &bills, (first, last), context)]
}

fn is_helped(
    dossier: &Dossier,
    settings: &BillWithoutHelp,
    from: Day,
    to: Day,
    context: &Context,
) -> bool {
    let within = |day: Day| day >= from && day <= to;
    let paid = dossier.payments.iter().any(|payment| {
        let day = payment.paid_on.unwrap_or(payment.period.first_day());
        let in_time = within(day) || payment.period >= from.month() && payment.paid_on.is_none();
        payment.amount > Fen::ZERO && settings.help.contains(&payment.scheme) && in_time
    });
    let applied = dossier.awards.iter().any(|award| {
        let asked = matches!(award.status, AwardStatus::Applied | AwardStatus::Refused);
        asked && settings.help.contains(&award.scheme) && award.from.is_none_or(|day| day >= from)
    });
    paid || applied && context.heeds("already_applied")
}

fn draft(
    dossier: &Dossier,
    settings: &BillWithoutHelp,
    bills: &[&DossierCircumstance],
    (first, last): (Day, Day),
    context: &Context,
) -> Draft {
    let total: Fen = bills.iter().map(|bill| bills::self_paid(bill)).sum();
    let of_member = |member: u32| -> Fen {
        let own = bills.iter().filter(|bill| bill.member == member);
        own.map(|bill| bills::self_paid(bill)).sum()
    };
    let patients: BTreeSet<u32> = bills.iter().map(|bill| bill.member).collect();
    let mut subjects: Vec<u32> = patients.into_iter().collect();
    subjects.sort_by_key(|member| (-of_member(*member), *member));
    let words = vec![
        ("schemes", context.quoted(settings.help.patterns().filter(|code| !code.ends_with('*')))),
        ("from", day(first)),
        ("to", day(last)),
        ("count", bills.len().to_string()),
        ("amount", yuan(total)),
        ("line", yuan(Fen::from_yuan(settings.line_yuan))),
        ("wait", settings.wait_days.to_string()),
    ];
    let line = yuan(Fen::from_yuan(settings.line_yuan));
    let added = sum(bills.iter().map(|bill| bills::self_paid(bill)));
    Draft {
        discriminator: "self_paid".to_owned(),
        amount: total,
        from: Some(first),
        to: Some(last),
        arithmetic: format!("个人负担 {added} ≥ {line}"),
        evidence: bills.iter().map(|bill| context.billed(bill)).collect(),
        ..Draft::about(dossier, &subjects, words)
    }
}
