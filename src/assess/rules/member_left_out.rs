//! Member left out: the spouse or a minor child of somebody whom a unit counts, of one register household
//! with them, whom no unit counts.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::domain::{
    Belonging, CircumstanceKind, Day, Dossier, DossierAward, DossierMember, HouseholdKind, Kin,
    Kinship, PersonId,
};

/// Which awards count a family, and who belongs to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberLeftOut {
    pub schemes: SchemeSet,
    pub minor_under_years: i32,
    /// A child may be reported so many days after birth.
    pub newborn_days: i32,
}

impl RuleKind for MemberLeftOut {
    const NAME: &'static str = "member_left_out";
    const EXCEPTIONS: &'static [&'static str] =
        &["newborn", "custody", "left", "own_unit", "single_person_award"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "relation", "left_out"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        member_left_out(dossier, self, context)
    }
}

/// Finds the spouses and minor children whom the unit of their family leaves out.
pub fn member_left_out(
    dossier: &Dossier,
    settings: &MemberLeftOut,
    context: &Context,
) -> Vec<Draft> {
    let mut left_out: BTreeMap<PersonId, Draft> = BTreeMap::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let counts = |award: &&DossierAward| {
            settings.schemes.contains(&award.scheme)
                && award.household == Some(dossier.household)
                && force::is_active_for(dossier, award, at, context.run_date)
        };
        let Some(award) = dossier.awards.iter().find(counts) else { continue };
        if is_single_person_award(dossier, at, award, context) {
            continue;
        }
        for kin in member.kin.iter().filter(|kin| is_family(kin, settings, context.run_date)) {
            let is_known = dossier.members.iter().any(|one| one.person == kin.person);
            if is_known
                || !lives_with(member, kin, context.run_date)
                || is_excepted(kin, settings, context)
            {
                continue;
            }
            left_out.entry(kin.person).or_insert_with(|| draft(dossier, at, award, kin, context));
        }
    }
    left_out.into_values().collect()
}

/// Whether the award is of one person of a household listed for its low income, who may draw it alone.
fn is_single_person_award(
    dossier: &Dossier,
    member: u32,
    award: &DossierAward,
    context: &Context,
) -> bool {
    let on = context.run_date;
    context.heeds("single_person_award")
        && force::people(dossier, award) == 1
        && dossier.circumstances.iter().any(|one| {
            one.member == member
                && one.kind == CircumstanceKind::LowIncome
                && one.from.is_none_or(|from| from <= on)
                && one.to.is_none_or(|to| to >= on)
        })
}

fn is_family(kin: &Kin, settings: &MemberLeftOut, on: Day) -> bool {
    let is_minor =
        || kin.birth.is_some_and(|birth| birth.age_years(on) < settings.minor_under_years);
    kin.kinship == Kinship::Spouse || kin.kinship == Kinship::Child && is_minor()
}

/// Whether a register household holds both.
fn lives_with(member: &DossierMember, kin: &Kin, on: Day) -> bool {
    let holds = |belonging: &Belonging| {
        belonging.kind == HouseholdKind::Register
            && belonging.to.is_none_or(|to| to >= on)
            && kin.registers.contains(&belonging.household)
    };
    member.households.iter().any(holds)
}

fn is_excepted(kin: &Kin, settings: &MemberLeftOut, context: &Context) -> bool {
    let on = context.run_date;
    let born_lately = kin.birth.is_some_and(|birth| birth.plus_days(settings.newborn_days) >= on);
    let is = |kind: CircumstanceKind, must_last: bool| {
        kin.circumstances.iter().any(|one| {
            one.kind == kind
                && one.from.is_none_or(|from| from <= on)
                && (!must_last || one.to.is_none_or(|to| to >= on))
        })
    };
    let gone = is(CircumstanceKind::Death, false) || is(CircumstanceKind::RegisterExit, false);
    born_lately && context.heeds("newborn")
        || is(CircumstanceKind::Custody, true) && context.heeds("custody")
        || gone && context.heeds("left")
        || !kin.units.is_empty() && context.heeds("own_unit")
}

fn draft(
    dossier: &Dossier,
    member: u32,
    award: &DossierAward,
    kin: &Kin,
    context: &Context,
) -> Draft {
    let relation = if kin.kinship == Kinship::Spouse { "配偶" } else { "未成年子女" };
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("relation", relation.to_owned()),
        ("left_out", kin.name_masked.clone()),
    ];
    let mut draft = Draft::about(dossier, &[member], words);
    draft.subjects.insert(0, kin.person);
    let says = format!("户籍登记{}为其{relation}，同一户口", kin.name_masked);
    Draft {
        discriminator: award.certificate.clone().unwrap_or_default(),
        from: award.from,
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("户籍在同一户，保障人口中没有{}", kin.name_masked),
        evidence: vec![Context::evidence(kin.proof, &says), context.awarded(award)],
        ..draft
    }
}
