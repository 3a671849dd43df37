//! Funds: what was paid out of a yearly fund, month by month and town by town, and what is left.
//!
//! A fund is spent on the day it pays, so its ledger goes by that day and only where none is given
//! by the month the payment is for. A town's part is what the rows say that name it, and else what
//! went to homes there. A year for which the policy names no sum has no ledger: nobody
//! guesses what the fund held. A fund that is overdrawn says so.

use std::collections::{BTreeMap, BTreeSet};

use super::{amount_of, is_person_time, town_of};
use crate::domain::table::{Category, Cell, InMonth, Maybe, OnDay};
use crate::domain::{Fen, Fund, FundValue, Month};
use crate::report::night::Night;

/// A month of a fund's ledger, of the whole district or of one of its towns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct FundLine {
    pub fund: String,
    pub name: String,
    pub month: Month,
    pub of: Part,
    pub this_month: Spent,
    /// From January to the end of the month.
    pub to_date: Spent,
    pub yearly: FundValue,
    /// What the district has left at the end of the month; negative if it is overdrawn.
    pub left: Fen,
}

/// Of what a line speaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Part {
    District,
    /// None if the town is not known.
    Town(Option<String>),
}

/// What was paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct Spent {
    pub person_times: u32,
    pub persons: u32,
    pub amount: Fen,
}

/// The ledgers of all funds, in order of fund, month and part.
pub(in crate::report) fn ledgers(night: &Night) -> Vec<FundLine> {
    let mut funds: Vec<&Fund> = night.tonight.funds.iter().collect();
    funds.sort_by(|one, other| one.code.cmp(&other.code));
    funds.into_iter().flat_map(|fund| ledger(night, fund)).collect()
}

/// A payment out of a fund.
struct Outlay {
    person: Option<u32>,
    amount: Fen,
}

type Outlays = BTreeMap<Month, BTreeMap<Option<String>, Vec<Outlay>>>;

fn ledger(night: &Night, fund: &Fund) -> Vec<FundLine> {
    let today = night.tonight.run_date;
    let outlays = outlays(night, fund);
    let mut years: BTreeSet<i32> = outlays.keys().map(|month| month.year()).collect();
    years.insert(today.year());
    let mut lines = Vec::new();
    for year in years {
        let Some(yearly) = fund.of_year(year, today) else { continue };
        let own = outlays.range(Month::from_ym(year, 1)..=Month::from_ym(year, 12));
        let own: BTreeMap<_, _> = own.map(|(month, towns)| (*month, towns)).collect();
        let tonight = if year == today.year() { today.month() } else { Month::from_ym(year, 12) };
        let last = own.keys().next_back().map_or(tonight, |month| tonight.max(*month));
        lines.extend(of_year(fund, yearly, last, &own));
    }
    lines
}

fn outlays(night: &Night, fund: &Fund) -> Outlays {
    let payments = &night.tonight.records.payments;
    let mut outlays = Outlays::new();
    for row in 0..payments.len() {
        let scheme = Category::value(&payments.scheme, row);
        if !fund.schemes.iter().any(|code| code == scheme) {
            continue;
        }
        let paid_on = <Maybe<OnDay>>::value(&payments.paid_on, row);
        let period = InMonth::value(&payments.period, row);
        let month = paid_on.map_or(period, crate::domain::Day::month);
        let mention = payments.mention.value(row);
        let town = night.mention(mention).town.or_else(|| town_of(night, mention));
        let town = town.map(str::to_owned);
        let outlay = Outlay { person: night.person_of(mention), amount: amount_of(night, row) };
        outlays.entry(month).or_default().entry(town).or_default().push(outlay);
    }
    outlays
}

/// Each month up to the last, of the district and of every town that the fund has paid in the year.
fn of_year(
    fund: &Fund,
    yearly: &FundValue,
    last: Month,
    outlays: &BTreeMap<Month, &BTreeMap<Option<String>, Vec<Outlay>>>,
) -> Vec<FundLine> {
    let towns: BTreeSet<&Option<String>> = outlays.values().flat_map(|one| one.keys()).collect();
    let parts = towns.into_iter().map(|town| Part::Town(town.clone()));
    let parts: Vec<Part> = std::iter::once(Part::District).chain(parts).collect();
    let mut lines = Vec::new();
    for month in Month::from_ym(last.year(), 1).0..=last.0 {
        let month = Month(month);
        let spent = |part: &Part, months: std::ops::RangeInclusive<Month>| {
            let towns = outlays.range(months).flat_map(|(_, towns)| towns.iter());
            let own = towns.filter(|(town, _)| match part {
                Part::District => true,
                Part::Town(own) => own == *town,
            });
            sum(own.flat_map(|(_, outlays)| outlays))
        };
        let to_date = |part: &Part| spent(part, Month::from_ym(last.year(), 1)..=month);
        let left = yearly.amount - to_date(&Part::District).amount;
        for part in &parts {
            lines.push(FundLine {
                fund: fund.code.clone(),
                name: fund.name.clone(),
                month,
                of: part.clone(),
                this_month: spent(part, month..=month),
                to_date: to_date(part),
                yearly: yearly.clone(),
                left,
            });
        }
    }
    lines
}

fn sum<'a>(outlays: impl Iterator<Item = &'a Outlay>) -> Spent {
    let mut people = BTreeSet::new();
    let mut spent = Spent::default();
    for outlay in outlays {
        spent.person_times += u32::from(is_person_time(outlay.amount));
        spent.amount += outlay.amount;
        people.extend(outlay.person.filter(|_| is_person_time(outlay.amount)));
    }
    spent.persons = u32::try_from(people.len()).expect("a night has fewer than 2^32 people");
    spent
}
