//! A case in the words of a review list.

use super::night::{Night, Place};
use super::privacy;
use crate::domain::{Case, Evidence, Fen, Finding, Grade};

/// What a list prints of a case, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseLine {
    pub case_id: String,
    pub priority: String,
    pub kinds: String,
    pub name_masked: String,
    pub resident_id_masked: String,
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

/// Puts a case into words. The person printed is the one its gravest flag speaks of.
pub(super) fn case_line(night: &Night, case: &Case) -> CaseLine {
    let tonight = night.tonight;
    // Findings on a weak match stay with the analysts, also beside surer ones.
    let findings = case.findings.iter().map(|finding| &tonight.findings[*finding as usize]);
    let findings: Vec<&Finding> =
        findings.filter(|finding| finding.grade != Grade::Possible).collect();
    let gravest = findings.first();
    let person = gravest.and_then(|finding| finding.subjects.first());
    let member = person.and_then(|person| night.member(*person));
    let division = |code: &Option<String>| {
        code.as_deref().map(|code| tonight.divisions.name(code).to_owned()).unwrap_or_default()
    };
    let (first_seen, nights) = night.age_of(case);
    let case_id = super::case_id(case.household);
    CaseLine {
        case_id: case_id.to_string(),
        priority: format!("{}\n{}", case.severity.chinese(), case.priority),
        kinds: distinct(findings.iter().map(|finding| {
            let name = night.rule_name(&finding.code);
            format!("{}·{name}（{}）", finding.family.chinese(), finding.code)
        })),
        name_masked: member.map(|member| member.name_masked.clone()).unwrap_or_default(),
        resident_id_masked: member
            .and_then(|member| member.resident_id_masked.clone())
            .unwrap_or_default(),
        town: division(&case.town),
        village: division(&case.village),
        schemes_and_amount: schemes_and_amount(night, case.amount, &findings),
        months: gravest.and_then(|finding| months(finding)).unwrap_or_default(),
        reasons: numbered(findings.iter().map(|finding| finding.reason.as_str())),
        verify: distinct(findings.iter().flat_map(|finding| {
            let suggested = finding.suggested.iter();
            let suggested = suggested.map(|one| format!("可能适用：{}", one.in_words()));
            let harm = Some(&finding.harm).filter(|harm| !harm.is_empty());
            let harm = harm.map(|harm| format!("若有误：{harm}"));
            std::iter::once(finding.verify.clone()).chain(suggested).chain(harm)
        })),
        evidence: evidence(night, &findings),
        grade: case.grade.chinese(),
        first_seen_and_nights: format!("{first_seen}\n连续{nights}次"),
        past_outcome: tonight.past_outcomes.get(&case_id).map_or("无", String::as_str).to_owned(),
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
    let limit = night.tonight.settings.evidence_rows_per_case;
    let mut rows: Vec<String> = Vec::new();
    for evidence in findings.iter().flat_map(|finding| &finding.evidence) {
        let row = evidence_row(night, evidence);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let further = rows.len().saturating_sub(limit);
    rows.truncate(limit);
    if further > 0 {
        rows.push(format!("另有{further}行，见疑点证据表。"));
    }
    rows.join("\n")
}

fn evidence_row(night: &Night, evidence: &Evidence) -> String {
    let Place { source, line, .. } = night.place_of(evidence.mention);
    let from = match night.source_of(evidence.mention) {
        Some(source) => format!("{}《{}》", source.agency_name, source.title),
        None => source.to_owned(),
    };
    format!("{from}第{line}行：{}", privacy::text(&evidence.says))
}
