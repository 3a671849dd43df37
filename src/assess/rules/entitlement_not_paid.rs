//! Entitlement not paid: whom one scheme makes entitled to another, and who did not get it.
//!
//! Stacking is the design here: subsistence aid opens the door to medical and education aid, so its
//! absence is a lead in the person's favour.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::bills::{self, Bill};
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, days, maybe_day, sum, yuan};
use crate::assess::strays;
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, DossierPayment, Fen,
};

/// What entitles, to what, on which occasion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntitlementNotPaid {
    pub entitling: SchemeSet,
    pub aid: SchemeSet,
    pub occasion: Occasion,
}

/// When the aid is due.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Occasion {
    /// With every hospital bill whose own cost reaches the line.
    HospitalBill { least_cost_yuan: i64, over_days: i32 },
    /// Once a school term, some days after it starts; starts are written `09-01`.
    SchoolTerm { starts: Vec<String>, grace_days: i32 },
}

impl RuleKind for EntitlementNotPaid {
    const NAME: &'static str = "entitlement_not_paid";
    const EXCEPTIONS: &'static [&'static str] =
        &["already_applied", "died", "paid_to_family", "stray_aid"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "aid", "amount", "count", "days", "from", "to", "term"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.entitling, &self.aid]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        entitlement_not_paid(dossier, self, context)
    }
}

/// Finds the members whose aid was due and did not come.
pub fn entitlement_not_paid(
    dossier: &Dossier,
    settings: &EntitlementNotPaid,
    context: &Context,
) -> Vec<Draft> {
    if !dossier.awards.iter().any(|award| settings.entitling.contains(&award.scheme)) {
        return Vec::new();
    }
    match &settings.occasion {
        Occasion::HospitalBill { least_cost_yuan, over_days } => {
            let least = Fen::from_yuan(*least_cost_yuan);
            unassisted_bills(dossier, settings, least, *over_days, context)
        }
        Occasion::SchoolTerm { starts, grace_days } => {
            let Some(term) = current_term(starts, context.run_date) else { return Vec::new() };
            if term.plus_days(*grace_days) > context.run_date {
                return Vec::new();
            }
            unaided_pupils(dossier, settings, term, context)
        }
    }
}

fn entitling_award<'a>(
    dossier: &'a Dossier,
    settings: &EntitlementNotPaid,
    member: u32,
    on: Day,
) -> Option<&'a DossierAward> {
    dossier.awards.iter().find(|award| {
        settings.entitling.contains(&award.scheme) && force::covers_on(dossier, award, member, on)
    })
}

fn unassisted_bills(
    dossier: &Dossier,
    settings: &EntitlementNotPaid,
    least: Fen,
    over_days: i32,
    context: &Context,
) -> Vec<Draft> {
    let since = context.run_date.plus_days(-over_days);
    let paid_events: BTreeSet<&str> = dossier
        .payments
        .iter()
        .filter(|payment| settings.aid.contains(&payment.scheme) && payment.amount > Fen::ZERO)
        .filter_map(|payment| payment.event.as_deref())
        .collect();
    let mut found: BTreeMap<u32, (Vec<Bill>, &DossierAward)> = BTreeMap::new();
    for bill in bills::standing(dossier) {
        let Some(paid_on) = bill.paid_on().filter(|day| *day > since) else { continue };
        let assisted = bill.row.assisted.is_some_and(|assisted| assisted > Fen::ZERO)
            || bill.row.event.as_deref().is_some_and(|event| paid_events.contains(event));
        if assisted || bill.cost < least {
            continue;
        }
        if let Some(award) = entitling_award(dossier, settings, bill.row.member, paid_on) {
            found.entry(bill.row.member).or_insert((Vec::new(), award)).0.push(bill);
        }
    }
    let drafts = found.into_iter().map(|(member, (bills, award))| {
        bill_draft(dossier, member, &bills, award, settings, context)
    });
    drafts.collect()
}

fn bill_draft(
    dossier: &Dossier,
    member: u32,
    bills: &[Bill],
    award: &DossierAward,
    settings: &EntitlementNotPaid,
    context: &Context,
) -> Draft {
    let amount: Fen = bills.iter().map(|bill| bill.cost).sum();
    let (first, last) = (bills[0].paid_on(), bills[bills.len() - 1].paid_on());
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("aid", aid(settings, context)),
        ("count", bills.len().to_string()),
        ("amount", yuan(amount)),
        ("days", days(first, last)),
        ("from", maybe_day(first)),
        ("to", maybe_day(last)),
    ];
    let mut evidence = vec![context.awarded(award)];
    evidence.extend(Context::all_billed(bills));
    Draft {
        discriminator: "hospital_bill".to_owned(),
        amount,
        from: first,
        to: last,
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("自付 {}，其中医疗救助 0元", sum(bills.iter().map(|bill| bill.cost))),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}

/// The latest of the yearly starts that is not after the day.
fn current_term(starts: &[String], on: Day) -> Option<Day> {
    let day = |year: i32, start: &String| format!("{year}-{start}").parse::<Day>().ok();
    let years = [on.year() - 1, on.year()];
    let all = years.iter().flat_map(|year| starts.iter().filter_map(|start| day(*year, start)));
    all.filter(|start| *start <= on).max()
}

fn unaided_pupils(
    dossier: &Dossier,
    settings: &EntitlementNotPaid,
    term: Day,
    context: &Context,
) -> Vec<Draft> {
    let on = context.run_date;
    let mut drafts: Vec<Draft> = Vec::new();
    let mut pupils = BTreeSet::new();
    for enrolment in &dossier.circumstances {
        let running = enrolment.kind == CircumstanceKind::Enrolment
            && enrolment.from.is_none_or(|from| from <= on)
            && enrolment.to.is_none_or(|to| to >= on);
        let member = enrolment.member;
        if !running || !pupils.insert(member) || excused(dossier, settings, member, term, context) {
            continue;
        }
        if let Some(award) = entitling_award(dossier, settings, member, on) {
            drafts.push(pupil_draft(dossier, enrolment, award, settings, term, context));
        }
    }
    // Schools pay some aid in a parent's name: aid to whoever is no pupil is a pupil's of the family.
    let to_family = aid_of_term(dossier, settings, term);
    let to_family = to_family.filter(|payment| !pupils.contains(&payment.recipient)).count();
    if context.heeds("paid_to_family") && to_family >= drafts.len() {
        return Vec::new();
    }
    drafts
}

/// The money of the aid since the term began.
fn aid_of_term<'a>(
    dossier: &'a Dossier,
    settings: &EntitlementNotPaid,
    term: Day,
) -> impl Iterator<Item = &'a DossierPayment> {
    dossier.payments.iter().filter(move |payment| {
        let this_term =
            payment.period >= term.month() || payment.paid_on.is_some_and(|day| day >= term);
        this_term && settings.aid.contains(&payment.scheme) && payment.amount > Fen::ZERO
    })
}

/// Aided this term, applied for, or dead.
fn excused(
    dossier: &Dossier,
    settings: &EntitlementNotPaid,
    member: u32,
    term: Day,
    context: &Context,
) -> bool {
    let aided = aid_of_term(dossier, settings, term).any(|payment| payment.recipient == member);
    let applied = dossier.awards.iter().any(|award| {
        settings.aid.contains(&award.scheme)
            && award.covers.contains(&member)
            && award.from.is_none_or(|from| from >= term)
    });
    let died = dossier
        .circumstances
        .iter()
        .any(|one| one.kind == CircumstanceKind::Death && one.member == member);
    let is_member = |one: u32| one == member;
    let astray = || strays::may_have_reached(dossier, &settings.aid, is_member, |day| day >= term);
    aided
        || applied && context.heeds("already_applied")
        || died && context.heeds("died")
        || context.heeds("stray_aid") && astray()
}

fn pupil_draft(
    dossier: &Dossier,
    enrolment: &DossierCircumstance,
    award: &DossierAward,
    settings: &EntitlementNotPaid,
    term: Day,
    context: &Context,
) -> Draft {
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("aid", aid(settings, context)),
        ("term", format!("{}起的学期", term.month().in_chinese())),
        ("from", day(term)),
        ("amount", yuan(Fen::ZERO)),
    ];
    let grade = enrolment.grade.as_ref().map_or_else(String::new, |grade| format!("（{grade}）"));
    Draft {
        discriminator: term.month().to_string(),
        from: Some(term),
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("{}起发放{}：0笔", day(term), aid(settings, context)),
        evidence: vec![
            context.awarded(award),
            Context::evidence(enrolment.proof, &format!("在读{grade}")),
        ],
        ..Draft::about(dossier, &[enrolment.member], words)
    }
}

/// The names of the aid, as the sentence lists them.
fn aid(settings: &EntitlementNotPaid, context: &Context) -> String {
    let known = context.schemes.iter().filter(|scheme| settings.aid.contains(&scheme.code));
    let names: Vec<String> = known.map(|scheme| format!("“{}”", scheme.name)).collect();
    names.join("、")
}
