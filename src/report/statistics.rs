//! Statistics: sums over the whole night, by scheme, town, month, agency, family and severity.
//!
//! This is the one file that speaks polars. The few columns a summary needs are copied into it as
//! numbers; words stay outside. Money is whole fen throughout, and every result is sorted by all
//! of its keys, so the order in which threads meet never shows.

use polars::prelude::{DataFrame, Expr, IntoLazy, PolarsResult, SortMultipleOptions, col, df, len};
use rustc_hash::FxHashMap;

use super::ReportError;
use super::night::Night;
use crate::domain::table::{Category, Cell};
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
    let fault = |fault: polars::prelude::PolarsError| ReportError::Statistics(fault.to_string());
    let mut statistics = payments(night).map_err(fault)?;
    statistics.extend(shared_persons(night).map_err(fault)?);
    statistics.extend(flags(night).map_err(fault)?);
    Ok(statistics)
}

fn payments(night: &Night) -> PolarsResult<Vec<Statistic>> {
    let payments = &night.tonight.records.payments;
    let mut words = Words::default();
    let (mut schemes, mut towns, mut months, mut amounts) = (vec![], vec![], vec![], vec![]);
    for row in 0..payments.len() {
        let home = night.person_of(payments.mention.value(row)).and_then(|one| night.home_of(one));
        let town = home.and_then(|(dossier, _)| dossier.town.as_deref());
        schemes.push(words.number(Category::value(&payments.scheme, row)));
        towns.push(words.number(town.unwrap_or_default()));
        months.push(crate::domain::table::InMonth::value(&payments.period, row).first_day().0);
        amounts.push(i64::try_from(payments.amount.value(row)).expect("decimal(14,2) fits"));
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
