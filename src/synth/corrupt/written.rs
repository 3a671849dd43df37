//! Written: numbers and birth dates as a clerk in error writes them.

use crate::domain::{Day, LunarDate};
use crate::synth::dice::Dice;

/// What a source makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdError {
    None,
    Missing,
    Digit,
    Swap,
    Length,
    /// Fifteen digits, as before 1999.
    Old,
    Placeholder,
    /// Fifteen digits and zeros: a spreadsheet took it for a number.
    Truncated,
    Masked,
    /// The one the person had before.
    Former,
    NumberOf(u32),
    NumberOfNamesake(u32),
}

/// What a source makes of a birth date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BirthError {
    None,
    Missing,
    FirstOfYear,
    Swapped,
    Digit,
    Lunar,
}

/// Numbers that stand for none: fillers, and the one on the form's sample.
const PLACEHOLDERS: [&str; 4] =
    ["000000000000000000", "111111111111111111", "123456789012345678", "990101190001010001"];

/// A person's own number with an error.
pub fn number(dice: &mut Dice, own: &str, error: IdError) -> String {
    let mut bytes = own.as_bytes().to_vec();
    match error {
        IdError::Missing => bytes.clear(),
        IdError::Digit => {
            let at = 6 + dice.below(11) as usize;
            let digit = u32::from(bytes[at] - b'0');
            let other = (digit + 1 + dice.below(9)) % 10;
            bytes[at] = b'0' + u8::try_from(other).expect("a digit");
        }
        IdError::Swap => {
            let swaps: Vec<usize> = (6..16).filter(|at| bytes[*at] != bytes[at + 1]).collect();
            let at = dice.pick(&swaps);
            bytes.swap(at, at + 1);
        }
        IdError::Length => {
            let at = 6 + dice.below(11) as usize;
            if dice.chance(70.0) {
                bytes.remove(at);
            } else {
                bytes.insert(at, bytes[at]);
            }
        }
        IdError::Old => bytes = [&bytes[..6], &bytes[8..17]].concat(),
        IdError::Placeholder => bytes = dice.pick(&PLACEHOLDERS).as_bytes().to_vec(),
        IdError::Truncated => bytes[15..].fill(b'0'),
        IdError::Masked => bytes[6..14].fill(b'*'),
        IdError::None | IdError::Former | IdError::NumberOf(_) | IdError::NumberOfNamesake(_) => {}
    }
    String::from_utf8(bytes).expect("numbers are ASCII")
}

/// A number in another form that means the same.
pub fn other_form(dice: &mut Dice, number: &str) -> String {
    match dice.below(5) {
        0 => format!("'{number}"),
        1 => format!(" {number}"),
        2 => format!("{number}\u{a0}"),
        3 if number.ends_with('X') => number.to_lowercase(),
        _ => number.chars().map(full_width).collect(),
    }
}

/// The full-width form of an ASCII character.
fn full_width(character: char) -> char {
    char::from_u32(u32::from(character) + 0xfee0).expect("every ASCII character has one")
}

/// A birth date with an error; the right one where the error makes no date.
pub fn birth(dice: &mut Dice, birth: Day, error: BirthError) -> Option<Day> {
    let (year, month, day) = (birth.year(), birth.month_of_year(), birth.day_of_month());
    let written = match error {
        BirthError::None => return Some(birth),
        BirthError::Missing => return None,
        BirthError::FirstOfYear => Day::from_ymd(year, 1, 1),
        BirthError::Swapped => Day::from_ymd(year, day, month),
        BirthError::Digit => Some(birth.plus_days(dice.pick(&[-3653, -365, -10, -1, 1, 10, 365]))),
        BirthError::Lunar => lunar(birth),
    };
    Some(written.unwrap_or(birth))
}

/// The day of the solar calendar that has the numbers of the day's lunar date.
fn lunar(birth: Day) -> Option<Day> {
    let lunar = LunarDate::of(birth)?;
    Day::from_ymd(lunar.year, lunar.month, lunar.day)
}
