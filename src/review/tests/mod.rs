//! Review lists as text in, decisions or faults as text out.

mod evidence;
mod import;
mod ledger;
mod lists;
mod personal;
mod quality;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::review_list::{
    CASE_ID, CONCLUSION, DECIDED_BY, DECIDED_ON, FLAG_IDS, NOT_THEIRS, REASON, RUN, SEAL,
    SECONDED_BY, Seal, grounds_key,
};
use crate::domain::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn key(content: u64, month: Option<&str>) -> EvidenceKey {
    let month = month.map(|month| Month::try_from(month.to_owned()).expect("a month"));
    EvidenceKey { content: RowKey(content), month }
}

/// A row of evidence: line, person, what the person is known by. Each writes its person in its own way.
fn row(line: u32, person: u64, match_key: u64) -> ReviewedRow {
    ReviewedRow {
        source: format!("source_{}", line % 2),
        file: "rows.csv".to_owned(),
        line,
        says: "2026年11月 农村低保 420元".to_owned(),
        role: "recipient".to_owned(),
        person: Some(PersonId(person)),
        match_key: Some(RowKey(match_key)),
        identities: BTreeSet::from([RowKey(0xa000 + u64::from(line))]),
    }
}

fn flag(code: &str, severity: Severity, evidence: Vec<ReviewedRow>) -> ReviewedFlag {
    ReviewedFlag {
        code: code.to_owned(),
        severity,
        grade: Grade::Confirmed,
        household: HouseholdId(0xa),
        subjects: vec![PersonId(1)],
        grounds: Grounds::new(&[key(u64::from(evidence[0].line), None)], None, "tolerance_yuan=1"),
        evidence,
    }
}

/// Case 1 has flags 1 (red: two rows of one person, written in two ways) and 2 (orange: two people, one of
/// them in two ways); case 2 has flag 3 (orange: one row), case 3 flag 4 (orange: two rows written alike in two
/// sources), case 4 flag 5 (orange: two rows of one source written alike). Of case 5, flag 6 has a person written in
/// two ways in one source and as the first of them in another; flag 7 one written alike in three; flag 8 one
/// written alike in two. Of persons 3 and 8, more is known than their flags show.
fn run() -> ReviewedRun {
    let cases = [(1, vec![1, 2]), (2, vec![3]), (3, vec![4]), (4, vec![5]), (5, vec![6, 7, 8])];
    let cases = cases.map(|(case, flags)| (CaseId(case), flags.into_iter().map(FlagId).collect()));
    let third = ReviewedRow { source: "source_2".to_owned(), ..row(20, 7, 0x71) };
    let flags = [
        (1, flag("X01", Severity::Red, vec![row(2, 1, 0x11), row(3, 1, 0x12)])),
        (2, flag("D04", Severity::Orange, vec![row(4, 1, 0x11), row(5, 2, 0x21), row(6, 2, 0x22)])),
        (3, flag("X03", Severity::Orange, vec![row(7, 3, 0x31)])),
        (4, flag("X02", Severity::Orange, vec![row(8, 4, 0x41), row(9, 4, 0x41)])),
        (5, flag("D01", Severity::Orange, vec![row(10, 5, 0x51), row(12, 5, 0x51)])),
        (
            6,
            flag(
                "D02",
                Severity::Orange,
                vec![row(14, 6, 0x61), row(15, 6, 0x61), row(16, 6, 0x62)],
            ),
        ),
        (7, flag("D03", Severity::Orange, vec![row(18, 7, 0x71), row(19, 7, 0x71), third])),
        (8, flag("D05", Severity::Orange, vec![row(22, 8, 0x81), row(23, 8, 0x81)])),
    ];
    let known = |row: &ReviewedRow| Some((row.person?, row.identities.clone()));
    let mut identities: BTreeMap<PersonId, BTreeSet<RowKey>> = BTreeMap::new();
    for (person, keys) in flags.iter().flat_map(|(_, flag)| &flag.evidence).filter_map(known) {
        identities.entry(person).or_default().extend(keys);
    }
    identities.entry(PersonId(3)).or_default().extend([0xb1, 0xb2].map(RowKey));
    identities.entry(PersonId(8)).or_default().insert(RowKey(0xb8));
    ReviewedRun {
        id: RunId(0x99),
        cases: BTreeMap::from(cases),
        flags: flags.into_iter().map(|(id, flag)| (FlagId(id), flag)).collect(),
        identities,
    }
}

const RUN_DATE: &str = "2026-11-23";

/// The titles of the lists here, in order.
const TITLES: [&str; 11] = [
    CASE_ID,
    "姓名",
    FLAG_IDS,
    CONCLUSION,
    NOT_THEIRS,
    REASON,
    DECIDED_ON,
    DECIDED_BY,
    SECONDED_BY,
    RUN,
    SEAL,
];

/// A sheet of lines `case: flags | conclusion | numbers | reason | day | by | second`, as it was printed and
/// then filled in.
fn sheet(name: &str, lines: &str) -> SheetCells {
    let mut rows = vec![text_row(1, ["青石镇社会救助核对疑点清单"]), text_row(3, TITLES)];
    let run = run();
    for (line, at) in lines.trim().lines().zip(4..) {
        let (of, filled) = line.split_once('|').expect("flags stand before conclusions");
        let (case, flags) = of.split_once(':').expect("a case stands before flags");
        let case = CaseId(case.trim().parse().expect("a case is a number")).to_string();
        let flags: Vec<FlagId> =
            flags.split_whitespace().map(|flag| FlagId(flag.parse().expect("a number"))).collect();
        let known = flags.iter().filter_map(|flag| Some((*flag, &run.flags.get(flag)?.grounds)));
        let grounds = grounds_key(known);
        let flags: Vec<String> = flags.iter().map(ToString::to_string).collect();
        let mut cells: BTreeMap<&str, String> = BTreeMap::from([
            (CASE_ID, case),
            ("姓名", "王*英".to_owned()),
            (FLAG_IDS, flags.join(" ")),
            (RUN, format!("{RUN_DATE} {}", run.id)),
        ]);
        let seal = Seal::new(|title| cells.get(title).map(String::as_str), grounds);
        cells.insert(SEAL, seal.to_string());
        let open = [CONCLUSION, NOT_THEIRS, REASON, DECIDED_ON, DECIDED_BY, SECONDED_BY];
        cells.extend(open.into_iter().zip(filled.split('|').map(|cell| cell.trim().to_owned())));
        rows.push(text_row(at, TITLES.map(|title| cells.remove(title).unwrap_or_default())));
    }
    SheetCells { name: name.to_owned(), rows, merged: Vec::new() }
}

fn text_row<T: AsRef<str>>(row: u32, cells: impl IntoIterator<Item = T>) -> SheetRow {
    let cells = (0..).zip(cells).filter(|(_, text)| !text.as_ref().is_empty());
    let cells = cells.map(|(column, text)| SheetCell {
        column,
        text: text.as_ref().to_owned(),
        is_formula: false,
    });
    SheetRow { row, cells: cells.collect() }
}

fn list(file: &str, sheets: Vec<SheetCells>) -> List {
    List { file: file.to_owned(), sheets }
}

fn rules() -> ReviewRules {
    ReviewRules {
        second_person: vec![
            SecondPerson { severities: vec![Severity::Red], ..SecondPerson::default() },
            SecondPerson { outcomes: vec![Outcome::Waived], ..SecondPerson::default() },
        ],
        ..ReviewRules::default()
    }
}

/// What lists come to, on 2026-11-25.
fn concluded(
    lists: &[List],
    ledger: &Ledger,
    may_correct: bool,
) -> Result<Concluded, Vec<ListFault>> {
    let rules = rules();
    let terms = Terms { rules: &rules, today: day("2026-11-25"), may_correct };
    let runs = BTreeMap::from([(day(RUN_DATE), run())]);
    conclude(read_lists(lists), &runs, ledger, &terms)
}

fn shown(concluded: Result<Concluded, Vec<ListFault>>) -> String {
    match concluded {
        Ok(concluded) => {
            let mut lines: Vec<String> = concluded.decisions.iter().map(decision_shown).collect();
            if concluded.known + concluded.unfinished > 0 {
                let (known, unfinished) = (concluded.known, concluded.unfinished);
                lines.push(format!("known {known}, unfinished {unfinished}"));
            }
            lines.extend(concluded.inseparable.iter().map(Inseparable::chinese));
            lines.join("\n")
        }
        Err(faults) => faults.iter().map(ListFault::chinese).collect::<Vec<_>>().join("\n"),
    }
}

fn decision_shown(decision: &Decision) -> String {
    let Decision { flag, code, outcome, decided_on, decided_by, reason, .. } = decision;
    let second = decision.seconded_by.as_deref().unwrap_or("-");
    let scope = if decision.with_case { "case" } else { "flag" };
    let apart = decision.apart.iter();
    let apart = apart.map(|[one, other]| format!(" {}≠{}", key_shown(*one), key_shown(*other)));
    let corrects = decision.corrects.map(|entry| format!(" corrects {entry}")).unwrap_or_default();
    let apart: String = apart.collect();
    format!(
        "{} {code} {} by {scope} {decided_on} {decided_by} {second} {reason}{corrects}{apart}",
        flag.0,
        outcome.code()
    )
    .trim_end()
    .to_owned()
}

/// A key, and the source if it means the rows of one alone.
fn key_shown(key: RowKey) -> String {
    let of_source = |plain| (0..3).map(move |source| (plain, source));
    let in_source =
        |(plain, source): &(u64, u32)| RowKey(*plain).in_source(&format!("source_{source}")) == key;
    let found = (0..0x100).flat_map(of_source).find(in_source);
    found.map_or_else(|| format!("{:x}", key.0), |(plain, source)| format!("{plain:x}@{source}"))
}
