//! Struck after the end of assistance: G12.

use std::collections::BTreeSet;

use crate::domain::{Day, Fen};

use crate::synth::extract::{Occupation, occupation};
use crate::synth::world::{TruthLine, Unit};

use super::parameters::{
    COST_LINE, COST_LINE_AFTER_EXIT, DAYS_AFTER_EXIT, DAYS_TO_HELP, WORKING_AGE,
};
use super::{View, line, noted};

impl View<'_> {
    /// G12: a unit ended within a year and none has taken its place; since then its people paid bills
    /// beyond the line, one of them lost their work without a benefit, or an earner died; and nobody has
    /// helped in sixty days or refused to. Bills of G01's size are G01.
    pub(super) fn struck_after_exit(&self, lines: &mut Vec<TruthLine>) {
        let month = self.night.month();
        for unit in &self.world.units {
            let Some(last) = unit.to.map(crate::domain::Month::last_day) else { continue };
            let lately = last < self.night && self.night.0 - last.0 <= DAYS_AFTER_EXIT;
            let back = |member: &u32| self.world.units_in(*member, month).next().is_some();
            let remaining: Vec<u32> = self.living_members(unit).collect();
            let refused = |member: &u32| self.was_refused(*member, self.night.0 - last.0);
            let answered = unit.members.iter().any(|member| back(member) || refused(member));
            if !lately || answered || remaining.is_empty() {
                continue;
            }
            let blows = [
                self.bills_after(unit, last),
                self.work_lost_after(unit, last),
                self.earner_died_after(unit, last),
            ];
            let open = blows.into_iter().flatten().filter(|blow| {
                let waited = blow.judged.plus_days(DAYS_TO_HELP) <= self.night;
                waited && !self.is_helped_since(unit, blow.since)
            });
            let whys: Vec<&str> = open.map(|blow| blow.why).collect();
            if whys.is_empty() {
                continue;
            }
            let note = whys.join("、");
            lines.extend(
                remaining.into_iter().map(|person| {
                    noted(line("G12", person, unit.certificate.clone()), note.clone())
                }),
            );
        }
    }

    fn bills_after(&self, unit: &Unit, last: Day) -> Option<Blow> {
        let own = self.bills.iter().filter(|bill| unit.members.contains(&bill.patient));
        let mut own: Vec<_> = own.filter(|bill| bill.discharged > last).collect();
        own.sort_by_key(|bill| bill.discharged);
        let mut spent = Fen::ZERO;
        let mut judged = None;
        for bill in &own {
            spent += bill.own_cost() - bill.assisted;
            if spent >= COST_LINE_AFTER_EXIT {
                judged = judged.or(Some(bill.discharged));
            }
        }
        let since = own.iter().map(|bill| bill.admitted).min()?;
        (spent < COST_LINE).then_some(Blow { since, judged: judged?, why: "自付超线" })
    }

    fn work_lost_after(&self, unit: &Unit, last: Day) -> Option<Blow> {
        self.living_members(unit).find_map(|member| match occupation(self.world, member) {
            Occupation::Unemployed { since, benefit: false } if since > last => {
                Some(Blow { since, judged: since, why: "失业" })
            }
            _ => None,
        })
    }

    fn earner_died_after(&self, unit: &Unit, last: Day) -> Option<Blow> {
        unit.members.iter().find_map(|member| {
            let of = self.world.person(*member);
            let death = of.death.filter(|death| *death > last && self.is_dead(*member))?;
            let age = of.birth.age_years(death);
            let earned = WORKING_AGE.contains(&age);
            earned.then_some(Blow { since: death, judged: death, why: "劳动力死亡" })
        })
    }

    /// Whether medical assistance, relief, a charity or disaster relief has reached one of the unit's
    /// people.
    fn is_helped_since(&self, unit: &Unit, since: Day) -> bool {
        let homes: BTreeSet<u32> =
            unit.members.iter().map(|one| self.world.household_of(*one, self.night)).collect();
        let reached = |person: u32, day: Day| {
            (since..=self.night).contains(&day)
                && homes.contains(&self.world.household_of(person, self.night))
        };
        let (world, disaster) = (self.world, &self.world.papers.disaster_relief);
        self.bills
            .iter()
            .any(|bill| bill.assisted > Fen::ZERO && reached(bill.patient, bill.discharged))
            || world.relief.iter().any(|relief| reached(relief.recipient, relief.paid))
            || world.grants.iter().any(|grant| reached(grant.recipient, grant.paid))
            || disaster.iter().any(|relief| reached(relief.recipient, relief.paid))
            || self
                .payments
                .iter()
                .any(|payment| unit.members.contains(&payment.payee) && payment.paid >= since)
    }
}

/// What has struck a unit: the day from which help counts, the day from which it may take its time.
struct Blow {
    since: Day,
    judged: Day,
    why: &'static str,
}
