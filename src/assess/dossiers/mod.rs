//! Dossiers: tonight's tables turned by ninety degrees, from one table per fact to one record per
//! household.
//!
//! Everything is grouped once by person in flat arrays (linear in the rows), then each household's
//! dossier is put together on its own, in parallel. What a dossier holds is in
//! [`Dossier`](crate::domain::Dossier).

mod bills;
mod facts;
mod homes;
mod index;
mod kin;
mod members;
mod names;
mod neighbours;
mod others;
mod payees;
mod shared;
mod strays;

use rayon::prelude::*;

use crate::domain::{
    Day, Dossier, Household, Identities, KinGraph, People, Records, SharedKind, SharedValue, Source,
};
use index::Index;

/// Tonight, as the stages before this one left it.
#[derive(Clone, Copy)]
pub struct Night<'a> {
    pub run_date: Day,
    pub sources: &'a [Source],
    pub records: &'a Records,
    pub identities: &'a Identities,
    pub people: &'a People,
    pub households: &'a [Household],
    pub kin: &'a KinGraph,
    /// The position in `households` of the assistance unit that a source's key names.
    pub unit_of_key: &'a (dyn Fn(&str) -> Option<u32> + Sync),
}

/// Builds every household's dossier, and the values of the wanted kinds that several people share.
///
/// Dossiers are ordered by the kind and id of their household, shared values by kind and first
/// row; the result is the same for any number of threads.
pub fn build_dossiers(night: &Night, wanted: &[SharedKind]) -> (Vec<Dossier>, Vec<SharedValue>) {
    let index = Index::new(night);
    let homes = homes::assign(&index);
    let strays = strays::find(&index);
    let dossiers = homes.list.par_iter().map(|home| dossier(&index, &strays, home)).collect();
    let shared = shared::find(&index, &homes, wanted);
    (dossiers, shared)
}

/// The rows without room for more: dossiers live to the end of the night, and a list that grew row by row
/// holds up to four times what it needs.
fn tight<T>(rows: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut rows: Vec<T> = rows.into_iter().collect();
    rows.shrink_to_fit();
    rows
}

fn dossier(index: &Index, strays: &strays::Strays, home: &homes::Home) -> Dossier {
    let household = &index.night.households[home.household as usize];
    let people = (0..).zip(&home.people);
    let astray = people.flat_map(|(at, person)| strays::of_member(index, strays, at, *person));
    Dossier {
        household: home.id,
        kind: home.kind,
        town: household.town.clone(),
        village: household.village.clone(),
        members: home.people.iter().map(|person| members::member(index, home, *person)).collect(),
        awards: facts::awards(index, &home.people),
        payments: facts::payments(index, &home.people),
        circumstances: facts::circumstances(index, &home.people),
        neighbours: neighbours::of_home(index, home),
        strays: tight(astray),
    }
}
