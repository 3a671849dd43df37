//! Names: composes them for the people of the world and misspells them as clerks do.

use super::dice::Dice;
use super::vocabulary::{
    DOTTED_FEMALE, DOTTED_MALE, FEMALE, HOMOPHONES, LOOK_ALIKES, MALE, RARE, SURNAMES, VARIANTS,
};

pub fn surname(dice: &mut Dice) -> &'static str {
    let group: Vec<&str> = dice.weighted(SURNAMES).split(' ').collect();
    dice.pick(&group)
}

/// A given name as people born in that year bear it; brothers and sisters may share `generation`.
pub fn given(dice: &mut Dice, male: bool, birth_year: i32, generation: Option<char>) -> String {
    let at = match birth_year {
        ..1965 => 0,
        1965..1985 => 1,
        1985..2005 => 2,
        2005.. => 3,
    };
    let cohort = if male { &MALE[at] } else { &FEMALE[at] };
    if dice.chance(0.4) {
        let rare = dice.pick(RARE).chars().next().expect("a pair has two characters");
        return rare.to_string();
    }
    let single_percent = if (1970..2000).contains(&birth_year) { 13.0 } else { 4.0 };
    let second = character(dice, cohort.second);
    if generation.is_none() && dice.chance(single_percent) {
        return second.to_string();
    }
    loop {
        let first = generation.unwrap_or_else(|| character(dice, cohort.first));
        let second = character(dice, cohort.second);
        if first != second {
            return [first, second].into_iter().collect();
        }
    }
}

/// The first character that the children of one family share.
pub fn generation(dice: &mut Dice, birth_year: i32) -> char {
    let at = usize::from(birth_year >= 1965);
    character(dice, MALE[at].first)
}

/// The own part of a dotted name.
pub fn dotted(dice: &mut Dice, male: bool) -> &'static str {
    dice.pick(if male { DOTTED_MALE } else { DOTTED_FEMALE })
}

fn character(dice: &mut Dice, pool: &str) -> char {
    let characters: Vec<char> = pool.chars().collect();
    dice.pick(&characters)
}

/// The name with one character in another of the same sound, if it has such a one.
pub fn homophone(dice: &mut Dice, name: &str) -> Option<String> {
    replace_one(dice, name, |dice, character| {
        let group = HOMOPHONES.iter().find(|group| group.contains(character))?;
        let others: Vec<char> = group.chars().filter(|other| *other != character).collect();
        Some(dice.pick(&others))
    })
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
pub fn without_rare(name: &str) -> Option<String> {
    let found = name.chars().find(|character| partner(RARE, *character, false).is_some())?;
    let plain = partner(RARE, found, false).expect("just found");
    Some(name.replace(found, &plain.to_string()))
}

/// The name without the middle of its three characters, as families call their children.
pub fn shortened(name: &str) -> Option<String> {
    let characters: Vec<char> = name.chars().collect();
    match characters[..] {
        [surname, _, last] => Some([surname, last].into_iter().collect()),
        _ => None,
    }
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
