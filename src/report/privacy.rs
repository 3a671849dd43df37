//! Privacy: the last guard before a value leaves the program.
//!
//! Names and numbers have masks of their own in `domain`. What remains are texts written by rules
//! or agencies (a reason, a certificate number, a rejected value) into which a number may have
//! slipped. They are scanned, and what looks like a personal number is masked; what is lost is at
//! worst the middle of a serial number that happens to look like one.

use std::borrow::Cow;

use crate::domain::{ResidentId, mask};

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

/// Masks every stretch of a run that is a valid resident id.
fn resident_id(run: &str) -> Option<String> {
    const LENGTH: usize = 18;
    let upper = run.to_ascii_uppercase();
    let starts = 0..=run.len().checked_sub(LENGTH)?;
    let found =
        starts.into_iter().find(|at| ResidentId::parse(&upper[*at..*at + LENGTH]).is_some());
    let at = found?;
    let (head, rest) = run.split_at(at);
    let (id, tail) = rest.split_at(LENGTH);
    let tail = resident_id(tail).unwrap_or_else(|| tail.to_owned());
    Some(format!("{head}{}{tail}", mask::resident_id(id)))
}

fn phone(run: &str) -> Option<String> {
    let mobile = run.len() == 11 && run.starts_with('1') && !run.starts_with("10");
    mobile.then(|| mask::phone(run))
}

/// Chinese bank cards start with 62 and have 16 to 19 digits.
fn card(run: &str) -> Option<String> {
    ((16..=19).contains(&run.len()) && run.starts_with("62")).then(|| mask::account(run))
}
