//! Hospital bills that stand: refunds taken off the bills they refund.

use std::collections::BTreeMap;

use crate::domain::{CircumstanceKind, Day, Dossier, DossierCircumstance, Fen};

/// The dossier's bills that no refund cancels, in date order.
///
/// A refund is a bill of negative amount. It cancels the member's latest earlier bill of the same
/// size, or the one it shares the settlement number with; a partial refund leaves the bill standing
/// and is taken off where amounts are summed by settlement.
pub fn standing(dossier: &Dossier) -> Vec<&DossierCircumstance> {
    let is_bill = |one: &&DossierCircumstance| one.kind == CircumstanceKind::HospitalBill;
    let bills: Vec<&DossierCircumstance> = dossier.circumstances.iter().filter(is_bill).collect();
    let mut stands = vec![true; bills.len()];
    for (at, refund) in bills.iter().enumerate() {
        if cost(refund) >= Fen::ZERO {
            continue;
        }
        stands[at] = false;
        let cancels = |(nth, bill): &(usize, &&DossierCircumstance)| {
            stands[*nth]
                && bill.member == refund.member
                && cost(bill) == -cost(refund)
                && paid_on(bill) <= paid_on(refund)
        };
        let cancelled = bills.iter().enumerate().filter(cancels).map(|(nth, _)| nth).next_back();
        if let Some(cancelled) = cancelled {
            stands[cancelled] = false;
        }
    }
    let standing = bills.into_iter().zip(stands).filter(|(_, stands)| *stands);
    standing.map(|(bill, _)| bill).collect()
}

/// Own cost after insurance and before assistance.
pub fn cost(bill: &DossierCircumstance) -> Fen {
    bill.amount.unwrap_or_default()
}

/// What the person paid in the end.
pub fn self_paid(bill: &DossierCircumstance) -> Fen {
    cost(bill) - bill.assisted.unwrap_or_default()
}

/// The day the bill was settled.
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
