//! Doubtful death: dates of death that contradict each other, or signs of life after the last one.
//!
//! This protects people: whoever is called dead by mistake loses what they live on. While it is open,
//! the rules that count a death against anybody hold back, because they ask the same questions.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::deaths::{days_apart, later_activity, records, seen_on};
use crate::assess::draft::{Context, Draft};
use crate::assess::sentence::{day, maybe_day};
use crate::domain::{CircumstanceKind, Day, Dossier, DossierCircumstance, Evidence, Grade};

/// How far dates may lie apart, and what only a living person does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoubtfulDeath {
    pub date_conflict_days: i32,
    pub activity: Vec<CircumstanceKind>,
    /// Activity so soon after the death may still be settled from before.
    pub activity_after_days: i32,
}

impl RuleKind for DoubtfulDeath {
    const NAME: &'static str = "doubtful_death";
    const EXCEPTIONS: &'static [&'static str] = &["near_dates", "settled_late", "uncertain"];
    const WORDS: &'static [&'static str] = &["name", "witnesses", "date", "doubt", "days"];

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        doubtful_death(dossier, self, context)
    }
}

/// Finds the members whose reported death cannot stand as it is.
pub fn doubtful_death(
    dossier: &Dossier,
    settings: &DoubtfulDeath,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (member, mut deaths) in records(dossier, CircumstanceKind::Death) {
        // That somebody lives on shows a weak match to be none, and not a death to be doubtful.
        let uncertain = |death: &DossierCircumstance| death.proof.grade == Grade::Possible;
        deaths.retain(|death| !(uncertain(death) && context.heeds("uncertain")));
        let Some(last) = deaths.iter().filter_map(|death| death.from).max() else { continue };
        let least = if context.heeds("near_dates") { settings.date_conflict_days } else { 0 };
        let apart = Some(days_apart(&deaths)).filter(|days| *days > least);
        let late = if context.heeds("settled_late") { settings.activity_after_days } else { 0 };
        let alive = later_activity(dossier, member, last, (&settings.activity, late), context);
        if apart.is_some() || !alive.is_empty() {
            drafts.push(draft(dossier, (member, last), &deaths, (apart, &alive), context));
        }
    }
    drafts
}

fn draft(
    dossier: &Dossier,
    (member, last): (u32, Day),
    deaths: &[&DossierCircumstance],
    (apart, alive): (Option<i32>, &[&DossierCircumstance]),
    context: &Context,
) -> Draft {
    let mut witnesses: Vec<&str> =
        deaths.iter().map(|death| context.agency_name(death.proof)).collect();
    witnesses.sort_unstable();
    witnesses.dedup();
    let differ = apart.map(|days| format!("各来源死亡日期相差{days}天"));
    let signs = alive.first().map(|sign| {
        let on = maybe_day(seen_on(sign, context));
        format!("{on}仍有{}记录（共{}条）", kind_says(sign.kind), alive.len())
    });
    let doubt = [differ, signs].into_iter().flatten().collect::<Vec<_>>().join("，且");
    let words = vec![
        ("witnesses", witnesses.join("、")),
        ("date", day(last)),
        ("days", apart.unwrap_or_default().to_string()),
        ("doubt", doubt.clone()),
    ];
    let first = deaths.iter().filter_map(|death| death.from).min();
    let said = deaths
        .iter()
        .map(|death| Context::evidence(death.proof, &format!("{}死亡", maybe_day(death.from))));
    let mut evidence: Vec<Evidence> = said.collect();
    evidence.extend(alive.iter().map(|sign| {
        let on = maybe_day(seen_on(sign, context));
        Context::evidence(sign.proof, &format!("{on}{}", kind_says(sign.kind)))
    }));
    Draft {
        discriminator: "death".to_owned(),
        from: first,
        to: alive.iter().filter_map(|sign| seen_on(sign, context)).max().or(Some(last)),
        arithmetic: doubt,
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}

const fn kind_says(kind: CircumstanceKind) -> &'static str {
    match kind {
        CircumstanceKind::HospitalBill => "就医结算",
        CircumstanceKind::Contribution => "社保缴费",
        CircumstanceKind::Enrolment => "在读",
        CircumstanceKind::PublicPost => "公益性岗位在岗",
        _ => "活动",
    }
}
