//! The difference as a page to print: what is another piece of work, and why figures moved.
//!
//! Self-contained (no network, no script). Of a person it shows an id; a sentence is masked as its
//! run published it.

use askama::Template;

use super::{
    Background, CaseChange, CaseFate, CaseField, CodeChange, ComparedCase, ComparedSource,
    Conclusion, FlagEnd,
};
use super::{Difference, PersonFate, SourceChange, SourceFate};
use crate::domain::numerals::{grouped, movement, yuan};
use crate::domain::{Grade, PROGRAM, PersonId, Severity};
use crate::report::ReportError;

#[derive(Template)]
#[template(path = "diff.html", config = "src/report/askama.toml")]
struct DiffPage<'a> {
    before: String,
    after: String,
    program: &'static str,
    notable: f64,
    counts: Vec<(&'static str, String)>,
    remarks: Vec<String>,
    cases: Vec<CaseBlock<'a>>,
    continuing: usize,
    /// Those of which flags came or went.
    codes: Vec<&'a CodeChange>,
    codes_same: usize,
    total: CodeChange,
    people: Vec<(&'static str, String)>,
    lists: Vec<PeopleList>,
    sources: Vec<SourceRow<'a>>,
}

struct CaseBlock<'a> {
    title: &'static str,
    /// Heading of what is told of each case.
    told: &'static str,
    total: usize,
    listed: usize,
    rows: Vec<CaseRow<'a>>,
    further: usize,
}

struct CaseRow<'a> {
    id: &'a str,
    severity: &'a str,
    grade: &'a str,
    town: &'a str,
    codes: String,
    yuan: String,
    office: &'a str,
    told: String,
    summary: &'a str,
}

struct PeopleList {
    title: &'static str,
    lines: Vec<String>,
    further: usize,
}

struct SourceRow<'a> {
    id: &'a str,
    agency: &'a str,
    title: &'a str,
    fate: &'static str,
    is_told: bool,
    /// Rows accepted and rejected and yuan, each before and after, with what moved in per cent.
    figures: [String; 8],
    files: String,
    days: [String; 2],
}

/// Lays the page out.
pub fn render(difference: &Difference) -> Result<String, ReportError> {
    let of = |code: &str| cases_of(difference, code).count();
    let flags = difference.flags.total();
    let codes = || difference.flags.by_code.iter();
    let count = |number: usize| grouped(number as u64);
    let page = DiffPage {
        before: difference.before.to_string(),
        after: difference.after.to_string(),
        program: PROGRAM,
        notable: difference.settings.notable_percent,
        counts: vec![
            ("新增工单", count(of("new"))),
            ("已结束的工单", count(of("resolved"))),
            ("其中有核实结论", count(concluded(difference))),
            ("有变化的工单", count(of("changed"))),
            ("延续的工单", count(of("continuing"))),
            ("新增疑点", count(flags.new as usize)),
            ("不再出现的疑点", count(flags.resolved as usize)),
            ("已有结论的疑点", count(flags.settled as usize)),
            ("换了编号的疑点", count(flags.renumbered as usize)),
        ],
        remarks: remarks(difference),
        cases: [
            ("new", "新增工单", "前次情形"),
            ("resolved", "已结束的工单", "结束情形"),
            ("changed", "有变化的工单", "变化"),
        ]
        .map(|(code, title, told)| block(difference, code, title, told))
        .into(),
        continuing: of("continuing"),
        codes: codes().filter(|code| !code.is_same()).collect(),
        codes_same: codes().filter(|code| code.is_same()).count(),
        total: flags,
        people: people(difference),
        lists: lists(difference),
        sources: difference.sources.iter().map(source_row).collect(),
    };
    Ok(page.render()?)
}

fn cases_of<'a>(difference: &'a Difference, code: &'a str) -> impl Iterator<Item = &'a CaseChange> {
    difference.cases.iter().filter(move |case| case.fate.code() == code)
}

/// How many of the cases that ended did by what reviewers concluded.
fn concluded(difference: &Difference) -> usize {
    let decided = |case: &&CaseChange| {
        case.ends
            .iter()
            .any(|end| matches!(end, FlagEnd::Decided(_) | FlagEnd::GoneAfterDecision(_)))
    };
    cases_of(difference, "resolved").filter(decided).count()
}

fn remarks(difference: &Difference) -> Vec<String> {
    let mut remarks = Vec::new();
    let made: Vec<&str> = difference.made_with.iter().map(|made| made.what.as_str()).collect();
    if !made.is_empty() {
        remarks.push(format!(
            "两次运行的程序、政策包或配置不同，变化可能由此而来：{}",
            made.join("、")
        ));
    }
    remarks.extend(difference.rules.iter().map(|rule| {
        let when = if rule.is_off { "后次" } else { "前次" };
        format!(
            "规则 {} {when}运行时停用（{}），其疑点的增减不说明情况有变",
            rule.code, rule.reason
        )
    }));
    remarks
}

fn block<'a>(
    difference: &'a Difference,
    code: &'a str,
    title: &'static str,
    told: &'static str,
) -> CaseBlock<'a> {
    let listed = || cases_of(difference, code).filter(|case| case.is_listed());
    // What rests on a weak match stays with the analysts.
    let weak = Grade::Possible.code();
    let shown = || listed().filter(|case| case.latest().grade != weak);
    let most = difference.settings.cases_max;
    CaseBlock {
        title,
        told,
        total: cases_of(difference, code).count(),
        listed: listed().count(),
        rows: shown().take(most).map(|case| case_row(difference, case)).collect(),
        further: shown().count().saturating_sub(most),
    }
}

fn case_row<'a>(difference: &'a Difference, change: &'a CaseChange) -> CaseRow<'a> {
    let case = change.latest();
    let town = |code: &'a String| difference.towns.get(code).unwrap_or(code).as_str();
    CaseRow {
        id: &change.id,
        severity: severity(&case.severity),
        grade: grade(&case.grade),
        town: case.town.as_ref().map(town).unwrap_or_default(),
        codes: case.codes.iter().map(String::as_str).collect::<Vec<_>>().join("、"),
        yuan: yuan(case.amount),
        office: &case.office,
        told: told(change),
        summary: &case.summary,
    }
}

fn told(change: &CaseChange) -> String {
    let mut told = Vec::new();
    match &change.fate {
        CaseFate::New(background) => told.push(background_in_words(background, "前次")),
        CaseFate::Resolved(background) => {
            told.extend(ends_in_words(&change.ends));
            told.push(background_in_words(background, "后次"));
        }
        CaseFate::Changed(fields) => {
            told.extend(fields.iter().map(|field| field_in_words(*field, change)));
            told.extend(ends_in_words(&change.ends));
        }
        CaseFate::Continuing => {}
    }
    told.extend(change.id_before.as_ref().map(|id| format!("编号原为 {id}")));
    told.join("；")
}

/// How the flags of a case ended, each way once, with how many did so where they are several.
fn ends_in_words(ends: &[FlagEnd]) -> Vec<String> {
    let concluded = |Conclusion { outcome, decided_on }: Conclusion| {
        format!("{}（{decided_on}）", outcome.chinese())
    };
    let ways = ends.chunk_by(|one, other| one == other).map(|same| {
        let words = match same[0] {
            FlagEnd::Decided(conclusion) => format!("核实结论：{}", concluded(conclusion)),
            FlagEnd::GoneAfterDecision(conclusion) => {
                format!("核实结论：{}，其后不再出现", concluded(conclusion))
            }
            FlagEnd::Gone => "未经核实，依据的数据变化后不再出现".to_owned(),
            FlagEnd::RuleOff => "规则停用，不说明情况有变".to_owned(),
            FlagEnd::Elsewhere => "转入其他工单".to_owned(),
        };
        if ends.len() > 1 { format!("{words}（{}项）", same.len()) } else { words }
    });
    ways.collect()
}

fn severity(code: &str) -> &str {
    let known = Severity::ALL.into_iter().find(|severity| severity.code() == code);
    known.map_or(code, |severity| severity.chinese())
}

fn grade(code: &str) -> &str {
    Grade::from_code(code).map_or(code, |grade| grade.chinese())
}

fn background_in_words(background: &Background, when: &str) -> String {
    let there = if background.household_exists { "在" } else { "不在" };
    let mut words = vec![format!("该户{when}{there}")];
    words.extend(background.people.iter().map(|fate| match fate {
        PersonFate::Absent => format!("有人{when}不在"),
        PersonFate::Moved => format!("有人{when}归属他户"),
        PersonFate::Merged => format!("有人{when}与他人合为一人"),
        PersonFate::Split => format!("有人{when}分为数人"),
        PersonFate::Regrouped => format!("有人{when}与他人重新划分"),
    }));
    let off = background.rules_off.iter();
    words.extend(off.map(|code| format!("规则 {code} {when}停用")));
    words.join("，")
}

fn field_in_words(field: CaseField, change: &CaseChange) -> String {
    let (Some(was), Some(is)) = (&change.before, &change.after) else { return String::new() };
    let arrow = |label: &str, was: &str, is: &str| format!("{label} {was} → {is}");
    let listed = |case: &ComparedCase| if case.listed { "列入" } else { "未列入" };
    match field {
        CaseField::Severity => arrow("优先级", severity(&was.severity), severity(&is.severity)),
        CaseField::Grade => arrow("匹配等级", grade(&was.grade), grade(&is.grade)),
        CaseField::Amount => arrow("金额", &yuan(was.amount), &yuan(is.amount)),
        CaseField::Flags => {
            let (came, went) = (change.flags_new.len(), change.flags_gone.len());
            let counts = arrow("疑点数", &was.flags.to_string(), &is.flags.to_string());
            format!("{counts}（增 {came} 减 {went}）")
        }
        CaseField::Listed => arrow("清单", listed(was), listed(is)),
        CaseField::Office => arrow("承办", &was.office, &is.office),
        CaseField::Codes => {
            let added = is.codes.difference(&was.codes).map(|code| format!("增 {code}"));
            let gone = was.codes.difference(&is.codes).map(|code| format!("减 {code}"));
            added.chain(gone).collect::<Vec<_>>().join("、")
        }
    }
}

fn people(difference: &Difference) -> Vec<(&'static str, String)> {
    let people = &difference.people;
    let counts = [
        ("前次人数", people.before),
        ("后次人数", people.after),
        ("延续", people.continuing),
        ("其中换了编号", people.renumbered.len()),
        ("新增", people.new.len()),
        ("不再出现", people.gone.len()),
        ("合并（组）", people.merged.len()),
        ("拆分（组）", people.split.len()),
        ("重新划分（组）", people.regrouped.len()),
    ];
    counts.map(|(label, number)| (label, grouped(number as u64))).into()
}

fn lists(difference: &Difference) -> Vec<PeopleList> {
    let people = &difference.people;
    let most = difference.settings.people_max;
    let list = |title, lines: &mut dyn Iterator<Item = String>| {
        let shown = lines.take(most).collect();
        PeopleList { title, lines: shown, further: lines.count() }
    };
    let lists = vec![
        list("合并", &mut people.merged.iter().map(ToString::to_string)),
        list("拆分", &mut people.split.iter().map(ToString::to_string)),
        list("重新划分", &mut people.regrouped.iter().map(ToString::to_string)),
        list("新增", &mut people.new.iter().map(PersonId::to_string)),
        list("不再出现", &mut people.gone.iter().map(PersonId::to_string)),
    ];
    lists.into_iter().filter(|list| !list.lines.is_empty()).collect()
}

fn source_row(change: &SourceChange) -> SourceRow<'_> {
    let sides = [&change.before, &change.after];
    let [rows, rejected, accepted] = [
        |source: &ComparedSource| grouped(source.rows_accepted),
        |source: &ComparedSource| grouped(source.rows_rejected),
        |source: &ComparedSource| yuan(source.accepted),
    ]
    .map(|figure: fn(&ComparedSource) -> String| {
        sides.map(|side| side.as_ref().map(figure).unwrap_or_default())
    });
    let [rows_before, rows_after] = rows;
    let [rejected_before, rejected_after] = rejected;
    let [yuan_before, yuan_after] = accepted;
    let latest = change.after.as_ref().or(change.before.as_ref());
    SourceRow {
        id: &change.id,
        agency: latest.map(|source| source.agency_name.as_str()).unwrap_or_default(),
        title: latest.map(|source| source.title.as_str()).unwrap_or_default(),
        fate: match change.fate {
            SourceFate::New => "新来源",
            SourceFate::Missing => "缺失",
            SourceFate::Grew => "增加",
            SourceFate::Shrank => "减少",
            SourceFate::Steady if change.is_same() => "文件未变",
            SourceFate::Steady => "平稳",
        },
        is_told: change.fate != SourceFate::Steady,
        figures: [
            rows_before,
            rows_after,
            movement(change.rows_percent),
            rejected_before,
            rejected_after,
            yuan_before,
            yuan_after,
            movement(change.yuan_percent),
        ],
        files: files(change),
        days: sides.map(|side| side.as_ref().map(day).unwrap_or_default()),
    }
}

fn day(source: &ComparedSource) -> String {
    match source.age_days {
        0 => source.snapshot.to_string(),
        days => format!("{}（{days} 天前）", source.snapshot),
    }
}

fn files(change: &SourceChange) -> String {
    let added = change.files_new().into_iter().map(|name| format!("增 {name}"));
    let gone = change.files_gone().into_iter().map(|name| format!("减 {name}"));
    added.chain(gone).collect::<Vec<_>>().join("、")
}
