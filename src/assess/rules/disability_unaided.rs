//! Disability unaided: gravely disabled in a household of low income, without the help that is due.
//!
//! Two kinds of help are due. Subsistence or support for the person alone asks for a household of low
//! income, so what the household owns, or a refused application, answers for its absence. The allowance
//! for nursing asks for the certificate only; another payment for care stands in its place, because
//! nobody gets two.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use super::circumstance_without_aid::{is_anchored, paid_on};
use crate::assess::counted::has_gone;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{maybe_day, yuan};
use crate::assess::strays;
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Evidence, Fen,
    Grade,
};

/// Who is gravely disabled, what is due to them, and what answers for its absence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisabilityUnaided {
    /// The grades that count, by the kind of row that gives them.
    pub certificates: BTreeMap<CircumstanceKind, Vec<String>>,
    /// Words of the tiers of low income whose gravely disabled may draw subsistence alone.
    pub tiers: Vec<String>,
    pub subsistence: Due,
    pub nursing: Due,
    /// Certified, and of low income, for so many days; help may take as long.
    pub wait_days: i32,
    /// A refused or pending application answers for so many days.
    pub application_days: i32,
    #[serde(default)]
    pub means: Vec<Means>,
}

/// One kind of help.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// What the sentence calls it.
    pub name: String,
    pub schemes: SchemeSet,
    /// Schemes that stand in its place.
    #[serde(default)]
    pub instead: SchemeSet,
}

/// So many things of a kind are more than a household of low income owns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Means {
    pub owned: CircumstanceKind,
    /// Words of the types that count; without any, all do.
    #[serde(default)]
    pub counted_types: Vec<String>,
    /// Words of the types that do not count all the same.
    #[serde(default)]
    pub other_types: Vec<String>,
    pub least_count: usize,
}

impl RuleKind for DisabilityUnaided {
    const NAME: &'static str = "disability_unaided";
    const EXCEPTIONS: &'static [&'static str] =
        &["expired", "already_applied", "means_over_line", "anchored", "gone", "stray_aid"];
    const WORDS: &'static [&'static str] = &["name", "what", "household", "missing", "wait"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        let due = [&self.subsistence, &self.nursing];
        due.into_iter().flat_map(|due| [&due.schemes, &due.instead]).collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        disability_unaided(dossier, self, context)
    }
}

/// What makes a household one of low income.
#[derive(Clone, Copy)]
enum Poverty<'a> {
    Awarded(&'a DossierAward),
    Listed(&'a DossierCircumstance),
}

/// Finds the gravely disabled of low income who go without one kind of help, or both.
pub fn disability_unaided(
    dossier: &Dossier,
    settings: &DisabilityUnaided,
    context: &Context,
) -> Vec<Draft> {
    let mut found: BTreeMap<u32, &DossierCircumstance> = BTreeMap::new();
    for one in dossier.circumstances.iter().filter(|one| is_grave(one, settings, context)) {
        found.entry(one.member).or_insert(one);
    }
    let drafts = found.into_iter().filter_map(|(member, certificate)| {
        let on = context.run_date;
        let gone = has_gone(dossier, member, on) && context.heeds("gone");
        let unknown = !is_anchored(dossier, member) && context.heeds("anchored");
        if gone || unknown {
            return None;
        }
        let poverty = poverty(dossier, member, settings, context)?;
        let missing = missing(dossier, member, poverty, settings, context);
        let person = (member, certificate);
        (!missing.is_empty()).then(|| draft(dossier, person, poverty, &missing, settings, context))
    });
    drafts.collect()
}

/// Whether a certificate is grave, and has been in force for as long as help may take.
fn is_grave(one: &DossierCircumstance, settings: &DisabilityUnaided, context: &Context) -> bool {
    let grades = settings.certificates.get(&one.kind);
    let counts = |grades: &Vec<String>| one.grade.as_ref().is_some_and(|of| grades.contains(of));
    let expired = one.to.is_some_and(|to| to < context.run_date) && context.heeds("expired");
    grades.is_some_and(counts)
        && one.from.is_some_and(|from| from.plus_days(settings.wait_days) <= context.run_date)
        && !expired
}

/// The award, or the listing, that has counted the member for as long as help may take.
fn poverty<'a>(
    dossier: &'a Dossier,
    member: u32,
    settings: &DisabilityUnaided,
    context: &Context,
) -> Option<Poverty<'a>> {
    let (since, on) = (context.run_date.plus_days(-settings.wait_days), context.run_date);
    let awards = dossier.awards.iter().find(|award| {
        settings.subsistence.schemes.contains(&award.scheme)
            && [since, on].iter().all(|day| force::covers_on(dossier, award, member, *day))
    });
    let listed = || {
        dossier.circumstances.iter().find(|one| {
            one.member == member
                && one.kind == CircumstanceKind::LowIncome
                && one.from.is_none_or(|from| from <= since)
                && one.to.is_none_or(|to| to >= on)
        })
    };
    awards.map(Poverty::Awarded).or_else(|| listed().map(Poverty::Listed))
}

/// The kinds of help that nothing answers.
fn missing<'s>(
    dossier: &Dossier,
    member: u32,
    poverty: Poverty,
    settings: &'s DisabilityUnaided,
    context: &Context,
) -> Vec<&'s Due> {
    let is_tier = |listed: &DossierCircumstance| {
        let tier = listed.grade.as_deref().unwrap_or_default();
        settings.tiers.iter().any(|word| tier.contains(word.as_str()))
    };
    let mut missing = Vec::new();
    if let Poverty::Listed(listed) = poverty
        && is_tier(listed)
        && !is_answered(dossier, member, &settings.subsistence, settings, context)
        && !(has_means(dossier, settings) && context.heeds("means_over_line"))
    {
        missing.push(&settings.subsistence);
    }
    if !is_answered(dossier, member, &settings.nursing, settings, context) {
        missing.push(&settings.nursing);
    }
    missing
}

/// Whether the help, or what stands in its place, came, was asked for, or may have come.
fn is_answered(
    dossier: &Dossier,
    member: u32,
    due: &Due,
    settings: &DisabilityUnaided,
    context: &Context,
) -> bool {
    let on = context.run_date;
    let is_one = |scheme: &str| due.schemes.contains(scheme) || due.instead.contains(scheme);
    let lately = |day: Day| day <= on && day >= on.plus_days(-settings.wait_days);
    let granted = dossier
        .awards
        .iter()
        .any(|award| is_one(&award.scheme) && force::covers_on(dossier, award, member, on));
    let paid = dossier.payments.iter().any(|payment| {
        payment.recipient == member
            && is_one(&payment.scheme)
            && payment.amount > Fen::ZERO
            && lately(paid_on(payment))
    });
    let since = on.plus_days(-settings.application_days);
    let applied = dossier.awards.iter().any(|award| {
        matches!(award.status, AwardStatus::Applied | AwardStatus::Refused)
            && due.schemes.contains(&award.scheme)
            && award.covers.contains(&member)
            && award.from.is_none_or(|from| from >= since)
    });
    let own = |other: u32| other == member;
    let astray = || strays::may_have_reached(dossier, &due.schemes, own, lately);
    granted
        || paid
        || applied && context.heeds("already_applied")
        || context.heeds("stray_aid") && astray()
}

/// Whether somebody of the dossier owns more than a household of low income does.
fn has_means(dossier: &Dossier, settings: &DisabilityUnaided) -> bool {
    settings.means.iter().any(|means| {
        let counts = |one: &&DossierCircumstance| {
            let of = one.grade.as_deref().unwrap_or_default();
            let is_of = |words: &[String]| words.iter().any(|word| of.contains(word.as_str()));
            one.kind == means.owned
                // A title without a number may be a namesake's.
                && one.proof.grade != Grade::Possible
                && (means.counted_types.is_empty() || is_of(&means.counted_types))
                && !is_of(&means.other_types)
        };
        let mut things: Vec<Option<&str>> =
            dossier.circumstances.iter().filter(counts).map(|one| one.event.as_deref()).collect();
        // A title of several owners is one thing.
        things.sort_unstable();
        things.dedup_by(|one, other| one.is_some() && one == other);
        things.len() >= means.least_count
    })
}

fn draft(
    dossier: &Dossier,
    (member, certificate): (u32, &DossierCircumstance),
    poverty: Poverty,
    missing: &[&Due],
    settings: &DisabilityUnaided,
    context: &Context,
) -> Draft {
    let grade = certificate.grade.as_deref().unwrap_or_default();
    let what = match certificate.kind {
        CircumstanceKind::MentalDisability => format!("持智力或精神残疾证（{grade}级）"),
        _ => format!("持残疾证（{grade}级）"),
    };
    let (household, scheme, row) = match poverty {
        Poverty::Awarded(award) => {
            let household = format!("正在享受{}", context.quoted([award.scheme.as_str()]));
            (household, Some(award.scheme.clone()), context.awarded(award))
        }
        Poverty::Listed(one) => {
            let tier = one.grade.as_deref().unwrap_or("低收入家庭");
            let says = format!("{}列入{tier}{}", maybe_day(one.from), income(one));
            (format!("所在家庭已列为{tier}"), None, Context::evidence(one.proof, &says))
        }
    };
    let names: Vec<String> = missing.iter().map(|due| format!("“{}”", due.name)).collect();
    let says = format!("{}{what}", maybe_day(certificate.from));
    let evidence: Vec<Evidence> = vec![Context::evidence(certificate.proof, &says), row];
    let missing = names.join("和");
    let words = vec![
        ("what", what),
        ("household", household),
        ("missing", missing.clone()),
        ("wait", settings.wait_days.to_string()),
    ];
    let waited = certificate.from.map_or(0, |from| context.run_date.0 - from.0);
    Draft {
        discriminator: "disability".to_owned(),
        from: certificate.from,
        to: Some(context.run_date),
        schemes: scheme.into_iter().collect(),
        arithmetic: format!("持证已{waited}天 ≥ {}天；{missing}均无记录", settings.wait_days),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}

/// `，人均月收入600元`, where the listing gives it.
fn income(listed: &DossierCircumstance) -> String {
    listed.amount.map_or_else(String::new, |amount| format!("，人均月收入{}", yuan(amount)))
}
