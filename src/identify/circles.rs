//! Circles: who stands beside whom in a row, in a household of a source, or behind a door that somebody
//! owns.

use arrow::array::Array;
use rustc_hash::{FxHashMap, FxHashSet};

use super::fingerprint::same_row;
use crate::domain::table::{Category, Cell};
use crate::domain::{Attributes, Circles, Memberships, Mentions, is_dwelling, push_dwelling};

/// Behind the key of a larger household stands an institution, or a key that tells nothing apart.
const LARGEST: usize = 60;

/// The attribute that says where the property of the row's person lies: village and door.
const PROPERTY_AT: &str = "property_at";

/// The circles of the rows that name several, of the households that sources tell, and of the dwellings
/// that owners may live in.
pub fn circles(
    mentions: &Mentions,
    attributes: &Attributes,
    memberships: &Memberships,
    of_mention: &[u32],
    identities: usize,
) -> Circles {
    let households = households(memberships, of_mention);
    let owned = owned_dwellings(mentions, attributes, of_mention);
    Circles::new(identities, rows(mentions, of_mention), households.chain(owned))
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

/// Behind each door that an owner without a number has a title to: the owners, and who lives there.
fn owned_dwellings(
    mentions: &Mentions,
    attributes: &Attributes,
    of_mention: &[u32],
) -> impl Iterator<Item = Vec<u32>> {
    let mut circles: FxHashMap<String, FxHashSet<u32>> = FxHashMap::default();
    if let Some(places) = attributes.column(PROPERTY_AT) {
        for (mention, place) in places.iter().enumerate() {
            let Some(place) = place.filter(|_| mentions.resident_id.is_null(mention)) else {
                continue;
            };
            circles.entry(place.to_owned()).or_default().insert(of_mention[mention]);
        }
    }
    let mut key = String::new();
    let looked_at = if circles.is_empty() { 0 } else { mentions.len() };
    for (mention, identity) in of_mention.iter().enumerate().take(looked_at) {
        let row = mentions.row(mention);
        let dwelling = row.door.filter(|_| row.door_is_dwelling.is_some_and(is_dwelling));
        let Some((place, door)) = row.village.or(row.town).zip(dwelling) else {
            continue;
        };
        key.clear();
        push_dwelling(place, door, &mut key);
        if let Some(circle) = circles.get_mut(&key) {
            circle.insert(*identity);
        }
    }
    let mut circles: Vec<(String, Vec<u32>)> =
        circles.into_iter().map(|(place, circle)| (place, circle.into_iter().collect())).collect();
    circles.sort_unstable();
    circles.into_iter().map(|(_, circle)| circle).filter(|circle| circle.len() <= LARGEST)
}
