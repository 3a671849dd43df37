//! Parents unable: a minor whose parents are both dead or cannot care, without a child's award.
//!
//! Both parents must be known: a child with a parent whom no register lists is not judged, because
//! an absent entry proves neither a death nor that anybody is unable to care. Such a child is
//! lost here.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::maybe_day;
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierCircumstance, DossierMember, Fen, Kin,
    Kinship,
};

/// Who is a minor, what makes a parent unable, and what provides already.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParentsUnable {
    pub provided_by: SchemeSet,
    pub minor_under_years: i32,
    /// Grades of a disability certificate that count as severe.
    pub severe_grades: Vec<String>,
    pub missing_days: i32,
}

impl RuleKind for ParentsUnable {
    const NAME: &'static str = "parents_unable";
    const EXCEPTIONS: &'static [&'static str] = &["died", "other_parent_known"];
    const WORDS: &'static [&'static str] =
        &["name", "schemes", "age", "father", "mother", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.provided_by]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        parents_unable(dossier, self, context)
    }
}

/// Finds the minors none of whose known parents can care for them.
pub fn parents_unable(
    dossier: &Dossier,
    settings: &ParentsUnable,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let Some(age) = member.birth.map(|birth| birth.age_years(context.run_date)) else {
            continue;
        };
        if age >= settings.minor_under_years || is_provided(dossier, at, settings, context) {
            continue;
        }
        let parents = [Kinship::Father, Kinship::Mother]
            .map(|parent| unable(member, parent, settings, context));
        if let [Some(father), Some(mother)] = parents {
            drafts.push(draft(dossier, at, age, [father, mother], context));
        }
    }
    drafts
}

/// Provided for by a child's award or payment, or dead.
fn is_provided(
    dossier: &Dossier,
    member: u32,
    settings: &ParentsUnable,
    context: &Context,
) -> bool {
    let awarded = dossier.awards.iter().any(|award| {
        settings.provided_by.contains(&award.scheme)
            && award.covers.contains(&member)
            && force::is_member_on(dossier, award, member, context.run_date)
            && award.status == AwardStatus::Active
            && award.to.is_none_or(|to| to >= context.run_date)
    });
    let lately = context.run_date.month().plus_months(-2);
    let paid = dossier.payments.iter().any(|payment| {
        payment.recipient == member
            && settings.provided_by.contains(&payment.scheme)
            && payment.period >= lately
            && payment.amount > Fen::ZERO
    });
    let died = dossier
        .circumstances
        .iter()
        .any(|one| one.kind == CircumstanceKind::Death && one.member == member);
    awarded || paid || died && context.heeds("died")
}

/// A parent who cannot care, and what says so.
type Unable<'a> = (&'a Kin, &'a DossierCircumstance);

/// The parent who is unable, unless another person of another surname is named as the same parent.
fn unable<'a>(
    member: &'a DossierMember,
    parent: Kinship,
    settings: &ParentsUnable,
    context: &Context,
) -> Option<Unable<'a>> {
    let parents = || member.kin.iter().filter(move |kin| kin.kinship == parent);
    let mut all_unable = parents().filter_map(|kin| {
        let reason =
            kin.circumstances.iter().find(|one| is_reason(one, settings, context.run_date));
        reason.map(|reason| (kin, reason))
    });
    let found = all_unable.next()?;
    // One parent is often written in two ways; another surname is another parent.
    let surname = |kin: &Kin| kin.name_masked.chars().next();
    let other = parents().any(|kin| surname(kin) != surname(found.0));
    if other && context.heeds("other_parent_known") { None } else { Some(found) }
}

fn is_reason(one: &DossierCircumstance, settings: &ParentsUnable, on: Day) -> bool {
    let begun = one.from.is_none_or(|from| from <= on);
    let lasts = begun && one.to.is_none_or(|to| to >= on);
    match one.kind {
        CircumstanceKind::Death => begun,
        CircumstanceKind::Disability => {
            let severe = |grade: &String| settings.severe_grades.contains(grade);
            lasts && one.grade.as_ref().is_some_and(severe)
        }
        CircumstanceKind::Custody => lasts,
        CircumstanceKind::Missing => {
            lasts && one.from.is_some_and(|from| from.plus_days(settings.missing_days) <= on)
        }
        _ => false,
    }
}

fn draft(
    dossier: &Dossier,
    member: u32,
    age: i32,
    parents: [Unable; 2],
    context: &Context,
) -> Draft {
    let [father, mother] =
        parents.map(|(kin, reason)| format!("{}{}", kin.name_masked, describe(reason)));
    let words = vec![
        ("schemes", String::new()),
        ("age", age.to_string()),
        ("father", father.clone()),
        ("mother", mother.clone()),
        ("amount", "0元".to_owned()),
    ];
    let mut evidence = Vec::new();
    for (title, (kin, reason)) in [("父亲", parents[0]), ("母亲", parents[1])] {
        evidence.push(Context::evidence(kin.proof, &format!("登记{title}为{}", kin.name_masked)));
        let says = format!("{title}{}{}", kin.name_masked, describe(reason));
        evidence.push(Context::evidence(reason.proof, &says));
    }
    Draft {
        discriminator: "parents".to_owned(),
        from: parents.iter().filter_map(|(_, reason)| reason.from).max(),
        to: Some(context.run_date),
        arithmetic: format!("年龄{age}周岁；父：{father}；母：{mother}"),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}

fn describe(reason: &DossierCircumstance) -> String {
    let on = maybe_day(reason.from);
    match reason.kind {
        CircumstanceKind::Death => format!("已于{on}死亡"),
        CircumstanceKind::Disability => {
            format!("为重度残疾（{}级）", reason.grade.as_deref().unwrap_or("级别不详"))
        }
        CircumstanceKind::Custody => format!("自{on}起服刑羁押"),
        _ => format!("自{on}起失踪"),
    }
}
