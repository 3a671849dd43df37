//! The oracle: which findings the true world holds on a night, by the catalogue's own words.
//!
//! It knows the world and needs no matching, so it is written apart from the rules it judges and
//! shares no code with them. It looks at everything, planted or not: a finding that no story meant
//! is listed all the same. What the literal rule also hits without need is noted `optional`. One
//! file a family; findings about what rows say come from the rows themselves.

mod care;
mod data;
mod duplicate;
mod eligibility;
mod household;
mod missed;
mod money;
mod multi_source;
mod parameters;
mod poverty;
#[cfg(test)]
mod tests;
mod written;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::domain::{Day, Month};

use super::extract::is_known_dead;
use super::kin::Kin;
use super::world::{Bill, Payment, TruthLine, Unit, World};

pub use written::Written;

/// A note that begins so marks a finding which may be flagged or left out.
pub const OPTIONAL: &str = "optional";

/// The findings of a night, ordered. Those about written values come from the rows themselves.
pub fn findings(world: &World, night: Day) -> Vec<TruthLine> {
    let view = View::new(world, night);
    let mut lines = Vec::new();
    view.duplicates(&mut lines);
    view.several_sources(&mut lines);
    view.care_and_children(&mut lines);
    view.missed(&mut lines);
    view.missed_in_households(&mut lines);
    view.missed_in_poverty(&mut lines);
    view.doubtful_eligibility(&mut lines);
    view.doubtful_money(&mut lines);
    view.doubtful_data(&mut lines);
    lines.sort();
    lines.dedup();
    lines
}

/// The world as far as a night knows it.
struct View<'w> {
    world: &'w World,
    night: Day,
    kin: Kin,
    payments: Vec<&'w Payment>,
    bills: Vec<&'w Bill>,
    /// Months each unit was paid for.
    paid_months: FxHashMap<u32, BTreeSet<Month>>,
}

impl<'w> View<'w> {
    fn new(world: &'w World, night: Day) -> Self {
        let payments: Vec<&Payment> =
            world.payments.iter().filter(|payment| payment.is_listed(night)).collect();
        let in_force = |bill: &&Bill| {
            let refunded = bill.refunded.is_some_and(|day| day <= night);
            bill.discharged <= night && !refunded
        };
        let bills = world.bills.iter().filter(in_force).collect();
        let mut paid_months: FxHashMap<u32, BTreeSet<Month>> = FxHashMap::default();
        for payment in &payments {
            paid_months.entry(payment.unit).or_default().insert(payment.period);
        }
        Self { world, night, kin: Kin::new(world), payments, bills, paid_months }
    }

    fn unit(&self, number: u32) -> &'w Unit {
        &self.world.units[number as usize]
    }

    /// The units that are in force and paid this month, with their numbers.
    fn active_units(&self) -> impl Iterator<Item = (u32, &'w Unit)> {
        let units = (0..).zip(&self.world.units);
        units.filter(|(_, unit)| unit.is_active(self.night))
    }

    /// Those of a unit who live and have not moved away.
    fn living_members(&self, unit: &'w Unit) -> impl Iterator<Item = u32> {
        let members = unit.members.iter().copied();
        members.filter(|member| self.world.lives_here(*member, self.night))
    }

    /// Months in which both are in force and paid.
    fn overlap(&self, one: u32, other: u32) -> usize {
        let (Some(first), Some(second)) =
            (self.paid_months.get(&one), self.paid_months.get(&other))
        else {
            return 0;
        };
        let both = |month: &&Month| {
            self.unit(one).covers_month(**month) && self.unit(other).covers_month(**month)
        };
        first.intersection(second).filter(both).count()
    }

    /// Dead, and an agency reports it.
    fn is_dead(&self, person: u32) -> bool {
        self.world.is_dead(person, self.night) && is_known_dead(self.world, person, self.night)
    }

    fn label(&self, person: u32) -> String {
        format!("P{}", self.world.label(person))
    }
}

/// A finding about somebody.
fn line(code: &'static str, person: u32, discriminator: String) -> TruthLine {
    TruthLine { code, discriminator, person, note: String::new() }
}

/// The same with a note.
fn noted(line: TruthLine, note: impl Into<String>) -> TruthLine {
    TruthLine { note: note.into(), ..line }
}
