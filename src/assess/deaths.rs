//! Deaths and other endings: which rows report them, what makes them doubtful, and who lives on.
//!
//! A wrong death record harms a living person. What makes a death doubtful is asked here for every
//! rule alike, so that a death under question in one is never held against anybody in another.

use std::collections::BTreeMap;

use super::draft::Context;
use crate::domain::{
    CircumstanceKind, Day, Dossier, DossierAward, DossierCircumstance, HouseholdKind,
};

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

/// How many days lie between the first and the last date that rows give.
pub fn days_apart(records: &[&DossierCircumstance]) -> i32 {
    let days = || records.iter().filter_map(|record| record.from);
    days().max().zip(days().min()).map_or(0, |(last, first)| last.0 - first.0)
}

/// What somebody did, of the kinds that only the living do, more than so many days after the event.
pub fn later_activity<'a>(
    dossier: &'a Dossier,
    member: u32,
    event: Day,
    (kinds, after_days): (&[CircumstanceKind], i32),
    context: &Context,
) -> Vec<&'a DossierCircumstance> {
    let alive_from = event.plus_days(after_days);
    let is_later = |one: &&DossierCircumstance| {
        one.member == member
            && kinds.contains(&one.kind)
            && seen_on(one, context).is_some_and(|day| day > alive_from)
    };
    dossier.circumstances.iter().filter(is_later).collect()
}

/// The day on which a row shows somebody active; without a date, the day its extract describes.
pub fn seen_on(one: &DossierCircumstance, context: &Context) -> Option<Day> {
    one.from.or_else(|| context.snapshot(one.proof))
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
