//! Amounts of money in whole fen, never through a floating-point number.
//!
//! Read are `1,200.00元`, `¥1200`, `-35.5`, `(35.50)`, `1.2万` and cheque numerals such as
//! `壹仟贰佰元整`. A part below one fen is refused rather than rounded, because the ledger balances
//! to the fen.

use serde::Deserialize;

use super::fault::Fault;
use super::numeral;
use super::text::{fold, is_nothing};
use crate::domain::Fen;

/// What a plain number of the column counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Fen,
    #[default]
    Yuan,
    ThousandYuan,
    TenThousandYuan,
}

impl Unit {
    const fn in_fen(self) -> i64 {
        match self {
            Self::Fen => 1,
            Self::Yuan => 100,
            Self::ThousandYuan => 100_000,
            Self::TenThousandYuan => 1_000_000,
        }
    }
}

/// The limit of `decimal(14,2)`.
const MAX_FEN: i64 = 99_999_999_999_999;

/// Reads an amount; `None` when the text stands for none.
pub fn amount(raw: &str, unit: Unit) -> Result<Option<Fen>, Fault> {
    let folded = fold(raw);
    if is_nothing(&folded) {
        return Ok(None);
    }
    let (negative, body) = sign(&folded);
    let fen = if body.chars().any(is_cheque_numeral) { cheque(body) } else { decimal(body, unit) };
    let fen = fen.filter(|fen| *fen <= MAX_FEN).ok_or(Fault::InvalidAmount)?;
    Ok(Some(Fen(if negative { -fen } else { fen })))
}

fn sign(text: &str) -> (bool, &str) {
    let text = text.trim_start_matches(['¥', '￥']);
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inside);
    }
    match text.strip_prefix(['-', '−', '负']) {
        Some(rest) => (true, rest.trim_start_matches('¥').trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// A number in digits, with separators and a unit behind it.
fn decimal(text: &str, unit: Unit) -> Option<i64> {
    let text = text.trim_end_matches('整').trim_end_matches(['元', '圆', '块']);
    let text = text.trim_end_matches("人民币").trim_end();
    let (digits, scale) = if let Some(rest) = text.strip_suffix('万') {
        (rest, Unit::TenThousandYuan.in_fen())
    } else if let Some(rest) = text.strip_suffix('千') {
        (rest, Unit::ThousandYuan.in_fen())
    } else {
        (text, unit.in_fen())
    };
    let (whole, part) = digits.trim_end().split_once('.').unwrap_or((digits.trim_end(), ""));
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let whole = whole_number(whole)?;
    let mut fen = whole.checked_mul(scale)?;
    let mut value = scale;
    for byte in part.bytes() {
        let digit = i64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
        if value % 10 != 0 && digit != 0 {
            return None;
        }
        value /= 10;
        fen = fen.checked_add(digit.checked_mul(value)?)?;
    }
    Some(fen)
}

/// Digits, in groups of three where commas are used.
fn whole_number(text: &str) -> Option<i64> {
    let mut value: i64 = 0;
    let mut since_comma = None;
    for byte in text.bytes() {
        if byte == b',' {
            if since_comma.is_some_and(|count| count != 3) {
                return None;
            }
            since_comma = Some(0);
            continue;
        }
        let digit = i64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
        value = value.checked_mul(10)?.checked_add(digit)?;
        since_comma = since_comma.map(|count| count + 1);
    }
    since_comma.is_none_or(|count| count == 3).then_some(value)
}

fn is_cheque_numeral(character: char) -> bool {
    !character.is_ascii() && !"千百十".contains(character) && numeral::digit(character).is_some()
        || "拾佰仟".contains(character)
}

/// `壹仟贰佰叁拾元伍角整`, `一万两千`: yuan, then jiao and fen.
fn cheque(text: &str) -> Option<i64> {
    let text = text.trim_start_matches("人民币").trim_end_matches(['整', '正']);
    let (yuan, rest) = match text.find(['元', '圆']) {
        Some(at) => (&text[..at], text[at..].trim_start_matches(['元', '圆'])),
        None if text.ends_with(['角', '分']) => ("", text),
        None => (text, ""),
    };
    let mut fen = if yuan.is_empty() { 0 } else { cheque_yuan(yuan)?.checked_mul(100)? };
    let rest = rest.trim_start_matches('零');
    let (jiao, rest) = rest.split_once('角').map_or(("", rest), |(jiao, rest)| (jiao, rest));
    for (text, value) in [(jiao, 10), (rest.strip_suffix('分').unwrap_or(rest), 1)] {
        if text.is_empty() {
            continue;
        }
        let digit = numeral::number(text).filter(|digit| *digit < 10)?;
        fen = fen.checked_add(i64::from(digit) * value)?;
    }
    Some(fen)
}

/// A whole number with `亿` and `万`.
fn cheque_yuan(text: &str) -> Option<i64> {
    let (hundred_millions, rest) = text.split_once('亿').unwrap_or(("", text));
    let (ten_thousands, rest) = rest.split_once('万').unwrap_or(("", rest));
    let mut total: i64 = 0;
    for (part, value) in [(hundred_millions, 100_000_000), (ten_thousands, 10_000), (rest, 1)] {
        let part = part.trim_start_matches('零');
        if !part.is_empty() {
            let number = i64::from(numeral::number(part)?);
            total = total.checked_add(number.checked_mul(value)?)?;
        }
    }
    Some(total)
}
