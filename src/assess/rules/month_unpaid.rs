//! Month unpaid: a month that is over, for which an award was in force and no money moved.
//!
//! Money is looked for under the award's certificate, whoever it was paid to: a payee whom linkage
//! did not recognise must not look like a month without payment.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::has_gone;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{span, yuan};
use crate::domain::{AwardStatus, Dossier, DossierAward, Fen, Month};

/// Which awards, and how far back the lists of payments reach.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthUnpaid {
    pub schemes: SchemeSet,
    /// Other districts pay their own awards, and their lists are not here.
    pub own_district: String,
    pub over_months: i32,
}

impl RuleKind for MonthUnpaid {
    const NAME: &'static str = "month_unpaid";
    const EXCEPTIONS: &'static [&'static str] =
        &["bank_return", "suspended", "other_area", "before_first_payment", "gone"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "certificate", "span", "months", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        month_unpaid(dossier, self, context)
    }
}

/// Finds the awards of recipients in the dossier with months that were due and not paid.
pub fn month_unpaid(dossier: &Dossier, settings: &MonthUnpaid, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for award in dossier.awards.iter().filter(|award| settings.schemes.contains(&award.scheme)) {
        let Some(recipient) = award.recipient else { continue };
        let own = |area: &String| force::district(area) == settings.own_district;
        let other_area = !award.area.as_ref().is_none_or(own) && context.heeds("other_area");
        let rests = award.status == AwardStatus::Suspended && context.heeds("suspended");
        if other_area || rests {
            continue;
        }
        let unpaid = unpaid(dossier, award, settings, context);
        if !unpaid.is_empty() {
            drafts.push(draft(dossier, (recipient, award), &unpaid, context));
        }
    }
    drafts
}

fn unpaid(
    dossier: &Dossier,
    award: &DossierAward,
    settings: &MonthUnpaid,
    context: &Context,
) -> Vec<Month> {
    let this_month = context.run_date.month();
    let moved = award.paid_months.iter().chain(&award.returned_months);
    let first = moved.min().filter(|_| context.heeds("before_first_payment"));
    let is_due = |month: &Month| {
        let within = *month >= this_month.plus_months(-settings.over_months) && *month < this_month;
        let lives = |member: &u32| !has_gone(dossier, *member, month.first_day());
        let somebody = !context.heeds("gone") || award.covers.iter().any(lives);
        within && first.is_none_or(|first| month > first) && somebody
    };
    let returned =
        |month: &Month| context.heeds("bank_return") && award.returned_months.contains(month);
    let mut months = force::months(award, false, context.run_date);
    months.retain(|month| is_due(month) && !award.paid_months.contains(month) && !returned(month));
    months
}

fn draft(
    dossier: &Dossier,
    (recipient, award): (u32, &DossierAward),
    months: &[Month],
    context: &Context,
) -> Draft {
    let count = i64::try_from(months.len()).expect("a span of months is short");
    let monthly = award.monthly.unwrap_or_default();
    let amount = Fen(monthly.0 * count);
    let certificate = award.certificate.clone().unwrap_or_default();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("certificate", certificate.clone()),
        ("span", span(months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
    ];
    let mut evidence = vec![context.awarded(award)];
    let payments = dossier.payments.iter().filter(|payment| {
        let ties = force::Ticket::of_award(award).tie(force::Ticket::of_payment(payment));
        let beside = |month: &Month| (payment.period.0 - month.0).abs() == 1;
        ties.is_some() && months.iter().any(beside)
    });
    evidence.extend(payments.map(|payment| context.paid(payment)));
    Draft {
        discriminator: format!("{} {certificate}", award.scheme),
        amount,
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("每月{} × {count}个月 = {}", yuan(monthly), yuan(amount)),
        evidence,
        ..Draft::about(dossier, &[recipient], words)
    }
    .over(months)
}
