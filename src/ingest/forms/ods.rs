//! Workbooks of OpenDocument (ODS): their visible sheets as rows.
//!
//! The format says how often a row or a cell is repeated, a million times in a few bytes, so rows are
//! made as they come and against the limits of a workbook. A number is read as it is written in the
//! file, a date as `2026-11-05`, a formula as the value it had when it was saved, and a text with the
//! line breaks between its paragraphs. Comments are not part of a cell.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::sheet::{Asked, Book, Fate, SheetBuilder, Span};
use crate::ingest::{IngestError, Place};

/// Reads a workbook's bytes.
pub fn read_ods(asked: Asked<'_>, bytes: Vec<u8>) -> Result<Book, IngestError> {
    let Asked { place, settings, .. } = asked;
    let mut package =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(place, &error))?;
    if is_encrypted(&mut package) {
        return Err(IngestError::EncryptedArchive { place: place.clone() });
    }
    let content = package.by_name("content.xml").map_err(|error| damaged(place, &error))?;
    // Past its limit the document breaks off, which makes it a damaged one.
    let content = BufReader::new(content.take(settings.max_unpacked_bytes));
    let mut pass = Pass { asked, book: Book::default(), hidden: BTreeSet::new(), hidden_rows: 0 };
    pass.document(&mut Reader::from_reader(content))?;
    if pass.hidden_rows > 0 {
        let remark = format!(
            "有{}行被隐藏（可能是筛选未取消），已一并读取；如不应报送请删除后重报",
            pass.hidden_rows
        );
        pass.book.remarks.push(remark);
    }
    Ok(pass.book)
}

fn damaged(place: &Place, error: &dyn std::error::Error) -> IngestError {
    IngestError::DamagedWorkbook { place: place.clone(), detail: error.to_string() }
}

fn is_encrypted(package: &mut ZipArchive<Cursor<Vec<u8>>>) -> bool {
    /// A manifest of a few parts is small.
    const ENOUGH: u64 = 1 << 20;
    let Ok(manifest) = package.by_name("META-INF/manifest.xml") else {
        return false;
    };
    let mut text = Vec::new();
    let read = manifest.take(ENOUGH).read_to_end(&mut text);
    read.is_ok() && String::from_utf8_lossy(&text).contains("encryption-data")
}

type Xml<R> = Reader<BufReader<R>>;

/// One pass over the document.
struct Pass<'a> {
    asked: Asked<'a>,
    book: Book,
    /// Styles of tables that are not to be seen.
    hidden: BTreeSet<String>,
    hidden_rows: u64,
}

/// What a cell holds and how often.
struct Cell {
    text: String,
    repeats: u32,
    spans: (u32, u32),
}

impl Pass<'_> {
    fn document<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), IngestError> {
        let mut style = String::new();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.event(xml, &mut buffer)? {
                Event::Start(tag) | Event::Empty(tag) if is(&tag, "style:style") => {
                    style = attribute(&tag, "style:name").unwrap_or_default();
                }
                Event::Start(tag) | Event::Empty(tag)
                    if is(&tag, "style:table-properties")
                        && attribute(&tag, "table:display").as_deref() == Some("false") =>
                {
                    self.hidden.insert(style.clone());
                }
                Event::Start(tag) if is(&tag, "table:table") => {
                    let name = attribute(&tag, "table:name").unwrap_or_default();
                    let style = attribute(&tag, "table:style-name").unwrap_or_default();
                    let visible = !self.hidden.contains(&style);
                    self.table(xml, name, visible)?;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn table<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        name: String,
        visible: bool,
    ) -> Result<(), IngestError> {
        let settings = self.asked.settings;
        let fate = if visible { self.book.fate(&name, settings) } else { Fate::Name };
        let mut builder = SheetBuilder::new(self.asked, fate, self.book.rows_left(fate, settings));
        let (mut row, mut spans) = (0_u32, Vec::new());
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.event(xml, &mut buffer)? {
                Event::Start(tag) if is(&tag, "table:table-row") => {
                    let repeats = number(&tag, "table:number-rows-repeated");
                    let is_hidden =
                        attribute(&tag, "table:visibility").is_some_and(|v| v != "visible");
                    let cells = self.row(xml)?;
                    let holds = cells.iter().any(|cell| !cell.text.is_empty());
                    if holds && fate != Fate::Ignore {
                        self.hidden_rows += u64::from(is_hidden) * u64::from(repeats);
                        for at in row..row.saturating_add(repeats) {
                            if builder.is_full() {
                                break;
                            }
                            push(&mut builder, &mut spans, at, &cells)?;
                        }
                    }
                    row = row.saturating_add(repeats);
                }
                Event::Empty(tag) if is(&tag, "table:table-row") => {
                    row = row.saturating_add(number(&tag, "table:number-rows-repeated"));
                }
                Event::End(tag) if tag.name().into_inner() == "table:table" => break,
                Event::Eof => return Err(self.broken_off()),
                _ => {}
            }
        }
        let rows = builder.finish(&spans)?;
        if visible {
            self.book.add(name, rows, fate, self.asked);
        } else if !rows.is_empty() {
            self.book.hidden.push(name);
        }
        Ok(())
    }

    /// The cells of a row.
    fn row<R: Read>(&self, xml: &mut Xml<R>) -> Result<Vec<Cell>, IngestError> {
        let mut cells = Vec::new();
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.event(xml, &mut buffer)? {
                Event::Start(tag) if is_cell(&tag) => {
                    let tag = tag.into_owned();
                    let text = self.text(xml)?;
                    cells.push(cell(&tag, text));
                }
                Event::Empty(tag) if is_cell(&tag) => cells.push(cell(&tag, String::new())),
                Event::End(tag) if tag.name().into_inner() == "table:table-row" => {
                    return Ok(cells);
                }
                Event::Eof => return Err(self.broken_off()),
                _ => {}
            }
            if cells.len() > self.asked.settings.max_columns.saturating_mul(2) {
                let (found, limit) = (cells.len(), self.asked.settings.max_columns);
                let place = self.asked.place.clone();
                return Err(IngestError::TooManyColumns { place, line: 0, found, limit });
            }
        }
    }

    /// The paragraphs of a cell, up to its end.
    fn text<R: Read>(&self, xml: &mut Xml<R>) -> Result<String, IngestError> {
        let (mut text, mut comment, mut paragraphs) = (String::new(), 0_u32, 0_u32);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.event(xml, &mut buffer)? {
                Event::Start(tag) if is(&tag, "office:annotation") => comment += 1,
                Event::End(tag) if tag.name().into_inner() == "office:annotation" => {
                    comment = comment.saturating_sub(1);
                }
                Event::Start(tag) if comment == 0 && is(&tag, "text:p") => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                }
                Event::Empty(tag) if comment == 0 && is(&tag, "text:s") => text.push(' '),
                Event::Text(part) if comment == 0 && paragraphs > 0 => text.push_str(&part),
                Event::GeneralRef(part) if comment == 0 && paragraphs > 0 => {
                    push_reference(&part, &mut text);
                }
                Event::End(tag) if is_cell_name(tag.name().into_inner()) => return Ok(text),
                Event::Eof => return Err(self.broken_off()),
                _ => {}
            }
        }
    }

    fn event<'b, R: Read>(
        &self,
        xml: &mut Xml<R>,
        buffer: &'b mut Vec<u8>,
    ) -> Result<Event<'b>, IngestError> {
        xml.read_event_into(buffer).map_err(|error| damaged(self.asked.place, &error))
    }

    fn broken_off(&self) -> IngestError {
        let detail = "the document breaks off".to_owned();
        IngestError::DamagedWorkbook { place: self.asked.place.clone(), detail }
    }
}

/// Adds the cells of a row at its place, each as often as it is repeated.
fn push(
    builder: &mut SheetBuilder<'_>,
    spans: &mut Vec<Span>,
    row: u32,
    cells: &[Cell],
) -> Result<(), IngestError> {
    let mut column = 0_u32;
    for cell in cells {
        if !cell.text.is_empty() {
            for at in column..column.saturating_add(cell.repeats) {
                builder.push(row, at, &cell.text)?;
            }
            let (rows, columns) = cell.spans;
            if rows > 1 {
                let last = |from: u32, count: u32| from.saturating_add(count.saturating_sub(1));
                spans.push(Span {
                    rows: (row, last(row, rows)),
                    columns: (column, last(column, columns)),
                });
            }
        }
        column = column.saturating_add(cell.repeats);
    }
    Ok(())
}

/// A cell with the value its attributes give, or else its text.
fn cell(tag: &BytesStart<'_>, text: String) -> Cell {
    let value = match attribute(tag, "office:value-type").as_deref() {
        Some("float" | "currency" | "percentage") => attribute(tag, "office:value"),
        Some("date") => attribute(tag, "office:date-value").map(|moment| day_text(&moment)),
        Some("boolean") => {
            attribute(tag, "office:boolean-value").map(|truth| truth.to_ascii_uppercase())
        }
        Some("string") => attribute(tag, "office:string-value"),
        _ => None,
    };
    Cell {
        text: value.unwrap_or(text),
        repeats: number(tag, "table:number-columns-repeated"),
        spans: (
            number(tag, "table:number-rows-spanned"),
            number(tag, "table:number-columns-spanned"),
        ),
    }
}

/// `2026-11-05T00:00:00` as a day, with its time behind a blank if it has one.
fn day_text(moment: &str) -> String {
    match moment.split_once('T') {
        Some((day, time)) if time.starts_with("00:00:00") => day.to_owned(),
        Some((day, time)) => format!("{day} {time}"),
        None => moment.to_owned(),
    }
}

fn push_reference(reference: &quick_xml::events::BytesRef<'_>, text: &mut String) {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        text.push(character);
        return;
    }
    text.push(match &**reference {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => '\u{FFFD}',
    });
}

fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.name().into_inner() == name
}

fn is_cell(tag: &BytesStart<'_>) -> bool {
    is_cell_name(tag.name().into_inner())
}

/// A covered cell lies under one that spans it.
fn is_cell_name(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    value.ok().map(std::borrow::Cow::into_owned)
}

/// A count in an attribute; 1 where it is absent.
fn number(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}
