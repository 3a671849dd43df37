//! Han names, compared character by character and syllable by syllable.
//!
//! Two to four characters leave nothing for a string similarity: 王伟 is as near to 王强 as to
//! 王玮. So a level says what kind of difference there is: another form of a character, another
//! character of one sound, a sound that dialects confuse, a character that looks alike, a part left
//! out. Clerks type by sound, so sound comes before shape. Where a reading is not known, only
//! characters count.

mod glyph;
mod sound;

use rustc_hash::FxHashMap;

use self::sound::Sounds;
use super::Level;
use super::field::column;
use crate::domain::{Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    /// The name as its source writes it.
    pub text: String,
    /// The name with variant and traditional characters folded.
    pub folded: String,
    /// Toned syllables separated by blanks, other readings of a character after `|`.
    pub reading: String,
    /// How many leading characters are the surname.
    pub surname_length: String,
    /// Initials that the dialects of the place confuse, such as `["zh", "z"]`.
    #[serde(default)]
    pub alike_initials: Vec<Vec<String>>,
    /// Finals that the dialects of the place confuse, such as `["ang", "an"]`.
    #[serde(default)]
    pub alike_finals: Vec<Vec<String>>,
}

impl Settings {
    pub(super) fn fields(&self) -> Vec<&str> {
        vec![&self.text, &self.folded, &self.reading, &self.surname_length]
    }
}

const EXACT: u8 = 1;
const FOLDED: u8 = 2;
const SAME_SOUND: u8 = 3;
const SAME_SYLLABLES: u8 = 4;
const ALIKE_SOUND: u8 = 5;
const LOOK_ALIKE: u8 = 6;
const PART: u8 = 7;
const GIVEN_ONLY: u8 = 8;
const HALF_GIVEN: u8 = 9;
const SURNAME_ONLY: u8 = 10;
const NOTHING: u8 = 11;

pub const LEVELS: &[Level] = &[
    Level { code: "exact", chinese: "姓名相同" },
    Level { code: "folded", chinese: "姓名仅繁简、异体或间隔号不同" },
    Level { code: "same_sound", chinese: "姓名同音同调不同字" },
    Level { code: "same_syllables", chinese: "姓名同音不同字" },
    Level { code: "alike_sound", chinese: "姓名近音" },
    Level { code: "look_alike", chinese: "姓名有一字形近" },
    Level { code: "part", chinese: "姓名少一字、仅存一字或名字前后颠倒" },
    Level { code: "given_only", chinese: "名同姓不同" },
    Level { code: "half_given", chinese: "同姓，名有一字相同" },
    Level { code: "surname_only", chinese: "同姓不同名" },
    Level { code: "nothing", chinese: "姓名不同" },
];

/// Words of a name in a row: characters, syllables, and the rest.
pub const WORDS: usize = 3;
/// Characters, and syllables, that one word holds.
const SHORT: usize = 4;
/// The code of a character that the source could not write: `?`, `□`, `*`.
const WILD: u16 = 1;
const FIRST_CHARACTER: u16 = 2;
const LONG: u64 = 1 << 56;

/// The names of a night and what to compare them by.
pub struct Names {
    lexicon: Lexicon,
    values: Vec<u32>,
}

/// The distinct names, by number.
pub struct Lexicon {
    packed: Vec<[u64; WORDS]>,
    counts: Vec<u32>,
    long: Vec<Spelling>,
    sounds: Sounds,
    /// The character of each code.
    characters: Vec<char>,
}

/// A name as numbers.
#[derive(Debug, Clone, Default)]
struct Spelling {
    characters: Vec<u16>,
    syllables: Vec<u16>,
    /// How many leading characters are the surname, or the first part of a name with dots.
    surname: usize,
    dotted: bool,
}

/// A borrowed [`Spelling`].
#[derive(Clone, Copy)]
struct Spelled<'a> {
    characters: &'a [u16],
    syllables: &'a [u16],
    surname: usize,
    dotted: bool,
}

impl Names {
    pub fn new(identities: &Identities, settings: &Settings) -> Self {
        let [texts, folded, readings, lengths] =
            [&settings.text, &settings.folded, &settings.reading, &settings.surname_length]
                .map(|field| column(identities, field));
        let mut sounds = Sounds::new(&settings.alike_initials, &settings.alike_finals);
        let mut characters = Characters::default();
        let mut lexicon = Lexicon {
            packed: vec![[0; WORDS]],
            counts: texts.counts(),
            long: Vec::new(),
            sounds,
            characters: Vec::new(),
        };
        for (number, (text, at)) in (1..).zip(texts.texts().zip(&texts.first_rows()[1..])) {
            let name = folded.at(*at).unwrap_or(text);
            let surname = lengths.at(*at).and_then(|length| length.parse().ok());
            sounds = std::mem::take(&mut lexicon.sounds);
            let spelling = spell(name, readings.at(*at), surname, &mut characters, &mut sounds);
            lexicon.sounds = sounds;
            lexicon.add(number, spelling);
        }
        lexicon.sounds.finish();
        lexicon.characters = characters.by_code();
        Self { lexicon, values: texts.numbers().to_vec() }
    }

    pub fn into_parts(self) -> (Lexicon, Vec<u32>) {
        (self.lexicon, self.values)
    }
}

/// Characters by number, in order of appearance.
#[derive(Default)]
struct Characters(FxHashMap<char, u16>);

impl Characters {
    /// Past 65,533 distinct characters, which no register holds, the rest share one code.
    fn code(&mut self, character: char) -> u16 {
        if matches!(character, '?' | '？' | '□' | '*' | '＊' | '●' | '\u{fffd}') {
            return WILD;
        }
        let next = u16::try_from(self.0.len()).unwrap_or(u16::MAX).saturating_add(FIRST_CHARACTER);
        *self.0.entry(character).or_insert(next)
    }

    /// The character of each code; where many share one, and for a lost one, none that is alike another.
    fn by_code(&self) -> Vec<char> {
        let mut characters = vec![char::REPLACEMENT_CHARACTER; usize::from(FIRST_CHARACTER)];
        let mut known: Vec<(u16, char)> = self.0.iter().map(|(one, code)| (*code, *one)).collect();
        known.sort_unstable();
        known.dedup_by_key(|(code, _)| *code);
        characters.extend(known.into_iter().map(|(_, character)| character));
        characters
    }
}

const DOT: char = '·';
/// Stands for a lost character.
const LOST: char = '*';

fn spell(
    name: &str,
    reading: Option<&str>,
    surname: Option<usize>,
    codes: &mut Characters,
    sounds: &mut Sounds,
) -> Spelling {
    let letters = without_syllables(name);
    let characters: Vec<u16> = letters.iter().map(|character| codes.code(*character)).collect();
    let spoken = reading.map(|reading| reading.split(' ').filter(|text| !text.is_empty()));
    let syllables: Vec<u16> =
        spoken.into_iter().flatten().map(|readings| sounds.code(readings)).collect();
    let syllables = if syllables.len() == characters.len() { syllables } else { Vec::new() };
    let before_dot = name.split(DOT).next().map_or(0, |part| part.chars().count());
    let dotted = before_dot < name.chars().count();
    let surname = if dotted { before_dot } else { surname.unwrap_or(1) };
    Spelling { surname: surname.min(characters.len()), characters, syllables, dotted }
}

/// The characters of a name without dots. Letters among Han characters stand for one that the source could
/// not write (`李JIE`), and are a lost character.
fn without_syllables(name: &str) -> Vec<char> {
    let is_letter = |character: char| character.is_ascii_alphabetic();
    let is_mixed = name.contains(is_letter) && name.contains(|c: char| c >= '\u{3400}');
    let mut characters = Vec::new();
    for character in name.chars().filter(|character| *character != DOT) {
        let lost = is_mixed && is_letter(character);
        if !lost {
            characters.push(character);
        } else if characters.last() != Some(&LOST) {
            characters.push(LOST);
        }
    }
    characters
}

impl Lexicon {
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    pub fn packed(&self, value: u32) -> [u64; WORDS] {
        self.packed[value as usize]
    }

    fn add(&mut self, number: u64, spelling: Spelling) {
        let length = spelling.characters.len();
        let fits = length <= SHORT && !spelling.dotted;
        let rest = number | (length.min(255) as u64) << 32 | (spelling.surname as u64) << 40;
        if fits {
            let four = |codes: &[u16]| {
                codes.iter().rev().fold(0, |word, code| word << 16 | u64::from(*code))
            };
            self.packed.push([four(&spelling.characters), four(&spelling.syllables), rest]);
        } else {
            self.packed.push([self.long.len() as u64, 0, rest | LONG]);
            self.long.push(spelling);
        }
    }

    pub fn level(&self, left: [u64; WORDS], right: [u64; WORDS]) -> u8 {
        let (term_left, term_right) = (term(left), term(right));
        if term_left == 0 || term_right == 0 {
            return NO_EVIDENCE;
        }
        if term_left == term_right {
            return EXACT;
        }
        if (left[2] | right[2]) & LONG == 0 {
            return self.short(left, right);
        }
        let (mut codes_left, mut codes_right) = ([[0; SHORT]; 2], [[0; SHORT]; 2]);
        let left = self.spelled(left, &mut codes_left);
        let right = self.spelled(right, &mut codes_right);
        self.spelled_level(left, right)
    }

    #[inline]
    fn short(&self, left: [u64; WORDS], right: [u64; WORDS]) -> u8 {
        let (mut codes_left, mut codes_right) = ([[0; SHORT]; 2], [[0; SHORT]; 2]);
        let left = unpacked(left, &mut codes_left);
        let right = unpacked(right, &mut codes_right);
        self.spelled_level(left, right)
    }

    fn spelled<'a>(&'a self, words: [u64; WORDS], codes: &'a mut [[u16; SHORT]; 2]) -> Spelled<'a> {
        if words[2] & LONG == 0 {
            return unpacked(words, codes);
        }
        let index = usize::try_from(words[0]).expect("a word holds an index of this machine");
        let Spelling { characters, syllables, surname, dotted } = &self.long[index];
        Spelled { characters, syllables, surname: *surname, dotted: *dotted }
    }

    #[inline]
    fn spelled_level(&self, left: Spelled, right: Spelled) -> u8 {
        if left.characters.len() == right.characters.len()
            && let Some(level) = self.same_length(left, right)
        {
            return level;
        }
        if left.dotted || right.dotted {
            return dotted(left, right);
        }
        if self.look_alike(left.characters, right.characters) {
            LOOK_ALIKE
        } else {
            by_parts(left, right)
        }
    }

    /// Whether the names differ in one character, which looks like the other's.
    fn look_alike(&self, left: &[u16], right: &[u16]) -> bool {
        let mut differ = left.iter().zip(right).filter(|(one, other)| one != other);
        let (Some((one, other)), None) = (differ.next(), differ.next()) else {
            return false;
        };
        let character = |code: u16| self.characters[usize::from(code)];
        left.len() == right.len()
            && left.len() > 1
            && glyph::look_alike(character(*one), character(*other))
    }

    /// The level at which every position agrees, if there is one.
    #[inline]
    fn same_length(&self, left: Spelled, right: Spelled) -> Option<u8> {
        let mut worst = FOLDED;
        let mut known = 0;
        for at in 0..left.characters.len() {
            let (one, other) = (left.characters[at], right.characters[at]);
            if one == WILD || other == WILD {
                continue;
            }
            known += 1;
            if one == other {
                continue;
            }
            let (Some(one), Some(other)) = (left.syllables.get(at), right.syllables.get(at)) else {
                return None;
            };
            worst = worst.max(match self.sounds.closeness(*one, *other)? {
                sound::Closeness::Toned => SAME_SOUND,
                sound::Closeness::Toneless => SAME_SYLLABLES,
                sound::Closeness::Alike => ALIKE_SOUND,
            });
        }
        // With one character visible, as in 王*, the surname is all that is known, and nothing differs.
        Some(if known > 1 { worst } else { PART })
    }
}

/// The number of the name that a row's words speak of.
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
pub const fn term(words: [u64; WORDS]) -> u32 {
    words[2] as u32
}

#[inline]
fn unpacked(words: [u64; WORDS], codes: &mut [[u16; SHORT]; 2]) -> Spelled<'_> {
    *codes = [four(words[0]), four(words[1])];
    let length = (words[2] >> 32 & 0xff) as usize;
    let read = if words[1] == 0 { 0 } else { length };
    let surname = (words[2] >> 40 & 0xff) as usize;
    Spelled {
        characters: &codes[0][..length],
        syllables: &codes[1][..read],
        surname,
        dotted: false,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the word is taken apart sixteen bits a time")]
const fn four(word: u64) -> [u16; SHORT] {
    [word as u16, (word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16]
}

/// What surname and given name have in common when the name as a whole does not agree.
fn by_parts(left: Spelled, right: Spelled) -> u8 {
    let (surname, given) = left.characters.split_at(left.surname);
    let (surname_too, given_too) = right.characters.split_at(right.surname);
    if surname != surname_too {
        let same_given = !given.is_empty() && given == given_too && !given.contains(&WILD);
        return if same_given { GIVEN_ONLY } else { NOTHING };
    }
    let swapped = || matches!((given, given_too), ([a, b], [c, d]) if a == d && b == c);
    if given.len() != given_too.len() && part_of(given, given_too) || swapped() {
        PART
    } else if given.iter().zip(given_too).any(|(one, other)| one == other) {
        HALF_GIVEN
    } else {
        SURNAME_ONLY
    }
}

/// Whether the shorter is what remains of the longer when characters are left out.
fn part_of(one: &[u16], other: &[u16]) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let mut rest = long.iter();
    !short.is_empty() && short.iter().all(|wanted| rest.any(|found| found == wanted))
}

/// Names in parts (阿依古丽·买买提: own name, then father's), the dot perhaps lost on one side.
fn dotted(left: Spelled, right: Spelled) -> u8 {
    let (short, long) =
        if left.characters.len() < right.characters.len() { (left, right) } else { (right, left) };
    let whole_part = short.characters.len() == long.surname && long.dotted;
    if whole_part && long.characters.starts_with(short.characters) {
        return PART;
    }
    if !(left.dotted && right.dotted) {
        return NOTHING;
    }
    let (own, father) = left.characters.split_at(left.surname);
    let (own_too, father_too) = right.characters.split_at(right.surname);
    if own == own_too {
        GIVEN_ONLY
    } else if father == father_too {
        SURNAME_ONLY
    } else {
        NOTHING
    }
}
