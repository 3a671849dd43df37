//! Home in need: a household of low income that says it owns no home and of which no register shows
//! one, without help for housing; or a home found unsafe that no plan has.
//!
//! A home without a title is common in villages, so the land register's silence alone says nothing:
//! the household itself must have declared that it owns none.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::{counted, has_gone};
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::maybe_day;
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Evidence,
    HouseholdId, HouseholdKind,
};

/// Whose housing is asked about, and what answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeInNeed {
    /// The awards whose households are asked about, beside those listed for their low income.
    pub schemes: SchemeSet,
    /// Words of the types of property that are a home.
    pub home_types: Vec<String>,
    /// Help for housing.
    pub aid: SchemeSet,
    /// Grades of an unsafe home that call for help.
    pub unsafe_grades: Vec<String>,
    /// A plan may take so many days to take an unsafe home in.
    pub wait_days: i32,
}

impl RuleKind for HomeInNeed {
    const NAME: &'static str = "home_in_need";
    const EXCEPTIONS: &'static [&'static str] =
        &["applied", "lives_with_relatives", "in_plan", "gone"];
    const WORDS: &'static [&'static str] = &["name", "household", "trouble", "aid"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes, &self.aid]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        home_in_need(dossier, self, context)
    }
}

/// A household of low income within a dossier.
struct Poor<'a> {
    members: BTreeSet<u32>,
    by: By<'a>,
}

#[derive(Clone, Copy)]
enum By<'a> {
    Award(&'a DossierAward),
    Listing(&'a DossierCircumstance),
}

/// Finds the households without a home, and the homes found unsafe, that no help for housing answers.
pub fn home_in_need(dossier: &Dossier, settings: &HomeInNeed, context: &Context) -> Vec<Draft> {
    let is_asked = |one: &DossierCircumstance| {
        matches!(one.kind, CircumstanceKind::NoOwnHome | CircumstanceKind::UnsafeHome)
    };
    if !dossier.circumstances.iter().any(is_asked) {
        return Vec::new();
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for poor in poor(dossier, settings, context) {
        let declared = dossier.circumstances.iter().find(|one| {
            one.kind == CircumstanceKind::NoOwnHome && poor.members.contains(&one.member)
        });
        let Some(declared) = declared else { continue };
        let with_relatives = lives_with_owners(dossier, &poor.members, context.run_date);
        let is_housed = owns_home(dossier, &poor.members, settings)
            || (with_relatives && context.heeds("lives_with_relatives"));
        if !is_housed && !is_answered(dossier, settings, "applied", context) {
            drafts.push(without_home(dossier, &poor, declared, settings, context));
        }
    }
    let unsafe_home = dossier.circumstances.iter().find(|one| is_unsafe(one, settings, context));
    if let Some(home) = unsafe_home {
        let gone = has_gone(dossier, home.member, context.run_date) && context.heeds("gone");
        if !gone && !is_answered(dossier, settings, "in_plan", context) {
            drafts.push(in_unsafe_home(dossier, home, settings, context));
        }
    }
    drafts
}

/// The households of low income: by award, and by listing where no award counts its people.
fn poor<'a>(dossier: &'a Dossier, settings: &HomeInNeed, context: &Context) -> Vec<Poor<'a>> {
    let on = context.run_date;
    let mut awarded: BTreeMap<(Option<HouseholdId>, Option<u32>), Poor> = BTreeMap::new();
    for (member, award) in counted(dossier, &settings.schemes, true, on) {
        let key = (award.household, award.recipient.filter(|_| award.household.is_none()));
        let poor = || Poor { members: BTreeSet::new(), by: By::Award(award) };
        awarded.entry(key).or_insert_with(poor).members.insert(member);
    }
    let is_awarded = |member: u32| awarded.values().any(|poor| poor.members.contains(&member));
    let mut listed: BTreeMap<Option<&str>, Poor> = BTreeMap::new();
    for one in &dossier.circumstances {
        let holds = one.kind == CircumstanceKind::LowIncome
            && one.from.is_none_or(|from| from <= on)
            && one.to.is_none_or(|to| to >= on);
        if holds && !is_awarded(one.member) && !has_gone(dossier, one.member, on) {
            let poor = || Poor { members: BTreeSet::new(), by: By::Listing(one) };
            let listing = listed.entry(one.event.as_deref()).or_insert_with(poor);
            listing.members.insert(one.member);
        }
    }
    awarded.into_values().chain(listed.into_values()).collect()
}

fn owns_home(dossier: &Dossier, members: &BTreeSet<u32>, settings: &HomeInNeed) -> bool {
    let is_home = |one: &DossierCircumstance| {
        let of = one.grade.as_deref().unwrap_or_default();
        settings.home_types.iter().any(|word| of.contains(word.as_str()))
    };
    dossier.circumstances.iter().any(|one| {
        one.kind == CircumstanceKind::Property && members.contains(&one.member) && is_home(one)
    })
}

/// Whether somebody of a register household of theirs has a title; they themselves have no home.
fn lives_with_owners(dossier: &Dossier, members: &BTreeSet<u32>, on: Day) -> bool {
    members.iter().any(|member| {
        dossier.members[*member as usize].households.iter().any(|one| {
            one.kind == HouseholdKind::Register
                && one.has_property
                && one.to.is_none_or(|to| to >= on)
        })
    })
}

/// Whether help for housing is in force for anybody of the dossier, or asked for.
fn is_answered(dossier: &Dossier, settings: &HomeInNeed, asking: &str, context: &Context) -> bool {
    let on = context.run_date;
    dossier.awards.iter().filter(|award| settings.aid.contains(&award.scheme)).any(|award| {
        match award.status {
            AwardStatus::Active | AwardStatus::Suspended => award.to.is_none_or(|to| to >= on),
            AwardStatus::Applied | AwardStatus::Refused => context.heeds(asking),
            AwardStatus::Ended => false,
        }
    })
}

fn is_unsafe(one: &DossierCircumstance, settings: &HomeInNeed, context: &Context) -> bool {
    one.kind == CircumstanceKind::UnsafeHome
        && one.grade.as_ref().is_some_and(|grade| settings.unsafe_grades.contains(grade))
        && one.from.is_some_and(|from| from.plus_days(settings.wait_days) <= context.run_date)
        && one.to.is_none_or(|to| to >= context.run_date)
}

fn without_home(
    dossier: &Dossier,
    poor: &Poor,
    declared: &DossierCircumstance,
    settings: &HomeInNeed,
    context: &Context,
) -> Draft {
    let (household, schemes, row) = match poor.by {
        By::Award(award) => {
            let household = format!("正在享受{}", context.quoted([award.scheme.as_str()]));
            (household, vec![award.scheme.clone()], context.awarded(award))
        }
        By::Listing(one) => {
            let tier = one.grade.as_deref().unwrap_or("低收入家庭");
            let says = format!("{}列入{tier}", maybe_day(one.from));
            (format!("已列为{tier}"), Vec::new(), Context::evidence(one.proof, &says))
        }
    };
    let first = declared.member;
    let others = poor.members.iter().copied().filter(|member| *member != first);
    let members: Vec<u32> = std::iter::once(first).chain(others).collect();
    let words = words(household, "申报没有自有住房，不动产登记也没有住房", settings, context);
    Draft {
        discriminator: "no_home".to_owned(),
        to: Some(context.run_date),
        schemes,
        arithmetic: "申报自有住房0套；不动产登记住房0套；住房救助0项".to_owned(),
        evidence: vec![row, Context::evidence(declared.proof, "申报自有住房0套")],
        ..Draft::about(dossier, &members, words)
    }
}

fn in_unsafe_home(
    dossier: &Dossier,
    home: &DossierCircumstance,
    settings: &HomeInNeed,
    context: &Context,
) -> Draft {
    let grade = home.grade.as_deref().unwrap_or_default();
    let found = format!("住房{}鉴定为{grade}级危房", maybe_day(home.from));
    let evidence: Vec<Evidence> = vec![Context::evidence(home.proof, &found)];
    let words = words("没有列入改造计划".to_owned(), &found, settings, context);
    let waited = home.from.map_or(0, |from| context.run_date.0 - from.0);
    Draft {
        discriminator: "unsafe_home".to_owned(),
        from: home.from,
        to: Some(context.run_date),
        arithmetic: format!("鉴定后已{waited}天 ≥ {}天，住房救助0项", settings.wait_days),
        evidence,
        ..Draft::about(dossier, &[home.member], words)
    }
}

fn words(
    household: String,
    trouble: &str,
    settings: &HomeInNeed,
    context: &Context,
) -> Vec<(&'static str, String)> {
    vec![
        ("household", household),
        ("trouble", trouble.to_owned()),
        ("aid", context.all_quoted(&settings.aid)),
    ]
}
