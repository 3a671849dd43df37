//! Opening one file of a source: the checks before a row is believed, then its chunks.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::chunk::Origin;
use super::columnar::Columnar;
use super::decode::digest_of;
use super::delimited::Delimited;
use super::header::Layout;
use super::sniff::{Look, contradiction, encoding_of, look};
use super::workbook::{Workbook, read_workbook};
use super::{Column, Encoding, Format, IngestError, Place, Settings};
use crate::domain::{RawRows, Source};

/// A file whose header is known, giving its rows chunk by chunk.
pub struct OpenFile {
    place: Place,
    chunk_rows: usize,
    rows_read: u64,
    rows_rejected: u64,
    failed: bool,
    body: Body,
}

enum Body {
    Delimited(Box<Delimited>),
    Workbook { chunks: VecDeque<RawRows>, book: Box<Workbook>, digest: String },
    Columnar(Box<Columnar>),
}

/// Opens a file of `folder` and reads as far as its header.
pub fn open(
    source: &Source,
    folder: &Path,
    path: &Path,
    settings: &Settings,
    columns: &[Column],
    chunk_rows: usize,
) -> Result<OpenFile, IngestError> {
    let within = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> =
        within.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let place = Place { agency: source.agency_name.clone(), file: parts.join("/") };
    let unreadable = |source: io::Error| IngestError::Unreadable { place: place.clone(), source };
    let mut file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(IngestError::MissingFile { place });
        }
        file => file.map_err(unreadable)?,
    };
    let bytes = file.metadata().map_err(unreadable)?.len();
    let limit = match settings.format {
        Format::Csv | Format::Parquet => settings.max_file_bytes,
        Format::Xlsx => settings.max_workbook_bytes,
    };
    if bytes > limit {
        return Err(IngestError::TooLarge { place, bytes, limit });
    }
    let mut sample = Vec::new();
    let wanted = settings.sample_bytes as u64;
    (&mut file).take(wanted).read_to_end(&mut sample).map_err(unreadable)?;
    if sample.trim_ascii().is_empty() {
        return Err(IngestError::Empty { place });
    }
    check_format(&place, settings.format, &sample)?;
    // A file that is a stream rewinds nowhere; deliveries are plain files, so it is opened again.
    let file = File::open(path).map_err(unreadable)?;
    let whole = sample.len() as u64 == bytes;
    let input = Input { place, source, file, sample, whole, chunk_rows: chunk_rows.max(1) };
    match settings.format {
        Format::Csv => input.delimited(settings, columns),
        Format::Xlsx => input.workbook(settings, columns),
        Format::Parquet => input.columnar(settings, columns),
    }
}

impl OpenFile {
    const fn new(place: Place, chunk_rows: usize, body: Body) -> Self {
        Self { place, chunk_rows, rows_read: 0, rows_rejected: 0, failed: false, body }
    }

    /// The path within the delivery folder.
    pub fn file(&self) -> &str {
        &self.place.file
    }

    /// The `file` of the rows: the path, or one for each sheet where all are read.
    pub fn parts(&self) -> &[String] {
        match &self.body {
            Body::Delimited(_) | Body::Columnar(_) => std::slice::from_ref(&self.place.file),
            Body::Workbook { book, .. } => &book.parts,
        }
    }

    /// Sheets of the workbook that hold data and are not read.
    pub fn unread_sheets(&self) -> &[String] {
        match &self.body {
            Body::Delimited(_) | Body::Columnar(_) => &[],
            Body::Workbook { book, .. } => &book.unread_sheets,
        }
    }

    /// The line of each part's header, counted from 1.
    pub fn header_lines(&self) -> Vec<u32> {
        self.layouts().iter().map(|layout| layout.line).collect()
    }

    /// Headers that no declared column goes by; their values are never read.
    pub fn unknown_headers(&self) -> Vec<&str> {
        let mut unknown: Vec<&str> = Vec::new();
        for header in self.layouts().iter().flat_map(|layout| &layout.unknown) {
            if !unknown.contains(&header.as_str()) {
                unknown.push(header);
            }
        }
        unknown
    }

    /// Rows read so far, the rejected ones included; footers, titles and blank rows are no rows.
    pub const fn rows_read(&self) -> u64 {
        self.rows_read
    }

    /// Rows so far that could not be read.
    pub const fn rows_rejected(&self) -> u64 {
        self.rows_rejected
    }

    /// Rows below the data that only sign or sum it up.
    pub const fn footer_rows(&self) -> u64 {
        match &self.body {
            Body::Delimited(file) => file.footer_rows(),
            Body::Workbook { book, .. } => book.footer_rows,
            Body::Columnar(_) => 0,
        }
    }

    /// The SM3 digest of the file's bytes in hexadecimal, once all chunks have been read.
    pub fn digest(&self) -> Option<String> {
        match &self.body {
            Body::Delimited(file) => file.digest(),
            Body::Workbook { digest, .. } => Some(digest.clone()),
            Body::Columnar(file) => Some(file.digest().to_owned()),
        }
    }

    fn layouts(&self) -> &[Layout] {
        match &self.body {
            Body::Delimited(file) => std::slice::from_ref(file.layout()),
            Body::Workbook { book, .. } => &book.layouts,
            Body::Columnar(file) => std::slice::from_ref(file.layout()),
        }
    }
}

impl Iterator for OpenFile {
    type Item = Result<RawRows, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = match &mut self.body {
            Body::Delimited(file) => file.next_chunk(self.chunk_rows).transpose()?,
            Body::Workbook { chunks, .. } => Ok(chunks.pop_front()?),
            Body::Columnar(file) => file.next_chunk().transpose()?,
        };
        match &next {
            Ok(rows) => {
                self.rows_read += rows.rows_read;
                self.rows_rejected += rows.rejects.len() as u64;
            }
            Err(_) => self.failed = true,
        }
        Some(next)
    }
}

struct Input<'a> {
    place: Place,
    source: &'a Source,
    file: File,
    sample: Vec<u8>,
    /// Whether the sample is the whole file.
    whole: bool,
    chunk_rows: usize,
}

impl Input<'_> {
    fn delimited(self, settings: &Settings, columns: &[Column]) -> Result<OpenFile, IngestError> {
        let (sample, whole) = (&self.sample, self.whole);
        if let Some((declared, found)) = contradiction(settings.encoding, sample, whole) {
            return Err(IngestError::WrongEncoding { place: self.place, declared, found });
        }
        let encoding = match settings.encoding {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Gb18030 => encoding_rs::GB18030,
            Encoding::Detect => encoding_of(sample, whole),
        };
        let origin =
            Origin { source: self.source.id.clone(), file: self.place.file.clone(), sheet: None };
        let place = self.place.clone();
        let body = Delimited::open(place, origin, self.file, encoding, settings, columns)?;
        Ok(OpenFile::new(self.place, self.chunk_rows, Body::Delimited(Box::new(body))))
    }

    fn columnar(self, settings: &Settings, columns: &[Column]) -> Result<OpenFile, IngestError> {
        let origin =
            Origin { source: self.source.id.clone(), file: self.place.file.clone(), sheet: None };
        let place = self.place.clone();
        let body = Columnar::open(place, origin, self.file, settings, columns, self.chunk_rows)?;
        Ok(OpenFile::new(self.place, self.chunk_rows, Body::Columnar(Box::new(body))))
    }

    fn workbook(
        mut self,
        settings: &Settings,
        columns: &[Column],
    ) -> Result<OpenFile, IngestError> {
        let mut bytes = Vec::new();
        let read = self.file.read_to_end(&mut bytes);
        read.map_err(|source| IngestError::Unreadable { place: self.place.clone(), source })?;
        let digest = digest_of(&bytes);
        let (id, chunk_rows) = (&self.source.id, self.chunk_rows);
        let mut book = read_workbook(&self.place, id, bytes, settings, columns, chunk_rows)?;
        Ok(OpenFile::new(
            self.place,
            self.chunk_rows,
            Body::Workbook {
                chunks: std::mem::take(&mut book.chunks).into(),
                book: Box::new(book),
                digest,
            },
        ))
    }
}

/// Whether the file looks like what the source delivers.
fn check_format(place: &Place, format: Format, sample: &[u8]) -> Result<(), IngestError> {
    let found = look(sample);
    let (expected, fits) = match format {
        Format::Csv => ("a CSV text file", found == Look::Text),
        Format::Xlsx => ("an XLSX workbook", found == Look::Zip),
        Format::Parquet => ("a Parquet file", found == Look::Parquet),
    };
    if fits {
        return Ok(());
    }
    let (looks_like, remedy) = (found.words(), found.remedy());
    Err(IngestError::NotThisFormat { place: place.clone(), expected, looks_like, remedy })
}
