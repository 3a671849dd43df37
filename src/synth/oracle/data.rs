//! Doubtful data that the world itself holds: Q06 of phones, Q08, Q09, Q10.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Day;

use crate::synth::extract::{Occupation, occupation};
use crate::synth::world::TruthLine;

use super::parameters::{
    AUTHORISATION_DAYS, DAYS_BETWEEN_DEATHS, HOUSEHOLDS_OF_ONE_PHONE, SUBSISTENCE_REVIEW_DAYS,
    SUPPORT_REVIEW_DAYS,
};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn doubtful_data(&self, lines: &mut Vec<TruthLine>) {
        self.shared_phones(lines);
        self.doubtful_deaths(lines);
        self.contradicting_deaths(lines);
        self.overdue_reviews(lines);
        self.missing_authorisations(lines);
    }

    /// Q06: one phone that many households give.
    fn shared_phones(&self, lines: &mut Vec<TruthLine>) {
        let mut people: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for (person, phone) in &self.world.papers.phones {
            if self.world.lives_here(*person, self.night) {
                people.entry(phone).or_default().insert(*person);
            }
        }
        for people in people.values() {
            let homes = people.iter().map(|person| self.world.household_of(*person, self.night));
            if homes.collect::<BTreeSet<u32>>().len() < HOUSEHOLDS_OF_ONE_PHONE {
                continue;
            }
            let first = self.label(*people.first().expect("a phone has holders"));
            let discriminator = format!("phone/{first}");
            lines.extend(people.iter().map(|person| line("Q06", *person, discriminator.clone())));
        }
    }

    /// Q08: a certificate says dead, and later somebody went to hospital, paid contributions or is
    /// on a school's roll.
    fn doubtful_deaths(&self, lines: &mut Vec<TruthLine>) {
        let mistaken = &self.world.papers.mistaken_deaths;
        let treated: BTreeSet<u32> = self
            .bills
            .iter()
            .filter(|bill| mistaken.get(&bill.patient).is_some_and(|one| bill.admitted > one.died))
            .map(|bill| bill.patient)
            .collect();
        for (person, death) in mistaken.iter().filter(|(_, death)| death.issued <= self.night) {
            let works = matches!(
                occupation(self.world, *person),
                Occupation::Worker { .. } | Occupation::SelfInsured { .. }
            );
            let active = treated.contains(person)
                || works && self.night.month() > death.died.month()
                || self.world.school_year(*person, self.night).is_some();
            if active && self.world.lives_here(*person, self.night) {
                lines.push(noted(line("Q08", *person, self.label(*person)), "死亡后仍有活动"));
            }
        }
    }

    /// Q08: the register and the certificate give days of death more than thirty days apart.
    fn contradicting_deaths(&self, lines: &mut Vec<TruthLine>) {
        for (person, entered) in &self.world.papers.register_deaths {
            let of = self.world.person(*person);
            let Some(death) = of.death.filter(|_| self.is_dead(*person)) else { continue };
            let struck_off = of.struck_off.is_some_and(|day: Day| day <= self.night);
            if struck_off && (entered.0 - death.0).abs() > DAYS_BETWEEN_DEATHS {
                lines.push(noted(line("Q08", *person, self.label(*person)), "死亡日期矛盾"));
            }
        }
    }

    /// Q09: nobody has looked whether a unit is still in need for longer than its class allows.
    fn overdue_reviews(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units() {
            let support = unit.scheme.is_support();
            let most = if support { SUPPORT_REVIEW_DAYS } else { SUBSISTENCE_REVIEW_DAYS };
            if self.night.0 - unit.reviewed.0 > most {
                lines.push(line("Q09", unit.head, unit.certificate.clone()));
            }
        }
    }

    /// Q10: the authorisation of the verification is missing or has expired.
    fn missing_authorisations(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units() {
            let signed = unit.authorised.filter(|day| *day <= self.night);
            let expired = |signed: Day| self.night.0 - signed.0 > AUTHORISATION_DAYS;
            if signed.is_none_or(expired) {
                let note = if signed.is_some() { "已过期" } else { "缺失" };
                lines.push(noted(line("Q10", unit.head, unit.certificate.clone()), note));
            }
        }
    }
}
