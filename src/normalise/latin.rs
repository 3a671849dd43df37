//! Text of the Latin alphabet: names, streets and places in one spelling.
//!
//! `O'Brien-Smith`, `Ó BRIEN SMITH` and `obrien  smith` are one: accents and apostrophes go, other
//! punctuation becomes a blank, letters become small. What a name means, and that `bob` is a
//! `robert`, is for linkage to find out.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::{fold, is_nothing};

/// The text in small letters and digits with single blanks; `None` when it stands for nothing.
pub fn latin_text(raw: &str) -> Option<Cow<'_, str>> {
    let folded = fold(raw);
    if is_none(&folded) {
        return None;
    }
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if folded.bytes().all(plain) {
        return Some(folded);
    }
    let mut text = String::with_capacity(folded.len());
    for character in folded.nfkd().filter(|character| !is_combining_mark(*character)) {
        if character.is_alphanumeric() {
            text.extend(character.to_lowercase());
        } else if !is_apostrophe(character) && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end().len());
    (!is_none(&text)).then_some(Cow::Owned(text))
}

/// `Nan` is a name; a word for no value is in capitals, or `null`.
fn is_none(text: &str) -> bool {
    is_nothing(text) || matches!(text, "NULL" | "null")
}

const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2BC}')
}
