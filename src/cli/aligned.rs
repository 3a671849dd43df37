//! Aligned: words in columns on a terminal, where a Han character is as wide as two letters.

/// How wide a page of a terminal is taken to be.
pub(super) const PAGE: usize = 100;

/// How many columns of a terminal a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// Han characters, their punctuation and full-width forms are wide.
const fn width_of(character: char) -> usize {
    match character {
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// The text at the left of a column, cut with `…` if it is wider.
pub(super) fn left(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let gap = columns.saturating_sub(width(&text));
    text + &" ".repeat(gap)
}

/// The text at the right of a column.
pub(super) fn right(text: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(width(text));
    " ".repeat(gap) + text
}

fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let fits = |character: &char| {
        let fits = width_of(*character) <= room;
        room = room.saturating_sub(width_of(*character));
        fits
    };
    text.chars().take_while(fits).collect::<String>() + "…"
}

/// The text in lines no wider than a page, the first behind a label and all others below its beginning.
/// Words of letters are kept whole where they fit.
pub(super) fn wrapped(label: &str, text: &str) -> Vec<String> {
    let indent = width(label);
    let room = PAGE.saturating_sub(indent).max(2);
    let mut lines = vec![String::new()];
    for word in words(text) {
        let line = lines.last_mut().expect("there is a line");
        if width(line) + width(word.trim_end()) <= room {
            line.push_str(word);
        } else if width(word) <= room {
            lines.push(word.to_owned());
        } else {
            push_letters(&mut lines, word, room);
        }
    }
    let mut before = label.to_owned();
    let mut laid_out = Vec::new();
    for line in lines {
        laid_out.push(before + line.trim_end());
        before = " ".repeat(indent);
    }
    laid_out
}

/// Fills lines with a word that is longer than one.
fn push_letters(lines: &mut Vec<String>, word: &str, room: usize) {
    for letter in word.chars() {
        let line = lines.last_mut().expect("there is a line");
        if width(line) + width_of(letter) <= room {
            line.push(letter);
        } else {
            lines.push(letter.to_string());
        }
    }
}

/// Pieces between which a line may end: behind blanks and wide characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|character: char| character == ' ' || width_of(character) == 2)
}
