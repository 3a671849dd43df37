//! Evaluate: what a run said and what is true become figures, stage by stage.
//!
//! Each kind of score stands in its own file, which knows how it is counted, how a reader sees it
//! and what the record calls it. Mentions that only one side knows (a row in quarantine, a row
//! nobody noted) are counted and left out of every rate. Nothing depends on the order of the
//! outcome beyond that of mentions in one line: counts are whole, and sums of fractions run in
//! sorted order or in whole billionths.

mod blocking;
mod calibration;
mod clusters;
mod figures;
mod flags;
mod households;
mod layout;
mod look_alikes;
mod people;
mod place;
mod review;
mod sizes;
#[cfg(test)]
mod tests;
mod truth;
mod weights;

use std::fmt;

use crate::domain::{Day, Grade, HouseholdKind, Measurements, Severity};

use figures::{About, Record};
use truth::KnownMention;

pub use blocking::{
    BlockingOutcome, BlockingRule, BlockingScores, PairCounts, RuleScores, evaluate_blocking,
};
pub use calibration::{Bin, CalibrationScores};
pub use clusters::{BCubed, ClusterScores, GroupingScores};
pub use figures::Rates;
pub use flags::{FlagScores, FlagTotals, RaisedScores, TOP_OF_QUEUE};
pub use households::HouseholdScores;
pub use look_alikes::LookAlikeScores;
pub use people::true_people;
pub use place::{Files, Place};
pub use review::{LoadScores, ReviewScores};
pub use sizes::SizeScores;
pub use truth::{Truth, TruthError};
pub use weights::{WeighedPairs, WeightScores};

/// What a night's run said, as far as it is judged.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub files: Files,
    /// In the order of the night's mentions.
    pub mentions: Vec<OutcomeMention>,
    pub members: Vec<OutcomeMember>,
    pub links: Vec<OutcomeLink>,
    pub flags: Vec<OutcomeFlag>,
    pub cases: Vec<OutcomeCase>,
}

/// One mention and the person it was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeMention {
    /// Where it stands, in [`Outcome::files`].
    pub place: Place,
    /// The person's lasting id or number; any number that is the same for the same person.
    pub person: u64,
    /// The key of the identity (distinct spelling of a source) the mention belongs to.
    pub identity: u64,
    /// A key that is equal for equal valid numbers; 0 when there is no valid number.
    pub number: u64,
}

/// A person in a household; may be said several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeMember {
    pub kind: HouseholdKind,
    /// Any number that is the same for the same household of the kind.
    pub household: u64,
    /// As in [`OutcomeMention::person`].
    pub person: u64,
}

/// A pair of identities that was weighed and kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutcomeLink {
    /// As in [`OutcomeMention::identity`].
    pub left: u64,
    pub right: u64,
    /// log2 of the odds that the two are one person.
    pub weight: f64,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeFlag {
    /// The catalogue's code, such as `D01`.
    pub code: String,
    pub severity: Severity,
    pub grade: Grade,
    /// The predicted people it is about, as in [`OutcomeMention::person`].
    pub subjects: Vec<u64>,
    /// Its case's place in the review queue, from 1.
    pub case: Option<u32>,
    /// Whether the review lists show it.
    pub listed: bool,
}

/// One case of the review queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeCase {
    /// Place in the review queue, from 1.
    pub priority: u32,
    pub listed: bool,
    pub town: Option<String>,
}

/// How good the night was.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    pub night: Day,
    /// Mentions of the outcome that the truth knows.
    pub mentions: u64,
    /// Mentions the truth does not know.
    pub unknown: u64,
    /// Mentions of the truth that the outcome lacks: mostly rows in quarantine.
    pub missing: u64,
    pub clusters: ClusterScores,
    /// One for each kind.
    pub households: Vec<HouseholdScores>,
    /// Absent until somebody judges the plan of the night.
    pub blocking: Option<BlockingScores>,
    pub calibration: CalibrationScores,
    /// For charts; neither in the text nor in the table.
    pub weights: WeightScores,
    pub sizes: SizeScores,
    /// By code, in order.
    pub flags: Vec<FlagScores>,
    pub totals: FlagTotals,
    /// By code and kind, in order.
    pub look_alikes: Vec<LookAlikeScores>,
    pub review: ReviewScores,
}

/// Judges a night's outcome by its truth.
pub fn evaluate(outcome: &Outcome, truth: &Truth) -> Evaluation {
    let mentions = &outcome.mentions;
    let known = truth.join(&outcome.files, mentions.iter().map(|mention| mention.place));
    let matched = known.iter().flatten().count() as u64;
    let clusters = clusters::score(mentions, &known, truth.strata());
    let true_of_predicted = people::majority(judged(mentions, &known, |mention| mention.person));
    let households = households::score(&outcome.members, &known, &true_of_predicted);
    let person_of_identity = people::majority(judged(mentions, &known, |mention| mention.identity));
    let judged_flags = flags::judge(&outcome.flags, &true_of_predicted, truth);
    let flags = flags::score(&judged_flags, truth);
    let people = clusters.all.people;
    Evaluation {
        night: truth.night(),
        mentions: matched,
        unknown: known.len() as u64 - matched,
        missing: truth.len() as u64 - matched,
        clusters,
        households,
        blocking: None,
        calibration: calibration::score(&outcome.links, &person_of_identity),
        weights: weights::score(&outcome.links, &person_of_identity),
        sizes: sizes::score(mentions, &known),
        totals: flags::total(&judged_flags, &flags),
        flags,
        look_alikes: look_alikes::score(&judged_flags, truth),
        review: review::score(&outcome.cases, &judged_flags, people, source_rows(mentions)),
    }
}

/// The key of each mention that both sides know, with its true person.
fn judged(
    mentions: &[OutcomeMention],
    known: &[Option<&KnownMention>],
    key: impl Fn(&OutcomeMention) -> u64,
) -> Vec<(u64, u32)> {
    let both = mentions.iter().zip(known);
    both.filter_map(|(mention, truth)| Some((key(mention), truth.as_ref()?.person))).collect()
}

/// How many rows the mentions stand in.
fn source_rows(mentions: &[OutcomeMention]) -> u64 {
    let row = |mention: &OutcomeMention| (mention.place.file, mention.place.line);
    mentions.chunk_by(|one, other| row(one) == row(other)).count() as u64
}

impl Evaluation {
    /// Every figure, as a table to compare with that of another night.
    pub fn measurements(&self) -> Measurements {
        let mut record = Record::default();
        let about = About::new("mentions", "all");
        record.count(about, "judged", self.mentions);
        record.count(about, "unknown", self.unknown);
        record.count(about, "missing", self.missing);
        self.clusters.record(&mut record);
        households::record(&self.households, &mut record);
        if let Some(blocking) = &self.blocking {
            blocking.record(&mut record);
        }
        self.calibration.record(&mut record);
        flags::record(&self.flags, &self.totals, &mut record);
        look_alikes::record(&self.look_alikes, &mut record);
        self.review.record(&mut record);
        record.table(self.night)
    }
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { night, mentions, unknown, missing, .. } = self;
        writeln!(f, "night     {night}")?;
        writeln!(
            f,
            "mentions  {mentions} judged, {unknown} unknown to the truth, {missing} missing"
        )?;
        writeln!(f, "{}", self.clusters)?;
        writeln!(f, "{}", households::Shown(&self.households))?;
        match &self.blocking {
            Some(blocking) => writeln!(f, "{blocking}")?,
            None => writeln!(f, "blocking  {NOT_BLOCKED}\n")?,
        }
        writeln!(f, "{}", self.calibration)?;
        writeln!(f, "{}", flags::Shown(&self.flags, &self.totals))?;
        writeln!(f, "{}", look_alikes::Shown(&self.look_alikes))?;
        write!(f, "{}", self.review)
    }
}

const NOT_BLOCKED: &str =
    "not judged; give --pipeline, and --deliveries if they lie elsewhere, for recall by rule";
