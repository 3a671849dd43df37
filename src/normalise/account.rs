//! Bank accounts: digits and capital letters only.
//!
//! A check digit is no criterion: cards have one (Luhn), passbooks and social-security cards do not.

use super::fault::Fault;
use super::text::{fold, is_nothing};

/// Reads an account; `None` when the text stands for none.
///
/// Refused are fillers, masked numbers, and numbers a spreadsheet has turned into `6.22E+18`, since
/// many accounts look alike then.
pub fn account(raw: &str) -> Result<Option<String>, Fault> {
    let folded = fold(raw);
    if is_nothing(&folded) {
        return Ok(None);
    }
    if was_measure(&folded) {
        return Err(Fault::TruncatedAccount);
    }
    let dropped = |character: char| matches!(character, ' ' | '-' | '\'' | '\u{A0}');
    let number: String = folded
        .chars()
        .filter(|character| !dropped(*character))
        .map(|character| character.to_ascii_uppercase())
        .collect();
    let plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let repeated = number.as_bytes().windows(2).all(|pair| pair[0] == pair[1]);
    if !plain || !(8..=34).contains(&number.len()) || digits < 8 || repeated {
        return Err(Fault::InvalidAccount);
    }
    // A card number of 18 or 19 digits that ends in zeros from the sixteenth on has lost them; of
    // shorter ones nobody can tell.
    let zeros = |tail: &str| tail.bytes().all(|byte| byte == b'0');
    let lost = number.len() >= 18 && number.get(15..).is_some_and(zeros);
    if lost { Err(Fault::TruncatedAccount) } else { Ok(Some(number)) }
}

/// `6.22848E+18`, `6228480000000000000.0`: a number that a program took for a measure.
fn was_measure(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((whole, rest)) = text.split_once('.') else { return false };
    let (part, exponent) = rest.split_once(['E', 'e']).unwrap_or((rest, "0"));
    digits(whole) && digits(part) && digits(exponent.trim_start_matches('+'))
}
