//! Sound: which characters of names are typed for one another because they sound alike.
//!
//! Clerks type by sound, so most mistakes are characters of the same syllable; some are of another
//! tone, and some of a syllable that a dialect does not tell apart.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use pinyin::ToPinyin;

use super::dice::Dice;
use super::vocabulary::{FEMALE, MALE, SELDOM_FEMALE, SELDOM_MALE, SURNAMES};

/// How far a mistaken character's sound is from the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    SameTone,
    SameSyllable,
    /// What a dialect does not tell apart: z and zh, n and l, an and ang.
    Dialect,
}

/// Endings and beginnings that dialects confuse, each with what stands for both.
const DIALECT_ENDINGS: [(&str, &str); 5] =
    [("iang", "ian"), ("uang", "uan"), ("ang", "an"), ("eng", "en"), ("ing", "in")];
const DIALECT_BEGINNINGS: [(&str, &str); 5] =
    [("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f")];

/// Characters by the key of each likeness.
type Groups = BTreeMap<String, Vec<char>>;

static BY_TONE: LazyLock<Groups> = LazyLock::new(|| grouped(toned));
static BY_SYLLABLE: LazyLock<Groups> = LazyLock::new(|| grouped(toneless));
static BY_DIALECT: LazyLock<Groups> = LazyLock::new(|| grouped(dialect));

/// A character that sounds like another: of the vocabulary, and not the same one.
pub fn alike(dice: &mut Dice, character: char, likeness: Likeness) -> Option<char> {
    let (groups, key) = match likeness {
        Likeness::SameTone => (&BY_TONE, toned(character)),
        Likeness::SameSyllable => (&BY_SYLLABLE, toneless(character)),
        Likeness::Dialect => (&BY_DIALECT, dialect(character)),
    };
    let group = groups.get(&key?)?;
    let others: Vec<char> = group.iter().copied().filter(|other| *other != character).collect();
    (!others.is_empty()).then(|| dice.pick(&others))
}

/// The syllable as somebody writes it who cannot type the character: `WEI`.
pub fn in_letters(character: char) -> Option<String> {
    toneless(character).map(|syllable| syllable.to_uppercase())
}

fn grouped(key: impl Fn(char) -> Option<String>) -> Groups {
    let mut groups = Groups::new();
    for character in characters() {
        let Some(key) = key(character) else { continue };
        groups.entry(key).or_default().push(character);
    }
    groups
}

/// Every character of the vocabulary once, in order.
fn characters() -> std::collections::BTreeSet<char> {
    let cohorts = MALE.iter().chain(&FEMALE);
    let of_cohorts = cohorts.flat_map(|cohort| cohort.first.chars().chain(cohort.second.chars()));
    let surnames = SURNAMES.iter().flat_map(|(names, _)| names.chars());
    let seldom = SELDOM_MALE.chars().chain(SELDOM_FEMALE.chars());
    let all = of_cohorts.chain(surnames).chain(seldom);
    all.filter(|character| !character.is_whitespace()).collect()
}

fn toned(character: char) -> Option<String> {
    character.to_pinyin().map(|sound| sound.with_tone_num_end().to_owned())
}

fn toneless(character: char) -> Option<String> {
    character.to_pinyin().map(|sound| sound.plain().to_owned())
}

fn dialect(character: char) -> Option<String> {
    let mut sound = toneless(character)?;
    if let Some((ending, both)) = DIALECT_ENDINGS.iter().find(|(one, _)| sound.ends_with(one)) {
        sound = format!("{}{both}", sound.strip_suffix(ending).expect("just found"));
    }
    let beginning = DIALECT_BEGINNINGS.iter().find(|(one, _)| sound.starts_with(one));
    if let Some((beginning, both)) = beginning {
        sound = format!("{both}{}", sound.strip_prefix(beginning).expect("just found"));
    }
    Some(sound)
}
