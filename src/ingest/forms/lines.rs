//! Lines of a text, one after the other, with their numbers.

use std::io::{BufRead, BufReader, Read};

use crate::ingest::decode::{Decoding, REPLACEMENT};
use crate::ingest::{IngestError, Place};

/// A decoded text being read line by line.
pub struct Lines {
    place: Place,
    reader: BufReader<Decoding<Box<dyn Read + Send>>>,
    max_row_bytes: usize,
    line: u32,
    text: Vec<u8>,
}

impl Lines {
    pub fn new(place: Place, text: Decoding<Box<dyn Read + Send>>, max_row_bytes: usize) -> Self {
        let reader = BufReader::with_capacity(1 << 16, text);
        Self { place, reader, max_row_bytes, line: 0, text: Vec::new() }
    }

    /// The next line that holds anything, and its number.
    pub fn next_line(&mut self) -> Result<Option<(u32, &str)>, IngestError> {
        loop {
            self.text.clear();
            self.line = self.line.saturating_add(1);
            self.reader.get_mut().allow(self.max_row_bytes);
            let read = self.reader.read_until(b'\n', &mut self.text).map_err(|error| {
                IngestError::reading_row(&self.place, error, self.line, self.max_row_bytes)
            })?;
            if read == 0 {
                return Ok(None);
            }
            if self.text.last() == Some(&b'\n') {
                self.text.pop();
            }
            if self.text.len() > self.max_row_bytes {
                let (line, limit) = (self.line, self.max_row_bytes);
                return Err(IngestError::RowTooLong { place: self.place.clone(), line, limit });
            }
            if !self.text.trim_ascii().is_empty() {
                break;
            }
        }
        let text = std::str::from_utf8(&self.text);
        Ok(Some((self.line, text.expect("decoding writes UTF-8, and a line ends between two"))))
    }

    /// Whether a line holds what could not be decoded.
    pub fn is_damaged(&self, text: &str) -> bool {
        self.reader.get_ref().had_errors() && text.contains(REPLACEMENT)
    }

    pub fn is_cut(&self) -> bool {
        self.reader.get_ref().is_cut()
    }

    pub fn remarks(&self) -> Vec<String> {
        self.reader.get_ref().remarks()
    }
}
