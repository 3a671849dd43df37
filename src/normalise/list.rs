//! Lists: several people in one cell, as old land registers write co-owners.
//!
//! What stands between two people is never part of a name or a number; within brackets it belongs
//! to a remark on one of them. The dot of `买买提·艾山` and blanks separate nobody.

use unicode_normalization::UnicodeNormalization;

use super::text::{is_invisible, is_plain_han};

/// What stands for each person of a cell, in order, without the blanks around it.
pub fn parts(cell: &str) -> impl Iterator<Item = &str> {
    let count = |is: fn(char) -> bool| cell.chars().map(plain).filter(|c| is(*c)).count();
    // A bracket that nothing closes would hide the rest of the list.
    let brackets_pair = count(opens) == count(closes);
    let mut depth = 0_u32;
    let between = move |character: char| {
        let character = plain(character);
        if brackets_pair && opens(character) {
            depth += 1;
        } else if closes(character) {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && separates(character)
    };
    let blank = |character: char| character.is_whitespace() || is_invisible(character);
    cell.split(between).map(move |part| part.trim_matches(blank)).filter(|part| !part.is_empty())
}

/// Whether a character in normal form (NFKC) separates two people.
pub const fn separates(character: char) -> bool {
    matches!(character, '、' | ',' | ';' | '/')
}

/// Whether a character in normal form opens a remark.
pub const fn opens(character: char) -> bool {
    matches!(character, '(' | '[' | '【' | '〔' | '<' | '《')
}

/// Whether a character in normal form closes a remark.
pub const fn closes(character: char) -> bool {
    matches!(character, ')' | ']' | '】' | '〕' | '>' | '》')
}

/// The normal form, as far as one character stands for it.
fn plain(character: char) -> char {
    if character.is_ascii() || is_plain_han(character) {
        return character;
    }
    std::iter::once(character).nfkc().next().unwrap_or(character)
}
