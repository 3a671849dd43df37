//! Privacy: the last guard before a value leaves the program.
//!
//! Names and numbers have masks of their own in `domain`. What remains are texts written by rules
//! or agencies (a reason, a certificate number, a rejected value) into which a number may have
//! slipped. They are scanned, and what looks like a personal number is masked; what is lost is at
//! worst the middle of a serial number that happens to look like one.

use std::borrow::Cow;

use crate::domain::mask;

/// How the values of people look on lists and sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Masking {
    On,
    /// Somebody has a purpose.
    Off,
}

impl Masking {
    pub fn name(self, name: &str) -> String {
        self.of(name, mask::name)
    }

    pub fn document(self, number: &str) -> String {
        self.of(number, document)
    }

    pub fn phone(self, phone: &str) -> String {
        self.of(phone, mask::phone)
    }

    pub fn account(self, account: &str) -> String {
        self.of(account, mask::account)
    }

    fn of(self, value: &str, masked: fn(&str) -> String) -> String {
        match self {
            Self::On => masked(value),
            Self::Off => value.to_owned(),
        }
    }
}

/// A text for readers, with identity, telephone and card numbers masked.
pub(super) fn text(value: &str) -> Cow<'_, str> {
    mask_runs(value, |run| resident_id(run).or_else(|| phone(run)).or_else(|| card(run)))
}

/// A serial number or key, in which only an identity number is masked.
pub(super) fn serial(value: &str) -> Cow<'_, str> {
    mask_runs(value, resident_id)
}

/// A document's number as given: the usual mask for a length known of resident ids, a closer one
/// for any other.
pub(super) fn document(value: &str) -> String {
    match value.chars().count() {
        15 | 18 => mask::resident_id(value),
        _ => mask::name(value),
    }
}

/// A rejected value. The agency has file and line; the value only has to be recognisable, so
/// anything longer than a code or written in Han keeps its ends alone, and of what is longer than any
/// value only the beginning is kept, with its length.
pub(super) fn rejected(value: &str) -> String {
    const SHORT: usize = 6;
    const LONGEST: usize = 64;
    let length = value.chars().count();
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…（共 {length} 字）", mask::name(&value[..end])),
        None if length <= SHORT && value.is_ascii() => value.to_owned(),
        None => mask::name(value),
    }
}

/// Replaces the runs of digits (and `X`) for which there is a mask.
fn mask_runs(value: &str, masked: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    const SHORTEST: usize = 11;
    let mut out = String::new();
    let mut copied = 0;
    for (start, run) in digit_runs(value).filter(|(_, run)| run.len() >= SHORTEST) {
        if let Some(hidden) = masked(run) {
            out.push_str(&value[copied..start]);
            out.push_str(&hidden);
            copied = start + run.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(value);
    }
    out.push_str(&value[copied..]);
    Cow::Owned(out)
}

/// The longest runs of ASCII digits and `X`, with where they start.
fn digit_runs(value: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_run = |byte: u8| byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'X');
    let bytes = value.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !in_run(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && in_run(bytes[at]) {
            at += 1;
        }
        (at > start).then(|| (start, &value[start..at]))
    })
}

/// Masks every stretch of a run that is written like a resident id: one with a slip or without its last
/// character names its holder as well as a right one does.
fn resident_id(run: &str) -> Option<String> {
    let (at, length) = first_number(run)?;
    let (head, rest) = run.split_at(at);
    let (id, tail) = rest.split_at(length);
    let tail = resident_id(tail).unwrap_or_else(|| tail.to_owned());
    Some(format!("{head}{}{tail}", mask::resident_id(id)))
}

/// Where the first such stretch starts, and its length. Those of fifteen and seventeen digits stand alone:
/// anything longer would hold some by chance.
fn first_number(run: &str) -> Option<(usize, usize)> {
    const FULL: usize = 18;
    if run.len() < FULL {
        let is_number = match run.len() {
            15 => is_date(&format!("19{}", &run[6..12])),
            17 => is_date(&run[6..14]),
            _ => false,
        };
        return is_number.then_some((0, run.len()));
    }
    let at = (0..=run.len() - FULL).find(|at| is_date(&run[at + 6..at + 14]))?;
    Some((at, FULL))
}

/// Whether eight characters are a day on which somebody alive can have been born.
fn is_date(text: &str) -> bool {
    let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    let (year, month, day) = (part(0..4), part(4..6), part(6..8));
    (1880..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn phone(run: &str) -> Option<String> {
    let mobile = run.len() == 11 && run.starts_with('1') && !run.starts_with("10");
    mobile.then(|| mask::phone(run))
}

/// A bank card's number: those of China's banks begin with 62, and of any bank the last digit checks the
/// others, as ISO/IEC 7812 has it.
fn card(run: &str) -> Option<String> {
    let is_card = (16..=19).contains(&run.len()) && (run.starts_with("62") || checks(run));
    is_card.then(|| mask::account(run))
}

fn checks(run: &str) -> bool {
    let digits = run.chars().rev().map(|digit| digit.to_digit(10));
    let doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let weighed = (0..).zip(digits).map(|(at, digit)| {
        let digit = digit?;
        Some(if at % 2 == 1 { doubled[digit as usize] } else { digit })
    });
    weighed.sum::<Option<u32>>().is_some_and(|sum| sum % 10 == 0)
}
