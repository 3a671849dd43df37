//! Addresses: the town and village by the operator's list, and what follows in one spelling.
//!
//! An address is weak evidence and supports households only, so nothing is guessed: a village name
//! that several towns have is used only where the town is known, and an address in a district that
//! is not on the list has no town, no village and no door.

use super::door::door;
use super::gazetteer::{Gazetteer, Level};
use super::private_use::PrivateUse;
use super::text::fold;
use crate::domain::push_dwelling;

/// An address as mentions carry it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address<'g> {
    /// Nine digits.
    pub town: Option<&'g str>,
    /// Twelve digits.
    pub village: Option<&'g str>,
    /// `g3-12`, `r人民路-18-b3-u2-501`.
    pub door: Option<String>,
    /// Whether the door is one dwelling.
    pub is_dwelling: bool,
}

/// How many characters may stand before the town: a province, a city, a district of other spelling.
const PREFIX_CHARACTERS: usize = 15;

/// Reads an address; the division a row names in columns of its own fills what it leaves open.
pub fn address<'g>(
    raw: Option<&str>,
    row_town: Option<&'g str>,
    row_village: Option<&'g str>,
    gazetteer: &'g Gazetteer,
    private_use: &PrivateUse,
) -> Address<'g> {
    let row_town = row_town.or(row_village.and_then(|code| code.get(..9)));
    let Some(raw) = raw else {
        return Address { town: row_town, village: row_village, ..Address::default() };
    };
    let text = plain(raw, private_use);
    let (district, from) =
        gazetteer.district(&text).map_or((None, 0), |(code, end)| (Some(code), end));
    let characters = &text[from..];
    let within = district.or(row_town.and_then(|code| code.get(..6))).or(gazetteer.home());
    let row = Address { town: row_town, village: row_village, ..Address::default() };
    let place = locate(characters, within, row_town, gazetteer);
    let before = place.as_ref().map_or(characters.len(), |place| place.from);
    if is_foreign(&characters[..before], district) {
        return row;
    }
    let Some(place) = place else {
        return row.with_door(characters);
    };
    let town = place.town.or(row_town);
    let fits = |code: &&str| town.is_none_or(|town| code.starts_with(town));
    let village = place.village.or(row_village.filter(fits));
    Address { town, village, ..Address::default() }.with_door(&characters[place.to..])
}

impl Address<'_> {
    /// Village, or town, and door in one text, where the address tells one dwelling.
    pub fn dwelling(&self) -> Option<String> {
        let door = self.door.as_ref().filter(|_| self.is_dwelling)?;
        let mut dwelling = String::new();
        push_dwelling(self.village.or(self.town)?, door, &mut dwelling);
        Some(dwelling)
    }

    /// Takes the door from the text behind the town and village.
    ///
    /// A group or a bare number is unique only within its village, a road or estate within its town,
    /// so without these no door names one dwelling.
    fn with_door(mut self, text: &[char]) -> Self {
        if let Some((door, is_dwelling)) = door(text) {
            let town_wide = self.town.is_some() && door.starts_with(['r', 'e']);
            self.is_dwelling = is_dwelling && (self.village.is_some() || town_wide);
            self.door = Some(door);
        }
        self
    }
}

/// Where the town and village stand in an address.
struct Place<'g> {
    town: Option<&'g str>,
    village: Option<&'g str>,
    from: usize,
    to: usize,
}

/// The first town or village the text names near its beginning.
fn locate<'g>(
    text: &[char],
    within: Option<&str>,
    row_town: Option<&str>,
    gazetteer: &'g Gazetteer,
) -> Option<Place<'g>> {
    for from in 0..text.len().min(PREFIX_CHARACTERS) {
        let here = &text[from..];
        if let Some(town) = gazetteer.place(here, Level::Town, within) {
            let mut to = from + town.length;
            // Some forms repeat the town: 城关镇城关镇新民村.
            while let Some(again) = gazetteer.place(&text[to..], Level::Town, within) {
                to += again.length;
            }
            let village = gazetteer.place(&text[to..], Level::Village, Some(town.code));
            let to = to + village.map_or(0, |village| village.length);
            let village = village.map(|village| village.code);
            return Some(Place { town: Some(town.code), village, from, to });
        }
        let near = row_town.and_then(|town| gazetteer.place(here, Level::Village, Some(town)));
        let village = near.or_else(|| gazetteer.place(here, Level::Village, within));
        if let Some(village) = village {
            let town = village.code.get(..9);
            let to = from + village.length;
            return Some(Place { town, village: Some(village.code), from, to });
        }
    }
    None
}

/// Whether a text before the town names a district that is not on the list.
fn is_foreign(before: &[char], district: Option<&str>) -> bool {
    let near = &before[..before.len().min(PREFIX_CHARACTERS)];
    let names = |(at, character): (usize, &char)| {
        // 小区 and 社区 are no districts, nor is a character that begins the text.
        let previous = at.checked_sub(1).map(|at| near[at]);
        matches!(character, '区' | '县' | '旗')
            && previous.is_some_and(|previous| !matches!(previous, '小' | '社' | '园' | '发'))
    };
    district.is_none() && near.iter().enumerate().any(names)
}

/// Folded, without blanks and punctuation, with one kind of dash.
fn plain(raw: &str, private_use: &PrivateUse) -> Vec<char> {
    let folded = fold(raw);
    let mut text = Vec::with_capacity(folded.len());
    for character in folded.chars() {
        match private_use.settle(character).unwrap_or(character) {
            '—' | '–' | '―' | '−' | '~' | '_' | '─' => text.push('-'),
            '#' | '號' => text.push('号'),
            ',' | '.' | ';' | ':' | '、' | '。' | '(' | ')' | '/' => {}
            blank if blank.is_whitespace() => {}
            other => text.push(other.to_ascii_uppercase()),
        }
    }
    text
}
