//! Resident identity numbers (公民身份号码, GB 11643): structure, check character, class.
//!
//! The check character catches every single wrong digit and every adjacent swap, so two different
//! numbers that both pass are evidence of two people. A number's class says how far it may be
//! trusted; nothing here ever repairs a number in place.

use std::fmt;

use super::{Day, mask};

/// A well-formed 18-character number with a right check character. `Debug` shows it masked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId([u8; 18]);

/// How far a number as given may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdClass {
    /// 18 characters, a real date, the right check character.
    Valid,
    /// The shape of a number, but date or check character is wrong.
    Invalid,
    /// 18 digits whose last three Excel turned to zeros: only the first 15 are known.
    Truncated,
    /// Digits hidden by `*`; the visible ones may be compared.
    Masked,
    /// A filler such as `000000000000000000` or an office's sample number.
    Placeholder,
    /// A number of another document: passport, permit, or one of unknown form.
    OtherDocument,
    /// Nothing was given.
    Missing,
}

impl IdClass {
    pub const ALL: [Self; 7] = [
        Self::Valid,
        Self::Invalid,
        Self::Truncated,
        Self::Masked,
        Self::Placeholder,
        Self::OtherDocument,
        Self::Missing,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Truncated => "truncated",
            Self::Masked => "masked",
            Self::Placeholder => "placeholder",
            Self::OtherDocument => "other_document",
            Self::Missing => "missing",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// GB 11643 weights of the first 17 digits (ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// The check character for 17 digits; `None` when one of them is no digit.
pub fn check_character(digits: &[u8; 17]) -> Option<u8> {
    let mut sum = 0;
    for (digit, weight) in digits.iter().zip(WEIGHTS) {
        sum += u32::from(digit.checked_sub(b'0').filter(|value| *value < 10)?) * weight;
    }
    Some(CHECK_CHARACTERS[(sum % 11) as usize])
}

impl ResidentId {
    /// Reads a normal-form number (18 ASCII characters, capital `X`); any fault gives `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 18] = text.as_bytes().try_into().ok()?;
        let body: &[u8; 17] = bytes.first_chunk()?;
        let id = Self(bytes);
        (check_character(body)? == bytes[17] && id.has_real_birth()).then_some(id)
    }

    /// The number of 17 given characters and their check character.
    pub fn from_body(body: &str) -> Option<Self> {
        let digits: &[u8; 17] = body.as_bytes().try_into().ok()?;
        let check = char::from(check_character(digits)?);
        Self::parse(&format!("{body}{check}"))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a parsed number is ASCII")
    }

    /// The division code of first registration, six digits.
    pub fn division(&self) -> &str {
        &self.as_str()[..6]
    }

    /// Digits in a part of the number, as an integer.
    fn digits(&self, part: std::ops::Range<usize>) -> u32 {
        self.0[part].iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'))
    }

    fn has_real_birth(&self) -> bool {
        let (year, month, day) = (self.digits(6..10), self.digits(10..12), self.digits(12..14));
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=days).contains(&day)
    }

    pub fn birth(&self) -> Day {
        let year = i32::try_from(self.digits(6..10)).expect("four digits");
        Day::from_ymd(year, self.digits(10..12), self.digits(12..14))
            .expect("a parsed number holds a real date")
    }

    /// The sequence number: 0 to 999, odd for men.
    pub fn sequence(&self) -> u32 {
        self.digits(14..17)
    }

    pub fn is_male(&self) -> bool {
        self.sequence() % 2 == 1
    }

    /// The number as an integer (`X` counts as 10), for flat columns: equal numbers, equal integers.
    pub fn packed(&self) -> u64 {
        let body: u64 = self.as_str()[..17].parse().expect("a parsed number has digits here");
        let check = if self.0[17] == b'X' { 10 } else { u64::from(self.0[17] - b'0') };
        body * 11 + check
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask::resident_id(self.as_str()))
    }
}
