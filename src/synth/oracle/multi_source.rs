//! Helped by several sources: M01 (with the other overlaps of units), M02, M05 to M10.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen, Month};

use crate::synth::extract::{is_insured, label, occupation};
use crate::synth::world::{Relief, TruthLine};

use super::parameters::{
    COMBINED_CAP, COST_OF_WORK_PERCENT, COUNTERS_OF_ONE_BILL, DAYS_OF_ONE_CAUSE, LABEL_LAG_MONTHS,
    SOURCES_OF_ONE_CAUSE,
};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn several_sources(&self, lines: &mut Vec<TruthLine>) {
        self.support_and_allowance(lines);
        self.answered_bills(lines);
        self.income_left_out(lines);
        self.foreign_labels(lines);
        self.reserve_fund_and_relief(lines);
    }

    /// M02: a month of support and of an allowance for the disabled, both paid.
    fn support_and_allowance(&self, lines: &mut Vec<TruthLine>) {
        let mut found = BTreeSet::new();
        for payment in &self.world.papers.allowances {
            let paid = payment.paid <= self.night && payment.amount > Fen::ZERO;
            if !paid || !payment.kind.is_for_the_disabled() {
                continue;
            }
            let units = self.world.units_of.get(&payment.recipient);
            let supported = units.into_iter().flatten().any(|unit| {
                let of = self.unit(*unit);
                let months = self.paid_months.get(unit);
                of.scheme.is_support()
                    && of.covers_month(payment.period)
                    && months.is_some_and(|months| months.contains(&payment.period))
            });
            if supported {
                found.insert(payment.recipient);
            }
        }
        lines.extend(found.into_iter().map(|person| line("M02", person, self.label(person))));
    }

    /// M05 to M07: what answers one hospital bill.
    fn answered_bills(&self, lines: &mut Vec<TruthLine>) {
        let mut answers: BTreeMap<&str, Vec<(&str, Day, Fen)>> = BTreeMap::new();
        let mut claimants: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for relief in self.world.relief.iter().filter(|relief| relief.paid <= self.night) {
            if let Some(bill) = &relief.bill {
                answers.entry(bill).or_default().push(("civil", relief.paid, relief.amount));
                claimants.entry(bill).or_default().insert(relief.recipient);
            }
        }
        for grant in self.world.grants.iter().filter(|grant| grant.paid <= self.night) {
            if let Some(bill) = &grant.bill {
                answers.entry(bill).or_default().push(("charity", grant.paid, grant.amount));
                claimants.entry(bill).or_default().insert(grant.recipient);
            }
        }
        for bill in &self.bills {
            let Some(answers) = answers.get_mut(bill.number.as_str()) else { continue };
            // Two counters that paid more than the bill by themselves took one paper twice.
            let claimed: Fen = answers.iter().map(|(_, _, amount)| *amount).sum();
            let counters: BTreeSet<&str> = answers.iter().map(|(agency, ..)| *agency).collect();
            if counters.len() >= COUNTERS_OF_ONE_BILL && claimed > bill.own_cost() {
                let note =
                    format!("报销{}元，自付{}元", claimed.in_yuan(), bill.own_cost().in_yuan());
                let mut people = claimants[bill.number.as_str()].clone();
                people.insert(bill.patient);
                lines.extend(
                    people.into_iter().map(|person| {
                        noted(line("M07", person, bill.number.clone()), note.clone())
                    }),
                );
                continue;
            }
            if bill.assisted > Fen::ZERO {
                answers.push(("health", bill.discharged, bill.assisted));
            }
            let sum: Fen = answers.iter().map(|(_, _, amount)| *amount).sum();
            let agencies: BTreeSet<&str> = answers.iter().map(|(agency, ..)| *agency).collect();
            let days = answers.iter().map(|(_, day, _)| day.0);
            let spread = days.clone().max().unwrap_or(0) - days.min().unwrap_or(0);
            let together = agencies.len() >= SOURCES_OF_ONE_CAUSE && spread <= DAYS_OF_ONE_CAUSE;
            let code = match () {
                () if sum > bill.own_cost() => "M05",
                () if together => "M06",
                () => continue,
            };
            let note = format!("合计{}元，自付{}元", sum.in_yuan(), bill.own_cost().in_yuan());
            lines.push(noted(line(code, bill.patient, bill.number.clone()), note));
        }
    }

    /// M08: a public post, the benefit of the unemployed or employed work brings more in a month
    /// than the unit declares, after what working costs. Not while assistance is being withdrawn.
    fn income_left_out(&self, lines: &mut Vec<TruthLine>) {
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.withdrawing) {
            let earned = |member: &u32| {
                occupation(self.world, *member).monthly_income(self.night) > Fen::ZERO
            };
            let earners: Vec<u32> = self.living_members(unit).filter(earned).collect();
            let income: Fen = earners
                .iter()
                .map(|member| occupation(self.world, *member).monthly_income(self.night))
                .sum();
            let declared = Fen(unit.declared.unwrap_or(Fen::ZERO).0 / 12);
            if declared < income.percent(100 - COST_OF_WORK_PERCENT) {
                let note = format!("申报月均{}元，实有{}元", declared.in_yuan(), income.in_yuan());
                lines.extend(earners.into_iter().map(|member| {
                    noted(line("M08", member, unit.certificate.clone()), note.clone())
                }));
            }
        }
    }

    /// M09: the health insurance lists somebody under a tier in which civil affairs has nobody of
    /// them, nor had lately.
    fn foreign_labels(&self, lines: &mut Vec<TruthLine>) {
        for person in self.world.papers.stale_labels.keys() {
            if !is_insured(self.world, *person, self.night) {
                continue;
            }
            let Some(label) = label(self.world, *person, self.night) else { continue };
            let month = self.night.month();
            let is_listed = (0..=LABEL_LAG_MONTHS).any(|ago| {
                let mut units = self.world.units_in(*person, Month(month.0 - ago));
                units.any(|unit| unit.scheme.is_support() == (label == "特困"))
            });
            if !is_listed {
                let note = format!("医保标识{label}");
                lines.push(noted(line("M09", *person, self.label(*person)), note));
            }
        }
    }

    /// M10: the reserve fund and district relief for one event, together above their cap.
    fn reserve_fund_and_relief(&self, lines: &mut Vec<TruthLine>) {
        let mut by_event: BTreeMap<&str, Vec<&Relief>> = BTreeMap::new();
        for relief in self.world.relief.iter().filter(|relief| relief.paid <= self.night) {
            if let Some(bill) = &relief.bill {
                by_event.entry(bill).or_default().push(relief);
            }
        }
        for (event, reliefs) in by_event {
            let reserve = |relief: &&&Relief| relief.class == "备用金";
            let of_reserve = reliefs.iter().filter(reserve).count();
            let sum: Fen = reliefs.iter().map(|relief| relief.amount).sum();
            if of_reserve > 0 && of_reserve < reliefs.len() && sum > COMBINED_CAP {
                let person = reliefs[0].recipient;
                let note = format!("合计{}元", sum.in_yuan());
                lines.push(noted(line("M10", person, event.to_owned()), note));
            }
        }
    }
}
