//! How well mentions were gathered into people: pairwise and B³ precision, recall and F1.

use std::fmt;

use rustc_hash::FxHashMap;

use crate::domain::IdClass;

use super::OutcomeMention;
use super::truth::{TrueMention, Truth};

/// Right, predicted and true counts, of pairs or of whatever else is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    pub right: u64,
    pub predicted: u64,
    pub actual: u64,
}

impl Rates {
    /// Share of the predicted that is right; 1 when nothing is predicted.
    pub fn precision(&self) -> f64 {
        share(self.right, self.predicted)
    }

    /// Share of the true that is found; 1 when nothing is true.
    pub fn recall(&self) -> f64 {
        share(self.right, self.actual)
    }

    pub fn f1(&self) -> f64 {
        harmonic(self.precision(), self.recall())
    }

    fn minus(self, other: Self) -> Self {
        Self {
            right: self.right - other.right,
            predicted: self.predicted - other.predicted,
            actual: self.actual - other.actual,
        }
    }
}

/// Pairs of which at least one mention carries a tag of the truth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumRates {
    pub stratum: String,
    pub mentions: u64,
    pub pairs: Rates,
}

/// How well people were told apart and brought together.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterScores {
    /// Pairs of mentions.
    pub mention_pairs: Rates,
    /// Pairs of identities: the distinct spellings, each counted once.
    pub identity_pairs: Rates,
    /// Pairs of identities that do not both carry the same valid number; absent when the outcome
    /// carries no numbers.
    pub hard_pairs: Option<Rates>,
    /// B³ precision and recall over mentions.
    pub b_cubed: (f64, f64),
    pub clusters: u64,
    pub people: u64,
    /// True people whose mentions form exactly one cluster.
    pub exact_people: u64,
    pub strata: Vec<StratumRates>,
}

impl ClusterScores {
    /// Share of the true people who are exactly one cluster.
    pub fn exact_rate(&self) -> f64 {
        share(self.exact_people, self.people)
    }
}

/// What pairs are made of: a mention or an identity, predicted here and truly there.
#[derive(Clone, Copy)]
struct Item {
    predicted: u64,
    person: u32,
    /// The valid number's key; 0 for none.
    key: u64,
    strata: u64,
}

pub(super) fn score(
    mentions: &[OutcomeMention<'_>],
    known: &[Option<TrueMention>],
    truth: &Truth,
) -> ClusterScores {
    let items: Vec<Item> = items(mentions, known);
    let identities = identities(mentions, known);
    let carries_numbers = mentions.iter().any(|mention| mention.id_class.is_some());
    let identity_pairs = pairs(&identities, |_| true);
    let hard_pairs = identity_pairs.minus(equal_number_pairs(&identities));
    let (b_cubed, exact_people) = b_cubed(&items);
    let all = pairs(&items, |_| true);
    let strata = truth.strata().iter().enumerate().map(|(bit, stratum)| {
        let tagged = |item: &Item| item.strata >> bit & 1 == 1;
        StratumRates {
            stratum: stratum.clone(),
            mentions: items.iter().filter(|item| tagged(item)).count() as u64,
            pairs: all.minus(pairs(&items, |item| !tagged(item))),
        }
    });
    ClusterScores {
        mention_pairs: all,
        identity_pairs,
        hard_pairs: carries_numbers.then_some(hard_pairs),
        b_cubed,
        clusters: tally(&items, |item| item.predicted).len() as u64,
        people: tally(&items, |item| item.person).len() as u64,
        exact_people,
        strata: strata.collect(),
    }
}

/// The true person of each predicted one: that of most of its mentions, the smaller of two equals.
pub(super) fn majority(
    mentions: &[OutcomeMention<'_>],
    known: &[Option<TrueMention>],
) -> FxHashMap<u64, u32> {
    let shared = tally(&items(mentions, known), |item| (item.predicted, item.person));
    let mut best: FxHashMap<u64, (u64, u32)> = FxHashMap::default();
    for ((predicted, person), count) in shared {
        let so_far = best.entry(predicted).or_insert((0, 0));
        if count > so_far.0 || (count == so_far.0 && person < so_far.1) {
            *so_far = (count, person);
        }
    }
    best.into_iter().map(|(predicted, (_, person))| (predicted, person)).collect()
}

fn items(mentions: &[OutcomeMention<'_>], known: &[Option<TrueMention>]) -> Vec<Item> {
    let both = mentions.iter().zip(known);
    let item = |(mention, truth): (&OutcomeMention<'_>, &Option<TrueMention>)| {
        let truth = (*truth)?;
        let valid = mention.id_class.is_none_or(|class| class == IdClass::Valid);
        Some(Item {
            predicted: mention.person,
            person: truth.person,
            key: if valid { mention.id_key } else { 0 },
            strata: truth.strata,
        })
    };
    both.filter_map(item).collect()
}

/// One item for each identity; two where one spelling of a source is two true people.
fn identities(mentions: &[OutcomeMention<'_>], known: &[Option<TrueMention>]) -> Vec<Item> {
    let mut seen = rustc_hash::FxHashSet::default();
    let first = |(mention, truth): &(&OutcomeMention<'_>, &Option<TrueMention>)| {
        truth.is_some_and(|truth| seen.insert((mention.identity, mention.person, truth.person)))
    };
    let (mentions, known): (Vec<OutcomeMention<'_>>, Vec<Option<TrueMention>>) =
        mentions.iter().zip(known).filter(first).map(|(mention, truth)| (*mention, *truth)).unzip();
    items(&mentions, &known)
}

/// Pairs among the items that `counts` holds for.
fn pairs(items: &[Item], counts: impl Fn(&Item) -> bool) -> Rates {
    let counted: Vec<Item> = items.iter().filter(|item| counts(item)).copied().collect();
    Rates {
        right: pair_sum(&tally(&counted, |item| (item.predicted, item.person))),
        predicted: pair_sum(&tally(&counted, |item| item.predicted)),
        actual: pair_sum(&tally(&counted, |item| item.person)),
    }
}

/// Pairs of items that both carry the same valid number.
fn equal_number_pairs(items: &[Item]) -> Rates {
    let counted: Vec<Item> = items.iter().filter(|item| item.key != 0).copied().collect();
    Rates {
        right: pair_sum(&tally(&counted, |item| (item.predicted, item.person, item.key))),
        predicted: pair_sum(&tally(&counted, |item| (item.predicted, item.key))),
        actual: pair_sum(&tally(&counted, |item| (item.person, item.key))),
    }
}

/// B³: for each mention, how much of its cluster is its person, and how much of its person is in
/// its cluster; with the number of people that are exactly one cluster.
fn b_cubed(items: &[Item]) -> ((f64, f64), u64) {
    let clusters = tally(items, |item| item.predicted);
    let people = tally(items, |item| item.person);
    let mut shared: Vec<_> =
        tally(items, |item| (item.predicted, item.person)).into_iter().collect();
    shared.sort_unstable();
    let (mut precision, mut recall, mut exact) = (0.0, 0.0, 0);
    for ((predicted, person), count) in shared {
        let (of_cluster, of_person) = (clusters[&predicted], people[&person]);
        precision += as_float(count * count) / as_float(of_cluster);
        recall += as_float(count * count) / as_float(of_person);
        exact += u64::from(count == of_cluster && count == of_person);
    }
    let all = as_float(items.len() as u64);
    if items.is_empty() { ((1.0, 1.0), 0) } else { ((precision / all, recall / all), exact) }
}

fn tally<K: std::hash::Hash + Eq>(items: &[Item], key: impl Fn(&Item) -> K) -> FxHashMap<K, u64> {
    let mut counts = FxHashMap::default();
    for item in items {
        *counts.entry(key(item)).or_insert(0) += 1;
    }
    counts
}

fn pair_sum<K>(counts: &FxHashMap<K, u64>) -> u64 {
    counts.values().map(|count| count * (count - 1) / 2).sum()
}

pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { as_float(part) / as_float(whole) }
}

fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn as_float(count: u64) -> f64 {
    count as f64
}

impl fmt::Display for ClusterScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = self.exact_rate();
        writeln!(
            f,
            "people    {} true, {} clusters, {} exact ({exact:.5})",
            self.people, self.clusters, self.exact_people
        )?;
        writeln!(f)?;
        writeln!(
            f,
            "{:<22}{:>10}{:>10}{:>10}{:>14}{:>14}",
            "pairs", "precision", "recall", "F1", "wrong", "missed"
        )?;
        row(f, "mentions", &self.mention_pairs)?;
        row(f, "identities", &self.identity_pairs)?;
        if let Some(hard) = &self.hard_pairs {
            row(f, "without equal numbers", hard)?;
        }
        let (precision, recall) = self.b_cubed;
        let f1 = harmonic(precision, recall);
        writeln!(f, "{:<22}{precision:>10.5}{recall:>10.5}{f1:>10.5}", "B³ over mentions")?;
        for stratum in &self.strata {
            row(f, &format!("  {}", stratum.stratum), &stratum.pairs)?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, rates: &Rates) -> fmt::Result {
    let (precision, recall, f1) = (rates.precision(), rates.recall(), rates.f1());
    let (wrong, missed) = (rates.predicted - rates.right, rates.actual - rates.right);
    writeln!(f, "{name:<22}{precision:>10.5}{recall:>10.5}{f1:>10.5}{wrong:>14}{missed:>14}")
}
