//! Doors: what follows the village in an address, in one spelling.
//!
//! `三组12号` is `g3-12`; `人民路18号3栋2单元501室` and `人民路18-3-2-501` are
//! `r人民路-18-b3-u2-501`. Parts in order: group `g`, road `r`, lane `l`, estate `e`, phase of it `p`,
//! house number, number within it, building `b`, unit `u`, floor `f` (only where the room does not tell
//! it), room. Two doors of one spelling are one door: what tells two apart (`甲18号`, `二期`) stays.

use super::numeral;

/// What has been read of a door.
#[derive(Default)]
struct Door {
    group: Option<String>,
    road: Option<String>,
    lane: Option<String>,
    estate: Option<String>,
    phase: Option<String>,
    number: Option<String>,
    within: Option<String>,
    building: Option<String>,
    unit: Option<String>,
    floor: Option<String>,
    room: Option<String>,
}

/// What a number counts, by what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Group,
    Lane,
    Phase,
    Number,
    Building,
    Unit,
    Floor,
    Room,
}

const ROADS: [&str; 8] = ["大道", "胡同", "路", "街", "巷", "弄", "道", "里"];
/// Behind a number, these make it the name of a road: `五一路`, `2大街`.
const NUMBERED_ROADS: [&[char]; 6] =
    [&['路'], &['街'], &['大', '街'], &['大', '道'], &['马', '路'], &['环']];
/// Before a number or behind 号, these are part of it.
const BRANCHES: [char; 4] = ['甲', '乙', '丙', '丁'];
const ESTATES: [&str; 10] =
    ["小区", "花园", "公寓", "家园", "新村", "广场", "大厦", "苑", "庭", "城"];

/// The door in a text, and whether it is one dwelling; `None` when the text names none.
pub fn door(text: &[char]) -> Option<(String, bool)> {
    let mut door = Door::default();
    let mut word = String::new();
    let mut at = 0;
    while at < text.len() {
        if let Some((numbers, counts, next)) = take_numbers(text, at, &door) {
            let branch = word.chars().next_back().filter(|last| BRANCHES.contains(last));
            let annex = word.ends_with(['附', '之']);
            door.take_word(word.trim_end_matches(BRANCHES));
            word.clear();
            let (behind, next) = branch_behind(text, next, counts);
            door.take_numbers(numbers, counts, annex, branch.or(behind));
            at = next;
        } else if let Some((name, next)) = take_numbered_road(text, at) {
            word.push_str(&name);
            at = next;
        } else {
            word.push(text[at]);
            at += 1;
        }
    }
    door.take_word(&word);
    door.write()
}

/// A road named by a number in digits, in the numerals others write it with, before its ending.
fn take_numbered_road(text: &[char], at: usize) -> Option<(String, usize)> {
    let (number, end) = take_number(text, at).filter(|_| text[at].is_ascii_digit())?;
    let name = number.parse().ok().and_then(numeral::words)?;
    is_numbered_road(&text[end..]).then_some((name, end))
}

fn is_numbered_road(behind: &[char]) -> bool {
    let begins = |name: &&[char]| behind.starts_with(name);
    NUMBERED_ROADS.iter().any(begins)
}

/// `18号甲`: the character behind 号 that is part of the number, and where it ends.
fn branch_behind(text: &[char], next: usize, counts: Option<Counts>) -> (Option<char>, usize) {
    let found = text.get(next).filter(|branch| BRANCHES.contains(branch));
    let found = found.filter(|_| counts == Some(Counts::Number));
    // 18号乙单元 is the second unit of number 18.
    match found.filter(|_| ending(text.get(next + 1..).unwrap_or_default()).is_none()) {
        Some(branch) => (Some(*branch), next + 1),
        None => (None, next),
    }
}

/// Numbers joined by dashes from a position on, what they count, and where they end.
fn take_numbers(
    text: &[char],
    at: usize,
    door: &Door,
) -> Option<(Vec<String>, Option<Counts>, usize)> {
    let mut numbers = Vec::new();
    let mut next = at;
    loop {
        let (number, end) = take_number(text, next)?;
        numbers.push(number);
        next = end;
        let dash_and_number = text.get(next) == Some(&'-') && take_number(text, next + 1).is_some();
        if !dash_and_number {
            break;
        }
        next += 1;
    }
    if is_numbered_road(&text[next..]) {
        return None;
    }
    let (counts, length) = ending(&text[next..]).unzip();
    let end = next + length.unwrap_or(0);
    // Numerals are also ordinary characters (三元桥): they are a number only if something is counted,
    // or at the very end behind a building.
    let in_digits = text[at].is_ascii_digit();
    let last_of_building = next == text.len() && (door.building.is_some() || door.unit.is_some());
    let believed = in_digits || numbers.len() > 1 || last_of_building || counts.is_some();
    believed.then_some((numbers, counts, end))
}

/// One number, in digits with an optional letter, in numerals, or a letter (or 甲) before a building.
fn take_number(text: &[char], at: usize) -> Option<(String, usize)> {
    let first = *text.get(at)?;
    let run = |fits: fn(char) -> bool| {
        at + text[at..].iter().take_while(|character| fits(**character)).count()
    };
    if first.is_ascii_digit() {
        let end = run(|character| character.is_ascii_digit());
        let digits: String = text[at..end].iter().collect();
        let trimmed = digits.trim_start_matches('0');
        let mut number = if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() };
        let letter = text.get(end).filter(|letter| letter.is_ascii_uppercase());
        number.extend(letter);
        return Some((number, end + usize::from(letter.is_some())));
    }
    if numeral::is_numeral(first) {
        let end = run(numeral::is_numeral);
        let numerals: String = text[at..end].iter().collect();
        return Some((numeral::number(&numerals)?.to_string(), end));
    }
    let before_building = ending(text.get(at + 1..)?)
        .is_some_and(|(counts, _)| matches!(counts, Counts::Building | Counts::Unit));
    let named = first.is_ascii_uppercase() || BRANCHES.contains(&first);
    (named && before_building).then(|| (first.to_string(), at + 1))
}

/// What the characters say the number before them counts, and how many of them say so.
fn ending(text: &[char]) -> Option<(Counts, usize)> {
    let next = text.get(1).copied().unwrap_or_default();
    Some(match *text.first()? {
        '组' | '队' | '屯' => (Counts::Group, 1),
        // 3社区 is no third group.
        '社' if next != '区' => (Counts::Group, 1),
        '小' if next == '组' => (Counts::Group, 2),
        '村' if text.starts_with(&['村', '民', '小', '组']) => (Counts::Group, 4),
        '生' if text.starts_with(&['生', '产', '队']) => (Counts::Group, 3),
        '弄' | '巷' => (Counts::Lane, 1),
        '胡' if next == '同' => (Counts::Lane, 2),
        '期' | '区' => (Counts::Phase, 1),
        '号' if matches!(next, '楼' | '栋') => (Counts::Building, 2),
        '号' => (Counts::Number, 1),
        '栋' | '幢' | '座' => (Counts::Building, 1),
        '单' if next == '元' => (Counts::Unit, 2),
        '梯' => (Counts::Unit, 1),
        '门' if !matches!(next, '牌' | '面' | '市' | '口') => (Counts::Unit, 1),
        '层' | '楼' => (Counts::Floor, 1),
        '室' | '房' | '户' => (Counts::Room, 1),
        _ => return None,
    })
}

impl Door {
    /// Takes the road and the estate out of the text before a number.
    fn take_word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        let word = word.trim_matches(|character: char| matches!(character, '第' | '附' | '-'));
        let mut rest = word;
        if let Some(end) = last_end(rest, &ROADS) {
            // 幸福里小区 is an estate and no road.
            if !ESTATES.contains(&&rest[end..]) {
                self.road = Some(rest[..end].to_owned());
                rest = &rest[end..];
            }
        }
        if let Some(end) = last_end(rest, &ESTATES) {
            // 东区 tells an estate from its western half.
            let part = if rest[end..].chars().count() == 2 && rest.ends_with(['区', '期']) {
                rest.len()
            } else {
                end
            };
            self.estate = Some(rest[..part].to_owned());
        }
    }

    fn take_numbers(
        &mut self,
        mut numbers: Vec<String>,
        counts: Option<Counts>,
        annex: bool,
        branch: Option<char>,
    ) {
        if let Some(number) = numbers.first_mut() {
            number.extend(branch);
        }
        match (numbers.as_slice(), counts) {
            ([number], Some(counts)) => self.take_one(number, counts, annex),
            ([number], None) => {
                let inside = self.building.is_some() || self.unit.is_some();
                let inside = inside || (self.number.is_some() && !annex);
                self.take_one(number, if inside { Counts::Room } else { Counts::Number }, annex);
            }
            // 3-2单元 and 18-3栋: the last number is what is counted.
            ([before @ .., last], Some(counts @ (Counts::Building | Counts::Unit))) => {
                let before_counts =
                    if counts == Counts::Unit { Counts::Building } else { Counts::Number };
                for number in before {
                    self.take_one(number, before_counts, false);
                }
                self.take_one(last, counts, false);
            }
            (numbers, counts) => self.take_series(numbers, counts),
        }
    }

    /// Numbers joined by dashes: house, building, unit, room, counted from the right.
    fn take_series(&mut self, numbers: &[String], counts: Option<Counts>) {
        let in_building = self.building.is_some();
        let keep = |slot: &mut Option<String>, number: &String| {
            slot.get_or_insert_with(|| number.clone());
        };
        match numbers {
            [unit, room] if in_building => {
                keep(&mut self.unit, unit);
                keep(&mut self.room, room);
            }
            // 3号2-501 is a building where no road numbers houses.
            [unit, room] if self.number.is_some() && self.road.is_none() => {
                self.building = self.number.take();
                keep(&mut self.unit, unit);
                keep(&mut self.room, room);
            }
            [number, within] if self.group.is_some() || counts == Some(Counts::Number) => {
                keep(&mut self.number, number);
                keep(&mut self.within, within);
            }
            [building, room] => {
                keep(&mut self.building, building);
                keep(&mut self.room, room);
            }
            [before @ .., building, unit, room] => {
                if let Some(number) = before.last() {
                    keep(&mut self.number, number);
                }
                keep(&mut self.building, building);
                keep(&mut self.unit, unit);
                keep(&mut self.room, room);
            }
            _ => {}
        }
    }

    fn take_one(&mut self, number: &str, counts: Counts, annex: bool) {
        let slot = match counts {
            Counts::Group => &mut self.group,
            Counts::Lane => &mut self.lane,
            Counts::Number if annex => &mut self.within,
            Counts::Phase => &mut self.phase,
            Counts::Number if self.building.is_some() => &mut self.room,
            Counts::Number => &mut self.number,
            Counts::Building => &mut self.building,
            Counts::Unit => &mut self.unit,
            // 3楼 is a building behind an estate, and a floor behind a building.
            Counts::Floor if self.building.is_none() && self.estate.is_some() => &mut self.building,
            Counts::Floor => &mut self.floor,
            Counts::Room => &mut self.room,
        };
        slot.get_or_insert_with(|| number.to_owned());
    }

    fn write(mut self) -> Option<(String, bool)> {
        // 8号302 is a building of an estate where no road numbers houses.
        let is_building = self.road.is_none() && self.within.is_none() && self.room.is_some();
        if self.estate.is_some() && is_building && self.building.is_none() {
            self.building = self.number.take();
        }
        let is_dwelling = self.room.is_some() || (self.number.is_some() && self.building.is_none());
        // 501 tells its floor, 五楼一号 does not.
        let told = self.room.as_ref().is_some_and(|room| room.chars().count() > 2);
        let floor = self.floor.filter(|_| !told);
        let parts = [
            ("g", self.group),
            ("r", self.road),
            ("l", self.lane),
            ("e", self.estate),
            ("p", self.phase),
            ("", self.number),
            ("", self.within),
            ("b", self.building),
            ("u", self.unit),
            ("f", floor),
            ("", self.room),
        ];
        let mut door = String::new();
        for (mark, part) in parts {
            let Some(part) = part else {
                continue;
            };
            if !door.is_empty() {
                door.push('-');
            }
            door.push_str(mark);
            door.push_str(&part);
        }
        (!door.is_empty()).then_some((door, is_dwelling))
    }
}

/// The byte behind the last of the endings in a word that has something before it.
fn last_end(word: &str, endings: &[&str]) -> Option<usize> {
    let ends = |end: &usize| {
        let before = &word[..*end];
        endings.iter().any(|ending| before.len() > ending.len() && before.ends_with(ending))
    };
    word.char_indices().rev().map(|(at, last)| at + last.len_utf8()).find(ends)
}
