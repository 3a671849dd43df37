//! Tables written as markup: the HTML page that web systems call XLS, and the XML that Excel wrote in
//! 2003.
//!
//! Read are rows (`tr`, `Row`) of cells (`td`, `th`, `Cell`) wherever they stand; what is outside a
//! cell says nothing. A cell that spans columns stands in the first of them, one that spans rows in
//! each of them. A line number is the row's number in the page, as a spreadsheet shows it.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use html5gum::{IoReader, StartTag, Token, Tokenizer};

use crate::ingest::chunk::RowFault;
use crate::ingest::decode::{Decoding, REPLACEMENT};
use crate::ingest::row::{Rows, TextRow};
use crate::ingest::{IngestError, Place};

type Tokens = Tokenizer<IoReader<Metered>>;

/// A text of which a row may take no more than is left.
struct Metered {
    text: Decoding<Box<dyn Read + Send>>,
    left: Arc<AtomicUsize>,
}

impl Read for Metered {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        self.text.allow(left);
        let read = self.text.read(out)?;
        self.left.store(left.saturating_sub(read), Ordering::Relaxed);
        Ok(read)
    }
}

/// A page being read.
pub struct Markup {
    place: Place,
    tokens: Tokens,
    /// How much text the row at hand may still take.
    left: Arc<AtomicUsize>,
    max_row_bytes: usize,
    max_columns: usize,
    /// The number of the last row begun.
    line: u32,
    row: Row,
    /// Cells that still stand in following rows: by position, in how many, and what they hold.
    spans: BTreeMap<usize, (u32, String)>,
    in_row: bool,
}

/// The row at hand.
#[derive(Default)]
struct Row {
    /// By position; a spanned one is taken from above.
    cells: BTreeMap<usize, String>,
    copied: Vec<usize>,
    /// Where the next cell stands.
    next: usize,
    /// Where the open cell stands.
    open: Option<Open>,
}

struct Open {
    at: usize,
    columns: usize,
    rows: u32,
    text: String,
}

impl Markup {
    pub fn new(
        place: Place,
        text: Decoding<Box<dyn Read + Send>>,
        max_row_bytes: usize,
        max_columns: usize,
    ) -> Self {
        let left = Arc::new(AtomicUsize::new(max_row_bytes));
        let tokens = Tokenizer::new(IoReader::new(Metered { text, left: Arc::clone(&left) }));
        Self {
            place,
            tokens,
            left,
            max_row_bytes,
            max_columns,
            line: 0,
            row: Row::default(),
            spans: BTreeMap::new(),
            in_row: false,
        }
    }

    fn begin_row(&mut self, tag: &StartTag<()>) {
        self.in_row = true;
        self.line = number(tag, b"ss:index").unwrap_or(self.line.saturating_add(1));
        self.row = Row::default();
        for (at, (rows, text)) in std::mem::take(&mut self.spans) {
            self.row.cells.insert(at, text.clone());
            self.row.copied.push(at);
            if rows > 1 {
                self.spans.insert(at, (rows - 1, text));
            }
        }
    }

    fn begin_cell(&mut self, tag: &StartTag<()>) {
        self.end_cell();
        while self.row.copied.contains(&self.row.next) {
            self.row.next += 1;
        }
        let index = number(tag, b"ss:index").map(|index| index.saturating_sub(1) as usize);
        let at = index.unwrap_or(self.row.next);
        let across = number(tag, b"ss:mergeacross").map(|more| more.saturating_add(1));
        let down = number(tag, b"ss:mergedown").map(|more| more.saturating_add(1));
        let columns = across.or(number(tag, b"colspan")).unwrap_or(1).max(1) as usize;
        let rows = down.or(number(tag, b"rowspan")).unwrap_or(1).max(1);
        self.row.open = Some(Open { at, columns, rows, text: String::new() });
    }

    fn end_cell(&mut self) {
        let Some(open) = self.row.open.take() else {
            return;
        };
        let text = open.text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>());
        let text = text.map(|words| words.join(" ")).collect::<Vec<_>>().join("\n");
        let text = text.trim().to_owned();
        if open.rows > 1 && open.at < self.max_columns {
            self.spans.insert(open.at, (open.rows - 1, text.clone()));
        }
        self.row.next = open.at.saturating_add(open.columns);
        self.row.cells.insert(open.at, text);
    }

    /// The row at hand as its cells; one that holds nothing is none.
    fn end_row(&mut self, out: &mut TextRow) -> Result<bool, IngestError> {
        self.end_cell();
        self.in_row = false;
        let row = std::mem::take(&mut self.row);
        let held = row.cells.into_iter().filter(|(_, text)| !text.is_empty());
        let held: Vec<(usize, String)> = held.collect();
        let Some((last, _)) = held.last() else {
            return Ok(false);
        };
        if *last >= self.max_columns {
            let (line, found, limit) = (self.line, last.saturating_add(1), self.max_columns);
            let place = self.place.clone();
            return Err(IngestError::TooManyColumns { place, line, found, limit });
        }
        out.begin(self.line);
        for (at, text) in held {
            while out.cells.len() < at {
                out.cells.push_field("");
            }
            out.cells.push_field(&text);
            if text.contains(REPLACEMENT) {
                out.fault = Some(RowFault::Undecodable);
            }
        }
        out.copied.extend(row.copied);
        Ok(true)
    }

    fn push_text(&mut self, text: &[u8]) {
        if let Some(open) = &mut self.row.open {
            open.text.push_str(&String::from_utf8_lossy(text).replace(['\n', '\r'], " "));
        }
    }
}

impl Rows for Markup {
    fn has_spans(&self) -> bool {
        true
    }

    fn next_row(&mut self, row: &mut TextRow) -> Result<bool, IngestError> {
        self.left.store(self.max_row_bytes, Ordering::Relaxed);
        loop {
            let Some(token) = self.tokens.next() else {
                return if self.in_row { self.end_row(row) } else { Ok(false) };
            };
            let token = token.map_err(|error| {
                IngestError::reading_row(&self.place, error, self.line + 1, self.max_row_bytes)
            })?;
            match token {
                Token::StartTag(tag) => match tag.name.as_slice() {
                    b"tr" | b"row" => {
                        let done = self.in_row && self.end_row(row)?;
                        self.begin_row(&tag);
                        if done {
                            return Ok(true);
                        }
                    }
                    b"td" | b"th" | b"cell" if self.in_row => self.begin_cell(&tag),
                    b"br" => {
                        if let Some(open) = &mut self.row.open {
                            open.text.push('\n');
                        }
                    }
                    _ => {}
                },
                Token::EndTag(tag) => match tag.name.as_slice() {
                    b"tr" | b"row" | b"table" if self.in_row && self.end_row(row)? => {
                        return Ok(true);
                    }
                    b"td" | b"th" | b"cell" => self.end_cell(),
                    _ => {}
                },
                Token::String(text) => self.push_text(&text),
                _ => {}
            }
        }
    }
}

fn number(tag: &StartTag<()>, attribute: &[u8]) -> Option<u32> {
    let value = tag.attributes.get(attribute)?;
    std::str::from_utf8(value).ok()?.trim().parse().ok()
}
