//! State lapsed: what somebody was counted or paid for no longer holds.
//!
//! Two states are told by papers: a member whom the list of an award counts as a pupil, grown up and on no
//! school's roll; and an allowance paid on after the certificate that it rests on has expired or was
//! regraded. Where no certificate is known at all, nothing is judged.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::counted;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, maybe_day, span, sum, yuan};
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, DossierPayment, Fen, Grade,
    Month,
};

/// What lapses, and when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateLapsed {
    /// The awards that count pupils.
    pub schemes: SchemeSet,
    pub pupil_from_years: i32,
    /// So many days after that birthday.
    pub pupil_grace_days: i32,
    /// The kinds of school whose pupils a roll holds.
    pub roll_levels: Vec<String>,
    pub allowances: BTreeMap<String, Allowance>,
    /// Months for which an allowance may be paid on.
    pub certificate_grace_months: i32,
}

/// Allowances, and the grades they are for by the kind of row that gives a certificate's grade.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    pub schemes: SchemeSet,
    pub certificates: BTreeMap<CircumstanceKind, Vec<String>>,
}

impl RuleKind for StateLapsed {
    const NAME: &'static str = "state_lapsed";
    const EXCEPTIONS: &'static [&'static str] =
        &["enrolled", "higher_school", "grace", "not_counted", "back_pay", "uncertain"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "state", "amount"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        let of_allowances = self.allowances.values().map(|allowance| &allowance.schemes);
        std::iter::once(&self.schemes).chain(of_allowances).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        state_lapsed(dossier, self, context)
    }
}

/// Finds the pupils who are none, and the allowances paid on.
pub fn state_lapsed(dossier: &Dossier, settings: &StateLapsed, context: &Context) -> Vec<Draft> {
    let mut drafts = pupils(dossier, settings, context);
    for at in (0..).take(dossier.members.len()) {
        for allowance in settings.allowances.values() {
            drafts.extend(paid_on(dossier, at, allowance, settings, context));
        }
    }
    drafts
}

fn pupils(dossier: &Dossier, settings: &StateLapsed, context: &Context) -> Vec<Draft> {
    let rows = dossier.circumstances.iter();
    let mut rows = rows.filter(|one| one.kind == CircumstanceKind::CountedPupil).peekable();
    if rows.peek().is_none() {
        return Vec::new();
    }
    let on = context.run_date;
    let counted = counted(dossier, &settings.schemes, context.heeds("not_counted"), on);
    let grace = if context.heeds("grace") { settings.pupil_grace_days } else { 0 };
    let lapsed = rows.filter_map(|row| {
        let award = counted.get(&row.member)?;
        let birth = dossier.members[row.member as usize].birth?;
        let grown = birth.age_years(on.plus_days(-grace)) >= settings.pupil_from_years;
        let on_roll = row.grade.as_ref().is_some_and(|level| settings.roll_levels.contains(level));
        let elsewhere = !on_roll && context.heeds("higher_school");
        let is_excepted =
            elsewhere || context.heeds("enrolled") && is_enrolled(dossier, row.member);
        (grown && !is_excepted).then(|| pupil(dossier, row, award, birth, context))
    });
    lapsed.collect()
}

fn is_enrolled(dossier: &Dossier, member: u32) -> bool {
    let mut rows = dossier.circumstances.iter();
    rows.any(|one| one.kind == CircumstanceKind::Enrolment && one.member == member)
}

fn pupil(
    dossier: &Dossier,
    row: &DossierCircumstance,
    award: &DossierAward,
    birth: Day,
    context: &Context,
) -> Draft {
    let age = birth.age_years(context.run_date);
    let state = format!("按在校生计入，已满{age}岁，学籍名单中没有此人");
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("state", state),
        ("amount", String::new()),
    ];
    Draft {
        discriminator: "pupil".to_owned(),
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("{}出生，{age}岁；学籍记录0条", day(birth)),
        evidence: vec![context.awarded(award), Context::evidence(row.proof, "登记为在校生")],
        ..Draft::about(dossier, &[row.member], words)
    }
}

/// What was paid to a member after the certificate lapsed.
fn paid_on(
    dossier: &Dossier,
    member: u32,
    allowance: &Allowance,
    settings: &StateLapsed,
    context: &Context,
) -> Option<Draft> {
    let mut payments = dossier.payments.iter().filter(|payment| {
        payment.recipient == member && allowance.schemes.contains(&payment.scheme)
    });
    let first = payments.next()?;
    let (certificate, lapse, why) = lapse(dossier, member, allowance, context)?;
    let grace = if context.heeds("grace") { settings.certificate_grace_months } else { 0 };
    let last = lapse.month().plus_months(grace);
    let is_late = |payment: &&DossierPayment| {
        let explained = payment.mark.as_deref().is_some_and(|mark| context.heeds(mark));
        payment.period > last && !explained
    };
    let late: Vec<&DossierPayment> =
        std::iter::once(first).chain(payments).filter(is_late).collect();
    let total: Fen = late.iter().map(|payment| payment.amount).sum();
    (total > Fen::ZERO).then(|| draft(dossier, member, (certificate, &why), &late, context))
}

/// The latest certificate of a member, the day from which it no longer entitles, and why.
fn lapse<'a>(
    dossier: &'a Dossier,
    member: u32,
    allowance: &Allowance,
    context: &Context,
) -> Option<(&'a DossierCircumstance, Day, String)> {
    let certificates = dossier.circumstances.iter().filter(|one| {
        one.kind == CircumstanceKind::Disability && one.member == member && one.from.is_some()
    });
    let latest = certificates.max_by_key(|one| (one.from, one.to))?;
    if latest.proof.grade == Grade::Possible && context.heeds("uncertain") {
        return None;
    }
    let grade = latest.grade.as_deref()?;
    let entitles = dossier.circumstances.iter().any(|one| {
        let grades = allowance.certificates.get(&one.kind);
        (one.member, one.from) == (member, latest.from)
            && grades.is_some_and(|grades| one.grade.as_ref().is_some_and(|of| grades.contains(of)))
    });
    if !entitles {
        let issued = latest.from?;
        let why = format!("残疾证{}核发为{grade}级，不在发放范围内", day(issued));
        return Some((latest, issued, why));
    }
    let until = latest.to.filter(|to| *to < context.run_date)?;
    Some((latest, until, format!("残疾证有效期至{}", day(until))))
}

fn draft(
    dossier: &Dossier,
    member: u32,
    (certificate, why): (&DossierCircumstance, &str),
    late: &[&DossierPayment],
    context: &Context,
) -> Draft {
    let mut months: Vec<Month> = late.iter().map(|payment| payment.period).collect();
    months.sort_unstable();
    months.dedup();
    let scheme = late[0].scheme.as_str();
    let total: Fen = late.iter().map(|payment| payment.amount).sum();
    let state = format!("{why}，{}仍在发放，共{}", span(&months), yuan(total));
    let words =
        vec![("schemes", context.quoted([scheme])), ("state", state), ("amount", yuan(total))];
    let says = format!(
        "残疾证{}级，{}发证，有效期至{}",
        certificate.grade.as_deref().unwrap_or_default(),
        maybe_day(certificate.from),
        maybe_day(certificate.to)
    );
    let mut evidence = vec![Context::evidence(certificate.proof, &says)];
    evidence.extend(late.iter().map(|payment| context.paid(payment)));
    Draft {
        discriminator: format!("certificate {scheme}"),
        amount: total,
        schemes: vec![scheme.to_owned()],
        arithmetic: format!("{why}；{}", sum(late.iter().map(|payment| payment.amount))),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
    .over(&months)
}
