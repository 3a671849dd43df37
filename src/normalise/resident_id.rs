//! Identity numbers: normal form, class and kind of document.
//!
//! Spelling is normalised (full width, `x` or `×` for `X`, `O` and `l` for digits, fifteen digits to
//! eighteen); a wrong digit is not: a number is never repaired, only classed.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::fault::Fault;
use super::text::{fold, is_nothing};
use crate::domain::{Day, IdClass, ResidentId, check_character};

/// A number as mentions carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNumber {
    /// `None` only if nothing was given.
    pub normal: Option<String>,
    pub class: IdClass,
    pub document: Document,
}

/// Kinds of identity document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Document {
    #[default]
    ResidentId,
    /// 港澳居民来往内地通行证.
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证.
    TaiwanPermit,
    /// 港澳台居民居住证: a resident number with the area 81, 82 or 83.
    ResidencePermit,
    /// 外国人永久居留身份证.
    ForeignerPermit,
    Passport,
    Military,
    BirthCertificate,
    StudentNumber,
    Other,
}

impl Document {
    pub const fn code(self) -> &'static str {
        match self {
            Self::ResidentId => "resident_id",
            Self::HongKongMacaoPermit => "hk_macao_permit",
            Self::TaiwanPermit => "taiwan_permit",
            Self::ResidencePermit => "hmt_residence_permit",
            Self::ForeignerPermit => "foreigner_permit",
            Self::Passport => "passport",
            Self::Military => "military",
            Self::BirthCertificate => "birth_certificate",
            Self::StudentNumber => "student_number",
            Self::Other => "other",
        }
    }

    /// The document a source's word or code means, by the national value table of 证件类型.
    pub fn from_text(raw: &str) -> Option<Self> {
        let text = fold(raw);
        Some(match text.as_ref() {
            "居民身份证" | "身份证" | "公民身份号码" | "二代身份证" | "临时身份证" | "户口簿"
            | "1" | "01" | "111" | "A" => Self::ResidentId,
            "港澳居民来往内地通行证" | "回乡证" | "港澳通行证" | "04" | "516" => {
                Self::HongKongMacaoPermit
            }
            "台湾居民来往大陆通行证" | "台胞证" | "05" | "511" => Self::TaiwanPermit,
            "港澳台居民居住证" | "港澳台居住证" => Self::ResidencePermit,
            "外国人永久居留身份证" | "外国人永久居留证" | "553" => {
                Self::ForeignerPermit
            }
            "护照" | "普通护照" | "03" | "414" => Self::Passport,
            "军官证" | "士兵证" | "警官证" | "02" | "114" => Self::Military,
            "出生医学证明" | "出生证" => Self::BirthCertificate,
            "学籍号" => Self::StudentNumber,
            "其他" | "其它" | "99" | "990" => Self::Other,
            _ => return None,
        })
    }
}

/// Reads a number, given the document it is said to be of and the offices' sample numbers.
///
/// `excel_damage` says that the source's numbers have passed through a spreadsheet as numbers, so
/// that eighteen digits ending in 000 are taken for truncated even if they check, as one in eleven
/// of them does by chance.
pub fn id_number(
    raw: &str,
    document: Option<Document>,
    samples: &[String],
    excel_damage: bool,
) -> (IdNumber, Option<Fault>) {
    let text = spell(raw);
    if is_nothing(&text) || matches!(text.as_ref(), "无证" | "未办理" | "X" | "0") {
        return (
            IdNumber {
                normal: None,
                class: IdClass::Missing,
                document: document.unwrap_or_default(),
            },
            None,
        );
    }
    if let Some(document) = document.filter(|kind| !is_resident_shape(*kind)) {
        return (other(text, document), None);
    }
    let number = confusables(&text);
    let given = document.unwrap_or_default();
    let found = |normal: String, class| IdNumber { normal: Some(normal), class, document: given };
    if is_placeholder(&number, samples) {
        return (found(number, IdClass::Placeholder), Some(Fault::PlaceholderId));
    }
    if let Some(found) = resident(&number, excel_damage, given) {
        let fault = match found.class {
            IdClass::Truncated => Some(Fault::TruncatedId),
            IdClass::Invalid => Some(Fault::InvalidId),
            _ => None,
        };
        return (found, fault);
    }
    if let Some(found) = scientific(&text) {
        return (found, Some(Fault::TruncatedId));
    }
    if is_masked(&number) {
        return (found(unify_mask(&number), IdClass::Masked), None);
    }
    match recognise(&text).filter(|_| document.is_none()) {
        Some(document) => (other(text, document), None),
        // A word or a few digits in place of a number would be "equal" for many people.
        None if number.bytes().filter(u8::is_ascii_digit).count() < 8 => {
            (found(number, IdClass::Placeholder), Some(Fault::InvalidId))
        }
        None => (found(number, IdClass::Invalid), Some(Fault::InvalidId)),
    }
}

const fn is_resident_shape(document: Document) -> bool {
    matches!(document, Document::ResidentId | Document::ResidencePermit)
}

fn other(text: Cow<'_, str>, document: Document) -> IdNumber {
    IdNumber { normal: Some(text.into_owned()), class: IdClass::OtherDocument, document }
}

/// Folded, in capitals, without blanks and quotation marks.
fn spell(raw: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if raw.bytes().all(plain) {
        return Cow::Borrowed(raw);
    }
    let folded = fold(raw);
    let mut spelt = String::with_capacity(folded.len());
    for character in folded.chars() {
        match character {
            '×' | '✕' | 'Х' | 'х' | '╳' | '＊' if spelt.len() == 17 => spelt.push('X'),
            '\'' | '"' | '`' | '’' | '‘' | '“' | '”' => {}
            blank if blank.is_whitespace() => {}
            other => spelt.push(other.to_ascii_uppercase()),
        }
    }
    // What was dropped may have stood between a letter and its accent.
    Cow::Owned(if spelt.is_ascii() { spelt } else { spelt.nfkc().collect() })
}

/// Letters that stand for digits, in a text that is otherwise a number.
fn confusables(text: &str) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let length = text.chars().count();
    if !(15..=18).contains(&length) || digits == length || digits + 4 < length {
        return text.to_owned();
    }
    let mut number: String = text
        .chars()
        .map(|character| match character {
            'O' | 'Q' => '0',
            'I' | 'L' | '|' => '1',
            other => other,
        })
        .collect();
    // A final asterisk is an X where the check character is one, and a mask otherwise.
    if let Some(body) =
        number.strip_suffix('*').and_then(|body| <&[u8; 17]>::try_from(body.as_bytes()).ok())
        && check_character(body) == Some(b'X')
    {
        number.replace_range(17.., "X");
    }
    number
}

/// A number of the resident kind: fifteen or eighteen characters, with the prefixes and suffixes
/// under which school numbers and disability certificates carry it.
fn resident(number: &str, excel_damage: bool, document: Document) -> Option<IdNumber> {
    let is_number = |text: &str| {
        let (body, last) = text.split_at_checked(17).unwrap_or((text, ""));
        body.bytes().all(|byte| byte.is_ascii_digit())
            && (last.is_empty() || last == "X" || last.bytes().all(|b| b.is_ascii_digit()))
    };
    let core = match (number.len(), number.as_bytes().first()?) {
        (19, b'G' | b'L' | b'J') => &number[1..],
        (20, _) if number.is_ascii() => number.get(..18)?,
        _ => number,
    };
    if !is_number(core) || !matches!(core.len(), 15 | 18) {
        return None;
    }
    if number.len() == 20 && ResidentId::parse(core).is_none() {
        return None;
    }
    let (normal, class) =
        if core.len() == 15 { from_fifteen(core) } else { from_eighteen(core, excel_damage) };
    let residence = ["81", "82", "83"].iter().any(|area| normal.starts_with(area));
    let document = if residence { Document::ResidencePermit } else { document };
    Some(IdNumber { normal: Some(normal), class, document })
}

/// Fifteen digits are a number of before 1999, or eighteen less three.
fn from_fifteen(core: &str) -> (String, IdClass) {
    let body = format!("{}19{}", &core[..6], &core[6..]);
    if let Some(id) = ResidentId::from_body(&body) {
        return (id.as_str().to_owned(), IdClass::Valid);
    }
    if has_birth_date(core) {
        return (format!("{core}000"), IdClass::Truncated);
    }
    (core.to_owned(), IdClass::Invalid)
}

fn from_eighteen(core: &str, excel_damage: bool) -> (String, IdClass) {
    let ends_in_zeros = core.ends_with("000");
    let valid = ResidentId::parse(core).is_some();
    let class = match (valid, ends_in_zeros && has_birth_date(core)) {
        (true, true) if excel_damage => IdClass::Truncated,
        (true, _) => IdClass::Valid,
        (false, true) => IdClass::Truncated,
        (false, false) => IdClass::Invalid,
    };
    (core.to_owned(), class)
}

fn has_birth_date(number: &str) -> bool {
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<u32>().ok();
    let date = || {
        let year = i32::try_from(part(6, 10)?).ok().filter(|year| (1850..2200).contains(year))?;
        Day::from_ymd(year, part(10, 12)?, part(12, 14)?)
    };
    date().is_some()
}

/// `4.30103194908116E+17` is a truncated number; `4.30103E+17` tells nobody apart.
fn scientific(text: &str) -> Option<IdNumber> {
    let (mantissa, exponent) = text.split_once('E')?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let is_number =
        mantissa.chars().all(|character| character.is_ascii_digit() || character == '.');
    if !is_number || !matches!(exponent, "17" | "14") || digits.is_empty() {
        return None;
    }
    // Trailing zeros of the mantissa are not written.
    let whole = exponent == "17" && (12..=15).contains(&digits.len());
    let (normal, class) = if whole {
        (format!("{digits:0<18}"), IdClass::Truncated)
    } else {
        (text.to_owned(), IdClass::Placeholder)
    };
    Some(IdNumber { normal: Some(normal), class, document: Document::ResidentId })
}

fn is_masked(number: &str) -> bool {
    let hidden = number.chars().filter(|character| is_mask(*character)).count();
    let shown = number.chars().filter(char::is_ascii_digit).count();
    hidden >= 2
        && shown >= 3
        && hidden + shown + usize::from(number.ends_with('X')) >= number.chars().count()
}

const fn is_mask(character: char) -> bool {
    matches!(character, '*' | 'X' | '?' | '#' | '●' | '•')
}

/// Every hidden digit as `*`; a final `X` behind shown digits is a check character.
fn unify_mask(number: &str) -> String {
    let last = number.chars().count() - 1;
    let before = number.chars().nth(last.saturating_sub(1));
    let check = number.ends_with('X') && before.is_some_and(|before| before.is_ascii_digit());
    let unify = |(at, character): (usize, char)| {
        if is_mask(character) && !(check && at == last) { '*' } else { character }
    };
    number.chars().enumerate().map(unify).collect()
}

/// Whether the number is a filler: one digit repeated, a counted row, no birth, a sample.
fn is_placeholder(number: &str, samples: &[String]) -> bool {
    let bytes = number.as_bytes();
    let body = &bytes[..bytes.len().min(17)];
    let repeated =
        bytes.len() > 1 && body.windows(2).all(|pair| pair[0] == pair[1]) && body[0] != b'*';
    let counting = number.starts_with("1234567890") || number.starts_with("0123456789");
    let unborn = bytes.len() == 18 && matches!(number.get(6..14), Some("19000101" | "00000000"));
    repeated || counting || unborn || samples.iter().any(|sample| sample == number)
}

/// The document a number of another shape belongs to, where the shape tells.
fn recognise(text: &str) -> Option<Document> {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text.get(letters..)?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match (letters, digits.len(), text.as_bytes()[0]) {
        (1, 8..=10, b'H' | b'M') => Some(Document::HongKongMacaoPermit),
        (1 | 2, 7..=9, _) => Some(Document::Passport),
        (3, 12, _) => Some(Document::ForeignerPermit),
        (1, _, b'L' | b'G' | b'J') if digits.len() >= 10 => Some(Document::StudentNumber),
        _ => None,
    }
}
