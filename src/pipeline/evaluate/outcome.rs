//! Reading a run: what it said of people, households, pairs and flags, in the few bytes that are
//! judged. The large tables are read batch by batch and column by column.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::table::{Category, Cell, Count, Key, Maybe, Measure, Text};
use crate::domain::{Grade, HouseholdId, HouseholdKind, IdClass, PersonId, Role, Severity};
use crate::evaluate::{
    Outcome, OutcomeCase, OutcomeFlag, OutcomeLink, OutcomeMember, OutcomeMention, Place,
};
use crate::pipeline::RunError;
use crate::report::tables::{Cases, Flags, HouseholdMembers, PersonLinks, SourceRows};
use crate::report::{column, for_each_batch, read_table};

/// Reads everything of a run that can be judged.
pub(super) fn read(run: &Path) -> Result<Outcome, RunError> {
    let mut outcome = Outcome::default();
    mentions(run, &mut outcome)?;
    members(run, &mut outcome)?;
    links(run, &mut outcome)?;
    let cases: Cases = read_table(run)?;
    outcome.flags = flags(run, &cases)?;
    outcome.cases.extend(cases.rows().map(|case| OutcomeCase {
        priority: case.priority,
        listed: case.listed,
        town: case.town.map(str::to_owned),
    }));
    Ok(outcome)
}

fn mentions(run: &Path, outcome: &mut Outcome) -> Result<(), RunError> {
    let columns = [
        "source",
        "file",
        "line",
        "role",
        "identity_key",
        "person_id",
        "resident_id_class",
        "resident_id_key",
    ];
    for_each_batch::<SourceRows, RunError>(run, &columns, |path, table, batch| {
        let sources = column::<Category>(path, table, columns[0], batch)?;
        let files = column::<Category>(path, table, columns[1], batch)?;
        let lines = column::<Count>(path, table, columns[2], batch)?;
        let roles = column::<Category>(path, table, columns[3], batch)?;
        let identities = column::<Maybe<Key>>(path, table, columns[4], batch)?;
        let people = column::<Maybe<Text>>(path, table, columns[5], batch)?;
        let classes = column::<Category>(path, table, columns[6], batch)?;
        let numbers = column::<Maybe<Key>>(path, table, columns[7], batch)?;
        outcome.mentions.reserve(batch.num_rows());
        for row in 0..batch.num_rows() {
            let identity = <Maybe<Key>>::value(&identities, row);
            let person = <Maybe<Text>>::value(&people, row);
            let (Some(identity), Some(person)) = (identity, person) else { continue };
            let valid = Category::value(&classes, row) == IdClass::Valid.code();
            let number = <Maybe<Key>>::value(&numbers, row).filter(|_| valid);
            let (source, file) = (Category::value(&sources, row), Category::value(&files, row));
            outcome.mentions.push(OutcomeMention {
                place: Place {
                    file: outcome.files.number(source, file),
                    line: lines.value(row),
                    role: known(run, Category::value(&roles, row), Role::from_code)?,
                },
                person: person_number(run, person)?,
                identity,
                number: number.unwrap_or(0),
            });
        }
        Ok(())
    })
}

fn members(run: &Path, outcome: &mut Outcome) -> Result<(), RunError> {
    let columns = ["household_id", "kind", "person_id"];
    for_each_batch::<HouseholdMembers, RunError>(run, &columns, |path, table, batch| {
        let households = column::<Text>(path, table, columns[0], batch)?;
        let kinds = column::<Category>(path, table, columns[1], batch)?;
        let people = column::<Text>(path, table, columns[2], batch)?;
        for row in 0..batch.num_rows() {
            let household = households.value(row);
            let household: Result<HouseholdId, _> = household.parse();
            outcome.members.push(OutcomeMember {
                kind: known(run, Category::value(&kinds, row), HouseholdKind::from_code)?,
                household: household.map_err(|_| RunError::foreign(run, households.value(row)))?.0,
                person: person_number(run, people.value(row))?,
            });
        }
        Ok(())
    })
}

fn links(run: &Path, outcome: &mut Outcome) -> Result<(), RunError> {
    let columns = ["left_identity", "right_identity", "weight"];
    for_each_batch::<PersonLinks, RunError>(run, &columns, |path, table, batch| {
        let left = column::<Key>(path, table, columns[0], batch)?;
        let right = column::<Key>(path, table, columns[1], batch)?;
        let weights = column::<Measure>(path, table, columns[2], batch)?;
        let rows = 0..batch.num_rows();
        outcome.links.extend(rows.map(|row| OutcomeLink {
            left: left.value(row),
            right: right.value(row),
            weight: weights.value(row),
        }));
        Ok(())
    })
}

/// The flags with the place of their case in the queue. A flag of a listed case is on the list
/// unless its match is of the weakest grade.
fn flags(run: &Path, cases: &Cases) -> Result<Vec<OutcomeFlag>, RunError> {
    let cases: BTreeMap<&str, (u32, bool)> =
        cases.rows().map(|case| (case.case_id, (case.priority, case.listed))).collect();
    let table: Flags = read_table(run)?;
    let mut flags = Vec::with_capacity(table.len());
    for flag in table.rows() {
        let subjects = flag.subjects.split("; ").filter(|subject| !subject.is_empty());
        let case = flag.case_id.and_then(|case| cases.get(case));
        let grade = known(run, flag.grade, Grade::from_code)?;
        let severity =
            |code: &str| Severity::ALL.into_iter().find(|severity| severity.code() == code);
        flags.push(OutcomeFlag {
            code: flag.code.to_owned(),
            severity: known(run, flag.severity, severity)?,
            grade,
            subjects: subjects
                .map(|person| person_number(run, person))
                .collect::<Result<_, _>>()?,
            case: case.map(|case| case.0),
            listed: case.is_some_and(|case| case.1) && grade != Grade::Possible,
        });
    }
    Ok(flags)
}

fn person_number(run: &Path, text: &str) -> Result<u64, RunError> {
    text.parse::<PersonId>().map(|person| person.0).map_err(|_| RunError::foreign(run, text))
}

fn known<T>(run: &Path, code: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, RunError> {
    read(code).ok_or_else(|| RunError::foreign(run, code))
}
