//! Sounds: the readings of characters, and how close two of them are.
//!
//! A character with several readings agrees with another if any two of their readings do, because
//! nobody knows which reading the clerk had in mind.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// How close two characters sound, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    Toned,
    Toneless,
    Alike,
}

/// The most readings kept of a character; commoner ones come first.
const READINGS: usize = 4;
type Readings = [u16; READINGS];

/// Distinct sets of readings, numbered from 1; 0 is no reading.
#[derive(Debug, Default)]
pub struct Sounds {
    sets: FxHashMap<Box<str>, u16>,
    toned: Numbers,
    toneless: Numbers,
    alike: Numbers,
    toned_of: Vec<Readings>,
    toneless_of: Vec<Readings>,
    alike_of: Vec<Readings>,
    alike_initials: BTreeMap<String, String>,
    alike_finals: BTreeMap<String, String>,
}

/// Syllables by number, from 1.
#[derive(Debug, Default)]
struct Numbers(FxHashMap<Box<str>, u16>);

impl Numbers {
    fn code(&mut self, syllable: &str) -> u16 {
        if let Some(code) = self.0.get(syllable) {
            return *code;
        }
        let code = u16::try_from(self.0.len() + 1).unwrap_or(u16::MAX);
        self.0.insert(syllable.into(), code);
        code
    }
}

impl Sounds {
    /// Sounds in which each list of initials, and of finals, counts as one.
    pub fn new(alike_initials: &[Vec<String>], alike_finals: &[Vec<String>]) -> Self {
        Self {
            toned_of: vec![[0; READINGS]],
            toneless_of: vec![[0; READINGS]],
            alike_of: vec![[0; READINGS]],
            alike_initials: leaders(alike_initials),
            alike_finals: leaders(alike_finals),
            ..Self::default()
        }
    }

    /// The number of a set of readings such as `ceng1|zeng1`.
    pub fn code(&mut self, readings: &str) -> u16 {
        if let Some(code) = self.sets.get(readings) {
            return *code;
        }
        let mut sounds = [[0; READINGS]; 3];
        for (at, toned) in readings.split('|').take(READINGS).enumerate() {
            let toneless = toned.trim_end_matches(|character: char| character.is_ascii_digit());
            sounds[0][at] = self.toned.code(toned);
            sounds[1][at] = self.toneless.code(toneless);
            sounds[2][at] = self.alike.code(&self.folded(toneless));
        }
        let code = u16::try_from(self.toned_of.len()).unwrap_or(u16::MAX);
        if code < u16::MAX {
            self.toned_of.push(sounds[0]);
            self.toneless_of.push(sounds[1]);
            self.alike_of.push(sounds[2]);
        }
        self.sets.insert(readings.into(), code);
        code
    }

    /// Forgets what only reading names needs.
    pub fn finish(&mut self) {
        self.sets = FxHashMap::default();
    }

    #[inline]
    pub fn closeness(&self, one: u16, other: u16) -> Option<Closeness> {
        let (one, other) = (usize::from(one), usize::from(other));
        let (alike, alike_too) = (*self.alike_of.get(one)?, *self.alike_of.get(other)?);
        if !share(alike, alike_too) {
            return None;
        }
        Some(if share(self.toned_of[one], self.toned_of[other]) {
            Closeness::Toned
        } else if share(self.toneless_of[one], self.toneless_of[other]) {
            Closeness::Toneless
        } else {
            Closeness::Alike
        })
    }

    fn folded(&self, syllable: &str) -> String {
        let (initial, rest) = split(syllable);
        let leader = |leaders: &BTreeMap<String, String>, part: &str| {
            leaders.get(part).map_or(part.to_owned(), Clone::clone)
        };
        leader(&self.alike_initials, initial) + "-" + &leader(&self.alike_finals, rest)
    }
}

/// Whether the two sets of readings have one in common.
#[inline]
fn share(one: Readings, other: Readings) -> bool {
    let known = |readings: Readings| readings.iter().take_while(|code| **code != 0).count();
    one[..known(one)].iter().any(|code| other[..known(other)].contains(code))
}

fn split(syllable: &str) -> (&str, &str) {
    let initial = if matches!(syllable.get(..2), Some("zh" | "ch" | "sh")) {
        2
    } else {
        usize::from(syllable.starts_with(|first: char| !"aeiouvü".contains(first)))
    };
    syllable.split_at(initial)
}

/// For each member of each list, the list's first; lists that overlap become one.
fn leaders(lists: &[Vec<String>]) -> BTreeMap<String, String> {
    let mut leaders: BTreeMap<String, String> = BTreeMap::new();
    for list in lists {
        let Some(leader) = list.iter().find_map(|part| leaders.get(part)).or(list.first()) else {
            continue;
        };
        let leader = leader.clone();
        for part in list {
            if let Some(other) = leaders.insert(part.clone(), leader.clone()) {
                for value in leaders.values_mut().filter(|value| **value == other) {
                    value.clone_from(&leader);
                }
            }
        }
    }
    leaders
}
