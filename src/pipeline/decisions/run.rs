//! Reading a run for review: its cases and flags, and the evidence by which a list numbers them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::domain::table::{Category, Cell, Count, Key, Maybe, Text};
use crate::domain::{EvidenceKey, FlagId, Grade, Grounds, PersonId, RowKey, Severity};
use crate::pipeline::RunError;
use crate::report::tables::{Flag, FlagEvidence, Flags, SourceRows};
use crate::report::{column, for_each_batch, read_table, read_taken};
use crate::review::{ReviewedFlag, ReviewedRow, ReviewedRun};

/// Reads what lists of a run are checked against.
pub(super) fn read(run: &Path) -> Result<ReviewedRun, RunError> {
    let mut evidence = evidence(run)?;
    let flags: Flags = read_table(run)?;
    let mut reviewed = ReviewedRun {
        id: read_taken(run)?.run.ok_or_else(|| RunError::foreign(run, "run.json"))?,
        cases: BTreeMap::new(),
        flags: BTreeMap::new(),
        identities: BTreeMap::new(),
    };
    for flag in flags.rows() {
        // What is in no case is on no list.
        let Some(case) = flag.case_id else { continue };
        let id: FlagId = parsed(run, flag.flag_id)?;
        let (rows, keys) = evidence.remove(&id).unwrap_or_default();
        let one = reviewed_flag(run, &flag, rows, &keys)?;
        let shown = reviewed.cases.entry(parsed(run, case)?).or_default();
        if one.grade != Grade::Possible {
            shown.insert(id);
        }
        reviewed.flags.insert(id, one);
    }
    let rows = reviewed.flags.values_mut().flat_map(|flag| &mut flag.evidence);
    let mut rows: Vec<&mut ReviewedRow> = rows.collect();
    reviewed.identities = add_identities(run, &mut rows)?;
    Ok(reviewed)
}

fn reviewed_flag(
    run: &Path,
    flag: &Flag,
    evidence: Vec<ReviewedRow>,
    keys: &[EvidenceKey],
) -> Result<ReviewedFlag, RunError> {
    let subjects = flag.subjects.split("; ").filter(|subject| !subject.is_empty());
    let severity = Severity::ALL.into_iter().find(|severity| severity.code() == flag.severity);
    Ok(ReviewedFlag {
        code: flag.code.to_owned(),
        severity: severity.ok_or_else(|| RunError::foreign(run, flag.severity))?,
        grade: Grade::from_code(flag.grade).ok_or_else(|| RunError::foreign(run, flag.grade))?,
        household: parsed(run, flag.household_id)?,
        subjects: subjects.map(|subject| parsed(run, subject)).collect::<Result<_, _>>()?,
        grounds: Grounds::new(keys, flag.last_month, flag.parameters),
        evidence,
    })
}

type Evidence = BTreeMap<FlagId, (Vec<ReviewedRow>, Vec<EvidenceKey>)>;

fn evidence(run: &Path) -> Result<Evidence, RunError> {
    let table: FlagEvidence = read_table(run)?;
    let mut evidence = Evidence::new();
    for row in table.rows() {
        let (rows, keys) = evidence.entry(parsed(run, row.flag_id)?).or_default();
        rows.push(ReviewedRow {
            source: row.source.to_owned(),
            file: row.file.to_owned(),
            line: row.line,
            says: row.says.to_owned(),
            role: row.role.to_owned(),
            person: row.person_id.map(|person| parsed(run, person)).transpose()?,
            match_key: row.match_key.map(RowKey),
            identities: BTreeSet::new(),
        });
        keys.push(EvidenceKey { content: RowKey(row.content_key), month: row.month });
    }
    Ok(evidence)
}

/// A person in a row: the person, source, file, line and role.
type Place = (PersonId, String, String, u32, String);

fn place(row: &ReviewedRow) -> Option<Place> {
    let ReviewedRow { source, file, line, role, .. } = row;
    Some((row.person?, source.clone(), file.clone(), *line, role.clone()))
}

/// Gives rows of evidence their identities, and tells all identities of their people.
fn add_identities(
    run: &Path,
    rows: &mut [&mut ReviewedRow],
) -> Result<BTreeMap<PersonId, BTreeSet<RowKey>>, RunError> {
    let mut of_place: BTreeMap<Place, BTreeSet<RowKey>> =
        rows.iter().filter_map(|row| Some((place(row)?, BTreeSet::new()))).collect();
    let people: BTreeSet<PersonId> = rows.iter().filter_map(|row| row.person).collect();
    let mut of_person: BTreeMap<PersonId, BTreeSet<RowKey>> = BTreeMap::new();
    let columns = ["identity_key", "person_id", "source", "file", "line", "role"];
    for_each_batch::<SourceRows, RunError>(run, &columns, |path, table, batch| {
        let keys = column::<Maybe<Key>>(path, table, columns[0], batch)?;
        let persons = column::<Maybe<Text>>(path, table, columns[1], batch)?;
        let sources = column::<Category>(path, table, columns[2], batch)?;
        let files = column::<Category>(path, table, columns[3], batch)?;
        let lines = column::<Count>(path, table, columns[4], batch)?;
        let roles = column::<Category>(path, table, columns[5], batch)?;
        for row in 0..batch.num_rows() {
            let key = <Maybe<Key>>::value(&keys, row).map(RowKey);
            let person = <Maybe<Text>>::value(&persons, row);
            let (Some(key), Some(person)) = (key, person) else { continue };
            let person: PersonId = parsed(run, person)?;
            if !people.contains(&person) {
                continue;
            }
            of_person.entry(person).or_default().insert(key);
            let text = |column: &<Category as Cell>::Array| Category::value(column, row).to_owned();
            let line = Count::value(&lines, row);
            let place = (person, text(&sources), text(&files), line, text(&roles));
            if let Some(keys) = of_place.get_mut(&place) {
                keys.insert(key);
            }
        }
        Ok(())
    })?;
    for row in rows {
        let keys = place(row).and_then(|place| of_place.get(&place));
        row.identities = keys.cloned().unwrap_or_default();
    }
    Ok(of_person)
}

fn parsed<T: std::str::FromStr>(run: &Path, text: &str) -> Result<T, RunError> {
    text.parse().map_err(|_| RunError::foreign(run, text))
}
