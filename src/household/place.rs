//! Where a household is: the town and village that most of its people's identities name.

use std::collections::BTreeMap;

use super::Night;

/// Town and village by majority; a village only counts where it lies in the chosen town.
pub(super) fn of_people(
    night: &Night,
    people: impl Iterator<Item = u32>,
) -> (Option<String>, Option<String>) {
    let mut towns: BTreeMap<&str, u32> = BTreeMap::new();
    let mut villages: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for person in people {
        for identity in night.identities_of_person.of(person) {
            let mention = night.identities.first_mention[*identity as usize];
            let row = night.records.mentions.row(mention as usize);
            let Some(town) = row.town else { continue };
            *towns.entry(town).or_insert(0) += 1;
            if let Some(village) = row.village {
                *villages.entry((town, village)).or_insert(0) += 1;
            }
        }
    }
    let town = most(towns);
    villages.retain(|(of_town, _), _| Some(*of_town) == town);
    (town.map(str::to_owned), most(villages).map(|(_, village)| village.to_owned()))
}

/// The key counted most; the smallest among equals.
fn most<K: Ord>(counts: BTreeMap<K, u32>) -> Option<K> {
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(key, _)| key)
}
