//! Apart: a match error becomes pairs of keys whose rows are never one person again.
//!
//! What the reviewer has seen is kept apart. Everything else that was taken for the person goes where it
//! fits best, as on any night. Rows that give one number under one name are told apart by their source, and
//! then from all rows of other sources that give it, for the one that is wrong must not draw any of them
//! along.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Wrong;
use super::run::{ReviewedRow, ReviewedRun};
use crate::domain::review_list::numbered;
use crate::domain::{PersonId, RowKey};

/// The rows of one person: those that are the person's, and those of somebody else.
#[derive(Default)]
struct Sides<'a> {
    own: Vec<&'a ReviewedRow>,
    others: Vec<&'a ReviewedRow>,
}

/// The pairs to keep apart by the rows of a line and the numbers of those that are not the person's;
/// none where the rows write one person alike.
///
/// Without numbers, the rows have to leave no doubt: those of one person, in two ways of writing.
pub fn apart(
    rows: &[&ReviewedRow],
    not_theirs: &BTreeSet<usize>,
    run: &ReviewedRun,
) -> Result<Vec<[RowKey; 2]>, Wrong> {
    let numbers =
        numbered(rows.iter().map(|row| (&row.source, &row.file, row.line, row.says.as_str())));
    let most = numbers.iter().copied().max().unwrap_or(0);
    if not_theirs.iter().any(|number| !(1..=most).contains(number)) {
        return Err(Wrong::NotNumbers { rows: most });
    }
    let mut people: BTreeMap<PersonId, Sides> = BTreeMap::new();
    for (row, number) in rows.iter().zip(numbers) {
        let (Some(person), Some(_)) = (row.person, row.match_key) else { continue };
        let sides = people.entry(person).or_default();
        if not_theirs.contains(&number) {
            sides.others.push(row);
        } else {
            sides.own.push(row);
        }
    }
    if not_theirs.is_empty() {
        return without_doubt(&people);
    }
    let mut pairs = BTreeSet::new();
    for (person, sides) in &people {
        for other in &sides.others {
            pairs.extend(pairs_of(*person, other, sides, run)?);
        }
    }
    Ok(pairs.into_iter().collect())
}

fn without_doubt(people: &BTreeMap<PersonId, Sides>) -> Result<Vec<[RowKey; 2]>, Wrong> {
    let written = people.values().map(|sides| match_keys(&sides.own));
    let mut written: Vec<Vec<RowKey>> = written.map(|keys| keys.into_iter().collect()).collect();
    written.retain(|keys| keys.len() > 1);
    match written.as_slice() {
        [keys] if keys.len() == 2 => Ok(vec![[keys[0], keys[1]]]),
        _ => Err(Wrong::UnclearMatch),
    }
}

fn match_keys(rows: &[&ReviewedRow]) -> BTreeSet<RowKey> {
    rows.iter().filter_map(|row| row.match_key).collect()
}

/// What keeps a row of somebody else apart from a person.
fn pairs_of(
    person: PersonId,
    other: &ReviewedRow,
    sides: &Sides,
    run: &ReviewedRun,
) -> Result<BTreeSet<[RowKey; 2]>, Wrong> {
    let Some(key) = other.match_key else { return Ok(BTreeSet::new()) };
    let in_source = key.in_source(&other.source);
    let own = match_keys(&sides.own);
    if own.contains(&key) {
        // One number under one name: of one source, nothing tells whose row is whose.
        let alike = |row: &&ReviewedRow| row.match_key == Some(key) && row.source == other.source;
        let inseparable = sides.own.iter().any(alike);
        return Ok((!inseparable).then_some([in_source, key]).into_iter().collect());
    }
    if !own.is_empty() {
        return Ok(own.into_iter().map(|own| [own, key]).collect());
    }
    // The list shows no row that is the person's: apart from all else that was taken for the person.
    let mut all = run.identities.get(&person).cloned().unwrap_or_default();
    for row in &sides.others {
        all.remove(&row.match_key.unwrap_or(key));
    }
    if all.is_empty() {
        return Err(Wrong::NobodyElse);
    }
    Ok(all.into_iter().chain([key]).map(|one| [in_source, one]).collect())
}
