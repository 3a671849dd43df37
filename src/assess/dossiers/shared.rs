//! Shared values: one number, account, phone or bill with several holders.
//!
//! These are the only questions that no single dossier can answer. A value enters when its holders
//! are different people; accounts and phones only when the holders' homes differ and they are no kin.
//! Bills enter by what was paid on them.

use rayon::prelude::*;

use super::homes::Homes;
use super::index::{self, Index};
use super::{bills, names};
use crate::domain::{Day, Holder, IdClass, Mention, ResidentId, SharedKind, SharedValue, mask};

/// The shared values of the wanted kinds, ordered by kind and first row.
pub(super) fn find(index: &Index, homes: &Homes, wanted: &[SharedKind]) -> Vec<SharedValue> {
    let mut kinds = wanted.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().flat_map(|kind| of_kind(index, homes, kind)).collect()
}

fn of_kind(index: &Index, homes: &Homes, kind: SharedKind) -> Vec<SharedValue> {
    let records = index.night.records;
    // Whether the value stands in the payments, not in the mentions.
    let (column, is_paid) = match kind {
        SharedKind::ResidentId => (&records.mentions.resident_id, false),
        SharedKind::Phone => (&records.mentions.phone, false),
        SharedKind::Account => (&records.payments.account, true),
        SharedKind::Bill => return bills::find(index, homes),
    };
    // Short keys sort several times faster than the texts they stand for.
    let keyed = |row: u32, mention: u32| {
        let text = index::text(column, row as usize)?;
        let wanted = kind != SharedKind::ResidentId || index.id_class(mention) == IdClass::Valid;
        wanted.then(|| Value { key: names::key(text), mention, row })
    };
    let mut values: Vec<Value> = if is_paid {
        let mentions = records.payments.mention.values();
        let rows = (0..payment_count(index)).into_par_iter();
        rows.filter_map(|row| keyed(row, mentions[row as usize])).collect()
    } else {
        let firsts = index.night.identities.first_mention.par_iter();
        firsts.filter_map(|mention| keyed(*mention, *mention)).collect()
    };
    values.par_sort_unstable();
    let groups: Vec<&[Value]> = values.chunk_by(|one, other| one.key == other.key).collect();
    let shared = groups.into_par_iter().filter(|group| group.len() > 1).filter_map(|group| {
        let text = index::text(column, group[0].row as usize)?;
        let same = group.iter().filter(|one| index::text(column, one.row as usize) == Some(text));
        let mentions: Vec<u32> = same.map(|value| value.mention).collect();
        let holders = holders(index, homes, kind, &mentions)?;
        let declared = match kind {
            SharedKind::ResidentId => declared(index, &mentions),
            _ => Vec::new(),
        };
        let masked = masked(kind, text);
        Some(SharedValue { kind, masked, holders, declared, claims: Vec::new(), cost: None })
    });
    let mut shared: Vec<SharedValue> = shared.collect();
    shared.sort_by_key(|value| value.holders[0].proof.mention);
    shared
}

/// One row's value: its key, the mention that holds it, and where its text is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    key: u64,
    mention: u32,
    /// A row of the payments, or else of the mentions.
    row: u32,
}

fn payment_count(index: &Index) -> u32 {
    u32::try_from(index.night.records.payments.len()).expect("payments are numbered in 32 bits")
}

/// The distinct holders in row order, if they are people the kind is worth asking about.
fn holders(
    index: &Index,
    homes: &Homes,
    kind: SharedKind,
    mentions: &[u32],
) -> Option<Vec<Holder>> {
    let person = |mention: &u32| index.person_of_mention[*mention as usize];
    let first = person(&mentions[0]);
    let differ = match kind {
        SharedKind::ResidentId => mentions.iter().any(|mention| person(mention) != first),
        _ => mentions.iter().any(|mention| !is_related(index, homes, person(mention), first)),
    };
    if !differ {
        return None;
    }
    let mut holders: Vec<Holder> = Vec::new();
    for mention in mentions {
        let found = holder(index, homes, *mention);
        let known = holders.iter_mut().find(|one| match kind {
            SharedKind::ResidentId => one.name_key == found.name_key,
            _ => one.person == found.person,
        });
        match known {
            Some(known) => known.own_birth |= found.own_birth,
            None => holders.push(found),
        }
    }
    (holders.len() > 1).then_some(holders)
}

/// The names that a row of any of the people with these mentions declares to be one person's.
fn declared(index: &Index, mentions: &[u32]) -> Vec<[u64; 2]> {
    let mut people: Vec<u32> =
        mentions.iter().map(|mention| index.person_of_mention[*mention as usize]).collect();
    people.sort_unstable();
    people.dedup();
    let mut pairs: Vec<[u64; 2]> =
        people.into_iter().flat_map(|person| names::declared(index, person)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// One person, one home, one household of any kind, or kin of the first or second degree.
fn is_related(index: &Index, homes: &Homes, one: u32, other: u32) -> bool {
    let home = |person: u32| homes.of_person[person as usize];
    let kin = |of: u32| index.night.kin.of(of).map(|relative| relative.person);
    let is_kin = |of: u32, person: u32| kin(of).any(|near| near == person);
    let households = |person: u32| index.places(person).map(|(household, _)| household);
    home(one) == home(other)
        || is_kin(one, other)
        || is_kin(other, one)
        || kin(one).any(|near| is_kin(near, other))
        || households(one).any(|at| households(other).any(|also| also == at))
}

pub(super) fn holder(index: &Index, homes: &Homes, mention: u32) -> Holder {
    let row = index.night.records.mentions.row(mention as usize);
    let person = index.person_of_mention[mention as usize] as usize;
    Holder {
        person: index.night.people.ids[person],
        household: homes.list[homes.of_person[person] as usize].id,
        name_masked: row.name.map_or_else(|| "（无姓名）".to_owned(), mask::name),
        name_key: names::name_key(index, mention),
        reading_key: names::reading_key(index, mention),
        own_birth: has_own_birth(&row),
        proof: index.proof(mention),
    }
}

/// Whether a row gives the birth date that its own valid number holds.
fn has_own_birth(row: &Mention<'_>) -> bool {
    let number = row.resident_id.and_then(ResidentId::parse);
    let birth = row.birth_date.and_then(|birth| birth.parse::<Day>().ok());
    number.is_some_and(|number| Some(number.birth()) == birth)
}

fn masked(kind: SharedKind, value: &str) -> String {
    match kind {
        SharedKind::ResidentId => mask::resident_id(value),
        SharedKind::Phone => mask::phone(value),
        SharedKind::Account | SharedKind::Bill => mask::account(value),
    }
}
