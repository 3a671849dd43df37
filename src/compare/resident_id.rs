//! Resident identity numbers, compared by class and by segment.
//!
//! The check character catches every single wrong digit and every adjacent swap. So a damaged
//! number one edit from a valid one is strong evidence, while two different valid numbers are two
//! people: most of all when only their sequence differs, as for twins. A number of eighteen
//! characters is packed four bits a character into two words; nothing is repaired.

use super::Level;
use super::field::column;
use crate::domain::{IdClass, Identities, NO_EVIDENCE};

#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub field: String,
    /// The field that says how far the number may be trusted.
    pub class: String,
    /// The field that says `yes` where a valid number fits the rest of its row and `no` where it cannot.
    pub fits: Option<String>,
}

impl Settings {
    pub(super) fn fields(&self) -> Vec<&str> {
        [&self.field, &self.class].into_iter().chain(&self.fits).map(String::as_str).collect()
    }
}

const EQUAL_FITTING: u8 = 1;
const EQUAL: u8 = 2;
const ONE_EDIT: u8 = 3;
const TRUNCATED: u8 = 4;
const EQUAL_OTHER: u8 = 5;
const MASKED: u8 = 6;
const EQUAL_INVALID: u8 = 7;
const EQUAL_UNFIT: u8 = 8;
const RENUMBERED: u8 = 9;
const ADJACENT: u8 = 10;
const OF_ANOTHER: u8 = 11;
const UNLIKE: u8 = 12;
const DIFFER: u8 = 13;

pub const LEVELS: &[Level] = &[
    Level {
        code: "equal_fitting", chinese: "有效身份证号相同，且均与登记的出生日期相符"
    },
    Level { code: "equal", chinese: "有效身份证号相同" },
    Level { code: "one_edit", chinese: "身份证号差一位，且至少一方校验不通过" },
    Level { code: "truncated", chinese: "身份证号前15位相同，后三位丢失" },
    Level { code: "equal_other", chinese: "其他证件号码相同" },
    Level { code: "masked", chinese: "身份证号可见部分相同" },
    Level { code: "equal_invalid", chinese: "身份证号相同，但校验均不通过" },
    Level {
        code: "equal_unfit", chinese: "有效身份证号相同，但一方的出生日期与号码不符"
    },
    Level {
        code: "renumbered", chinese: "均为有效号码，生日性别相同，地区或顺序码不同"
    },
    Level {
        code: "adjacent",
        chinese: "均为有效号码，地区生日相同，顺序码相邻（双胞胎或同日出生）",
    },
    Level {
        code: "of_another",
        chinese: "身份证号不同，一方的号码是他人的或与其出生日期不符，不作依据",
    },
    Level { code: "unlike", chinese: "身份证号不同，且至少一方不完整或有误" },
    Level { code: "differ", chinese: "均为有效身份证号，但不同" },
];

/// Characters of the first word; the rest stand in the second.
const FIRST: usize = 14;
/// The most characters that two words hold.
const MOST: usize = 24;
const TAG_SHIFT: u32 = 56;
const NIBBLES: u64 = (1 << TAG_SHIFT) - 1;
const HIDDEN: u8 = 15;
const LETTER: u8 = 14;
/// Sequence numbers closer than this are neighbours at the registry: twins, or born on one day.
const NEIGHBOURS: u64 = 10;
/// Fewer visible characters of a masked number agree by chance.
const FEWEST_VISIBLE: u32 = 8;

pub fn words(identities: &Identities, settings: &Settings) -> Vec<[u64; 2]> {
    let texts = column(identities, &settings.field);
    let classes = column(identities, &settings.class);
    let fits = settings.fits.as_ref().map(|field| column(identities, field));
    let characters = texts.map(packed);
    let tags = classes.map(|class| tag(class.and_then(IdClass::from_code)));
    (0..identities.len())
        .map(|at| {
            let number = texts.numbers()[at];
            let tag =
                match (tags[classes.numbers()[at] as usize], fits.and_then(|fits| fits.at(at))) {
                    (VALID, Some("yes")) => FITTING,
                    (VALID, Some("no")) => UNFIT,
                    (tag, _) => tag,
                };
            tagged(characters[number as usize], tag, number)
        })
        .collect()
}

/// What the class of a packed number says; 0 for no number.
const fn tag(class: Option<IdClass>) -> u64 {
    match class {
        None | Some(IdClass::Missing | IdClass::Placeholder) => 0,
        Some(IdClass::Valid) => VALID,
        Some(IdClass::Invalid) => INVALID,
        Some(IdClass::Truncated) => CUT,
        Some(IdClass::Masked) => HAS_HIDDEN,
        Some(IdClass::OtherDocument) => OTHER,
    }
}

const VALID: u64 = 1;
const INVALID: u64 = 2;
const CUT: u64 = 3;
const HAS_HIDDEN: u64 = 4;
const OTHER: u64 = 5;
const NOT_OWN: u64 = 6;
const FITTING: u64 = 7;
const UNFIT: u64 = 8;

/// The words of an identity whose number has turned out to be another person's.
pub const WORDS_OF_ANOTHER: [u64; 2] = [NOT_OWN << TAG_SHIFT, 0];

/// The characters of a number; none where there are too many of them.
fn packed(text: Option<&str>) -> Option<[u64; 2]> {
    let text = text?;
    let characters = text.chars().count();
    let mut words = [0, (characters as u64) << TAG_SHIFT];
    for (at, character) in text.chars().take(MOST).enumerate() {
        let nibble = u64::from(nibble(character));
        words[usize::from(at >= FIRST)] |= nibble << (4 * (at % FIRST));
    }
    (characters <= MOST).then_some(words)
}

/// The words of a number of a class. Of other documents, and of numbers too long to be of residents, only
/// equality is known.
const fn tagged(characters: Option<[u64; 2]>, tag: u64, number: u32) -> [u64; 2] {
    match characters {
        _ if tag == 0 || number == 0 => [0, 0],
        Some([first, second]) if tag != OTHER => [tag << TAG_SHIFT | first, second],
        _ => [OTHER << TAG_SHIFT | number as u64, 0],
    }
}

fn nibble(character: char) -> u8 {
    match character {
        '0'..='9' => u8::try_from(u32::from(character) - u32::from('0')).expect("one digit"),
        'X' | 'x' => 10,
        '*' => HIDDEN,
        _ => LETTER,
    }
}

pub fn level(left: [u64; 2], right: [u64; 2]) -> u8 {
    let (class, class_too) = (left[0] >> TAG_SHIFT, right[0] >> TAG_SHIFT);
    match (class, class_too) {
        (0, _) | (_, 0) => NO_EVIDENCE,
        (NOT_OWN, _) | (_, NOT_OWN) => OF_ANOTHER,
        (OTHER, OTHER) if left == right => EQUAL_OTHER,
        (OTHER, _) | (_, OTHER) => NO_EVIDENCE,
        (FITTING, FITTING) if left == right => EQUAL_FITTING,
        (VALID | FITTING, VALID | FITTING) if same_characters(left, right) => EQUAL,
        (VALID | FITTING, VALID | FITTING) => two_valid(left, right),
        (UNFIT, VALID | FITTING | UNFIT) | (VALID | FITTING, UNFIT)
            if same_characters(left, right) =>
        {
            EQUAL_UNFIT
        }
        (UNFIT, _) | (_, UNFIT) => OF_ANOTHER,
        (HAS_HIDDEN, _) | (_, HAS_HIDDEN) => visible_part(left, right),
        (CUT, _) | (_, CUT) => fifteen(left, right),
        _ if same_characters(left, right) => EQUAL_INVALID,
        _ if one_edit(left, right) => ONE_EDIT,
        _ => UNLIKE,
    }
}

/// The words without the class.
pub const fn characters(id: [u64; 2]) -> [u64; 2] {
    [id[0] & NIBBLES, id[1]]
}

const fn same_characters(left: [u64; 2], right: [u64; 2]) -> bool {
    (left[0] ^ right[0]) & NIBBLES == 0 && left[1] == right[1]
}

/// Two different valid numbers: positions 0-5 are the region, 6-13 the birth date, 14-16 the
/// sequence, whose last digit is odd for men.
const fn two_valid(left: [u64; 2], right: [u64; 2]) -> u8 {
    const REGION: u64 = 0xff_ffff;
    let difference = (left[0] ^ right[0]) & NIBBLES;
    if difference & !REGION != 0 {
        return DIFFER;
    }
    let same_sex = (left[1] ^ right[1]) >> 8 & 1 == 0;
    if difference == 0 && sequence(left).abs_diff(sequence(right)) <= NEIGHBOURS {
        ADJACENT
    } else if same_sex {
        RENUMBERED
    } else {
        DIFFER
    }
}

const fn sequence(id: [u64; 2]) -> u64 {
    (id[1] & 0xf) * 100 + (id[1] >> 4 & 0xf) * 10 + (id[1] >> 8 & 0xf)
}

const fn fifteen(left: [u64; 2], right: [u64; 2]) -> u8 {
    let differ = (left[0] ^ right[0]) & NIBBLES | (left[1] ^ right[1]) & 0xf;
    if differ == 0 { TRUNCATED } else { UNLIKE }
}

fn visible_part(left: [u64; 2], right: [u64; 2]) -> u8 {
    if left[1] >> TAG_SHIFT != right[1] >> TAG_SHIFT {
        return UNLIKE;
    }
    let mut visible = 0;
    for at in 0..length(left) {
        let (one, other) = (character(left, at), character(right, at));
        if one == HIDDEN || other == HIDDEN {
            continue;
        }
        if one != other {
            return UNLIKE;
        }
        visible += 1;
    }
    if visible >= FEWEST_VISIBLE { MASKED } else { NO_EVIDENCE }
}

const fn length(id: [u64; 2]) -> usize {
    (id[1] >> TAG_SHIFT) as usize
}

const fn character(id: [u64; 2], at: usize) -> u8 {
    let word = if at < FIRST { id[0] } else { id[1] };
    (word >> (4 * (at % FIRST)) & 0xf) as u8
}

/// One character wrong, missing or too many, or two neighbours the other way round.
fn one_edit(left: [u64; 2], right: [u64; 2]) -> bool {
    let (length_left, length_right) = (length(left), length(right));
    if length_left == length_right {
        return one_wrong_or_swapped(left, right);
    }
    let (short, long) = if length_left < length_right { (left, right) } else { (right, left) };
    if length(short) + 1 != length(long) {
        return false;
    }
    let same = |at: &usize| character(short, *at) == character(long, *at);
    let common = (0..length(short)).take_while(same).count();
    (common..length(short)).all(|at| character(short, at) == character(long, at + 1))
}

fn one_wrong_or_swapped(left: [u64; 2], right: [u64; 2]) -> bool {
    let first = wrong_characters((left[0] ^ right[0]) & NIBBLES);
    let second = wrong_characters((left[1] ^ right[1]) & NIBBLES);
    let wrong = first.count_ones() + second.count_ones();
    if wrong != 2 {
        return wrong == 1;
    }
    let mut at = 0;
    while character(left, at) == character(right, at) {
        at += 1;
    }
    at + 1 < length(left)
        && character(left, at) == character(right, at + 1)
        && character(left, at + 1) == character(right, at)
}

/// The lowest bit of every four that hold any.
const fn wrong_characters(difference: u64) -> u64 {
    (difference | difference >> 1 | difference >> 2 | difference >> 3) & 0x1111_1111_1111_1111
}
