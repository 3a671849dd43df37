//! Counted while away: a unit is paid for months in which a member was in custody or had moved away.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::deaths::records;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, days, involving, span, yuan};
use crate::domain::{CircumstanceKind, Dossier, DossierAward, DossierCircumstance, Fen, Month};

/// What takes somebody away, and which months it speaks against.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedWhileAway {
    pub schemes: SchemeSet,
    pub event: CircumstanceKind,
    pub months: Months,
    /// Months after the event for which payment may still run.
    #[serde(default)]
    pub grace_months: i32,
    /// The awards of other districts are theirs to judge: whoever moved there may hold one.
    pub own_district: String,
}

/// Which months the event speaks against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Months {
    /// Those within it from their first day to their last.
    Enclosed,
    /// Those after it.
    After,
}

impl RuleKind for CountedWhileAway {
    const NAME: &'static str = "counted_while_away";
    const EXCEPTIONS: &'static [&'static str] =
        &["release_month", "moving_month", "not_counted", "other_area"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "date", "span", "months", "amount", "involving"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        counted_while_away(dossier, self, context)
    }
}

/// Finds the members for whom an award was paid while they were away.
pub fn counted_while_away(
    dossier: &Dossier,
    settings: &CountedWhileAway,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (member, events) in records(dossier, settings.event) {
        // Whoever came back and left again is judged by the last time.
        let last = events.iter().max_by_key(|event| event.from);
        let events = match settings.months {
            Months::Enclosed => events.clone(),
            Months::After => last.into_iter().copied().collect(),
        };
        for award in &dossier.awards {
            if !is_asked_about(award, member, settings, context) {
                continue;
            }
            let mut months = if context.heeds("not_counted") {
                force::months_of(dossier, award, member, true, context.run_date)
            } else {
                force::months(award, true, context.run_date)
            };
            months.retain(|month| events.iter().any(|one| is_away(one, *month, settings, context)));
            if !months.is_empty() {
                drafts.push(draft(dossier, (member, award), &events, &months, settings, context));
            }
        }
    }
    drafts
}

fn is_asked_about(
    award: &DossierAward,
    member: u32,
    settings: &CountedWhileAway,
    context: &Context,
) -> bool {
    let own = |area: &String| force::district(area) == settings.own_district;
    let other_area = !award.area.as_ref().is_none_or(own) && context.heeds("other_area");
    settings.schemes.contains(&award.scheme) && award.covers.contains(&member) && !other_area
}

fn is_away(
    event: &DossierCircumstance,
    month: Month,
    settings: &CountedWhileAway,
    context: &Context,
) -> bool {
    let Some(from) = event.from else { return false };
    match settings.months {
        Months::Enclosed if context.heeds("release_month") => {
            from < month.first_day() && event.to.is_none_or(|to| to > month.last_day())
        }
        Months::Enclosed => {
            from <= month.last_day() && event.to.is_none_or(|to| to >= month.first_day())
        }
        Months::After => {
            let last = from.month().plus_months(settings.grace_months);
            if context.heeds("moving_month") { month > last } else { month >= last }
        }
    }
}

fn draft(
    dossier: &Dossier,
    (member, award): (u32, &DossierAward),
    events: &[&DossierCircumstance],
    months: &[Month],
    settings: &CountedWhileAway,
    context: &Context,
) -> Draft {
    let (people, count) = (force::people(dossier, award), months.len());
    let share = Fen(award.monthly.unwrap_or_default().0 / i64::from(people));
    let amount = Fen(share.0 * i64::try_from(count).expect("a span of months is short"));
    let began = events.iter().filter_map(|event| event.from).max();
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("date", began.map_or_else(String::new, day)),
        ("span", span(months)),
        ("months", count.to_string()),
        ("amount", yuan(amount)),
        ("involving", involving("，按人均计", amount)),
    ];
    let mut evidence: Vec<_> = events.iter().map(|one| says(one, settings.months)).collect();
    evidence.push(context.awarded(award));
    let payments = dossier.payments.iter().filter(|payment| {
        let ties = force::Ticket::of_award(award).tie(force::Ticket::of_payment(payment));
        ties.is_some() && months.contains(&payment.period)
    });
    evidence.extend(payments.map(|payment| context.paid(payment)));
    Draft {
        discriminator: format!(
            "{} {}",
            award.scheme,
            award.certificate.as_deref().unwrap_or_default()
        ),
        amount,
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("人均每月{} × {count}个月 = {}", yuan(share), yuan(amount)),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
    .over(months)
}

fn says(event: &DossierCircumstance, months: Months) -> crate::domain::Evidence {
    let kind = event.grade.as_deref().unwrap_or_default();
    let text = match (months, event.to) {
        (Months::After, _) => format!("{}迁出或注销", days(event.from, event.from)),
        (Months::Enclosed, None) => format!("{}起{kind}，未见释放", days(event.from, event.from)),
        (Months::Enclosed, to) => format!("{}{kind}", days(event.from, to)),
    };
    Context::evidence(event.proof, &text)
}
