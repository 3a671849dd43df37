//! Latin names, compared word by word and then letter by letter.
//!
//! People of an alphabet write fewer of their names than they have, in another order, as an initial or
//! as the name their friends use. To letters `bob` is no nearer to `robert` than to `job`, so words come
//! first; what they cannot say is left to the spelling of the whole.

use rustc_hash::FxHashMap;

use super::Level;
use super::field::number;
use super::spelling::{self, Spelling, Thresholds, spelling};
use super::terms::{Lexicon, Terms};
use crate::domain::{Identities, ShortForms};

#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    /// A name, or all names of a person, with blanks between the words.
    pub field: String,
    /// Jaro-Winkler similarity from which two names are close.
    #[serde(default = "spelling::close")]
    pub close: f64,
    /// Jaro-Winkler similarity from which two names are alike.
    #[serde(default = "spelling::alike")]
    pub alike: f64,
}

const REARRANGED: u8 = 2;
const ONE_EDIT: u8 = 3;
const SHORT_FORM: u8 = 4;
const PART: u8 = 5;
const CLOSE: u8 = 6;
const INITIAL: u8 = 7;
const ALIKE: u8 = 8;
const DIFFER: u8 = 9;

pub const LEVELS: &[Level] = &[
    Level { code: "equal", chinese: "相同" },
    Level { code: "rearranged", chinese: "词语相同，顺序不同" },
    Level { code: "one_edit", chinese: "差一个字母或相邻两个字母颠倒" },
    Level { code: "short_form", chinese: "一方为另一方的昵称或简称" },
    Level { code: "part", chinese: "一方少写部分词语" },
    Level { code: "close", chinese: "极相近" },
    Level { code: "initial", chinese: "一方仅写首字母" },
    Level { code: "alike", chinese: "相近" },
    Level { code: "differ", chinese: "不同" },
];

struct Names {
    names: Vec<Name>,
    thresholds: Thresholds,
}

struct Name {
    text: Box<str>,
    words: Box<[Word]>,
}

/// A word by number, with what else it may stand for.
struct Word {
    number: u32,
    first: char,
    is_initial: bool,
    /// Its own number and those of the names it is short for.
    meanings: Box<[u32]>,
}

/// How two words agree, from the nearest to the furthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    Same,
    Short,
    Initial,
}

pub fn terms(
    identities: &Identities,
    settings: &Settings,
    short_forms: &ShortForms,
) -> (Terms, Vec<u32>) {
    let thresholds = Thresholds { close: settings.close, alike: settings.alike };
    let mut words = Words { short_forms, numbers: FxHashMap::default() };
    Terms::new(identities, &settings.field, |texts| {
        let names = texts.into_iter().map(|text| words.name(text)).collect();
        Names { names, thresholds }
    })
}

/// Words by number, in order of appearance.
struct Words<'a> {
    short_forms: &'a ShortForms,
    numbers: FxHashMap<String, u32>,
}

impl Words<'_> {
    fn name(&mut self, text: &str) -> Name {
        let words = text.split(' ').filter(|word| !word.is_empty());
        Name { text: text.into(), words: words.map(|word| self.word(word)).collect() }
    }

    fn word(&mut self, text: &str) -> Word {
        let number = self.number(text);
        let full_names = self.short_forms.full_names(text);
        let full_names = full_names.iter().map(|full| self.number(full));
        let meanings = std::iter::once(number).chain(full_names).collect();
        let mut letters = text.chars();
        let first = letters.next().unwrap_or_default();
        Word { number, first, is_initial: letters.next().is_none(), meanings }
    }

    fn number(&mut self, text: &str) -> u32 {
        let next = number(self.numbers.len());
        *self.numbers.entry(text.to_owned()).or_insert(next)
    }
}

impl Lexicon for Names {
    fn level(&self, one: usize, other: usize) -> u8 {
        let (one, other) = (&self.names[one], &self.names[other]);
        let spelled = match spelling(&one.text, &other.text, self.thresholds) {
            Spelling::OneEdit => ONE_EDIT,
            Spelling::Close => CLOSE,
            Spelling::Alike => ALIKE,
            Spelling::Different => DIFFER,
        };
        by_words(&one.words, &other.words).map_or(spelled, |level| level.min(spelled))
    }
}

/// The level at which every word of the shorter name is one of the longer, if there is one.
fn by_words(one: &[Word], other: &[Word]) -> Option<u8> {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if rearranged(short, long) {
        return Some(REARRANGED);
    }
    let mut rest = long.iter();
    let mut worst = Agreement::Same;
    for word in short {
        worst = worst.max(rest.find_map(|other| word.agreement(other))?);
    }
    match worst {
        Agreement::Initial => Some(INITIAL),
        _ if short.len() < long.len() => Some(PART),
        Agreement::Short => Some(SHORT_FORM),
        // Different texts of the same words in the same order differ in their blanks.
        Agreement::Same => Some(REARRANGED),
    }
}

/// Whether the words are the same, in whatever order.
fn rearranged(one: &[Word], other: &[Word]) -> bool {
    let count = |words: &[Word], wanted: &Word| {
        words.iter().filter(|word| word.number == wanted.number).count()
    };
    one.len() == other.len() && one.iter().all(|word| count(one, word) == count(other, word))
}

impl Word {
    fn agreement(&self, other: &Self) -> Option<Agreement> {
        let is_initial = self.is_initial != other.is_initial && self.first == other.first;
        if self.number == other.number {
            Some(Agreement::Same)
        } else if self.means_what(other) {
            Some(Agreement::Short)
        } else {
            is_initial.then_some(Agreement::Initial)
        }
    }

    /// Whether one is short for the other, or both for one name.
    fn means_what(&self, other: &Self) -> bool {
        self.meanings.iter().any(|meaning| other.meanings.contains(meaning))
    }
}
