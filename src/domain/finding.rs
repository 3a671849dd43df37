//! Findings (疑点或线索) and the cases they are grouped into.
//!
//! A finding never decides: it says what two or more rows say together, which rule finds that
//! worth a look, what was checked in the person's favour, and how sure the match is.

use super::{Day, Fen, Grade, HouseholdId, Language, Month, PersonId, Standing};

/// What a finding is about, in the order of the catalogue.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 重复救助
    Duplicate,
    /// 多头救助
    MultiSource,
    /// 救助遗漏
    Missed,
    /// 资格疑点
    Eligibility,
    /// 资金疑点
    Money,
    /// 数据疑点
    Data,
}

impl Family {
    pub const ALL: [Self; 6] = [
        Self::Duplicate,
        Self::MultiSource,
        Self::Missed,
        Self::Eligibility,
        Self::Money,
        Self::Data,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::MultiSource => "multi_source",
            Self::Missed => "missed",
            Self::Eligibility => "eligibility",
            Self::Money => "money",
            Self::Data => "data",
        }
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Duplicate => "重复救助",
            Self::MultiSource => "多头救助",
            Self::Missed => "救助遗漏",
            Self::Eligibility => "资格疑点",
            Self::Money => "资金疑点",
            Self::Data => "数据疑点",
        }
    }
}

/// How urgent a finding is. Red first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Red,
    Orange,
    Yellow,
    Blue,
}

impl Severity {
    pub const ALL: [Self; 4] = [Self::Red, Self::Orange, Self::Yellow, Self::Blue];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
        }
    }

    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Red => "红",
            Self::Orange => "橙",
            Self::Yellow => "黄",
            Self::Blue => "蓝",
        }
    }
}

/// One finding about one household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The catalogue's code, such as `D01`.
    pub code: String,
    pub family: Family,
    pub severity: Severity,
    /// Whether it is a note on which agencies should act together (统筹提示), and nothing to verify.
    pub note: bool,
    /// The weakest grade among the rows it rests on.
    pub grade: Grade,
    /// What the rule looks at: a person, or one kind of household.
    pub looked_at: &'static str,
    pub household: HouseholdId,
    /// The other households it speaks of, ordered.
    pub other_households: Vec<HouseholdId>,
    pub town: Option<String>,
    pub village: Option<String>,
    /// The people concerned, ordered; the first is the one the sentence speaks of.
    pub subjects: Vec<PersonId>,
    /// What tells it from the rule's other findings about the same people: a period, an event.
    pub discriminator: String,
    /// The money in question; for a missed lead, the need that went unmet.
    pub amount: Fen,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// The last of the months it is about, where it is about months.
    pub last_month: Option<Month>,
    /// The schemes involved, ordered.
    pub schemes: Vec<String>,
    /// One plain Chinese sentence with names masked.
    pub reason: String,
    /// The sums and comparisons made, spelled out.
    pub arithmetic: String,
    /// How a reviewer can verify it.
    pub verify: String,
    /// What it would do to the household if it is wrong and nobody notices.
    pub harm: String,
    /// For a missed lead: what the household appears to qualify for.
    pub suggested: Vec<Suggestion>,
    /// The rule's parameters as used, `name=value` separated by `; `.
    pub parameters: String,
    /// The legitimate exceptions that were checked and did not apply, in Chinese.
    pub exceptions_checked: Vec<String>,
    pub evidence: Vec<Evidence>,
    /// What reviewers concluded about it on an earlier night.
    pub decision: Option<Standing>,
}

impl Finding {
    /// Whether somebody has to look at it: it is no note, and no decision about it stands.
    pub fn is_open(&self) -> bool {
        !self.note && !self.is_settled()
    }

    /// Whether a decision about it stands.
    pub fn is_settled(&self) -> bool {
        self.decision.is_some_and(|decision| decision.returned.is_none())
    }
}

/// A scheme or a charity's programme for which a household appears to qualify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub name: String,
    /// Where to apply.
    pub office: String,
    /// What the extracts do not tell and the visit has to.
    pub unknown: Vec<String>,
}

impl Suggestion {
    /// `医疗救助（医保局；待核实：家庭收入、家庭财产）`
    pub fn in_words(&self) -> String {
        self.in_language(Language::Simplified)
    }

    /// The same around the pack's words in another language.
    pub fn in_language(&self, language: Language) -> String {
        let Self { name, office, unknown } = self;
        match unknown.as_slice() {
            [] => language.fill("{}（{}）", &[name, office]),
            unknown => {
                language.fill("{}（{}；待核实：{}）", &[name, office, &language.list(unknown)])
            }
        }
    }
}

/// One row a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The mention, as a position in the night's mentions: it leads to agency, file and line.
    pub mention: u32,
    pub grade: Grade,
    /// What the row says, in Chinese: `2026年3月 农村低保 420元`.
    pub says: String,
}

/// What a rule would have found, but for an exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    pub code: String,
    pub household: HouseholdId,
    pub town: Option<String>,
    /// The people concerned; the first is the one the sentence would speak of.
    pub subjects: Vec<PersonId>,
    /// What tells it from the rule's others about the same people.
    pub discriminator: String,
    pub amount: Fen,
    /// The exceptions that excuse it, in the pack's words and order.
    pub exceptions: Vec<String>,
}

/// The open findings of one household, as one piece of work for a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub household: HouseholdId,
    pub town: Option<String>,
    pub village: Option<String>,
    /// Place in the review queue, from 1.
    pub priority: u32,
    /// Whether the nightly cap of the list leaves it above the line.
    pub listed: bool,
    pub severity: Severity,
    pub grade: Grade,
    /// The family of its gravest finding.
    pub family: Family,
    pub amount: Fen,
    /// Positions of its findings in the night's findings, gravest first.
    pub findings: Vec<u32>,
    /// The office that verifies its gravest finding, and so leads.
    pub office: String,
    /// The offices of its further findings, gravest first.
    pub other_offices: Vec<String>,
    /// The other households its findings speak of, or whose findings speak of this one; ordered.
    pub related: Vec<HouseholdId>,
    /// The first of the days on which its findings are due.
    pub due: Option<Day>,
    /// By how many days it is over that day.
    pub overdue_days: u32,
    /// The office it is told to because it has been due for too long.
    pub escalated_to: Option<String>,
}
