//! Reading published runs: last night's as tonight's input, and any table for whoever asks.

use std::fs::File;
use std::path::Path;

use arrow::array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

use super::parquet_file::path_of;
use super::tables::{Flags, HouseholdMembers, Households, SourceRows};
use super::{ReportError, run_folder};
use crate::domain::table::{
    Category, Cell, Contract, Count, Key, Maybe, OnDay, TableError, Text, typed_column,
};
use crate::domain::{
    Day, FlagId, HouseholdId, HouseholdKind, KnownFlag, KnownHome, KnownIdentity, KnownMember,
    PersonId, PreviousRun,
};

/// A table of a published run.
pub trait PublishedTable: Sized {
    const CONTRACT: Contract;

    fn from_batch(batch: &RecordBatch) -> Result<Self, TableError>;
    fn concat(parts: Vec<Self>) -> Self;
}

/// Reads a whole table of a run, checked against its contract.
///
/// ```text
/// let flags = report::read_table::<report::tables::Flags>(&folder)?;
/// ```
pub fn read_table<T: PublishedTable>(run_folder: &Path) -> Result<T, ReportError> {
    let path = path_of(run_folder, &T::CONTRACT);
    let mut parts = Vec::new();
    for batch in open(&path, None)? {
        let batch = batch.map_err(|fault| ReportError::parquet(&path)(fault.into()))?;
        parts.push(T::from_batch(&batch).map_err(ReportError::table(&path))?);
    }
    Ok(T::concat(parts))
}

/// The dates of the published runs, oldest first. A folder that does not exist holds none.
pub fn published_days(runs: &Path) -> Result<Vec<Day>, ReportError> {
    if !runs.exists() {
        return Ok(Vec::new());
    }
    let mut days = Vec::new();
    for entry in std::fs::read_dir(runs).map_err(ReportError::output(runs))? {
        let name = entry.map_err(ReportError::output(runs))?.file_name();
        let date = name.to_str().and_then(|name| name.strip_prefix("run_date="));
        days.extend(date.and_then(|date| date.parse::<Day>().ok()));
    }
    days.sort_unstable();
    Ok(days)
}

/// The latest run before a day, as that day's input. Reading stops at the columns it needs.
pub fn read_previous(runs: &Path, before: Day) -> Result<Option<(Day, PreviousRun)>, ReportError> {
    let Some(day) = published_days(runs)?.into_iter().rfind(|day| *day < before) else {
        return Ok(None);
    };
    let folder = run_folder(runs, day);
    let persons = read_identities(&folder)?;
    let members = read_members(&folder)?;
    let homes = read_homes(&folder)?;
    let flags = read_flags(&folder)?;
    Ok(Some((day, PreviousRun { persons, members, homes, flags })))
}

/// Each identity of a run once, with its person, in order. Twelve rows of one spelling say the same, so they are dropped as they come
/// in rather than held until the end.
pub fn read_identities(folder: &Path) -> Result<Vec<KnownIdentity>, ReportError> {
    let mut known: Vec<KnownIdentity> = Vec::new();
    let mut tidy_at = 1 << 20;
    let columns = ["identity_key", "person_id", "first_seen"];
    for_each_batch::<SourceRows, ReportError>(folder, &columns, |path, table, batch| {
        let keys = column::<Maybe<Key>>(path, table, columns[0], batch)?;
        let persons = column::<Maybe<Text>>(path, table, columns[1], batch)?;
        let days = column::<Maybe<OnDay>>(path, table, columns[2], batch)?;
        for row in 0..batch.num_rows() {
            let cells = (
                Maybe::<Key>::value(&keys, row),
                Maybe::<Text>::value(&persons, row),
                Maybe::<OnDay>::value(&days, row),
            );
            if let (Some(identity_key), Some(person), Some(first_seen)) = cells {
                let person: PersonId = id(path, person)?;
                known.push(KnownIdentity { identity_key, person, first_seen });
            }
        }
        if known.len() > tidy_at {
            tidy(&mut known);
            tidy_at = tidy_at.max(known.len() * 2);
        }
        Ok(())
    })?;
    tidy(&mut known);
    Ok(known)
}

fn tidy(known: &mut Vec<KnownIdentity>) {
    known.sort_unstable();
    known.dedup();
}

fn read_members(folder: &Path) -> Result<Vec<KnownMember>, ReportError> {
    let mut known = Vec::new();
    let columns = ["household_id", "kind", "person_id", "first_seen"];
    for_each_batch::<HouseholdMembers, ReportError>(folder, &columns, |path, table, batch| {
        let households = column::<Text>(path, table, columns[0], batch)?;
        let kinds = column::<Category>(path, table, columns[1], batch)?;
        let persons = column::<Text>(path, table, columns[2], batch)?;
        let days = column::<OnDay>(path, table, columns[3], batch)?;
        for row in 0..batch.num_rows() {
            let household: HouseholdId = id(path, households.value(row))?;
            let kind = Category::value(&kinds, row);
            known.push(KnownMember {
                household,
                kind: HouseholdKind::from_code(kind).ok_or_else(|| not_an_id(path, kind))?,
                person: id(path, persons.value(row))?,
                first_seen: OnDay::value(&days, row),
            });
        }
        Ok(())
    })?;
    known.sort_unstable_by_key(|member| (member.household, member.person));
    Ok(known)
}

fn read_homes(folder: &Path) -> Result<Vec<KnownHome>, ReportError> {
    let mut known = Vec::new();
    let columns = ["household_id", "town", "village"];
    for_each_batch::<Households, ReportError>(folder, &columns, |path, table, batch| {
        let households = column::<Text>(path, table, columns[0], batch)?;
        let towns = column::<Maybe<Category>>(path, table, columns[1], batch)?;
        let villages = column::<Maybe<Category>>(path, table, columns[2], batch)?;
        for row in 0..batch.num_rows() {
            known.push(KnownHome {
                household: id(path, households.value(row))?,
                town: Maybe::<Category>::value(&towns, row).map(str::to_owned),
                village: Maybe::<Category>::value(&villages, row).map(str::to_owned),
            });
        }
        Ok(())
    })?;
    known.sort_unstable();
    Ok(known)
}

fn read_flags(folder: &Path) -> Result<Vec<KnownFlag>, ReportError> {
    let mut known = Vec::new();
    let columns = ["flag_id", "first_seen", "nights", "open_since"];
    for_each_batch::<Flags, ReportError>(folder, &columns, |path, table, batch| {
        let flags = column::<Text>(path, table, columns[0], batch)?;
        let days = column::<OnDay>(path, table, columns[1], batch)?;
        let nights = column::<Count>(path, table, columns[2], batch)?;
        // Runs of earlier versions do not tell.
        let is_told = batch.column_by_name(columns[3]).is_some();
        let open_since =
            is_told.then(|| column::<Maybe<OnDay>>(path, table, columns[3], batch)).transpose()?;
        for row in 0..batch.num_rows() {
            let flag: FlagId = id(path, flags.value(row))?;
            let first_seen = OnDay::value(&days, row);
            let open_since = open_since.as_ref().and_then(|days| <Maybe<OnDay>>::value(days, row));
            known.push(KnownFlag {
                flag: flag.0,
                first_seen,
                nights: nights.value(row),
                open_since,
            });
        }
        Ok(())
    })?;
    known.sort_unstable();
    Ok(known)
}

/// Walks a table's batches with only the named columns decoded, for a table too large to be held.
/// The callback gets the file's path and the table's name too, which [`column`] asks for.
pub fn for_each_batch<T: PublishedTable, E: From<ReportError>>(
    folder: &Path,
    columns: &[&str],
    mut each: impl FnMut(&Path, &'static str, &RecordBatch) -> Result<(), E>,
) -> Result<(), E> {
    let path = path_of(folder, &T::CONTRACT);
    for batch in open(&path, Some(columns))? {
        let batch = batch.map_err(|fault| ReportError::parquet(&path)(fault.into()))?;
        each(&path, T::CONTRACT.name, &batch)?;
    }
    Ok(())
}

/// Walks the parts of a table that may hold rows of a day: row groups whose statistics rule it out
/// stay unread. Columns beyond the contract's do too.
pub fn for_each_part_of_day<T: PublishedTable, E: From<ReportError>>(
    folder: &Path,
    day_column: &str,
    day: Day,
    mut each: impl FnMut(&T) -> Result<(), E>,
) -> Result<(), E> {
    let path = path_of(folder, &T::CONTRACT);
    let builder = builder(&path)?;
    let groups = builder.metadata().row_groups().iter().enumerate();
    let groups = groups.filter(|(_, group)| may_hold(group, day_column, day));
    let groups = groups.map(|(at, _)| at).collect();
    let columns: Vec<&str> = T::CONTRACT.columns.iter().map(|column| column.name).collect();
    for batch in finish(builder.with_row_groups(groups), &path, Some(&columns))? {
        let batch = batch.map_err(|fault| ReportError::parquet(&path)(fault.into()))?;
        each(&T::from_batch(&batch).map_err(ReportError::table(&path))?)?;
    }
    Ok(())
}

/// Whether a row group's statistics leave room for a day; without any, they do.
fn may_hold(group: &RowGroupMetaData, column: &str, day: Day) -> bool {
    let of_column = group.columns().iter().find(|chunk| chunk.column_path().string() == column);
    match of_column.and_then(ColumnChunkMetaData::statistics) {
        Some(Statistics::Int32(days)) => {
            days.min_opt().is_none_or(|first| *first <= day.0)
                && days.max_opt().is_none_or(|last| day.0 <= *last)
        }
        _ => true,
    }
}

fn open(path: &Path, columns: Option<&[&str]>) -> Result<ParquetRecordBatchReader, ReportError> {
    finish(builder(path)?, path, columns)
}

fn builder(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, ReportError> {
    let file = File::open(path).map_err(ReportError::output(path))?;
    ParquetRecordBatchReaderBuilder::try_new(file).map_err(ReportError::parquet(path))
}

fn finish(
    mut builder: ParquetRecordBatchReaderBuilder<File>,
    path: &Path,
    columns: Option<&[&str]>,
) -> Result<ParquetRecordBatchReader, ReportError> {
    const BATCH_ROWS: usize = 1 << 16;
    if let Some(columns) = columns {
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        builder = builder.with_projection(mask);
    }
    builder.with_batch_size(BATCH_ROWS).build().map_err(ReportError::parquet(path))
}

/// Takes one column out of a batch that [`for_each_batch`] hands over.
pub fn column<C: Cell>(
    path: &Path,
    table: &'static str,
    column: &'static str,
    batch: &RecordBatch,
) -> Result<C::Array, ReportError> {
    typed_column::<C>(table, column, batch).map_err(ReportError::table(path))
}

fn id<I: std::str::FromStr>(path: &Path, text: &str) -> Result<I, ReportError> {
    text.parse().map_err(|_| not_an_id(path, text))
}

fn not_an_id(path: &Path, text: &str) -> ReportError {
    ReportError::NotAnId { path: path.to_owned(), text: text.to_owned() }
}
