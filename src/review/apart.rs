//! Apart: a match error becomes pairs of keys whose rows are never one person again.
//!
//! What the reviewer has seen is kept apart. Everything else that was taken for the person goes where it
//! fits best, as on any night. Rows that give one number under one name are told apart by their source, and
//! then from all rows of other sources that give it, for the one that is wrong must not draw any of them
//! along. Rows of somebody else may all be one other person's, so nothing keeps these apart from each other.

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
        if sides.own.is_empty() {
            pairs.extend(sides.apart_from_the_rest(*person, run)?);
        } else {
            pairs.extend(sides.apart_from_own());
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

impl Sides<'_> {
    /// Each row of somebody else apart from each that is the person's, as far as something tells them apart.
    fn apart_from_own(&self) -> BTreeSet<[RowKey; 2]> {
        let both = |other| self.own.iter().filter_map(move |own| self.pair(own, other));
        self.others.iter().flat_map(|other| both(*other)).collect()
    }

    /// A key that both sides give means a row only together with the row's source; in one source, nothing
    /// tells whose row is whose.
    fn pair(&self, own: &ReviewedRow, other: &ReviewedRow) -> Option<[RowKey; 2]> {
        let (mine, theirs) = (own.match_key?, other.match_key?);
        if gives(&self.own, theirs, |source| source == other.source) {
            return None;
        }
        if mine == theirs && self.is_alone(other, theirs) {
            return Some([mine, theirs.in_source(&other.source)]);
        }
        let one_of = |key: RowKey, row: &ReviewedRow, opposite: &[&ReviewedRow]| {
            if gives(opposite, key, |_| true) { key.in_source(&row.source) } else { key }
        };
        Some([one_of(mine, own, &self.others), one_of(theirs, other, &self.own)])
    }

    /// Where the list shows no row that is the person's: apart from all else that was taken for the person.
    fn apart_from_the_rest(
        &self,
        person: PersonId,
        run: &ReviewedRun,
    ) -> Result<BTreeSet<[RowKey; 2]>, Wrong> {
        let mut rest = run.identities.get(&person).cloned().unwrap_or_default();
        for identity in self.others.iter().flat_map(|other| &other.identities) {
            rest.remove(identity);
        }
        if rest.is_empty() {
            return Err(Wrong::NobodyElse);
        }
        let mut pairs = BTreeSet::new();
        for (other, key) in self.others.iter().filter_map(|other| Some((other, other.match_key?))) {
            let everywhere = self.is_alone(other, key).then_some(key);
            let theirs = key.in_source(&other.source);
            pairs.extend(rest.iter().copied().chain(everywhere).map(|one| [one, theirs]));
        }
        Ok(pairs)
    }

    /// Whether no other source gives the key for somebody else too.
    fn is_alone(&self, other: &ReviewedRow, key: RowKey) -> bool {
        !gives(&self.others, key, |source| source != other.source)
    }
}

/// Whether one of these rows gives the key in such a source.
fn gives(rows: &[&ReviewedRow], key: RowKey, is_such: impl Fn(&str) -> bool) -> bool {
    rows.iter().any(|row| row.match_key == Some(key) && is_such(&row.source))
}
