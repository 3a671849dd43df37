//! Contradictions of numbers and kin: Q03 and Q05.

use crate::domain::{Fen, Role};

use crate::synth::extract::named_kin;
use crate::synth::strata;
use crate::synth::world::TruthLine;

use super::parameters::{MOTHER_MOST_YEARS, PARENT_LEAST_YEARS, SPOUSE_LEAST_YEARS};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn contradicting_identities(&self, lines: &mut Vec<TruthLine>) {
        self.second_numbers(lines);
        self.ages_of_kin(lines);
    }

    /// Q03: two valid numbers of one person, both in use, and not both paid in one month, which is D07.
    fn second_numbers(&self, lines: &mut Vec<TruthLine>) {
        for (person, second) in &self.world.papers.second_numbers {
            let allowances = self.world.papers.allowances.iter();
            let own = allowances.filter(|one| one.recipient == *person && one.paid <= self.night);
            let paid: Vec<_> = own.filter(|one| one.amount > Fen::ZERO).collect();
            let under_second = || paid.iter().filter(|one| one.under.is_some());
            let twice = under_second().any(|one| {
                let by_allowance =
                    paid.iter().any(|other| other.under.is_none() && other.period == one.period);
                let mut by_unit = self.payments.iter();
                by_allowance || by_unit.any(|two| two.payee == *person && two.period == one.period)
            });
            let disability = self.world.papers.disabilities.get(person);
            let certified = disability.is_some_and(|one| one.issued <= self.night);
            let in_use = second.until.is_none() && (certified || under_second().next().is_some());
            if in_use && !twice {
                lines.push(line("Q03", *person, self.label(*person)));
            }
        }
    }

    /// Q05: a parent who is younger than the child or hardly older, a mother who was too old, a spouse
    /// below eighteen; as the register names them, and not where it says that a child is adopted.
    fn ages_of_kin(&self, lines: &mut Vec<TruthLine>) {
        let world = self.world;
        for number in world.numbers() {
            let person = world.person(number);
            if !person.registered || !world.is_known(number, self.night) {
                continue;
            }
            for role in [Role::Father, Role::Mother, Role::Spouse] {
                let Some(kin) = named_kin(world, number, role, self.night) else { continue };
                let years = world.person(kin).birth.age_years(person.birth);
                let why = match role {
                    Role::Spouse if world.age(number, self.night) < SPOUSE_LEAST_YEARS => {
                        "配偶未成年"
                    }
                    Role::Spouse => continue,
                    _ if years < PARENT_LEAST_YEARS => "亲子年龄差",
                    Role::Mother if years > MOTHER_MOST_YEARS => "母亲生育年龄",
                    _ => continue,
                };
                if role != Role::Spouse && person.strata & strata::ADOPTED != 0 {
                    continue;
                }
                let discriminator =
                    format!("{}/{}/{}", self.label(number), role.code(), self.label(kin));
                lines.extend(
                    [number, kin].map(|one| noted(line("Q05", one, discriminator.clone()), why)),
                );
            }
        }
    }
}
