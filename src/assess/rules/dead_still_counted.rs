//! Dead, still counted: a unit goes on being paid with a dead member, or in a dead head's name.
//!
//! The others live and the money may well be theirs; what is asked for is a change of the head or
//! of the number of people, not recovery.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::deaths::{days_apart, later_activity, others_live, records};
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, involving, span, yuan};
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Fen, Grade, Month,
};

/// Which household schemes, and how many months a change may take.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadStillCounted {
    pub schemes: SchemeSet,
    pub grace_months: i32,
    pub least_months: usize,
    /// Dates further apart contradict each other, and the finding waits until they are settled.
    pub date_conflict_days: i32,
    /// What only a living person does.
    pub activity: Vec<CircumstanceKind>,
    pub activity_after_days: i32,
}

impl RuleKind for DeadStillCounted {
    const NAME: &'static str = "dead_still_counted";
    const EXCEPTIONS: &'static [&'static str] =
        &["later_activity", "dates_conflict", "single_witness"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "date", "span", "months", "amount", "involving", "change"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        dead_still_counted(dossier, self, context)
    }
}

/// Finds the dead whom an award in force still counts beside living people.
pub fn dead_still_counted(
    dossier: &Dossier,
    settings: &DeadStillCounted,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (member, deaths) in records(dossier, CircumstanceKind::Death) {
        let Some(died) = deaths.iter().filter_map(|death| death.from).max() else { continue };
        if is_doubtful(dossier, member, &deaths, died, settings, context) {
            continue;
        }
        let last = died.month().plus_months(settings.grace_months);
        for award in &dossier.awards {
            let counts = settings.schemes.contains(&award.scheme)
                && award.covers.contains(&member)
                && is_still_member(dossier, member, award, died)
                && others_live(dossier, member, &award.scheme);
            let months = force::months(award, true, context.run_date);
            let months: Vec<Month> = months.into_iter().filter(|month| *month > last).collect();
            if counts && months.len() >= settings.least_months {
                drafts.push(draft(dossier, member, &deaths, award, &months, context));
            }
        }
    }
    drafts
}

fn is_doubtful(
    dossier: &Dossier,
    member: u32,
    deaths: &[&DossierCircumstance],
    died: Day,
    settings: &DeadStillCounted,
    context: &Context,
) -> bool {
    let signs = (&settings.activity[..], settings.activity_after_days);
    let alive = !later_activity(dossier, member, died, signs, context).is_empty();
    let conflict = days_apart(deaths) > settings.date_conflict_days;
    let agencies: BTreeSet<&str> = deaths.iter().map(|death| context.agency(death.proof)).collect();
    let confirmed = deaths.iter().any(|death| death.proof.grade == Grade::Confirmed);
    alive && context.heeds("later_activity")
        || conflict && context.heeds("dates_conflict")
        || agencies.len() < 2 && !confirmed && context.heeds("single_witness")
}

/// Whether the unit's list has not let the dead go.
fn is_still_member(dossier: &Dossier, member: u32, award: &DossierAward, died: Day) -> bool {
    let mut units = dossier.members[member as usize].households.iter();
    units.any(|unit| {
        Some(unit.household) == award.household && unit.to.is_none_or(|to| to > died.plus_days(31))
    })
}

fn draft(
    dossier: &Dossier,
    member: u32,
    deaths: &[&DossierCircumstance],
    award: &DossierAward,
    months: &[Month],
    context: &Context,
) -> Draft {
    let died = deaths.iter().filter_map(|death| death.from).max().expect("a death has a day");
    let is_head = award.recipient == Some(member);
    let people = i64::from(force::people(dossier, award));
    let count = i64::try_from(months.len()).expect("a span of months is short");
    let share = Fen(award.monthly.unwrap_or_default().0 / people);
    let amount = Fen(share.0 * count);
    let involving = match involving("；按人均计", amount) {
        nothing if nothing.is_empty() => nothing,
        involving => format!("{involving}，不等于应追回数"),
    };
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("date", day(died)),
        ("span", span(months)),
        ("months", months.len().to_string()),
        ("amount", yuan(amount)),
        ("involving", involving),
        ("change", if is_head { "变更户主" } else { "核减人口" }.to_owned()),
    ];
    let said = deaths.iter().map(|death| {
        let on = crate::assess::sentence::maybe_day(death.from);
        Context::evidence(death.proof, &format!("{on}死亡"))
    });
    let mut evidence: Vec<_> = said.collect();
    evidence.push(context.awarded(award));
    Draft {
        discriminator: award.scheme.clone(),
        amount,
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("人均每月{} × {count}个月 = {}", yuan(share), yuan(amount)),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
    .over(months)
}
