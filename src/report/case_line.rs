//! A case in the words of a review list, and a flag of it where it has several.

use std::collections::BTreeSet;

use super::night::{Night, Place};
use super::printed::Column;
use super::privacy;
use crate::domain::review_list::{Seal, grounds_key, numbered as numbers_of};
use crate::domain::{Case, Evidence, Fen, Finding, Grade, RowKey};

/// What a list prints of a case or a flag, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseLine {
    pub case_id: String,
    /// The ids of its flags, separated by blanks.
    pub flag_ids: String,
    /// The date and the id of the run.
    pub run: String,
    /// What the line's columns say, sealed.
    pub seal: String,
    /// What its flags rest on.
    pub grounds: RowKey,
    pub priority: String,
    pub kinds: String,
    pub name: String,
    pub resident_id: String,
    pub town: String,
    pub village: String,
    pub schemes_and_amount: String,
    pub months: String,
    pub reasons: String,
    pub verify: String,
    pub evidence: String,
    pub grade: &'static str,
    pub first_seen_and_nights: String,
    pub past_outcome: String,
    pub office: String,
    pub due: String,
}

impl CaseLine {
    /// Seals what these columns print.
    pub fn sealed(mut self, columns: &[&Column<Self>]) -> Self {
        let text = |title: &str| {
            let column = columns.iter().find(|column| column.title == title);
            column.map(|column| (column.text)(&self))
        };
        self.seal = Seal::new(text, self.grounds).to_string();
        self
    }
}

/// Positions of the findings of a case that lists show: those on a weak match stay with the analysts, also
/// beside surer ones.
pub(super) fn shown(night: &Night, case: &Case) -> Vec<usize> {
    let all = case.findings.iter().map(|finding| *finding as usize);
    all.filter(|at| night.tonight.findings[*at].grade != Grade::Possible).collect()
}

/// Puts some findings of a case into words. The person printed is the one the gravest of them speaks of.
pub(super) fn case_line(night: &Night, case: &Case, shown: &[usize]) -> CaseLine {
    let tonight = night.tonight;
    let language = tonight.settings.language;
    let findings: Vec<&Finding> = shown.iter().map(|at| &tonight.findings[*at]).collect();
    let gravest = findings.first();
    let person = gravest.and_then(|finding| finding.subjects.first());
    let member = person.and_then(|person| night.member(*person));
    let division = |code: &Option<String>| {
        code.as_deref().map(|code| tonight.divisions.name(code).to_owned()).unwrap_or_default()
    };
    let (first_seen, nights) = night.age_of(shown);
    let case_id = super::case_id(case.household);
    let flag_ids: Vec<String> = shown.iter().map(|at| night.flags[*at].id.to_string()).collect();
    CaseLine {
        case_id: case_id.to_string(),
        flag_ids: flag_ids.join(" "),
        run: format!("{} {}", tonight.run_date, night.run_id),
        seal: String::new(),
        grounds: grounds_key(shown.iter().map(|at| (night.flags[*at].id, &night.grounds[*at]))),
        priority: format!("{}\n{}", language.say(case.severity.chinese()), case.priority),
        kinds: distinct(findings.iter().map(|finding| {
            let name = night.rule_name(&finding.code);
            format!("{}·{name}（{}）", language.say(finding.family.chinese()), finding.code)
        })),
        name: member.map(|member| night.shown_name(member)).unwrap_or_default(),
        resident_id: member.map(|member| night.shown_number(member)).unwrap_or_default(),
        town: division(&case.town),
        village: division(&case.village),
        schemes_and_amount: schemes_and_amount(
            night,
            findings.iter().map(|finding| finding.amount).sum(),
            &findings,
        ),
        months: gravest.and_then(|finding| months(finding)).unwrap_or_default(),
        reasons: numbered(findings.iter().map(|finding| finding.reason.as_str())),
        verify: distinct(findings.iter().flat_map(|finding| {
            let suggested = finding.suggested.iter();
            let suggested =
                suggested.map(|one| format!("{}：{}", language.say("可能适用"), one.in_words()));
            let harm = Some(&finding.harm).filter(|harm| !harm.is_empty());
            let harm = harm.map(|harm| format!("{}：{harm}", language.say("若有误")));
            std::iter::once(finding.verify.clone()).chain(suggested).chain(harm)
        })),
        evidence: numbered_evidence(night, &findings),
        grade: language.say(gravest.map_or(case.grade, |finding| finding.grade).chinese()),
        first_seen_and_nights: format!("{first_seen}\n连续{nights}次"),
        past_outcome: tonight
            .past_outcomes
            .get(&case_id)
            .map_or(language.say("无"), String::as_str)
            .to_owned(),
        office: office(night, case),
        due: due(case),
    }
}

/// Who leads, who joins in, and which other cases belong to it.
fn office(night: &Night, case: &Case) -> String {
    let mut lines = vec![case.office.clone()];
    if !case.other_offices.is_empty() {
        lines.push(format!("协办：{}", case.other_offices.join("、")));
    }
    let related: Vec<String> = night.related_cases(case).map(|id| id.to_string()).collect();
    if !related.is_empty() {
        lines.push(format!("关联工单：{}", related.join("、")));
    }
    lines.join("\n")
}

/// The day, and what follows once it has passed.
fn due(case: &Case) -> String {
    let mut lines: Vec<String> = case.due.map(|due| due.to_string()).into_iter().collect();
    if case.overdue_days > 0 {
        lines.push(format!("逾期{}天", case.overdue_days));
    }
    lines.extend(case.escalated_to.as_ref().map(|office| format!("报{office}督办")));
    lines.join("\n")
}

/// The texts that differ, one a line.
fn distinct(texts: impl Iterator<Item = String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        let text = privacy::text(&text).into_owned();
        if !lines.contains(&text) {
            lines.push(text);
        }
    }
    lines.join("\n")
}

/// The texts one a line, numbered when there are several.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let lines: Vec<String> = texts.map(|text| privacy::text(text).into_owned()).collect();
    if lines.len() < 2 {
        return lines.concat();
    }
    let lines: Vec<String> =
        lines.iter().zip(1..).map(|(line, number)| format!("{number}. {line}")).collect();
    lines.join("\n")
}

/// The names of the schemes, and the money below them.
pub(super) fn schemes_and_amount(night: &Night, amount: Fen, findings: &[&Finding]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for code in findings.iter().flat_map(|finding| &finding.schemes) {
        let name = night.tonight.schemes.name(code);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let amount = format!("{}元", amount.in_yuan());
    if names.is_empty() { amount } else { format!("{}\n{amount}", names.join("、")) }
}

/// How many calendar months the finding touches.
fn months(finding: &Finding) -> Option<String> {
    let (from, to) = (finding.from?, finding.to?);
    Some((to.month().0 - from.month().0 + 1).to_string())
}

/// The first rows the flags rest on, each with agency, dataset and line; the rest as a number.
pub(super) fn evidence(night: &Night, findings: &[&Finding]) -> String {
    let rows = evidence_rows(night, findings);
    let limit = night.tonight.settings.evidence_rows_per_case;
    let shown = rows.iter().take(limit).map(|row| row.text.clone());
    with_further(shown.collect(), rows.len())
}

/// The rows the flags rest on with their numbers, by which a reviewer says which of them speaks of somebody
/// else. Where there are too many, each source shows its first of each way of writing somebody.
fn numbered_evidence(night: &Night, findings: &[&Finding]) -> String {
    let rows = evidence_rows(night, findings);
    let limit = night.tonight.settings.evidence_rows_per_case;
    let mut seen = BTreeSet::new();
    let (firsts, others): (Vec<usize>, Vec<usize>) =
        (0..rows.len()).partition(|at| seen.insert((rows[*at].source, rows[*at].match_key)));
    let mut shown: Vec<usize> = firsts.into_iter().chain(others).take(limit).collect();
    shown.sort_unstable();
    let numbered = shown.iter().map(|at| format!("{}. {}", at + 1, rows[*at].text));
    with_further(numbered.collect(), rows.len())
}

fn with_further(mut shown: Vec<String>, all: usize) -> String {
    let further = all - shown.len();
    if further > 0 {
        shown.push(format!("另有{further}行，见疑点证据表。"));
    }
    shown.join("\n")
}

/// A row of evidence in words.
struct EvidenceRow<'a> {
    source: &'a str,
    match_key: Option<RowKey>,
    text: String,
}

/// The rows the flags rest on, each once.
fn evidence_rows<'a>(night: &Night<'a>, findings: &[&Finding]) -> Vec<EvidenceRow<'a>> {
    let all = || findings.iter().flat_map(|finding| &finding.evidence);
    let places = all().map(|evidence| {
        let Place { source, file, line } = night.place_of(evidence.mention);
        (source, file, line, privacy::text(&evidence.says))
    });
    let mut rows = Vec::new();
    for (evidence, number) in all().zip(numbers_of(places)) {
        if number > rows.len() {
            rows.push(EvidenceRow {
                source: night.place_of(evidence.mention).source,
                match_key: night.match_key_of(evidence.mention),
                text: evidence_row(night, evidence),
            });
        }
    }
    rows
}

fn evidence_row(night: &Night, evidence: &Evidence) -> String {
    let Place { source, line, .. } = night.place_of(evidence.mention);
    let from = match night.source_of(evidence.mention) {
        Some(source) => format!("{}《{}》", source.agency_name, source.title),
        None => source.to_owned(),
    };
    format!("{from}第{line}行：{}", privacy::text(&evidence.says))
}
