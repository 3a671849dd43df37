//! Tonight: everything the night has produced, borrowed for as long as publishing takes.

use std::collections::BTreeMap;

use crate::domain::{
    Case, CaseId, Coverage, Day, Decision, DecisionQuality, Divisions, Dossier, EvidenceKey,
    Excused, Finding, Fund, Household, HouseholdId, HouseholdLink, IdChange, Identities, KinGraph,
    Language, LedgerHead, LedgerLine, Link, Name, People, PersonId, PreviousRun, Profile, Records,
    Rejects, RowKey, Schemes, Source, SourceDrift,
};

use super::Unmasked;

/// How a run is written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The rows of a Parquet row group.
    pub rows_per_group: usize,
    /// The zstd level of the Parquet files, 1 to 22.
    pub compression_level: i32,
    /// Evidence rows a list shows per case; the rest is counted.
    pub evidence_rows_per_case: usize,
    /// What is shown as it is.
    pub unmasked: Unmasked,
    /// How many rejects go back to an agency in one workbook; the rest is counted.
    pub returns_rows_max: usize,
    /// And how many of them stand on one sheet.
    pub returns_rows_per_sheet: usize,
    /// The language of review lists, case sheets and the index.
    pub language: Language,
    /// Days in which a household may answer to a case, as its sheet tells it.
    pub hearing_days: u32,
    /// The centre's name, as pages and lists print it.
    pub centre: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rows_per_group: 262_144,
            compression_level: 3,
            evidence_rows_per_case: 6,
            unmasked: Unmasked::default(),
            returns_rows_max: 50_000,
            returns_rows_per_sheet: 10_000,
            language: Language::Simplified,
            hearing_days: 28,
            centre: "居民家庭经济状况信息核对中心".to_owned(),
        }
    }
}

/// Everything the night has produced.
pub struct Tonight<'a> {
    pub run_date: Day,
    pub settings: &'a Settings,
    pub sources: &'a [Source],
    pub ledger: &'a [LedgerLine],
    pub records: &'a Records,
    pub identities: &'a Identities,
    pub people: &'a People,
    pub person_changes: &'a [IdChange<PersonId>],
    pub household_changes: &'a [IdChange<HouseholdId>],
    pub households: &'a [Household],
    pub kin: &'a KinGraph,
    pub household_links: &'a [HouseholdLink],
    /// The first night each of `households` was seen, in the same order.
    pub household_first_seen: &'a [Day],
    pub links: &'a [Link],
    /// The comparisons of the linkage, in the order of a comparison vector.
    pub comparisons: &'a [ComparisonLevels],
    pub dossiers: &'a [Dossier],
    pub findings: &'a [Finding],
    /// What the evidence of each finding says, in its order.
    pub evidence_keys: &'a [Vec<EvidenceKey>],
    /// What decisions know the person of each identity by.
    pub match_keys: &'a [RowKey],
    /// What exceptions kept from being found.
    pub excused: &'a [Excused],
    /// In queue order.
    pub cases: &'a [Case],
    /// How far assistance reaches each need of the policy.
    pub coverage: &'a [Coverage],
    /// The funds of which a ledger is kept.
    pub funds: &'a [Fund],
    pub previous: &'a PreviousRun,
    pub divisions: &'a Divisions,
    pub schemes: &'a Schemes,
    pub metrics: &'a [Metric],
    /// How good the data is, in order of source, column, measure and dimension.
    pub profile: &'a Profile,
    /// What of the data moved since the run before.
    pub drift: &'a SourceDrift,
    /// How the night stands to the frozen model; none where the night trains its own.
    pub model_drift: Option<&'a ModelDrift>,
    pub rules_off: &'a [RuleOff],
    /// The printed name of each rule's code.
    pub rule_names: &'a BTreeMap<String, Name>,
    /// Name and version of the policy pack the rules come from.
    pub policy: &'a str,
    /// What reviewers last concluded about a case, as lists print it.
    pub past_outcomes: &'a BTreeMap<CaseId, String>,
    /// The decisions about flags of each household, in the order of the ledger.
    pub decisions: &'a BTreeMap<HouseholdId, Vec<Decision>>,
    /// How far the night has read the decision ledger.
    pub decision_head: &'a LedgerHead,
    /// How often flags were right, by those decisions.
    pub decision_quality: &'a [DecisionQuality],
    /// The trained linkage model as it will be read again.
    pub model_json: &'a str,
    /// The pipeline's own files, in order of path.
    pub inputs: &'a [FileDigest],
    /// What the stages took; it differs between runs and stays out of everything reproducible.
    pub stages: &'a [StageTiming],
    pub peak_memory_bytes: u64,
    /// The key of the person pseudonyms: keep it, and ids join across nights; lose it, and they
    /// cannot be turned back.
    pub pseudonym_key: &'a [u8; 32],
    /// What the operator should know, in plain Chinese.
    pub warnings: &'a [String],
    /// Deliveries of tonight that were refused as a whole; nothing of them is among the records.
    pub refused: &'a [Refused],
}

/// A delivery that was refused as a whole, for its agency.
#[derive(Clone)]
pub struct Refused {
    pub source: Source,
    /// Why, and what to do, in Chinese.
    pub sentence: String,
    /// The same in English, as the operator reads it.
    pub message: String,
    /// Its rows and values at fault, as far as it was read.
    pub rejects: Rejects,
}

/// One comparison of the linkage: its name and what its levels are called and weigh.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonLevels {
    pub name: String,
    /// Codes of levels 1, 2 …; level 0, no evidence, is not listed.
    pub levels: Vec<String>,
    /// The weight of each level before term frequencies; empty when there is no model to ask.
    pub weights: Vec<f32>,
}

/// A figure about the run, such as blocking recall or pairs by rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    pub name: String,
    /// What it is broken down by, such as a rule's name; empty for the whole run.
    pub dimension: String,
    pub value: f64,
}

/// A rule that did not run, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RuleOff {
    pub code: String,
    pub reason: String,
}

/// A file and the SM3 digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FileDigest {
    /// Relative to the pipeline's folder.
    pub path: String,
    /// In hexadecimal.
    pub digest: String,
}

/// What a stage took.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StageTiming {
    pub stage: String,
    pub seconds: f64,
    /// How much it was given …
    pub handled: u64,
    /// … of what: rows, mentions, identities.
    pub unit: String,
    /// The most memory the process had held by the end of the stage; 0 where the system does not tell.
    pub peak_memory_bytes: u64,
}

/// How the night stands to the frozen linkage model.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelDrift {
    /// The night the model was trained on.
    pub trained_on: Option<Day>,
    /// A comparison that moved further asks for another training.
    pub max: f64,
    pub comparisons: Vec<ComparisonDrift>,
}

/// How far the levels of one comparison have moved: the population stability index.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonDrift {
    pub name: String,
    /// Among pairs of one person; none for a model that was counted by labels.
    pub m: Option<f64>,
    /// Among pairs of two people.
    pub u: f64,
}

impl ComparisonDrift {
    /// Of its two figures.
    pub fn largest(&self) -> f64 {
        self.m.unwrap_or(0.0).max(self.u)
    }
}

impl ModelDrift {
    /// The comparisons that moved too far.
    pub fn moved(&self) -> impl Iterator<Item = &ComparisonDrift> {
        self.comparisons.iter().filter(|one| one.largest() > self.max)
    }
}
