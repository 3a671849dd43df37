//! Identity numbers: normal form, class and kind of document.
//!
//! Spelling is normalised (full width, `x` or `×` for `X`, `O` and `l` for digits, fifteen digits to
//! eighteen) and each change of it recorded; a wrong digit is not: a number is never repaired, only
//! classed. What it was probably meant to be is a hypothesis beside it.

mod document;
mod hypothesis;
mod spelling;

use std::borrow::Cow;

pub use document::Document;
pub use hypothesis::{Witness, hypothesis};
pub use spelling::{Repair, Repairs};

use super::fault::Fault;
use super::text::is_nothing;
use crate::domain::{Day, IdClass, ResidentId};

/// A number as mentions carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNumber<'a> {
    /// `None` only if nothing was given, or another person's number.
    pub normal: Option<Cow<'a, str>>,
    pub class: IdClass,
    pub document: Document,
    /// How the normal form differs from the text as given.
    pub repairs: Repairs,
    /// What an invalid number was probably meant to be.
    pub hypothesis: Option<ResidentId>,
}

impl<'a> IdNumber<'a> {
    fn new(normal: impl Into<Cow<'a, str>>, class: IdClass, document: Document) -> Self {
        let normal = Some(normal.into());
        Self { normal, class, document, repairs: Repairs::default(), hypothesis: None }
    }

    fn missing(document: Option<Document>) -> Self {
        let document = document.unwrap_or_default();
        let (class, repairs) = (IdClass::Missing, Repairs::default());
        Self { normal: None, class, document, repairs, hypothesis: None }
    }

    const fn repaired(mut self, repairs: Repairs) -> Self {
        self.repairs = repairs;
        self
    }
}

/// What a column says of all its numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits<'s> {
    /// The offices' sample numbers, which stand for none.
    pub samples: &'s [String],
    /// The numbers have passed through a spreadsheet as numbers, so that eighteen digits ending in
    /// 000 are taken for truncated even if they check, as one in eleven of them does by chance.
    pub excel_damage: bool,
}

/// Reads a number, given the document it is said to be of.
pub fn id_number<'a>(
    raw: &'a str,
    document: Option<Document>,
    habits: Habits<'_>,
) -> (IdNumber<'a>, Option<Fault>) {
    if let Some(number) = plainly_valid(raw, document, habits) {
        return (number, None);
    }
    let mut repairs = Repairs::default();
    let spelt = spelling::spell(raw, &mut repairs);
    if is_nothing(&spelt) || matches!(spelt.as_ref(), "无证" | "未办理" | "X" | "0") {
        return (IdNumber::missing(document), None);
    }
    let (text, remark) = match spelling::split_remark(&spelt) {
        Some((number, remark)) => (Cow::Owned(number), remark),
        None => (spelt, String::new()),
    };
    if speaks_of_another(&remark) {
        return (IdNumber::missing(document), Some(Fault::NumberOfRelative));
    }
    if !remark.is_empty() {
        repairs.add(Repair::Remark);
    }
    let (number, fault) = read_spelt(text, document, habits, &mut repairs);
    (number.repaired(repairs), fault)
}

/// A valid number that needs no spelling, as nearly all are.
fn plainly_valid<'a>(
    raw: &'a str,
    document: Option<Document>,
    habits: Habits<'_>,
) -> Option<IdNumber<'a>> {
    if document.is_some_and(|document| !document.is_resident_shape()) {
        return None;
    }
    ResidentId::parse(raw)?;
    let lost = habits.excel_damage && raw.ends_with("000");
    if lost || is_placeholder(raw, habits.samples) {
        return None;
    }
    let document = Document::of_resident(raw).or(document).unwrap_or_default();
    Some(IdNumber::new(raw, IdClass::Valid, document))
}

/// Reads a number that is spelt in plain capitals.
fn read_spelt<'a>(
    text: Cow<'a, str>,
    document: Option<Document>,
    habits: Habits<'_>,
    repairs: &mut Repairs,
) -> (IdNumber<'a>, Option<Fault>) {
    let resident = document.is_none_or(Document::is_resident_shape);
    if let Some(document) = document.filter(|_| !resident) {
        let mut made = *repairs;
        let held = resident_of(&text, Document::ResidentId, habits, &mut made);
        let is_valid = |(number, _): &(IdNumber<'_>, _)| number.class == IdClass::Valid;
        return match held.filter(is_valid).filter(|_| document.may_hold_resident()) {
            Some(held) => {
                *repairs = made;
                held
            }
            None => (other(text, document), None),
        };
    }
    let given = document.unwrap_or_default();
    let shape = Document::of_shape(&text).filter(|_| document.is_none());
    let before = *repairs;
    if let Some(found) = resident_of(&text, given, habits, repairs) {
        if shape != Some(Document::UnifiedCode) || found.0.class != IdClass::Invalid {
            return found;
        }
        *repairs = before;
    }
    if let Some(found) = scientific(&text, repairs) {
        return (found, Some(Fault::TruncatedId));
    }
    let mut made = *repairs;
    let number = spelling::confusables(text.clone(), &mut made);
    if is_masked(&number) {
        let unified = unify_mask(&number);
        if unified != number {
            made.add(Repair::MaskMarks);
        }
        *repairs = made;
        return (IdNumber::new(unified, IdClass::Masked, given), None);
    }
    if let Some(document) = shape {
        return (other(text, document), None);
    }
    *repairs = made;
    // A word or a few digits in place of a number would be "equal" for many people.
    let few = number.bytes().filter(u8::is_ascii_digit).count() < 8;
    let class = if few { IdClass::Placeholder } else { IdClass::Invalid };
    (IdNumber::new(number, class, given), Some(Fault::InvalidId))
}

/// Whether a remark says that the number is that of a parent or guardian.
fn speaks_of_another(remark: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "母", "父", "妈", "爸", "监护", "家长", "户主", "配偶", "妻", "丈夫", "儿子", "女儿", "祖",
        "代",
    ];
    OTHERS.iter().any(|other| remark.contains(other)) && !remark.contains("本人")
}

fn other(text: Cow<'_, str>, document: Document) -> IdNumber<'_> {
    IdNumber::new(text, IdClass::OtherDocument, document)
}

/// A number of the resident kind: fifteen or eighteen characters, with the prefixes and suffixes
/// under which school numbers and disability certificates carry it.
fn resident_of<'a>(
    text: &Cow<'a, str>,
    given: Document,
    habits: Habits<'_>,
    repairs: &mut Repairs,
) -> Option<(IdNumber<'a>, Option<Fault>)> {
    let mut made = *repairs;
    let whole = spelling::drop_marks(text, &mut made);
    let number = whole.map_or_else(|| text.clone(), Cow::Owned);
    let mut number = spelling::confusables(number, &mut made);
    let rounded = made.has(Repair::Decimals) && number.len() == 18 && was_rounded(&number);
    if rounded {
        made.add(Repair::LostDigits);
        number.to_mut().replace_range(15.., "000");
    }
    let damage = habits.excel_damage || rounded;
    if is_placeholder(&number, habits.samples) {
        *repairs = made;
        let number = IdNumber::new(number, IdClass::Placeholder, given);
        return Some((number, Some(Fault::PlaceholderId)));
    }
    let core = core_of(&number)?;
    if core.len() < number.len() {
        made.add(Repair::Embedded);
    }
    let (normal, class) = match core.len() {
        15 => from_fifteen(core, &mut made),
        _ => (Cow::Borrowed(core), class_of_eighteen(core, damage)),
    };
    // What is as given stays so.
    let normal = if normal == *text { text.clone() } else { Cow::Owned(normal.into_owned()) };
    let fault = match class {
        IdClass::Truncated => Some(Fault::TruncatedId),
        IdClass::Invalid => Some(Fault::InvalidId),
        _ => None,
    };
    *repairs = made;
    let document = Document::of_resident(&normal).filter(|_| class == IdClass::Valid);
    Some((IdNumber::new(normal, class, document.unwrap_or(given)), fault))
}

/// The fifteen or eighteen characters of a number of the resident kind.
fn core_of(number: &str) -> Option<&str> {
    let is_number = |text: &str| {
        let (body, last) = text.split_at_checked(17).unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        matches!(text.len(), 15 | 18) && digits(body) && (last == "X" || digits(last))
    };
    if is_number(number) {
        return Some(number);
    }
    let is_valid = |core: &&str| ResidentId::parse(core).is_some();
    match (number.len(), number.as_bytes().first()?) {
        (19, b'G') => number.get(1..).filter(|core| is_number(core)),
        // A temporary school number is followed by digits of its own.
        (19, b'L' | b'J') => number.get(1..).filter(is_valid),
        // Class and grade of the disability follow, then the count of cards issued again.
        (20, _) => number.get(..18).filter(is_valid),
        (22, _) => number.get(..18).filter(|_| number.get(20..21) == Some("B")).filter(is_valid),
        _ => None,
    }
}

/// Whether a number has passed through a floating-point number, which holds 53 bits: one in a hundred
/// has by chance no more.
fn was_rounded(number: &str) -> bool {
    let significant = |value: u64| 64 - value.leading_zeros() - value.trailing_zeros();
    number.parse().is_ok_and(|value: u64| value != 0 && significant(value) <= 53)
}

/// Fifteen digits are a number of before 1999, or eighteen less three.
fn from_fifteen<'c>(core: &'c str, made: &mut Repairs) -> (Cow<'c, str>, IdClass) {
    let body = format!("{}19{}", &core[..6], &core[6..]);
    if let Some(id) = ResidentId::from_body(&body) {
        made.add(Repair::FifteenDigits);
        return (Cow::Owned(id.as_str().to_owned()), IdClass::Valid);
    }
    if has_birth_date(core) {
        made.add(Repair::LostDigits);
        return (Cow::Owned(format!("{core}000")), IdClass::Truncated);
    }
    (Cow::Borrowed(core), IdClass::Invalid)
}

fn class_of_eighteen(core: &str, excel_damage: bool) -> IdClass {
    let ends_in_zeros = core.ends_with("000");
    match (ResidentId::parse(core).is_some(), ends_in_zeros && has_birth_date(core)) {
        (true, true) if excel_damage => IdClass::Truncated,
        (true, _) => IdClass::Valid,
        (false, true) => IdClass::Truncated,
        (false, false) => IdClass::Invalid,
    }
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
fn scientific<'a>(text: &str, repairs: &mut Repairs) -> Option<IdNumber<'a>> {
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
    if whole {
        repairs.add(Repair::LostDigits);
        return Some(IdNumber::new(
            format!("{digits:0<18}"),
            IdClass::Truncated,
            Document::ResidentId,
        ));
    }
    Some(IdNumber::new(text.to_owned(), IdClass::Placeholder, Document::ResidentId))
}

fn is_masked(number: &str) -> bool {
    let hidden = number.chars().filter(|character| is_mask(*character)).count();
    let shown = number.chars().filter(char::is_ascii_digit).count();
    hidden >= 2 && shown >= 3 && hidden + shown == number.chars().count()
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
