//! Sources of two runs: rows, money, files and the age of what was read.

use std::collections::BTreeSet;

use super::{ComparedRun, ComparedSource};

/// A source of one of the runs or of both.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceChange {
    pub id: String,
    pub fate: SourceFate,
    pub before: Option<ComparedSource>,
    pub after: Option<ComparedSource>,
    /// By how many per cent accepted rows moved; none where there were none before.
    pub rows_percent: Option<f64>,
    /// By how many per cent accepted yuan moved.
    pub yuan_percent: Option<f64>,
}

/// What became of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceFate {
    New,
    Missing,
    /// Rows, or yuan where the rows stay, moved beyond what is notable.
    Grew,
    Shrank,
    Steady,
}

impl SourceFate {
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Missing => "missing",
            Self::Grew => "grew",
            Self::Shrank => "shrank",
            Self::Steady => "continuing",
        }
    }
}

impl SourceChange {
    /// Whether the later run read the very bytes of the earlier one.
    pub fn is_same(&self) -> bool {
        let digests = |source: &Option<ComparedSource>| -> Option<BTreeSet<String>> {
            Some(source.as_ref()?.files.values().cloned().collect())
        };
        digests(&self.before) == digests(&self.after)
    }

    /// Names of the files that only the later run read.
    pub fn files_new(&self) -> Vec<&str> {
        only(self.after.as_ref(), self.before.as_ref())
    }

    /// Names of the files that only the earlier run read.
    pub fn files_gone(&self) -> Vec<&str> {
        only(self.before.as_ref(), self.after.as_ref())
    }
}

fn only<'a>(one: Option<&'a ComparedSource>, other: Option<&ComparedSource>) -> Vec<&'a str> {
    let own = one.into_iter().flat_map(|source| source.files.keys());
    own.filter(|name| other.is_none_or(|other| !other.files.contains_key(*name)))
        .map(String::as_str)
        .collect()
}

pub(super) fn changes(
    before: &ComparedRun,
    after: &ComparedRun,
    notable_percent: f64,
) -> Vec<SourceChange> {
    let ids: BTreeSet<&String> = before.sources.keys().chain(after.sources.keys()).collect();
    let change = |id: &String| {
        let sides = [before, after].map(|run| run.sources.get(id).cloned());
        change(id, sides, notable_percent)
    };
    ids.into_iter().map(change).collect()
}

fn change(
    id: &str,
    [before, after]: [Option<ComparedSource>; 2],
    notable_percent: f64,
) -> SourceChange {
    let (fate, rows_percent, yuan_percent) = match (&before, &after) {
        (None, _) => (SourceFate::New, None, None),
        (_, None) => (SourceFate::Missing, None, None),
        (Some(was), Some(is)) => {
            let rows = Move::of(i128::from(was.rows_accepted), i128::from(is.rows_accepted));
            let yuan = Move::of(i128::from(was.accepted.0), i128::from(is.accepted.0));
            let told = rows.beyond(notable_percent).or_else(|| yuan.beyond(notable_percent));
            (told.unwrap_or(SourceFate::Steady), rows.percent, yuan.percent)
        }
    };
    SourceChange { id: id.to_owned(), fate, before, after, rows_percent, yuan_percent }
}

/// By how much a figure moved.
struct Move {
    grew: bool,
    moved: bool,
    percent: Option<f64>,
}

impl Move {
    fn of(before: i128, after: i128) -> Self {
        let (grew, moved) = (after > before, after != before);
        // Hundredths of a per cent are whole numbers, so no figure depends on how a float is rounded.
        let percent = (before != 0).then(|| (after - before) * 10_000 / before.abs());
        let percent = percent.and_then(|hundredths| i32::try_from(hundredths).ok());
        Self { grew, moved, percent: percent.map(|hundredths| f64::from(hundredths) / 100.0) }
    }

    /// What moved from nothing is beyond any share.
    fn beyond(&self, notable_percent: f64) -> Option<SourceFate> {
        let beyond = self.percent.is_none_or(|percent| percent.abs() > notable_percent);
        let fate = if self.grew { SourceFate::Grew } else { SourceFate::Shrank };
        (self.moved && beyond).then_some(fate)
    }
}
