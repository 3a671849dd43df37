//! Label without an award: another agency lists somebody as poor whom civil affairs does not have.
//!
//! The label opens the door to other help, so it should follow civil affairs; here it does not, or not
//! yet. Silence of civil affairs counts only for people of whom it could know: those of the register,
//! who stand in none of its lists. A family whose unit is in force may count them by a row that could
//! not be joined.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::assess::force;
use crate::assess::scheme_set::SchemeSet;
use crate::assess::sentence::{day, span};
use crate::domain::{
    AwardStatus, CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, Grade,
    HouseholdKind, Month,
};

/// Which award each label stands for, and how long a label may lag behind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelWithoutAward {
    /// Label to schemes.
    pub labels: BTreeMap<String, SchemeSet>,
    /// Months for which a label may outlive its award.
    pub lag_months: i32,
}

impl RuleKind for LabelWithoutAward {
    const NAME: &'static str = "label_without_award";
    const EXCEPTIONS: &'static [&'static str] = &[
        "lag",
        "suspended",
        "listed_without_award",
        "family_in_force",
        "outside_register",
        "doubtful_row",
        "namesake",
    ];
    const WORDS: &'static [&'static str] =
        &["name", "agencies", "label", "date", "span", "last", "schemes"];

    fn scheme_sets(&self) -> Vec<&SchemeSet> {
        self.labels.values().collect()
    }

    fn find(&self, dossier: &Dossier, context: &Context) -> Vec<Draft> {
        label_without_award(dossier, self, context)
    }
}

/// Finds the labels behind which there is no award that covers the person.
///
/// A person's labels of one kind are one finding.
pub fn label_without_award(
    dossier: &Dossier,
    settings: &LabelWithoutAward,
    context: &Context,
) -> Vec<Draft> {
    let mut found: BTreeMap<(u32, &str), Vec<(&DossierCircumstance, Day)>> = BTreeMap::new();
    for row in dossier.circumstances.iter().filter(|one| one.kind == CircumstanceKind::Label) {
        let Some(label) = row.grade.as_deref() else { continue };
        let Some(schemes) = settings.labels.get(label) else { continue };
        if is_doubtful(dossier, row, context) {
            continue;
        }
        let on = row.from.or(row.to).unwrap_or_else(|| snapshot(row, context));
        if !is_covered(dossier, row.member, on, schemes, settings, context)
            && !is_beyond_knowing(dossier, row.member, context)
        {
            found.entry((row.member, label)).or_default().push((row, on));
        }
    }
    let drafts = found.into_iter().map(|((member, label), rows)| {
        draft(dossier, member, (label, &settings.labels[label]), &rows, settings, context)
    });
    drafts.collect()
}

/// Whether the row is perhaps about somebody else: it is not surely the person's, or the list has the
/// person twice and there is a namesake whose row the other may be.
fn is_doubtful(dossier: &Dossier, row: &DossierCircumstance, context: &Context) -> bool {
    let listed = dossier.circumstances.iter().filter(|one| {
        one.kind == CircumstanceKind::Insured
            && one.member == row.member
            && one.proof.source == row.proof.source
    });
    let twice = listed.map(|one| one.proof.mention).collect::<BTreeSet<u32>>().len() > 1;
    let has_namesake = dossier.members[row.member as usize].has_namesake;
    row.proof.grade == Grade::Possible && context.heeds("doubtful_row")
        || twice && has_namesake && context.heeds("namesake")
}

/// The day the row's extract describes.
fn snapshot(row: &DossierCircumstance, context: &Context) -> Day {
    let source = context.sources.get(row.proof.source as usize);
    source.map_or(context.run_date, |source| source.snapshot)
}

/// The months in which an award would bear the label out, latest last.
fn months_of_label(on: Day, settings: &LabelWithoutAward, context: &Context) -> Vec<Month> {
    let lag = if context.heeds("lag") { settings.lag_months } else { 0 };
    (on.month().0 - lag..=on.month().0).map(Month).collect()
}

fn is_covered(
    dossier: &Dossier,
    member: u32,
    on: Day,
    schemes: &SchemeSet,
    settings: &LabelWithoutAward,
    context: &Context,
) -> bool {
    let wanted = months_of_label(on, settings, context);
    let mut awards = dossier
        .awards
        .iter()
        .filter(|award| schemes.contains(&award.scheme) && award.covers.contains(&member));
    awards.any(|award| {
        // An award that is suspended, or has ended on a day nobody gives, may have been in force.
        let suspended = award.status == AwardStatus::Suspended
            || award.status == AwardStatus::Ended && award.to.is_none();
        let months = force::months_of(dossier, award, member, false, context.run_date);
        suspended && context.heeds("suspended") || wanted.iter().any(|one| months.contains(one))
    })
}

/// Whether civil affairs lists the person in a unit whose award cannot be told, or could not know
/// the person at all.
fn is_beyond_knowing(dossier: &Dossier, member: u32, context: &Context) -> bool {
    let households = &dossier.members[member as usize].households;
    let awarded = |award: &DossierAward, household| award.household == Some(household);
    let without_award = households.iter().any(|one| {
        one.kind == HouseholdKind::AssistanceUnit
            && !dossier.awards.iter().any(|award| awarded(award, one.household))
    });
    let mut registers = households.iter().filter(|one| one.kind == HouseholdKind::Register);
    let family = registers.clone().any(|register| register.has_award);
    without_award && context.heeds("listed_without_award")
        || family && context.heeds("family_in_force")
        || registers.next().is_none() && context.heeds("outside_register")
}

fn draft(
    dossier: &Dossier,
    member: u32,
    (label, schemes): (&str, &SchemeSet),
    rows: &[(&DossierCircumstance, Day)],
    settings: &LabelWithoutAward,
    context: &Context,
) -> Draft {
    let known = context.schemes.iter().filter(|scheme| schemes.contains(&scheme.code));
    let names: Vec<String> = known.map(|scheme| format!("“{}”", scheme.name)).collect();
    let any_of = names.join("或");
    let agencies: BTreeSet<&str> =
        rows.iter().map(|(row, _)| context.agency_name(row.proof)).collect();
    let agencies = agencies.into_iter().collect::<Vec<_>>().join("、");
    let latest = rows.iter().map(|(_, on)| *on).max().expect("a finding has a row");
    let months = months_of_label(latest, settings, context);
    let awards = dossier.awards.iter().filter(|award| award.covers.contains(&member));
    let awards: Vec<&DossierAward> =
        awards.filter(|award| schemes.contains(&award.scheme)).collect();
    let ended = awards.iter().filter_map(|award| award.to).max();
    let last = ended.map_or_else(
        || "从未列入".to_owned(),
        |end| format!("已于{}停保", end.month().in_chinese()),
    );
    let words = vec![
        ("agencies", agencies.clone()),
        ("label", any_of.clone()),
        ("schemes", any_of.clone()),
        ("date", day(latest)),
        ("span", span(&months)),
        ("last", last),
    ];
    let says = |(row, on): &(&DossierCircumstance, Day)| {
        Context::evidence(row.proof, &format!("{}标识为{any_of}对象", day(*on)))
    };
    let mut evidence: Vec<_> = rows.iter().map(says).collect();
    evidence.extend(awards.iter().map(|award| context.awarded(award)));
    Draft {
        discriminator: label.to_owned(),
        from: Some(latest),
        to: Some(latest),
        arithmetic: format!("{agencies}标识{}条；{}民政在保记录0条", rows.len(), span(&months)),
        schemes: awards
            .iter()
            .map(|award| award.scheme.clone())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        evidence,
        ..Draft::about(dossier, &[member], words)
    }
}
