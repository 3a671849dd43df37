//! Opening one file of a source: the checks before a row is believed, then its chunks.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io;
use std::path::Path;

use super::chunk::Origin;
use super::decode::{Decoding, LineEnd};
use super::digest::Digesting;
use super::encoding::{Found, contradiction, detect, name};
use super::find::within;
use super::foreign::is_foreign;
use super::forms::columnar::Columnar;
use super::forms::delimited::{Delimited, delimiter_of};
use super::forms::fixed_width::FixedWidth;
use super::forms::json_lines::JsonLines;
use super::forms::lines::Lines;
use super::forms::markup::Markup;
use super::forms::ods::read_ods;
use super::forms::sheet::{Asked, Book, Sheet};
use super::forms::workbook::read_workbook;
use super::header::no_fitting_sheet;
use super::row::Rows;
use super::sniff::{Look, look};
use super::table::Table;
use super::unpack::{Content, Member, members};
use super::{Column, Format, IngestError, Place, Settings, Sheets, TABLE_FORMATS};
use crate::domain::{FileForm, RawRows, Source, mask};

/// A file whose header is known, giving its rows chunk by chunk.
///
/// What it says of its parts is complete once all chunks have been read.
pub struct OpenFile {
    place: Place,
    reader: PartReader,
    chunk_rows: usize,
    /// What is still to be opened.
    members: VecDeque<Member>,
    /// What is open.
    tables: VecDeque<(FileForm, Table)>,
    /// Whether any member turned out to be a table of the source.
    has_table: bool,
    /// Why the first member that is no table cannot be read: a file of such alone is refused.
    foreign: Option<IngestError>,
    parts: Vec<Part>,
    /// Sheets and members that hold something and are not read.
    unread: Vec<String>,
    remarks: Vec<String>,
    digest: Digesting,
    rows_read: u64,
    rows_rejected: u64,
    failed: bool,
}

/// What a part of a file turned out to be: the file itself, a member of an archive, or a sheet.
#[derive(Debug, Clone)]
pub struct Part {
    /// The `file` of its rows.
    pub file: String,
    pub form: FileForm,
    /// The line of the header, counted from 1; 0 where the columns are named elsewhere.
    pub header_line: u32,
    /// Headers that no declared column goes by; their values are never read.
    pub unknown_headers: Vec<String>,
    /// Declared columns that are not there, by their usual header.
    pub absent_headers: Vec<String>,
    /// Rows that only sum the table up or sign it.
    pub footer_rows: u64,
}

/// Opens a file of `folder` and reads as far as its first header.
pub fn open(
    source: &Source,
    folder: &Path,
    path: &Path,
    settings: &Settings,
    columns: &[Column],
    chunk_rows: usize,
) -> Result<OpenFile, IngestError> {
    let place = Place { agency: source.agency_name.clone(), file: within(path, folder) };
    let unreadable = |source: io::Error| IngestError::Unreadable { place: place.clone(), source };
    let metadata = match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(IngestError::MissingFile { place });
        }
        metadata => metadata.map_err(unreadable)?,
    };
    let (bytes, limit) = (metadata.len(), settings.max_file_bytes);
    if bytes > limit {
        return Err(IngestError::TooLarge { place, bytes, limit });
    }
    // Whether the file may be read at all is said before a thread tries to.
    File::open(path).map_err(unreadable)?;
    let reader = PartReader {
        source: source.id.clone(),
        settings: settings.clone(),
        columns: columns.to_vec(),
    };
    let content = Content::of_file(path, limit);
    let (members, unread) = reader.members_of(&place, content)?;
    let mut file = OpenFile {
        place,
        reader,
        chunk_rows: chunk_rows.max(1),
        members,
        tables: VecDeque::new(),
        has_table: false,
        foreign: None,
        parts: Vec::new(),
        unread,
        remarks: Vec::new(),
        digest: Digesting::start(path),
        rows_read: 0,
        rows_rejected: 0,
        failed: false,
    };
    while file.tables.is_empty() && file.open_next()? {}
    Ok(file)
}

impl OpenFile {
    /// The path within the delivery folder.
    pub fn file(&self) -> &str {
        &self.place.file
    }

    /// The parts whose rows have all been read.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether more than one table has been found so far: another sheet, another member.
    pub fn has_several_tables(&self) -> bool {
        self.members.len() + self.tables.len() > 1
    }

    /// The headers of the table that is read next: those of declared columns in their order, then the
    /// others.
    pub fn headers(&self) -> Vec<String> {
        let Some((_, table)) = self.tables.front() else { return Vec::new() };
        let layout = table.layout();
        let found = layout.positions.iter().zip(&layout.headers);
        let found: BTreeMap<usize, &String> =
            found.filter_map(|(at, header)| Some((*at.as_ref()?, header))).collect();
        found.into_values().chain(&layout.unknown).cloned().collect()
    }

    /// Headers that no declared column goes by, of all parts.
    pub fn unknown_headers(&self) -> Vec<&str> {
        let mut unknown: Vec<&str> = Vec::new();
        for header in self.parts.iter().flat_map(|part| &part.unknown_headers) {
            if !unknown.contains(&header.as_str()) {
                unknown.push(header);
            }
        }
        unknown
    }

    /// Visible sheets of a workbook and members of an archive that hold something and are not read.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    /// What the agency should hear of the file, in Chinese.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Rows read so far, the rejected ones included; footers, titles and blank rows are no rows.
    pub const fn rows_read(&self) -> u64 {
        self.rows_read
    }

    /// Rows so far that could not be read.
    pub const fn rows_rejected(&self) -> u64 {
        self.rows_rejected
    }

    /// The SM3 digest of the file's bytes in hexadecimal; to be asked for once.
    pub fn digest(&mut self) -> Result<String, IngestError> {
        let digest = self.digest.finish();
        digest.map_err(|source| IngestError::Unreadable { place: self.place.clone(), source })
    }

    /// Opens the next member; whether there is one.
    fn open_next(&mut self) -> Result<bool, IngestError> {
        let Some(member) = self.members.pop_front() else {
            return match self.foreign.take().filter(|_| !self.has_table) {
                Some(error) => Err(error),
                None => Ok(false),
            };
        };
        let place = match &member.name {
            Some(name) => self.place.member(name),
            None => self.place.clone(),
        };
        match self.reader.open(&place, &member) {
            Ok(opened) => {
                self.has_table = true;
                self.unread.extend(opened.unread);
                self.remarks.extend(opened.remarks);
                self.tables.extend(opened.tables);
            }
            Err(error) => self.pass_over(&place, &member, error)?,
        }
        Ok(true)
    }

    /// Passes over a member that cannot be read and is no table.
    fn pass_over(
        &mut self,
        place: &Place,
        member: &Member,
        error: IngestError,
    ) -> Result<(), IngestError> {
        let Some(name) = member.name.as_ref().filter(|_| error.is_unfit()) else {
            return Err(error);
        };
        let error = IngestError::UnfitMember(Box::new(error));
        let (sample, whole, look) = self.reader.look(place, &member.content)?;
        if !is_foreign(name, look, &sample, whole) {
            return Err(error);
        }
        let name = mask::label(name);
        self.remarks
            .push(format!("压缩包内的“{name}”看上去不是表格，已略过；如其中有数据请改送表格"));
        self.foreign.get_or_insert(error);
        Ok(())
    }

    fn next_chunk(&mut self) -> Result<Option<RawRows>, IngestError> {
        loop {
            let Some((form, table)) = self.tables.front_mut() else {
                if self.open_next()? {
                    continue;
                }
                return Ok(None);
            };
            if let Some(rows) = table.next_chunk(self.chunk_rows)? {
                return Ok(Some(rows));
            }
            self.parts.push(Part::of(form, table));
            for remark in table.remarks() {
                if !self.remarks.contains(&remark) {
                    self.remarks.push(remark);
                }
            }
            self.tables.pop_front();
        }
    }
}

impl Part {
    fn of(form: &FileForm, table: &Table) -> Self {
        let usual = |column: &Column| column.headers.first().unwrap_or(&column.field).clone();
        Self {
            file: table.part().to_owned(),
            form: form.clone(),
            header_line: table.layout().line,
            unknown_headers: table.layout().unknown.clone(),
            absent_headers: table.absent_columns().map(usual).collect(),
            footer_rows: table.footer_rows(),
        }
    }
}

impl Iterator for OpenFile {
    type Item = Result<RawRows, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.next_chunk().transpose()?;
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

/// What a member turned out to be.
#[derive(Default)]
struct Opened {
    tables: Vec<(FileForm, Table)>,
    unread: Vec<String>,
    remarks: Vec<String>,
}

/// Opens the parts of a source's files.
struct PartReader {
    source: String,
    settings: Settings,
    columns: Vec<Column>,
}

impl PartReader {
    /// The contents of a delivered file, and what of it is not read.
    fn members_of(
        &self,
        place: &Place,
        content: Content,
    ) -> Result<(VecDeque<Member>, Vec<String>), IngestError> {
        let (_, _, found) = self.look(place, &content)?;
        match found {
            Look::Zip => {
                let (members, others) = members(place, &content, &self.settings)?;
                if members.is_empty() {
                    let (place, pattern) = (place.clone(), self.settings.members.clone());
                    return Err(IngestError::NoMember { place, pattern, others });
                }
                Ok((members.into(), others))
            }
            Look::Gzip => {
                let content = content.gunzipped();
                Ok((VecDeque::from([Member { name: None, content }]), Vec::new()))
            }
            _ => Ok((VecDeque::from([Member { name: None, content }]), Vec::new())),
        }
    }

    /// The beginning of a content, whether it is all, and what it looks like.
    fn look(&self, place: &Place, content: &Content) -> Result<(Vec<u8>, bool, Look), IngestError> {
        let reading = |error| IngestError::reading(place, error);
        let (sample, whole) = content.sample(self.settings.sample_bytes).map_err(reading)?;
        if sample.trim_ascii().is_empty() {
            return Err(IngestError::Empty { place: place.clone() });
        }
        let look = look(content, &sample, self.settings.max_workbook_bytes).map_err(reading)?;
        Ok((sample, whole, look))
    }

    fn open(&self, place: &Place, member: &Member) -> Result<Opened, IngestError> {
        let (sample, whole, found) = self.look(place, &member.content)?;
        if matches!(found, Look::Zip | Look::Gzip) {
            return Err(IngestError::NestedArchive { place: place.clone() });
        }
        let format = self.format_of(place, found)?;
        let mut opened = match format {
            Format::Csv | Format::FixedWidth | Format::JsonLines | Format::Markup => {
                self.text(place, &member.content, format, (&sample, whole))?
            }
            Format::Parquet => self.columnar(place, &member.content)?,
            _ => self.workbook(place, &member.content, format)?,
        };
        opened.remarks.extend(misnamed(place, format));
        Ok(opened)
    }

    /// The form that reads what was found, if the source takes it.
    fn format_of(&self, place: &Place, found: Look) -> Result<Format, IngestError> {
        let declared = self.settings.format;
        let format = match (declared, found.format()) {
            (Format::Detect, Some(format)) => Some(format),
            (Format::FixedWidth, Some(Format::Csv)) => Some(Format::FixedWidth),
            // A first cell in braces or brackets is no reason to disbelieve the settings.
            (Format::Csv | Format::FixedWidth, _)
                if matches!(found, Look::JsonLines | Look::JsonDocument) =>
            {
                Some(declared)
            }
            (declared, Some(format)) if declared == format => Some(format),
            _ => None,
        };
        format.ok_or_else(|| {
            let expected = declared.words();
            IngestError::NotThisFormat { place: place.clone(), expected, found }
        })
    }

    fn text(
        &self,
        place: &Place,
        content: &Content,
        format: Format,
        (sample, whole): (&[u8], bool),
    ) -> Result<Opened, IngestError> {
        let settings = &self.settings;
        let found = self.encoding_of(place, sample, whole)?;
        let stream = content.open().map_err(|error| IngestError::reading(place, error))?;
        let text = Decoding::new(stream, found.encoding, LineEnd::of(sample));
        let lines = |text| Lines::new(place.clone(), text, settings.max_row_bytes);
        let mut delimiter = None;
        let rows: Box<dyn Rows> = match format {
            Format::FixedWidth => {
                let (columns, unit) = (&settings.fixed_width, settings.width_unit);
                Box::new(FixedWidth::new(lines(text), columns, found.encoding, unit))
            }
            Format::JsonLines => {
                Box::new(JsonLines::new(place.clone(), lines(text), settings.max_columns))
            }
            Format::Markup => {
                let (bytes, columns) = (settings.max_row_bytes, settings.max_columns);
                Box::new(Markup::new(place.clone(), text, bytes, columns))
            }
            _ => {
                let between = delimiter_of(sample, found.encoding, settings, &self.columns);
                delimiter = Some(char::from(between));
                Box::new(Delimited::new(place.clone(), text, between, settings))
            }
        };
        let form = FileForm {
            format: format.code(),
            encoding: Some(name(found.encoding)),
            confidence_percent: found.confidence_percent,
            delimiter,
        };
        Ok(Opened { tables: vec![(form, self.table(place, None, rows)?)], ..Opened::default() })
    }

    fn encoding_of(&self, place: &Place, sample: &[u8], whole: bool) -> Result<Found, IngestError> {
        let declared = self.settings.encoding;
        if let Some((declared, found)) = contradiction(declared, sample, whole) {
            return Err(IngestError::WrongEncoding { place: place.clone(), declared, found });
        }
        if let Some(encoding) = declared.encoding() {
            return Ok(Found { encoding, confidence_percent: 100 });
        }
        let found = detect(sample, whole);
        let limit = self.settings.min_confidence_percent;
        if found.confidence_percent < limit {
            return Err(IngestError::UnclearEncoding {
                place: place.clone(),
                guess: name(found.encoding),
                confidence_percent: found.confidence_percent,
                limit,
            });
        }
        Ok(found)
    }

    fn columnar(&self, place: &Place, content: &Content) -> Result<Opened, IngestError> {
        let reading = |error| IngestError::reading(place, error);
        let (settings, columns) = (&self.settings, &self.columns);
        let rows = if let Some(path) = content.path() {
            let file = File::open(path).map_err(reading)?;
            Columnar::open(place.clone(), file, settings, columns)?
        } else {
            let bytes = content.bytes(settings.max_unpacked_bytes).map_err(reading)?;
            Columnar::open(place.clone(), bytes::Bytes::from(bytes), settings, columns)?
        };
        let table = self.table(place, None, Box::new(rows))?;
        Ok(Opened { tables: vec![(form(Format::Parquet), table)], ..Opened::default() })
    }

    fn workbook(
        &self,
        place: &Place,
        content: &Content,
        format: Format,
    ) -> Result<Opened, IngestError> {
        let limit = self.settings.max_workbook_bytes;
        let bytes = content.bytes(limit).map_err(|error| IngestError::reading(place, error))?;
        let asked = Asked { place, settings: &self.settings, columns: &self.columns };
        let mut book = match format {
            Format::Ods => read_ods(asked, bytes)?,
            _ => read_workbook(asked, format, bytes)?,
        };
        book.settle();
        self.check_sheets(place, &book)?;
        let Book { sheets, passed_over, unread, hidden, mut remarks, .. } = book;
        remarks.extend(passed_over_in_words(&passed_over, &sheets));
        if !hidden.is_empty() {
            remarks.push(format!(
                "有隐藏的工作表未读取：{}；如其中有数据请取消隐藏后重报",
                mask::labels(&hidden)
            ));
        }
        let mut opened = Opened { tables: Vec::new(), unread, remarks };
        for sheet in sheets {
            let place = match self.settings.sheets {
                Sheets::First => place.clone(),
                Sheets::All | Sheets::Named(_) => place.sheet(&sheet.name),
            };
            let table = self.table(&place, Some(sheet.name), Box::new(sheet.rows))?;
            opened.tables.push((form(format), table));
        }
        Ok(opened)
    }

    /// Whether there is a sheet to read, and no other whose rows would be lost.
    fn check_sheets(&self, place: &Place, book: &Book) -> Result<(), IngestError> {
        let Some(first) = book.sheets.first() else {
            if !book.passed_over.is_empty() {
                let rows_max = self.settings.header_rows_max;
                return Err(no_fitting_sheet(place, &book.passed_over, rows_max, &self.columns));
            }
            let (place, sheets) = (place.clone(), [&*book.hidden, &*book.unread].concat());
            return Err(if sheets.is_empty() {
                IngestError::Empty { place }
            } else {
                IngestError::NoSheet { place, sheets }
            });
        };
        if let Some(near) = book.near.map(|at| &book.passed_over[at..=at]) {
            let rows_max = self.settings.header_rows_max;
            return Err(no_fitting_sheet(&place.sheet(&near[0].0), near, rows_max, &self.columns));
        }
        if book.rivals.is_empty() {
            return Ok(());
        }
        let sheets = [std::slice::from_ref(&first.name), &book.rivals].concat();
        Err(IngestError::SeveralSheets { place: place.clone(), sheets })
    }

    fn table(
        &self,
        place: &Place,
        sheet: Option<String>,
        rows: Box<dyn Rows>,
    ) -> Result<Table, IngestError> {
        let origin = Origin { source: self.source.clone(), file: place.file.clone(), sheet };
        Table::open(place.clone(), origin, rows, &self.settings, &self.columns)
    }
}

/// What the agency should hear of sheets before the one that is read.
fn passed_over_in_words<T>(passed_over: &[(String, T)], read: &[Sheet]) -> Option<String> {
    let names: Vec<&String> = passed_over.iter().map(|(name, _)| name).collect();
    let read = read.first().filter(|_| !names.is_empty())?;
    let names = mask::labels(&names);
    Some(format!(
        "工作表“{}”的表头相符，已读取；其前的工作表表头不符，未读取：{names}；如需使用请在来源映射的 sheets 中写明",
        read.name
    ))
}

/// The form of what is no text.
const fn form(format: Format) -> FileForm {
    FileForm { format: format.code(), encoding: None, confidence_percent: 100, delimiter: None }
}

/// What the agency should hear of a name that says something else than the bytes.
fn misnamed(place: &Place, format: Format) -> Option<String> {
    let name = place.file.strip_suffix(".gz").unwrap_or(&place.file);
    let (_, extension) = name.rsplit('/').next()?.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let known = |format: &Format| format.extensions().contains(&extension.as_str());
    let misleads =
        !format.extensions().contains(&extension.as_str()) && TABLE_FORMATS.iter().any(known);
    misleads
        .then(|| format!("文件名后缀是{extension}，内容实为{}格式，已按内容读取", format.code()))
}
