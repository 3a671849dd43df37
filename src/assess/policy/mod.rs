//! The policy pack: schemes, parameters and rules of one place, as data.
//!
//! A pack is a few TOML texts that a civil servant can read. Reading it gives the policy in force
//! on a day, or every fault of the pack at once. A parameter without a value on that day turns the
//! rules that need it off; they are listed as off and never guessed.

mod parameters;
mod parse;
mod statistics;

pub use parse::{PolicyFault, PolicyParts};

use super::example::Example;
use super::programmes::Programme;
use super::rules::Rule as RuleFunction;
use super::scheme_set::SchemeSet;
use crate::domain::{
    CircumstanceKind, Day, Family, Fund, ReviewRules, Schemes, Severity, SharedKind, Source,
};

/// What is in force in one place on one day.
#[derive(Debug)]
pub struct Policy {
    pub schemes: Schemes,
    /// What may be suggested to the missed, in the pack's order.
    pub programmes: Vec<Programme>,
    /// Ordered by code.
    pub rules: Vec<Rule>,
    /// The needs whose coverage is counted, in the pack's order.
    pub needs: Vec<Need>,
    /// The funds of which a ledger is kept, in the pack's order.
    pub funds: Vec<Fund>,
    pub queue: QueueSettings,
    pub review: ReviewRules,
    /// An extract older than this holds back the rules that depend on it.
    pub stale_after_days: u32,
}

/// One rule of the pack.
#[derive(Debug)]
pub struct Rule {
    /// The catalogue's code, such as `D01`.
    pub code: String,
    pub name: String,
    /// Its name in English, where the pack has one.
    pub name_en: Option<String>,
    pub family: Family,
    pub severity: Severity,
    /// Whether what it finds is a note, and nothing to verify.
    pub note: bool,
    /// The reason sentence, with `{words}`.
    pub reason: String,
    pub verify: String,
    pub office: String,
    /// What a finding would do to a household if it is wrong and nobody notices.
    pub harm: String,
    /// The document and article, or that it is unverified.
    pub basis: String,
    pub household: Subject,
    /// The sources without which the rule would mistake silence for absence.
    pub depends_on: Vec<String>,
    /// The sources that could show an exception. Without them the rule speaks, and never surely.
    pub protected_by: Vec<String>,
    /// Exceptions the rule checks, with the words that say so.
    pub exceptions: Vec<Exception>,
    /// Legitimate reasons that no row can show and a reviewer should ask about.
    pub legitimate: Vec<String>,
    /// The parameters as used, `name=value` separated by `; `.
    pub parameters: String,
    pub examples: Vec<Example>,
    pub(super) function: Function,
    pub(super) exception_names: Vec<String>,
}

/// What a rule looks at: a person, or one kind of household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 个人
    Person,
    /// 夫妻
    Couple,
    /// 保障家庭
    AssistanceUnit,
    /// 户口户
    Register,
    /// 居住户
    Dwelling,
    /// 归属家庭：保障家庭、户口户、居住户中最先有的一个
    Home,
    /// 互不相关的几户
    Unrelated,
}

impl Subject {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Couple => "couple",
            Self::AssistanceUnit => "assistance_unit",
            Self::Register => "register",
            Self::Dwelling => "dwelling",
            Self::Home => "home",
            Self::Unrelated => "unrelated",
        }
    }
}

/// An exception of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    pub name: String,
    pub text: String,
}

/// A rule's function with its settings, or why it is off.
#[derive(Debug)]
pub(super) enum Function {
    On(Box<dyn RuleFunction>),
    Off(String),
}

/// A rule that does not run tonight, and why, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOff {
    pub code: String,
    pub name: String,
    pub why: String,
}

/// A need, and the schemes that answer it.
#[derive(Debug)]
pub struct Need {
    pub code: String,
    pub name: String,
    pub(super) schemes: SchemeSet,
    pub(super) assisted_through: AssistedThrough,
    /// Payments of so many days count.
    pub(super) within_days: i32,
    /// Who is in need, or why that is not counted.
    condition: Result<Condition, String>,
    /// The sources without which people in need, or their assistance, would be missing.
    pub depends_on: Vec<String>,
}

/// Whose assistance counts for a person in need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AssistedThrough {
    /// Their own.
    Person,
    /// That of anybody of their home household.
    Household,
}

/// Who is in need.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) enum Condition {
    /// People with bills, if their home household's own cost over some days reaches a line.
    HospitalBills { least_yuan: i64, over_days: i32 },
    /// People of whom a circumstance holds: on the day, or at its last within some days.
    Circumstance {
        kind: CircumstanceKind,
        /// Any, if none is named.
        #[serde(default)]
        grades: Vec<String>,
        over_days: Option<i32>,
        /// Only people whom an award of these schemes covers.
        covered_by: Option<SchemeSet>,
    },
    /// Minors both of whose parents are known and dead or unable to care.
    ParentsUnable { minor_under_years: i32, severe_grades: Vec<String>, missing_days: i32 },
}

impl Need {
    /// Who is in need, or why that cannot be counted tonight.
    pub(super) fn condition(
        &self,
        sources: &[Source],
        stale_after_days: u32,
    ) -> Result<&Condition, String> {
        let lacking = |id: &String| lacking(id, sources, stale_after_days);
        match self.depends_on.iter().find_map(lacking) {
            Some(why) => Err(why),
            None => self.condition.as_ref().map_err(Clone::clone),
        }
    }
}

/// How cases are ordered, cut off and timed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueSettings {
    /// The first day on which they hold.
    pub effective_from: String,
    /// Cases a town's list holds at most.
    pub cap_per_town: u32,
    /// The mildest severity that supervisors see.
    pub listed_from: Severity,
    pub minor_under_years: i32,
    pub old_from_years: i32,
    /// Codes that come first when confirmed, after the missed with minors or old people.
    pub urgent_codes: Vec<String>,
    pub due_days: DueDays,
    /// Whom a case is told to that has been due for too long; nobody where it is not said.
    pub escalation: Option<Escalation>,
}

/// When a case is told to a higher office, and to which.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Days past the day it was due.
    pub after_days: u32,
    pub office: String,
}

impl QueueSettings {
    /// The queue of a place without cases.
    const fn none() -> Self {
        Self {
            effective_from: String::new(),
            cap_per_town: 0,
            listed_from: Severity::Red,
            minor_under_years: 0,
            old_from_years: 0,
            urgent_codes: Vec::new(),
            due_days: DueDays { red: 0, orange: 0, yellow: 0, blue: 0 },
            escalation: None,
        }
    }
}

/// Days until a case is due, by its severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueDays {
    pub red: i32,
    pub orange: i32,
    pub yellow: i32,
    pub blue: i32,
}

impl DueDays {
    pub const fn of(&self, severity: Severity) -> i32 {
        match severity {
            Severity::Red => self.red,
            Severity::Orange => self.orange,
            Severity::Yellow => self.yellow,
            Severity::Blue => self.blue,
        }
    }
}

impl Policy {
    /// The policy of a place that has none: no scheme is known and nothing is assessed.
    pub fn none() -> Self {
        Self {
            schemes: Schemes::default(),
            programmes: Vec::new(),
            rules: Vec::new(),
            needs: Vec::new(),
            funds: Vec::new(),
            queue: QueueSettings::none(),
            review: ReviewRules::default(),
            stale_after_days: 0,
        }
    }

    /// Reads the pack's texts as of a day, or lists every fault.
    pub fn parse(parts: &PolicyParts, run_date: Day) -> Result<Self, Vec<PolicyFault>> {
        parse::parse(parts, run_date)
    }

    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// The rules that do not run tonight: no parameter, no extract, or an extract too old.
    pub fn off(&self, sources: &[Source]) -> Vec<RuleOff> {
        let off = |rule: &Rule| {
            let why = rule.off(sources, self.stale_after_days)?;
            Some(RuleOff { code: rule.code.clone(), name: rule.name.clone(), why })
        };
        self.rules.iter().filter_map(off).collect()
    }

    /// The kinds of shared value the rules ask about.
    pub fn shared_kinds(&self) -> Vec<SharedKind> {
        let functions = self.rules.iter().filter_map(|rule| match &rule.function {
            Function::On(function) => function.shared_kind(),
            Function::Off(_) => None,
        });
        let mut kinds: Vec<SharedKind> = functions.collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

impl Rule {
    fn off(&self, sources: &[Source], stale_after_days: u32) -> Option<String> {
        if let Function::Off(why) = &self.function {
            return Some(why.clone());
        }
        self.depends_on.iter().find_map(|id| lacking(id, sources, stale_after_days))
    }

    /// What of the sources that could show an exception is missing tonight, in Chinese.
    pub(super) fn unprotected(&self, sources: &[Source], stale_after_days: u32) -> Vec<String> {
        let protecting = self.protected_by.iter();
        protecting.filter_map(|id| lacking(id, sources, stale_after_days)).collect()
    }

    /// The rule's function if it runs on these sources.
    pub(super) fn function(
        &self,
        sources: &[Source],
        stale_after_days: u32,
    ) -> Option<&dyn RuleFunction> {
        match &self.function {
            Function::On(function) if self.off(sources, stale_after_days).is_none() => {
                Some(function.as_ref())
            }
            _ => None,
        }
    }

    /// The rule's function if the pack gives all it needs, whatever the night's sources.
    pub(super) fn declared_function(&self) -> Option<&dyn RuleFunction> {
        match &self.function {
            Function::On(function) => Some(function.as_ref()),
            Function::Off(_) => None,
        }
    }
}

/// Why a source cannot be relied on tonight, if it cannot.
fn lacking(id: &str, sources: &[Source], stale_after_days: u32) -> Option<String> {
    match sources.iter().find(|source| source.id == id) {
        None => Some(format!("缺少数据来源 {id}")),
        Some(source) if source.age_days > stale_after_days => {
            Some(format!("{}数据滞后{}天", source.title, source.age_days))
        }
        Some(_) => None,
    }
}
