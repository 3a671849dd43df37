//! Doubtful money: A01, A03, A05.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::domain::Fen;

use crate::synth::world::{Scheme, TruthLine};

use super::parameters::{GRACE_MONTHS, PEOPLE_OF_AN_INSTITUTION, RELIEF_CAP, RESERVE_CAP};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn doubtful_money(&self, lines: &mut Vec<TruthLine>) {
        self.above_the_cap(lines);
        self.shared_accounts(lines);
        self.paid_after_the_end(lines);
    }

    /// A01: temporary relief above the cap without approval of the exception.
    fn above_the_cap(&self, lines: &mut Vec<TruthLine>) {
        for relief in self.world.relief.iter().filter(|relief| relief.paid <= self.night) {
            let cap = if relief.class == "备用金" { RESERVE_CAP } else { RELIEF_CAP };
            if relief.amount > cap && !relief.is_exception(self.night) {
                let note = format!("{}元", relief.amount.in_yuan());
                lines.push(noted(line("A01", relief.recipient, relief.number.clone()), note));
            }
        }
    }

    /// A03: one account receives for two households or more that are not related. An account of very
    /// many supported people is their home's.
    fn shared_accounts(&self, lines: &mut Vec<TruthLine>) {
        let mut holders: FxHashMap<&str, BTreeSet<u32>> = FxHashMap::default();
        let mut homes: BTreeSet<&str> = BTreeSet::new();
        for payment in &self.payments {
            holders.entry(&payment.account).or_default().insert(payment.payee);
            if self.unit(payment.unit).scheme == Scheme::CentralSupport {
                homes.insert(&payment.account);
            }
        }
        let allowances = self.world.papers.allowances.iter();
        for payment in allowances.filter(|payment| payment.paid <= self.night) {
            holders.entry(&payment.account).or_default().insert(payment.recipient);
        }
        let shared: BTreeMap<&str, BTreeSet<u32>> =
            holders.into_iter().filter(|(_, people)| people.len() > 1).collect();
        for (account, people) in shared {
            let home = people.len() >= PEOPLE_OF_AN_INSTITUTION && homes.contains(account);
            let first = *people.first().expect("shared accounts have holders");
            let related = |other: &u32| self.kin.are_related(self.world, first, *other, self.night);
            if home || people.iter().skip(1).all(related) {
                continue;
            }
            let discriminator = format!("A{}", self.label(first));
            lines.extend(people.iter().map(|person| line("A03", *person, discriminator.clone())));
        }
    }

    /// A05: paid for a month after the last one in force and the grace. Back pay is for earlier
    /// months.
    fn paid_after_the_end(&self, lines: &mut Vec<TruthLine>) {
        let mut found = BTreeSet::new();
        for payment in &self.payments {
            let unit = self.unit(payment.unit);
            let Some(last) = unit.to else { continue };
            let late = payment.period > last.plus_months(GRACE_MONTHS);
            if late && payment.mark != "补发" && payment.amount > Fen::ZERO {
                found.insert((payment.payee, unit.certificate.as_str()));
            }
        }
        lines.extend(found.into_iter().map(|(payee, unit)| line("A05", payee, unit.to_owned())));
    }
}
