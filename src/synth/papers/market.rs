//! Market: enterprises and the people who answer for them, with their unified credit codes.
//!
//! A code is eighteen characters (GB 32100): the registering office, the kind, the division, the
//! organisation's own nine characters (GB 11714) and a check character.

use crate::domain::Day;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of three modulo 31 (GB 32100).
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Weights of an organisation's eight characters (GB 11714).
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnterpriseKind {
    Sole,
    Limited,
    /// A farmers' cooperative, whose members own a share and earn little by it.
    Cooperative,
}

impl EnterpriseKind {
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Sole => "个体工商户",
            Self::Limited => "有限责任公司",
            Self::Cooperative => "农民专业合作社",
        }
    }

    const fn digit(self) -> char {
        match self {
            Self::Limited => '1',
            Self::Sole => '2',
            Self::Cooperative => '3',
        }
    }
}

#[derive(Clone)]
pub struct Enterprise {
    pub code: String,
    pub name: String,
    pub kind: EnterpriseKind,
    /// Legal representative or proprietor.
    pub owner: u32,
    pub founded: Day,
    /// The day it was struck off or lost its licence, and which.
    pub closed: Option<(Day, &'static str)>,
}

impl Enterprise {
    pub fn is_open(&self, night: Day) -> bool {
        self.state(night) == "存续"
    }

    pub fn state(&self, night: Day) -> &'static str {
        self.closed.filter(|(day, _)| *day <= night).map_or("存续", |(_, state)| state)
    }
}

/// The credit code of the enterprise with that serial number, registered in a district.
pub fn credit_code(kind: EnterpriseKind, district: &str, serial: u32) -> String {
    let body = organisation(serial);
    let values = body.chars().map(|sign| sign.to_digit(36).expect("a digit or a letter"));
    let sum: u32 = values.zip(ORGANISATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    let own = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        check => char::from_digit(check, 10).expect("a check below ten is a digit"),
    };
    let seventeen = format!("9{}{district}{body}{own}", kind.digit());
    let check = check_character(&seventeen).expect("the characters are of the alphabet");
    format!("{seventeen}{check}")
}

/// Eight characters of the alphabet for a serial number.
fn organisation(serial: u32) -> String {
    let mut rest = serial as usize;
    let mut signs = ['0'; 8];
    for sign in signs.iter_mut().rev() {
        *sign = char::from(ALPHABET[rest % 31]);
        rest /= 31;
    }
    signs.iter().collect()
}

/// The check character of seventeen others; `None` when one of them is not of the alphabet.
pub fn check_character(seventeen: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, weight) in seventeen.bytes().zip(WEIGHTS) {
        sum += ALPHABET.iter().position(|one| *one == byte)? * weight;
    }
    Some(char::from(ALPHABET[(31 - sum % 31) % 31]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_ends_in_its_check_character() {
        // The specimen of the standard.
        assert_eq!(check_character("91350100M000100Y4"), Some('3'));
        assert_eq!(check_character("91350100M000100I4"), None);
        let code = credit_code(EnterpriseKind::Limited, "990101", 1_234_567);
        assert_eq!(code.len(), 18);
        assert_eq!(check_character(&code[..17]), code.chars().last());
    }
}
