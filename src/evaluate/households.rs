//! How well people were gathered into households, of each of the three kinds.
//!
//! Predicted people stand for the true person they mostly are. Whoever only one side knows is left
//! out of the households of both. The similarity of two households is the bipartite matching
//! measure of group linkage (On, Koudas, Lee and Srivastava, ICDE 2007); where members are the same
//! person or not, with nothing between, it is the people in both over the people in either.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;

use crate::domain::{Grouped, HouseholdKind};

use super::OutcomeMember;
use super::figures::{About, Rates, Record, as_float, harmonic, share, shown};
use super::layout::Columns;
use super::truth::{KnownMention, NO_HOUSEHOLD};

/// The households of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseholdScores {
    pub kind: HouseholdKind,
    /// Households that are the same people on both sides, each counted with one of the other side,
    /// among those predicted and those that are true.
    pub exact: Rates,
    /// Pairs of people who share a household.
    pub pairs: Rates,
    /// The mean similarity of a predicted household and the true one most like it.
    pub matching_precision: f64,
    /// The mean similarity of a true household and the predicted one most like it.
    pub matching_recall: f64,
}

impl HouseholdScores {
    /// Share of the true households that are exactly one predicted household.
    pub fn exact_rate(&self) -> f64 {
        share(self.exact.right, self.exact.actual)
    }

    /// BM-F1: the harmonic mean of the two mean similarities.
    pub fn matching_f1(&self) -> f64 {
        harmonic(self.matching_precision, self.matching_recall)
    }
}

/// Judges the households of every kind.
pub(super) fn score(
    members: &[OutcomeMember],
    known: &[Option<&KnownMention>],
    true_of_predicted: &FxHashMap<u64, u32>,
) -> Vec<HouseholdScores> {
    let kinds = HouseholdKind::ALL.into_iter().enumerate();
    let scores = kinds.map(|(at, kind)| {
        let truth = known.iter().flatten();
        let truth = truth.map(|mention| (u64::from(mention.households[at]), mention.person));
        let mut truth: Vec<(u64, u32)> =
            truth.filter(|(household, _)| *household != u64::from(NO_HOUSEHOLD)).collect();
        let of_kind = members.iter().filter(|member| member.kind == kind);
        let mut predicted: Vec<(u64, u32)> = of_kind
            .filter_map(|member| Some((member.household, *true_of_predicted.get(&member.person)?)))
            .collect();
        let numbers = numbered(&mut truth, &mut predicted);
        let truth = Households::new(&truth, numbers);
        let predicted = Households::new(&predicted, numbers);
        score_kind(kind, &truth, &predicted, numbers)
    });
    scores.collect()
}

/// Numbers the people of both lists from 0 in their own order; gives how many there are.
fn numbered(truth: &mut Vec<(u64, u32)>, predicted: &mut Vec<(u64, u32)>) -> u32 {
    let mut people: Vec<u32> = truth.iter().chain(predicted.iter()).map(|row| row.1).collect();
    people.sort_unstable();
    people.dedup();
    for rows in [truth, predicted] {
        for (_, person) in rows.iter_mut() {
            *person = number(people.partition_point(|other| other < person));
        }
        rows.sort_unstable();
        rows.dedup();
    }
    number(people.len())
}

/// Who lives in which household, looked up from either end.
struct Households {
    /// By household, ordered.
    people: Vec<u32>,
    /// Where each household's people end; the first entry is 0.
    ends: Vec<usize>,
    /// The household of each row of `people`.
    household_of: Vec<u32>,
    /// The rows of `people` in which each person stands.
    rows_of: Grouped,
}

impl Households {
    /// `rows` are ordered, each household and person once.
    fn new(rows: &[(u64, u32)], people: u32) -> Self {
        let (mut ends, mut household_of) = (vec![0], Vec::with_capacity(rows.len()));
        for (household, own) in rows.chunk_by(|one, other| one.0 == other.0).enumerate() {
            household_of.extend(std::iter::repeat_n(number(household), own.len()));
            ends.push(household_of.len());
        }
        Self {
            people: rows.iter().map(|row| row.1).collect(),
            ends,
            household_of,
            rows_of: Grouped::new(people as usize, rows.iter().map(|row| Some(row.1))),
        }
    }

    fn len(&self) -> usize {
        self.ends.len() - 1
    }

    fn of(&self, household: u32) -> &[u32] {
        let household = household as usize;
        &self.people[self.ends[household]..self.ends[household + 1]]
    }

    fn with(&self, person: u32) -> impl Iterator<Item = u32> {
        self.rows_of.of(person).iter().map(|row| self.household_of[*row as usize])
    }

    /// Those with a greater number who share a household with the person, ordered.
    fn companions(&self, person: u32, into: &mut Vec<u32>) {
        into.clear();
        for household in self.with(person) {
            into.extend(self.of(household).iter().filter(|other| **other > person));
        }
        into.sort_unstable();
        into.dedup();
    }
}

fn score_kind(
    kind: HouseholdKind,
    truth: &Households,
    predicted: &Households,
    people: u32,
) -> HouseholdScores {
    let likeness = Likeness::of(truth, predicted);
    HouseholdScores {
        kind,
        exact: Rates {
            right: likeness.exact,
            predicted: predicted.len() as u64,
            actual: truth.len() as u64,
        },
        pairs: pairs(truth, predicted, people),
        matching_precision: mean(&likeness.best_of_predicted),
        matching_recall: mean(&likeness.best_of_true),
    }
}

/// Pairs of people who share a household, each pair once, person by person.
fn pairs(truth: &Households, predicted: &Households, people: u32) -> Rates {
    let mut rates = Rates::default();
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for person in 0..people {
        truth.companions(person, &mut there);
        predicted.companions(person, &mut here);
        let right = here.iter().filter(|other| there.binary_search(other).is_ok());
        rates.right += right.count() as u64;
        rates.predicted += here.len() as u64;
        rates.actual += there.len() as u64;
    }
    rates
}

/// How like the households of both sides are.
struct Likeness {
    best_of_true: Vec<f64>,
    best_of_predicted: Vec<f64>,
    exact: u64,
}

impl Likeness {
    fn of(truth: &Households, predicted: &Households) -> Self {
        let mut best_of_true = vec![0.0_f64; truth.len()];
        let mut best_of_predicted = vec![0.0_f64; predicted.len()];
        // By the first predicted household with the same people: how many true ones, how many
        // predicted ones.
        let mut equals: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        let mut meets: Vec<u32> = Vec::new();
        for one in 0..number(truth.len()) {
            let people = truth.of(one);
            meets.clear();
            meets.extend(people.iter().flat_map(|person| predicted.with(*person)));
            meets.sort_unstable();
            let mut same = Vec::new();
            for shared in meets.chunk_by(|one, other| one == other) {
                let other = shared[0];
                let either = people.len() + predicted.of(other).len() - shared.len();
                let likeness = as_float(shared.len() as u64) / as_float(either as u64);
                let best = &mut best_of_true[one as usize];
                *best = best.max(likeness);
                let best = &mut best_of_predicted[other as usize];
                *best = best.max(likeness);
                if either == shared.len() {
                    same.push(other);
                }
            }
            if let Some(first) = same.first() {
                let equal = equals.entry(*first).or_default();
                *equal = (equal.0 + 1, same.len() as u64);
            }
        }
        let exact = equals.values().map(|(here, there)| here.min(there)).sum();
        Self { best_of_true, best_of_predicted, exact }
    }
}

/// The mean; 1 of nothing. The sum runs in order of household.
fn mean(values: &[f64]) -> f64 {
    match values.len() {
        0 => 1.0,
        count => values.iter().sum::<f64>() / as_float(count as u64),
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("people and households are numbered in 32 bits")
}

pub(super) fn record(scores: &[HouseholdScores], record: &mut Record) {
    for one in scores {
        let about = About::new("households", one.kind.code());
        let (predicted, actual) = (one.exact.predicted, one.exact.actual);
        record.count(about, "actual", actual);
        record.count(about, "predicted", predicted);
        record.count(about, "exact", one.exact.right);
        record.share(about, "exact_rate", one.exact_rate(), actual);
        record.rates(about.of("pairs_of_people"), &one.pairs);
        let matching = about.of("bipartite_matching");
        record.share(matching, "precision", one.matching_precision, predicted);
        record.share(matching, "recall", one.matching_recall, actual);
        record.share(matching, "f1", one.matching_f1(), predicted + actual);
    }
}

/// The households as a table.
pub(super) struct Shown<'a>(pub &'a [HouseholdScores]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = [
            "households",
            "",
            "true",
            "predicted",
            "exact",
            "rate",
            "precision",
            "recall",
            "F1",
            "BM-F1",
        ];
        let mut table = Columns::new(2, &header);
        for one in self.0 {
            let (predicted, actual) = (one.exact.predicted, one.exact.actual);
            let mut row = vec![
                one.kind.code().to_owned(),
                one.kind.chinese().to_owned(),
                actual.to_string(),
                predicted.to_string(),
                one.exact.right.to_string(),
                shown(one.exact_rate(), actual, 4),
            ];
            row.extend(one.pairs.cells(5));
            row.push(shown(one.matching_f1(), predicted + actual, 5));
            table.row(row);
        }
        write!(f, "{table}")?;
        writeln!(f, "Precision, recall and F1 are of pairs of people who share a household.")
    }
}
