//! A case in the words of a review list, and a flag of it where it has several.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::night::{Night, Place};
use super::printed::{Column, Printed};
use super::privacy;
use crate::domain::review_list::{Seal, grounds_key, numbered as numbers_of};
use crate::domain::{
    Case, Day, Evidence, Fen, Finding, Grade, Language, Outcome, Returned, RowKey,
};

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
    /// Where the rest of a cell stands that paper has no room for.
    pub rest: &'static str,
}

impl Printed for CaseLine {
    fn rest(&self) -> Option<&'static str> {
        Some(self.rest)
    }
}

impl CaseLine {
    /// Seals what these columns print.
    pub fn sealed(mut self, columns: &[&Column<Self>]) -> Self {
        self.seal = self.seal_of(columns).to_string();
        self
    }

    fn seal_of(&self, columns: &[&Column<Self>]) -> Seal {
        let cells: BTreeMap<&str, Cow<'_, str>> =
            columns.iter().map(|column| (column.title, column.printed(self))).collect();
        Seal::new(|title| cells.get(title).map(AsRef::as_ref), self.grounds)
    }
}

/// Positions of the findings of a case that lists show: those on a weak match stay with the analysts, also
/// beside surer ones.
pub(super) fn shown(night: &Night, case: &Case) -> Vec<usize> {
    let all = case.findings.iter().map(|finding| *finding as usize);
    all.filter(|at| night.tonight.findings[*at].grade != Grade::Possible).collect()
}

/// Puts some findings of a case into words; where they are several, a sheet of their own has all of each. The
/// person printed is the one the gravest of them speaks of.
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
            let family = language.say(finding.family.chinese());
            let name = night.rule_said(&finding.code);
            language.fill("{}·{}（{}）", &[&family, &name, &finding.code])
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
            let told = move |label: &'static str, text: &str| {
                language.fill("{}：{}", &[&language.say(label), &text])
            };
            let suggested = suggested.map(move |one| told("可能适用", &one.in_language(language)));
            let harm = Some(&finding.harm).filter(|harm| !harm.is_empty());
            let harm = harm.map(|harm| told("若有误", harm));
            std::iter::once(finding.verify.clone()).chain(suggested).chain(harm)
        })),
        evidence: numbered_evidence(night, &findings),
        grade: language.say(gravest.map_or(case.grade, |finding| finding.grade).chinese()),
        first_seen_and_nights: seen(language, first_seen, nights),
        past_outcome: tonight.past_outcomes.get(&case_id).map_or_else(
            || language.say("无").to_owned(),
            |outcome| past_outcome(language, outcome),
        ),
        office: office(night, case),
        due: due(language, case),
        rest: language.say(if shown.len() > 1 {
            "其余见分项结论"
        } else {
            "其余见疑点表"
        }),
    }
}

/// The first night, and for how many it has been found.
pub(super) fn seen(language: Language, first_seen: Day, nights: u32) -> String {
    format!("{first_seen}\n{}", language.fill("连续{}次", &[&nights]))
}

/// What reviewers concluded before, from the words of the table `cases`.
fn past_outcome(language: Language, told: &str) -> String {
    // The longer conclusions hold the shortest.
    let mut words: Vec<&'static str> = Outcome::ALL.map(Outcome::chinese).into();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.extend(Returned::ALL.map(Returned::chinese).into_iter().filter(|word| !word.is_empty()));
    let told =
        words.iter().fold(told.to_owned(), |told, word| told.replace(word, language.say(word)));
    let told = match told.split_once("另有") {
        Some((before, further)) => {
            before.to_owned() + &language.fill("另有{}条", &[&further.trim_end_matches('条')])
        }
        None => told,
    };
    match language {
        Language::Simplified | Language::Traditional => told,
        Language::English => {
            let marks = [("（", " ("), ("）", ")"), ("，", ", "), ("；", "; ")];
            marks.iter().fold(told, |told, (mark, plain)| told.replace(mark, plain))
        }
    }
}

/// Who leads, who joins in, and which other cases belong to it.
fn office(night: &Night, case: &Case) -> String {
    let language = night.language();
    let mut lines = vec![case.office.clone()];
    if !case.other_offices.is_empty() {
        lines.push(language.fill("协办：{}", &[&language.list(&case.other_offices)]));
    }
    let related: Vec<String> = night.related_cases(case).map(|id| id.to_string()).collect();
    if !related.is_empty() {
        lines.push(language.fill("关联工单：{}", &[&language.list(&related)]));
    }
    lines.join("\n")
}

/// The day, and what follows once it has passed.
fn due(language: Language, case: &Case) -> String {
    let mut lines: Vec<String> = case.due.map(|due| due.to_string()).into_iter().collect();
    if case.overdue_days > 0 {
        lines.push(language.fill("逾期{}天", &[&case.overdue_days]));
    }
    let escalated = case.escalated_to.as_ref();
    lines.extend(escalated.map(|office| language.fill("报{}督办", &[office])));
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
        let name = night.scheme_said(code);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let language = night.language();
    let amount = language.fill("{}元", &[&amount.in_yuan()]);
    if names.is_empty() { amount } else { format!("{}\n{amount}", language.list(&names)) }
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
    with_further(night.language(), shown.collect(), rows.len())
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
    with_further(night.language(), numbered.collect(), rows.len())
}

fn with_further(language: Language, mut shown: Vec<String>, all: usize) -> String {
    let further = all - shown.len();
    if further > 0 {
        shown.push(language.fill("另有{}行，见疑点证据表。", &[&further]));
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
    let (place, says) = (night.place_said(evidence.mention), privacy::text(&evidence.says));
    night.language().fill("{}：{}", &[&place, &says])
}
