//! Parquet files: one table written batch by batch, checked by reading it back.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::contract::columns_as_json;
use super::{ReportError, Settings, WrittenTable, identifiers};
use crate::domain::table::{Column, Contract};

/// A Parquet file being written.
pub(super) struct TableFile {
    contract: Contract,
    path: PathBuf,
    writer: ArrowWriter<File>,
    rows: u64,
    rows_per_group: usize,
}

impl TableFile {
    pub fn create(
        folder: &Path,
        contract: &Contract,
        settings: &Settings,
    ) -> Result<Self, ReportError> {
        let path = path_of(folder, contract);
        let file = File::create(&path).map_err(ReportError::output(&path))?;
        let properties = properties(contract, settings).map_err(ReportError::parquet(&path))?;
        let writer = ArrowWriter::try_new(file, contract.schema(), Some(properties))
            .map_err(ReportError::parquet(&path))?;
        let rows_per_group = settings.rows_per_group.max(1);
        Ok(Self { contract: *contract, path, writer, rows: 0, rows_per_group })
    }

    /// How many rows to build before writing them: fewer than a row group has, for what is written is
    /// encoded and takes a fraction of the memory.
    pub fn rows_at_a_time(&self) -> usize {
        const MOST: usize = 32_768;
        self.rows_per_group.min(MOST)
    }

    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), ReportError> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(ReportError::parquet(&self.path))
    }

    /// Closes the file, makes sure it is on disk and reads it back.
    pub fn finish(self) -> Result<WrittenTable, ReportError> {
        let Self { contract, path, writer, rows, .. } = self;
        let file = writer.into_inner().map_err(ReportError::parquet(&path))?;
        file.sync_all().map_err(ReportError::output(&path))?;
        drop(file);
        read_back(&path, &contract, rows)?;
        let digest = identifiers::digest_of_file(&path).map_err(ReportError::output(&path))?;
        let bytes = std::fs::metadata(&path).map_err(ReportError::output(&path))?.len();
        Ok(WrittenTable {
            name: contract.name.to_owned(),
            version: contract.version,
            rows,
            bytes,
            digest,
        })
    }
}

/// Writes a table of its own, apart from any run, into a folder, and reads it back.
pub fn write_table(
    folder: &Path,
    contract: &Contract,
    batch: &RecordBatch,
) -> Result<WrittenTable, ReportError> {
    std::fs::create_dir_all(folder).map_err(ReportError::output(folder))?;
    let mut file = TableFile::create(folder, contract, &Settings::default())?;
    file.write(batch)?;
    file.finish()
}

pub(super) fn path_of(folder: &Path, contract: &Contract) -> PathBuf {
    folder.join(format!("{}.parquet", contract.name))
}

fn properties(
    contract: &Contract,
    settings: &Settings,
) -> Result<WriterProperties, parquet::errors::ParquetError> {
    let level = ZstdLevel::try_new(settings.compression_level)?;
    // Keys are nearly all different, so a dictionary of them would be made in vain.
    let is_key = |column: &&Column| (column.data_type)() == DataType::UInt64;
    let keys = contract.columns.iter().filter(is_key);
    let properties = keys.fold(WriterProperties::builder(), |properties, column| {
        properties.set_column_dictionary_enabled(ColumnPath::from(column.name), false)
    });
    Ok(properties
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_max_row_group_row_count(Some(settings.rows_per_group.max(1)))
        .set_sorting_columns(Some(sorting(contract)))
        .set_key_value_metadata(Some(file_metadata(contract)))
        .build())
}

fn sorting(contract: &Contract) -> Vec<SortingColumn> {
    let position = |name: &&str| contract.columns.iter().position(|column| column.name == *name);
    let columns = contract.sorted_by.iter().map(|name| {
        let at = position(name).expect("a table is sorted by its own columns");
        let column_idx = i32::try_from(at).expect("a table has few columns");
        SortingColumn { column_idx, descending: false, nulls_first: true }
    });
    columns.collect()
}

/// The schema's metadata once more, with the columns' descriptions, where readers that know no Arrow
/// find it.
fn file_metadata(contract: &Contract) -> Vec<KeyValue> {
    let mut pairs: Vec<(String, String)> = contract
        .schema()
        .metadata()
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    pairs.push(("hedui.columns".to_owned(), columns_as_json(contract)));
    pairs.sort();
    pairs.into_iter().map(|(key, value)| KeyValue::new(key, value)).collect()
}

/// Decodes the whole file and compares its shape and row count with what was written.
fn read_back(path: &Path, contract: &Contract, rows: u64) -> Result<(), ReportError> {
    let differs = |expected: String, found: String| ReportError::ReadBack {
        path: path.to_owned(),
        expected,
        found,
    };
    let file = File::open(path).map_err(ReportError::output(path))?;
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(ReportError::parquet(path))?;
    if reader.schema().fields() != contract.schema().fields() {
        return Err(differs("the contract's columns".to_owned(), "others".to_owned()));
    }
    let mut found = 0;
    for batch in reader.build().map_err(ReportError::parquet(path))? {
        let batch = batch.map_err(|fault| ReportError::parquet(path)(fault.into()))?;
        found += batch.num_rows() as u64;
    }
    if found == rows {
        Ok(())
    } else {
        Err(differs(format!("{rows} rows"), format!("{found} rows")))
    }
}
