//! Circles: who stands beside whom in a row, or in a household of a source.

use rustc_hash::FxHashMap;

use super::fingerprint::same_row;
use crate::domain::table::{Category, Cell};
use crate::domain::{Circles, Memberships, Mentions};

/// Behind the key of a larger household stands an institution, or a key that tells nothing apart.
const LARGEST: usize = 40;

/// The circles of the rows that name several, and of the households that sources tell.
pub fn circles(
    mentions: &Mentions,
    memberships: &Memberships,
    of_mention: &[u32],
    identities: usize,
) -> Circles {
    let (rows, households) = (rows(mentions, of_mention), households(memberships, of_mention));
    Circles::new(identities, rows, households)
}

fn rows(mentions: &Mentions, of_mention: &[u32]) -> impl Iterator<Item = Vec<u32>> {
    let mut first = 0;
    std::iter::from_fn(move || {
        while first < of_mention.len() {
            let mut end = first + 1;
            while end < of_mention.len() && same_row(mentions, first, end) {
                end += 1;
            }
            let row = &of_mention[first..end];
            first = end;
            if row.len() > 1 {
                return Some(row.to_vec());
            }
        }
        None
    })
}

fn households(memberships: &Memberships, of_mention: &[u32]) -> impl Iterator<Item = Vec<u32>> {
    let mut numbers: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    let mut households: Vec<Vec<u32>> = Vec::new();
    for at in 0..memberships.len() {
        let key = (Category::value(&memberships.kind, at), memberships.key.value(at));
        let number = *numbers.entry(key).or_insert(households.len());
        if number == households.len() {
            households.push(Vec::new());
        }
        households[number].push(of_mention[memberships.mention.value(at) as usize]);
    }
    households.into_iter().filter(|household| household.len() <= LARGEST)
}
