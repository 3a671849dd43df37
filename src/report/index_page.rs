//! The index: the first page a supervisor opens, with what was found in pictures and the way to each case.
//!
//! Self-contained but for its links to the other files of the run.

use askama::Template;

use super::case_line::shown;
use super::charts::{self, Chart, Stack};
use super::lists::is_for;
use super::night::Night;
use super::{ReportError, case_sheet, printed};
use crate::domain::numerals::{grouped, yuan};
use crate::domain::{Case, Family, Finding, Language, PROGRAM, Severity};

#[derive(Template)]
#[template(path = "index.html", config = "src/report/askama.toml")]
struct IndexPage<'a> {
    title: String,
    centre: &'a str,
    run_date: String,
    program: &'static str,
    language: Language,
    counts: Vec<(&'static str, String)>,
    charts: Vec<Chart>,
    towns: Vec<TownRow<'a>>,
    cases: Vec<CaseRow<'a>>,
}

/// A town with its files.
struct TownRow<'a> {
    name: &'a str,
    list: String,
    /// Its sheets; none where it has no case.
    sheets: Option<String>,
    cases: String,
    yuan: String,
}

struct CaseRow<'a> {
    sheet: String,
    priority: u32,
    severity: &'static str,
    kinds: String,
    name: String,
    town: &'a str,
    yuan: String,
    due: String,
    is_overdue: bool,
    /// New, or for how many nights it has been found.
    age: String,
}

/// Lays the page out.
pub(super) fn render(night: &Night) -> Result<String, ReportError> {
    let tonight = night.tonight;
    let mut cases: Vec<&Case> = tonight.cases.iter().filter(|case| is_for(case)).collect();
    cases.sort_by_key(|case| case.priority);
    let page = IndexPage {
        title: night.language().fill("社会救助核对 {}", &[&tonight.run_date]),
        centre: &tonight.settings.centre,
        run_date: tonight.run_date.to_string(),
        program: PROGRAM,
        language: tonight.settings.language,
        counts: counts(night, &cases),
        charts: pictures(night),
        towns: towns(night, &cases),
        cases: cases.iter().map(|case| case_row(night, case)).collect(),
    };
    Ok(page.render()?)
}

fn suspicions<'a>(night: &Night<'a>) -> impl Iterator<Item = &'a Finding> {
    night.tonight.findings.iter().filter(|finding| !finding.note)
}

fn counts(night: &Night, listed: &[&Case]) -> Vec<(&'static str, String)> {
    let missed = suspicions(night).filter(|finding| finding.family == Family::Missed).count();
    let overdue = listed.iter().filter(|case| case.overdue_days > 0).count();
    let count = |number: usize| grouped(number as u64);
    vec![
        ("列入清单（户）", count(listed.len())),
        ("线下备查（户）", count(night.tonight.cases.len() - listed.len())),
        ("疑点与线索", count(suspicions(night).count())),
        ("其中救助遗漏", count(missed)),
        ("按正当情形排除", count(night.tonight.excused.len())),
        ("逾期（户）", count(overdue)),
    ]
}

fn by_severity<'a>(findings: impl Iterator<Item = &'a Finding>) -> [u64; 4] {
    let mut counts = [0; 4];
    for finding in findings {
        let at = Severity::ALL.iter().position(|severity| *severity == finding.severity);
        counts[at.expect("every severity is listed")] += 1;
    }
    counts
}

fn pictures(night: &Night) -> Vec<Chart> {
    let language = night.tonight.settings.language;
    let families = Family::ALL.map(|family| Stack {
        name: language.say(family.chinese()).to_owned(),
        counts: by_severity(suspicions(night).filter(|finding| finding.family == family)),
    });
    let grave = |finding: &&Finding| finding.severity <= Severity::Orange;
    let towns = night.tonight.divisions.towns().map(|town| Stack {
        name: town.name.clone(),
        counts: by_severity(
            suspicions(night).filter(grave).filter(|one| one.town.as_deref() == Some(&*town.code)),
        ),
    });
    let towns: Vec<Stack> = towns.collect();
    let chart = |title: &'static str, note: &'static str, stacks: &[Stack]| Chart {
        title: language.say(title).to_owned(),
        note: language.say(note).to_owned(),
        svg: charts::stacks(language, language.say(title), stacks),
    };
    vec![
        chart(
            "疑点与线索：大类与优先级",
            "蓝色的多为来源之间写法不一，由分析人员处理，不列入清单。",
            &families,
        ),
        chart("红、橙疑点：乡镇街道", "", &towns),
    ]
}

fn towns<'a>(night: &Night<'a>, listed: &[&Case]) -> Vec<TownRow<'a>> {
    let divisions = night.tonight.divisions;
    let row = |code: &'a str, name: &'a str| {
        let own = || listed.iter().filter(|case| case.town.as_deref() == Some(code));
        let file = printed::town_file(code, name);
        TownRow {
            name,
            list: format!("lists/{file}.xlsx"),
            sheets: own().next().map(|_| format!("{}/{file}.html", case_sheet::FOLDER)),
            cases: grouped(own().count() as u64),
            yuan: yuan(own().map(|case| case.amount).sum()),
        }
    };
    divisions.towns().map(|town| row(&town.code, &town.name)).collect()
}

fn case_row<'a>(night: &Night<'a>, case: &'a Case) -> CaseRow<'a> {
    let tonight = night.tonight;
    let language = night.language();
    let shown = shown(night, case);
    let findings = || shown.iter().map(|at| &tonight.findings[*at]);
    let mut kinds: Vec<&str> = Vec::new();
    for finding in findings() {
        let name = night.rule_said(&finding.code);
        if !kinds.contains(&name) {
            kinds.push(name);
        }
    }
    let person = findings().next().and_then(|finding| finding.subjects.first());
    let member = person.and_then(|person| night.member(*person));
    let (_, nights) = night.age_of(&shown);
    CaseRow {
        sheet: format!("{}/{}.html", case_sheet::FOLDER, super::case_id(case.household)),
        priority: case.priority,
        severity: language.say(case.severity.chinese()),
        kinds: language.list(&kinds),
        name: member.map(|member| member.name_masked.clone()).unwrap_or_default(),
        town: case
            .town
            .as_deref()
            .map_or(language.say("（未识别）"), |town| tonight.divisions.name(town)),
        yuan: yuan(case.amount),
        due: case.due.map(|due| due.to_string()).unwrap_or_default(),
        is_overdue: case.overdue_days > 0,
        age: match nights {
            1 => language.say("首次").to_owned(),
            nights => language.fill("连续{}次", &[&nights]),
        },
    }
}
