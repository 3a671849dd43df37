//! Moves: what a difference weighs more or less between two sources than between any, as a table.

use std::collections::BTreeSet;

use super::SourcePair;
use super::model::{ComparisonModel, LinkageModel};
use super::scorer::narrow;
use crate::domain::{ComparisonVector, IdentitySource, MAX_COMPARISONS};

/// How far levels move, by the sources of a pair.
///
/// One row after the other for each two kinds of source. A row holds level 0 and all others of each
/// comparison in turn.
#[derive(Clone)]
pub(super) struct Moves {
    rows: Vec<f32>,
    width: usize,
    /// Where each comparison begins in a row.
    starts: [usize; MAX_COMPARISONS],
    /// By the source's position, what it adds to the place of a row as the left one and as the right.
    places: Vec<[usize; 2]>,
}

impl Moves {
    /// `sources` are the night's, which pairs name by their positions.
    pub(super) fn new(model: &LinkageModel, sources: &[IdentitySource]) -> Self {
        let mut starts = [0; MAX_COMPARISONS];
        let mut width = 0;
        for (start, comparison) in starts.iter_mut().zip(&model.comparisons) {
            *start = width;
            width += comparison.levels.len() + 1;
        }
        // Beside the known sources stands, as the first kind, any other.
        let known = known_sources(model).into_iter().map(Some);
        let kinds: Vec<Option<&str>> = std::iter::once(None).chain(known).collect();
        let mut rows = Vec::with_capacity(kinds.len() * kinds.len() * width);
        for left in &kinds {
            for right in &kinds {
                let comparisons = model.comparisons.iter();
                rows.extend(comparisons.flat_map(|one| moves_between(one, *left, *right)));
            }
        }
        let place = |source: &IdentitySource| {
            let kind = kinds.iter().position(|kind| *kind == Some(&source.id)).unwrap_or(0);
            [kind * kinds.len() * width, kind * width]
        };
        Self { rows, width, starts, places: sources.iter().map(place).collect() }
    }

    /// How far the level moves that a comparison found, comparison by comparison.
    #[inline]
    pub(super) fn of(
        &self,
        [left, right]: SourcePair,
        vector: &ComparisonVector,
        comparisons: usize,
    ) -> impl Iterator<Item = f32> {
        let place = self.places[usize::from(left)][0] + self.places[usize::from(right)][1];
        let row = &self.rows[place..place + self.width];
        let levels = self.starts.iter().zip(vector.0).take(comparisons);
        levels.map(|(start, level)| row[start + usize::from(level)])
    }
}

/// The sources that the model knows something of, by id.
fn known_sources(model: &LinkageModel) -> BTreeSet<&str> {
    let errors = model.comparisons.iter().filter_map(|comparison| comparison.errors.as_ref());
    errors.flat_map(|errors| &errors.sources).map(|rate| rate.source.as_str()).collect()
}

/// How far the levels of a comparison move between two sources, from level 0 on.
fn moves_between(
    comparison: &ComparisonModel,
    left: Option<&str>,
    right: Option<&str>,
) -> impl Iterator<Item = f32> {
    let times = comparison.times(left, right);
    let moved = move |at: usize| times.map_or(0.0, |times| narrow(comparison.moved(at, times)));
    std::iter::once(0.0).chain((0..comparison.levels.len()).map(moved))
}
