//! Content sums: whether two parts of a delivery say the same.
//!
//! An agency may send one extract as CSV and again as a workbook, or twice in an archive. The bytes
//! differ and what they say does not, so the rows would count twice. The sum is made of the normal
//! values, and the order of the rows does not matter.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::AddAssign;

use arrow::array::Array;

use super::Records;

/// The sum of what rows say of people, awards and money. Different contents with one sum are no more
/// likely than different rows with one 64-bit fingerprint; sums last no longer than the process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ContentSum(u64);

impl AddAssign for ContentSum {
    fn add_assign(&mut self, other: Self) {
        self.0 = self.0.wrapping_add(other.0);
    }
}

impl ContentSum {
    /// What the records say, without where they stand and how they were written.
    pub fn of(records: &Records) -> Self {
        let attributes: Vec<_> = records.attributes.columns().collect();
        let mentions = records.mentions.rows().enumerate().map(|(at, row)| {
            let names = (row.role, row.name, row.former_name, row.birth_date, row.sex);
            let numbers = (row.document_type, row.resident_id, row.phone, row.account);
            let address = (row.town, row.village, row.door);
            let mut hasher = DefaultHasher::new();
            (names, numbers, address).hash(&mut hasher);
            for (name, column) in &attributes {
                (name, column.is_valid(at).then(|| column.value(at))).hash(&mut hasher);
            }
            hasher.finish()
        });
        let mentions: Vec<u64> = mentions.collect();
        let of = |mention: u32| mentions[mention as usize];
        let memberships = records.memberships.rows().map(|row| {
            fingerprint((1, of(row.mention), row.kind, row.key, row.relation, row.from, row.to))
        });
        let awards = records.awards.rows().map(|row| {
            let grant = (row.certificate, row.scheme, row.status, row.area, row.household_key);
            fingerprint((2, of(row.mention), grant, row.from, row.to, row.monthly))
        });
        let payments = records.payments.rows().map(|row| {
            let numbers = (row.payment_number, row.certificate, row.account, row.event);
            let why = (row.cause, row.mark, row.area);
            let money = (row.scheme, row.period, row.paid_on, row.amount);
            fingerprint((3, of(row.mention), money, numbers, why))
        });
        let circumstances = records.circumstances.rows().map(|row| {
            let sums = (row.amount, row.assisted, row.grade, row.event);
            fingerprint((4, of(row.mention), row.kind, row.from, row.to, sums))
        });
        let facts = memberships.chain(awards).chain(payments).chain(circumstances);
        Self(facts.chain(mentions.iter().copied()).fold(0, u64::wrapping_add))
    }
}

fn fingerprint(values: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    values.hash(&mut hasher);
    hasher.finish()
}
