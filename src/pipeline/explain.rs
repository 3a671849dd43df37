//! Explaining: a published flag with its evidence, or two rows of a delivery with what each
//! comparison weighs.
//!
//! A flag is explained from its run alone. A pair is explained from the delivery, because a run
//! keeps no names: the rows are read again and compared by the run's own model.

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;

use super::decisions::{barred, decided_before};
use super::deliver::{Delivered, deliver};
use super::link::{Explanation, explain_pair, link};
use super::model::read_model;
use super::night::{frozen_model, identities_of, match_keys_of};
use super::{RunError, Silent};
use crate::config::Pipeline;
use crate::domain::table::{Category, Cell};
use crate::domain::{CandidatePair, Day, Outcome, PreviousRun, Role, mask};
use crate::report::tables::{FlagEvidence, Flags};
use crate::report::{read_table, run_folder};
use crate::score::LinkageModel;

/// A published flag, in the words a reviewer reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagExplanation {
    /// Label and text, in reading order.
    pub facts: Vec<(&'static str, String)>,
    pub evidence: Vec<EvidenceLine>,
}

/// A row a flag rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLine {
    pub agency: String,
    /// File and line.
    pub place: String,
    pub name_masked: String,
    pub resident_id_masked: String,
    pub grade: String,
    pub says: String,
}

/// Explains a flag of a published run.
pub fn explain_flag(run: &Path, flag: &str) -> Result<FlagExplanation, RunError> {
    let usage = |message: String| RunError::Usage { place: run.display().to_string(), message };
    if !run.join("flags.parquet").exists() {
        return Err(usage("there is no published run here".to_owned()));
    }
    let flags: Flags = read_table(run)?;
    let found = flags.rows().find(|row| row.flag_id == flag);
    let row = found.ok_or_else(|| usage(format!("the run has no flag {flag}")))?;
    let days = [row.from, row.to].map(|day| day.map_or("…".to_owned(), |day| day.to_string()));
    let decided = row.decided_on.zip(row.decision).map_or("无".to_owned(), |(day, code)| {
        let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.code() == code);
        format!("{day} {}", outcome.map_or(code, |outcome| outcome.chinese()))
    });
    let facts = vec![
        ("疑点", format!("{} {} {}", row.flag_id, row.code, row.name)),
        ("优先级", format!("{} / {}", row.severity, row.grade)),
        ("家庭", row.household_id.to_owned()),
        ("人员", row.subjects.to_owned()),
        ("期间", days.join(" 至 ")),
        ("金额", format!("{} 元", row.amount)),
        ("理由", row.reason.to_owned()),
        ("计算", row.arithmetic.to_owned()),
        ("参数", row.parameters.to_owned()),
        ("已排除", row.exceptions_checked.to_owned()),
        ("核实", row.verify.to_owned()),
        ("政策包", row.policy.to_owned()),
        ("结论", decided),
        ("首次", format!("{}，连续 {} 晚", row.first_seen, row.nights)),
    ];
    let evidence: FlagEvidence = read_table(run)?;
    let lines = evidence.rows().filter(|line| line.flag_id == flag).map(|line| EvidenceLine {
        agency: line.agency.to_owned(),
        place: format!("{}:{}", line.file, line.line),
        name_masked: line.name_masked.unwrap_or("").to_owned(),
        resident_id_masked: line.resident_id_masked.unwrap_or("").to_owned(),
        grade: line.grade.to_owned(),
        says: line.says.to_owned(),
    });
    Ok(FlagExplanation { facts, evidence: lines.collect() })
}

/// A person in a row of a delivery, written `health_insured:12`, `education_pupils:7:guardian` or
/// `education_pupils:education/pupils.xlsx#一年级1班:7:guardian:2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowRef {
    pub source: String,
    /// The file and sheet, or what they end with; needed where the line alone says too little.
    pub file: Option<String>,
    pub line: u32,
    /// The row's first person if absent.
    pub role: Option<Role>,
    /// Which of the row's people in that role, counted from 1.
    pub number: usize,
}

impl FromStr for RowRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| {
            format!(
                "`{text}` is not a row; write it as health_insured:12, education_pupils:7:guardian:2 \
                 or education_pupils:education/pupils.xlsx#一年级1班:7"
            )
        })
    }
}

impl RowRef {
    /// Takes the optional parts off the end, since a file may itself hold colons.
    fn parse(text: &str) -> Option<Self> {
        let mut parts: Vec<&str> = text.split(':').collect();
        // Source and line stand before a role.
        let before_last = parts.len().checked_sub(2).filter(|at| *at >= 2);
        let number = match before_last.and_then(|at| Role::from_code(parts[at])) {
            Some(_) => parts.pop()?.parse().ok().filter(|number| *number > 0)?,
            None => 1,
        };
        let role = parts.last().and_then(|role| Role::from_code(role));
        if role.is_some() {
            parts.pop();
        }
        let line = parts.pop()?.parse().ok()?;
        let (source, file) = parts.split_first().filter(|(source, _)| !source.is_empty())?;
        let file = (!file.is_empty()).then(|| file.join(":"));
        Some(Self { source: (*source).to_owned(), file, line, role, number })
    }

    /// Whether the file of a row is the one meant.
    fn is_in(&self, file: &str) -> bool {
        let Some(wanted) = &self.file else { return true };
        let before = file.strip_suffix(wanted.as_str());
        before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '#']))
    }
}

/// One of the two rows of a pair, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub place: String,
    pub name_masked: String,
    pub resident_id_masked: String,
    pub birth_year: String,
    pub sex: String,
}

/// Two rows, and what speaks for and against their being one person.
#[derive(Debug, Clone, PartialEq)]
pub struct PairExplanation {
    pub left: Side,
    pub right: Side,
    /// `None` when both rows spell the person alike within one source: one identity, nothing to
    /// weigh.
    pub weighed: Option<Explanation>,
}

/// Explains two rows of a night's delivery by the model of that night's run, or one trained on the
/// delivery where no run is published.
pub fn explain_rows(
    pipeline: &Pipeline,
    date: Day,
    left: &RowRef,
    right: &RowRef,
) -> Result<PairExplanation, RunError> {
    let delivered = deliver(pipeline, date, &Silent)?;
    let mentions = [mention_of(&delivered, left)?, mention_of(&delivered, right)?];
    let identities = identities_of(pipeline, &delivered);
    let [one, other] = mentions.map(|mention| identities.of_mention[mention]);
    let weighed = if one == other {
        None
    } else {
        let model = if let Some(model) = model_of_run(pipeline, date)? {
            model
        } else {
            let first_night = PreviousRun::default();
            link(&identities, &pipeline.linkage, None, &first_night, date)?.model
        };
        let pair = CandidatePair::new(one, other);
        let match_keys = match_keys_of(pipeline, &delivered, &identities);
        let barred = barred(&identities, &match_keys, &decided_before(pipeline, date)?);
        Some(explain_pair(&identities, &pipeline.linkage, model, barred, pair)?)
    };
    let [left, right] = mentions.map(|mention| side(&delivered, mention));
    Ok(PairExplanation { left, right, weighed })
}

/// The model the date's run was scored by: its published one, else the pipeline's frozen one.
fn model_of_run(pipeline: &Pipeline, date: Day) -> Result<Option<LinkageModel>, RunError> {
    let path = run_folder(&pipeline.runs, date).join("linkage_model.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => read_model(&text).map(Some).map_err(|error| RunError::Usage {
            place: path.display().to_string(),
            message: error.to_string(),
        }),
        Err(_) => frozen_model(pipeline),
    }
}

fn mention_of(delivered: &Delivered, row: &RowRef) -> Result<usize, RunError> {
    let all = 0..delivered.records.mentions.len();
    mention_among(delivered, row, all).map_err(|message| RunError::Usage {
        place: format!("{}:{}", row.source, row.line),
        message,
    })
}

/// The mention a row means, among those at these positions in ascending order; or why there is none.
pub(super) fn mention_among(
    delivered: &Delivered,
    row: &RowRef,
    positions: impl Iterator<Item = usize>,
) -> Result<usize, String> {
    let mentions = &delivered.records.mentions;
    let file = |at: usize| Category::value(&mentions.file, at);
    let wanted = |at: &usize| {
        mentions.line.value(*at) == row.line
            && Category::value(&mentions.source, *at) == row.source
            && row.role.is_none_or(|role| Category::value(&mentions.role, *at) == role.code())
            && row.is_in(file(*at))
    };
    let found: Vec<usize> = positions.filter(wanted).collect();
    let files: BTreeSet<&str> = found.iter().map(|at| file(*at)).collect();
    if files.len() > 1 {
        let (count, first) = (files.len(), files.first().expect("there are several"));
        return Err(format!(
            "the line stands in {count} files or sheets; write {}:{first}:{} if the first is meant",
            row.source, row.line
        ));
    }
    let nobody = || "no accepted row of the delivery stands there in that role".to_owned();
    found.get(row.number - 1).copied().ok_or_else(nobody)
}

fn side(delivered: &Delivered, mention: usize) -> Side {
    let row = delivered.records.mentions.row(mention);
    Side {
        place: format!("{} {}:{} {}", row.source, row.file, row.line, row.role),
        name_masked: row.name.map_or_else(String::new, mask::name),
        resident_id_masked: row.resident_id.map_or_else(String::new, mask::resident_id),
        birth_year: row.birth_date.map_or_else(String::new, |date| date.chars().take(4).collect()),
        sex: row.sex.unwrap_or("").to_owned(),
    }
}
