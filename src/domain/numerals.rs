//! Numerals: counts, money and shares as pages, lists and terminals write them.

use super::Fen;

/// A count with its thousands apart: `1,055,900`.
pub fn grouped(number: u64) -> String {
    with_commas(&number.to_string())
}

/// An amount with its thousands apart and two decimals: `-1,234.50`.
pub fn yuan(amount: Fen) -> String {
    let text = amount.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fen) = digits.split_once('.').expect("an amount has two decimals");
    format!("{sign}{}.{fen}", with_commas(whole))
}

/// A share of a whole with one decimal, rounded by whole numbers; empty where there is no whole.
pub fn share(part: u64, whole: u64) -> String {
    let Some(tenths) = (part * 1000 + whole / 2).checked_div(whole) else { return String::new() };
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A figure that is in per cent already.
pub fn percent(value: f64) -> String {
    format!("{value:.1}%")
}

/// By how many per cent something moved: `+1.8%`; nothing where nothing did.
pub fn movement(percent: Option<f64>) -> String {
    percent.filter(|value| *value != 0.0).map(|value| format!("{value:+.1}%")).unwrap_or_default()
}

fn with_commas(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
