//! Deaths and other endings: which rows report them, and who lives on.

use std::collections::BTreeMap;

use crate::domain::{CircumstanceKind, Dossier, DossierAward, DossierCircumstance, HouseholdKind};

/// The rows that report the event, by member.
pub fn records(
    dossier: &Dossier,
    event: CircumstanceKind,
) -> BTreeMap<u32, Vec<&DossierCircumstance>> {
    let mut records: BTreeMap<u32, Vec<&DossierCircumstance>> = BTreeMap::new();
    for one in dossier.circumstances.iter().filter(|one| one.kind == event && one.from.is_some()) {
        records.entry(one.member).or_default().push(one);
    }
    records
}

/// Whether the scheme's award also covers somebody else who lives.
pub fn others_live(dossier: &Dossier, member: u32, scheme: &str) -> bool {
    let deaths = records(dossier, CircumstanceKind::Death);
    let lives = |other: &u32| *other != member && !deaths.contains_key(other);
    let awards = dossier.awards.iter().filter(|award| award.scheme == scheme);
    let covered = awards.clone().any(|award| {
        award.household.is_some()
            && award.covers.contains(&member)
            && award.covers.iter().any(lives)
    });
    // People of a unit may have their home elsewhere; then its size tells that there are more.
    let dead = u32::try_from(deaths.len()).expect("a dossier has few members");
    let units = dossier.members[member as usize].households.iter();
    let mut units = units.filter(|one| one.kind == HouseholdKind::AssistanceUnit);
    let elsewhere = units.any(|unit| {
        let is_of_award = |award: &DossierAward| award.household == Some(unit.household);
        unit.size > dead.max(1) && (awards.clone().count() == 0 || awards.clone().any(is_of_award))
    });
    covered || elsewhere
}
