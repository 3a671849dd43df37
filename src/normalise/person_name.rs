//! Person names: normal form, folded form, surname and readings.
//!
//! The normal form keeps the characters a person writes; only what is not the name goes: blanks,
//! titles, remarks in brackets, `等3人`. A character that was lost on the way (`?`, `□`, a private
//! one) becomes `*`, which comparisons treat as any character. `王伟之子` is not the name of anybody:
//! taking it for 王伟 would make a mother's newborn her double, so it is set aside.

use unicode_normalization::UnicodeNormalization;

use super::code;
use super::fault::Fault;
use super::han;
use super::list::{closes, opens, separates};
use super::private_use::PrivateUse;
use super::surname;
use super::text::{is_invisible, is_plain_han};

/// A name in the forms that mentions carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    pub normal: String,
    pub folded: String,
    /// `None` when no character has a reading.
    pub reading: Option<String>,
    /// `None` for dotted and Latin names, whose surname is not at the front or not known.
    pub surname_length: Option<u32>,
    /// Another name that a remark in brackets tells, folded.
    pub former: Option<String>,
}

/// The separator of names from minority languages (民委发〔2016〕33号).
const DOT: char = '·';
/// What stands at the ends of a name by mistake.
const ENDS: [char; 3] = [DOT, ' ', '-'];
/// Stands for a character that was lost.
const LOST: char = '*';

/// Behind a name, or as a remark on it, these say that the row speaks of a relative.
const RELATIVE_TAILS: [&str; 26] = [
    "之子",
    "之女",
    "之儿",
    "之妻",
    "之夫",
    "之父",
    "之母",
    "之婴",
    "之孙",
    "之孙女",
    "的儿子",
    "的女儿",
    "的孩子",
    "的小孩",
    "的婴儿",
    "的妻子",
    "的丈夫",
    "的父亲",
    "的母亲",
    "其子",
    "其女",
    "其妻",
    "其夫",
    "其父",
    "其母",
    "其孙",
];
/// In a remark, these say that another name of the person follows.
const OTHER_NAMES: [&str; 9] =
    ["曾用名", "曾用", "原名", "又名", "别名", "小名", "乳名", "旧名", "本名"];
/// Before a colon, these only say that a name follows.
const LABELS: [&str; 5] = ["姓名", "户主", "申请人", "受助人", "户主姓名"];
/// Behind a name, these say nothing about it.
const TITLES: [&str; 7] = ["同志", "先生", "女士", "小姐", "等人", "一家", "全家"];
/// Before a name, these say that it is the name of the row's own person.
const ROLES: [&str; 9] =
    ["户主", "申请人", "受助人", "救助对象", "领取人", "领款人", "姓名", "本人", "患者"];
/// Behind a role, these speak of somebody else, as the words for relations do.
const OTHERS: [&str; 4] = ["家属", "亲戚", "家人", "家长"];
/// Behind a role, these say what became of the person or who came, and end no name.
const STATES: [&str; 12] = [
    "已故", "死亡", "去世", "病故", "亡故", "过世", "身故", "身亡", "代领", "代办", "代签", "代收",
];
/// Behind a proper name, these make it that of an institution. No given name ends so.
const INSTITUTIONS: [&str; 29] = [
    "敬老院",
    "福利院",
    "养老院",
    "孤儿院",
    "卫生院",
    "幼儿园",
    "派出所",
    "救助站",
    "村委会",
    "居委会",
    "委员会",
    "联合会",
    "办事处",
    "民政局",
    "民政所",
    "慈善会",
    "红十字会",
    "基金会",
    "合作社",
    "服务中心",
    "救助中心",
    "供养中心",
    "人民政府",
    "服务站",
    "残联",
    "财政所",
    "福利中心",
    "联合社",
    "村集体",
];
/// As above, where at least two characters stand before it that are no compound surname.
const SHORT_INSTITUTIONS: [&str; 9] =
    ["公司", "政府", "学校", "小学", "中学", "大学", "医院", "协会", "法院"];

/// Reads a name; `None` when the cell holds nothing but blanks.
pub fn person_name(raw: &str, private_use: &PrivateUse) -> Result<Option<PersonName>, Fault> {
    // 丶 is a Han character that is typed for the dot and stands in no name.
    let plain = raw.chars().all(|character| is_plain_han(character) && character != '丶');
    let (normal, former) = if plain {
        (strip_tails(raw)?.to_owned(), None)
    } else {
        let Cleaned { name, remarks } = clean(raw, private_use)?;
        let former = remarks.iter().find_map(|remark| other_name(remark, private_use));
        (name, former)
    };
    let normal = match strip_role(&normal)? {
        rest if rest.len() == normal.len() => normal,
        rest => rest.to_owned(),
    };
    if normal.is_empty() || matches!(normal.as_str(), "无" | "空" | "暂无" | "没有") {
        return Ok(None);
    }
    if is_placeholder(&normal) {
        return Err(Fault::PlaceholderName);
    }
    if normal.chars().any(|character| character.is_ascii_digit()) || normal.chars().count() > 60 {
        return Err(Fault::InvalidName);
    }
    let mut folded = String::with_capacity(normal.len());
    folded.extend(normal.chars().filter(|character| *character != DOT).map(han::fold));
    if !folded.chars().any(|character| han::is_han(character) || character.is_alphabetic()) {
        return Err(Fault::InvalidName);
    }
    let surname_length = surname_length(&normal, &folded);
    let reading = reading(&folded, surname_length);
    Ok(Some(PersonName { normal, folded, reading, surname_length, former }))
}

/// What a cell holds beside blanks: the name, and the remarks on it.
struct Cleaned {
    name: String,
    remarks: Vec<String>,
}

/// A name that is not plain Han characters in normal form.
fn clean(raw: &str, private_use: &PrivateUse) -> Result<Cleaned, Fault> {
    let mut plain = String::with_capacity(raw.len());
    let mut remarks: Vec<String> = Vec::new();
    let mut depth = 0_u32;
    let settle = |character| private_use.settle(character).unwrap_or(LOST);
    for character in raw.chars().filter(|character| !is_invisible(*character)).map(settle).nfkc() {
        match character {
            bracket if opens(bracket) => {
                depth += 1;
                remarks.push(String::new());
            }
            bracket if closes(bracket) => depth = depth.saturating_sub(1),
            within if depth > 0 => {
                let remark = remarks.last_mut().expect("a bracket begins a remark");
                remark.push(within);
            }
            '·' | '‧' | '•' | '・' | '.' | '∙' | '⋅' | '。' | '˙' | '●' | '丶' | '\u{2E31}'
            | '\u{A78F}' | '\u{16EB}' => {
                plain.push(DOT);
            }
            '–' | '—' | '‐' | '―' | '_' => plain.push('-'),
            '?' | '？' | '□' | '■' | '*' | '○' | '\u{FFFD}' => plain.push(LOST),
            between if separates(between) || matches!(between, '\\' | '|') => plain.push('、'),
            ':' if LABELS.contains(&plain.trim()) => plain.clear(),
            '\'' | '"' | '`' | '’' | ':' => plain.push(' '),
            other => plain.push(other),
        }
    }
    if remarks.iter().any(|remark| is_of_relative(remark)) {
        return Err(Fault::NameOfRelative);
    }
    let plain = plain.trim_matches([' ', '、']);
    if plain.contains('、') {
        return Err(Fault::SeveralNames);
    }
    let joined = join_words(plain);
    let stripped = strip_tails(joined.trim_matches(ENDS))?.trim_matches(ENDS);
    // What was dropped may have stood between a letter and its accent.
    Ok(Cleaned { name: stripped.nfkc().collect(), remarks })
}

/// Whether a remark says that the row speaks of a relative: `其子`, `户主之女`.
fn is_of_relative(remark: &str) -> bool {
    RELATIVE_TAILS.iter().any(|tail| remark.trim().ends_with(tail))
}

/// The folded form of another name that a remark tells: `曾用名：张山`.
fn other_name(remark: &str, private_use: &PrivateUse) -> Option<String> {
    let rest = OTHER_NAMES.iter().find_map(|word| remark.trim().strip_prefix(word))?;
    let name = rest.trim_start_matches([':', ' ', '为', '叫']);
    person_name(name, private_use).ok().flatten().map(|name| name.folded)
}

/// Drops blanks next to a Han character or dot, and keeps one between Latin words, in capitals.
fn join_words(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let is_latin = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphabetic());
        if is_latin(joined.chars().next_back()) && is_latin(word.chars().next()) {
            joined.push(' ');
        }
        for character in word.chars().map(|character| character.to_ascii_uppercase()) {
            match character {
                DOT | '-' if joined.ends_with(DOT) => {}
                // A dash is the dot behind a Han character, and a dash in JEAN-PIERRE.
                '-' if joined.ends_with(han::is_han) => joined.push(DOT),
                other => joined.push(other),
            }
        }
    }
    joined
}

/// The name without the titles and counts behind it.
fn strip_tails(name: &str) -> Result<&str, Fault> {
    let mut name = name;
    // Nearly every name ends otherwise.
    while ends_as_tail(name) {
        let length = name.chars().count();
        let behind = |tail: &&&str| length > tail.chars().count() && name.ends_with(**tail);
        // 其子 or 之母 may end a given name only if a surname alone would be left.
        let relative = RELATIVE_TAILS.iter().find(behind);
        if relative.is_some_and(|tail| length > tail.chars().count() + 1) {
            return Err(Fault::NameOfRelative);
        }
        let title = TITLES.iter().find(behind);
        let shorter = title.and_then(|title| name.strip_suffix(title));
        let shorter = shorter.filter(|rest| rest.chars().count() > 1).or_else(|| strip_count(name));
        match shorter {
            Some(shorter) => name = shorter.trim_end_matches(ENDS),
            None => break,
        }
    }
    Ok(name)
}

/// The name behind `户主` and its like. What cannot be a name there is none, and `户主配偶` is somebody
/// without a name.
fn strip_role(name: &str) -> Result<&str, Fault> {
    let Some(rest) = ROLES.iter().find_map(|role| name.strip_prefix(role)) else {
        return Ok(name);
    };
    let rest = strip_role(rest.trim_start_matches(ENDS))?;
    let is_han = |character: char| han::is_han(character) || character == LOST;
    let is_short = (2..=4).contains(&rest.chars().count()) && rest.chars().all(is_han);
    match rest {
        "" => Err(Fault::PlaceholderName),
        rest if speaks_of_relative(rest) => Err(Fault::NameOfRelative),
        rest if STATES.iter().any(|state| rest.ends_with(state)) => Err(Fault::InvalidName),
        rest if is_short || rest.contains(DOT) || names_institution(rest) => Ok(rest),
        _ => Err(Fault::InvalidName),
    }
}

/// Whether what stands behind a role is a relation and no name: `配偶`, `的母亲`, `家属`.
fn speaks_of_relative(rest: &str) -> bool {
    OTHERS.iter().any(|other| rest.ends_with(other))
        || code::is_relation(rest.trim_start_matches('的'))
}

/// Whether a normal name is that of an institution.
pub fn names_institution(name: &str) -> bool {
    // Nearly every name ends otherwise.
    if !name.ends_with([
        '院', '园', '所', '站', '会', '处', '局', '社', '心', '府', '联', '司', '校', '学', '体',
    ]) {
        return false;
    }
    let before = |ending: &&str| name.strip_suffix(*ending);
    if INSTITUTIONS.iter().find_map(before).is_some() {
        return true;
    }
    SHORT_INSTITUTIONS.iter().find_map(before).is_some_and(|before| {
        let mut characters = before.chars();
        match (characters.next(), characters.next(), characters.next()) {
            (Some(first), Some(second), None) => !surname::is_compound(first, second),
            (_, second, _) => second.is_some(),
        }
    })
}

/// The name before `等3人`.
fn strip_count(name: &str) -> Option<&str> {
    let (before, count) = name.strip_suffix('人')?.rsplit_once('等')?;
    let counts = count.chars().all(super::numeral::is_numeral);
    (counts && before.chars().count() > 1).then_some(before)
}

/// Whether forms hold this where a name is not known: `不详`, `张某某`, `王女士`.
fn is_placeholder(name: &str) -> bool {
    let word = matches!(
        name,
        "不详"
            | "无名氏"
            | "未知"
            | "待定"
            | "测试"
            | "某某"
            | "户主"
            | "本人"
            | "无名"
            | "未命名"
            | "姓名"
            | "未取名"
            | "新生儿"
            | "婴儿"
            | "同上"
            | "佚名"
            | "匿名"
            | "好心人"
            | "TEST"
            | "NULL"
            | "NONE"
            | "XXX"
            | "XX"
    );
    let unnamed = || name.contains('某') && name.chars().count() <= 4;
    let title = || TITLES.iter().any(|title| name.ends_with(title));
    word || unnamed() || (ends_as_tail(name) && title())
}

/// Whether the last character is one with which a title or a relative's tail ends.
fn ends_as_tail(name: &str) -> bool {
    name.ends_with([
        '志', '生', '士', '姐', '人', '家', '子', '女', '儿', '孩', '妻', '夫', '父', '母', '婴',
        '孙', '亲',
    ])
}

fn surname_length(normal: &str, folded: &str) -> Option<u32> {
    let mut characters = folded.chars();
    let (first, second) = (characters.next()?, characters.next());
    let length = folded.chars().count();
    if length > 4 || !han::is_han(first) || normal.contains(DOT) {
        return None;
    }
    let compound = length > 2 && second.is_some_and(|second| surname::is_compound(first, second));
    Some(if compound { 2 } else { 1 })
}

/// The syllables of the folded name, each with its other readings.
fn reading(folded: &str, surname_length: Option<u32>) -> Option<String> {
    let mut reading = String::with_capacity(24);
    let mut any = false;
    let mut characters = folded.chars();
    let (first, second) = (characters.next()?, characters.next());
    let compound = second
        .filter(|_| surname_length == Some(2))
        .and_then(|second| surname::compound_reading(first, second));
    for (at, character) in folded.chars().enumerate() {
        if !han::is_han(character) && character != LOST {
            continue;
        }
        if !reading.is_empty() {
            reading.push(' ');
        }
        let own = match (surname_length, at) {
            (Some(1), 0) => surname::reading(character),
            (Some(2), 0 | 1) => compound.map(|syllables| syllables[at]),
            _ => None,
        };
        match own {
            Some(own) => {
                reading.push_str(own);
                any = true;
            }
            None if han::push_readings(character, &mut reading) => any = true,
            None => reading.push(LOST),
        }
    }
    any.then_some(reading)
}
