//! Decisions come back: a list is reviewed, imported, and the next night knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use hedui::domain::table::{Cell, Maybe, Text};
use hedui::report::{read_table, tables};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::sandbox::{LAST_NIGHT, Sandbox, TONIGHT, failed_with, succeeded};

const AFTER: &str = "2026-11-24";
const LIST: &str = "lists/district.xlsx";

/// What a reviewer writes into a line: conclusion, numbers, reason, reviewer, second person.
type Filled = [String; 5];

const TITLES: [&str; 5] =
    ["核实结论", "非本人证据号", "理由/备注", "核实人（工号）", "复核人（工号）"];

/// A line of a list, by title.
type Line = BTreeMap<String, String>;

/// The lines of the sheet of cases.
fn lines(list: &Path) -> Vec<Line> {
    let mut workbook: Xlsx<_> = open_workbook(list).expect("a list");
    let range = workbook.worksheet_range("疑点清单").expect("the sheet of cases");
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    rows[3..].iter().map(|row| rows[2].iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

/// Saves a list as another program would, with what a reviewer fills in and the day as a date.
fn fill(list: &Path, to: &Path, review: impl Fn(&Line) -> Option<Filled>) {
    let mut read: Xlsx<_> = open_workbook(list).expect("a list");
    let mut written = Workbook::new();
    for name in read.sheet_names() {
        let range = read.worksheet_range(&name).expect("a sheet");
        let rows: Vec<Vec<String>> =
            range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        let sheet = written.add_worksheet();
        sheet.set_name(&name).expect("a name of a sheet");
        for (at, row) in (0..).zip(&rows) {
            let line: Line = rows[2].iter().cloned().zip(row.iter().cloned()).collect();
            let filled = (at > 2 && name == "疑点清单").then(|| review(&line)).flatten();
            for ((column, title), text) in (0..).zip(&rows[2]).zip(row) {
                let own = TITLES.iter().position(|one| one == title).zip(filled.as_ref());
                match own {
                    Some((own, filled)) => sheet.write(at, column, &filled[own]),
                    None if title == "核实日期" && filled.is_some() => {
                        let day = ExcelDateTime::parse_from_str(TONIGHT).expect("a day");
                        let format = Format::new().set_num_format("yyyy/m/d");
                        sheet.write_with_format(at, column, &day, &format)
                    }
                    None => sheet.write(at, column, text),
                }
                .expect("a cell");
            }
        }
    }
    written.save(to).expect("the list can be saved");
}

fn filled(words: [&str; 5]) -> Filled {
    words.map(str::to_owned)
}

/// Publishes last night, and gives its district list.
fn last_night(sandbox: &Sandbox) -> PathBuf {
    succeeded(&sandbox.run(LAST_NIGHT));
    sandbox.published(LAST_NIGHT).join(LIST)
}

/// Both nights without any decision, for comparison.
fn undecided(sandbox: &Sandbox) -> PathBuf {
    for night in [LAST_NIGHT, TONIGHT] {
        let pipeline = ["run", "pipelines/nightly.toml", "--date", night, "--runs", "undecided"];
        succeeded(&sandbox.hedui(&pipeline));
    }
    sandbox.path(&format!("undecided/run_date={TONIGHT}"))
}

fn import(sandbox: &Sandbox, list: &str, date: &str) -> std::process::Output {
    sandbox.hedui(&["decisions", "import", list, "--date", date])
}

fn ledger(sandbox: &Sandbox) -> PathBuf {
    sandbox.path("decisions/ledger.jsonl")
}

/// The shown flags of a line.
fn flags_of(line: &Line) -> BTreeSet<String> {
    line["疑点编号"].split_whitespace().map(str::to_owned).collect()
}

/// Code, conclusion, why it is back, and case of each flag.
fn standing(run: &Path) -> BTreeMap<String, (String, String, String, bool)> {
    let flags: tables::Flags = read_table(run).expect("flags");
    let of = |flag: tables::Flag| {
        let decision = flag.decision.unwrap_or_default().to_owned();
        let returned = flag.returned.unwrap_or_default().to_owned();
        (
            flag.flag_id.to_owned(),
            (flag.code.to_owned(), decision, returned, flag.case_id.is_some()),
        )
    };
    flags.rows().map(of).collect()
}

fn past_outcomes(run: &Path) -> BTreeMap<String, String> {
    let cases: tables::Cases = read_table(run).expect("cases");
    let past = |case: tables::Case| Some((case.case_id.to_owned(), case.past_outcome?.to_owned()));
    cases.rows().filter_map(past).collect()
}

fn bytes_of(run: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut bytes = BTreeMap::new();
    for folder in [run.to_owned(), run.join("lists")] {
        for entry in fs::read_dir(folder).expect("a published folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() && !path.ends_with("run.json") {
                bytes.insert(path.clone(), fs::read(&path).expect("a published file"));
            }
        }
    }
    bytes
}

const ALLOWED: [&str; 5] = ["政策允许", "", "按当地规定可以并享", "QS01", "QS02"];

#[test]
fn what_was_decided_stays_away_until_it_changes() {
    let sandbox = Sandbox::new();
    let undecided = standing(&undecided(&sandbox));
    let list = last_night(&sandbox);
    // One in five could not be verified, the others are allowed.
    let all = lines(&list);
    let open: BTreeSet<String> = all.iter().step_by(5).map(|line| line["编号"].clone()).collect();
    fill(&list, &sandbox.path("reviewed.xlsx"), |line| {
        let could_not = filled(["无法核实", "", "两次上门无人", "QS01", "QS02"]);
        Some(if open.contains(&line["编号"]) { could_not } else { filled(ALLOWED) })
    });
    let said = succeeded(&import(&sandbox, "reviewed.xlsx", TONIGHT));
    let decided: BTreeSet<String> = all.iter().flat_map(flags_of).collect();
    assert!(said.contains(&format!("已登记{}条结论", decided.len())), "{said}");
    let written = fs::read(ledger(&sandbox)).expect("a ledger");
    let log = fs::read_to_string(sandbox.path("runs/audit.jsonl")).expect("a log");
    let ended = format!("\"outcome\":\"exit code 0, {} entries added\"", decided.len());
    assert!(log.lines().last().is_some_and(|line| line.contains(&ended)), "{log}");

    let again = succeeded(&import(&sandbox, "reviewed.xlsx", TONIGHT));
    assert!(again.contains("没有新的结论"), "{again}");
    let quiet = ["--quiet", "decisions", "import", "reviewed.xlsx", "--date", TONIGHT];
    assert_eq!(succeeded(&sandbox.hedui(&quiet)), "");
    assert_eq!(fs::read(ledger(&sandbox)).expect("a ledger"), written);
    let before = bytes_of(&sandbox.published(LAST_NIGHT));
    succeeded(&sandbox.run(LAST_NIGHT));
    assert!(before == bytes_of(&sandbox.published(LAST_NIGHT)), "its own list is not its input");

    let said = succeeded(&sandbox.run(TONIGHT));
    assert!(said.contains("其中了结今晚的疑点"), "{said}");
    let run = sandbox.published(TONIGHT);
    let tonight = standing(&run);
    assert_eq!(
        tonight.keys().collect::<Vec<_>>(),
        undecided.keys().collect::<Vec<_>>(),
        "no flag is lost"
    );
    let of_open = |flag: &str| {
        all.iter().any(|line| open.contains(&line["编号"]) && flags_of(line).contains(flag))
    };
    let (mut settled, mut returned) = (0, 0);
    for (flag, (code, decision, back, has_case)) in &tonight {
        let expected = match (decided.contains(flag), of_open(flag)) {
            (false, _) => "",
            (true, true) => "not_verified",
            (true, false) => "permitted",
        };
        assert_eq!(decision, expected, "{code} {flag}");
        assert_eq!(*has_case, undecided[flag].3 && (decision.is_empty() || !back.is_empty()));
        settled += usize::from(!decision.is_empty() && back.is_empty());
        returned += usize::from(back == "not_verified");
    }
    assert!(settled > 40 && returned > 8, "{settled} settled, {returned} returned");
    let told = past_outcomes(&run);
    let still: Vec<&String> = open.iter().filter(|case| told.contains_key(*case)).collect();
    assert!(still.len() > 8, "cases that could not be verified are back");
    assert!(still.iter().all(|case| told[*case].contains("2026-11-23 无法核实（")), "{told:?}");
    let reported: Vec<Line> = lines(&run.join(LIST));
    let reported = reported.iter().filter(|line| open.contains(&line["编号"]));
    assert!(reported.clone().count() > 0);
    assert!(reported.into_iter().all(|line| line["上次处理结果"].contains("无法核实")));
    told_in_tables(&run, decided.len());

    let bytes = bytes_of(&run);
    succeeded(&sandbox.run(TONIGHT));
    assert!(bytes == bytes_of(&run), "the same ledger gives the same bytes");
}

/// The chain shows the decisions of its household, and the figures count them.
fn told_in_tables(run: &Path, decided: usize) {
    let chain: tables::HouseholdChain = read_table(run).expect("chains");
    let decisions: Vec<tables::Event> =
        chain.rows().filter(|event| event.event == "decision").collect();
    assert!(decisions.len() * 10 > decided * 9, "{} of {decided}", decisions.len());
    for event in &decisions {
        assert_eq!((event.agency, event.source, event.file), ("centre", "decisions", "ledger"));
        assert!(event.says.contains("核实结论："), "{}", event.says);
    }
    let quality: tables::DecisionQuality = read_table(run).expect("figures");
    let all = quality.rows().find(|figure| figure.dimension == "all").expect("a line for all");
    assert_eq!(all.decisions as usize, decided);
    assert_eq!(all.permitted, all.counted);
    assert_eq!(all.precision, Some(0.0));
    let by_code = quality.rows().filter(|figure| figure.dimension == "code");
    assert_eq!(by_code.map(|figure| figure.decisions as usize).sum::<usize>(), decided);
}

#[test]
fn a_changed_row_brings_a_settled_flag_back() {
    let sandbox = Sandbox::new();
    let list = last_night(&sandbox);
    fill(&list, &sandbox.path("reviewed.xlsx"), |line| {
        line["疑点类型"].contains("（D08）").then(|| filled(ALLOWED))
    });
    succeeded(&import(&sandbox, "reviewed.xlsx", TONIGHT));
    succeeded(&sandbox.run(TONIGHT));
    let settled = |run: &Path| -> Vec<String> {
        let flags = standing(run).into_iter();
        let settled = flags.filter(|(_, flag)| !flag.1.is_empty() && flag.2.is_empty());
        settled.filter(|(_, flag)| flag.0 == "D08").map(|(id, _)| id).collect()
    };
    let before = settled(&sandbox.published(TONIGHT));
    assert!(before.len() > 1, "{before:?}");
    // The next night delivers the same, but for one amount in a row of the first of them.
    let evidence: tables::FlagEvidence = read_table(&sandbox.published(TONIGHT)).expect("evidence");
    let row = evidence.rows().find(|row| row.flag_id == before[0]).expect("a row of evidence");
    sandbox.deliver_again(AFTER);
    let file = sandbox.path(&format!("fixtures/district/{AFTER}/{}", row.file));
    let text = fs::read_to_string(&file).expect("a text file");
    let changed = |(at, line): (usize, &str)| {
        let is_it = at + 1 == row.line as usize;
        if is_it { line.replacen(".00,", ".50,", 1) } else { line.to_owned() }
    };
    let lines: Vec<String> = text.lines().enumerate().map(changed).collect();
    fs::write(&file, lines.join("\n") + "\n").expect("the sandbox can be written");
    succeeded(&sandbox.run(AFTER));
    let run = sandbox.published(AFTER);
    let after = standing(&run);
    let (_, decision, returned, has_case) = &after[&before[0]];
    assert_eq!((decision.as_str(), returned.as_str(), *has_case), ("permitted", "new_rows", true));
    assert_eq!(settled(&run), before[1..], "nothing else has changed");
    let told = past_outcomes(&run);
    assert!(told.values().any(|text| text.contains("政策允许（D08），其后有新的依据")), "{told:?}");
}

/// The people of tonight's identities.
fn person_of_identity(run: &Path) -> BTreeMap<u64, String> {
    let rows: tables::SourceRows = read_table(run).expect("rows");
    let people = (0..rows.len()).filter_map(|at| {
        let person = <Maybe<Text> as Cell>::value(&rows.person_id, at)?;
        Some((rows.row(at).identity_key?, person.to_owned()))
    });
    people.collect()
}

/// The identity of the row that a piece of evidence stands for.
fn identity(run: &Path, source: &str, line: u32) -> u64 {
    let rows: tables::SourceRows = read_table(run).expect("rows");
    let mut own = rows.rows().filter(|row| row.source == source && row.line == line);
    own.next().and_then(|row| row.identity_key).expect("the row has an identity")
}

#[test]
fn rows_of_two_people_are_never_one_person_again() {
    let sandbox = Sandbox::new();
    let undecided = undecided(&sandbox);
    let list = last_night(&sandbox);
    let last = sandbox.published(LAST_NIGHT);
    // Two numbers leave no doubt which rows differ; one number in two registers has to be told.
    let evidence: tables::FlagEvidence = read_table(&last).expect("evidence");
    let flags: tables::Flags = read_table(&last).expect("flags");
    let of_code = |code: &str| -> Vec<tables::FlagEvidenceRow> {
        let in_case = flags.rows().filter(|flag| flag.code == code && flag.case_id.is_some());
        let rows = |flag: tables::Flag| -> Vec<tables::FlagEvidenceRow> {
            evidence.rows().filter(|row| row.flag_id == flag.flag_id).collect()
        };
        // Of two numbers, one whose rows write the person in two ways and no third.
        let ways = |rows: &[tables::FlagEvidenceRow]| {
            rows.iter().map(|row| row.match_key).collect::<BTreeSet<_>>().len()
        };
        let mut found = in_case.map(rows);
        found.find(|rows| code != "D07" || ways(rows) == 2).expect("the code is found")
    };
    let (two_numbers, death) = (of_code("D07"), of_code("X01"));
    let listed = |rows: &[tables::FlagEvidenceRow]| rows[0].flag_id.to_owned();
    let wanted = [listed(&two_numbers), listed(&death)];
    fill(&list, &sandbox.path("reviewed.xlsx"), |line| {
        let flags = flags_of(line);
        if flags.contains(&wanted[0]) {
            return Some(filled(["不属实-匹配错误", "", "同名两人", "QS01", "QS02"]));
        }
        let deaths = line["证据摘要"].lines().find(|row| row.contains("《死亡"))?;
        let number = deaths.split('.').next()?;
        let told = filled(["不属实-匹配错误", number, "证号填错", "QS01", "QS02"]);
        flags.contains(&wanted[1]).then_some(told)
    });
    let said = succeeded(&import(&sandbox, "reviewed.xlsx", TONIGHT));
    assert!(!said.contains("无法据此分开"), "{said}");
    succeeded(&sandbox.run(TONIGHT));
    let (before, after) =
        (person_of_identity(&undecided), person_of_identity(&sandbox.published(TONIGHT)));
    let key = |row: &tables::FlagEvidenceRow| identity(&last, row.source, row.line);
    let keys: BTreeMap<u64, u64> = two_numbers
        .iter()
        .map(|row| (row.match_key.expect("a row about somebody"), key(row)))
        .collect();
    let keys: Vec<u64> = keys.into_values().collect();
    assert_eq!(before[&keys[0]], before[&keys[1]], "one person as long as nobody objects");
    assert_ne!(after[&keys[0]], after[&keys[1]], "and two from then on");
    let by_source = |source: &str| death.iter().find(|row| row.source == source).map(key);
    let dead = by_source("deaths").expect("a row of the register of deaths");
    let others = ["civil_affairs_payments", "police_register"].map(by_source);
    for other in others.into_iter().flatten() {
        assert_eq!(before[&dead], before[&other]);
        assert_ne!(after[&dead], after[&other]);
    }
    assert_eq!(others[0].map(|key| &after[&key]), others[1].map(|key| &after[&key]));
    // Nobody else is told apart for it.
    let people = |of: &BTreeMap<u64, String>| of.values().collect::<BTreeSet<_>>().len();
    assert_eq!(people(&after), people(&before) + 2);
    assert!(!standing(&sandbox.published(TONIGHT)).contains_key(&wanted[0]), "the flag is gone");
}

#[test]
fn a_list_with_faults_is_not_taken_and_says_all_of_them() {
    let sandbox = Sandbox::new();
    let list = last_night(&sandbox);
    let all = lines(&list);
    let rows: Vec<String> = all.iter().map(|line| line["编号"].clone()).collect();
    fill(&list, &sandbox.path("faulty.xlsx"), |line| {
        match rows.iter().position(|case| *case == line["编号"])? {
            0 => Some(filled(["属实", "", "", "QS01", "QS02"])),
            1 => Some(filled(["政策允许", "", "", "QS01", "QS02"])),
            2 => Some(filled(["差不多", "", "", "张三", ""])),
            _ => None,
        }
    });
    fill(&list, &sandbox.path("other.xlsx"), |line| {
        (line["编号"] == rows[0]).then(|| filled(["无法核实", "", "外出", "QS03", "QS04"]))
    });
    let both = ["decisions", "import", "faulty.xlsx", "other.xlsx", "--date", TONIGHT];
    let output = sandbox.hedui(&both);
    let english = failed_with(4, &output);
    let chinese = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    for words in [
        "清单有4处问题，没有导入任何结论",
        "faulty.xlsx“疑点清单”第5行：结论为“政策允许”须写明理由",
        "faulty.xlsx“疑点清单”第6行：“核实结论”里不是可选的结论",
        "faulty.xlsx“疑点清单”第6行：“核实人（工号）”须填工号",
        "other.xlsx“疑点清单”第4行：与faulty.xlsx“疑点清单”第4行对同一户",
    ] {
        assert!(chinese.contains(words), "{words} is in {chinese}");
    }
    assert!(english.contains("faulty.xlsx#疑点清单:5: `permitted` needs a reason"), "{english}");
    assert!(!english.contains("张三") && !english.contains("差不多"), "{english}");
    assert!(!ledger(&sandbox).exists(), "nothing was appended");
    fs::write(sandbox.path("no.xlsx"), "姓名,结论").expect("the sandbox can be written");
    let output = import(&sandbox, "no.xlsx", TONIGHT);
    failed_with(4, &output);
    assert!(String::from_utf8_lossy(&output.stdout).contains("另存为不加密的 .xlsx"));
}

#[test]
fn a_ledger_that_was_tampered_with_stops_the_night() {
    let sandbox = Sandbox::new();
    let list = last_night(&sandbox);
    fill(&list, &sandbox.path("reviewed.xlsx"), |_| Some(filled(ALLOWED)));
    succeeded(&import(&sandbox, "reviewed.xlsx", TONIGHT));
    succeeded(&sandbox.run(TONIGHT));
    let whole = fs::read_to_string(ledger(&sandbox)).expect("a ledger");
    let run = |text: &str| {
        fs::write(ledger(&sandbox), text).expect("the sandbox can be written");
        sandbox.run(TONIGHT)
    };
    let changed = whole.replacen("permitted", "confirmed", 1);
    let errors = failed_with(5, &run(&changed));
    assert!(errors.contains("line 1 is not what was written"), "{errors}");
    let dry_run = ["run", "pipelines/nightly.toml", "--date", TONIGHT, "--dry-run"];
    assert_eq!(failed_with(5, &sandbox.hedui(&dry_run)), errors, "a rehearsal tells it before");
    let shorter: Vec<&str> = whole.lines().take(3).collect();
    let errors = failed_with(5, &run(&(shorter.join("\n") + "\n")));
    assert!(errors.contains(&format!("the run of {TONIGHT} has taken")), "{errors}");
    // A copy from before the import, and the list again.
    let earlier = failed_with(5, &run(""));
    assert!(earlier.contains("has taken"), "{earlier}");
    succeeded(&import(&sandbox, "reviewed.xlsx", TONIGHT));
    assert_eq!(fs::read_to_string(ledger(&sandbox)).expect("a ledger"), whole);
    // Too little is better than nothing, but is told.
    fs::write(ledger(&sandbox), "").expect("the sandbox can be written");
    let one = lines(&list)[0]["编号"].clone();
    fill(&list, &sandbox.path("one.xlsx"), |line| (line["编号"] == one).then(|| filled(ALLOWED)));
    let said = succeeded(&import(&sandbox, "one.xlsx", TONIGHT));
    assert!(said.contains("台账还缺上次核对采用过的结论"), "{said}");
    succeeded(&run(&whole));
    let told = succeeded(&sandbox.hedui(&["decisions", "list"]));
    assert_eq!(told.matches("政策允许").count(), whole.lines().count());
    let report = succeeded(&sandbox.hedui(&["decisions", "report"]));
    assert!(report.contains("疑点代码") && report.contains("0.0% (0.0-"), "{report}");
}

/// A later import is never earlier than one before, so a mistyped year would keep all others out.
#[test]
fn a_day_to_come_is_no_day_of_an_import() {
    let sandbox = Sandbox::new();
    let errors = failed_with(2, &import(&sandbox, "no.xlsx", "2027-11-24"));
    assert!(errors.contains("2027-11-24 is yet to come, today is 2026-11-25"), "{errors}");
    assert!(!sandbox.path("decisions").exists() && !sandbox.path("runs").exists());
    let errors = failed_with(2, &import(&sandbox, "no.xlsx", "2026-11-25"));
    assert!(errors.contains("no.xlsx cannot be read"), "{errors}");
}

#[test]
fn two_imports_at_once_do_not_write_one_ledger() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("decisions")).expect("a folder in the sandbox");
    let lock = fs::File::create(sandbox.path("decisions/ledger.lock")).expect("a file in it");
    lock.lock().expect("nobody else holds it");
    let elsewhere = ["decisions", "import", "no.xlsx", "--date", TONIGHT, "--runs", "elsewhere"];
    let errors = failed_with(6, &sandbox.hedui(&elsewhere));
    assert!(errors.contains("ledger.lock; wait for it to end"), "{errors}");
    drop(lock);
    failed_with(2, &sandbox.hedui(&elsewhere));
}
