//! Decoding: a reader that turns a file's bytes into UTF-8, block by block.
//!
//! It digests the bytes on the way, drops carriage returns (a line ends at `\n`, so that lines can
//! be counted; a stray one inside a cell says nothing), ends the last line if the file does not,
//! and remembers whether anything could not be decoded. It also stops a row that grows beyond its
//! limit, which a quotation mark that never closes would otherwise swell to the size of the file.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};
use sm3::{Digest, Sm3};

use crate::domain::hexadecimal;

/// U+FFFD in UTF-8: what undecodable bytes become.
pub const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

const BLOCK_BYTES: usize = 1 << 16;

/// Marks the error of a row beyond its limit among other errors of reading.
#[derive(Debug, thiserror::Error)]
#[error("a row is longer than its limit")]
pub struct RowTooLong;

/// How far the file has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    /// All bytes are read, and the decoder may still hold some.
    Flushing,
    Done,
}

/// Bytes in, UTF-8 out.
pub struct Decoding<R> {
    inner: R,
    digest: Sm3,
    decoder: Decoder,
    block: Box<[u8]>,
    from: usize,
    to: usize,
    state: State,
    last: u8,
    cut: bool,
    had_errors: bool,
    allowance: usize,
}

impl<R: Read> Decoding<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            digest: Sm3::new(),
            decoder: encoding.new_decoder_with_bom_removal(),
            block: vec![0; BLOCK_BYTES].into_boxed_slice(),
            from: 0,
            to: 0,
            state: State::Reading,
            last: b'\n',
            cut: false,
            had_errors: false,
            allowance: usize::MAX,
        }
    }

    /// How many bytes may be asked for before a row must have ended.
    pub fn allow(&mut self, bytes: usize) {
        self.allowance = bytes;
    }

    /// Whether bytes read so far could not be decoded.
    pub const fn had_errors(&self) -> bool {
        self.had_errors
    }

    /// Whether the file ended within a line.
    pub const fn is_cut(&self) -> bool {
        self.cut
    }

    /// The digest of all bytes read so far, in hexadecimal.
    pub fn digest(&self) -> String {
        hexadecimal(&self.digest.clone().finalize())
    }

    fn fill_block(&mut self) -> io::Result<()> {
        self.from = 0;
        self.to = self.inner.read(&mut self.block)?;
        if self.to == 0 {
            self.state = State::Flushing;
        }
        self.digest.update(&self.block[..self.to]);
        Ok(())
    }

    /// The line feed a file without one at its end is given.
    fn end_last_line(&mut self, out: &mut [u8]) -> usize {
        self.state = State::Done;
        if self.last == b'\n' {
            return 0;
        }
        self.cut = true;
        out[0] = b'\n';
        1
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.allowance == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, RowTooLong));
        }
        loop {
            if self.state == State::Done {
                return Ok(0);
            }
            if self.from == self.to && self.state == State::Reading {
                self.fill_block()?;
            }
            let block = &self.block[self.from..self.to];
            let ended = self.state == State::Flushing;
            let (result, read, written, had_errors) =
                self.decoder.decode_to_utf8(block, out, ended);
            self.from += read;
            self.had_errors |= had_errors;
            let kept = drop_carriage_returns(&mut out[..written]);
            if kept > 0 {
                self.last = out[kept - 1];
                self.allowance = self.allowance.saturating_sub(kept);
                return Ok(kept);
            }
            if ended && result == CoderResult::InputEmpty {
                return Ok(self.end_last_line(out));
            }
        }
    }
}

/// Moves the other bytes together and gives their number.
fn drop_carriage_returns(text: &mut [u8]) -> usize {
    let Some(first) = text.iter().position(|byte| *byte == b'\r') else {
        return text.len();
    };
    let mut kept = first;
    for at in first..text.len() {
        if text[at] != b'\r' {
            text[kept] = text[at];
            kept += 1;
        }
    }
    kept
}

/// The SM3 digest (GB/T 32905) of some bytes, in hexadecimal.
pub fn digest_of(bytes: &[u8]) -> String {
    hexadecimal(&Sm3::digest(bytes))
}
