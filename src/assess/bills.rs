//! Hospital bills that stand: refunds taken off the bills they refund.
//!
//! A refund is a bill of negative amount. It is taken off the bill whose settlement number it
//! shares; else it cancels the member's latest earlier bill of the same size; else it is taken off
//! the member's latest earlier bills, so that at least the sum is right where nothing tells which
//! bill it refunds.

use std::collections::BTreeMap;

use crate::domain::{CircumstanceKind, Day, Dossier, DossierCircumstance, Fen};

/// A bill of which something is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill<'a> {
    pub row: &'a DossierCircumstance,
    /// Own cost after insurance, before assistance and after refunds.
    pub cost: Fen,
    /// What the person paid in the end.
    pub self_paid: Fen,
    /// The rows that took something off.
    pub refunds: Vec<&'a DossierCircumstance>,
}

impl Bill<'_> {
    /// The day the bill was settled.
    pub fn paid_on(&self) -> Option<Day> {
        paid_on(self.row)
    }
}

/// The dossier's bills of which refunds leave something, in date order.
pub fn standing(dossier: &Dossier) -> Vec<Bill<'_>> {
    let is_bill = |one: &&DossierCircumstance| one.kind == CircumstanceKind::HospitalBill;
    let rows = dossier.circumstances.iter().filter(is_bill);
    let (refunds, rows): (Vec<_>, Vec<_>) = rows.partition(|row| cost(row) < Fen::ZERO);
    let bill = |row| Bill { row, cost: cost(row), self_paid: self_paid(row), refunds: Vec::new() };
    let mut bills: Vec<Bill> = rows.into_iter().map(bill).collect();
    // Refunds that name their bill go first, lest another takes it.
    let mut nameless = Vec::new();
    for refund in refunds {
        let own = of_event(&bills, refund);
        if own.is_empty() { nameless.push(refund) } else { take_off(&mut bills, &own, refund) }
    }
    for refund in nameless {
        let earlier = earlier(&bills, refund);
        let same = earlier.iter().find(|at| bills[**at].cost == -cost(refund)).copied();
        take_off(&mut bills, &same.map_or(earlier, |at| vec![at]), refund);
    }
    bills.retain(|bill| bill.cost > Fen::ZERO || bill.refunds.is_empty());
    bills
}

/// The bills with the refund's settlement number, latest first.
fn of_event(bills: &[Bill], refund: &DossierCircumstance) -> Vec<usize> {
    let is_own = |bill: &Bill| refund.event.is_some() && bill.row.event == refund.event;
    (0..bills.len()).rev().filter(|at| is_own(&bills[*at])).collect()
}

/// The member's bills up to the refund, latest first.
fn earlier(bills: &[Bill], refund: &DossierCircumstance) -> Vec<usize> {
    let until = paid_on(refund);
    let is_earlier = |bill: &Bill| {
        bill.row.member == refund.member && (until.is_none() || bill.paid_on() <= until)
    };
    (0..bills.len()).rev().filter(|at| is_earlier(&bills[*at])).collect()
}

/// Takes a refund off the bills in turn, until nothing is left of it or of them.
fn take_off<'a>(bills: &mut [Bill<'a>], of: &[usize], refund: &'a DossierCircumstance) {
    let mut cost_left = -cost(refund);
    let mut paid_left = (-self_paid(refund)).max(Fen::ZERO);
    for bill in of {
        let bill = &mut bills[*bill];
        let cost = cost_left.min(bill.cost);
        let paid = paid_left.min(bill.self_paid).max(Fen::ZERO);
        if cost > Fen::ZERO {
            bill.cost = bill.cost - cost;
            bill.self_paid = (bill.self_paid - paid).min(bill.cost);
            bill.refunds.push(refund);
            cost_left = cost_left - cost;
            paid_left = paid_left - paid;
        }
    }
}

fn cost(bill: &DossierCircumstance) -> Fen {
    bill.amount.unwrap_or_default()
}

fn self_paid(bill: &DossierCircumstance) -> Fen {
    cost(bill) - bill.assisted.unwrap_or_default()
}

/// The day a bill was settled.
pub fn paid_on(bill: &DossierCircumstance) -> Option<Day> {
    bill.to.or(bill.from)
}

/// Own cost by settlement number, refunds taken off.
pub fn cost_by_event(dossier: &Dossier) -> BTreeMap<&str, Fen> {
    let mut costs = BTreeMap::new();
    for bill in &dossier.circumstances {
        let Some(event) = bill.event.as_deref() else { continue };
        if bill.kind == CircumstanceKind::HospitalBill {
            *costs.entry(event).or_default() += cost(bill);
        }
    }
    costs
}
