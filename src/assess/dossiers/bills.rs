//! Bills: settlement numbers that payments of several sources name, with what they cost.
//!
//! Few numbers are named by two sources, so these are found first, by their keys, and only theirs are
//! looked up among the settlements.

use std::collections::BTreeMap;

use arrow::array::Array;
use rustc_hash::{FxHashMap, FxHashSet};

use super::homes::Homes;
use super::index::{self, Index};
use super::{names, shared};
use crate::domain::{CircumstanceKind, Claim, Fen, SharedKind, SharedValue, mask};

/// The bills that payments of more than one source name, in the order of their first payment.
pub(super) fn find(index: &Index, homes: &Homes) -> Vec<SharedValue> {
    let wanted = named_by_several(index);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut settled = settlements(index, &wanted);
    let mut bills: BTreeMap<u32, Bill> = BTreeMap::new();
    let mut first_of: FxHashMap<&str, u32> = FxHashMap::default();
    let payments = &index.night.records.payments;
    for row in 0..u32::try_from(payments.len()).expect("payments are numbered in 32 bits") {
        let event = index::text(&payments.event, row as usize);
        let Some(event) = event.filter(|event| wanted.contains(&names::key(event))) else {
            continue;
        };
        let first = *first_of.entry(event).or_insert(row);
        let bill = bills.entry(first).or_insert_with(|| Bill {
            number: event,
            settled: settled.remove(event).unwrap_or_default(),
            claims: Vec::new(),
        });
        bill.claims.push(claim(index, row));
    }
    bills.into_values().map(|bill| bill.shared(index, homes)).collect()
}

/// A bill and what was paid on it.
struct Bill<'a> {
    number: &'a str,
    settled: Settled,
    claims: Vec<Claim>,
}

/// The settlements of one number: mentions of its patients, and what is left to pay.
#[derive(Default)]
struct Settled {
    patients: Vec<u32>,
    cost: Fen,
}

/// The keys of the numbers that payments of more than one source name.
fn named_by_several(index: &Index) -> FxHashSet<u64> {
    let payments = &index.night.records.payments;
    let mut source_of: FxHashMap<u64, u16> = FxHashMap::default();
    let mut several = FxHashSet::default();
    for row in (0..payments.len()).filter(|row| payments.event.is_valid(*row)) {
        let key = names::key(payments.event.value(row));
        let source = index.source_of(payments.mention.value(row));
        if *source_of.entry(key).or_insert(source) != source {
            several.insert(key);
        }
    }
    several
}

fn settlements<'a>(index: &Index<'a>, wanted: &FxHashSet<u64>) -> FxHashMap<&'a str, Settled> {
    let circumstances = &index.night.records.circumstances;
    let mut settled: FxHashMap<&str, Settled> = FxHashMap::default();
    for row in 0..u32::try_from(circumstances.len()).expect("rows are numbered in 32 bits") {
        if index.circumstance_kind(row) != Some(CircumstanceKind::HospitalBill) {
            continue;
        }
        let Some(event) = index::text(&circumstances.event, row as usize) else { continue };
        if wanted.contains(&names::key(event)) {
            let row = circumstances.row(row as usize);
            let one = settled.entry(event).or_default();
            one.patients.push(row.mention);
            one.cost += row.amount.unwrap_or_default();
        }
    }
    settled
}

fn claim(index: &Index, row: u32) -> Claim {
    let payment = index.night.records.payments.row(row as usize);
    let person = index.person_of_mention[payment.mention as usize];
    Claim {
        person: index.night.people.ids[person as usize],
        scheme: payment.scheme.to_owned(),
        amount: payment.amount,
        paid_on: payment.paid_on,
        mark: payment.mark.map(str::to_owned),
        proof: index.proof(payment.mention),
    }
}

impl Bill<'_> {
    fn shared(self, index: &Index, homes: &Homes) -> SharedValue {
        let claimants = self.claims.iter().map(|claim| claim.proof.mention);
        let mentions = self.settled.patients.iter().copied().chain(claimants);
        let mut holders = Vec::new();
        for mention in mentions {
            let holder = shared::holder(index, homes, mention);
            if !holders.iter().any(|one: &crate::domain::Holder| one.person == holder.person) {
                holders.push(holder);
            }
        }
        SharedValue {
            kind: SharedKind::Bill,
            masked: mask::account(self.number),
            holders,
            declared: Vec::new(),
            cost: (!self.settled.patients.is_empty()).then_some(self.settled.cost),
            claims: self.claims,
        }
    }
}
