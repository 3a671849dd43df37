//! Notes (统筹提示): what several agencies do for one household, listed apart from suspicions.
//!
//! Nothing of them is to be verified: they tell the agencies who else helps. Those on a weak match
//! stay with the analysts' tables, as everywhere.

use std::cmp::Reverse;

use super::case_line;
use super::night::Night;
use super::printed::{self, Printed, column};
use super::privacy;
use crate::domain::{Finding, Grade};

/// What a list prints of a note, column by column.
pub(super) struct NoteLine {
    flag_id: String,
    kind: String,
    name: String,
    resident_id: String,
    pub town: String,
    village: String,
    schemes_and_amount: String,
    reason: String,
    verify: String,
    evidence: String,
    grade: &'static str,
    first_seen_and_nights: String,
    /// Where the rest of a cell stands that paper has no room for.
    rest: &'static str,
}

impl Printed for NoteLine {
    fn rest(&self) -> Option<&'static str> {
        Some(self.rest)
    }
}

pub(super) type Column = printed::Column<NoteLine>;

pub(super) static TOWN: Column = column("乡镇/街道", 70, |line| &line.town);

pub(super) static COLUMNS: [Column; 12] = [
    column("编号", 95, |line| &line.flag_id),
    column("提示类型", 110, |line| &line.kind),
    column("姓名", 60, |line| &line.name),
    column("证号", 100, |line| &line.resident_id),
    column("村/社区", 65, |line| &line.village),
    column("涉及项目与金额", 120, |line| &line.schemes_and_amount),
    column("情况", 300, |line| &line.reason),
    column("建议", 180, |line| &line.verify),
    column("依据的记录", 300, |line| &line.evidence),
    column("匹配等级", 50, |line| line.grade),
    column("首次/连续出现次数", 95, |line| &line.first_seen_and_nights),
    column("备注", 120, |_| ""),
];

/// The notes that lists print, by position, those with the most money first.
pub(super) fn listed(night: &Night) -> Vec<usize> {
    let findings = night.tonight.findings;
    let is_listed = |at: &usize| findings[*at].note && findings[*at].grade != Grade::Possible;
    let mut notes: Vec<usize> = (0..findings.len()).filter(is_listed).collect();
    notes.sort_by_key(|at| (Reverse(findings[*at].amount), night.flags[*at].id));
    notes
}

/// Puts a note into words.
pub(super) fn note_line(night: &Night, at: usize) -> NoteLine {
    let language = night.language();
    let finding: &Finding = &night.tonight.findings[at];
    let flag = &night.flags[at];
    let member = finding.subjects.first().and_then(|person| night.member(*person));
    let division = |code: &Option<String>| {
        let name = |code| night.tonight.divisions.name(code).to_owned();
        code.as_deref().map(name).unwrap_or_default()
    };
    NoteLine {
        flag_id: flag.id.to_string(),
        kind: language.fill("{}（{}）", &[&night.rule_said(&finding.code), &finding.code]),
        name: member.map(|member| night.shown_name(member)).unwrap_or_default(),
        resident_id: member.map(|member| night.shown_number(member)).unwrap_or_default(),
        town: division(&finding.town),
        village: division(&finding.village),
        schemes_and_amount: case_line::schemes_and_amount(night, finding.amount, &[finding]),
        reason: privacy::text(&finding.reason).into_owned(),
        verify: privacy::text(&finding.verify).into_owned(),
        evidence: case_line::evidence(night, &[finding]),
        grade: language.say(finding.grade.chinese()),
        first_seen_and_nights: case_line::seen(language, flag.first_seen, flag.nights),
        rest: language.say("其余见疑点表"),
    }
}
