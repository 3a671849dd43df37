//! Labels: the decisions of a file become pairs of tonight's identities.
//!
//! Reviewers speak of rows, the model of identities. Rows that are spelled alike within their source are
//! one identity and teach nothing; decisions on one pair of identities count once, and must agree.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::config::{Fault, Label, read_labels};
use crate::domain::table::{Category, Cell};
use crate::domain::{CandidatePair, Identities};
use crate::pipeline::RunError;
use crate::pipeline::deliver::Delivered;
use crate::pipeline::explain::{RowRef, mention_among};

/// The pairs that a file labels.
pub(super) struct LabelledRows {
    /// In order, each once.
    pub pairs: Vec<(CandidatePair, bool)>,
    /// Lines of which both rows are one identity.
    pub one_identity: u64,
}

/// Reads the labels of a file, or every fault of it.
pub(super) fn read(
    file: &Path,
    delivered: &Delivered,
    identities: &Identities,
) -> Result<LabelledRows, RunError> {
    let mut faults = Vec::new();
    let labels = read_labels(file, &mut faults);
    let rows = Rows::new(delivered);
    let mut decided: BTreeMap<CandidatePair, (bool, usize)> = BTreeMap::new();
    let mut one_identity = 0;
    for Label { line, left, right, is_match } in labels {
        let mut fault = |message: String| {
            faults.push(Fault { file: file.to_owned(), line: Some(line), message });
        };
        let [left, right] = [left, right].map(|row| match rows.mention(delivered, &row) {
            Ok(mention) => Some(identities.of_mention[mention]),
            Err(message) => {
                fault(message);
                None
            }
        });
        let (Some(left), Some(right)) = (left, right) else { continue };
        if left == right {
            one_identity += 1;
            continue;
        }
        let earlier = decided.entry(CandidatePair::new(left, right)).or_insert((is_match, line));
        if earlier.0 != is_match {
            let earlier = earlier.1;
            fault(format!("contradicts line {earlier}, which decides on rows spelled like these"));
        }
    }
    if faults.is_empty() && !decided.values().any(|(is_match, _)| *is_match) {
        let message =
            "labels no two rows as one person, so there is nothing to count m by".to_owned();
        faults.push(Fault { file: file.to_owned(), line: None, message });
    }
    if !faults.is_empty() {
        faults.sort();
        return Err(RunError::Configuration(faults));
    }
    let pairs = decided.into_iter().map(|(pair, (is_match, _))| (pair, is_match));
    Ok(LabelledRows { pairs: pairs.collect(), one_identity })
}

/// The mentions of every source and line, so that many rows are looked up quickly.
struct Rows<'a>(FxHashMap<(&'a str, u32), Vec<usize>>);

impl<'a> Rows<'a> {
    fn new(delivered: &'a Delivered) -> Self {
        let mentions = &delivered.records.mentions;
        let mut rows: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for at in 0..mentions.len() {
            let row = (Category::value(&mentions.source, at), mentions.line.value(at));
            rows.entry(row).or_default().push(at);
        }
        Self(rows)
    }

    fn mention(&self, delivered: &Delivered, row: &str) -> Result<usize, String> {
        let parsed: RowRef = row.parse()?;
        let found = self.0.get(&(parsed.source.as_str(), parsed.line));
        let positions = found.map_or(&[][..], Vec::as_slice).iter().copied();
        mention_among(delivered, &parsed, positions).map_err(|why| format!("`{row}`: {why}"))
    }
}
