//! Documents: which kind of identity document a number is of, by its shape or by the row's word.

use crate::domain::Day;
use crate::normalise::text::fold;

/// Kinds of identity document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Document {
    #[default]
    ResidentId,
    /// 港澳居民来往内地通行证.
    HongKongMacaoPermit,
    /// 台湾居民来往大陆通行证: eight digits, which a birth date may be as well.
    TaiwanPermit,
    /// 港澳台居民居住证: a resident number with the area 81, 82 or 83.
    ResidencePermit,
    /// 外国人永久居留身份证: three letters and twelve digits, or, since 2023, eighteen characters
    /// built as a resident number is.
    ForeignerPermit,
    Passport,
    Military,
    BirthCertificate,
    StudentNumber,
    /// 统一社会信用代码 (GB 32100): an owner may be a company.
    UnifiedCode,
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
            Self::UnifiedCode => "unified_code",
            Self::Other => "other",
        }
    }

    /// The document a source's word or code means, by the national value table of 证件类型.
    pub fn from_text(raw: &str) -> Option<Self> {
        let text = fold(raw);
        Some(match text.as_ref() {
            "居民身份证" | "身份证" | "公民身份号码" | "二代身份证" | "临时身份证" | "户口簿"
            | "残疾人证" | "残疾证" | "1" | "01" | "111" | "A" => Self::ResidentId,
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
            "统一社会信用代码" | "社会信用代码" | "营业执照" | "组织机构代码证" => {
                Self::UnifiedCode
            }
            "其他" | "其它" | "99" | "990" => Self::Other,
            _ => return None,
        })
    }

    /// Whether its numbers are built as those of resident identity cards.
    pub const fn is_resident_shape(self) -> bool {
        matches!(self, Self::ResidentId | Self::ResidencePermit)
    }

    /// Whether its numbers may be, or hold, a number of the resident kind.
    pub const fn may_hold_resident(self) -> bool {
        matches!(self, Self::ForeignerPermit | Self::StudentNumber | Self::Other)
    }

    /// The document of a valid number of the resident kind, by its first characters.
    pub fn of_resident(number: &str) -> Option<Self> {
        let area = number.get(..2)?;
        if matches!(area, "81" | "82" | "83") {
            return Some(Self::ResidencePermit);
        }
        // 9 and the province where the permit was applied for, GB/T 2260; no resident number begins so.
        let province = number.strip_prefix('9')?.get(..2)?;
        is_province(province).then_some(Self::ForeignerPermit)
    }

    /// The document a number of another shape belongs to, where the shape tells.
    pub fn of_shape(text: &str) -> Option<Self> {
        if is_unified_code(text) {
            return Some(Self::UnifiedCode);
        }
        if is_military(text) {
            return Some(Self::Military);
        }
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = text.get(letters..)?;
        let only_digits = letters == 0 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if only_digits && digits.len() == 8 && !is_date(digits) {
            return Some(Self::TaiwanPermit);
        }
        // A school number without an identity number inside is the school system's own.
        if letters == 1 && matches!(text.as_bytes()[0], b'G' | b'J' | b'L') && digits.len() >= 10 {
            let body = digits.strip_suffix('X').unwrap_or(digits);
            return body.bytes().all(|byte| byte.is_ascii_digit()).then_some(Self::StudentNumber);
        }
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match (letters, digits.len(), text.as_bytes()[0]) {
            (1, 8..=10, b'H' | b'M') => Some(Self::HongKongMacaoPermit),
            (1, 9, _) => Some(Self::BirthCertificate),
            (1 | 2, 7 | 8, _) | (2, 9, _) => Some(Self::Passport),
            (3, 12, _) => Some(Self::ForeignerPermit),
            _ => None,
        }
    }
}

/// Whether eight digits are a day of the last two centuries: a birth date in place of a number.
fn is_date(digits: &str) -> bool {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let day = || {
        let year = i32::try_from(part(0..4)?).ok().filter(|year| (1850..2100).contains(year))?;
        Day::from_ymd(year, part(4..6)?, part(6..8)?)
    };
    day().is_some()
}

/// The first two digits of GB/T 2260.
fn is_province(code: &str) -> bool {
    code.parse().is_ok_and(|code: u8| {
        matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81 | 82)
    })
}

/// `军字第1234567号`, `士字第…号`: the region or rank, then digits.
fn is_military(text: &str) -> bool {
    let digits = text.split_once("字第").map(|(_, rest)| rest.strip_suffix('号').unwrap_or(rest));
    digits.is_some_and(|digits| digits.len() >= 5 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Who registers, in GB 32100: bodies, courts, associations, companies, villages and so on.
const REGISTRARS: &[u8] = b"123456789ANY";
/// The alphabet of GB 32100: no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// The weights of its first seventeen characters, modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Whether a text is a unified social credit code: by letters that stand in no other number, or by
/// its check where it holds no birth date.
///
/// A wrong check character does not matter where letters show what it is: it is no person's number.
fn is_unified_code(text: &str) -> bool {
    let Ok(code) = <&[u8; 18]>::try_from(text.as_bytes()) else { return false };
    let region = code[2..8].iter().all(u8::is_ascii_digit);
    if !region || !REGISTRARS.contains(&code[0]) {
        return false;
    }
    let value = |byte: &u8| ALPHABET.iter().position(|known| known == byte);
    let Some(values) = code.iter().map(value).collect::<Option<Vec<usize>>>() else { return false };
    let letters = code[8..17].iter().filter(|byte| byte.is_ascii_uppercase());
    // X may be a check character or a mask, and L and Q are written for digits.
    let telling = letters.clone().filter(|letter| !b"XLQ".contains(letter)).count();
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let checks = (31 - sum % 31) % 31 == values[17];
    let company = code[0] == b'9' && matches!(code[1], b'1'..=b'3');
    let may_be = letters.count() > 0 || company;
    telling >= 2 || (checks && may_be && !super::has_birth_date(text))
}
