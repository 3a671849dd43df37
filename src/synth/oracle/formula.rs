//! What units are granted and to whose account: A02 and A04.

use crate::domain::Fen;

use crate::synth::place::NEIGHBOUR;
use crate::synth::world::{Holder, Scheme, TruthLine, Unit};

use super::parameters::{
    CLASS_AID_BELOW_YEARS, CLASS_AID_FROM_YEARS, CLASS_AID_PERCENT, FORMULA_TOLERANCE,
    STANDARD_IN_THE_COUNTRY, STANDARD_IN_TOWN,
};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn off_the_formula(&self, lines: &mut Vec<TruthLine>) {
        self.amounts(lines);
        self.accounts_of_others(lines);
    }

    /// A02: subsistence of the district, paid as the gap between income and standard, whose amount is
    /// below the gap or above it and all that classes may add.
    fn amounts(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.withdrawing) {
            let standard = match unit.scheme {
                Scheme::UrbanSubsistence => STANDARD_IN_TOWN,
                Scheme::RuralSubsistence => STANDARD_IN_THE_COUNTRY,
                _ => continue,
            };
            if unit.area == NEIGHBOUR || unit.calculation != "补差" {
                continue;
            }
            let heads: Fen = unit.members.iter().map(|_| standard).sum();
            let income = Fen(unit.declared.unwrap_or(Fen::ZERO).0 / 12);
            let gap = (heads - income).max(Fen::ZERO);
            let classes: Fen =
                self.of_a_class(unit).map(|_| standard.percent(CLASS_AID_PERCENT)).sum();
            let right = gap - FORMULA_TOLERANCE..=gap + classes + FORMULA_TOLERANCE;
            if !right.contains(&unit.monthly) {
                let note = format!("核定{}元，应为{}元", unit.monthly.in_yuan(), gap.in_yuan());
                lines.push(noted(line("A02", unit.head, unit.certificate.clone()), note));
            }
        }
    }

    /// The old, the minors and the severely disabled of a unit, also on an expired certificate.
    fn of_a_class<'v>(&'v self, unit: &'v Unit) -> impl Iterator<Item = u32> + 'v {
        unit.members.iter().copied().filter(|member| {
            let age = self.world.age(*member, self.night);
            let disability = self.world.papers.disabilities.get(member);
            !(CLASS_AID_BELOW_YEARS..CLASS_AID_FROM_YEARS).contains(&age)
                || disability.is_some_and(|disability| disability.grade <= 2)
        })
    }

    /// A04: a unit in force is paid to the account of a person whom it does not count and who is not
    /// registered to collect.
    fn accounts_of_others(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units() {
            let Holder::Person(holder) = unit.holder else { continue };
            if !unit.members.contains(&holder) && unit.agent != Some(holder) {
                lines.push(line("A04", unit.head, unit.certificate.clone()));
            }
        }
    }
}
