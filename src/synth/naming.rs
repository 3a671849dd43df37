//! Names: composes them for the people of the world, as each generation and village has them.

use super::dice::Dice;
use super::sound::{self, Likeness};
use super::vocabulary::{
    COMMON_FEMALE, COMMON_MALE, DOTTED_FEMALE, DOTTED_MALE, FEMALE, MALE, RARE, SELDOM_FEMALE,
    SELDOM_MALE, SURNAMES,
};

/// Names with a rare character.
const RARE_PERCENT: f64 = 0.35;
/// Names that very many people bear.
const COMMON_PERCENT: f64 = 0.35;
/// Characters outside the cohort's usual ones.
const SELDOM_PERCENT: f64 = 10.0;

/// A surname as frequent as it is in the country.
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
    let (cohort, seldom) =
        if male { (&MALE[at], SELDOM_MALE) } else { (&FEMALE[at], SELDOM_FEMALE) };
    if generation.is_none() && dice.chance(RARE_PERCENT) {
        let rare = dice.pick(RARE).chars().next().expect("a pair has two characters");
        return rare.to_string();
    }
    let mut one_of = |pool: &str| {
        let pool = if dice.chance(SELDOM_PERCENT) { seldom } else { pool };
        character(dice, pool)
    };
    let (first, second) = (one_of(cohort.first), one_of(cohort.second));
    let single_percent = if (1970..2000).contains(&birth_year) { 13.0 } else { 4.0 };
    let first = generation.unwrap_or(first);
    if first == second || (generation.is_none() && dice.chance(single_percent)) {
        return second.to_string();
    }
    [first, second].into_iter().collect()
}

/// A full name that very many bear, now and then, for those born when such names were given.
pub fn common(dice: &mut Dice, male: bool, birth_year: i32) -> Option<&'static str> {
    let may = (1950..2000).contains(&birth_year) && dice.chance(COMMON_PERCENT * 1.6);
    may.then(|| dice.pick(if male { COMMON_MALE } else { COMMON_FEMALE }))
}

pub fn is_common(name: &str) -> bool {
    COMMON_MALE.contains(&name) || COMMON_FEMALE.contains(&name)
}

pub fn has_rare(name: &str) -> bool {
    name.chars().any(|character| RARE.iter().any(|pair| pair.starts_with(character)))
}

/// Surname and given name: compound surnames have two characters.
pub fn split(name: &str) -> (&str, &str) {
    let compound = SURNAMES.iter().flat_map(|(group, _)| group.split(' '));
    let mut compound = compound.filter(|surname| surname.chars().count() == 2);
    let found = compound.find(|surname| name.starts_with(surname) && name.len() > surname.len());
    let length = found.map_or_else(|| name.chars().next().map_or(0, char::len_utf8), str::len);
    name.split_at(length)
}

/// The first character that the children of one family share.
pub fn generation(dice: &mut Dice, birth_year: i32) -> char {
    let at = usize::from(birth_year >= 1965);
    character(dice, MALE[at].first)
}

/// A given name that sounds like another: twins are often named so.
pub fn echo(dice: &mut Dice, given: &str) -> Option<String> {
    let mut characters: Vec<char> = given.chars().collect();
    let last = characters.last_mut()?;
    *last = sound::alike(dice, *last, Likeness::SameTone)?;
    Some(characters.into_iter().collect())
}

/// The own part of a dotted name.
pub fn dotted(dice: &mut Dice, male: bool) -> &'static str {
    dice.pick(if male { DOTTED_MALE } else { DOTTED_FEMALE })
}

fn character(dice: &mut Dice, pool: &str) -> char {
    let characters: Vec<char> = pool.chars().filter(|one| !one.is_whitespace()).collect();
    dice.pick(&characters)
}
