//! Bills without help: a household paid much out of its own pocket and nobody helped.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills::{self, Bill};
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{days, maybe_day, sum, yuan};
use crate::assess::strays;
use crate::domain::{AwardStatus, Day, Dossier, Fen};

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
    const EXCEPTIONS: &'static [&'static str] = &["already_applied", "stray_aid"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "days", "from", "to", "count", "amount", "line", "wait"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.help]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        bill_without_help(dossier, self, context)
    }
}

/// Finds households whose bills of the last months exceed the line with no help in sight.
///
/// The time for help runs from the bill with which the sum reaches the line: later small bills must
/// not put the finding off for ever.
pub fn bill_without_help(
    dossier: &Dossier,
    settings: &BillWithoutHelp,
    context: &Context,
) -> Vec<Draft> {
    let since = context.run_date.plus_days(-settings.over_days);
    let in_window =
        |bill: &Bill| bill.paid_on().is_some_and(|day| day > since && day <= context.run_date);
    let bills: Vec<_> = bills::standing(dossier).into_iter().filter(in_window).collect();
    let total: Fen = bills.iter().map(|bill| bill.self_paid).sum();
    if total < Fen::from_yuan(settings.line_yuan) {
        return Vec::new();
    }
    let Some(first) = bills.iter().filter_map(Bill::paid_on).min() else {
        return Vec::new();
    };
    let began =
        bills.iter().filter_map(|bill| bill.row.from).min().map_or(first, |from| from.min(first));
    let crossed = crossing(&bills, Fen::from_yuan(settings.line_yuan));
    let waits = crossed.is_none_or(|day| day.plus_days(settings.wait_days) > context.run_date);
    if waits || is_helped(dossier, settings, began, context) {
        return Vec::new();
    }
    vec![draft(dossier, settings, &bills, context)]
}

/// The day on which the bills together reach the line.
fn crossing(bills: &[Bill], line: Fen) -> Option<Day> {
    let mut by_day: Vec<&Bill> = bills.iter().collect();
    by_day.sort_by_key(|bill| (bill.paid_on(), bill.row.proof.mention));
    let mut total = Fen::ZERO;
    let crossing = by_day.into_iter().find(|bill| {
        total += bill.self_paid;
        total >= line
    });
    crossing.and_then(Bill::paid_on)
}

/// Whether any help came since the first bill began, however late.
fn is_helped(dossier: &Dossier, settings: &BillWithoutHelp, since: Day, context: &Context) -> bool {
    let paid = dossier.payments.iter().any(|payment| {
        let lately = payment.paid_on.map_or(payment.period >= since.month(), |day| day >= since);
        payment.amount > Fen::ZERO && settings.help.contains(&payment.scheme) && lately
    });
    let applied = dossier.awards.iter().any(|award| {
        let asked = matches!(award.status, AwardStatus::Applied | AwardStatus::Refused);
        asked && settings.help.contains(&award.scheme) && award.from.is_none_or(|day| day >= since)
    });
    let astray = || strays::may_have_reached(dossier, &settings.help, |_| true, |day| day >= since);
    paid || applied && context.heeds("already_applied") || context.heeds("stray_aid") && astray()
}

fn draft(
    dossier: &Dossier,
    settings: &BillWithoutHelp,
    bills: &[Bill],
    context: &Context,
) -> Draft {
    let settled = || bills.iter().filter_map(Bill::paid_on);
    let (first, last) = (settled().min(), settled().max());
    let total: Fen = bills.iter().map(|bill| bill.self_paid).sum();
    let of_member = |member: u32| -> Fen {
        let own = bills.iter().filter(|bill| bill.row.member == member);
        own.map(|bill| bill.self_paid).sum()
    };
    let patients: BTreeSet<u32> = bills.iter().map(|bill| bill.row.member).collect();
    let mut subjects: Vec<u32> = patients.into_iter().collect();
    subjects.sort_by_key(|member| (-of_member(*member), *member));
    let words = vec![
        ("schemes", context.quoted(settings.help.patterns().filter(|code| !code.ends_with('*')))),
        ("days", days(first, last)),
        ("from", maybe_day(first)),
        ("to", maybe_day(last)),
        ("count", bills.len().to_string()),
        ("amount", yuan(total)),
        ("line", yuan(Fen::from_yuan(settings.line_yuan))),
        ("wait", settings.wait_days.to_string()),
    ];
    let line = yuan(Fen::from_yuan(settings.line_yuan));
    let added = sum(bills.iter().map(|bill| bill.self_paid));
    Draft {
        discriminator: "self_paid".to_owned(),
        amount: total,
        from: first,
        to: last,
        arithmetic: format!("个人负担 {added} ≥ {line}"),
        evidence: Context::all_billed(bills),
        ..Draft::about(dossier, &subjects, words)
    }
}
