//! Statistics: sums over the whole night, by scheme, town, month, agency, family and severity.
//!
//! This is the one file that speaks polars. The few columns a summary needs are copied into it as
//! numbers; words stay outside. Money is whole fen throughout, and every result is sorted by all
//! of its keys, so the order in which threads meet never shows.

use polars::prelude::{
    DataFrame, Expr, IntoLazy, PolarsError, PolarsResult, SortMultipleOptions, col, df, len, lit,
};
use rustc_hash::FxHashMap;

use super::ReportError;
use super::figures::{Figure, is_person_time, town_of};
use super::night::Night;
use crate::domain::table::{Category, Cell, InMonth, Money};
use crate::domain::{Family, Fen, Month, Severity};

/// One sum and what it is broken down by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statistic {
    pub name: &'static str,
    pub scheme: Option<String>,
    pub town: Option<String>,
    pub month: Option<Month>,
    pub agency: Option<String>,
    pub other_agency: Option<String>,
    pub family: Option<&'static str>,
    pub severity: Option<&'static str>,
    pub count: u32,
    pub amount: Option<Fen>,
}

/// Payments by scheme, town and month (person-times and fen).
pub(super) const PAYMENTS: &str = "payments";
/// People known to both of two agencies; on the diagonal, to one.
pub(super) const SHARED_PERSONS: &str = "shared_persons";
/// Flags by family, severity and town (flags and fen).
pub(super) const FLAGS: &str = "flags";

/// All of the night's statistics, each kind sorted by its keys.
pub(super) fn summarise(night: &Night) -> Result<Vec<Statistic>, ReportError> {
    let mut statistics = payments(night).map_err(fault)?;
    statistics.extend(shared_persons(night).map_err(fault)?);
    statistics.extend(flags(night).map_err(fault)?);
    Ok(statistics)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn fault(fault: PolarsError) -> ReportError {
    ReportError::Statistics(fault.to_string())
}

fn payments(night: &Night) -> PolarsResult<Vec<Statistic>> {
    let payments = &night.tonight.records.payments;
    let mut words = Words::default();
    let (mut schemes, mut towns, mut months, mut amounts) = (vec![], vec![], vec![], vec![]);
    for row in 0..payments.len() {
        let town = town_of(night, payments.mention.value(row));
        schemes.push(words.number(Category::value(&payments.scheme, row)));
        towns.push(words.number(town.unwrap_or_default()));
        months.push(InMonth::value(&payments.period, row).first_day().0);
        amounts.push(Money::value(&payments.amount, row).0);
    }
    let table = df!["scheme" => schemes, "town" => towns, "month" => months, "fen" => amounts]?;
    let sums = sum_by(table, &["scheme", "town", "month"])?;
    let numbers = |name: &str| whole_numbers(&sums, name);
    let (schemes, towns, counts) = (numbers("scheme")?, numbers("town")?, numbers("count")?);
    let months: Vec<i32> = sums.column("month")?.i32()?.into_no_null_iter().collect();
    let amounts = fen(&sums)?;
    let statistic = |row: usize| Statistic {
        name: PAYMENTS,
        scheme: words.word(schemes[row]),
        town: words.word(towns[row]),
        month: Some(crate::domain::Day(months[row]).month()),
        count: counts[row],
        amount: Some(amounts[row]),
        ..Statistic::default()
    };
    Ok(sorted((0..sums.height()).map(statistic).collect()))
}

/// The measures of payments, each by the columns it is broken down by.
const PAID: [(&str, &[&str]); 10] = [
    ("paid", &[]),
    ("paid_by_scheme", &["scheme"]),
    ("paid_by_town", &["town"]),
    ("paid_by_year", &["year"]),
    ("paid_by_month", &["month"]),
    ("paid_by_scheme_year", &["scheme", "year"]),
    ("paid_by_town_year", &["town", "year"]),
    ("paid_by_scheme_month", &["scheme", "month"]),
    ("paid_by_scheme_town_year", &["scheme", "town", "year"]),
    ("paid_by_scheme_town_month", &["scheme", "town", "month"]),
];

/// Person-times, people and money of the payments, by scheme, town and time, in no order.
pub(super) fn paid(night: &Night) -> Result<Vec<Figure>, ReportError> {
    let (table, words) = paid_rows(night).map_err(fault)?;
    let mut figures = Vec::new();
    for (measure, keys) in PAID {
        let sums = paid_by(&table, keys).map_err(fault)?;
        figures.extend(paid_figures(measure, keys, &sums, &words).map_err(fault)?);
    }
    Ok(figures)
}

/// Stands for whoever a row does not name.
const NOBODY: u32 = u32::MAX;

fn paid_rows<'a>(night: &Night<'a>) -> PolarsResult<(DataFrame, Words<'a>)> {
    let payments = &night.tonight.records.payments;
    let mut words = Words::default();
    let (mut schemes, mut towns, mut years, mut months) = (vec![], vec![], vec![], vec![]);
    let (mut people, mut times, mut amounts) = (vec![], vec![], vec![]);
    for row in 0..payments.len() {
        let mention = payments.mention.value(row);
        let month = InMonth::value(&payments.period, row);
        let amount = Money::value(&payments.amount, row);
        schemes.push(words.number(Category::value(&payments.scheme, row)));
        towns.push(words.number(town_of(night, mention).unwrap_or_default()));
        years.push(month.year());
        months.push(month.0);
        // Whoever only gave something back was not assisted.
        let is_person_time = is_person_time(amount);
        people.push(night.person_of(mention).filter(|_| is_person_time).unwrap_or(NOBODY));
        times.push(u32::from(is_person_time));
        amounts.push(amount.0);
    }
    let table = df![
        "scheme" => schemes, "town" => towns, "year" => years, "month" => months,
        "person" => people, "times" => times, "fen" => amounts,
    ]?;
    Ok((table, words))
}

fn paid_by(table: &DataFrame, keys: &[&str]) -> PolarsResult<DataFrame> {
    let people = col("person").filter(col("person").neq(lit(NOBODY))).n_unique();
    let sums = [people.alias("persons"), col("times").sum(), col("fen").sum()];
    let table = table.clone().lazy();
    if keys.is_empty() {
        return table.select(sums).collect();
    }
    let columns: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    table.group_by(columns).agg(sums).collect()
}

fn paid_figures(
    measure: &'static str,
    keys: &[&str],
    sums: &DataFrame,
    words: &Words,
) -> PolarsResult<Vec<Figure>> {
    let words_of = |key: &str| -> PolarsResult<Option<Vec<u32>>> {
        keys.contains(&key).then(|| whole_numbers(sums, key)).transpose()
    };
    let times_of = |key: &str| -> PolarsResult<Option<Vec<i32>>> {
        let values = |key| Ok(sums.column(key)?.i32()?.into_no_null_iter().collect());
        keys.contains(&key).then(|| values(key)).transpose()
    };
    let (schemes, towns) = (words_of("scheme")?, words_of("town")?);
    let (years, months) = (times_of("year")?, times_of("month")?);
    let (persons, times) = (whole_numbers(sums, "persons")?, whole_numbers(sums, "times")?);
    let amounts = fen(sums)?;
    let figure = |row: usize| Figure {
        measure,
        scheme: schemes.as_ref().and_then(|schemes| words.word(schemes[row])),
        town: towns.as_ref().and_then(|towns| words.word(towns[row])),
        year: years.as_ref().and_then(|years| u32::try_from(years[row]).ok()),
        month: months.as_ref().map(|months| Month(months[row])),
        persons: Some(persons[row]),
        person_times: Some(times[row]),
        amount: Some(amounts[row]),
        ..Figure::default()
    };
    Ok((0..sums.height()).map(figure).collect())
}

fn flags(night: &Night) -> PolarsResult<Vec<Statistic>> {
    let mut words = Words::default();
    let (mut families, mut severities, mut towns, mut amounts) = (vec![], vec![], vec![], vec![]);
    for finding in night.tonight.findings {
        families.push(finding.family as u32);
        severities.push(finding.severity as u32);
        towns.push(words.number(finding.town.as_deref().unwrap_or_default()));
        amounts.push(finding.amount.0);
    }
    let table =
        df!["family" => families, "severity" => severities, "town" => towns, "fen" => amounts]?;
    let sums = sum_by(table, &["family", "severity", "town"])?;
    let numbers = |name: &str| whole_numbers(&sums, name);
    let (families, severities) = (numbers("family")?, numbers("severity")?);
    let (towns, counts) = (numbers("town")?, numbers("count")?);
    let amounts = fen(&sums)?;
    let statistic = |row: usize| Statistic {
        name: FLAGS,
        family: Family::ALL.get(families[row] as usize).map(|family| family.code()),
        severity: Severity::ALL.get(severities[row] as usize).map(|severity| severity.code()),
        town: words.word(towns[row]),
        count: counts[row],
        amount: Some(amounts[row]),
        ..Statistic::default()
    };
    Ok(sorted((0..sums.height()).map(statistic).collect()))
}

/// How many people every two agencies both know.
///
/// A person's agencies are bits of one number, so people are grouped by the whole set at once and
/// no pairs of rows are ever joined. Agencies beyond the 64th are left out.
fn shared_persons(night: &Night) -> PolarsResult<Vec<Statistic>> {
    let tonight = night.tonight;
    let mut agencies: Vec<&str> =
        tonight.sources.iter().map(|source| source.agency.as_str()).collect();
    agencies.sort_unstable();
    agencies.dedup();
    agencies.truncate(u64::BITS as usize);
    let mut known_to = vec![0_u64; tonight.people.len()];
    for (person, mention) in
        tonight.people.person_of_identity.iter().zip(&tonight.identities.first_mention)
    {
        if let Ok(agency) = agencies.binary_search(&night.agency_of(*mention)) {
            known_to[*person as usize] |= 1 << agency;
        }
    }
    let table = df!["agencies" => known_to]?.lazy();
    let sets = table.group_by([col("agencies")]).agg([count()]).collect()?;
    let counts = whole_numbers(&sets, "count")?;
    let sets: Vec<u64> = sets.column("agencies")?.u64()?.into_no_null_iter().collect();
    let mut statistics = Vec::new();
    for (one, agency) in agencies.iter().enumerate() {
        for (other, other_agency) in agencies.iter().enumerate().skip(one) {
            let both = 1_u64 << one | 1_u64 << other;
            let shared = sets.iter().zip(&counts).filter(|(set, _)| **set & both == both);
            statistics.push(Statistic {
                name: SHARED_PERSONS,
                agency: Some((*agency).to_owned()),
                other_agency: Some((*other_agency).to_owned()),
                count: shared.map(|(_, count)| count).sum(),
                ..Statistic::default()
            });
        }
    }
    Ok(statistics)
}

fn count() -> Expr {
    len().alias("count")
}

/// Rows and sum of `fen` for every combination of the keys, sorted by them.
fn sum_by(table: DataFrame, keys: &[&str]) -> PolarsResult<DataFrame> {
    let columns: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    let sums = table.lazy().group_by(columns).agg([count(), col("fen").sum()]);
    sums.sort(keys.to_vec(), SortMultipleOptions::default()).collect()
}

fn whole_numbers(table: &DataFrame, name: &str) -> PolarsResult<Vec<u32>> {
    Ok(table.column(name)?.u32()?.into_no_null_iter().collect())
}

fn fen(table: &DataFrame) -> PolarsResult<Vec<Fen>> {
    Ok(table.column("fen")?.i64()?.into_no_null_iter().map(Fen).collect())
}

/// In order of the words behind the numbers.
fn sorted(mut statistics: Vec<Statistic>) -> Vec<Statistic> {
    statistics.sort_by(|one, other| {
        let key = |statistic: &Statistic| {
            let Statistic { scheme, town, month, family, severity, .. } = statistic.clone();
            (scheme, family, severity, town, month)
        };
        key(one).cmp(&key(other))
    });
    statistics
}

/// Words as numbers, and back.
#[derive(Default)]
struct Words<'a> {
    words: Vec<&'a str>,
    numbers: FxHashMap<&'a str, u32>,
}

impl<'a> Words<'a> {
    fn number(&mut self, word: &'a str) -> u32 {
        *self.numbers.entry(word).or_insert_with(|| {
            self.words.push(word);
            u32::try_from(self.words.len() - 1).expect("a vocabulary is small")
        })
    }

    /// The word of a number; none for the empty word.
    fn word(&self, number: u32) -> Option<String> {
        let word = self.words[number as usize];
        (!word.is_empty()).then(|| word.to_owned())
    }
}
