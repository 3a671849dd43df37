//! Contents: whether two parts of a delivery say the same.
//!
//! An agency may send one extract as CSV and again as a workbook, twice in an archive, or yesterday's
//! beside today's. The bytes differ and what they say does not, so the rows would count twice. Rows are
//! compared by their normal values, wherever they stand. The smallest fingerprints of a part stand for
//! all (Broder 1997, "On the resemblance and containment of documents").

use std::hash::{DefaultHasher, Hash, Hasher};

use arrow::array::Array;

use super::Records;

/// How many fingerprints stand for a part; one with fewer rows is known whole.
const KEPT: usize = 4096;

/// What the people of a part are said to be and to have got: a fingerprint for each. They last no
/// longer than the process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// The smallest, in order.
    smallest: Vec<u64>,
}

impl Contents {
    /// What the records say, without where they stand and how they were written.
    pub fn of(records: &Records) -> Self {
        let mut prints = mentions(records);
        let mut add = |mention: u32, print: u64| {
            let print_of = &mut prints[mention as usize];
            *print_of = print_of.wrapping_add(print);
        };
        for row in records.memberships.rows() {
            add(row.mention, fingerprint((1, row.kind, row.key, row.relation, row.from, row.to)));
        }
        for row in records.awards.rows() {
            let grant = (row.certificate, row.scheme, row.status, row.area, row.household_key);
            add(row.mention, fingerprint((2, grant, row.from, row.to, row.monthly)));
        }
        for row in records.payments.rows() {
            let numbers = (row.payment_number, row.certificate, row.account, row.event);
            let money = (row.scheme, row.period, row.paid_on, row.amount);
            let why = (row.cause, row.mark, row.area);
            add(row.mention, fingerprint((3, money, numbers, why)));
        }
        for row in records.circumstances.rows() {
            let sums = (row.amount, row.assisted, row.grade, row.event);
            add(row.mention, fingerprint((4, row.kind, row.from, row.to, sums)));
        }
        let mut contents = Self { smallest: prints };
        contents.settle();
        contents
    }

    pub fn merge(&mut self, other: &Self) {
        self.smallest.extend(&other.smallest);
        self.settle();
    }

    /// The fingerprints, in order.
    pub fn prints(&self) -> &[u64] {
        &self.smallest
    }

    /// How many of the smaller's fingerprints could be in the other too: those up to where both are
    /// known.
    pub fn comparable(&self, other: &Self) -> usize {
        let bound = [self, other].into_iter().filter_map(Self::bound).min();
        let within = |contents: &Self| match bound {
            Some(bound) => contents.smallest.partition_point(|print| *print <= bound),
            None => contents.smallest.len(),
        };
        within(self).min(within(other))
    }

    /// The largest fingerprint kept, if there may be larger ones that are not.
    fn bound(&self) -> Option<u64> {
        self.smallest.get(KEPT - 1).copied()
    }

    fn settle(&mut self) {
        self.smallest.sort_unstable();
        self.smallest.dedup();
        self.smallest.truncate(KEPT);
    }
}

/// A fingerprint of what is said of each mention by itself.
fn mentions(records: &Records) -> Vec<u64> {
    let attributes: Vec<_> = records.attributes.columns().collect();
    let print = |(at, row): (usize, super::Mention<'_>)| {
        let names = (row.role, row.name, row.former_name, row.birth_date, row.sex);
        let numbers = (row.document_type, row.resident_id, row.phone, row.account);
        let told = attributes.iter().map(|(name, column)| {
            let value = column.is_valid(at).then(|| column.value(at));
            (*name, value)
        });
        fingerprint((names, numbers, (row.town, row.village, row.door), told.collect::<Vec<_>>()))
    };
    records.mentions.rows().enumerate().map(print).collect()
}

fn fingerprint(values: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    values.hash(&mut hasher);
    hasher.finish()
}
