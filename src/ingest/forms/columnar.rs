//! Parquet files, streamed: a batch of rows at a time, and of them only the declared columns.
//!
//! A line number is the row's number in the file, counted from 1; there is no header line. Values
//! become text as a workbook's do: whole numbers without a decimal point, others in plain decimals,
//! dates as `2026-11-05`, with a time if they have one. A column of lists, records or bytes has no
//! such text and is refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Float32Type, Float64Type};
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::ChunkReader;

use super::workbook::number_text;
use crate::ingest::header::{Header, lay_out};
use crate::ingest::row::{Rows, TextRow};
use crate::ingest::{Column, IngestError, Place, Settings};

/// A Parquet file being read.
pub struct Columnar {
    place: Place,
    reader: ParquetRecordBatchReader,
    names: Vec<String>,
    /// Where each column of the file is in a batch, if it is read.
    in_batch: Vec<Option<usize>>,
    batch: Vec<StringArray>,
    batch_rows: usize,
    at: usize,
    rows: u32,
}

impl Columnar {
    /// Reads the schema.
    pub fn open(
        place: Place,
        file: impl ChunkReader + 'static,
        settings: &Settings,
        columns: &[Column],
    ) -> Result<Self, IngestError> {
        let builder = guarded(&place, || ParquetRecordBatchReaderBuilder::try_new(file))?;
        if let Some(codec) = unread_codec(builder.metadata()) {
            return Err(IngestError::UnreadCodec { place, codec });
        }
        let schema = builder.schema().clone();
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let read = wanted(&place, &names, settings, columns)?;
        let mut fields = read.iter().map(|at| schema.field(*at));
        if let Some(field) = fields.find(|field: &&Field| !has_text(field.data_type())) {
            let (column, holds) = (field.name().clone(), field.data_type().to_string());
            return Err(IngestError::NoTextColumn { place, column, holds });
        }
        let in_batch = (0..names.len()).map(|at| read.binary_search(&at).ok()).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), read);
        let builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
        let reader = guarded(&place, || builder.build())?;
        let (batch, batch_rows, at, rows) = (Vec::new(), 0, 0, 0);
        Ok(Self { place, reader, names, in_batch, batch, batch_rows, at, rows })
    }

    /// Reads the next batch that has rows; whether there is one.
    fn next_batch(&mut self) -> Result<bool, IngestError> {
        while self.at == self.batch_rows {
            let reader = &mut self.reader;
            let next = guarded(&self.place, || reader.next().transpose())?;
            let Some(batch) = next else {
                return Ok(false);
            };
            self.batch = texts(&batch).map_err(|error| damaged(&self.place, &error))?;
            (self.batch_rows, self.at) = (batch.num_rows(), 0);
        }
        Ok(true)
    }
}

impl Rows for Columnar {
    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError> {
        if !self.next_batch()? {
            return Ok(false);
        }
        self.rows = self.rows.saturating_add(1);
        row.begin(self.rows);
        for place in &self.in_batch {
            let column = place.map(|place| &self.batch[place]);
            let value = column.filter(|column| column.is_valid(self.at));
            row.cells.push_field(value.map_or("", |column| column.value(self.at)));
        }
        self.at += 1;
        Ok(true)
    }

    fn has_blank_rows(&self) -> bool {
        false
    }

    fn header(&self) -> Option<&[String]> {
        Some(&self.names)
    }
}

/// Rows decoded at a time.
const BATCH_ROWS: usize = 8192;

/// The positions of the columns that a source declares.
fn wanted(
    place: &Place,
    names: &[String],
    settings: &Settings,
    columns: &[Column],
) -> Result<Vec<usize>, IngestError> {
    if names.len() > settings.max_columns {
        let (found, limit) = (names.len(), settings.max_columns);
        let place = place.clone();
        return Err(IngestError::TooManyColumns { place, line: 0, found, limit });
    }
    let header = Header::of_cells(0, names.iter().map(String::as_str));
    let layout = lay_out(place, &header, columns)?;
    Ok((0..names.len()).filter(|at| layout.positions.contains(&Some(*at))).collect())
}

/// Runs a step of the library, whose falling over a file makes the file a damaged one.
fn guarded<T, E: std::error::Error>(
    place: &Place,
    step: impl FnOnce() -> Result<T, E>,
) -> Result<T, IngestError> {
    let fallen = || {
        let detail = "its parts do not fit".to_owned();
        Err(IngestError::DamagedParquet { place: place.clone(), detail })
    };
    let step = catch_unwind(AssertUnwindSafe(step));
    step.map_or_else(|_| fallen(), |result| result.map_err(|error| damaged(place, &error)))
}

fn texts(batch: &RecordBatch) -> Result<Vec<StringArray>, ArrowError> {
    batch.columns().iter().map(text_of).collect()
}

/// A compression of the file that the program is built without; `Cargo.toml` turns on three.
fn unread_codec(metadata: &ParquetMetaData) -> Option<String> {
    let chunks = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let is_read = |codec| {
        matches!(
            codec,
            Compression::UNCOMPRESSED
                | Compression::SNAPPY
                | Compression::GZIP(_)
                | Compression::ZSTD(_)
        )
    };
    let codec = chunks.map(ColumnChunkMetaData::compression).find(|codec| !is_read(*codec))?;
    Some(codec.to_string())
}

fn damaged(place: &Place, error: &dyn std::error::Error) -> IngestError {
    IngestError::DamagedParquet { place: place.clone(), detail: error.to_string() }
}

/// Whether each value of such a column is one text, number, day or time.
fn has_text(held: &DataType) -> bool {
    match held {
        DataType::Dictionary(_, values) => has_text(values),
        DataType::Duration(_) | DataType::Interval(_) => false,
        DataType::Boolean | DataType::Null => true,
        held => held.is_string() || held.is_numeric() || held.is_temporal(),
    }
}

/// A column's values as text. What is not a number (NaN) is what some writers put for nothing.
fn text_of(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    Ok(match column.data_type() {
        DataType::Float32 => {
            let text = |number: f32| (!number.is_nan()).then(|| number.to_string());
            column
                .as_primitive::<Float32Type>()
                .iter()
                .map(|number| number.and_then(text))
                .collect()
        }
        DataType::Float64 => {
            let text = |number: f64| (!number.is_nan()).then(|| number_text(number));
            column
                .as_primitive::<Float64Type>()
                .iter()
                .map(|number| number.and_then(text))
                .collect()
        }
        DataType::Boolean => {
            let text = |truth: bool| if truth { "TRUE" } else { "FALSE" };
            column.as_boolean().iter().map(|truth| truth.map(text)).collect()
        }
        DataType::Timestamp(..) => {
            let moments = cast(column, &DataType::Utf8)?;
            moments.as_string::<i32>().iter().map(|moment| moment.map(moment_text)).collect()
        }
        DataType::Float16 => text_of(&cast(column, &DataType::Float32)?)?,
        DataType::Dictionary(_, values) => match values.as_ref() {
            DataType::Utf8 => cast(column, &DataType::Utf8)?.as_string::<i32>().clone(),
            values => text_of(&cast(column, values)?)?,
        },
        _ => cast(column, &DataType::Utf8)?.as_string::<i32>().clone(),
    })
}

/// `2026-11-05T00:00:00` as a day, `2026-11-05T08:30:00` with its time behind a blank.
fn moment_text(moment: &str) -> String {
    match moment.split_once('T') {
        Some((day, time)) if time.trim_end_matches('Z') == "00:00:00" => day.to_owned(),
        Some((day, time)) => format!("{day} {time}"),
        None => moment.to_owned(),
    }
}
