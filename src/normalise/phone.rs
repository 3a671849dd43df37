//! Telephone numbers: digits only, without the country code and the extension.

use std::borrow::Cow;

use super::fault::Fault;
use super::text::{fold, is_nothing};

/// Reads the first number of a cell that is one; `None` when the text stands for none.
///
/// A mobile has eleven digits and begins with 13 to 19, a landline seven to twelve. Fillers (one
/// digit repeated, a counted row) and masked numbers are refused: they would join strangers.
pub fn phone(raw: &str) -> Result<Option<Cow<'_, str>>, Fault> {
    let folded = fold(raw);
    if is_nothing(&folded) {
        return Ok(None);
    }
    if is_mobile(&folded) && !is_filler(&folded) {
        return Ok(Some(folded));
    }
    let separates = |c: char| matches!(c, ',' | ';' | '、' | '/' | '|' | '或' | '和' | '\n');
    let found = folded.split(separates).find_map(number).or_else(|| two_in_a_row(&folded));
    found.map(|number| Some(Cow::Owned(number))).ok_or(Fault::InvalidPhone)
}

/// Two whole numbers with a blank between them; the first.
fn two_in_a_row(text: &str) -> Option<String> {
    let whole = |part: &&str| part.len() >= 7 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split_whitespace().collect();
    let all = parts.len() > 1 && parts.iter().all(whole);
    parts.into_iter().filter(|_| all).find_map(number)
}

fn number(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['电', '话', '手', '机', ':', ' ']);
    let text = without_extension(text.strip_suffix(".0").unwrap_or(text));
    let blanks_aside =
        |character: char| !matches!(character, ' ' | '-' | '(' | ')' | '+' | '—' | '\u{A0}');
    let digits: String = text.chars().filter(|character| blanks_aside(*character)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = without_country(&digits, text.starts_with('+'));
    let is_landline = (7..=12).contains(&digits.len()) && !digits.starts_with('1');
    ((is_mobile(&digits) || is_landline) && !is_filler(&digits)).then_some(digits)
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    matches!(bytes, [b'1', b'3'..=b'9', ..] if bytes.len() == 11)
        && bytes.iter().all(u8::is_ascii_digit)
}

/// The number before `转801` or, where it is whole without it, before `-801`.
fn without_extension(text: &str) -> &str {
    let text = text.split(['转', '#']).next().unwrap_or(text);
    let text = text.split("ext").next().unwrap_or(text).trim_end();
    let Some((before, extension)) = text.rsplit_once(['-', '—']) else { return text };
    // `199-0100-0001` and `400-9901-234` are whole with what looks like an extension.
    let all: String = text.chars().filter(char::is_ascii_digit).collect();
    if is_mobile(&all) || (all.len() == 10 && (all.starts_with("400") || all.starts_with("800"))) {
        return text;
    }
    let short = (1..=5).contains(&extension.trim().len());
    let digits = before.bytes().filter(u8::is_ascii_digit).count();
    // With an area code ten digits at least, without it seven or eight.
    let whole = if before.trim_start_matches('(').starts_with('0') { 10..=12 } else { 7..=8 };
    if short && whole.contains(&digits) { before } else { text }
}

/// The number as it is dialled within the country.
fn without_country(digits: &str, is_international: bool) -> String {
    let rest = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    let mobile = |digits: &&str| is_mobile(digits);
    if let Some(mobile) = rest.or_else(|| digits.strip_prefix('0')).filter(mobile) {
        return mobile.to_owned();
    }
    match rest.filter(|_| is_international || digits.starts_with("0086")) {
        // A landline is written abroad without the nought of its area code.
        Some(landline) => format!("0{}", landline.trim_start_matches('0')),
        None => digits.to_owned(),
    }
}

/// Whether the last seven digits are one digit repeated or count up.
pub fn is_filler(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let tail = &bytes[bytes.len().saturating_sub(7)..];
    let repeated = tail.windows(2).all(|pair| pair[0] == pair[1]);
    let counting = tail.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == 1);
    repeated || counting
}
