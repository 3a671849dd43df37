//! How well mentions were gathered into people: pairwise and B³ precision, recall and F1.
//!
//! Pairs are counted, never listed: how many mentions each predicted person shares with each true
//! one says how many pairs are right. A pair is of a stratum if either of the two is.

use std::fmt;

use rustc_hash::FxHashMap;

use super::OutcomeMention;
use super::figures::{About, Rates, Record, as_float, harmonic, share, shown};
use super::layout::Columns;
use super::truth::KnownMention;

/// How well people were told apart and brought together.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterScores {
    pub clusters: u64,
    pub all: GroupingScores,
    /// In order of name; those without a mention are left out.
    pub strata: Vec<(String, GroupingScores)>,
}

/// The scores of all mentions, or of those of one stratum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroupingScores {
    pub mentions: u64,
    /// True people with such a mention.
    pub people: u64,
    /// Of these, the ones whose mentions form exactly one cluster.
    pub exact_people: u64,
    /// Pairs of mentions.
    pub mention_pairs: Rates,
    /// Pairs of identities: the distinct spellings, each counted once.
    pub identity_pairs: Rates,
    /// Pairs of identities that do not both carry the same valid number; absent when the outcome
    /// carries no numbers.
    pub hard_pairs: Option<Rates>,
    pub b_cubed: BCubed,
}

/// B³ over mentions (Bagga and Baldwin 1998): for each mention, how much of its cluster is its
/// person, and how much of its person is in its cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BCubed {
    pub precision: f64,
    pub recall: f64,
}

impl GroupingScores {
    /// Share of the true people who are exactly one cluster.
    pub fn exact_rate(&self) -> f64 {
        share(self.exact_people, self.people)
    }
}

impl BCubed {
    pub fn f1(&self) -> f64 {
        harmonic(self.precision, self.recall)
    }
}

/// What pairs are made of: a mention or an identity, predicted here and truly there.
#[derive(Clone, Copy)]
struct Item {
    predicted: u64,
    person: u32,
    /// The valid number's key; 0 for none.
    number: u64,
    strata: u64,
}

pub(super) fn score(
    mentions: &[OutcomeMention],
    known: &[Option<&KnownMention>],
    strata: &[String],
) -> ClusterScores {
    let mut items: Vec<Item> = judged(mentions, known).map(|(_, item)| item).collect();
    let mut scores = vec![GroupingScores::default(); strata.len() + 1];
    pair_up(&mut items, |_| 0, &mut scores, |scores| &mut scores.mention_pairs);
    let clusters = count_mentions(&mut items, &mut scores);
    drop(items);
    let mut identities = identities(mentions, known);
    pair_up(&mut identities, |_| 0, &mut scores, |scores| &mut scores.identity_pairs);
    if mentions.iter().any(|mention| mention.number != 0) {
        hard_pairs(identities, &mut scores);
    }
    let mut scores = scores.into_iter();
    let all = scores.next().expect("the scores of all come first");
    let mut strata: Vec<_> = strata.iter().cloned().zip(scores).collect();
    strata.retain(|(_, scores)| scores.mentions > 0);
    strata.sort_by(|one, other| one.0.cmp(&other.0));
    ClusterScores { clusters, all, strata }
}

/// The mentions both sides know, each with its identity.
fn judged<'a>(
    mentions: &'a [OutcomeMention],
    known: &'a [Option<&KnownMention>],
) -> impl Iterator<Item = (u64, Item)> + 'a {
    mentions.iter().zip(known).filter_map(|(mention, truth)| {
        let truth = (*truth)?;
        let item = Item {
            predicted: mention.person,
            person: truth.person,
            number: mention.number,
            strata: truth.strata,
        };
        Some((mention.identity, item))
    })
}

/// One item for each identity, of all the strata of its mentions; two where one spelling of a
/// source is two true people.
fn identities(mentions: &[OutcomeMention], known: &[Option<&KnownMention>]) -> Vec<Item> {
    let mut items: Vec<(u64, Item)> = judged(mentions, known).collect();
    items.sort_unstable_by_key(|(identity, item)| (*identity, item.person));
    let same =
        |one: &(u64, Item), other: &(u64, Item)| (one.0, one.1.person) == (other.0, other.1.person);
    let one = |items: &[(u64, Item)]| {
        let strata = items.iter().fold(0, |strata, (_, item)| strata | item.strata);
        Item { strata, ..items[0].1 }
    };
    items.chunk_by(same).map(one).collect()
}

/// What is left of the pairs of identities without those that both carry the same valid number.
fn hard_pairs(mut identities: Vec<Item>, scores: &mut [GroupingScores]) {
    identities.retain(|item| item.number != 0);
    let mut easy = vec![GroupingScores::default(); scores.len()];
    pair_up(&mut identities, |item| item.number, &mut easy, |scores| &mut scores.identity_pairs);
    for (scores, easy) in scores.iter_mut().zip(easy) {
        scores.hard_pairs = Some(scores.identity_pairs.minus(easy.identity_pairs));
    }
}

/// Counts the pairs of items with equal keys: those predicted, the true ones, and the right ones
/// among them. Leaves the items ordered by predicted person, then true person.
fn pair_up(
    items: &mut [Item],
    key: impl Fn(&Item) -> u64,
    scores: &mut [GroupingScores],
    rates: impl Fn(&mut GroupingScores) -> &mut Rates,
) {
    let actual = |item: &Item| (item.person, key(item));
    items.sort_unstable_by_key(actual);
    count_pairs(items, actual, |at, pairs| rates(&mut scores[at]).actual += pairs);
    let predicted = |item: &Item| (item.predicted, key(item));
    let right = |item: &Item| (item.predicted, key(item), item.person);
    items.sort_unstable_by_key(right);
    count_pairs(items, predicted, |at, pairs| rates(&mut scores[at]).predicted += pairs);
    count_pairs(items, right, |at, pairs| rates(&mut scores[at]).right += pairs);
}

/// Hands over the pairs of each group of neighbours: all at 0, those of bit `n` at `n + 1`.
fn count_pairs<K: PartialEq>(
    items: &[Item],
    key: impl Fn(&Item) -> K,
    mut add: impl FnMut(usize, u64),
) {
    for group in items.chunk_by(|one, other| key(one) == key(other)) {
        let all = pairs_of(group.len() as u64);
        add(0, all);
        for (bit, tagged) in tagged(group).filter(|_| all > 0) {
            add(bit + 1, all - pairs_of(group.len() as u64 - tagged));
        }
    }
}

/// The strata of a group, each with how many of its items carry it.
fn tagged(group: &[Item]) -> impl Iterator<Item = (usize, u64)> {
    let strata = group.iter().fold(0, |strata, item| strata | item.strata);
    bits(strata).map(|bit| {
        let carry = group.iter().filter(|item| item.strata >> bit & 1 == 1);
        (bit, carry.count() as u64)
    })
}

fn bits(mut strata: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = strata.trailing_zeros();
        strata &= strata.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit as usize)
    })
}

const fn pairs_of(items: u64) -> u64 {
    items * items.saturating_sub(1) / 2
}

/// How often a true person is mentioned, and of which strata.
#[derive(Clone, Copy, Default)]
struct Mentioned {
    times: u64,
    strata: u64,
}

/// Counts mentions and people and weighs B³, by mentions in order of predicted and true person.
/// Gives the number of clusters.
fn count_mentions(items: &mut [Item], scores: &mut [GroupingScores]) -> u64 {
    items.sort_unstable_by_key(|item| (item.predicted, item.person));
    let mut people: FxHashMap<u32, Mentioned> = FxHashMap::default();
    for item in items.iter() {
        let person = people.entry(item.person).or_default();
        person.times += 1;
        person.strata |= item.strata;
    }
    for person in people.values() {
        scores[0].people += 1;
        bits(person.strata).for_each(|bit| scores[bit + 1].people += 1);
    }
    let mut clusters = 0;
    for cluster in items.chunk_by(|one, other| one.predicted == other.predicted) {
        clusters += 1;
        for shared in cluster.chunk_by(|one, other| one.person == other.person) {
            let person = people[&shared[0].person];
            count_shared(shared, cluster.len() as u64, person, scores);
        }
    }
    for scores in scores.iter_mut().filter(|scores| scores.mentions > 0) {
        scores.b_cubed.precision /= as_float(scores.mentions);
        scores.b_cubed.recall /= as_float(scores.mentions);
    }
    clusters
}

/// Adds the mentions that a cluster shares with a person.
fn count_shared(shared: &[Item], cluster: u64, person: Mentioned, scores: &mut [GroupingScores]) {
    let count = shared.len() as u64;
    let mut add = |at: usize, mentions: u64| {
        let scores = &mut scores[at];
        scores.mentions += mentions;
        scores.b_cubed.precision += as_float(mentions * count) / as_float(cluster);
        scores.b_cubed.recall += as_float(mentions * count) / as_float(person.times);
    };
    add(0, count);
    tagged(shared).for_each(|(bit, carry)| add(bit + 1, carry));
    if count == cluster && count == person.times {
        scores[0].exact_people += 1;
        bits(person.strata).for_each(|bit| scores[bit + 1].exact_people += 1);
    }
}

impl ClusterScores {
    pub(super) fn record(&self, record: &mut Record) {
        record.count(About::new(SECTION, "people"), "clusters", self.clusters);
        self.all.record(None, record);
        for (stratum, scores) in &self.strata {
            scores.record(Some(stratum), record);
        }
    }
}

const SECTION: &str = "clusters";

impl GroupingScores {
    fn record(&self, stratum: Option<&str>, record: &mut Record) {
        let about = |subject| About { section: SECTION, subject, dimension: stratum };
        record.count(about("mentions"), "count", self.mentions);
        record.count(about("people"), "count", self.people);
        record.count(about("people"), "exact", self.exact_people);
        record.share(about("people"), "exact_rate", self.exact_rate(), self.people);
        record.rates(about("mention_pairs"), &self.mention_pairs);
        record.rates(about("identity_pairs"), &self.identity_pairs);
        if let Some(hard) = &self.hard_pairs {
            record.rates(about("identity_pairs_without_equal_numbers"), hard);
        }
        let b_cubed = &self.b_cubed;
        record.share(about("b_cubed"), "precision", b_cubed.precision, self.mentions);
        record.share(about("b_cubed"), "recall", b_cubed.recall, self.mentions);
        record.share(about("b_cubed"), "f1", b_cubed.f1(), self.mentions);
    }
}

impl fmt::Display for ClusterScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { clusters, all, strata } = self;
        writeln!(
            f,
            "people    {} true, {clusters} clusters, {} exact ({})",
            all.people,
            all.exact_people,
            shown(all.exact_rate(), all.people, 5)
        )?;
        writeln!(f)?;
        write!(f, "{}", pairs_table(all))?;
        if strata.is_empty() {
            return Ok(());
        }
        writeln!(f)?;
        let header = [
            "stratum",
            "people",
            "exact",
            "mentions",
            "missed",
            "wrong",
            "precision",
            "recall",
            "F1",
            "B³ F1",
        ];
        let mut table = Columns::new(1, &header);
        for (stratum, scores) in strata {
            table.row(stratum_row(stratum, scores));
        }
        write!(f, "{table}")
    }
}

/// The scores of all mentions, one kind of pair to a row.
fn pairs_table(all: &GroupingScores) -> Columns {
    let mut table = Columns::new(1, &["clusters", "precision", "recall", "F1", "missed", "wrong"]);
    let mut row = |name: &str, rates: &Rates| {
        let counts = [rates.missed(), rates.wrong()].map(|count| count.to_string());
        table.row([name.to_owned()].into_iter().chain(rates.cells(5)).chain(counts));
    };
    row("pairs of mentions", &all.mention_pairs);
    row("pairs of identities", &all.identity_pairs);
    if let Some(hard) = &all.hard_pairs {
        row("  without equal numbers", hard);
    }
    let b_cubed = &all.b_cubed;
    let cells = [b_cubed.precision, b_cubed.recall, b_cubed.f1()];
    let cells = cells.map(|value| shown(value, all.mentions, 5));
    table.row(["B³ over mentions".to_owned()].into_iter().chain(cells));
    table
}

fn stratum_row(stratum: &str, scores: &GroupingScores) -> Vec<String> {
    let pairs = &scores.mention_pairs;
    let mut row = vec![
        stratum.to_owned(),
        scores.people.to_string(),
        shown(scores.exact_rate(), scores.people, 4),
        scores.mentions.to_string(),
        pairs.missed().to_string(),
        pairs.wrong().to_string(),
    ];
    row.extend(pairs.cells(5));
    row.push(shown(scores.b_cubed.f1(), scores.mentions, 5));
    row
}
