//! Missed by what a household is: G04 and G10.

use crate::synth::world::TruthLine;

use super::parameters::{MINOR_BELOW_YEARS, NEWBORN_DAYS};
use super::{View, line};

impl View<'_> {
    pub(super) fn missed_in_households(&self, lines: &mut Vec<TruthLine>) {
        self.due_support(lines);
        self.left_out(lines);
    }

    /// G04: on subsistence, old, young or severely disabled, and nobody in the register able to
    /// support them; not on support already.
    fn due_support(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.scheme.is_support()) {
            for member in self.living_members(unit) {
                let mut units = self.world.units_in(member, self.night.month());
                let supported = units.any(|unit| unit.scheme.is_support());
                let qualifies =
                    self.kin.qualifies_for_support(self.world, member, self.night, None);
                if qualifies && !supported {
                    lines.push(line("G04", member, self.label(member)));
                }
            }
        }
    }

    /// G10: the spouse or a minor child of a member, of the same register household, whom no unit
    /// covers. Newborns have ninety days; those in custody are not counted. Of a household of low income
    /// one person alone may be on subsistence (单人保).
    fn left_out(&self, lines: &mut Vec<TruthLine>) {
        let (world, night) = (self.world, self.night);
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.scheme.is_support()) {
            if unit.members.len() == 1 && self.listing_of(unit.head).is_some() {
                continue;
            }
            for member in self.living_members(unit) {
                let home = world.household_of(member, night);
                let spouse = world.spouse_of(member, night);
                let is_minor = |child: &u32| world.age(*child, night) < MINOR_BELOW_YEARS;
                let is_newborn = |child: u32| night.0 - world.person(child).birth.0 <= NEWBORN_DAYS;
                let children = self.kin.children(member).iter().copied().filter(is_minor);
                let family = spouse.into_iter().chain(children);
                let left_out = family.filter(|person| {
                    world.lives_here(*person, night)
                        && world.household_of(*person, night) == home
                        && !is_newborn(*person)
                        && !world.is_in_custody(*person, night)
                        && world.units_in(*person, night.month()).next().is_none()
                });
                let label = |person| format!("{}/{}", unit.certificate, self.label(person));
                lines.extend(left_out.map(|person| line("G10", person, label(person))));
            }
        }
    }
}
