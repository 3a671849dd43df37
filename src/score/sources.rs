//! Sources: how often each writes a thing so that it contradicts its matches, beside the whole.
//!
//! One m for all pairs takes a spreadsheet kept by hand for as careful as a register. Where two rows of
//! one person differ, either side may have erred, so the rates of both add up, and who errs how often is
//! told apart by what each shows with all the others. Rates are drawn towards the whole as if each
//! source had shown so many more matches of average care; a source that is seldom seen stays there.
//! What is given up: who errs by which level, and that one mistaken row has several matches.
//!
//! Matches are the pairs of the people that a first round has found, not those that training takes for
//! likely: it sees blocks, where a child under the number of a parent looks like a name miswritten, and
//! who does so is then the most careless of sources. Two identities of one source are left out: what it
//! spells alike is one identity, so those that are two always differ somewhere.

use std::collections::BTreeMap;

use super::model::{ComparisonModel, LinkageModel, SourceErrors, SourceRate};
use super::{SourcePair, SourceSettings, float, nine_digits};
use crate::domain::{ComparisonShape, ComparisonVector, IdentitySource, NO_EVIDENCE};

/// How many matches of two sources show each comparison vector.
pub type SourceMatches = BTreeMap<(SourcePair, ComparisonVector), u64>;

/// Rounds in which rates and whose mistakes they are settle.
const ROUNDS: usize = 30;

/// Tells a model how often each of the night's sources errs in each comparison.
pub fn tell_sources_apart(
    model: &mut LinkageModel,
    matches: &SourceMatches,
    sources: &[IdentitySource],
    shapes: &[ComparisonShape],
    settings: &SourceSettings,
) {
    for (slot, comparison) in model.comparisons.iter_mut().enumerate() {
        let cells = cells(slot, comparison, matches, shapes);
        comparison.errors = errors(&cells, sources, settings);
    }
}

/// The matches of two sources in one comparison, and how many of them differ.
struct Cell {
    sources: [usize; 2],
    matches: f64,
    differing: f64,
}

/// The matches of each two sources that say something of a comparison: values are there on both sides,
/// and no other comparison has spoken for them.
fn cells(
    slot: usize,
    model: &ComparisonModel,
    matches: &SourceMatches,
    shapes: &[ComparisonShape],
) -> Vec<Cell> {
    let implied_by = model.implied_by.as_ref().map(|implied| implied.as_bits(shapes));
    let is_said = |vector: &ComparisonVector| {
        implied_by.is_some_and(|(by, bits)| bits >> vector.0[by] & 1 == 1)
    };
    let mut counts: BTreeMap<SourcePair, (u64, u64)> = BTreeMap::new();
    for (([one, other], vector), count) in matches {
        let level = vector.0[slot];
        if one == other || level == NO_EVIDENCE || is_said(vector) {
            continue;
        }
        let sources = [*one.min(other), *one.max(other)];
        let (matches, differing) = counts.entry(sources).or_default();
        *matches += count;
        if model.levels[usize::from(level) - 1].differs() {
            *differing += count;
        }
    }
    let cell = |(sources, (matches, differing)): (SourcePair, (u64, u64))| Cell {
        sources: sources.map(usize::from),
        matches: float(matches),
        differing: float(differing),
    };
    counts.into_iter().map(cell).collect()
}

/// How often each of the sources errs; nothing where no match differs.
fn errors(
    cells: &[Cell],
    sources: &[IdentitySource],
    settings: &SourceSettings,
) -> Option<SourceErrors> {
    let matches: f64 = cells.iter().map(|cell| cell.matches).sum();
    let differing: f64 = cells.iter().map(|cell| cell.differing).sum();
    if differing < 1.0 {
        return None;
    }
    let overall = differing / matches / 2.0;
    let SourceSettings { prior, most_times, .. } = *settings;
    let rate = |(shown, source): (Shown, &IdentitySource)| SourceRate {
        source: source.id.clone(),
        matches: shown.matches,
        errors: nine_digits(shown.errors),
        rate: nine_digits(
            shown.rate(overall, prior).clamp(overall / most_times, overall * most_times),
        ),
    };
    let shown = told_apart(cells, overall, sources.len(), prior).into_iter().zip(sources);
    let mut rates: Vec<SourceRate> =
        shown.filter(|(shown, _)| shown.matches > 0.0).map(rate).collect();
    rates.sort_by(|one, other| one.source.cmp(&other.source));
    Some(SourceErrors { overall: nine_digits(overall), sources: rates })
}

/// What one source has shown in one comparison.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    matches: f64,
    /// Differing matches that are put down to the source.
    errors: f64,
}

impl Shown {
    fn rate(&self, overall: f64, prior: f64) -> f64 {
        (self.errors + prior * overall) / (self.matches + prior)
    }
}

/// Puts each differing match down to either source by how often each errs, until that is settled.
fn told_apart(cells: &[Cell], overall: f64, sources: usize, prior: f64) -> Vec<Shown> {
    let mut rates = vec![overall; sources];
    let mut shown = vec![Shown::default(); sources];
    for _ in 0..ROUNDS {
        shown.fill(Shown::default());
        for Cell { sources: [one, other], matches, differing } in cells {
            let share = rates[*one] / (rates[*one] + rates[*other]);
            for (source, share) in [(*one, share), (*other, 1.0 - share)] {
                shown[source].matches += matches;
                shown[source].errors += differing * share;
            }
        }
        for (rate, shown) in rates.iter_mut().zip(&shown) {
            *rate = shown.rate(overall, prior);
        }
    }
    shown
}
