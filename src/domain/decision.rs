//! Decisions: what reviewers concluded about flags, and what a later night may know of it.
//!
//! A decision holds pseudonyms alone: ids that last, and keyed fingerprints of rows. It stands for its
//! flag until the flag's [`Grounds`] change.

use std::collections::BTreeSet;

use super::{
    CaseId, Day, FlagId, Grade, HouseholdId, Month, PersonId, RowKey, RunId, Severity, first_eight,
};

/// What a reviewer may conclude about a flag.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is as the flag says.
    Confirmed,
    /// It is as the flag says, and nothing is asked of the household.
    Waived,
    /// A row is wrong.
    DataError,
    /// The rows speak of different people.
    MatchError,
    /// It is as the flag says, and the policy allows it.
    Permitted,
    /// It could not be found out.
    NotVerified,
}

impl Outcome {
    pub const ALL: [Self; 6] = [
        Self::Confirmed,
        Self::Waived,
        Self::DataError,
        Self::MatchError,
        Self::Permitted,
        Self::NotVerified,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waived => "waived",
            Self::DataError => "data_error",
            Self::MatchError => "match_error",
            Self::Permitted => "permitted",
            Self::NotVerified => "not_verified",
        }
    }

    /// As lists offer it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Confirmed => "属实",
            Self::Waived => "属实但减免",
            Self::DataError => "不属实-数据错误",
            Self::MatchError => "不属实-匹配错误",
            Self::Permitted => "政策允许",
            Self::NotVerified => "无法核实",
        }
    }

    /// Whether the flag was right to be raised; nothing is known of what could not be verified.
    pub const fn is_right(self) -> Option<bool> {
        match self {
            Self::Confirmed | Self::Waived => Some(true),
            Self::DataError | Self::MatchError | Self::Permitted => Some(false),
            Self::NotVerified => None,
        }
    }
}

/// What one row of evidence says, as fingerprints under the place's secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvidenceKey {
    /// Of its source, its person as written and its facts, but not of where it stands, nor of the months
    /// of what recurs: twelve payments of one amount have one key.
    pub content: RowKey,
    /// The last month it speaks of, if it is of something that recurs month by month.
    pub month: Option<Month>,
}

/// What a flag rests on, as far as a decision about it has to know.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// What its rows say, ordered, each once.
    pub rows: Vec<RowKey>,
    /// The last month that they or the flag are about.
    pub until: Option<Month>,
    /// Of the rule's parameters.
    pub parameters: RowKey,
}

impl Grounds {
    /// Of a flag by its evidence, the last of the months it is about, and its rule's parameters.
    pub fn new(evidence: &[EvidenceKey], last_month: Option<Month>, parameters: &str) -> Self {
        let rows: BTreeSet<RowKey> = evidence.iter().map(|row| row.content).collect();
        Self {
            rows: rows.into_iter().collect(),
            until: evidence.iter().filter_map(|row| row.month).chain(last_month).max(),
            parameters: RowKey(first_eight(&[parameters])),
        }
    }
}

/// What a reviewer concluded about a flag: an entry of the decision ledger.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its place in the ledger, from 1.
    pub entry: u32,
    /// The earlier entry that it corrects.
    pub corrects: Option<u32>,
    pub imported_on: Day,
    /// The night whose list was reviewed, and its run.
    pub run_date: Day,
    pub run: RunId,
    pub case: CaseId,
    pub flag: FlagId,
    /// Whether it was concluded together with other flags of its case.
    pub with_case: bool,
    pub code: String,
    pub severity: Severity,
    pub grade: Grade,
    pub household: HouseholdId,
    /// The people concerned; the first is the one the flag speaks of.
    pub subjects: Vec<PersonId>,
    /// The sources of its evidence, ordered.
    pub sources: Vec<String>,
    pub grounds: Grounds,
    pub outcome: Outcome,
    pub reason: String,
    pub decided_on: Day,
    /// The reviewer's code.
    pub decided_by: String,
    /// The code of the second person.
    pub seconded_by: Option<String>,
    /// After a match error: keys of rows that are never one person.
    pub apart: Vec<[RowKey; 2]>,
}

/// How a place reviews: a part of its policy pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReviewRules {
    /// The first day on which they hold.
    pub effective_from: String,
    /// Conclusions that need a reason.
    pub reason_for: Vec<Outcome>,
    /// Conclusions that a further month of the same thing ends.
    pub new_month_reopens: Vec<Outcome>,
    /// When a second person is needed: any of these.
    pub second_person: Vec<SecondPerson>,
}

impl Default for ReviewRules {
    fn default() -> Self {
        let all_but_confirmed =
            Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::Confirmed);
        Self {
            effective_from: String::new(),
            reason_for: all_but_confirmed.collect(),
            new_month_reopens: vec![Outcome::Confirmed, Outcome::Waived],
            second_person: Vec::new(),
        }
    }
}

/// What a second person has to agree to. What is not named does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecondPerson {
    pub severities: Vec<Severity>,
    pub outcomes: Vec<Outcome>,
}

impl ReviewRules {
    /// Whether two people have to conclude this of a flag.
    pub fn needs_second(&self, severity: Severity, outcome: Outcome) -> bool {
        self.second_person.iter().any(|one| {
            (one.severities.is_empty() || one.severities.contains(&severity))
                && (one.outcomes.is_empty() || one.outcomes.contains(&outcome))
        })
    }
}

/// Where a flag of tonight stands that was decided before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub outcome: Outcome,
    pub decided_on: Day,
    /// Why it is back in the queue; while there is no reason, it is settled.
    pub returned: Option<Returned>,
}

/// Why a flag that was decided is to be looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Returned {
    /// It could not be verified.
    NotVerified,
    /// Rows say what none said when it was decided.
    NewRows,
    /// What a row said then is said no more, and may have been the error.
    RowsGone,
    /// It went on for another month.
    NewMonth,
    /// The parameters of the rule have changed, and the policy was the reason.
    NewParameters,
}

impl Returned {
    pub const ALL: [Self; 5] =
        [Self::NotVerified, Self::NewRows, Self::RowsGone, Self::NewMonth, Self::NewParameters];

    pub const fn code(self) -> &'static str {
        match self {
            Self::NotVerified => "not_verified",
            Self::NewRows => "new_rows",
            Self::RowsGone => "rows_gone",
            Self::NewMonth => "new_month",
            Self::NewParameters => "new_parameters",
        }
    }

    /// As a list tells it behind the earlier conclusion; empty where that says all.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NotVerified => "",
            Self::NewRows => "其后有新的依据",
            Self::RowsGone => "其后原有依据有变",
            Self::NewMonth => "其后又有新的月份",
            Self::NewParameters => "其后政策参数有变",
        }
    }
}

/// How far a ledger goes: its entries, and the digest of the last.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LedgerHead {
    pub entries: u32,
    /// In hexadecimal; empty where there is no entry.
    pub digest: String,
}

/// How often flags of one kind were right, by the decisions about them.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionQuality {
    /// What the flags have in common: `all`, `code`, `grade`, `severity` or `source`.
    pub dimension: &'static str,
    pub value: String,
    /// How many decisions there are of each outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [u32; 6],
    /// How many of them were concluded together with other flags of their case.
    pub with_case: u32,
    /// The share that was right among those that say so.
    pub precision: Option<Share>,
    /// The share whose rows speak of one person, as the matching had it, among the same.
    pub match_precision: Option<Share>,
}

impl DecisionQuality {
    pub fn decisions(&self) -> u32 {
        self.outcomes.iter().sum()
    }

    pub fn of(&self, outcome: Outcome) -> u32 {
        self.outcomes[outcome as usize]
    }

    /// Those that say whether the flag was right.
    pub fn counted(&self) -> u32 {
        self.decisions() - self.of(Outcome::NotVerified)
    }
}

/// A share with the interval it lies in at a confidence of 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

impl Share {
    /// Wilson's interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927), which holds for few cases and for
    /// shares near 0 and 1; none of nothing.
    pub fn of(part: u32, whole: u32) -> Option<Self> {
        const Z: f64 = 1.959_963_984_540_054;
        if whole == 0 {
            return None;
        }
        let (part, whole) = (f64::from(part), f64::from(whole));
        let share = part / whole;
        let spread = Z * Z / whole;
        let middle = share + spread / 2.0;
        let half = Z * (share * (1.0 - share) / whole + spread / (4.0 * whole)).sqrt();
        let bound = |edge: f64| (edge / (1.0 + spread)).clamp(0.0, 1.0);
        Some(Self { share, low: bound(middle - half), high: bound(middle + half) })
    }
}
