//! How many of the true pairs of identities the blocking rules propose, each rule and all of them.
//!
//! What no rule proposes is never compared, so this is the ceiling of recall. A rule is judged by
//! what it proposes by itself and by what would be lost without it: a rule that finds much but
//! nothing alone is there for nothing. True pairs are walked person by person and never listed.

use std::fmt;

use super::figures::{About, Record, share, shown};
use super::layout::Columns;
use super::place::{Files, Place};
use super::truth::Truth;

/// What a night's blocking is judged by.
#[derive(Debug, Clone, Default)]
pub struct BlockingOutcome {
    pub files: Files,
    /// The identity of each mention of the night, in their order.
    pub mentions: Vec<(Place, u32)>,
    /// For each identity a key that is equal for equal valid numbers; 0 for none.
    pub numbers: Vec<u64>,
    /// The rules by their bit.
    pub rules: Vec<BlockingRule>,
}

/// One rule of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockingRule {
    pub name: String,
    /// Pairs its blocks hold, true or not: what it costs.
    pub proposed: u64,
}

/// How good the rules are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockingScores {
    /// The pairs of different identities of one true person.
    pub true_pairs: PairCounts,
    /// Of these, the ones that some rule proposes.
    pub found: PairCounts,
    pub rules: Vec<RuleScores>,
}

/// What one rule is good for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleScores {
    pub rule: BlockingRule,
    /// True pairs it proposes, whatever other rules do.
    pub alone: PairCounts,
    /// True pairs that no other rule proposes.
    pub only: PairCounts,
}

/// Counts of pairs of identities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairCounts {
    pub all: u64,
    /// Those that do not both carry the same valid number.
    pub hard: u64,
}

impl PairCounts {
    const fn add(&mut self, hard: bool) {
        self.all += 1;
        self.hard += hard as u64;
    }
}

impl BlockingScores {
    /// Share of the true pairs that some rule proposes.
    pub fn recall(&self) -> f64 {
        share(self.found.all, self.true_pairs.all)
    }

    /// The same among pairs without equal valid numbers.
    pub fn hard_recall(&self) -> f64 {
        share(self.found.hard, self.true_pairs.hard)
    }
}

/// Judges blocking rules by the truth. `proposers` gives the rules that propose a pair of
/// identities, one bit each, in the order of the rules.
pub fn evaluate_blocking(
    outcome: &BlockingOutcome,
    truth: &Truth,
    proposers: impl Fn(u32, u32) -> u32,
) -> BlockingScores {
    let mut scores = BlockingScores::default();
    scores.rules.extend(
        outcome.rules.iter().map(|rule| RuleScores { rule: rule.clone(), ..Default::default() }),
    );
    let identities = identities_of_people(outcome, truth);
    for person in identities.chunk_by(|one, other| one.0 == other.0) {
        for (at, (_, left)) in person.iter().enumerate() {
            for (_, right) in &person[at + 1..] {
                let number = outcome.numbers[*left as usize];
                let hard = number == 0 || number != outcome.numbers[*right as usize];
                scores.add(proposers(*left, *right), hard);
            }
        }
    }
    scores
}

/// True person and identity, ordered, each once.
fn identities_of_people(outcome: &BlockingOutcome, truth: &Truth) -> Vec<(u32, u32)> {
    let places = outcome.mentions.iter().map(|mention| mention.0);
    let known = truth.join(&outcome.files, places);
    let judged = outcome.mentions.iter().zip(known);
    let mut identities: Vec<(u32, u32)> =
        judged.filter_map(|(mention, truth)| Some((truth?.person, mention.1))).collect();
    identities.sort_unstable();
    identities.dedup();
    identities
}

impl BlockingScores {
    fn add(&mut self, proposers: u32, hard: bool) {
        self.true_pairs.add(hard);
        if proposers == 0 {
            return;
        }
        self.found.add(hard);
        for (bit, rule) in self.rules.iter_mut().enumerate() {
            if proposers >> bit & 1 == 1 {
                rule.alone.add(hard);
            }
            if proposers == 1 << bit {
                rule.only.add(hard);
            }
        }
    }

    pub(super) fn record(&self, record: &mut Record) {
        const SECTION: &str = "blocking";
        let mut counts = |subject: &str, found: PairCounts, only: Option<PairCounts>| {
            for (dimension, part) in PARTS {
                let about = About { section: SECTION, subject, dimension };
                let whole = part(&self.true_pairs);
                record.count(about, "found", part(&found));
                record.share(about, "recall", share(part(&found), whole), whole);
                match only {
                    Some(only) => {
                        record.count(about, "lost_without", part(&only));
                        let lost = share(part(&only), whole);
                        record.share(about, "recall_lost_without", lost, whole);
                    }
                    None => record.count(about, "actual", whole),
                }
            }
        };
        counts("any rule", self.found, None);
        for rule in &self.rules {
            counts(&rule.rule.name, rule.alone, Some(rule.only));
        }
        for rule in &self.rules {
            record.count(About::new(SECTION, &rule.rule.name), "proposed", rule.rule.proposed);
        }
    }
}

/// A part of the pairs as the record names it, and its count.
type Part = (Option<&'static str>, fn(&PairCounts) -> u64);

/// All pairs, and those without equal valid numbers.
const PARTS: [Part; 2] =
    [(None, |pairs| pairs.all), (Some("without_equal_numbers"), |pairs| pairs.hard)];

impl fmt::Display for BlockingScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header =
            ["blocking rule", "proposed", "true", "recall", "only", "hard", "recall", "only"];
        let mut table = Columns::new(1, &header);
        let cells =
            |found: u64, whole: u64| [found.to_string(), shown(share(found, whole), whole, 5)];
        for RuleScores { rule, alone, only } in &self.rules {
            let mut row = vec![rule.name.clone(), rule.proposed.to_string()];
            row.extend(cells(alone.all, self.true_pairs.all));
            row.push(only.all.to_string());
            row.extend(cells(alone.hard, self.true_pairs.hard));
            row.push(only.hard.to_string());
            table.row(row);
        }
        let mut row = vec!["any rule".to_owned(), String::new()];
        row.extend(cells(self.found.all, self.true_pairs.all));
        row.push(String::new());
        row.extend(cells(self.found.hard, self.true_pairs.hard));
        table.row(row);
        write!(f, "{table}")?;
        let PairCounts { all, hard } = self.true_pairs;
        writeln!(
            f,
            "Of {all} true pairs of identities, {hard} are hard: without equal valid numbers."
        )?;
        writeln!(
            f,
            "Only: the pairs that no other rule proposes, lost if the rule were taken away."
        )
    }
}
