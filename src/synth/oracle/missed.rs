//! Missed by what a person or an event entitles to: G01, G02, G05 to G07, G11, G13, G14.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen, Month};

use crate::synth::calendar::compact_month;
use crate::synth::extract::{is_aid_due, pupil_aid};
use crate::synth::papers::AllowanceKind;
use crate::synth::place::NEIGHBOUR;
use crate::synth::world::{Bill, TruthLine, Unit};

use super::parameters::{
    CHARITY_LINE, COST_LINE, DAYS_TO_ALLOWANCE, DAYS_TO_APPLY, DAYS_TO_DISASTER_RELIEF,
    DAYS_TO_HELP, DEDUCTIBLE, MINOR_BELOW_YEARS,
};
use super::{View, line};

/// Damage that entitles to relief, and remarks that waive it.
const RUINED: [&str; 3] = ["倒塌", "严重损坏", "一般损坏"];
/// Months of payments that the lists hold.
const MONTHS_OF_PAYMENTS: i32 = 12;

impl View<'_> {
    pub(super) fn missed(&self, lines: &mut Vec<TruthLine>) {
        self.large_costs(lines);
        self.missing_medical_assistance(lines);
        self.missing_allowance(lines);
        self.missing_school_aid(lines);
        self.orphans(lines);
        self.damage_without_relief(lines);
        self.charity_alone(lines);
        self.unpaid_months(lines);
    }

    /// G01: a household paid beyond the line in a year and nobody helped in time.
    fn large_costs(&self, lines: &mut Vec<TruthLine>) {
        let mut by_household: BTreeMap<u32, Vec<&Bill>> = BTreeMap::new();
        for bill in self.bills.iter().filter(|bill| bill.discharged.0 > self.night.0 - 365) {
            let household = self.world.household_of(bill.patient, self.night);
            by_household.entry(household).or_default().push(bill);
        }
        let helped = self.help_by_household();
        let members = self.world.members_by_household(self.night);
        for (household, bills) in by_household {
            let mut spent = Fen::ZERO;
            let crossing = bills.iter().find(|bill| {
                spent += bill.own_cost() - bill.assisted;
                spent >= COST_LINE
            });
            let Some(crossing) = crossing else { continue };
            let judged = crossing.discharged.plus_days(DAYS_TO_HELP);
            let first = bills[0].discharged;
            let is_helped = helped
                .get(&household)
                .is_some_and(|days| days.iter().any(|day| *day >= first && *day <= judged));
            if judged > self.night || is_helped {
                continue;
            }
            let people = members[household as usize].iter();
            lines.extend(people.map(|person| line("G01", *person, crossing.number.clone())));
        }
    }

    /// Days on which assistance, relief or charity reached a household.
    fn help_by_household(&self) -> BTreeMap<u32, Vec<Day>> {
        let grants = self.world.grants.iter().map(|grant| (grant.recipient, grant.paid));
        let mut helped = self.public_help_by_household();
        for (person, day) in grants.filter(|(_, day)| *day <= self.night) {
            helped.entry(self.world.household_of(person, self.night)).or_default().push(day);
        }
        helped
    }

    /// Days on which medical assistance or relief reached a household.
    fn public_help_by_household(&self) -> BTreeMap<u32, Vec<Day>> {
        let assisted = self.bills.iter().filter(|bill| bill.assisted > Fen::ZERO);
        let assisted = assisted.map(|bill| (bill.patient, bill.discharged));
        let relief = self.world.relief.iter().map(|relief| (relief.recipient, relief.paid));
        let mut helped: BTreeMap<u32, Vec<Day>> = BTreeMap::new();
        for (person, day) in assisted.chain(relief).filter(|(_, day)| *day <= self.night) {
            helped.entry(self.world.household_of(person, self.night)).or_default().push(day);
        }
        helped
    }

    /// G02: a recipient's bill above the deductible without medical assistance.
    fn missing_medical_assistance(&self, lines: &mut Vec<TruthLine>) {
        for bill in &self.bills {
            let month = bill.discharged.month();
            let aided = self.world.units_in(bill.patient, month).next().is_some();
            if aided && bill.own_cost() >= DEDUCTIBLE && bill.assisted == Fen::ZERO {
                lines.push(line("G02", bill.patient, bill.number.clone()));
            }
        }
    }

    /// G05: on subsistence and certified disabled for sixty days, without the living allowance.
    /// Those on support are provided for.
    fn missing_allowance(&self, lines: &mut Vec<TruthLine>) {
        let since = self.night.plus_days(-DAYS_TO_ALLOWANCE);
        let allowances = self.world.papers.allowances.iter();
        let allowed: BTreeSet<u32> = allowances
            .filter(|payment| payment.kind == AllowanceKind::Living)
            .filter(|payment| since <= payment.paid && payment.paid <= self.night)
            .map(|payment| payment.recipient)
            .collect();
        for person in self.world.papers.disabilities.keys() {
            let certified = self
                .world
                .disability(*person, self.night)
                .is_some_and(|disability| disability.issued <= since);
            let mut units = self.world.units_in(*person, self.night.month());
            let supported = self
                .world
                .units_in(*person, self.night.month())
                .any(|unit| unit.scheme.is_support());
            let subsists = units.any(|unit| {
                !unit.scheme.is_support()
                    && unit.is_active(self.night)
                    && unit.from.first_day() <= since
            });
            if certified
                && subsists
                && !supported
                && self.world.lives_here(*person, self.night)
                && !allowed.contains(person)
            {
                lines.push(line("G05", *person, self.label(*person)));
            }
        }
    }

    /// G06: a pupil of a unit in force without school aid this term.
    fn missing_school_aid(&self, lines: &mut Vec<TruthLine>) {
        if !is_aid_due(self.night) {
            return;
        }
        for person in self.world.units_of.keys() {
            let in_force = self.world.units_in(*person, self.night.month()).next().is_some();
            let pupil = self.world.school_year(*person, self.night).is_some()
                && self.world.lives_here(*person, self.night);
            if in_force && pupil && pupil_aid(self.world, *person, self.night).is_none() {
                lines.push(line("G06", *person, self.label(*person)));
            }
        }
    }

    /// G07: a minor whose parents are dead, severely disabled or in custody, and who is neither
    /// supported nor lately paid an allowance of their own.
    fn orphans(&self, lines: &mut Vec<TruthLine>) {
        let world = self.world;
        let lately = self.night.month().plus_months(-2);
        let payments = world.papers.child_payments.iter();
        let paid_for: BTreeSet<u32> = payments
            .filter(|payment| payment.paid <= self.night && payment.period >= lately)
            .map(|payment| payment.child)
            .collect();
        for number in world.numbers().filter(|number| world.lives_here(*number, self.night)) {
            let person = world.person(number);
            let (Some(father), Some(mother)) = (person.father, person.mother) else { continue };
            let unable = |parent| {
                self.is_dead(parent)
                    || world.is_severely_disabled(parent, self.night)
                    || world.is_in_custody(parent, self.night)
            };
            let mut units = world.units_in(number, self.night.month());
            if unable(father)
                && unable(mother)
                && world.age(number, self.night) < MINOR_BELOW_YEARS
                && !units.any(|unit| unit.scheme.is_support())
                && !paid_for.contains(&number)
            {
                lines.push(line("G07", number, self.label(number)));
            }
        }
    }

    /// G11: a ruined home, and no disaster relief reached the household in time.
    fn damage_without_relief(&self, lines: &mut Vec<TruthLine>) {
        let home = |person: u32| self.world.household_of(person, self.night);
        let mut relieved: BTreeMap<u32, Vec<Day>> = BTreeMap::new();
        for relief in &self.world.papers.disaster_relief {
            if relief.paid <= self.night {
                relieved.entry(home(relief.recipient)).or_default().push(relief.paid);
            }
        }
        for damage in &self.world.papers.damages {
            let judged = damage.on.plus_days(DAYS_TO_DISASTER_RELIEF) <= self.night;
            let days = relieved.get(&home(damage.head)).map_or(&[][..], Vec::as_slice);
            let helped = days.iter().any(|day| *day >= damage.on);
            let entitled = RUINED.contains(&damage.level) && damage.remark.is_empty();
            if judged && entitled && !helped {
                lines.push(line("G11", damage.head, self.label(damage.head)));
            }
        }
    }

    /// G13: a charity helped with illness or hardship beyond the line, and within ninety days
    /// before or after there is no record of public help.
    fn charity_alone(&self, lines: &mut Vec<TruthLine>) {
        let helped = self.public_help_by_household();
        for grant in &self.world.grants {
            let due = grant.paid.plus_days(DAYS_TO_APPLY);
            if grant.amount < CHARITY_LINE || grant.cause == "就学" || due > self.night {
                continue;
            }
            let since = grant.paid.plus_days(-DAYS_TO_APPLY);
            let household = self.world.household_of(grant.recipient, self.night);
            let days = helped.get(&household).map_or(&[][..], Vec::as_slice);
            let answered = days.iter().any(|day| since <= *day && *day <= due);
            let months = since.month().0..=due.month().0;
            let assisted = months
                .into_iter()
                .any(|month| self.world.units_in(grant.recipient, Month(month)).next().is_some());
            if !answered && !assisted {
                lines.push(line("G13", grant.recipient, self.label(grant.recipient)));
            }
        }
    }

    /// G14: a month that is over, in which a unit was in force and nothing was paid.
    fn unpaid_months(&self, lines: &mut Vec<TruthLine>) {
        let last = self.night.month().plus_months(-1);
        let first = self.world.today().month().plus_months(1 - MONTHS_OF_PAYMENTS);
        for (number, unit) in (0..).zip(&self.world.units) {
            if unit.area == NEIGHBOUR {
                continue;
            }
            let paid = self.paid_months.get(&number);
            let is_paid = |month| paid.is_some_and(|months| months.contains(&month));
            let is_due = |unit: &Unit, month: Month| {
                unit.covers_month(month) && unit.suspended.is_none_or(|from| month < from)
            };
            let months = (first.0.max(unit.from.0)..=last.0).map(Month);
            let unpaid = months.filter(|month| is_due(unit, *month) && !is_paid(*month));
            lines.extend(unpaid.map(|month| {
                line("G14", unit.head, format!("{}/{}", unit.certificate, compact_month(month)))
            }));
        }
    }
}
