//! Comparing two published runs, by nothing but what they published.

use std::collections::BTreeMap;
use std::path::Path;

use super::RunError;
use crate::domain::table::{Category, Cell, Contract, Maybe, OnDay, Text};
use crate::domain::{Day, HouseholdId, Outcome, PersonId};
use crate::report::difference::{
    self, ComparedCase, ComparedDecision, ComparedFlag, ComparedRun, Conclusion,
};
use crate::report::tables::{
    Cases, Flags, HouseholdChain, Households, Persons, RunChanges, SourceRows,
};
use crate::report::{self, ReportError, RunRecord};

pub use crate::report::difference::{
    Background, CaseChange, CaseFate, CodeChange, Difference, FlagEnd, PeopleChanges, PersonFate,
    Regrouping, Settings as DifferenceSettings, SourceChange, SourceFate,
};

/// What changed from one run to another, each given as its folder, the earlier first.
pub fn diff(
    before: &Path,
    after: &Path,
    settings: DifferenceSettings,
) -> Result<Difference, RunError> {
    let (record_before, record_after) = (record(before)?, record(after)?);
    in_order(record_before.run_date, record_after.run_date, after)?;
    let (was, is) = (read(before, record_before)?, read(after, record_after)?);
    Ok(difference::compare(&was, &is, settings))
}

/// Writes a difference into a folder, as `run_changes.parquet` and `diff.html`.
pub fn write_difference(difference: &Difference, folder: &Path) -> Result<(), RunError> {
    let rows = difference::rows(difference);
    report::write_table(folder, &RunChanges::CONTRACT, rows.batch())?;
    let page = difference::page(difference)?;
    let path = folder.join("diff.html");
    std::fs::write(&path, page).map_err(|source| RunError::Unwritable { path, source })
}

fn usage(folder: &Path, message: String) -> RunError {
    RunError::Usage { place: folder.display().to_string(), message }
}

fn in_order(before: Day, after: Day, folder: &Path) -> Result<(), RunError> {
    if before <= after {
        return Ok(());
    }
    Err(usage(
        folder,
        format!(
            "this run is of {after}, and the first one of {before}; give the earlier run first"
        ),
    ))
}

/// The tables that are compared.
const TABLES: [Contract; 6] = [
    Cases::CONTRACT,
    Flags::CONTRACT,
    HouseholdChain::CONTRACT,
    Households::CONTRACT,
    Persons::CONTRACT,
    SourceRows::CONTRACT,
];

/// The record of a run that this program can read.
fn record(folder: &Path) -> Result<RunRecord, RunError> {
    if !folder.join("run.json").is_file() {
        let message = "there is no published run here; give its folder, runs/run_date=2026-11-23";
        return Err(usage(folder, message.to_owned()));
    }
    let record = report::read_record(folder).map_err(|error| of_run(folder, error))?;
    for contract in &TABLES {
        let version = record.tables.get(contract.name);
        if version != Some(&contract.version) {
            let has = version.map_or("is not there".to_owned(), |version| format!("is v{version}"));
            let message = format!(
                "its table `{}` {has}, and this program reads v{}; run the night again with this \
                 program, or compare with the one that ran it",
                contract.name, contract.version
            );
            return Err(usage(folder, message));
        }
    }
    Ok(record)
}

/// A run of another version is for the caller to replace; every other fault is the disk's.
fn of_run(folder: &Path, error: ReportError) -> RunError {
    match error {
        ReportError::Record { .. } | ReportError::Table { .. } | ReportError::NotAnId { .. } => {
            usage(folder, error.to_string())
        }
        other => other.into(),
    }
}

fn read(folder: &Path, record: RunRecord) -> Result<ComparedRun, RunError> {
    let read = || -> Result<ComparedRun, ReportError> {
        let cases: Cases = report::read_table(folder)?;
        let flags: Flags = report::read_table(folder)?;
        let identities = report::read_identities(folder)?;
        let mut identities: Vec<(u64, PersonId)> =
            identities.into_iter().map(|known| (known.identity_key, known.person)).collect();
        identities.dedup();
        Ok(ComparedRun {
            date: record.run_date,
            made_with: record.made_with,
            rules_off: record.rules_off,
            towns: record.towns,
            cases: compared_cases(folder, &cases)?,
            flags: compared_flags(folder, &flags)?,
            decisions: decisions(folder)?,
            households: households(folder)?,
            identities,
            homes: homes(folder)?,
            sources: record.sources,
        })
    };
    read().map_err(|error| of_run(folder, error))
}

fn compared_cases(
    folder: &Path,
    cases: &Cases,
) -> Result<BTreeMap<String, ComparedCase>, ReportError> {
    let case = |case: report::tables::Case| {
        let compared = ComparedCase {
            household: id(folder, case.household_id)?,
            priority: case.priority,
            listed: case.listed,
            severity: case.severity.to_owned(),
            grade: case.grade.to_owned(),
            town: case.town.map(str::to_owned),
            amount: case.amount,
            flags: case.flags,
            codes: several(case.codes).map(str::to_owned).collect(),
            office: case.office.to_owned(),
            summary: case.summary.to_owned(),
        };
        Ok((case.case_id.to_owned(), compared))
    };
    cases.rows().map(case).collect()
}

fn compared_flags(
    folder: &Path,
    flags: &Flags,
) -> Result<BTreeMap<String, ComparedFlag>, ReportError> {
    let flag = |flag: report::tables::Flag| {
        let subjects = several(flag.subjects).map(|subject| id(folder, subject));
        let compared = ComparedFlag {
            code: flag.code.to_owned(),
            name: flag.name.to_owned(),
            case: flag.case_id.map(str::to_owned),
            household: id(folder, flag.household_id)?,
            subjects: subjects.collect::<Result<_, _>>()?,
            discriminator: flag.discriminator.to_owned(),
            amount: flag.amount,
            from: flag.from,
            to: flag.to,
            first_seen: flag.first_seen,
            decision: flag.decision.zip(flag.decided_on).and_then(|(code, decided_on)| {
                let outcome = Outcome::ALL.into_iter().find(|one| one.code() == code)?;
                Some(Conclusion { outcome, decided_on })
            }),
            returned: flag.returned.is_some(),
        };
        Ok((flag.flag_id.to_owned(), compared))
    };
    flags.rows().map(flag).collect()
}

/// What reviewers had concluded, as the chains of the households tell it.
fn decisions(folder: &Path) -> Result<Vec<ComparedDecision>, ReportError> {
    let mut decisions = Vec::new();
    let columns = ["event", "household_id", "person_id", "subject", "from", "says"];
    report::for_each_batch::<HouseholdChain, _>(folder, &columns, |path, table, batch| {
        let events = report::column::<Category>(path, table, columns[0], batch)?;
        let households = report::column::<Text>(path, table, columns[1], batch)?;
        let persons = report::column::<Maybe<Text>>(path, table, columns[2], batch)?;
        let codes = report::column::<Category>(path, table, columns[3], batch)?;
        let days = report::column::<Maybe<OnDay>>(path, table, columns[4], batch)?;
        let says = report::column::<Text>(path, table, columns[5], batch)?;
        for row in (0..batch.num_rows()).filter(|row| Category::value(&events, *row) == "decision")
        {
            let person = Maybe::<Text>::value(&persons, row);
            let concluded = report::outcome_told(says.value(row));
            let Some((outcome, decided_on)) = concluded.zip(Maybe::<OnDay>::value(&days, row))
            else {
                continue;
            };
            decisions.push(ComparedDecision {
                household: id(folder, households.value(row))?,
                person: person.map(|person| id(folder, person)).transpose()?,
                code: Category::value(&codes, row).to_owned(),
                conclusion: Conclusion { outcome, decided_on },
            });
        }
        Ok::<(), ReportError>(())
    })?;
    Ok(decisions)
}

/// The items of a published list.
fn several(list: &str) -> impl Iterator<Item = &str> {
    list.split("; ").filter(|item| !item.is_empty())
}

fn households(folder: &Path) -> Result<Vec<HouseholdId>, ReportError> {
    let mut households = Vec::new();
    report::for_each_batch::<Households, _>(folder, &["household_id"], |path, table, batch| {
        let ids = report::column::<Text>(path, table, "household_id", batch)?;
        for row in 0..batch.num_rows() {
            households.push(id(folder, ids.value(row))?);
        }
        Ok::<(), ReportError>(())
    })?;
    households.sort_unstable();
    Ok(households)
}

fn homes(folder: &Path) -> Result<Vec<(PersonId, HouseholdId)>, ReportError> {
    let mut homes = Vec::new();
    let columns = ["person_id", "home_household_id"];
    report::for_each_batch::<Persons, _>(folder, &columns, |path, table, batch| {
        let persons = report::column::<Text>(path, table, columns[0], batch)?;
        let households = report::column::<Maybe<Text>>(path, table, columns[1], batch)?;
        for row in 0..batch.num_rows() {
            if let Some(home) = Maybe::<Text>::value(&households, row) {
                homes.push((id(folder, persons.value(row))?, id(folder, home)?));
            }
        }
        Ok::<(), ReportError>(())
    })?;
    homes.sort_unstable();
    Ok(homes)
}

fn id<I: std::str::FromStr>(folder: &Path, text: &str) -> Result<I, ReportError> {
    text.parse()
        .map_err(|_| ReportError::NotAnId { path: folder.to_owned(), text: text.to_owned() })
}
