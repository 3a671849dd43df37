//! How values are written: cells that only fill a place, and names that lost characters.

/// What clerks write where they have nothing to write, and dates that stand for none.
const PLACEHOLDERS: [&str; 26] = [
    "无",
    "暂无",
    "不详",
    "未知",
    "不明",
    "没有",
    "空",
    "待补",
    "未填",
    "未登记",
    "无电话",
    "无号码",
    "无证件",
    "null",
    "NULL",
    "none",
    "NaN",
    "N/A",
    "n/a",
    "#N/A",
    "1900-01-01",
    "1900-01-00",
    "1900/1/1",
    "19000101",
    "9999-12-31",
    "99991231",
];

/// Whether a cell only fills its place.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    // Nothing longer is in the list, and most cells are longer than a filler.
    text.len() <= 18 && (is_one_sign(text) || PLACEHOLDERS.contains(&text))
}

/// Whether a text is a sign that says nothing, however often, or one digit over and over.
fn is_one_sign(text: &str) -> bool {
    let mut signs = text.chars();
    let Some(first) = signs.next() else { return false };
    let says_nothing =
        matches!(first, '-' | '—' | '－' | '/' | '／' | '.' | '?' | '？' | '*' | '_');
    (says_nothing || (first.is_ascii_digit() && text.len() >= 6)) && signs.all(|sign| sign == first)
}

/// What became of the characters of a name on its way through the systems.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Characters {
    /// Some were replaced by a sign that stands for any.
    pub lost: bool,
    /// Some are of the private use areas, which every system fills differently.
    pub private_use: bool,
}

pub fn characters(name: &str) -> Characters {
    let mut found = Characters::default();
    for character in name.chars() {
        match character {
            '?' | '？' | '*' | '＊' | '□' | '■' | '\u{FFFD}' => found.lost = true,
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => found.private_use = true,
            _ => {}
        }
    }
    found
}
