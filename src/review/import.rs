//! Import: the lines of all lists together become decisions, or the list of all that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::apart::apart;
use super::conclusion::Conclusion;
use super::fault::{Inseparable, ListFault, Wrong};
use super::ledger::Ledger;
use super::line::{Line, ReadLists};
use super::run::{ReviewedFlag, ReviewedRow, ReviewedRun};
use crate::domain::review_list::grounds_key;
use crate::domain::{CaseId, Day, Decision, FlagId, Grade, Outcome, ReviewRules, RowKey};

/// On what terms lists are taken.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    pub rules: &'a ReviewRules,
    pub today: Day,
    /// Whether a conclusion may replace one that the ledger holds of the same list.
    pub may_correct: bool,
}

/// What lists conclude.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded {
    /// What the ledger does not hold, in order of run, case and flag; without its entry's number.
    pub decisions: Vec<Decision>,
    /// How many the ledger holds already.
    pub known: usize,
    /// Lines with a remark and no conclusion yet.
    pub unfinished: usize,
    /// Match errors that keep nobody apart.
    pub inseparable: Vec<Inseparable>,
}

/// Draws the conclusions of lists against the runs they come from, all or none.
pub fn conclude(
    read: ReadLists,
    runs: &BTreeMap<Day, ReviewedRun>,
    ledger: &Ledger,
    terms: &Terms,
) -> Result<Concluded, Vec<ListFault>> {
    let ReadLists { lines, faults, unfinished } = read;
    let mut desk = Desk { runs, terms, faults, inseparable: BTreeSet::new() };
    let drawn: Vec<Drawn> = lines.iter().filter_map(|line| desk.draw(line)).collect();
    let by_flag = desk.by_flag(&drawn);
    let mut known = 0;
    let mut decisions = Vec::new();
    for ((_, flag), (drawn, with_case)) in by_flag {
        let with_case = with_case && drawn.flags.len() > 1;
        let Some(decision) = desk.decision(flag, drawn, with_case) else { continue };
        let earlier = ledger.latest_of(decision.run_date, flag);
        match earlier {
            Some(earlier) if is_same(earlier, &decision) => known += 1,
            Some(earlier) if !terms.may_correct => desk.fault(
                drawn.line,
                Wrong::Decided {
                    entry: earlier.entry,
                    outcome: earlier.outcome,
                    decided_on: earlier.decided_on,
                },
            ),
            earlier => {
                decisions.push(Decision { corrects: earlier.map(|one| one.entry), ..decision });
            }
        }
    }
    let Desk { mut faults, inseparable, .. } = desk;
    if faults.is_empty() {
        decisions.sort_by_key(|decision| (decision.run_date, decision.case, decision.flag));
        return Ok(Concluded {
            decisions,
            known,
            unfinished,
            inseparable: inseparable.into_iter().collect(),
        });
    }
    faults.sort();
    faults.dedup();
    Err(faults)
}

/// Whether the ledger's entry says what the list says.
fn is_same(entry: &Decision, decision: &Decision) -> bool {
    let said = |one: &Decision| Decision {
        entry: 0,
        corrects: None,
        imported_on: decision.imported_on,
        run: decision.run,
        ..one.clone()
    };
    said(entry) == said(decision)
}

/// A line with what it concludes, and the flags it names.
struct Drawn<'a> {
    line: &'a Line,
    run: &'a ReviewedRun,
    flags: Vec<(FlagId, &'a ReviewedFlag)>,
    /// Whether it is about the case as a whole, as it is or as it was when it was printed.
    whole: bool,
    conclusion: Conclusion,
    apart: Vec<[RowKey; 2]>,
}

/// What drawing conclusions needs, and what goes wrong on the way.
struct Desk<'a> {
    runs: &'a BTreeMap<Day, ReviewedRun>,
    terms: &'a Terms<'a>,
    faults: Vec<ListFault>,
    inseparable: BTreeSet<Inseparable>,
}

impl<'a> Desk<'a> {
    fn fault(&mut self, line: &Line, wrong: Wrong) {
        self.faults.push(ListFault { at: line.at.clone(), wrong });
    }

    fn draw(&mut self, line: &'a Line) -> Option<Drawn<'a>> {
        let conclusion = Conclusion::read(line, self.terms.rules, self.terms.today);
        let found = find(line, self.runs);
        if let Err(wrong) = &conclusion {
            self.faults.extend(
                wrong.iter().map(|wrong| ListFault { at: line.at.clone(), wrong: wrong.clone() }),
            );
        }
        let (run, flags, whole) = match found {
            Ok(found) => found,
            Err(wrong) => {
                self.fault(line, wrong);
                return None;
            }
        };
        let conclusion = conclusion.ok()?;
        let mut pairs = Vec::new();
        if conclusion.outcome == Outcome::MatchError {
            // Its numbers, and whom each row was taken for, are those of the run that printed it.
            if line.run != run.id {
                self.fault(line, Wrong::MatchedAgain(line.run_date));
                return None;
            }
            let rows: Vec<&ReviewedRow> =
                flags.iter().flat_map(|(_, flag)| &flag.evidence).collect();
            match apart(&rows, &conclusion.not_theirs, run) {
                Ok(apart) => pairs = apart,
                Err(wrong) => {
                    self.fault(line, wrong);
                    return None;
                }
            }
            if pairs.is_empty() {
                self.inseparable.insert(Inseparable(line.at.clone()));
            }
        }
        Some(Drawn { line, run, flags, whole, conclusion, apart: pairs })
    }

    /// The line that decides each flag of each night, and whether it is about the whole case: the flag's own
    /// where there is one, else its case's.
    fn by_flag<'d>(
        &mut self,
        drawn: &'d [Drawn<'a>],
    ) -> BTreeMap<(Day, FlagId), (&'d Drawn<'a>, bool)> {
        let mut lines: BTreeMap<(Day, CaseId, Option<FlagId>), &Drawn> = BTreeMap::new();
        let mut decided = BTreeMap::new();
        // Lines about whole cases come first, so that those about a flag go over them.
        for whole in [true, false] {
            for one in drawn.iter().filter(|one| one.whole == whole) {
                let night = one.line.run_date;
                let flag = one.flags.first().map(|(flag, _)| *flag).filter(|_| !whole);
                let first = *lines.entry((night, one.line.case, flag)).or_insert(one);
                if first.conclusion != one.conclusion {
                    let first = first.line.at.clone();
                    self.fault(one.line, Wrong::TwoConclusions { first });
                    continue;
                }
                decided.extend(one.flags.iter().map(|(flag, _)| ((night, *flag), (one, whole))));
            }
        }
        decided
    }

    fn decision(&mut self, flag: FlagId, drawn: &Drawn, with_case: bool) -> Option<Decision> {
        let Drawn { line, run, conclusion, apart, .. } = drawn;
        let reviewed = &run.flags[&flag];
        let needs_second = self.terms.rules.needs_second(reviewed.severity, conclusion.outcome);
        if needs_second && conclusion.seconded_by.is_none() {
            self.fault(line, Wrong::NoSecondPerson);
            return None;
        }
        let sources: BTreeSet<&String> = reviewed.evidence.iter().map(|row| &row.source).collect();
        Some(Decision {
            entry: 0,
            corrects: None,
            imported_on: self.terms.today,
            run_date: line.run_date,
            run: run.id,
            case: line.case,
            flag,
            with_case,
            code: reviewed.code.clone(),
            severity: reviewed.severity,
            grade: reviewed.grade,
            household: reviewed.household,
            subjects: reviewed.subjects.clone(),
            sources: sources.into_iter().cloned().collect(),
            grounds: reviewed.grounds.clone(),
            outcome: conclusion.outcome,
            reason: conclusion.reason.clone(),
            decided_on: conclusion.decided_on,
            decided_by: conclusion.decided_by.clone(),
            seconded_by: conclusion.seconded_by.clone(),
            apart: apart.clone(),
        })
    }
}

/// The run and the flags of a line, and whether it is about its case as a whole: a line that names several
/// flags is, even if a repeated night has found more of the case since.
type Found<'a> = (&'a ReviewedRun, Vec<(FlagId, &'a ReviewedFlag)>, bool);

fn find<'a>(line: &Line, runs: &'a BTreeMap<Day, ReviewedRun>) -> Result<Found<'a>, Wrong> {
    let run = runs.get(&line.run_date).ok_or(Wrong::UnpublishedRun(line.run_date))?;
    let shown = run.cases.get(&line.case).ok_or(Wrong::UnknownCase)?;
    let named: BTreeSet<FlagId> = line.flags.iter().copied().collect();
    let whole = named == *shown || named.len() > 1;
    if named.is_empty() || !named.is_subset(shown) {
        // A repeated night may have found more of the case, or less.
        let is_gone = named.iter().any(|flag| !run.flags.contains_key(flag));
        return Err(if is_gone { Wrong::RunAgain(line.run_date) } else { Wrong::UnknownFlag });
    }
    let flags: Vec<(FlagId, &ReviewedFlag)> =
        line.flags.iter().map(|flag| (*flag, &run.flags[flag])).collect();
    if grounds_key(flags.iter().map(|(flag, one)| (*flag, &one.grounds))) != line.grounds {
        return Err(Wrong::RunAgain(line.run_date));
    }
    debug_assert!(flags.iter().all(|(_, flag)| flag.grade != Grade::Possible));
    Ok((run, flags, whole))
}
