//! Personal numbers in what people write: identity cards, telephones, accounts, however they are spaced.
//!
//! A remark needs days, amounts and ids of cases, so digits that are these count for nothing. What is given
//! up: a number whose groups are parted by anything but blanks, dashes and brackets, and a telephone without
//! its area code, which looks like any other number.

use std::ops::RangeInclusive;

/// As many digits without a gap are the number of somebody or something.
const DIGITS_IN_A_ROW: usize = 11;
/// As many digits with gaps are an identity or account number, or a telephone with its country's code.
const DIGITS_WITH_GAPS: usize = 13;
const MOBILE_DIGITS: usize = 11;
/// With the area code, which begins with a zero.
const LANDLINE_DIGITS: RangeInclusive<usize> = 10..=12;
/// The area code, or how a mobile number begins.
const FIRST_GROUP_DIGITS: usize = 3;
/// Behind the letter of a case's, a flag's or a run's id.
const ID_DIGITS: usize = 16;

/// Whether a text holds the number of a person. Its letters and digits are in their usual width.
pub(super) fn holds_personal_number(text: &str) -> bool {
    numbers(text).iter().any(|groups| is_personal(groups))
}

/// The groups of digits of a number, with gaps between them.
type Number = Vec<String>;

/// A text as far as numbers go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Digits(String),
    Gap { is_dash: bool },
    Other(char),
}

fn numbers(text: &str) -> Vec<Number> {
    let parts = parts(&without_ids(text));
    let mut numbers: Vec<Number> = vec![Number::new()];
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let passed = day_parts(&parts[at..]).or_else(|| amount_parts(&parts[at..]));
        match (passed, part) {
            (None, Part::Digits(digits)) => {
                numbers.last_mut().expect("there is always one").push(digits.clone());
            }
            (None, Part::Gap { .. }) => {}
            (Some(_), _) | (None, Part::Other(_)) => numbers.push(Number::new()),
        }
        at += passed.unwrap_or(1);
    }
    numbers
}

/// The text without ids, which are words of a letter and hexadecimal digits.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| {
        word.len() == ID_DIGITS + 1
            && word.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && word.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit())
    };
    let words = text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
    let kept = words.map(|word| {
        let end = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        if is_id(end) { "#" } else { word }
    });
    kept.collect()
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for letter in text.chars() {
        let is_gap = letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '-' | '(' | ')' | '\u{200B}' | '\u{FEFF}');
        match parts.last_mut() {
            Some(Part::Digits(digits)) if letter.is_ascii_digit() => digits.push(letter),
            Some(Part::Gap { is_dash }) if is_gap => *is_dash = false,
            _ if letter.is_ascii_digit() => parts.push(Part::Digits(letter.to_string())),
            _ if is_gap => parts.push(Part::Gap { is_dash: letter == '-' }),
            _ => parts.push(Part::Other(letter)),
        }
    }
    parts
}

/// How many parts a month or a day with dashes takes, if one begins here: 2026-11, 2026-11-24.
fn day_parts(parts: &[Part]) -> Option<usize> {
    let two = |part: Option<&Part>, most: u32| {
        let Some(Part::Digits(digits)) = part else { return false };
        digits.len() <= 2 && digits.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    let is_dash = |part: Option<&Part>| part == Some(&Part::Gap { is_dash: true });
    let Some(Part::Digits(year)) = parts.first() else { return None };
    if !(year.len() == 4 && is_calendar(year) && is_dash(parts.get(1)) && two(parts.get(2), 12)) {
        return None;
    }
    Some(if is_dash(parts.get(3)) && two(parts.get(4), 31) { 5 } else { 3 })
}

/// How many parts an amount takes, if one begins here: 420元, 12000 元, 3万.
fn amount_parts(parts: &[Part]) -> Option<usize> {
    let Some(Part::Digits(digits)) = parts.first() else { return None };
    let behind = parts.iter().skip(1).find(|part| !matches!(part, Part::Gap { .. }))?;
    let is_amount =
        digits.len() < DIGITS_IN_A_ROW && matches!(behind, Part::Other('元' | '万' | '块'));
    is_amount.then_some(1)
}

fn is_personal(groups: &[String]) -> bool {
    if groups.iter().any(|group| group.len() >= DIGITS_IN_A_ROW) {
        return true;
    }
    if groups.iter().all(|group| is_calendar(group)) {
        return false;
    }
    let digits: usize = groups.iter().map(String::len).sum();
    digits >= DIGITS_WITH_GAPS || (0..groups.len()).any(|first| begins_telephone(&groups[first..]))
}

/// Whether the first of these groups make a telephone number.
fn begins_telephone(groups: &[String]) -> bool {
    let begins = |digits: &str| {
        let landline = digits.starts_with('0') && LANDLINE_DIGITS.contains(&digits.len());
        let is_mobile = |rest: &str| rest.starts_with(|digit: char| ('3'..='9').contains(&digit));
        let mobile = digits.strip_prefix('1').is_some_and(is_mobile);
        landline || (mobile && digits.len() == MOBILE_DIGITS)
    };
    let mut digits = String::new();
    groups[0].len() >= FIRST_GROUP_DIGITS
        && groups.iter().any(|group| {
            digits += group;
            begins(&digits)
        })
}

/// Whether digits are a year, a month or a day of the recent past: 2026, 202611, 20261124.
fn is_calendar(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|two| two.parse().ok());
    let within = |number: Option<u32>, range: RangeInclusive<u32>| {
        number.is_none_or(|number| range.contains(&number))
    };
    [4, 6, 8].contains(&digits.len())
        && within(number(0, 4), 1900..=2100)
        && within(number(4, 6), 1..=12)
        && within(number(6, 8), 1..=31)
}
