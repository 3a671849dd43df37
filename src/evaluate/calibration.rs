//! How far the match probability can be taken at its word.
//!
//! Only published pairs are judged, which are those above the reporting weight: the figures say
//! nothing of pairs that were thought hopeless, and where little is reported near zero, little is
//! known there. Sums are whole billionths, so they are the same for any order of the pairs.

use std::fmt;

use rustc_hash::FxHashMap;

use super::OutcomeLink;
use super::figures::{About, Record, as_float};
use super::layout::Columns;

/// How well the probabilities of the published pairs hold.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationScores {
    /// Pairs of which the truth knows both identities.
    pub pairs: u64,
    /// The others.
    pub unknown: u64,
    /// The smallest weight of a judged pair.
    pub least_weight: f64,
    /// The bins that hold a pair, in order.
    pub bins: Vec<Bin>,
    /// The mean squared difference of probability and truth (Brier 1950).
    pub brier_score: f64,
    /// The mean negative logarithm of the probability given to what is true, in nats.
    pub log_loss: f64,
    /// The mean difference, over the pairs, of predicted and observed share in a pair's bin.
    pub expected_error: f64,
}

/// The pairs whose probabilities lie near each other.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// The first probability of the bin, and the first beyond it; the last bin holds 1 as well.
    pub from: f64,
    pub to: f64,
    pub pairs: u64,
    /// Pairs that are one person in truth.
    pub matches: u64,
    /// The mean probability.
    pub predicted: f64,
}

impl Bin {
    /// The share of the pairs that are one person.
    pub fn observed(&self) -> f64 {
        as_float(self.matches) / as_float(self.pairs)
    }

    fn name(&self) -> String {
        format!("{}-{}", self.from, self.to)
    }
}

/// Where a bin ends and the next begins: most pairs are either near 0 or very near 1.
const EDGES: [f64; 13] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 0.999, 1.0];
const BINS: usize = EDGES.len() - 1;

/// Judges the weights of pairs of identities by the true person of each identity.
pub(super) fn score(
    links: &[OutcomeLink],
    person_of_identity: &FxHashMap<u64, u32>,
) -> CalibrationScores {
    let mut sums = Sums::default();
    let mut least_weight = f64::INFINITY;
    for link in links {
        let people = [link.left, link.right].map(|identity| person_of_identity.get(&identity));
        let [Some(left), Some(right)] = people else { continue };
        sums.add(link.weight, left == right);
        least_weight = least_weight.min(link.weight);
    }
    sums.scores(links.len() as u64, least_weight)
}

/// Sums over the pairs, in billionths where they are not counts.
#[derive(Default)]
struct Sums {
    pairs: [u64; BINS],
    matches: [u64; BINS],
    probability: [u128; BINS],
    squared_error: u128,
    log_loss: u128,
}

impl Sums {
    fn add(&mut self, weight: f64, is_match: bool) {
        let probability = probability(weight);
        let bin = EDGES[1..BINS].partition_point(|edge| *edge <= probability);
        self.pairs[bin] += 1;
        self.matches[bin] += u64::from(is_match);
        self.probability[bin] += billionths(probability);
        let error = if is_match { 1.0 - probability } else { probability };
        self.squared_error += billionths(error * error);
        // The probability of what is true, from the weight: at 40 bits it is 1 in any other form.
        let against = if is_match { -weight } else { weight };
        self.log_loss += billionths(logarithm_of_one_plus_power(against));
    }

    fn scores(&self, links: u64, least_weight: f64) -> CalibrationScores {
        let pairs: u64 = self.pairs.iter().sum();
        let mean = |sum: u128, count: u64| from_billionths(sum) / as_float(count.max(1));
        let bin = |at: usize| Bin {
            from: EDGES[at],
            to: EDGES[at + 1],
            pairs: self.pairs[at],
            matches: self.matches[at],
            predicted: mean(self.probability[at], self.pairs[at]),
        };
        let bins: Vec<Bin> = (0..BINS).map(bin).filter(|bin| bin.pairs > 0).collect();
        let off = |bin: &Bin| (bin.predicted - bin.observed()).abs() * as_float(bin.pairs);
        CalibrationScores {
            pairs,
            unknown: links - pairs,
            least_weight,
            expected_error: bins.iter().map(off).sum::<f64>() / as_float(pairs.max(1)),
            bins,
            brier_score: mean(self.squared_error, pairs),
            log_loss: mean(self.log_loss, pairs),
        }
    }
}

/// The probability whose odds have this logarithm to base 2.
fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// ln(1 + 2^x), which for large x is x ln 2. Weights are held to what a sum of them can bear.
fn logarithm_of_one_plus_power(exponent: f64) -> f64 {
    const MOST_BITS: f64 = 1024.0;
    let nats = exponent.clamp(-MOST_BITS, MOST_BITS) * std::f64::consts::LN_2;
    nats.max(0.0) + (-nats.abs()).exp().ln_1p()
}

const BILLION: f64 = 1e9;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "probabilities and logarithms of them are small and not negative"
)]
fn billionths(value: f64) -> u128 {
    (value * BILLION).round() as u128
}

#[expect(clippy::cast_precision_loss, reason = "a mean needs no more digits than a float has")]
fn from_billionths(sum: u128) -> f64 {
    sum as f64 / BILLION
}

impl CalibrationScores {
    pub(super) fn record(&self, record: &mut Record) {
        const SECTION: &str = "calibration";
        let all = About::new(SECTION, "all");
        record.count(all, "pairs", self.pairs);
        record.count(all, "unknown", self.unknown);
        record.share(all, "least_weight", self.least_weight, self.pairs);
        record.share(all, "brier_score", self.brier_score, self.pairs);
        record.share(all, "log_loss_nats", self.log_loss, self.pairs);
        record.share(all, "expected_calibration_error", self.expected_error, self.pairs);
        for bin in &self.bins {
            let name = bin.name();
            let about = About::new(SECTION, &name);
            record.count(about, "pairs", bin.pairs);
            record.count(about, "matches", bin.matches);
            record.figure(about, "predicted", bin.predicted);
            record.figure(about, "observed", bin.observed());
        }
    }
}

impl fmt::Display for CalibrationScores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pairs == 0 {
            return writeln!(f, "match probability  not judged: the truth knows no published pair");
        }
        let header =
            ["match probability", "pairs", "one person", "two people", "predicted", "observed"];
        let mut table = Columns::new(1, &header);
        for bin in &self.bins {
            table.row([
                bin.name(),
                bin.pairs.to_string(),
                bin.matches.to_string(),
                (bin.pairs - bin.matches).to_string(),
                format!("{:.5}", bin.predicted),
                format!("{:.5}", bin.observed()),
            ]);
        }
        write!(f, "{table}")?;
        let Self { pairs, least_weight, brier_score, log_loss, expected_error, .. } = self;
        writeln!(
            f,
            "Brier score {brier_score:.6}, log loss {log_loss:.6} nats, expected calibration error \
             {expected_error:.6}."
        )?;
        writeln!(
            f,
            "Of the {pairs} published pairs, which weigh {least_weight:.2} or more; what weighs \
             less is not published."
        )
    }
}
