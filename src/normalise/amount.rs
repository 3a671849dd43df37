//! Amounts of money in whole fen, never through a floating-point number.
//!
//! Read are `1,200.00元`, `¥1200`, `-35.5`, `(35.50)`, `35.50-`, `1.2万元`, `500元/月` and cheque
//! numerals such as `壹仟贰佰元整`. A part below one fen is refused rather than rounded, because the
//! ledger balances to the fen, and so are estimates and ranges.

use serde::Deserialize;

use super::fault::Fault;
use super::list::{closes, opens};
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
    HundredYuan,
    ThousandYuan,
    TenThousandYuan,
    HundredMillionYuan,
}

impl Unit {
    const fn in_fen(self) -> i64 {
        match self {
            Self::Fen => 1,
            Self::Yuan => 100,
            Self::HundredYuan => 10_000,
            Self::ThousandYuan => 100_000,
            Self::TenThousandYuan => 1_000_000,
            Self::HundredMillionYuan => 10_000_000_000,
        }
    }

    /// The unit that a header or a line above a table states: `金额（万元）`, `单位：元`.
    pub fn stated(text: &str) -> Option<Self> {
        let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        let splits =
            |c: char| opens(c) || closes(c) || matches!(c, ':' | '/' | ',' | '、' | ';' | '_');
        let mut parts = folded.split(splits);
        let name = parts.next().unwrap_or_default();
        parts.find_map(Self::from_word).or_else(|| Self::at_end(name))
    }

    fn from_word(word: &str) -> Option<Self> {
        let word = word.trim_start_matches("单位").trim_start_matches(['为', ':']);
        Some(match word.trim_start_matches("人民币").trim_end_matches("人民币") {
            "分" => Self::Fen,
            "元" | "圆" | "RMB" | "CNY" | "¥" => Self::Yuan,
            "百元" => Self::HundredYuan,
            "千元" | "千" => Self::ThousandYuan,
            "万元" | "万" => Self::TenThousandYuan,
            "亿元" | "亿" => Self::HundredMillionYuan,
            _ => return None,
        })
    }

    /// The unit with which a name ends that states none apart: `金额万元`.
    fn at_end(name: &str) -> Option<Self> {
        let ends = ["百元", "千元", "万元", "亿元", "元"];
        ends.into_iter().find(|end| name.ends_with(end)).and_then(Self::from_word)
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
    let Parsed { fen, exact, .. } = parse(&folded, unit)?;
    if exact { Ok(Some(fen)) } else { Err(Fault::AmountBelowFen) }
}

/// The amount rounded to the fen, as its agency would correct it.
pub fn rounded(raw: &str, unit: Unit) -> Option<Fen> {
    let Parsed { fen, exact, rounds_up } = parse(&fold(raw), unit).ok()?;
    let more = if fen.0 < 0 { -1 } else { 1 };
    (!exact).then(|| if rounds_up { Fen(fen.0 + more) } else { fen })
}

/// An amount down to the fen, and what is below it.
struct Parsed {
    fen: Fen,
    exact: bool,
    rounds_up: bool,
}

fn parse(folded: &str, unit: Unit) -> Result<Parsed, Fault> {
    if is_inexact(folded) {
        return Err(Fault::InexactAmount);
    }
    let (negative, body) = bare(folded);
    let in_words = body.chars().any(|c| is_cheque_numeral(c) || matches!(c, '角' | '分'));
    let parsed = if in_words {
        cheque(body, unit).map(|fen| Decimal { fen, exact: true, rounds_up: false })
    } else {
        decimal(body, unit)
    };
    let Decimal { fen, exact, rounds_up } =
        parsed.filter(|parsed| parsed.fen <= MAX_FEN).ok_or(Fault::InvalidAmount)?;
    Ok(Parsed { fen: Fen(if negative { -fen } else { fen }), exact, rounds_up })
}

/// `约500`, `500左右`, `500-600`, `三千多`.
fn is_inexact(text: &str) -> bool {
    const WORDS: [&str; 11] =
        ["约", "左右", "近", "余", "多", "以上", "以下", "不足", "至", "~", "上下"];
    let range = || {
        let mut dashes = text.match_indices(['-', '—', '–']);
        let digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
        dashes.any(|(at, dash)| {
            digit(text[..at].trim_end().chars().next_back())
                && digit(text[at + dash.len()..].trim_start().chars().next())
        })
    };
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    !text.bytes().all(plain) && (WORDS.iter().any(|word| text.contains(word)) || range())
}

/// The number without sign, currency and what it is paid for, and whether it is negative.
fn bare(text: &str) -> (bool, &str) {
    const BEFORE: [&str; 7] = ["人民币", "RMB", "CNY", "¥", ":", "每月", "每年"];
    const BEHIND: [&str; 9] = ["/月", "/年", "/人", "/户", "/次", "/季", "每月", "每年", "人民币"];
    let (mut negative, mut text) = (false, text.trim());
    loop {
        let before = text.len();
        for word in BEFORE {
            text = text.strip_prefix(word).unwrap_or(text).trim_start();
        }
        for word in BEHIND {
            text = text.strip_suffix(word).unwrap_or(text).trim_end();
        }
        // A sign counts once; what is left of a second one is no number.
        if !negative {
            let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let signed = inside
                .or_else(|| text.strip_prefix(['-', '−', '负']))
                .or_else(|| text.strip_suffix(['-', '−']));
            negative = signed.is_some();
            text = signed.or_else(|| text.strip_prefix('+')).unwrap_or(text).trim();
        }
        if text.len() == before {
            return (negative, text);
        }
    }
}

/// The digits of a number: its whole fen, and what is below them.
struct Decimal {
    fen: i64,
    exact: bool,
    rounds_up: bool,
}

/// A number in digits, with separators and a unit behind it. A unit of its own comes before that of
/// the column.
fn decimal(text: &str, unit: Unit) -> Option<Decimal> {
    let text = text.trim_end_matches(['整', '正']);
    let number = text.trim_end_matches('钱').trim_end_matches(['元', '圆', '块']).trim_end();
    let own = if number.len() < text.len() { Unit::Yuan } else { unit };
    let scales = [
        ('百', Unit::HundredYuan),
        ('千', Unit::ThousandYuan),
        ('万', Unit::TenThousandYuan),
        ('亿', Unit::HundredMillionYuan),
    ];
    let scaled =
        scales.into_iter().find_map(|(word, unit)| Some((number.strip_suffix(word)?, unit)));
    let (digits, unit) = scaled.unwrap_or((number, own));
    let digits = digits.trim_end();
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let mut value = unit.in_fen();
    let mut found =
        Decimal { fen: whole_number(whole)?.checked_mul(value)?, exact: true, rounds_up: false };
    for byte in part.bytes() {
        let digit = i64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
        if value > 1 {
            value /= 10;
            found.fen = found.fen.checked_add(digit.checked_mul(value)?)?;
        } else {
            // The first digit below the fen rounds, as one value of 1 is left for it alone.
            found.rounds_up |= value == 1 && digit >= 5;
            found.exact &= digit == 0;
            value = 0;
        }
    }
    Some(found)
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
///
/// Words that say no unit count what the column counts.
fn cheque(text: &str, unit: Unit) -> Option<i64> {
    let text = text.trim_end_matches(['整', '正']);
    if !text.contains(['元', '圆', '块', '角', '分', '万', '亿']) {
        return cheque_yuan(text)?.checked_mul(unit.in_fen());
    }
    let (yuan, rest) = match text.find(['元', '圆', '块']) {
        Some(at) => (&text[..at], text[at..].trim_start_matches(['元', '圆', '块'])),
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

/// Whether the last power is left out: `一万二` is 12,000 to who says it and 10,002 to who counts.
fn is_clipped(text: &str) -> bool {
    let mut back = text.chars().rev();
    let ends_in_digit = back.next().and_then(numeral::digit).is_some_and(|digit| digit > 0);
    ends_in_digit && back.next().is_some_and(|before| "百佰千仟万亿".contains(before))
}

/// A whole number with `亿` and `万`.
fn cheque_yuan(text: &str) -> Option<i64> {
    if is_clipped(text) {
        return None;
    }
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
