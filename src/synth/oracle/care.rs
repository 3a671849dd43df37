//! Care paid twice and children paid beyond the formula: M04, M03.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Fen, Month};

use crate::synth::papers::{AllowanceKind, CHILD_STANDARD};
use crate::synth::world::{Scheme, TruthLine, Unit};

use super::parameters::{
    CHANGE_OVER_MONTHS, STANDARD_IN_THE_COUNTRY, STANDARD_IN_TOWN, TOLERANCE, TOP_UP_PERCENT,
};
use super::{View, line, noted};

/// What the place lets go together.
const ALLOWED: [AllowanceKind; 2] = [AllowanceKind::ElderCare, AllowanceKind::InjuryCare];

impl View<'_> {
    pub(super) fn care_and_children(&self, lines: &mut Vec<TruthLine>) {
        self.care_twice(lines);
        self.children_beyond_the_formula(lines);
    }

    /// M04: two payments for one person's care in one month, more than once; what was taken back does not
    /// count, nor what may go together.
    fn care_twice(&self, lines: &mut Vec<TruthLine>) {
        let mut paid: BTreeMap<u32, BTreeMap<AllowanceKind, BTreeMap<Month, Fen>>> =
            BTreeMap::new();
        let payments = self.world.papers.allowances.iter();
        for payment in payments.filter(|one| one.kind.is_care() && one.paid <= self.night) {
            let kinds = paid.entry(payment.recipient).or_default();
            let months = kinds.entry(payment.kind).or_default();
            *months.entry(payment.period).or_default() += payment.amount;
        }
        for (person, kinds) in paid {
            let months = |kind: &AllowanceKind| -> BTreeSet<Month> {
                let kept = kinds[kind].iter().filter(|(_, amount)| **amount > Fen::ZERO);
                kept.map(|(month, _)| *month).collect()
            };
            for (at, one) in kinds.keys().enumerate() {
                for other in kinds.keys().skip(at + 1) {
                    let together = ALLOWED.contains(one) && ALLOWED.contains(other);
                    let both = months(one).intersection(&months(other)).count();
                    if both > CHANGE_OVER_MONTHS && !together {
                        let pair = format!("{}/{one:?}+{other:?}", self.label(person));
                        lines.push(line("M04", person, pair));
                    }
                }
            }
        }
    }

    /// M03: a child's own allowance and its share of a unit's money come to more than the formula, in
    /// more months than one.
    fn children_beyond_the_formula(&self, lines: &mut Vec<TruthLine>) {
        let mut paid: BTreeMap<u32, BTreeMap<Month, Fen>> = BTreeMap::new();
        let payments = self.world.papers.child_payments.iter();
        for payment in payments.filter(|payment| payment.paid <= self.night) {
            let months = paid.entry(payment.child).or_default();
            *months.entry(payment.period).or_default() += payment.amount;
        }
        for (child, months) in paid {
            for number in self.world.units_of.get(&child).into_iter().flatten() {
                let unit = self.unit(*number);
                let is_paid = |month: &Month| {
                    let paid = self.paid_months.get(number);
                    unit.covers_month(*month) && paid.is_some_and(|paid| paid.contains(month))
                };
                let heads = i64::try_from(unit.members.len()).expect("units are small");
                let share = Fen(unit.monthly.0 / heads);
                let over = months.iter().filter(|(month, own)| {
                    is_paid(month) && **own + share > formula(unit, share) + TOLERANCE
                });
                let over = over.count();
                if over > CHANGE_OVER_MONTHS {
                    let discriminator = format!("{}/{}", unit.certificate, self.label(child));
                    lines.push(noted(line("M03", child, discriminator), format!("{over}个月")));
                }
            }
        }
    }
}

/// What a child may have from both: its share and the top-up beside subsistence, the higher of the two
/// beside support.
fn formula(unit: &Unit, share: Fen) -> Fen {
    let standard = match unit.scheme {
        Scheme::UrbanSubsistence => STANDARD_IN_TOWN,
        Scheme::RuralSubsistence => STANDARD_IN_THE_COUNTRY,
        Scheme::CentralSupport | Scheme::ScatteredSupport => return share.max(CHILD_STANDARD),
    };
    share + (CHILD_STANDARD - standard).percent(TOP_UP_PERCENT)
}
