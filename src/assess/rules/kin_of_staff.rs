//! Kin of staff: a household on assistance with a spouse, parent or child of somebody who decides on
//! assistance, whom that person has not declared.
//!
//! Being related is no fault, and neither is being poor: the declaration is what lets somebody else
//! look at the case.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::counted::counted;
use crate::assess::draft::{Context, Draft};
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::maybe_day;
use crate::domain::{
    CircumstanceKind, Dossier, DossierAward, DossierCircumstance, Evidence, Grade, Kin, Kinship,
};

/// Which awards are asked about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KinOfStaff {
    pub schemes: SchemeSet,
}

impl RuleKind for KinOfStaff {
    const NAME: &'static str = "kin_of_staff";
    const EXCEPTIONS: &'static [&'static str] = &["declared", "left_the_staff", "uncertain"];
    const WORDS: &'static [&'static str] = &["name", "others", "schemes", "staff", "office"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        kin_of_staff(dossier, self, context)
    }
}

/// Somebody on the staff, and the members of the dossier who are their kin.
struct Tie<'a> {
    kin: &'a Kin,
    post: &'a DossierCircumstance,
    award: &'a DossierAward,
    members: Vec<u32>,
}

/// Finds the staff whose kin draw assistance without a declaration; all kin of one are one finding.
pub fn kin_of_staff(dossier: &Dossier, settings: &KinOfStaff, context: &Context) -> Vec<Draft> {
    let mut ties: BTreeMap<u64, Tie> = BTreeMap::new();
    for (member, award) in counted(dossier, &settings.schemes, true, context.run_date) {
        for kin in dossier.members[member as usize].kin.iter().filter(|kin| is_near(kin)) {
            let Some(post) = post(kin, context) else { continue };
            if is_declared(dossier, member, post, context) {
                continue;
            }
            let tie = || Tie { kin, post, award, members: Vec::new() };
            let tie = ties.entry(kin.person.0).or_insert_with(tie);
            if !tie.members.contains(&member) {
                tie.members.push(member);
            }
        }
    }
    ties.into_values().map(|tie| draft(dossier, &tie, context)).collect()
}

fn is_near(kin: &Kin) -> bool {
    kin.kinship != Kinship::Guardian
}

/// The relative's post, if it is one of today.
fn post<'a>(kin: &'a Kin, context: &Context) -> Option<&'a DossierCircumstance> {
    let on = context.run_date;
    let sure = |grade: Grade| grade != Grade::Possible || !context.heeds("uncertain");
    kin.circumstances.iter().find(|one| {
        let left = one.to.is_some_and(|to| to < on) && context.heeds("left_the_staff");
        one.kind == CircumstanceKind::Staff
            && one.from.is_none_or(|from| from <= on)
            && !left
            && sure(one.proof.grade)
            && sure(kin.proof.grade)
    })
}

/// Whether the one on the staff has declared the member; without a number of the staff, anybody has.
fn is_declared(
    dossier: &Dossier,
    member: u32,
    post: &DossierCircumstance,
    context: &Context,
) -> bool {
    context.heeds("declared")
        && dossier.circumstances.iter().any(|one| {
            one.member == member
                && one.kind == CircumstanceKind::DeclaredKin
                && (one.event.is_none() || post.event.is_none() || one.event == post.event)
                && one.from.is_none_or(|from| from <= context.run_date)
        })
}

fn draft(dossier: &Dossier, tie: &Tie, context: &Context) -> Draft {
    let office = tie.post.grade.as_deref().unwrap_or("救助经办单位");
    let title = match tie.kin.kinship {
        Kinship::Spouse => "配偶",
        Kinship::Father => "父亲",
        Kinship::Mother => "母亲",
        Kinship::Child => "子女",
        Kinship::Guardian => "监护人",
    };
    let others = match tie.members.len() {
        1 => String::new(),
        count => format!("等{count}人"),
    };
    let words = vec![
        ("others", others),
        ("schemes", context.quoted([tie.award.scheme.as_str()])),
        ("staff", format!("{title}{}", tie.kin.name_masked)),
        ("office", office.to_owned()),
    ];
    let since = maybe_day(tie.post.from);
    let evidence: Vec<Evidence> = vec![
        context.awarded(tie.award),
        Context::evidence(tie.kin.proof, &format!("{title}登记为{}", tie.kin.name_masked)),
        Context::evidence(tie.post.proof, &format!("{}在{office}，{since}起", tie.kin.name_masked)),
    ];
    Draft {
        discriminator: tie.kin.person.to_string(),
        from: tie.award.from,
        to: Some(context.run_date),
        schemes: vec![tie.award.scheme.clone()],
        arithmetic: format!("{title}{}为经办人员，备案记录0条", tie.kin.name_masked),
        evidence,
        ..Draft::about(dossier, &tie.members, words)
    }
}
