//! Decoding: a reader that turns a file's bytes into UTF-8, block by block.
//!
//! A line ends at `\n`, so that lines can be counted: carriage returns are dropped, or are line ends
//! themselves in a file that has no others. NUL bytes, with which databases fill their columns, say
//! nothing and are dropped and counted. The last line is ended if the file does not, and whether
//! anything could not be decoded is remembered. A row that grows beyond its limit is stopped, which
//! a quotation mark that never closes would otherwise swell to the size of the file.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// U+FFFD in UTF-8: what undecodable bytes become.
pub const REPLACEMENT: &str = "\u{FFFD}";

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
    /// The decoder is empty; the last line may still have to be ended.
    Ending,
    Done,
}

/// What stands between two lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    LineFeed,
    /// As old systems write; there is no line feed in the file.
    CarriageReturn,
}

impl LineEnd {
    /// What the beginning of a text ends its lines with.
    pub fn of(sample: &[u8]) -> Self {
        if sample.contains(&b'\r') && !sample.contains(&b'\n') {
            Self::CarriageReturn
        } else {
            Self::LineFeed
        }
    }
}

/// Bytes in, UTF-8 out.
pub struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    line_end: LineEnd,
    block: Box<[u8]>,
    from: usize,
    to: usize,
    state: State,
    last: u8,
    cut: bool,
    had_errors: bool,
    nul_bytes: u64,
    allowance: usize,
}

impl<R: Read> Decoding<R> {
    pub fn new(inner: R, encoding: &'static Encoding, line_end: LineEnd) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            line_end,
            block: vec![0; BLOCK_BYTES].into_boxed_slice(),
            from: 0,
            to: 0,
            state: State::Reading,
            last: b'\n',
            cut: false,
            had_errors: false,
            nul_bytes: 0,
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

    /// Whether the end of the file has been read.
    pub fn is_spent(&self) -> bool {
        self.state == State::Done
    }

    /// What was dropped from the text, in Chinese.
    pub fn remarks(&self) -> Vec<String> {
        let count = self.nul_bytes;
        let remark = || format!("文件中有{count}个空字符（NUL），已忽略");
        (count > 0).then(remark).into_iter().collect()
    }

    fn fill_block(&mut self) -> io::Result<()> {
        self.from = 0;
        self.to = self.inner.read(&mut self.block)?;
        if self.to == 0 {
            self.state = State::Flushing;
        }
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

    /// Drops or turns what is no part of the text, and gives the length of the rest.
    fn tidy(&mut self, text: &mut [u8]) -> usize {
        let untidy = |byte: &u8| matches!(byte, b'\r' | 0);
        let Some(first) = text.iter().position(untidy) else {
            return text.len();
        };
        let mut kept = first;
        for at in first..text.len() {
            let byte = match text[at] {
                b'\r' if self.line_end == LineEnd::CarriageReturn => b'\n',
                b'\r' => continue,
                0 => {
                    self.nul_bytes += 1;
                    continue;
                }
                byte => byte,
            };
            text[kept] = byte;
            kept += 1;
        }
        kept
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.allowance == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, RowTooLong));
        }
        loop {
            match self.state {
                State::Done => return Ok(0),
                State::Ending => return Ok(self.end_last_line(out)),
                State::Reading | State::Flushing => {}
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
            let kept = self.tidy(&mut out[..written]);
            if ended && result == CoderResult::InputEmpty {
                self.state = State::Ending;
            }
            if kept > 0 {
                self.last = out[kept - 1];
                self.allowance = self.allowance.saturating_sub(kept);
                return Ok(kept);
            }
        }
    }
}
