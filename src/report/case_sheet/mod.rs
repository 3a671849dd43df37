//! Case sheets: each case of the lists as pages of A4, to take along, fill in and sign.
//!
//! A sheet holds what a reviewer needs to prove or refute the case without the program: the reasons with
//! their arithmetic, what the sources say side by side, the household's course, the exceptions that were
//! checked, and room for the answer of the household and two signatures. It decides nothing.

mod lanes;
mod sides;

use std::collections::BTreeMap;
use std::path::Path;

use askama::Template;
use rustc_hash::FxHashMap;

use super::case_line::{CaseLine, case_line, shown};
use super::charts;
use super::lists::is_for;
use super::night::Night;
use super::publish::write_synced;
use super::{FileDigest, ReportError, identifiers, printed, privacy};
use crate::domain::{Case, Dossier, Finding, HouseholdId, Language, Outcome, PROGRAM, relation_in};
use sides::Sides;

/// Within the run.
pub(super) const FOLDER: &str = "sheets";

#[derive(Template)]
#[template(path = "case_sheet.html", config = "src/report/askama.toml")]
struct SheetPage<'a> {
    title: String,
    centre: &'a str,
    run_date: String,
    program: &'static str,
    policy: &'a str,
    language: Language,
    /// That values are not masked, and what for.
    unmasked: Option<String>,
    hearing_days: u32,
    conclusions: &'a [&'static str],
    sheets: &'a [&'a Sheet],
}

/// A case on its sheet.
struct Sheet {
    line: CaseLine,
    severity: &'static str,
    town_code: Option<String>,
    escalated: bool,
    members: Vec<MemberRow>,
    findings: Vec<FindingBlock>,
    sides: Vec<Sides>,
    course: String,
    /// That some of the household's course is not drawn, if so.
    not_drawn: Option<String>,
    /// What reviewers concluded before.
    last_decision: String,
}

struct MemberRow {
    name: String,
    number: String,
    relation: String,
    age: String,
}

struct FindingBlock {
    number: usize,
    title: String,
    severity: &'static str,
    grade: &'static str,
    reason: String,
    arithmetic: String,
    parameters: String,
    exceptions: Vec<String>,
    suggested: Vec<String>,
    verify: String,
    harm: String,
}

/// Writes a page for each case of the lists and one for all of a town, and gives their digests.
pub(super) fn write(night: &Night, run: &Path) -> Result<Vec<FileDigest>, ReportError> {
    let folder = run.join(FOLDER);
    printed::folder_for(&folder, night.unmasked_for())?;
    let dossiers: FxHashMap<HouseholdId, &Dossier> =
        night.tonight.dossiers.iter().map(|dossier| (dossier.household, dossier)).collect();
    let mut cases: Vec<&Case> = night.tonight.cases.iter().filter(|case| is_for(case)).collect();
    cases.sort_by_key(|case| case.priority);
    let sheets: Vec<Sheet> = cases
        .iter()
        .map(|case| sheet(night, case, dossiers.get(&case.household).copied()))
        .collect();
    let mut written = Vec::new();
    let mut by_town: BTreeMap<&str, Vec<&Sheet>> = BTreeMap::new();
    for sheet in &sheets {
        let inside = format!("{FOLDER}/{}.html", sheet.line.case_id);
        written.push(save(night, run, inside, &sheet.line.case_id, &[sheet])?);
        if let Some(town) = &sheet.town_code {
            by_town.entry(town).or_default().push(sheet);
        }
    }
    for (town, sheets) in by_town {
        let name = night.tonight.divisions.name(town);
        let inside = format!("{FOLDER}/{}.html", printed::town_file(town, name));
        written.push(save(night, run, inside, name, &sheets)?);
    }
    Ok(written)
}

fn save(
    night: &Night,
    run: &Path,
    inside: String,
    what: &str,
    sheets: &[&Sheet],
) -> Result<FileDigest, ReportError> {
    let tonight = night.tonight;
    let page = SheetPage {
        title: format!(
            "{} {what} {}",
            tonight.settings.language.say("社会救助疑点核查表"),
            tonight.run_date
        ),
        centre: &tonight.settings.centre,
        run_date: tonight.run_date.to_string(),
        program: PROGRAM,
        policy: tonight.policy,
        language: tonight.settings.language,
        unmasked: night
            .unmasked_for()
            .map(|purpose| printed::unmasked(tonight.settings.language, purpose)),
        hearing_days: tonight.settings.hearing_days,
        conclusions: &Outcome::ALL.map(Outcome::chinese),
        sheets,
    };
    let text = page.render()?;
    write_synced(&run.join(&inside), text.as_bytes())?;
    Ok(FileDigest { path: inside, digest: identifiers::digest(text.as_bytes()) })
}

fn sheet(night: &Night, case: &Case, dossier: Option<&Dossier>) -> Sheet {
    let language = night.tonight.settings.language;
    let shown = shown(night, case);
    let findings: Vec<&Finding> = shown.iter().map(|at| &night.tonight.findings[*at]).collect();
    let evidence = findings.iter().flat_map(|finding| &finding.evidence);
    let blocks = (1..).zip(&findings).map(|(number, finding)| block(night, number, finding));
    let (course, not_drawn) = course(night, dossier, &findings);
    let line = case_line(night, case, &shown);
    let last = language.fill("{}：{}", &[&language.say("上次处理"), &line.past_outcome]);
    Sheet {
        line,
        severity: language.say(case.severity.chinese()),
        town_code: case.town.clone(),
        escalated: case.overdue_days > 0,
        members: dossier.map_or_else(Vec::new, |dossier| members(night, dossier)),
        findings: blocks.collect(),
        sides: sides::of(night, evidence),
        course,
        not_drawn,
        last_decision: last,
    }
}

fn block(night: &Night, number: usize, finding: &Finding) -> FindingBlock {
    let language = night.tonight.settings.language;
    let clean = |text: &str| privacy::text(text).into_owned();
    FindingBlock {
        number,
        title: language.fill(
            "{}·{}（{}）",
            &[
                &language.say(finding.family.chinese()),
                &night.rule_said(&finding.code),
                &finding.code,
            ],
        ),
        severity: language.say(finding.severity.chinese()),
        grade: language.say(finding.grade.chinese()),
        reason: clean(&finding.reason),
        arithmetic: clean(&finding.arithmetic),
        parameters: finding.parameters.clone(),
        exceptions: finding.exceptions_checked.clone(),
        suggested: finding.suggested.iter().map(|one| one.in_language(language)).collect(),
        verify: clean(&finding.verify),
        harm: finding.harm.clone(),
    }
}

fn members(night: &Night, dossier: &Dossier) -> Vec<MemberRow> {
    let language = night.tonight.settings.language;
    let row = |member: &crate::domain::DossierMember| MemberRow {
        name: night.shown_name(member),
        number: night.shown_number(member),
        relation: member
            .relation
            .as_deref()
            .map_or("", |relation| relation_in(language, relation))
            .to_owned(),
        age: member
            .birth
            .map(|birth| birth.age_years(night.tonight.run_date).to_string())
            .unwrap_or_default(),
    };
    dossier.members.iter().map(row).collect()
}

/// The drawing of a household's last months, and that it lacks some of them.
fn course(
    night: &Night,
    dossier: Option<&Dossier>,
    findings: &[&Finding],
) -> (String, Option<String>) {
    /// Months before the night that a sheet shows.
    const MONTHS: i32 = 23;
    let to = night.tonight.run_date.month();
    let from = to.plus_months(-MONTHS);
    let (lanes, further) = dossier
        .map_or_else(|| (Vec::new(), 0), |dossier| lanes::of(night, dossier, findings, [from, to]));
    let language = night.language();
    let told =
        language.fill("另有 {} 项不在图上（更早的，或图上排不下的），见救助链表。", &[&further]);
    (charts::course(language, from, to, &lanes), (further > 0).then_some(told))
}
