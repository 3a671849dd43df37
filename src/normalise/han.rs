//! Han characters: their folded form and their readings.
//!
//! Both come from data inside dependencies (OpenCC's through hanconv, Unihan's through pinyin). The
//! common block is looked up once for the whole program, since names ask for it millions of times.
//! Folding rewrites characters that are legal in simplified names, too (甯 to 宁), so it makes a
//! comparison key and never a spelling.

use std::sync::LazyLock;

use pinyin::{Pinyin, ToPinyinMulti};

const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

struct Character {
    folded: char,
    /// Toned syllables with `|` between them; empty if the character has none.
    readings: Box<str>,
}

static COMMON: LazyLock<Vec<Character>> = LazyLock::new(|| {
    let characters = (FIRST..=LAST).filter_map(char::from_u32);
    characters
        .map(|character| Character {
            folded: look_up_folded(character),
            readings: look_up_readings(character).into(),
        })
        .collect()
});

/// Variants that OpenCC's table of traditional characters leaves alone, as registers write them.
const VARIANTS: [(char, char); 15] = [
    ('峯', '峰'),
    ('喆', '哲'),
    ('堃', '坤'),
    ('髙', '高'),
    ('珎', '珍'),
    ('昇', '升'),
    ('陞', '升'),
    ('凃', '涂'),
    ('邨', '村'),
    ('甦', '苏'),
    ('勳', '勋'),
    ('羣', '群'),
    ('頴', '颖'),
    ('寳', '宝'),
    ('彥', '彦'),
];

/// The simplified form of a character, alone and out of any word.
pub fn fold(character: char) -> char {
    match common(character) {
        Some(known) => known.folded,
        None if character.is_ascii() => character,
        None => look_up_folded(character),
    }
}

/// Adds the character's readings, `ceng1|zeng1`; says whether it has any.
pub fn push_readings(character: char, out: &mut String) -> bool {
    let before = out.len();
    match common(character) {
        Some(known) => out.push_str(&known.readings),
        None => out.push_str(&look_up_readings(character)),
    }
    out.len() > before
}

/// Whether the character is a Han character of any block.
pub const fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '〇'
    )
}

fn common(character: char) -> Option<&'static Character> {
    let at = u32::from(character).checked_sub(FIRST)?;
    COMMON.get(usize::try_from(at).ok()?)
}

fn look_up_folded(character: char) -> char {
    if let Some((_, folded)) = VARIANTS.iter().find(|(variant, _)| *variant == character) {
        return *folded;
    }
    let folded = hanconv::t2s(character.to_string());
    let mut characters = folded.chars();
    characters.next().filter(|_| characters.next().is_none()).unwrap_or(character)
}

fn look_up_readings(character: char) -> String {
    let Some(readings) = character.to_pinyin_multi() else {
        return String::new();
    };
    let mut syllables: Vec<&str> = Vec::new();
    for syllable in readings.into_iter().map(Pinyin::with_tone_num_end) {
        if !syllables.contains(&syllable) {
            syllables.push(syllable);
        }
    }
    syllables.join("|")
}
