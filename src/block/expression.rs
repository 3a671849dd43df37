//! Key expressions: how a blocking key is made of the fields of one identity.
//!
//! An expression is a field (`resident_id`) or a function of an expression: `prefix(door, 3)`,
//! `year(birth)`, `toneless(name_reading)`, `surname(toneless(name_reading))`. Functions work on
//! words where the value has several, separated by blanks, and on characters where it is one word,
//! so `surname` serves a name and its reading alike. A value that is missing, or that hides
//! characters behind `*`, `?` or `□`, makes no key.
//!
//! Some functions give several values: every way to read a name, a surname of one character or of two,
//! the full names a short one may stand for. Two identities meet if one value of each is the same.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rustc_hash::FxHashMap;

use crate::domain::{FieldValues, Identities, ShortForms};

/// A parsed key expression; shows as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct KeyExpression {
    field: String,
    /// Applied from the field outwards.
    steps: Vec<Step>,
}

/// One function of a key expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Step {
    /// The first so many characters.
    Prefix(u8),
    /// The last so many characters.
    Suffix(u8),
    /// The year of `1950-03-02`.
    Year,
    /// The month and day of `1950-03-02`.
    MonthDay,
    /// A reading with its first syllables only, tones kept.
    Reading,
    /// A reading with its first syllables only, without tones.
    Toneless,
    /// The first letter of each word.
    Initials,
    /// The surname's words or characters.
    Surname,
    /// What follows the surname.
    Given,
    /// Every combination of the readings of its syllables, without tones.
    Readings,
    /// The first character, and the first two where more follow: 东方 is a surname, and so is 东.
    Surnames,
    /// A Latin first name, and the full names it is short for.
    FullNames,
}

/// The text is not a key expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a key expression: {fault}; write a field, or one of {FUNCTIONS} around one"
)]
pub struct ExpressionError {
    text: String,
    fault: String,
}

const FUNCTIONS: &str = "prefix(f, n), suffix(f, n), year(f), month_day(f), reading(f), \
                         toneless(f), initials(f), surname(f), given(f), readings(f), surnames(f), \
                         full_names(f)";

/// The field that `surname` and `given` take the surname's length from.
const SURNAME_LENGTH: &str = "surname_length";

impl FromStr for KeyExpression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, ExpressionError> {
        let parsed = parse(text.trim());
        parsed.map_err(|fault| ExpressionError { text: text.to_owned(), fault })
    }
}

impl TryFrom<String> for KeyExpression {
    type Error = ExpressionError;

    fn try_from(text: String) -> Result<Self, ExpressionError> {
        text.parse()
    }
}

fn parse(text: &str) -> Result<KeyExpression, String> {
    let Some((function, rest)) = text.split_once('(') else {
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if text.is_empty() || !text.bytes().all(is_name) {
            return Err(format!("`{text}` is not the name of a field"));
        }
        return Ok(KeyExpression { field: text.to_owned(), steps: Vec::new() });
    };
    let inside = rest.strip_suffix(')').ok_or("a closing bracket is missing")?;
    let function = function.trim();
    let counted = matches!(function, "prefix" | "suffix");
    let (argument, count) = if counted {
        let (argument, count) = inside.rsplit_once(',').ok_or("a count is missing")?;
        let count = count.trim().parse::<u8>().ok().filter(|count| *count > 0);
        (argument, count.ok_or("a count is a whole number from 1 to 255")?)
    } else {
        (inside, 0)
    };
    let step = match function {
        "prefix" => Step::Prefix(count),
        "suffix" => Step::Suffix(count),
        "year" => Step::Year,
        "month_day" => Step::MonthDay,
        "reading" => Step::Reading,
        "toneless" => Step::Toneless,
        "initials" => Step::Initials,
        "surname" => Step::Surname,
        "given" => Step::Given,
        "readings" => Step::Readings,
        "surnames" => Step::Surnames,
        "full_names" => Step::FullNames,
        _ => return Err(format!("there is no function `{function}`")),
    };
    let mut expression = parse(argument.trim())?;
    expression.steps.push(step);
    Ok(expression)
}

impl fmt::Display for KeyExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.steps.iter().fold(self.field.clone(), |inner, step| match step {
            Step::Prefix(count) => format!("prefix({inner}, {count})"),
            Step::Suffix(count) => format!("suffix({inner}, {count})"),
            Step::Year => format!("year({inner})"),
            Step::MonthDay => format!("month_day({inner})"),
            Step::Reading => format!("reading({inner})"),
            Step::Toneless => format!("toneless({inner})"),
            Step::Initials => format!("initials({inner})"),
            Step::Surname => format!("surname({inner})"),
            Step::Given => format!("given({inner})"),
            Step::Readings => format!("readings({inner})"),
            Step::Surnames => format!("surnames({inner})"),
            Step::FullNames => format!("full_names({inner})"),
        });
        f.write_str(&shown)
    }
}

impl KeyExpression {
    /// Whether the expression asks what a short name stands for.
    pub(super) fn needs_short_forms(&self) -> bool {
        self.steps.contains(&Step::FullNames)
    }

    /// The fields the expression reads.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.field.as_str()).chain(self.needs_length().then_some(SURNAME_LENGTH))
    }

    fn needs_length(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Surname | Step::Given))
    }

    /// Hashes of the expression's values for each identity.
    pub(super) fn hashes<'a>(
        &self,
        identities: &'a Identities,
        short_forms: &ShortForms,
    ) -> Hashes<'a> {
        let known = "settings are checked against the fields before use";
        let texts = identities.field(&self.field).expect(known);
        let lengths = identities.field(SURNAME_LENGTH).filter(|_| self.needs_length());
        let Some(lengths) = lengths else {
            let mut hashes = Hashes::new(Cow::Borrowed(texts.numbers()));
            for number in 0..position(texts.distinct()) {
                hashes.push(self.values(visible(texts, number), 1, short_forms));
            }
            return hashes;
        };
        let (numbers, both) = pairs(texts, lengths);
        let mut hashes = Hashes::new(Cow::Owned(numbers));
        for (text, length) in both {
            let length = lengths.text(length).and_then(|length| length.parse().ok());
            hashes.push(self.values(visible(texts, text), length.unwrap_or(1), short_forms));
        }
        hashes
    }

    /// The hashes of all values that the expression makes of one text.
    fn values(
        &self,
        text: Option<&str>,
        surname_length: usize,
        short_forms: &ShortForms,
    ) -> Vec<u64> {
        let mut texts: Vec<Cow<'_, str>> = text.map(Cow::Borrowed).into_iter().collect();
        for step in &self.steps {
            let values =
                texts.iter().flat_map(|text| step.values(text, surname_length, short_forms));
            texts = values.filter(|text| !text.is_empty()).map(Cow::Owned).collect();
        }
        let mut hashes: Vec<u64> = texts.iter().map(|text| hash(text.as_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}

/// The hashes of an expression's values, made once for all identities that have the same text.
pub(super) struct Hashes<'a> {
    /// Which stretch of hashes each identity has.
    numbers: Cow<'a, [u32]>,
    hashes: Vec<u64>,
    /// Where each stretch ends; the first entry is 0.
    ends: Vec<u32>,
    is_single: bool,
}

impl<'a> Hashes<'a> {
    fn new(numbers: Cow<'a, [u32]>) -> Self {
        Self { numbers, hashes: Vec::new(), ends: vec![0], is_single: true }
    }

    fn push(&mut self, hashes: Vec<u64>) {
        self.is_single &= hashes.len() < 2;
        self.hashes.extend(hashes);
        self.ends.push(position(self.hashes.len()));
    }

    /// How many identities there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// All hashes of an identity.
    #[inline]
    pub fn of(&self, identity: u32) -> &[u64] {
        let number = self.numbers[identity as usize] as usize;
        &self.hashes[self.ends[number] as usize..self.ends[number + 1] as usize]
    }

    /// The first hash of an identity; 0 if it has none.
    #[inline]
    pub fn first(&self, identity: u32) -> u64 {
        self.of(identity).first().copied().unwrap_or(0)
    }

    /// Whether no identity has several hashes.
    pub const fn is_single(&self) -> bool {
        self.is_single
    }
}

/// A text that hides no character.
fn visible(texts: &FieldValues, number: u32) -> Option<&str> {
    let hidden = |byte: u8| matches!(byte, b'*' | b'?');
    texts.text(number).filter(|text| !text.bytes().any(hidden) && !text.contains('□'))
}

/// Numbers the pairs of a text and a surname's length that occur: the pair of each identity, and the
/// pairs, in order of first appearance.
fn pairs(texts: &FieldValues, lengths: &FieldValues) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut known: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    let mut pairs = Vec::new();
    let both = texts.numbers().iter().copied().zip(lengths.numbers().iter().copied());
    let number_of = |pair: (u32, u32)| {
        *known.entry(pair).or_insert_with(|| {
            pairs.push(pair);
            position(pairs.len() - 1)
        })
    };
    let numbers = both.map(number_of).collect();
    (numbers, pairs)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("hashes are numbered in 32 bits")
}

/// The text's hash, never 0: pairs of blocks that collide would be compared in vain, no more.
fn hash(bytes: &[u8]) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    mixed(hasher.finish(), bytes.len() as u64).max(1)
}

/// Two hashes as one, every bit of which depends on every bit of both.
pub(super) const fn mixed(one: u64, other: u64) -> u64 {
    // The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    let mut word = one ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31);
    word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

impl Step {
    fn apply(self, text: &str, surname_length: usize, out: &mut String) {
        match self {
            Self::Prefix(count) => out.extend(text.chars().take(count.into())),
            Self::Suffix(count) => {
                let skipped = text.chars().count().saturating_sub(count.into());
                out.extend(text.chars().skip(skipped));
            }
            Self::Year => out.push_str(text.get(..4).unwrap_or_default()),
            Self::MonthDay => out.push_str(text.get(5..10).unwrap_or_default()),
            Self::Reading => first_readings(text, true, out),
            Self::Toneless => first_readings(text, false, out),
            Self::Initials => out.extend(text.split(' ').filter_map(|word| word.chars().next())),
            Self::Surname => parts(text, 0..surname_length, out),
            Self::Given => parts(text, surname_length..usize::MAX, out),
            Self::Readings | Self::Surnames | Self::FullNames => {
                unreachable!("a function of several values is applied by `values`")
            }
        }
    }

    /// All values of the function for a text.
    fn values(self, text: &str, surname_length: usize, short_forms: &ShortForms) -> Vec<String> {
        match self {
            Self::Readings => all_readings(text),
            Self::Surnames => {
                let characters = text.chars().count();
                let first = |count: usize| text.chars().take(count).collect::<String>();
                let lengths = 1..=if characters > 2 { 2 } else { 1 };
                lengths.map(first).collect()
            }
            Self::FullNames => {
                let full_names = short_forms.full_names(text).iter().cloned();
                full_names.chain([text.to_owned()]).collect()
            }
            _ => {
                let mut value = String::new();
                self.apply(text, surname_length, &mut value);
                vec![value]
            }
        }
    }
}

/// A name with more ways to read it keeps so many.
const MOST_READINGS: usize = 8;

/// Every combination of toneless readings, of `ceng2|zeng1 wei3`.
fn all_readings(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for syllable in text.split(' ') {
        let mut readings: Vec<&str> = syllable
            .split('|')
            .map(|reading| reading.trim_end_matches(|c: char| c.is_ascii_digit()))
            .collect();
        readings.sort_unstable();
        readings.dedup();
        let longer = |begun: &String| -> Vec<String> {
            let space = if begun.is_empty() { "" } else { " " };
            readings.iter().map(|reading| format!("{begun}{space}{reading}")).collect()
        };
        all = all.iter().flat_map(longer).take(MOST_READINGS).collect();
    }
    all
}

fn first_readings(text: &str, tones: bool, out: &mut String) {
    for (at, syllable) in text.split(' ').enumerate() {
        let first = syllable.split('|').next().unwrap_or_default();
        let kept = if tones { first } else { first.trim_end_matches(|c: char| c.is_ascii_digit()) };
        if at > 0 {
            out.push(' ');
        }
        out.push_str(kept);
    }
}

/// The words of a text at some positions, or its characters when it is one word.
fn parts(text: &str, wanted: std::ops::Range<usize>, out: &mut String) {
    let count = wanted.len();
    if text.contains(' ') {
        for word in text.split(' ').skip(wanted.start).take(count) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    } else {
        out.extend(text.chars().skip(wanted.start).take(count));
    }
}
