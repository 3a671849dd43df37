//! Parquet files, streamed: a batch of rows at a time, and of them only the declared columns.
//!
//! A line number is the row's number in the file, counted from 1; there is no header line. Values
//! become text as a workbook's do: whole numbers without a decimal point, others in plain decimals,
//! dates as `2026-11-05`, with a time if they have one. A column of lists, records or bytes has no
//! such text and is refused.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Float32Type, Float64Type};
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use sm3::{Digest, Sm3};

use super::chunk::{Chunk, Origin};
use super::header::{Layout, count_known, lay_out};
use super::workbook::number_text;
use super::{Column, IngestError, Place, Settings};
use crate::domain::{RawRows, hexadecimal};

/// A Parquet file being read.
pub struct Columnar {
    place: Place,
    origin: Origin,
    columns: Vec<Column>,
    layout: Layout,
    reader: ParquetRecordBatchReader,
    /// Where each column of the file is in a batch, if it is read.
    in_batch: Vec<Option<usize>>,
    rows: u32,
    digest: String,
}

impl Columnar {
    /// Reads the schema, and all bytes once for their digest.
    pub fn open(
        place: Place,
        origin: Origin,
        mut file: File,
        settings: &Settings,
        columns: &[Column],
        chunk_rows: usize,
    ) -> Result<Self, IngestError> {
        let unreadable = |source| IngestError::Unreadable { place: place.clone(), source };
        let digest = digest_of_file(&mut file).map_err(unreadable)?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file)
            .map_err(|error| damaged(&place, &error))?;
        if let Some(codec) = unread_codec(builder.metadata()) {
            return Err(IngestError::UnreadCodec { place, codec });
        }
        let schema = builder.schema().clone();
        let layout = layout_of(&place, schema.fields(), settings, columns)?;
        let read: Vec<usize> =
            (0..schema.fields().len()).filter(|at| layout.positions.contains(&Some(*at))).collect();
        let mut fields = read.iter().map(|at| schema.field(*at));
        if let Some(field) = fields.find(|field| !has_text(field.data_type())) {
            let (column, holds) = (field.name().clone(), field.data_type().to_string());
            return Err(IngestError::NoTextColumn { place, column, holds });
        }
        let in_batch = (0..schema.fields().len()).map(|at| read.binary_search(&at).ok()).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), read);
        let reader = builder.with_projection(mask).with_batch_size(chunk_rows).build();
        let reader = reader.map_err(|error| damaged(&place, &error))?;
        let columns = columns.to_vec();
        Ok(Self { place, origin, columns, layout, reader, in_batch, rows: 0, digest })
    }

    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The following rows; `None` at the end of the file.
    pub fn next_chunk(&mut self) -> Result<Option<RawRows>, IngestError> {
        let Some(batch) = self.reader.next() else {
            return Ok(None);
        };
        let batch = batch.map_err(|error| damaged(&self.place, &error))?;
        let texts = self.texts(&batch)?;
        let mut chunk = Chunk::new(self.columns.len());
        for row in 0..batch.num_rows() {
            self.rows = self.rows.saturating_add(1);
            chunk.push(self.rows, &self.layout, |at| {
                let column = &texts[self.in_batch[at]?];
                column.is_valid(row).then(|| column.value(row))
            });
        }
        Ok(Some(chunk.finish(&self.origin, &self.layout, &self.columns)))
    }

    fn texts(&self, batch: &RecordBatch) -> Result<Vec<StringArray>, IngestError> {
        let text =
            |column: &ArrayRef| text_of(column).map_err(|error| damaged(&self.place, &error));
        batch.columns().iter().map(text).collect()
    }
}

/// Finds the declared columns among the names of the schema; at least one must be there.
fn layout_of(
    place: &Place,
    fields: &[Arc<Field>],
    settings: &Settings,
    columns: &[Column],
) -> Result<Layout, IngestError> {
    let names: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
    let (place, line) = (place.clone(), NO_LINE);
    if names.len() > settings.max_columns {
        let (found, limit) = (names.len(), settings.max_columns);
        return Err(IngestError::TooManyColumns { place, line, found, limit });
    }
    let layout = lay_out(&place, line, &names, columns)?.without(&settings.unused);
    if count_known(&names, columns) == 0 {
        let usual = columns.first().and_then(|column| column.headers.first());
        let column = usual.cloned().unwrap_or_default();
        return Err(IngestError::MissingColumn { place, line, column, closest: None });
    }
    Ok(layout)
}

/// A compression of the file that the program is built without; the manifest turns on two.
fn unread_codec(metadata: &ParquetMetaData) -> Option<String> {
    let chunks = metadata.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let is_read = |codec| {
        matches!(codec, Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::ZSTD(_))
    };
    let codec = chunks.map(ColumnChunkMetaData::compression).find(|codec| !is_read(*codec))?;
    Some(codec.to_string())
}

/// The line of a header that stands in no line.
const NO_LINE: u32 = 0;

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

fn digest_of_file(file: &mut File) -> io::Result<String> {
    let mut digest = Sm3::new();
    let mut block = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(hexadecimal(&digest.finalize()));
        }
        digest.update(&block[..read]);
    }
}
