//! Sense: values that can be read and still cannot be so, by the day their extract describes or by whose
//! row they stand in.
//!
//! Nobody in an extract is born after its day, and a name that was merged over rows of other numbers is
//! the name of one of them only. What lies ahead by mistake would hide a person or a payment from
//! every rule that looks back from tonight.

use super::amount::Unit;
use super::fault::Fault;
use super::mapping::{Column, Mapping, PaymentMap};
use super::slot::{Faulty, Lookup, Row, Slot, read_cell};
use crate::domain::{Day, IdClass, Month, Spanned};

/// What a source's columns must be to make sense.
#[derive(Debug)]
pub struct Sense {
    latest: Day,
    /// `latest` as identity numbers write it.
    latest_digits: String,
    birth_dates: Vec<usize>,
    numbers: Vec<usize>,
    /// Days of payment, each with the last it can be.
    paid_on: Vec<(usize, Day)>,
}

impl Sense {
    /// Of a mapping whose references are resolved.
    pub fn new(mapping: &Mapping, latest: Day) -> Self {
        let mentions = || mapping.mentions.iter();
        let paid_on = mapping.payments.iter().filter_map(|map| {
            let days = i32::from(map.max_paid_on_days_ahead);
            Some((map.paid_on.as_ref()?.at, latest.plus_days(days)))
        });
        Self {
            latest,
            latest_digits: latest.to_string().replace('-', ""),
            birth_dates: columns(mentions().filter_map(|map| Some(map.birth_date.as_ref()?.at))),
            numbers: columns(mentions().filter_map(|map| Some(map.resident_id.as_ref()?.at))),
            paid_on: paid_on.collect(),
        }
    }

    /// Sets aside what makes no sense in a row.
    pub fn judge(&self, row: &mut Row<'_>) {
        for at in &self.birth_dates {
            if first_day(row, *at).is_some_and(|day| day > self.latest) {
                row.set_aside(*at, Fault::BornInFuture);
            }
        }
        for at in &self.numbers {
            row.doubt_numbers(*at, |number| self.is_of_unborn(number));
        }
        for (at, last) in &self.paid_on {
            judge_day_paid(row, *at, *last);
        }
    }

    fn is_of_unborn(&self, number: &str) -> bool {
        number.get(6..14).is_some_and(|birth| birth > self.latest_digits.as_str())
    }

    /// The month a payment cannot be for any more.
    pub fn is_too_late(&self, map: &PaymentMap, period: Month) -> bool {
        period > self.latest.month().plus_months(i32::from(map.max_period_months_ahead))
    }
}

fn judge_day_paid(row: &mut Row<'_>, at: usize, last: Day) {
    if first_day(row, at).is_some_and(|day| day > last) {
        row.set_aside(at, Fault::PaidInFuture);
    } else if matches!(row.slots[at], Slot::Date(date) if date.day.is_none()) {
        // Its month may still be the one the payment is for.
        row.tell(at, Fault::DayMissing);
    }
}

fn columns(all: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut columns: Vec<usize> = all.collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

fn first_day(row: &Row<'_>, at: usize) -> Option<Day> {
    match row.slots[at] {
        Slot::Date(date) => date.first_day(),
        _ => None,
    }
}

impl<'a> Row<'a> {
    /// Takes a value that can be read out of the row.
    fn set_aside(&mut self, at: usize, fault: Fault) {
        self.slots[at] = Slot::Absent;
        self.tell(at, fault);
    }

    /// Names a fault of a column that has none yet.
    fn tell(&mut self, at: usize, fault: Fault) {
        if self.faults.iter().all(|faulty| faulty.column != Some(at)) {
            let value = self.raws[at];
            self.faults.push(Faulty { column: Some(at), value, fault, repair: None });
        }
    }

    /// Takes a cell that was copied from the row of another number for nobody's.
    pub fn disown_if_of_another(
        &mut self,
        cell: &'a Spanned,
        teller: &'a Column,
        lookup: &Lookup<'a>,
    ) {
        let owner = read_cell(&teller.value, &cell.owner, None, Unit::default(), lookup).0;
        let (Some(owner), Some(own)) = (told(&owner), told(&self.slots[cell.teller])) else {
            return;
        };
        if owner != own {
            self.faults.retain(|faulty| faulty.column != Some(cell.column));
            self.set_aside(cell.column, Fault::MergedName);
            self.raws[cell.column] = None;
        }
    }

    /// Takes valid numbers that cannot be so for invalid ones.
    fn doubt_numbers(&mut self, at: usize, is_wrong: impl Fn(&str) -> bool) {
        let given = self.raws[at];
        let Self { slots, faults, .. } = self;
        let mut doubt = |slot: &mut Slot<'a>, value| {
            if let Slot::Id(id) = slot
                && id.class == IdClass::Valid
                && id.normal.as_deref().is_some_and(&is_wrong)
            {
                id.class = IdClass::Invalid;
                let fault = Fault::InvalidId;
                faults.push(Faulty { column: Some(at), value, fault, repair: None });
            }
        };
        match &mut slots[at] {
            Slot::List(items) => {
                for item in items {
                    doubt(&mut item.slot, Some(item.raw));
                }
            }
            slot => doubt(slot, given),
        }
    }
}

/// The number of a slot, if it tells one person from another; one that lacks characters does not.
fn told<'s>(slot: &'s Slot<'_>) -> Option<&'s str> {
    let Slot::Id(id) = slot else { return None };
    let normal = id.normal.as_deref()?;
    let tells = match id.class {
        IdClass::Valid | IdClass::OtherDocument => true,
        IdClass::Invalid => normal.len() == 18,
        _ => false,
    };
    tells.then_some(normal)
}
