//! A run appears whole or not at all, and the next night reads it back.

use std::collections::BTreeMap;
use std::path::Path;

use super::night::{BOY, FIRST_HOME, GRANDMOTHER, SECOND_HOME, day, tiny_night};
use crate::domain::table::Note;
use crate::domain::{
    HouseholdKind, KnownFlag, KnownIdentity, KnownMember, Outcome, PreviousRun, Returned, Standing,
};
use crate::report::{ReportError, contracts, flag_ids, open_since, publish, read_previous, tables};

/// Every file of a run by its path in it, with its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            let inner = bytes(&path).into_iter();
            files.extend(inner.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            files.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_run_holds_every_table_its_lists_and_its_record() {
    let runs = tempfile::tempdir().expect("a folder");
    let night = tiny_night();
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    assert_eq!(names(runs.path()), ["run_date=2026-11-23"]);
    let mut expected: Vec<String> =
        contracts().iter().map(|contract| format!("{}.parquet", contract.name)).collect();
    let others = [
        "dictionary.html",
        "index.html",
        "lists",
        "returns",
        "sheets",
        "summary.html",
        "run.json",
        "linkage_model.json",
    ];
    expected.extend(others.map(str::to_owned));
    expected.sort();
    assert_eq!(names(&published.folder), expected);
    let lists = ["990101001-青石镇.xlsx", "district.xlsx", "statistics.xlsx"];
    assert_eq!(names(&published.folder.join("lists")), lists);
    assert_eq!((published.flags, published.cases, published.listed), (2, 2, 2));
    let record = std::fs::read(published.folder.join("run.json")).expect("a record");
    let record: serde_json::Value = serde_json::from_slice(&record).expect("JSON");
    assert_eq!(record["reproducible"]["counts"]["persons"], 2);
    assert_eq!(record["reproducible"]["ledger"][1]["yuan_read"], "840.00");
    assert_eq!(record["reproducible"]["returns"][0]["path"], "returns/civil_affairs.xlsx");
    assert_eq!(record["timings"]["stages"][0]["stage"], "read");
}

#[test]
fn the_dictionary_is_a_page_that_the_summary_leads_to() {
    let runs = tempfile::tempdir().expect("a folder");
    let published = publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let read = |file: &str| std::fs::read_to_string(published.folder.join(file)).expect("a page");
    assert!(read("summary.html").contains(r#"href="dictionary.html""#));
    let page = read("dictionary.html");
    for outside in ["http:", "https:", "src=", "<script", "@import", "url("] {
        assert!(!page.contains(outside), "the page asks for nothing: {outside}");
    }
    for contract in contracts() {
        let name = contract.name;
        let start = page.find(&format!(r#"<section id="{name}">"#)).expect("a section");
        let section = page[start..].split("</section>").next().unwrap_or_default();
        assert!(section.contains(&format!("版本 {}</span>", contract.version)), "{name}");
        assert!(section.contains(contract.chinese), "{name}");
        assert_eq!(section.matches("<tr><td").count(), contract.columns.len(), "{name}");
        assert!(section.contains(&format!("<p>{}<span", contract.about_zh)), "{name}");
        for column in contract.columns {
            let Note { chinese, meaning_zh, .. } = column.note;
            let cells = format!(
                "<code>{}</code></td><td>{chinese}</td><td>{meaning_zh}<span class=\"quiet\"",
                column.name
            );
            assert!(section.contains(&cells), "{name}.{}", column.name);
        }
    }
    let payments = page.split(r#"<section id="payments">"#).nth(1).expect("a section");
    let amount = payments.lines().find(|line| line.contains("<code>amount</code>"));
    let amount = amount.expect("payments have an amount");
    for cell in
        ["decimal(14,2)", ">元<", ">个人<", ">不为空<", "收回的为负数", "negative when taken back"]
    {
        assert!(amount.contains(cell), "{cell}: {amount}");
    }
    assert!(payments.contains("本次 3 行"), "how many rows the night has");
}

#[test]
fn the_same_night_gives_the_same_bytes_whatever_it_took() {
    let mut night = tiny_night();
    let mut runs = Vec::new();
    for seconds in [1.0, 2.0] {
        let folder = tempfile::tempdir().expect("a folder");
        night.stages[0].seconds = seconds;
        let published = publish(&night.tonight(), folder.path()).expect("a run");
        let mut files = bytes(&published.folder);
        let record = files.remove("run.json").expect("a record");
        let record: serde_json::Value = serde_json::from_slice(&record).expect("JSON");
        runs.push((files, record["reproducible"].clone()));
    }
    for (name, bytes) in &runs[0].0 {
        assert!(runs[1].0[name] == *bytes, "{name} differs");
    }
    assert_eq!(runs[0], runs[1]);
}

#[test]
fn a_run_of_the_same_date_is_replaced_whole() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    publish(&night.tonight(), runs.path()).expect("a run");
    night.findings.clear();
    night.cases.clear();
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    assert_eq!(names(runs.path()), ["run_date=2026-11-23"]);
    let flags: tables::Flags = crate::report::read_table(&published.folder).expect("flags");
    assert!(flags.is_empty());
}

#[test]
fn what_a_killed_run_left_is_removed_and_a_run_set_aside_comes_back() {
    let runs = tempfile::tempdir().expect("a folder");
    let unseen = runs.path().join(".unpublished");
    for leftover in ["run_date=2026-11-21.partial", "run_date=2026-11-22.replaced", "other.partial"]
    {
        std::fs::create_dir_all(unseen.join(leftover)).expect("a folder");
    }
    publish(&tiny_night().tonight(), runs.path()).expect("a run");
    let expected = [".unpublished", "run_date=2026-11-22", "run_date=2026-11-23"];
    assert_eq!(names(runs.path()), expected);
    assert_eq!(names(&unseen), ["other.partial"]);
}

#[test]
fn a_ledger_that_does_not_balance_publishes_nothing() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.ledger[0].rows_read += 1;
    let fault = publish(&night.tonight(), runs.path()).expect_err("no run");
    assert!(fault.is_ledger());
    assert!(fault.to_string().contains("charity/grants.xlsx has 2 rows read, 1 accepted"));
    assert!(names(runs.path()).is_empty());
}

#[test]
fn a_rejected_row_that_the_quarantine_lacks_publishes_nothing() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    night.records.rejects = crate::domain::Rejects::empty();
    let fault = publish(&night.tonight(), runs.path()).expect_err("no run");
    assert!(matches!(
        fault,
        ReportError::QuarantineDoesNotBalance { ledger: 1, quarantine: 0, .. }
    ));
}

/// What a run says whose ledger is changed in a way that still adds up.
fn unbalanced(change: impl FnOnce(&mut crate::domain::LedgerLine)) -> String {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    change(&mut night.ledger[1]);
    let fault = publish(&night.tonight(), runs.path()).expect_err("no run");
    assert!(fault.is_ledger() && names(runs.path()).is_empty(), "nothing is left: {fault}");
    fault.to_string()
}

#[test]
fn rows_and_money_that_the_published_tables_lack_publish_nothing() {
    let rows = unbalanced(|line| {
        line.rows_read += 1;
        line.rows_accepted += 1;
    });
    assert!(rows.contains("has 3 rows, the table `source_rows` holds 2 rows"), "{rows}");
    let yuan = unbalanced(|line| {
        line.amount_read += crate::domain::Fen(1);
        line.amount_accepted += crate::domain::Fen(1);
    });
    assert!(yuan.contains("has 840.01 yuan, the table `payments` holds 840.00 yuan"), "{yuan}");
}

#[test]
fn rows_of_a_file_that_the_ledger_does_not_know_publish_nothing() {
    let renamed = unbalanced(|line| {
        line.rows_read = 0;
        line.rows_accepted = 0;
        line.rows_rejected = 0;
        line.file = "elsewhere.csv".to_owned();
    });
    assert!(renamed.contains("payments.csv has 0 rows"), "{renamed}");
}

#[test]
fn a_folder_that_cannot_be_written_is_a_fault_of_output() {
    let runs = tempfile::NamedTempFile::new().expect("a file where a folder should be");
    let fault = publish(&tiny_night().tonight(), runs.path()).expect_err("no run");
    assert!(matches!(fault, ReportError::Output { .. }) && !fault.is_ledger());
}

#[test]
fn the_next_night_reads_back_who_was_who_and_what_was_found() {
    let runs = tempfile::tempdir().expect("a folder");
    let night = tiny_night();
    publish(&night.tonight(), runs.path()).expect("a run");
    let before = |date| read_previous(runs.path(), day(date)).expect("readable runs");
    assert_eq!(before("2026-11-23"), None);
    let (date, previous) = before("2026-11-30").expect("a run before");
    assert_eq!(date, day("2026-11-23"));
    let first_seen = day("2026-11-20");
    let identity =
        |identity_key, person, first_seen| KnownIdentity { identity_key, person, first_seen };
    assert_eq!(
        previous.persons,
        [
            identity(20, BOY, day("2026-11-23")),
            identity(30, GRANDMOTHER, first_seen),
            identity(40, GRANDMOTHER, first_seen),
            identity(u64::MAX - 1, GRANDMOTHER, first_seen),
        ]
    );
    let unit = HouseholdKind::AssistanceUnit;
    let member =
        |household, kind, person, first_seen| KnownMember { household, kind, person, first_seen };
    assert_eq!(
        previous.members,
        [
            member(SECOND_HOME, HouseholdKind::Register, BOY, day("2026-11-23")),
            member(FIRST_HOME, unit, GRANDMOTHER, first_seen),
        ]
    );
    assert_eq!(previous.flags.len(), 2);
}

#[test]
fn a_flag_found_again_counts_its_nights() {
    let runs = tempfile::tempdir().expect("a folder");
    let mut night = tiny_night();
    publish(&night.tonight(), runs.path()).expect("a run");
    night.run_date = day("2026-11-24");
    let previous = read_previous(runs.path(), night.run_date).expect("readable runs");
    night.previous = previous.map_or_else(PreviousRun::default, |(_, previous)| previous);
    night.findings[1].discriminator = "J0002".to_owned();
    let published = publish(&night.tonight(), runs.path()).expect("a run");
    let flags: tables::Flags = crate::report::read_table(&published.folder).expect("flags");
    let mut nights: Vec<_> =
        flags.rows().map(|flag| (flag.code, flag.first_seen.to_string(), flag.nights)).collect();
    nights.sort();
    assert_eq!(nights, [("D01", "2026-11-23".to_owned(), 2), ("G02", "2026-11-24".to_owned(), 1)]);
}

#[test]
fn flags_a_rule_does_not_tell_apart_still_have_ids_of_their_own() {
    let night = tiny_night();
    let twice = [night.findings[0].clone(), night.findings[0].clone()];
    let ids = flag_ids(&twice);
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[0], flag_ids(&night.findings)[0]);
}

/// The term of a case runs from here, and must not have passed on the night a flag is back.
#[test]
fn a_flag_is_open_since_it_was_found_or_came_back_or_was_looked_into_in_vain() {
    let mut night = tiny_night();
    let id = flag_ids(&night.findings)[0].0;
    let since = |night: &super::night::TinyNight| {
        open_since(&night.findings, &night.previous, night.run_date)[0].to_string()
    };
    assert_eq!(since(&night), "2026-11-23", "found tonight");
    let known = |open_since: Option<&str>| KnownFlag {
        flag: id,
        first_seen: day("2026-09-01"),
        nights: 20,
        open_since: open_since.map(day),
    };
    night.previous.flags = vec![known(Some("2026-11-02"))];
    assert_eq!(since(&night), "2026-11-02", "open all the time");
    night.previous.flags = vec![known(None)];
    assert_eq!(since(&night), "2026-09-01", "known, and never decided");
    let decided = |returned| {
        let outcome = Outcome::Confirmed;
        Some(Standing { outcome, decided_on: day("2026-11-20"), returned: Some(returned) })
    };
    night.findings[0].decision = decided(Returned::NewMonth);
    assert_eq!(since(&night), "2026-11-23", "settled until tonight");
    night.previous.flags = vec![known(Some("2026-11-02"))];
    night.findings[0].decision = decided(Returned::NotVerified);
    assert_eq!(since(&night), "2026-11-20", "looked into in vain");
}
