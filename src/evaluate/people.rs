//! People: whom a predicted person, or an identity, truly is.
//!
//! A cluster may hold rows of several people. It is taken for the one most of its mentions speak
//! of, so that its household and its flags can be judged although the cluster is not pure.

use rustc_hash::FxHashMap;

use super::place::{Files, Place};
use super::truth::Truth;

/// The true person of each of so many identities, where the truth knows one of its mentions.
pub fn true_people(
    files: &Files,
    mentions: &[(Place, u32)],
    identities: usize,
    truth: &Truth,
) -> Vec<Option<u32>> {
    let known = truth.join(files, mentions.iter().map(|mention| mention.0));
    let both = mentions.iter().zip(known);
    let both =
        both.filter_map(|((_, identity), known)| Some((u64::from(*identity), known?.person)));
    let person_of = majority(both.collect());
    (0..identities).map(|identity| person_of.get(&(identity as u64)).copied()).collect()
}

/// The person of each key: that of most of its mentions, the smaller number of two equals.
pub(super) fn majority(mut mentions: Vec<(u64, u32)>) -> FxHashMap<u64, u32> {
    mentions.sort_unstable();
    let mut people = FxHashMap::default();
    for of_key in mentions.chunk_by(|one, other| one.0 == other.0) {
        let mut most: &[(u64, u32)] = &[];
        for of_person in of_key.chunk_by(|one, other| one.1 == other.1) {
            if of_person.len() > most.len() {
                most = of_person;
            }
        }
        let (key, person) = most[0];
        people.insert(key, person);
    }
    people
}
