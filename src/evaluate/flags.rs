//! How right the flags are: by code, by family, the grave ones, and those at the top of the queue.
//!
//! A flag is right if one of its people is truly concerned by a finding of its code; a finding is
//! found if a flag of its code concerns one of its people. A code without a flag tonight has no
//! severity, so its findings count among the grave: what a pack cannot find is not excused.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rustc_hash::FxHashMap;

use crate::domain::{Family, Severity};

use super::OutcomeFlag;
use super::figures::{About, Record, share, shown};
use super::layout::Columns;
use super::truth::{TrueFinding, Truth};

/// A flag with the true people it is about.
pub(super) struct JudgedFlag<'a> {
    pub flag: &'a OutcomeFlag,
    pub people: BTreeSet<u32>,
    /// Whether a finding of its code concerns one of them.
    pub right: bool,
}

/// The flags of one code, or of several together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlagScores {
    pub code: String,
    /// The gravest severity of the code's flags.
    pub severity: Option<Severity>,
    /// Findings that hold, without the optional ones.
    pub planted: u64,
    /// Of those, how many at least one flag of the code concerns.
    pub found: u64,
    /// Flags raised.
    pub raised: u64,
    /// Flags of which a subject is truly concerned by a finding of the code.
    pub right: u64,
    pub wrong: u64,
    /// Its flags among the first of the queue.
    pub top: RaisedScores,
    /// Findings that one of those finds.
    pub top_found: u64,
}

/// The flags of several codes together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlagTotals {
    /// The families that have a code, in the order of the catalogue.
    pub families: Vec<(Family, FlagScores)>,
    /// Red and orange flags, and the findings of their codes.
    pub grave: FlagScores,
    pub all: FlagScores,
    /// The first flags of the queue, on a list or not.
    pub top: RaisedScores,
    /// The flags of the cases that the review lists show.
    pub listed: RaisedScores,
}

/// Flags as far as only what was raised can be judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RaisedScores {
    pub raised: u64,
    pub right: u64,
}

/// How far down the queue the first flags reach.
pub const TOP_OF_QUEUE: usize = 100;

impl FlagScores {
    pub fn precision(&self) -> f64 {
        share(self.right, self.raised)
    }

    pub fn recall(&self) -> f64 {
        share(self.found, self.planted)
    }

    /// Whether the code is red or orange, or has no flag that could tell.
    fn is_grave(&self) -> bool {
        self.severity.is_none_or(is_grave)
    }

    fn add(&mut self, other: &Self) {
        self.planted += other.planted;
        self.found += other.found;
        self.raised += other.raised;
        self.right += other.right;
        self.wrong += other.wrong;
        self.top.raised += other.top.raised;
        self.top.right += other.top.right;
        self.top_found += other.top_found;
    }
}

impl RaisedScores {
    pub fn precision(&self) -> f64 {
        share(self.right, self.raised)
    }

    fn of<'a>(flags: impl IntoIterator<Item = &'a JudgedFlag<'a>>) -> Self {
        let mut scores = Self::default();
        for flag in flags {
            scores.raised += 1;
            scores.right += u64::from(flag.right);
        }
        scores
    }
}

pub(super) fn is_grave(severity: Severity) -> bool {
    severity <= Severity::Orange
}

/// Looks every flag up in the truth.
pub(super) fn judge<'a>(
    flags: &'a [OutcomeFlag],
    true_of_predicted: &FxHashMap<u64, u32>,
    truth: &Truth,
) -> Vec<JudgedFlag<'a>> {
    let judged = flags.iter().map(|flag| {
        let subjects = flag.subjects.iter();
        let people: BTreeSet<u32> =
            subjects.filter_map(|subject| true_of_predicted.get(subject)).copied().collect();
        let mut findings = truth.findings.get(&flag.code).into_iter().flat_map(BTreeMap::values);
        let right = findings.any(|finding| !finding.people.is_disjoint(&people));
        JudgedFlag { flag, people, right }
    });
    judged.collect()
}

/// The scores of every code that was raised or planted, in order.
pub(super) fn score(flags: &[JudgedFlag<'_>], truth: &Truth) -> Vec<FlagScores> {
    let mut by_code: BTreeMap<&str, FlagScores> = BTreeMap::new();
    let mut concerned: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    let mut concerned_at_top: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for JudgedFlag { flag, people, right } in top_of_queue(flags) {
        let scores = by_code.entry(&flag.code).or_default();
        scores.top.raised += 1;
        scores.top.right += u64::from(*right);
        concerned_at_top.entry(&flag.code).or_default().extend(people);
    }
    for JudgedFlag { flag, people, right } in flags {
        let scores = by_code.entry(&flag.code).or_default();
        let gravest = scores.severity.unwrap_or(flag.severity).min(flag.severity);
        scores.severity = Some(gravest);
        scores.raised += 1;
        scores.right += u64::from(*right);
        scores.wrong += u64::from(!right);
        concerned.entry(&flag.code).or_default().extend(people);
    }
    let nobody = BTreeSet::new();
    for (code, findings) in &truth.findings {
        let concerned = concerned.get(code.as_str()).unwrap_or(&nobody);
        let scores = by_code.entry(code).or_default();
        let planted: Vec<&TrueFinding> =
            findings.values().filter(|finding| !finding.optional).collect();
        scores.planted = planted.len() as u64;
        let found_by = |concerned: &BTreeSet<u32>| {
            let found = planted.iter().filter(|finding| !finding.people.is_disjoint(concerned));
            found.count() as u64
        };
        scores.found = found_by(concerned);
        scores.top_found = found_by(concerned_at_top.get(code.as_str()).unwrap_or(&nobody));
    }
    let named = by_code.into_iter();
    named.map(|(code, scores)| FlagScores { code: code.to_owned(), ..scores }).collect()
}

/// Adds the scores of the codes up.
pub(super) fn total(flags: &[JudgedFlag<'_>], codes: &[FlagScores]) -> FlagTotals {
    let mut totals = FlagTotals::default();
    let mut families: BTreeMap<Family, FlagScores> = BTreeMap::new();
    for scores in codes {
        totals.all.add(scores);
        if let Some(family) = family(&scores.code) {
            families.entry(family).or_default().add(scores);
        }
        if scores.is_grave() {
            totals.grave.planted += scores.planted;
            totals.grave.found += scores.found;
        }
    }
    totals.families = families.into_iter().collect();
    let grave = RaisedScores::of(flags.iter().filter(|flag| is_grave(flag.flag.severity)));
    totals.grave.raised = grave.raised;
    totals.grave.right = grave.right;
    totals.grave.wrong = grave.raised - grave.right;
    totals.top = RaisedScores::of(top_of_queue(flags));
    totals.listed = RaisedScores::of(flags.iter().filter(|flag| flag.flag.listed));
    totals
}

/// The first flags of the queue, case by case and the gravest first.
fn top_of_queue<'f, 'a>(flags: &'f [JudgedFlag<'a>]) -> Vec<&'f JudgedFlag<'a>> {
    let mut queue: Vec<&JudgedFlag<'_>> =
        flags.iter().filter(|flag| flag.flag.case.is_some()).collect();
    // What the sort leaves equal keeps the order of the outcome, which is that of the flags' ids.
    queue.sort_by_key(|flag| (flag.flag.case, flag.flag.severity, flag.flag.grade));
    queue.truncate(TOP_OF_QUEUE);
    queue
}

/// The family a code belongs to: the catalogue says so by its letter.
fn family(code: &str) -> Option<Family> {
    match code.chars().next()? {
        'D' => Some(Family::Duplicate),
        'M' => Some(Family::MultiSource),
        'G' => Some(Family::Missed),
        'X' => Some(Family::Eligibility),
        'A' => Some(Family::Money),
        'Q' => Some(Family::Data),
        _ => None,
    }
}

const SECTION: &str = "flags";

pub(super) fn record(codes: &[FlagScores], totals: &FlagTotals, record: &mut Record) {
    let mut scores = |about: About<'_>, scores: &FlagScores| {
        record.count(about, "planted", scores.planted);
        record.count(about, "found", scores.found);
        record.count(about, "raised", scores.raised);
        record.count(about, "right", scores.right);
        record.count(about, "wrong", scores.wrong);
        record.share(about, "precision", scores.precision(), scores.raised);
        record.share(about, "recall", scores.recall(), scores.planted);
        let RaisedScores { raised, right } = scores.top;
        record.count(about, "top_raised", raised);
        record.count(about, "top_right", right);
        record.share(about, "top_precision", scores.top.precision(), raised);
        record.share(about, "top_recall", share(scores.top_found, scores.planted), scores.planted);
    };
    for one in codes {
        scores(About::new(SECTION, &one.code), one);
    }
    for (family, one) in &totals.families {
        scores(About::new(SECTION, family.code()), one);
    }
    scores(About::new(SECTION, "red_and_orange"), &totals.grave);
    scores(About::new(SECTION, "all"), &totals.all);
    let top = format!("top_{TOP_OF_QUEUE}");
    for (subject, raised) in [(top.as_str(), &totals.top), ("listed", &totals.listed)] {
        let about = About::new(SECTION, subject);
        record.count(about, "raised", raised.raised);
        record.count(about, "right", raised.right);
        record.count(about, "wrong", raised.raised - raised.right);
        record.share(about, "precision", raised.precision(), raised.raised);
    }
}

/// Codes and totals as one table.
pub(super) struct Shown<'a>(pub &'a [FlagScores], pub &'a FlagTotals);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(codes, totals) = self;
        let top = format!("top {TOP_OF_QUEUE}");
        let header = [
            "flag",
            "",
            "planted",
            "found",
            "raised",
            "right",
            "wrong",
            "precision",
            "recall",
            top.as_str(),
            "right",
        ];
        let mut table = Columns::new(2, &header);
        for one in *codes {
            table.row(cells(&one.code, one.severity.map_or("–", Severity::code), one));
        }
        table.gap();
        for (family, one) in &totals.families {
            table.row(cells(family.code(), family.chinese(), one));
        }
        table.gap();
        table.row(cells("all", "", &totals.all));
        table.row(cells("grave", "red, orange", &totals.grave));
        table.row(raised_cells(&top, "of queue", &totals.top));
        table.row(raised_cells("listed", "of queue", &totals.listed));
        write!(f, "{table}")?;
        if codes.iter().any(|one| one.severity.is_none()) {
            writeln!(f, "A code without a flag has no severity (–); its findings count as grave.")?;
        }
        Ok(())
    }
}

fn cells(name: &str, word: &str, scores: &FlagScores) -> Vec<String> {
    let raised = RaisedScores { raised: scores.raised, right: scores.right };
    let mut row = raised_cells(name, word, &raised);
    row[2] = scores.planted.to_string();
    row[3] = scores.found.to_string();
    row.push(shown(scores.recall(), scores.planted, 4));
    let RaisedScores { raised, right } = scores.top;
    row.extend(
        [raised, right].map(|count| if raised == 0 { String::new() } else { count.to_string() }),
    );
    row
}

/// A row of which only what was raised can be judged.
fn raised_cells(name: &str, word: &str, scores: &RaisedScores) -> Vec<String> {
    let RaisedScores { raised, right } = *scores;
    vec![
        name.to_owned(),
        word.to_owned(),
        String::new(),
        String::new(),
        raised.to_string(),
        right.to_string(),
        (raised - right).to_string(),
        shown(scores.precision(), raised, 4),
    ]
}
