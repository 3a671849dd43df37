//! The ledger: what breaks its chain, and what a night takes of it.

use super::*;
use crate::review::standing::Decided;

fn decision(flag: u64, run_date: &str, imported_on: &str, outcome: Outcome) -> Decision {
    let run = run();
    let reviewed = &run.flags[&FlagId(flag)];
    Decision {
        entry: 0,
        corrects: None,
        imported_on: day(imported_on),
        run_date: day(run_date),
        run: run.id,
        case: CaseId(1),
        flag: FlagId(flag),
        with_case: false,
        code: reviewed.code.clone(),
        severity: reviewed.severity,
        grade: reviewed.grade,
        household: reviewed.household,
        subjects: reviewed.subjects.clone(),
        sources: vec!["deaths".to_owned()],
        grounds: reviewed.grounds.clone(),
        outcome,
        reason: "核对原件".to_owned(),
        decided_on: day(imported_on),
        decided_by: "A1".to_owned(),
        seconded_by: None,
        apart: if outcome == Outcome::MatchError { vec![[RowKey(1), RowKey(2)]] } else { vec![] },
    }
}

fn text() -> String {
    Ledger::default().add(vec![
        decision(1, "2026-11-20", "2026-11-21", Outcome::Confirmed),
        decision(2, "2026-11-20", "2026-11-21", Outcome::MatchError),
        decision(1, "2026-11-22", "2026-11-23", Outcome::DataError),
        decision(3, "2026-11-23", "2026-11-23", Outcome::Permitted),
    ])
}

#[test]
fn a_ledger_is_read_as_it_is_written() {
    let text = text();
    let mut ledger = Ledger::parse(&text).expect("a ledger");
    assert_eq!(ledger.head().entries, 4);
    assert_eq!(ledger.entries()[3].entry, 4);
    let more = ledger.add(vec![decision(4, "2026-11-23", "2026-11-24", Outcome::Waived)]);
    assert_eq!(Ledger::parse(&(text + &more)).expect("a longer ledger"), ledger);
    assert_eq!(Ledger::parse("").expect("no decision yet"), Ledger::default());
}

#[test]
fn a_line_that_was_changed_taken_out_or_moved_breaks_the_chain() {
    let text = text();
    let lines: Vec<&str> = text.lines().collect();
    let fault = |lines: &[&str]| Ledger::parse(&lines.join("\n")).expect_err("a broken chain");
    let changed = lines[3].replace("permitted", "confirmed");
    assert_eq!(fault(&[lines[0], lines[1], lines[2], &changed]), LedgerFault::Changed { line: 4 });
    assert_eq!(fault(&[lines[0], lines[2]]), LedgerFault::OutOfPlace { line: 2 });
    assert_eq!(fault(&[lines[1]]), LedgerFault::OutOfPlace { line: 1 });
    assert_eq!(fault(&[lines[0], lines[0]]), LedgerFault::OutOfPlace { line: 2 });
    assert!(matches!(fault(&[lines[0], "{}"]), LedgerFault::NoEntry { line: 2, .. }));
    let half = &lines[3][..lines[3].len() / 2];
    assert!(matches!(
        fault(&[&lines[..3], &[half]].concat()),
        LedgerFault::NoEntry { line: 4, .. }
    ));
}

#[test]
fn what_a_run_has_taken_must_still_be_there() {
    let text = text();
    let ledger = Ledger::parse(&text).expect("a ledger");
    let run = day("2026-11-24");
    assert_eq!(ledger.prove_continues(run, &LedgerHead::default()), Ok(()));
    assert_eq!(ledger.prove_continues(run, &ledger.head_at(2)), Ok(()));
    let shorter: Vec<&str> = text.lines().take(2).collect();
    let shorter = Ledger::parse(&shorter.join("\n")).expect("its chain is whole");
    assert_eq!(
        shorter.prove_continues(run, &ledger.head()),
        Err(LedgerFault::CutShort { run, entries: 4 })
    );
}

#[test]
fn a_night_takes_what_was_imported_by_then_about_earlier_lists() {
    let ledger = Ledger::parse(&text()).expect("a ledger");
    let taken = |night: &str| {
        let decided = Decided::before(&ledger, day(night));
        let entries: Vec<u32> = decided.decisions.iter().map(|one| one.entry).collect();
        (entries, decided.head.entries)
    };
    assert_eq!(taken("2026-11-20"), (vec![], 0));
    assert_eq!(taken("2026-11-22"), (vec![1, 2], 2));
    // Its own list of that day is the next night's business.
    assert_eq!(taken("2026-11-23"), (vec![1, 2, 3], 3));
    assert_eq!(taken("2026-11-24"), (vec![1, 2, 3, 4], 4));
}

#[test]
fn the_latest_nights_list_has_the_last_word_on_a_flag() {
    let mut ledger = Ledger::parse(&text()).expect("a ledger");
    let outcome = |ledger: &Ledger, flag| {
        let decided = Decided::before(ledger, day("2026-11-30"));
        decided.holding(FlagId(flag)).map(|one| one.outcome)
    };
    assert_eq!(outcome(&ledger, 1), Some(Outcome::DataError));
    // A list of an earlier night that comes back late does not go over it.
    ledger.add(vec![decision(1, "2026-11-21", "2026-11-24", Outcome::Permitted)]);
    assert_eq!(outcome(&ledger, 1), Some(Outcome::DataError));
    let apart = |ledger: &Ledger| Decided::before(ledger, day("2026-11-30")).apart();
    assert_eq!(apart(&ledger), [[RowKey(1), RowKey(2)]]);
    // A match error that is corrected no longer keeps anybody apart.
    ledger.add(vec![decision(2, "2026-11-20", "2026-11-24", Outcome::Confirmed)]);
    assert_eq!(apart(&ledger), [[RowKey(0), RowKey(0)]; 0]);
}
