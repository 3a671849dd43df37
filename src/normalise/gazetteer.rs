//! The gazetteer: names of towns and villages, as the operator lists them, to their codes.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::numeral;
use super::text::fold;
use crate::domain::{Division, Divisions};

/// Division names in every spelling addresses use.
#[derive(Debug, Default)]
pub struct Gazetteer {
    codes: Vec<String>,
    names: FxHashMap<String, Vec<Entry>>,
    /// The characters with which a name of each level begins: nearly every place in an address is looked
    /// at in vain.
    beginnings: PerLevel<Beginnings>,
    /// The names as a trie: from a node by a character to the next.
    branches: FxHashMap<(usize, char), usize>,
    /// The divisions named at each node of the trie; the first node is its root.
    nodes: Vec<PerLevel<Vec<Entry>>>,
    /// District names and codes, which a cell of its own may hold.
    districts: Vec<(String, String)>,
    positions: BTreeMap<String, usize>,
    /// The district most of the list lies in.
    home: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    division: usize,
    kind: Spelling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spelling {
    /// As the list has it, or one of its aliases.
    Listed,
    /// With another ending for the same kind of division.
    Derived,
    /// A village without its ending, which must be followed by a number, or a town without its own,
    /// which must be followed by one of its villages.
    Bare,
}

/// A place named in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'g> {
    pub code: &'g str,
    /// How many characters name it.
    pub length: usize,
}

impl Gazetteer {
    pub fn new(divisions: &Divisions) -> Self {
        let mut gazetteer = Self { nodes: vec![PerLevel::default()], ..Self::default() };
        for division in divisions.iter() {
            gazetteer.add(division);
        }
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for district in divisions.iter().filter_map(|division| division.code.get(..6)) {
            *sizes.entry(district).or_default() += 1;
        }
        // The first of the largest, whatever the order of the list.
        let largest = sizes.into_iter().rev().max_by_key(|(_, size)| *size);
        gazetteer.home = largest.map(|(district, _)| district.to_owned());
        gazetteer
    }

    /// The district an address lies in that names none: the one most of the list is about.
    pub fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    fn add(&mut self, division: &Division) {
        let at = self.codes.len();
        self.codes.push(division.code.clone());
        self.positions.insert(division.code.clone(), at);
        let listed = division.aliases.iter().chain([&division.name]);
        for name in listed.map(|name| fold(name).into_owned()) {
            match division.code.len() {
                9 => self.add_town(at, &name),
                12 => self.add_village(at, &name),
                6 => {
                    self.add_spellings(at, &name, &[]);
                    self.districts.push((name, division.code.clone()));
                }
                _ => {}
            }
        }
    }

    fn add_spellings(&mut self, division: usize, name: &str, derived: &[String]) {
        self.insert(name.to_owned(), Entry { division, kind: Spelling::Listed });
        for name in derived {
            self.insert(name.clone(), Entry { division, kind: Spelling::Derived });
        }
    }

    fn add_town(&mut self, division: usize, name: &str) {
        self.add_spellings(division, name, &town_endings(name));
        let base = ["街道", "镇", "乡"].iter().find_map(|ending| name.strip_suffix(ending));
        if let Some(base) = base.filter(|base| base.chars().count() >= 2) {
            self.insert(base.to_owned(), Entry { division, kind: Spelling::Bare });
        }
    }

    fn add_village(&mut self, division: usize, name: &str) {
        let (base, derived) = village_endings(name);
        self.add_spellings(division, name, &derived);
        if let Some(base) = base.filter(|base| base.chars().count() >= 2) {
            self.insert(base, Entry { division, kind: Spelling::Bare });
        }
    }

    fn insert(&mut self, name: String, entry: Entry) {
        let level = Level::of_code(&self.codes[entry.division]);
        self.beginnings[level as usize].extend(name.chars().next());
        let node = name.chars().fold(0, |node, character| self.branch(node, character));
        let at_node = &mut self.nodes[node][level as usize];
        for entries in [at_node, self.names.entry(name).or_default()] {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }

    /// The node behind a character, made if there is none.
    fn branch(&mut self, node: usize, character: char) -> usize {
        let next = self.nodes.len();
        let found = *self.branches.entry((node, character)).or_insert(next);
        if found == next {
            self.nodes.push(PerLevel::default());
        }
        found
    }

    /// The code of a division named or coded in a cell of its own, with `within` as its parent.
    pub fn code_of(&self, text: &str, within: Option<&str>) -> Option<&str> {
        if let Some(at) = self.positions.get(text) {
            return Some(&self.codes[*at]);
        }
        if let Some((_, code)) = self.districts.iter().find(|(name, _)| name == text) {
            return Some(code);
        }
        let entries = self.names.get(text)?;
        self.choose(entries, within, |_| true)
    }

    /// Whether the list has a division of this name or code, even if several share it.
    pub fn knows(&self, text: &str) -> bool {
        self.positions.contains_key(text)
            || self.names.contains_key(text)
            || self.districts.iter().any(|(name, _)| name == text)
    }

    /// The district an address names last near its beginning, and the position behind it.
    pub fn district(&self, text: &[char]) -> Option<(&str, usize)> {
        /// A district stands behind a province and a city at most.
        const WITHIN: usize = 15;
        let starts = (0..text.len().min(WITHIN)).rev();
        let found = |from: usize| {
            let place = self.place(&text[from..], Level::District, None)?;
            Some((place.code, from + place.length))
        };
        starts.filter_map(found).max_by_key(|(_, end)| *end)
    }

    /// The longest name of a division the characters begin with.
    pub fn place(&self, text: &[char], wanted: Level, within: Option<&str>) -> Option<Found<'_>> {
        let (mut node, mut best) = (0, None);
        if text.first().is_none_or(|first| !self.beginnings[wanted as usize].has(*first)) {
            return None;
        }
        for (at, character) in text.iter().enumerate() {
            let Some(next) = self.branches.get(&(node, *character)) else {
                break;
            };
            node = *next;
            let entries = &self.nodes[node][wanted as usize];
            if entries.is_empty() {
                continue;
            }
            let number_follows = wanted == Level::Village
                && text.get(at + 1).is_some_and(|next| {
                    numeral::is_numeral(*next) || *next == '第' || next.is_ascii_digit()
                });
            let village_follows = |town: &str| {
                wanted == Level::Town
                    && self.place(&text[at + 1..], Level::Village, Some(town)).is_some()
            };
            let fits = |entry: &Entry| {
                let code = &self.codes[entry.division];
                entry.kind != Spelling::Bare || number_follows || village_follows(code)
            };
            if let Some(code) = self.choose(entries, within, fits) {
                best = Some(Found { code, length: at + 1 });
            }
        }
        best
    }

    /// The one division meant, preferring listed spellings; `None` where several are left.
    fn choose(
        &self,
        entries: &[Entry],
        within: Option<&str>,
        fits: impl Fn(&Entry) -> bool,
    ) -> Option<&str> {
        let inside = |entry: &&Entry| {
            let parent = within.is_none_or(|parent| self.codes[entry.division].starts_with(parent));
            parent && fits(entry)
        };
        let kind = entries.iter().filter(inside).map(|entry| entry.kind).min()?;
        let mut found = entries.iter().filter(inside).filter(|entry| entry.kind == kind);
        let first = found.next()?;
        let several = found.any(|entry| entry.division != first.division);
        (!several).then(|| self.codes[first.division].as_str())
    }
}

/// A set of characters that tells without a search, by a bit of its own for each of the first plane.
#[derive(Debug, Default)]
struct Beginnings {
    bits: Vec<u64>,
    beyond: Vec<char>,
}

impl Beginnings {
    fn place(character: char) -> Option<(usize, u64)> {
        let number = u16::try_from(u32::from(character)).ok()?;
        Some((usize::from(number / 64), 1 << (number % 64)))
    }

    fn has(&self, character: char) -> bool {
        match Self::place(character) {
            Some((word, bit)) => self.bits.get(word).is_some_and(|bits| bits & bit != 0),
            None => self.beyond.contains(&character),
        }
    }
}

impl Extend<char> for Beginnings {
    fn extend<I: IntoIterator<Item = char>>(&mut self, characters: I) {
        for character in characters {
            match Self::place(character) {
                Some((word, bit)) => {
                    self.bits.resize(self.bits.len().max(word + 1), 0);
                    self.bits[word] |= bit;
                }
                None if self.beyond.contains(&character) => {}
                None => self.beyond.push(character),
            }
        }
    }
}

/// Which divisions are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    District,
    Town,
    Village,
}

impl Level {
    const fn of_code(code: &str) -> Self {
        match code.len() {
            6 => Self::District,
            9 => Self::Town,
            _ => Self::Village,
        }
    }
}

/// One for each [`Level`].
type PerLevel<T> = [T; 3];

fn town_endings(name: &str) -> Vec<String> {
    let office = |base: &str| {
        ["街道", "街道办事处", "街道办", "办事处"].map(|ending| format!("{base}{ending}")).to_vec()
    };
    let bases = ["街道办事处", "街道办", "办事处", "街道"];
    let base = bases.iter().find_map(|ending| name.strip_suffix(ending));
    base.map(office).unwrap_or_default()
}

/// The name without its ending, and with the other endings of its kind.
fn village_endings(name: &str) -> (Option<String>, Vec<String>) {
    const COMMUNITY: [&str; 5] = ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区"];
    const VILLAGE: [&str; 3] = ["村民委员会", "村委会", "村"];
    let with = |base: &str, endings: &[&str]| {
        endings.iter().map(|ending| format!("{base}{ending}")).collect::<Vec<_>>()
    };
    for endings in [COMMUNITY.as_slice(), VILLAGE.as_slice()] {
        if let Some(base) = endings.iter().find_map(|ending| name.strip_suffix(ending)) {
            return (Some(base.to_owned()), with(base, endings));
        }
    }
    (None, Vec::new())
}
