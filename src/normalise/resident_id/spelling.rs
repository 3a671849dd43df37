//! Spelling: what is changed to write a number in normal form, and the record of it.
//!
//! Only what is no digit of the number changes here: blanks, width, letters that stand for digits.
//! Each change is recorded, so that a reader sees that the number compared is not the one written.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::domain::check_character;
use crate::normalise::list::{closes, opens};
use crate::normalise::text::is_invisible;

/// One way in which the normal form differs from the text as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Blanks and characters that show nothing are dropped.
    Blanks,
    /// Quotation marks and dashes are dropped.
    Marks,
    /// A remark in brackets is dropped.
    Remark,
    FullWidth,
    Capitals,
    /// `.0` behind the number, as programs write what they took for a measure.
    Decimals,
    /// `O` for 0, `l` for 1.
    ConfusableLetters,
    /// `×` or `*` for the check character X.
    CheckCharacter,
    /// A student number or disability certificate that holds the number.
    Embedded,
    FifteenDigits,
    /// Digits a spreadsheet lost are written as zeros.
    LostDigits,
    /// Every hidden digit is `*`.
    MaskMarks,
}

impl Repair {
    const ALL: [Self; 12] = [
        Self::Blanks,
        Self::Marks,
        Self::Remark,
        Self::FullWidth,
        Self::Capitals,
        Self::Decimals,
        Self::ConfusableLetters,
        Self::CheckCharacter,
        Self::Embedded,
        Self::FifteenDigits,
        Self::LostDigits,
        Self::MaskMarks,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Blanks => "blanks",
            Self::Marks => "marks",
            Self::Remark => "remark",
            Self::FullWidth => "full_width",
            Self::Capitals => "capitals",
            Self::Decimals => "decimals",
            Self::ConfusableLetters => "confusable_letters",
            Self::CheckCharacter => "check_character",
            Self::Embedded => "embedded",
            Self::FifteenDigits => "fifteen_digits",
            Self::LostDigits => "lost_digits",
            Self::MaskMarks => "mask_marks",
        }
    }
}

/// The repairs of a number, each at most once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repairs(u16);

impl Repairs {
    pub const fn add(&mut self, repair: Repair) {
        self.0 |= 1 << repair as u16;
    }

    pub const fn has(self, repair: Repair) -> bool {
        self.0 & (1 << repair as u16) != 0
    }

    /// Their codes in a fixed order, joined by `+`; `None` where nothing was changed.
    pub fn text(self) -> Option<String> {
        if self.0 == 0 {
            return None;
        }
        let made = Repair::ALL.into_iter().filter(|repair| self.has(*repair));
        Some(made.map(Repair::code).collect::<Vec<_>>().join("+"))
    }
}

/// The text without blanks and quotation marks, in plain capitals.
pub fn spell<'a>(raw: &'a str, repairs: &mut Repairs) -> Cow<'a, str> {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if raw.bytes().all(plain) {
        return Cow::Borrowed(raw);
    }
    let mut spelt = String::with_capacity(raw.len());
    for character in raw.chars() {
        if is_blank(character) {
            repairs.add(Repair::Blanks);
        } else if character.is_ascii() {
            spell_one(character, &mut spelt, repairs);
        } else {
            for folded in std::iter::once(character).nfkc().filter(|folded| !is_blank(*folded)) {
                if folded != character {
                    repairs.add(Repair::FullWidth);
                }
                spell_one(folded, &mut spelt, repairs);
            }
        }
    }
    // What was dropped may have stood between a letter and its accent.
    if !spelt.is_ascii() {
        let composed: String = spelt.nfkc().collect();
        if composed != spelt {
            repairs.add(Repair::FullWidth);
            spelt = composed;
        }
    }
    Cow::Owned(spelt)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_invisible(character)
}

fn spell_one(character: char, spelt: &mut String, repairs: &mut Repairs) {
    match character {
        '×' | '✕' | 'Х' | 'х' | '╳' if spelt.len() == 17 => {
            repairs.add(Repair::CheckCharacter);
            spelt.push('X');
        }
        '\'' | '"' | '`' | '’' | '‘' | '“' | '”' => repairs.add(Repair::Marks),
        small if small.is_ascii_lowercase() => {
            repairs.add(Repair::Capitals);
            spelt.push(small.to_ascii_uppercase());
        }
        other => spelt.push(other),
    }
}

/// The number before or behind a remark in brackets, and the remark.
pub fn split_remark(text: &str) -> Option<(String, String)> {
    let (mut number, mut remark, mut depth) = (String::new(), String::new(), 0_u32);
    for character in text.chars() {
        if opens(character) {
            depth += 1;
        } else if closes(character) {
            depth = depth.checked_sub(1)?;
        } else if depth > 0 {
            remark.push(character);
        } else {
            number.push(character);
        }
    }
    (depth == 0 && number.len() < text.len() && is_whole(&number)).then_some((number, remark))
}

/// The number without dashes between its parts, or without the `.0` behind it.
pub fn drop_marks(text: &str, repairs: &mut Repairs) -> Option<String> {
    if let Some((whole, part)) = text.split_once('.') {
        let zeros = !part.is_empty() && part.bytes().all(|byte| byte == b'0');
        let number = zeros && is_whole(whole);
        return number.then(|| {
            repairs.add(Repair::Decimals);
            whole.to_owned()
        });
    }
    let joined: String = text.chars().filter(|c| !matches!(c, '-' | '–' | '—' | '_')).collect();
    (joined.len() < text.len() && is_whole(&joined)).then(|| {
        repairs.add(Repair::Marks);
        joined
    })
}

/// Whether a text has the length of a number and nothing but its characters.
fn is_whole(number: &str) -> bool {
    let bytes = number.as_bytes();
    let Some((last, body)) = bytes.split_last().filter(|_| matches!(bytes.len(), 15 | 18)) else {
        return false;
    };
    body.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || *last == b'X')
}

/// Letters that stand for digits, in a text that is otherwise a number.
pub fn confusables<'a>(text: Cow<'a, str>, repairs: &mut Repairs) -> Cow<'a, str> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let length = text.chars().count();
    if !(15..=18).contains(&length) || digits == length || digits + 4 < length {
        return text;
    }
    let digit_of = |character: char| match character {
        'O' | 'Q' | '〇' | '○' => '0',
        'I' | 'L' | '|' => '1',
        other => other,
    };
    let mut number: String = text.chars().map(digit_of).collect();
    if number != text.as_ref() {
        repairs.add(Repair::ConfusableLetters);
    }
    // A final asterisk is an X where the check character is one, and a mask otherwise.
    if let Some(body) =
        number.strip_suffix('*').and_then(|body| <&[u8; 17]>::try_from(body.as_bytes()).ok())
        && check_character(body) == Some(b'X')
    {
        number.replace_range(17.., "X");
        repairs.add(Repair::CheckCharacter);
    }
    Cow::Owned(number)
}
