//! Paid or granted twice: D01 to D10.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen, Month};

use crate::synth::calendar::compact_month;
use crate::synth::extract::{is_insured, label, other_school, pupil_aid};
use crate::synth::papers::AllowanceKind;
use crate::synth::world::{Payment, Relief, Tenancy, TruthLine, Unit};

use super::parameters::{CHANGE_OVER_MONTHS, DAYS_OF_ONE_RELIEF, HAND_OVER_DAYS};
use super::{OPTIONAL, View, line, noted};

impl View<'_> {
    pub(super) fn duplicates(&self, lines: &mut Vec<TruthLine>) {
        self.paid_twice(lines);
        self.allowed_twice(lines);
        self.overlapping_units(lines);
        self.several_certificates(lines);
        self.relieved_twice(lines);
        self.two_numbers(lines);
        self.two_schools(lines);
        self.overlapping_tenancies(lines);
        self.insured_twice(lines);
    }

    /// D01: two payment numbers for one person, scheme and month, together above the entitlement.
    fn paid_twice(&self, lines: &mut Vec<TruthLine>) {
        let mut by_month: BTreeMap<_, Vec<&Payment>> = BTreeMap::new();
        for payment in self.payments.iter().filter(|payment| payment.mark.is_empty()) {
            let scheme = self.unit(payment.unit).scheme;
            by_month.entry((payment.payee, scheme, payment.period)).or_default().push(payment);
        }
        for ((payee, _, period), payments) in by_month {
            let sum: Fen = payments.iter().map(|payment| payment.amount).sum();
            if payments.len() < 2 || sum <= self.unit(payments[0].unit).monthly {
                continue;
            }
            let one_unit = payments.iter().all(|payment| payment.unit == payments[0].unit);
            lines.push(if one_unit {
                line("D01", payee, format!("{}/{}", self.label(payee), compact_month(period)))
            } else {
                let note = format!("{OPTIONAL}: two areas pay, which is D03");
                noted(line("D01", payee, self.label(payee)), note)
            });
        }
    }

    /// D01 for allowances: it takes two numbers of one person, which is D07.
    fn allowed_twice(&self, lines: &mut Vec<TruthLine>) {
        let mut by_month: BTreeMap<_, u32> = BTreeMap::new();
        for payment in &self.world.papers.allowances {
            let ordinary = payment.mark.is_empty() && payment.amount > Fen::ZERO;
            if payment.paid <= self.night && ordinary {
                *by_month.entry((payment.recipient, payment.kind, payment.period)).or_insert(0) +=
                    1;
            }
        }
        let twice = by_month.into_iter().filter(|(_, count)| *count > 1);
        let people: BTreeSet<u32> = twice.map(|((person, ..), _)| person).collect();
        lines.extend(people.into_iter().map(|person| {
            let note = format!("{OPTIONAL}: under two numbers, which is D07");
            noted(line("D01", person, self.label(person)), note)
        }));
    }

    /// D02, D03, D04 and M01: one person in two units at once.
    fn overlapping_units(&self, lines: &mut Vec<TruthLine>) {
        for (person, units) in &self.world.units_of {
            for (one, other) in pairs(units) {
                if self.overlap(*one, *other) <= CHANGE_OVER_MONTHS {
                    continue;
                }
                let (first, second) = (self.unit(*one), self.unit(*other));
                let discriminator = format!("{}+{}", first.certificate, second.certificate);
                let codes = codes_of_overlap(first, second).into_iter();
                lines.extend(codes.map(|code| line(code, *person, discriminator.clone())));
            }
        }
    }

    /// D05: one register household, or two or more identical members, with two active certificates
    /// of one scheme. Support is granted by the person, so it has as many certificates as people.
    fn several_certificates(&self, lines: &mut Vec<TruthLine>) {
        let mut by_household: BTreeMap<_, Vec<&Unit>> = BTreeMap::new();
        for (_, unit) in self.active_units().filter(|(_, unit)| !unit.scheme.is_support()) {
            let homes = self.living_members(unit);
            let homes = homes.map(|member| self.world.household_of(member, self.night));
            for home in homes.collect::<BTreeSet<u32>>() {
                by_household.entry((home, unit.scheme)).or_default().push(unit);
            }
        }
        for units in by_household.values() {
            for (one, other) in pairs(units) {
                let members: BTreeSet<u32> =
                    self.living_members(one).chain(self.living_members(other)).collect();
                let shared = one.members.iter().filter(|member| other.members.contains(member));
                let homes =
                    members.iter().map(|member| self.world.household_of(*member, self.night));
                let one_home = homes.collect::<BTreeSet<u32>>().len() == 1;
                if !one_home && shared.count() < 2 {
                    continue;
                }
                let note = if one.area[..6] == other.area[..6] {
                    String::new()
                } else {
                    format!("{OPTIONAL}: of two areas, which is D03")
                };
                let discriminator = format!("{}+{}", one.certificate, other.certificate);
                lines.extend(
                    members.into_iter().map(|member| {
                        noted(line("D05", member, discriminator.clone()), note.clone())
                    }),
                );
            }
        }
    }

    /// D06: one household relieved twice within a year for one cause or one event.
    fn relieved_twice(&self, lines: &mut Vec<TruthLine>) {
        let mut by_household: BTreeMap<u32, Vec<&Relief>> = BTreeMap::new();
        for relief in self.world.relief.iter().filter(|relief| relief.paid <= self.night) {
            let household = self.world.household_of(relief.recipient, self.night);
            by_household.entry(household).or_default().push(relief);
        }
        for reliefs in by_household.values() {
            for (one, other) in pairs(reliefs) {
                let near = (one.paid.0 - other.paid.0).abs() <= DAYS_OF_ONE_RELIEF;
                let approved = one.is_exception(self.night) || other.is_exception(self.night);
                if !near || approved || !is_one_matter(one, other) {
                    continue;
                }
                let discriminator = format!("{}+{}", one.number, other.number);
                let reserve = (one.class == "备用金") != (other.class == "备用金");
                let note = if reserve {
                    format!("{OPTIONAL}: reserve fund and relief, which is M10")
                } else {
                    String::new()
                };
                let people = BTreeSet::from([one.recipient, other.recipient]);
                lines.extend(
                    people.into_iter().map(|person| {
                        noted(line("D06", person, discriminator.clone()), note.clone())
                    }),
                );
            }
        }
    }

    /// D07: one person paid under two valid numbers for one month.
    fn two_numbers(&self, lines: &mut Vec<TruthLine>) {
        let mut under_second: BTreeMap<u32, BTreeSet<Month>> = BTreeMap::new();
        let mut under_own: BTreeSet<(u32, Month)> = BTreeSet::new();
        for payment in &self.world.papers.allowances {
            if payment.paid > self.night || payment.amount <= Fen::ZERO {
                continue;
            }
            if payment.under.is_some() {
                under_second.entry(payment.recipient).or_default().insert(payment.period);
            } else {
                under_own.insert((payment.recipient, payment.period));
            }
        }
        let second = |person: &u32| under_second.contains_key(person);
        for payment in self.payments.iter().filter(|payment| second(&payment.payee)) {
            under_own.insert((payment.payee, payment.period));
        }
        for (person, months) in &under_second {
            if months.iter().any(|month| under_own.contains(&(*person, *month))) {
                lines.push(line("D07", *person, self.label(*person)));
            }
        }
    }

    /// D08: one pupil aided by two schools in one term, without having changed school.
    fn two_schools(&self, lines: &mut Vec<TruthLine>) {
        for (person, school) in &self.world.papers.second_schools {
            let aided = pupil_aid(self.world, *person, self.night).is_some();
            let here = other_school(self.world, *person, self.night).is_some()
                && self.world.lives_here(*person, self.night);
            if here && aided && !school.transferred {
                lines.push(line("D08", *person, self.label(*person)));
            }
        }
    }

    /// D09: a public rental and a rent subsidy, or two rentals, of a person or their spouse.
    fn overlapping_tenancies(&self, lines: &mut Vec<TruthLine>) {
        let mut by_couple: BTreeMap<u32, Vec<&Tenancy>> = BTreeMap::new();
        for tenancy in &self.world.tenancies {
            let spouse = self.world.spouse_of(tenancy.applicant, self.night);
            let couple = spouse.map_or(tenancy.applicant, |spouse| spouse.min(tenancy.applicant));
            by_couple.entry(couple).or_default().push(tenancy);
        }
        let last = |tenancy: &Tenancy| tenancy.left.unwrap_or(tenancy.to);
        for tenancies in by_couple.values() {
            for (one, other) in pairs(tenancies) {
                let end = last(one).min(last(other)).min(self.night);
                let days = end.0 - one.from.max(other.from).0 + 1;
                if days <= HAND_OVER_DAYS || !(one.in_kind || other.in_kind) {
                    continue;
                }
                let discriminator = format!("{}+{}", one.contract, other.contract);
                let people = BTreeSet::from([one.applicant, other.applicant]);
                let people = people.into_iter();
                lines.extend(people.map(|person| line("D09", person, discriminator.clone())));
            }
        }
    }

    /// D10: the year's insurance paid for somebody both by the insurance and by civil affairs.
    fn insured_twice(&self, lines: &mut Vec<TruthLine>) {
        let mut premiums: BTreeMap<u32, Fen> = BTreeMap::new();
        let paid = |day: Day| day <= self.night;
        for payment in self.world.papers.allowances.iter().filter(|payment| paid(payment.paid)) {
            let this_year = payment.period.year() == self.night.year();
            if payment.kind == AllowanceKind::Premium && this_year {
                *premiums.entry(payment.recipient).or_default() += payment.amount;
            }
        }
        for (person, premium) in premiums {
            let insured = is_insured(self.world, person, self.night)
                && label(self.world, person, self.night).is_some();
            if premium > Fen::ZERO && insured {
                lines.push(line("D10", person, self.label(person)));
            }
        }
    }
}

/// Every two of a list.
fn pairs<T>(items: &[T]) -> impl Iterator<Item = (&T, &T)> {
    let later = move |at: usize| items[at + 1..].iter();
    items.iter().enumerate().flat_map(move |(at, one)| later(at).map(move |other| (one, other)))
}

/// One event, or one cause of which the forms name no two events. The cause "other" is none.
fn is_one_matter(one: &Relief, other: &Relief) -> bool {
    match (&one.bill, &other.bill) {
        (Some(first), Some(second)) => first == second,
        _ => one.cause == other.cause && one.cause != "其他",
    }
}

fn codes_of_overlap(first: &Unit, second: &Unit) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let support = (first.scheme.is_support(), second.scheme.is_support());
    if first.scheme == second.scheme && first.area[..6] != second.area[..6] {
        codes.push("D03");
    }
    match support {
        (false, false) if first.scheme != second.scheme => codes.push("D02"),
        (true, false) | (false, true) => codes.push("M01"),
        _ => {}
    }
    if first.key() != second.key() {
        codes.push("D04");
    }
    codes
}
