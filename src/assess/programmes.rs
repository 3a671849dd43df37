//! Programmes: what a household that may have been missed appears to qualify for, so that need meets
//! resource.
//!
//! A suggestion rests on what the extracts hold and says what they do not: income, property and what the
//! family wants are for the visit to find out. It grants nothing.

use serde::Deserialize;

use super::force;
use super::scheme_set::SchemeSet;
use crate::domain::{Day, Dossier, DossierAward, Family, Fen, Finding, Suggestion};

/// A scheme or a charity's programme, and for whom it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub name: String,
    /// Where to apply: an agency, or a charity.
    pub office: String,
    /// The codes of the findings for which it is suggested.
    pub codes: Vec<String>,
    /// Only for those who are granted one of these; for anyone where it is not said.
    pub granted: Option<SchemeSet>,
    /// Not for those who are granted one of these.
    #[serde(default)]
    pub not_granted: SchemeSet,
    /// Only from this need on.
    #[serde(default)]
    pub least_yuan: i64,
    /// Only where one of those concerned is younger.
    pub below_years: Option<i32>,
    /// What the extracts do not tell and the visit has to.
    pub unknown: Vec<String>,
    /// The document and article, or that it is unverified.
    pub basis: String,
}

/// The programmes for which a finding's people appear to qualify, in the pack's order; none unless it is
/// of the missed.
pub(super) fn suggested(
    programmes: &[Programme],
    finding: &Finding,
    dossier: &Dossier,
    run_date: Day,
) -> Vec<Suggestion> {
    if finding.family != Family::Missed {
        return Vec::new();
    }
    let held = held(finding, dossier, run_date);
    let youngest = dossier
        .members
        .iter()
        .filter(|member| finding.subjects.contains(&member.person))
        .filter_map(|member| member.birth)
        .max()
        .map(|birth| birth.age_years(run_date));
    let fitting = programmes.iter().filter(|programme| {
        let is_held = |set: &SchemeSet| held.iter().any(|award| set.contains(&award.scheme));
        programme.codes.contains(&finding.code)
            && programme.granted.as_ref().is_none_or(is_held)
            && !is_held(&programme.not_granted)
            && finding.amount >= Fen::from_yuan(programme.least_yuan)
            && programme.below_years.is_none_or(|years| youngest.is_some_and(|age| age < years))
    });
    fitting
        .map(|programme| Suggestion {
            name: programme.name.clone(),
            office: programme.office.clone(),
            unknown: programme.unknown.clone(),
        })
        .collect()
}

/// The awards in force that cover one of the finding's people.
fn held<'a>(finding: &Finding, dossier: &'a Dossier, on: Day) -> Vec<&'a DossierAward> {
    let concerned = |at: &u32| finding.subjects.contains(&dossier.members[*at as usize].person);
    let in_force = |award: &&DossierAward| {
        let mut covered = award.covers.iter().filter(|at| concerned(at));
        covered.any(|at| force::is_active_for(dossier, award, *at, on))
    };
    dossier.awards.iter().filter(in_force).collect()
}
