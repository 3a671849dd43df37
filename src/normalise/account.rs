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
    let dropped = |character: char| matches!(character, ' ' | '-' | '\u{A0}');
    let number: String = folded
        .chars()
        .filter(|character| !dropped(*character))
        .map(|character| character.to_ascii_uppercase())
        .collect();
    let plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let repeated = number.as_bytes().windows(2).all(|pair| pair[0] == pair[1]);
    // A card number of 16 to 19 digits that ends in zeros from the sixteenth on has lost them.
    let lost =
        number.len() >= 18 && number.get(15..).is_some_and(|tail| tail.bytes().all(|b| b == b'0'));
    if plain && (8..=34).contains(&number.len()) && digits >= 8 && !repeated && !lost {
        Ok(Some(number))
    } else {
        Err(Fault::InvalidAccount)
    }
}
