//! Split household: an award to people who left a household's register shortly before, or to one person
//! alone, behind the door of kin who must support them.
//!
//! A separation is real when nobody of the obligated kin lives behind the same door, whatever the register
//! says. What the kin own tells what the single person's household would come to if it were whole.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, kinship_in_chinese, maybe_day};
use crate::assess::terms;
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Evidence, Fen, Grade,
    HouseholdId, HouseholdKind, Kin,
};

/// How shortly before, and what of kin counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitHousehold {
    pub schemes: SchemeSet,
    /// Why somebody enters a register household who leaves another for it.
    pub split_reasons: Vec<String>,
    /// Months before the first month of the award.
    pub split_months: i32,
    pub means: Vec<Means>,
    /// How awards to one person alone by policy (单人保) are calculated.
    pub single_calculations: Vec<String>,
    /// Grades of disability for which one person alone may be granted.
    pub single_grades: Vec<String>,
}

/// A kind of means, and from how many on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Means {
    pub kind: CircumstanceKind,
    /// Words of the types that count; without any, all do.
    #[serde(default)]
    pub counted_types: Vec<String>,
    /// Words of the types that do not count all the same.
    #[serde(default)]
    pub other_types: Vec<String>,
    pub least_count: usize,
    /// What each must come to.
    #[serde(default)]
    pub least_yuan: i64,
}

impl RuleKind for SplitHousehold {
    const NAME: &'static str = "split_household";
    const EXCEPTIONS: &'static [&'static str] = &["single_award", "real_separation", "uncertain"];
    const WORDS: &'static [&'static str] = &["name", "schemes", "granted", "why", "relatives"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        vec![&self.schemes]
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        split_household(dossier, self, context)
    }
}

/// Finds the awards in force to a part of a household; each in its recipient's dossier.
pub fn split_household(
    dossier: &Dossier,
    settings: &SplitHousehold,
    context: &Context,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for award in dossier.awards.iter().filter(|award| settings.schemes.contains(&award.scheme)) {
        let Some(head) = award.recipient else { continue };
        let in_force = force::is_active_for(dossier, award, head, context.run_date);
        if !in_force || context.heeds("single_award") && is_single(dossier, award, head, settings) {
            continue;
        }
        let near = near(dossier, award, context);
        let split = split(dossier, award, settings);
        let separated = near.is_empty() && context.heeds("real_separation");
        let split = split.filter(|_| !separated);
        let rich = rich(dossier, award, &near, settings);
        if split.is_some() || !rich.is_empty() {
            drafts.push(draft(dossier, (head, award), split, (&near, &rich), context));
        }
    }
    drafts
}

/// Whether the policy grants one person alone.
fn is_single(
    dossier: &Dossier,
    award: &DossierAward,
    head: u32,
    settings: &SplitHousehold,
) -> bool {
    let among = |one: &DossierCircumstance, list: &[String]| {
        one.grade.as_ref().is_some_and(|grade| list.contains(grade))
    };
    let mut calculations = terms::of_award(dossier, award, CircumstanceKind::Calculation);
    let disabled = dossier.circumstances.iter().any(|one| {
        one.kind == CircumstanceKind::Disability
            && one.member == head
            && among(one, &settings.single_grades)
    });
    calculations.any(|one| among(one, &settings.single_calculations))
        || disabled && force::people(dossier, award) == 1
}

/// The living kin with a duty to support whom the award does not count, behind a counted member's door.
fn near<'a>(dossier: &'a Dossier, award: &DossierAward, context: &Context) -> Vec<&'a Kin> {
    let on = context.run_date;
    let mut seen = BTreeSet::new();
    let mut near = Vec::new();
    for at in &award.covers {
        let member = &dossier.members[*at as usize];
        let doors = member
            .households
            .iter()
            .filter(|one| one.kind == HouseholdKind::Dwelling && one.to.is_none_or(|to| to >= on));
        let doors: Vec<HouseholdId> = doors.map(|one| one.household).collect();
        for kin in member.kin.iter().filter(|kin| kin.kinship.is_obligated()) {
            let counted =
                award.covers.iter().any(|one| dossier.members[*one as usize].person == kin.person)
                    || award.household.is_some_and(|unit| kin.units.contains(&unit));
            let uncertain = kin.proof.grade == Grade::Possible && context.heeds("uncertain");
            let behind = kin.dwellings.iter().any(|door| doors.contains(door));
            if behind && !counted && !uncertain && !has_gone(kin, on) && seen.insert(kin.person) {
                near.push(kin);
            }
        }
    }
    near
}

fn has_gone(kin: &Kin, on: Day) -> bool {
    kin.circumstances.iter().any(|one| {
        matches!(one.kind, CircumstanceKind::Death | CircumstanceKind::RegisterExit)
            && one.from.is_none_or(|from| from <= on)
    })
}

/// A counted member's entry in a register household of their own, shortly before the award.
fn split<'a>(
    dossier: &'a Dossier,
    award: &DossierAward,
    settings: &SplitHousehold,
) -> Option<&'a DossierCircumstance> {
    let granted = award.from?.month();
    let earliest = granted.plus_months(-settings.split_months).first_day();
    let entries = dossier.circumstances.iter().filter(|one| {
        one.kind == CircumstanceKind::RegisterEntry
            && award.covers.contains(&one.member)
            && one.grade.as_ref().is_some_and(|why| settings.split_reasons.contains(why))
            && one.from.is_some_and(|from| earliest <= from && from <= granted.last_day())
    });
    entries.max_by_key(|one| one.from)
}

/// What a relative owns or earns that counts.
type Rich<'a> = (&'a Kin, Vec<&'a DossierCircumstance>);

/// Of an award to one person alone, the kin with means.
fn rich<'a>(
    dossier: &Dossier,
    award: &DossierAward,
    near: &[&'a Kin],
    settings: &SplitHousehold,
) -> Vec<Rich<'a>> {
    if force::people(dossier, award) > 1 {
        return Vec::new();
    }
    let with_means = near.iter().filter_map(|kin| {
        let owned = settings.means.iter().flat_map(|means| {
            let rows = kin.circumstances.iter().filter(|row| counts(row, means));
            let rows: Vec<&DossierCircumstance> = rows.collect();
            if rows.len() >= means.least_count { rows } else { Vec::new() }
        });
        let owned: Vec<&DossierCircumstance> = owned.collect();
        (!owned.is_empty()).then_some((*kin, owned))
    });
    with_means.collect()
}

fn counts(one: &DossierCircumstance, means: &Means) -> bool {
    let kind = one.grade.as_deref().unwrap_or_default();
    let is_of = |words: &[String]| words.iter().any(|word| kind.contains(word.as_str()));
    one.kind == means.kind
        && one.proof.grade != Grade::Possible
        && (means.counted_types.is_empty() || is_of(&means.counted_types))
        && !is_of(&means.other_types)
        && one.amount.unwrap_or_default() >= Fen::from_yuan(means.least_yuan)
}

fn draft(
    dossier: &Dossier,
    (head, award): (u32, &DossierAward),
    split: Option<&DossierCircumstance>,
    (near, rich): (&[&Kin], &[Rich]),
    context: &Context,
) -> Draft {
    let mut why = Vec::new();
    let mut evidence: Vec<Evidence> = vec![context.awarded(award)];
    if let Some(entry) = split {
        let name = &dossier.members[entry.member as usize].name_masked;
        why.push(format!("{name}{}才分户", maybe_day(entry.from)));
        let says = format!("{}分户立户", maybe_day(entry.from));
        evidence.push(Context::evidence(entry.proof, &says));
    }
    let mut told = Vec::new();
    for kin in near {
        let says = format!("{}{}住在同一门户", kinship_in_chinese(kin.kinship), kin.name_masked);
        evidence.push(Context::evidence(kin.proof, &says));
        told.push(format!("{}{}", kinship_in_chinese(kin.kinship), kin.name_masked));
    }
    for (kin, owned) in rich {
        let things: Vec<String> = owned.iter().map(|row| thing(row)).collect();
        let says = format!("{}{}", kin.name_masked, things.join("、"));
        evidence.extend(owned.iter().map(|row| {
            Context::evidence(row.proof, &format!("{}{}", kin.name_masked, thing(row)))
        }));
        why.push(format!("单独一人享受，同住的{}{says}", kinship_in_chinese(kin.kinship)));
    }
    let relatives = if told.is_empty() { "没有义务人".to_owned() } else { told.join("、") };
    let words = vec![
        ("schemes", context.quoted([award.scheme.as_str()])),
        ("granted", award.from.map_or_else(|| "日期不详".to_owned(), day)),
        ("why", why.join("；")),
        ("relatives", relatives.clone()),
    ];
    Draft {
        discriminator: award.certificate.clone().unwrap_or_else(|| award.scheme.clone()),
        from: split.and_then(|entry| entry.from).or(award.from),
        to: Some(context.run_date),
        schemes: vec![award.scheme.clone()],
        arithmetic: format!("{}；同一门户：{relatives}", why.join("；")),
        evidence,
        ..Draft::about(dossier, &[head], words)
    }
}

fn thing(row: &DossierCircumstance) -> String {
    let kind = row.grade.as_deref().unwrap_or_default();
    match row.kind {
        CircumstanceKind::Property => format!("名下有{kind}一套"),
        CircumstanceKind::Vehicle | CircumstanceKind::Business => format!("名下有{kind}"),
        _ => format!("{}有{kind}缴费", maybe_day(row.from)),
    }
}
