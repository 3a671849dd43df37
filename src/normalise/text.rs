//! Free text and the folding that every other kind begins with.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::fault::Fault;

/// NFKC without leading and trailing blanks, characters that show nothing and a leading apostrophe.
///
/// Full-width digits, letters and brackets become plain ones; blanks inside stay.
pub fn fold(raw: &str) -> Cow<'_, str> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t'..=b'\r');
    if raw.bytes().all(plain) {
        return Cow::Borrowed(trim(raw));
    }
    let unchanged =
        |character: char| u8::try_from(character).is_ok_and(plain) || is_plain_han(character);
    if raw.chars().all(unchanged) {
        return Cow::Borrowed(trim(raw));
    }
    let folded: String = raw.chars().filter(|character| !is_invisible(*character)).nfkc().collect();
    Cow::Owned(trim(&folded).to_owned())
}

/// The text with runs of blanks made one; `None` when it stands for nothing.
pub fn text(raw: &str) -> Option<Cow<'_, str>> {
    let folded = fold(raw);
    if is_nothing(&folded) {
        return None;
    }
    let runs = |text: &str| {
        text.chars()
            .zip(text.chars().skip(1))
            .any(|(one, next)| one.is_whitespace() && (next.is_whitespace() || one != ' '))
    };
    if !folded.contains(char::is_whitespace) || !runs(&folded) {
        return Some(folded);
    }
    Some(Cow::Owned(folded.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// A number in plain digits: no blanks, no thousands separators, no decimals of nought.
pub fn plain_number(raw: &str) -> Option<String> {
    let folded = fold(raw);
    let digits: String = folded.chars().filter(|character| *character != ',').collect();
    let body = digits.strip_prefix('-').unwrap_or(&digits);
    let (whole, part) = body.split_once('.').unwrap_or((body, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !(is_digits(whole) && is_digits(part)) {
        return None;
    }
    // Programs write 2.0 for 2.
    let is_whole = part.bytes().all(|digit| digit == b'0');
    let whole = digits.split('.').next().filter(|_| is_whole).map(str::to_owned);
    Some(whole.unwrap_or(digits))
}

/// Whether a folded text is what forms hold for "none".
pub fn is_nothing(folded: &str) -> bool {
    /// Bytes of the longest word below; nearly every value is longer.
    const LONGEST: usize = 6;
    if folded.len() > LONGEST {
        return false;
    }
    matches!(
        folded,
        "" | "/"
            | "\\"
            | "-"
            | "--"
            | "—"
            | "——"
            | "无"
            | "空"
            | "暂无"
            | "没有"
            | "不详"
            | "未知"
            | "None"
            | "N/A"
            | "none"
    )
}

/// Whether the cell holds what a spreadsheet or a database writes instead of a value. Where Latin names
/// stand, `NAN` is one.
pub fn not_a_value(raw: &str, is_latin: bool) -> Option<Fault> {
    // Nearly every value begins otherwise.
    let first = raw.trim_start().chars().next()?;
    let marks = matches!(first, '#' | 'N' | 'n' | '\'' | '`' | '＃' | 'Ｎ' | 'ｎ');
    if !marks && !is_invisible(first) {
        return None;
    }
    match fold(raw).trim_end_matches(['\'', '`']) {
        "#N/A" | "#REF!" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NUM!" | "#NULL!" | "#SPILL!"
        | "#CALC!" | "#GETTING_DATA" => Some(Fault::ErrorValue),
        "NULL" | "null" | "Null" => Some(Fault::NullWord),
        "NaN" | "nan" | "NAN" if !is_latin => Some(Fault::NullWord),
        _ => None,
    }
}

/// Characters that show nothing: zero-width ones, marks of direction, soft hyphens, and control
/// characters that are no blanks.
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Characters of the common Han blocks, which NFKC leaves alone.
pub const fn is_plain_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Blanks at the ends and the apostrophe with which spreadsheets mark text.
fn trim(text: &str) -> &str {
    let plain =
        |end: Option<char>| end.is_some_and(|c| c.is_ascii_alphanumeric() || is_plain_han(c));
    if plain(text.chars().next()) && plain(text.chars().next_back()) {
        return text;
    }
    text.trim().trim_start_matches(['\'', '`']).trim()
}
