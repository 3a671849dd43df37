//! Counted: whom an award in force counts tonight, alive and still of the place.
//!
//! What somebody owns or earns bears on an award only while it counts them. The dead and those who
//! moved away are asked about by rules of their own.

use std::collections::BTreeMap;

use super::force;
use super::scheme_set::SchemeSet;
use crate::domain::{CircumstanceKind, Day, Dossier, DossierAward};

/// The members whom an award of the schemes counts on the day, each with the first such award.
///
/// Without `heeds_counting` everybody of a dossier with such an award is taken for counted.
pub fn counted<'a>(
    dossier: &'a Dossier,
    schemes: &SchemeSet,
    heeds_counting: bool,
    on: Day,
) -> BTreeMap<u32, &'a DossierAward> {
    let size = u32::try_from(dossier.members.len()).expect("a dossier has few members");
    let mut counted = BTreeMap::new();
    for award in dossier.awards.iter().filter(|award| schemes.contains(&award.scheme)) {
        let in_force = || (0..size).any(|one| force::covers_on(dossier, award, one, on));
        for member in 0..size {
            let counts =
                force::covers_on(dossier, award, member, on) || !heeds_counting && in_force();
            if counts && !has_gone(dossier, member, on) {
                counted.entry(member).or_insert(award);
            }
        }
    }
    counted
}

/// Whether somebody is reported dead, moved away or struck off by the day.
pub fn has_gone(dossier: &Dossier, member: u32, by: Day) -> bool {
    let mut rows = dossier.circumstances.iter().filter(|one| one.member == member);
    rows.any(|one| {
        let goes = matches!(one.kind, CircumstanceKind::Death | CircumstanceKind::RegisterExit);
        goes && one.from.is_none_or(|from| from <= by)
    })
}
