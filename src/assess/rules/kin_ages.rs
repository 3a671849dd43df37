//! Kin ages: parents, children and spouses whose birth dates nobody's family can have.
//!
//! One of the dates, or the relation, is mistyped. A pair is told once: parents from the child's side,
//! spouses from that of the minor.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::sentence::{day, kinship_in_chinese};
use crate::domain::{Day, Dossier, DossierMember, Grade, HouseholdKind, Kin, Kinship, PersonId};

/// What no family has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KinAges {
    /// A parent is older than the child by so many years.
    pub parent_least_years: i32,
    /// A mother has no child later.
    pub mother_most_years: i32,
    pub spouse_least_years: i32,
}

impl RuleKind for KinAges {
    const NAME: &'static str = "kin_ages";
    const EXCEPTIONS: &'static [&'static str] = &["step_or_adoptive", "uncertain", "wed"];
    const WORDS: &'static [&'static str] = &["name", "agencies", "relative", "what"];

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        kin_ages(dossier, self, context)
    }
}

/// Finds the pairs of kin whose ages contradict what they are to each other.
pub fn kin_ages(dossier: &Dossier, settings: &KinAges, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, member) in (0..).zip(&dossier.members) {
        let Some(birth) = member.birth else { continue };
        for kin in &member.kin {
            let what = kin.birth.and_then(|of_kin| {
                contradiction(kin.kinship, birth, of_kin, settings, context.run_date)
            });
            if let Some(what) = what.filter(|_| !is_excepted(dossier, member, kin, context)) {
                drafts.push(draft(dossier, at, kin, &what, context));
            }
        }
    }
    drafts
}

/// What is wrong between somebody and their relative, in Chinese.
fn contradiction(
    kinship: Kinship,
    own: Day,
    of_kin: Day,
    settings: &KinAges,
    on: Day,
) -> Option<String> {
    let years = of_kin.age_years(own);
    match kinship {
        Kinship::Father | Kinship::Mother if of_kin >= own => Some("子女出生不晚于父母".to_owned()),
        Kinship::Father | Kinship::Mother if years < settings.parent_least_years => {
            Some(format!("相差仅{years}岁"))
        }
        Kinship::Mother if years > settings.mother_most_years => {
            Some(format!("母亲生育时{years}岁"))
        }
        Kinship::Spouse if own.age_years(on) < settings.spouse_least_years => {
            Some(format!("已登记配偶而年龄{}岁", own.age_years(on)))
        }
        _ => None,
    }
}

fn is_excepted(dossier: &Dossier, member: &DossierMember, kin: &Kin, context: &Context) -> bool {
    let is_step = |person: PersonId, words: [&str; 2]| {
        let mut members = dossier.members.iter().filter(|one| one.person == person);
        members.any(|one| has_relation(one, words))
    };
    let by_law = has_relation(member, ["stepson", "stepdaughter"])
        || is_step(kin.person, ["stepfather", "stepmother"]);
    // A child's row under the mother's number makes her husband her father; that two share a number is
    // told elsewhere.
    let wed = |one: &Kin| one.person == kin.person && one.kinship == Kinship::Spouse;
    let is_parent = kin.kinship != Kinship::Spouse;
    is_parent && by_law && context.heeds("step_or_adoptive")
        || kin.proof.grade == Grade::Possible && context.heeds("uncertain")
        || is_parent && member.kin.iter().any(wed) && context.heeds("wed")
}

/// Whether a register calls somebody so, as seen from the head of the household.
fn has_relation(member: &DossierMember, words: [&str; 2]) -> bool {
    member.households.iter().any(|one| {
        one.kind == HouseholdKind::Register
            && one.relation.as_deref().is_some_and(|relation| words.contains(&relation))
    })
}

fn draft(dossier: &Dossier, at: u32, kin: &Kin, what: &str, context: &Context) -> Draft {
    let member = &dossier.members[at as usize];
    let title = kinship_in_chinese(kin.kinship);
    let born = |birth: Option<Day>| birth.map_or_else(|| "不详".to_owned(), day);
    let words = vec![
        ("agencies", context.agency_name(kin.proof).to_owned()),
        ("relative", format!("{title}{}", kin.name_masked)),
        ("what", what.to_owned()),
    ];
    let mut draft = Draft::about(dossier, &[at], words);
    draft.subjects.push(kin.person);
    let says = format!("登记{title}为{}，{}出生", kin.name_masked, born(kin.birth));
    Draft {
        discriminator: format!("{} {}", kin.kinship.code(), kin.person),
        arithmetic: format!(
            "本人{}出生，{title}{}出生：{what}",
            born(member.birth),
            born(kin.birth)
        ),
        evidence: vec![Context::evidence(kin.proof, &says)],
        ..draft
    }
}
