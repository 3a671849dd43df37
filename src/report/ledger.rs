//! The ledger's doors: what the files held is what was accepted or set aside, and what was accepted or
//! set aside is what the published tables hold.
//!
//! The first door stands before a byte is written. The second looks at the written tables, which
//! were read back from the disk, just before they come into view: whatever happened to a row on its
//! way through the night, it is found here.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::array::RecordBatch;
use rustc_hash::FxHashMap;

use super::tables::{Payments, Quarantine, SourceRows};
use super::{PublishedTable, ReportError, column, for_each_batch};
use crate::domain::table::{Category, Cell, Count, Money, Truth};
use crate::domain::{Fen, LedgerLine, Rejects};

/// Every row and every fen read was accepted or set aside, and what was set aside is on show.
pub(super) fn check_read(ledger: &[LedgerLine], rejects: &Rejects) -> Result<(), ReportError> {
    for line in ledger {
        if !line.balances() {
            return Err(ReportError::LedgerDoesNotBalance {
                source_id: line.source.clone(),
                file: line.file.clone(),
                rows_read: line.rows_read,
                rows_accepted: line.rows_accepted,
                rows_rejected: line.rows_rejected,
            });
        }
    }
    check_rejects(ledger, rejects)
}

/// The rejects hold exactly the rows the ledger counts as rejected, file by file.
fn check_rejects(ledger: &[LedgerLine], rejects: &Rejects) -> Result<(), ReportError> {
    let rejects = rejects.rows().filter(|reject| reject.whole_row);
    let mut rows: Vec<_> =
        rejects.map(|reject| (reject.source, reject.file, reject.sheet, reject.line)).collect();
    rows.sort_unstable();
    rows.dedup();
    for line in ledger {
        let of_file = (line.source.as_str(), line.file.as_str());
        let from = rows.partition_point(|row| (row.0, row.1) < of_file);
        let to = rows.partition_point(|row| (row.0, row.1) <= of_file);
        let quarantine = (to - from) as u64;
        if quarantine != line.rows_rejected {
            return Err(ReportError::QuarantineDoesNotBalance {
                source_id: line.source.clone(),
                file: line.file.clone(),
                ledger: line.rows_rejected,
                quarantine,
            });
        }
    }
    Ok(())
}

/// The written tables hold the rows accepted, the rows set aside and the money accepted, file by
/// file.
pub(super) fn check_published(ledger: &[LedgerLine], folder: &Path) -> Result<(), ReportError> {
    let accepted = count_rows::<SourceRows>(folder, None)?;
    let rejected = count_rows::<Quarantine>(folder, Some("whole_row"))?;
    let paid = sum_payments(folder)?;
    let rows = |count: u64| format!("{count} rows");
    let yuan = |amount: Fen| format!("{amount} yuan");
    compare::<SourceRows, _>(ledger, &accepted, |line| line.rows_accepted, rows)?;
    compare::<Quarantine, _>(ledger, &rejected, |line| line.rows_rejected, rows)?;
    compare::<Payments, _>(ledger, &paid, |line| line.amount_accepted, yuan)
}

/// By source and file.
type ByFile<T> = BTreeMap<(String, String), T>;

fn compare<Table: PublishedTable, T: Copy + Default + PartialEq>(
    ledger: &[LedgerLine],
    published: &ByFile<T>,
    counted: impl Fn(&LedgerLine) -> T,
    in_words: impl Fn(T) -> String,
) -> Result<(), ReportError> {
    let mut expected: ByFile<T> = published.keys().map(|key| (key.clone(), T::default())).collect();
    for line in ledger {
        expected.insert((line.source.clone(), line.file.clone()), counted(line));
    }
    for ((source_id, file), expected) in expected {
        let key = (source_id, file);
        let found = published.get(&key).copied().unwrap_or_default();
        if found != expected {
            let (source_id, file) = key;
            return Err(ReportError::TableDoesNotBalance {
                source_id,
                file,
                table: Table::CONTRACT.name,
                ledger: in_words(expected),
                published: in_words(found),
            });
        }
    }
    Ok(())
}

/// The distinct lines of each file in a table that stands in order of source, file and line.
fn count_rows<Table: PublishedTable>(
    folder: &Path,
    only_if: Option<&'static str>,
) -> Result<ByFile<u64>, ReportError> {
    let mut counts: ByFile<u64> = BTreeMap::new();
    let mut last: Option<(String, String, u32)> = None;
    let columns: Vec<&str> = ["source", "file", "line"].into_iter().chain(only_if).collect();
    for_each_batch::<Table, ReportError>(folder, &columns, |path, table, batch| {
        let files = Files::of(path, table, batch)?;
        let lines = column::<Count>(path, table, "line", batch)?;
        let wanted = only_if.map(|name| column::<Truth>(path, table, name, batch)).transpose()?;
        let is_wanted = |row: &usize| wanted.as_ref().is_none_or(|wanted| wanted.value(*row));
        let mut of_batch: FxHashMap<(i32, i32), (usize, u64)> = FxHashMap::default();
        let mut before: Option<usize> = None;
        for row in (0..batch.num_rows()).filter(is_wanted) {
            let line = lines.value(row);
            let is_same = match before {
                Some(before) => lines.value(before) == line && files.are_same(before, row),
                None => last.as_ref().is_some_and(|(source, file, last_line)| {
                    *last_line == line && files.of_row(row) == (source.as_str(), file.as_str())
                }),
            };
            before = Some(row);
            if !is_same {
                of_batch.entry(files.key(row)).or_insert((row, 0)).1 += 1;
            }
        }
        for (row, count) in of_batch.into_values() {
            *files.entry(&mut counts, row) += count;
        }
        if let Some(row) = before {
            let (source, file) = files.of_row(row);
            last = Some((source.to_owned(), file.to_owned(), lines.value(row)));
        }
        Ok(())
    })?;
    Ok(counts)
}

fn sum_payments(folder: &Path) -> Result<ByFile<Fen>, ReportError> {
    let mut sums: ByFile<Fen> = BTreeMap::new();
    let columns = ["source", "file", "amount"];
    for_each_batch::<Payments, ReportError>(folder, &columns, |path, table, batch| {
        let files = Files::of(path, table, batch)?;
        let amounts = column::<Money>(path, table, "amount", batch)?;
        let mut of_batch: FxHashMap<(i32, i32), (usize, Fen)> = FxHashMap::default();
        for row in 0..batch.num_rows() {
            let sum = of_batch.entry(files.key(row)).or_insert((row, Fen::ZERO));
            sum.1 += Money::value(&amounts, row);
        }
        for (row, sum) in of_batch.into_values() {
            *files.entry(&mut sums, row) += sum;
        }
        Ok(())
    })?;
    Ok(sums)
}

/// The columns of a batch that say which file a row stands in.
struct Files {
    source: <Category as Cell>::Array,
    file: <Category as Cell>::Array,
}

impl Files {
    fn of(path: &Path, table: &'static str, batch: &RecordBatch) -> Result<Self, ReportError> {
        let source = column::<Category>(path, table, "source", batch)?;
        Ok(Self { source, file: column::<Category>(path, table, "file", batch)? })
    }

    fn key(&self, row: usize) -> (i32, i32) {
        (self.source.keys().value(row), self.file.keys().value(row))
    }

    fn of_row(&self, row: usize) -> (&str, &str) {
        (Category::value(&self.source, row), Category::value(&self.file, row))
    }

    /// Whether two rows stand in one file; one word may have several keys.
    fn are_same(&self, one: usize, other: usize) -> bool {
        self.key(one) == self.key(other) || self.of_row(one) == self.of_row(other)
    }

    fn entry<'m, T: Default>(&self, by_file: &'m mut ByFile<T>, row: usize) -> &'m mut T {
        let (source, file) = self.of_row(row);
        by_file.entry((source.to_owned(), file.to_owned())).or_default()
    }
}
