//! How many lawful look-alikes were flagged, by code and by what makes them look alike.

use std::collections::BTreeMap;
use std::fmt;

use super::figures::{About, Record, share, shown};
use super::flags::{JudgedFlag, is_grave};
use super::layout::Columns;
use super::truth::Truth;

/// The look-alikes of one code, or of one kind among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookAlikeScores {
    pub code: String,
    /// In the words of the truth; `None` for all of the code.
    pub kind: Option<String>,
    pub planted: u64,
    /// Of which a flag of the code concerns somebody.
    pub flagged: u64,
    /// Of which a red or orange flag does.
    pub flagged_gravely: u64,
}

impl LookAlikeScores {
    fn add(&mut self, flagged: bool, gravely: bool) {
        self.planted += 1;
        self.flagged += u64::from(flagged);
        self.flagged_gravely += u64::from(gravely);
    }
}

/// By code, each code's total before its kinds.
pub(super) fn score(flags: &[JudgedFlag<'_>], truth: &Truth) -> Vec<LookAlikeScores> {
    let mut by_code: BTreeMap<&str, Vec<&JudgedFlag<'_>>> = BTreeMap::new();
    for flag in flags {
        by_code.entry(&flag.flag.code).or_default().push(flag);
    }
    let mut scores: BTreeMap<(&str, Option<&str>), LookAlikeScores> = BTreeMap::new();
    for (code, look_alikes) in &truth.look_alikes {
        let of_code = by_code.get(code.as_str()).map_or(&[][..], Vec::as_slice);
        for look_alike in look_alikes.values() {
            let concern =
                of_code.iter().filter(|flag| !flag.people.is_disjoint(&look_alike.people));
            let severities = concern.map(|flag| flag.flag.severity);
            let gravest = severities.min();
            for kind in [None, Some(look_alike.kind.as_str())] {
                let one = scores.entry((code, kind)).or_default();
                one.add(gravest.is_some(), gravest.is_some_and(is_grave));
            }
        }
    }
    let named = scores.into_iter().map(|((code, kind), scores)| LookAlikeScores {
        code: code.to_owned(),
        kind: kind.map(str::to_owned),
        ..scores
    });
    named.collect()
}

/// Everything together.
fn total(scores: &[LookAlikeScores]) -> LookAlikeScores {
    let mut total = LookAlikeScores::default();
    for one in scores.iter().filter(|one| one.kind.is_none()) {
        total.planted += one.planted;
        total.flagged += one.flagged;
        total.flagged_gravely += one.flagged_gravely;
    }
    total
}

pub(super) fn record(scores: &[LookAlikeScores], record: &mut Record) {
    let all = LookAlikeScores { code: "all".to_owned(), ..total(scores) };
    for one in scores.iter().chain([&all]) {
        let dimension = one.kind.as_deref();
        let about = About { section: "look_alikes", subject: &one.code, dimension };
        record.count(about, "planted", one.planted);
        record.count(about, "flagged", one.flagged);
        record.count(about, "flagged_red_or_orange", one.flagged_gravely);
        record.share(about, "flagged_rate", share(one.flagged, one.planted), one.planted);
    }
}

/// The look-alikes as a table.
pub(super) struct Shown<'a>(pub &'a [LookAlikeScores]);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = ["look-alike", "kind", "planted", "flagged", "rate", "red or orange"];
        let mut table = Columns::new(2, &header);
        let mut row = |code: &str, kind: &str, one: &LookAlikeScores| {
            table.row([
                code.to_owned(),
                kind.to_owned(),
                one.planted.to_string(),
                one.flagged.to_string(),
                shown(share(one.flagged, one.planted), one.planted, 4),
                one.flagged_gravely.to_string(),
            ]);
        };
        for of_code in self.0.chunk_by(|one, other| one.code == other.code) {
            match of_code {
                [_, only] => row(&only.code, only.kind.as_deref().unwrap_or_default(), only),
                of_code => {
                    for one in of_code {
                        let code = if one.kind.is_none() { one.code.as_str() } else { "" };
                        row(code, one.kind.as_deref().unwrap_or("all kinds"), one);
                    }
                }
            }
        }
        row("all", "", &total(self.0));
        write!(f, "{table}")
    }
}
