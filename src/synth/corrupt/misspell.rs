//! Misspelling: what clerks, spreadsheets and old systems make of a name.

use crate::synth::dice::Dice;
use crate::synth::naming;
use crate::synth::sound::{self, Likeness};
use crate::synth::vocabulary::{BEYOND_GBK, LOOK_ALIKES, RARE, VARIANTS};

/// What stands behind a name in a cell.
const TAILS: [&str; 5] = ["（户主）", "(本人)", "（已故）", "（低保户）", " 同志"];
/// What is written for a dot.
const DOTS: [&str; 6] = ["•", "．", ".", "・", " ", ""];

/// The name with one character in another of like sound.
pub fn homophone(dice: &mut Dice, name: &str) -> Option<String> {
    let likeness = dice.weighted(&[
        (Likeness::SameTone, 75),
        (Likeness::SameSyllable, 15),
        (Likeness::Dialect, 10),
    ]);
    // Surnames are known; the given name is what a clerk types by ear.
    let (surname, given) = naming::split(name);
    let given =
        replace_one(dice, given, |dice, character| sound::alike(dice, character, likeness))?;
    Some(format!("{surname}{given}"))
}

/// The name with one character in its traditional or variant form.
pub fn variant(dice: &mut Dice, name: &str) -> Option<String> {
    replace_one(dice, name, |_, character| partner(VARIANTS, character, false))
}

/// The name with one character mistaken for one that looks like it.
pub fn look_alike(dice: &mut Dice, name: &str) -> Option<String> {
    replace_one(dice, name, |_, character| partner(LOOK_ALIKES, character, true))
}

/// The name as a system without its rare character writes it.
pub fn without_rare(dice: &mut Dice, name: &str) -> Option<String> {
    let found = name.chars().find(|character| partner(RARE, *character, false).is_some())?;
    let plain = partner(RARE, found, false).expect("just found").to_string();
    let beyond = BEYOND_GBK.contains(found);
    let written = match dice.below(if beyond { 10 } else { 3 }) {
        0 | 1 => plain,
        2 => sound::in_letters(found).unwrap_or(plain),
        3..6 => "?".to_owned(),
        6 | 7 => "□".to_owned(),
        8 => "*".to_owned(),
        // A private character of the agency, which nobody else can read.
        _ => "\u{e5a1}".to_owned(),
    };
    Some(name.replace(found, &written))
}

/// The name without the middle of its three characters, or as the family calls a child.
pub fn shortened(dice: &mut Dice, name: &str) -> Option<String> {
    let characters: Vec<char> = name.chars().collect();
    match characters[..] {
        [surname, _, last] => {
            let short = [surname, last].into_iter().collect();
            Some(if dice.chance(25.0) { format!("{surname}小{last}") } else { short })
        }
        [surname, last] if dice.chance(50.0) => Some(format!("{surname}小{last}")),
        _ => None,
    }
}

/// The name with what somebody wrote into its cell beside it.
pub fn with_tail(dice: &mut Dice, name: &str) -> String {
    format!("{name}{}", dice.pick(&TAILS))
}

/// A name of two or three characters with blanks between them, as it is spread over a wide cell.
pub fn with_blank(dice: &mut Dice, name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    let is_han = !name.contains(|character: char| character.is_ascii() || character == '·');
    if !is_han || !(2..=3).contains(&characters.len()) {
        return name.to_owned();
    }
    let blank = dice.pick(&[" ", "\u{3000}"]);
    let parts: Vec<String> = characters.iter().map(char::to_string).collect();
    parts.join(blank)
}

/// A dotted name with another dot, or without.
pub fn other_dot(dice: &mut Dice, name: &str) -> Option<String> {
    name.contains('·').then(|| name.replace('·', dice.pick(&DOTS)))
}

fn partner(pairs: &[&str], character: char, either_way: bool) -> Option<char> {
    pairs.iter().find_map(|pair| {
        let mut both = pair.chars();
        let (first, second) = (both.next()?, both.next()?);
        match character {
            _ if character == first => Some(second),
            _ if either_way && character == second => Some(first),
            _ => None,
        }
    })
}

fn replace_one(
    dice: &mut Dice,
    name: &str,
    other: impl Fn(&mut Dice, char) -> Option<char>,
) -> Option<String> {
    let mut characters: Vec<char> = name.chars().collect();
    if characters.is_empty() {
        return None;
    }
    let start = dice.index(characters.len());
    for step in 0..characters.len() {
        let at = (start + step) % characters.len();
        if let Some(replacement) = other(dice, characters[at]) {
            characters[at] = replacement;
            return Some(characters.into_iter().collect());
        }
    }
    None
}
