//! Telephone numbers: digits only, without the country code.

use super::fault::Fault;
use super::text::{fold, is_nothing};

/// Reads the first number of a cell; `None` when the text stands for none.
///
/// A mobile has eleven digits and begins with 13 to 19, a landline seven to twelve. Fillers (one
/// digit repeated, a counted row) and masked numbers are refused: they would join strangers.
pub fn phone(raw: &str) -> Result<Option<String>, Fault> {
    let folded = fold(raw);
    if is_nothing(&folded) {
        return Ok(None);
    }
    let first = folded.split([',', ';', '、', '/', '，', '；']).next().unwrap_or_default();
    let blanks_aside =
        |character: char| !matches!(character, ' ' | '-' | '(' | ')' | '+' | '\u{A0}');
    let digits: String = first.chars().filter(|character| blanks_aside(*character)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::InvalidPhone);
    }
    let digits = without_country(&digits);
    let is_mobile = digits.len() == 11
        && digits.starts_with('1')
        && digits.as_bytes().get(1).is_some_and(|digit| (b'3'..=b'9').contains(digit));
    let is_landline = (7..=12).contains(&digits.len()) && !digits.starts_with('1');
    if (is_mobile || is_landline) && !is_filler(digits) {
        Ok(Some(digits.to_owned()))
    } else {
        Err(Fault::InvalidPhone)
    }
}

fn without_country(digits: &str) -> &str {
    let rest = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    rest.filter(|rest| rest.len() == 11).unwrap_or(digits)
}

/// Whether the last seven digits are one digit repeated or count up.
pub fn is_filler(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let tail = &bytes[bytes.len().saturating_sub(7)..];
    let repeated = tail.windows(2).all(|pair| pair[0] == pair[1]);
    let counting = tail.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == 1);
    repeated || counting
}
