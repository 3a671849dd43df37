//! What an XLSX package holds besides cells: how large it is unpacked, and what its sheets hide or
//! merge.
//!
//! Each part is unpacked once, into nothing, before a library is let near it: a few kilobytes can
//! unpack to more than memory holds, whatever the package says of itself.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::ingest::unpack::TooMuch;

/// What was seen on the way.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub hidden_rows: u64,
    pub hidden_columns: u64,
    /// Whether any sheet merges cells.
    pub merges: bool,
}

/// The longest tag that matters, to be found where two blocks meet.
const TAG_BYTES: usize = 1024;
const BLOCK_BYTES: usize = 1 << 16;

/// Unpacks every part of a package, at most `limit` bytes of all.
pub fn look_through(bytes: &[u8], limit: u64) -> io::Result<Parts> {
    let mut package = ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Parts::default();
    let mut left = limit;
    for at in 0..package.len() {
        let mut part = package.by_index(at)?;
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        let is_sheet = name.starts_with("xl/worksheets/") && !name.contains("/_rels/");
        let mut window = Vec::with_capacity(BLOCK_BYTES + TAG_BYTES);
        let mut block = vec![0; BLOCK_BYTES];
        loop {
            let read = part.read(&mut block)?;
            left = left.checked_sub(read as u64).ok_or_else(|| io::Error::other(TooMuch(limit)))?;
            if is_sheet {
                window.extend_from_slice(&block[..read]);
                let seen = parts.scan(&window, read == 0);
                window.drain(..seen);
                // A tag longer than any that matters is passed over.
                if window.len() > TAG_BYTES {
                    window.drain(..window.len() - TAG_BYTES);
                }
            }
            if read == 0 {
                break;
            }
        }
    }
    Ok(parts)
}

impl Parts {
    /// Counts in the whole tags of a piece of a sheet, and says how far they go.
    fn scan(&mut self, text: &[u8], ended: bool) -> usize {
        let mut from = 0;
        while let Some(open) = find(&text[from..], b'<') {
            let start = from + open;
            let Some(close) = find(&text[start..], b'>') else {
                return if ended { text.len() } else { start };
            };
            self.take(&text[start + 1..start + close]);
            from = start + close + 1;
        }
        text.len()
    }

    fn take(&mut self, tag: &[u8]) {
        let is_hidden = || {
            let has = |wanted: &[u8]| tag.windows(wanted.len()).any(|window| window == wanted);
            has(b"hidden=\"1\"") || has(b"hidden=\"true\"")
        };
        if tag.starts_with(b"row ") {
            self.hidden_rows += u64::from(is_hidden());
        } else if tag.starts_with(b"col ") {
            self.hidden_columns += u64::from(is_hidden());
        } else if tag.starts_with(b"mergeCell ") {
            self.merges = true;
        }
    }
}

fn find(text: &[u8], byte: u8) -> Option<usize> {
    text.iter().position(|found| *found == byte)
}
