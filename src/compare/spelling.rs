//! Spelling: how near two different words of an alphabet are, letter by letter.
//!
//! One letter wrong, missing, too many, or two neighbours that changed places is what a typist does
//! (Damerau, CACM 7, 1964). Beyond that the similarity of Jaro and Winkler says how much is left.

/// Which similarity counts for what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    pub close: f64,
    pub alike: f64,
}

/// From the nearest to the furthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    OneEdit,
    Close,
    Alike,
    Different,
}

/// Of any two single letters one is an edit of the other, and short words are little better.
const FEWEST_LETTERS: usize = 3;

/// Similarity from which two values are close, unless settings say so themselves.
pub const fn close() -> f64 {
    0.92
}

/// Similarity from which two values are alike, unless settings say so themselves.
pub const fn alike() -> f64 {
    0.8
}

/// How near two different texts are.
pub fn spelling(one: &str, other: &str, thresholds: Thresholds) -> Spelling {
    let is_word = |text: &str| text.chars().nth(FEWEST_LETTERS - 1).is_some();
    if (is_word(one) || is_word(other)) && one_edit(one, other) {
        return Spelling::OneEdit;
    }
    match strsim::jaro_winkler(one, other) {
        similarity if similarity >= thresholds.close => Spelling::Close,
        similarity if similarity >= thresholds.alike => Spelling::Alike,
        _ => Spelling::Different,
    }
}

/// Whether one letter is wrong, missing or too many, or two neighbours have changed places.
pub fn one_edit(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.chars(), other.chars());
    loop {
        let (rest, rest_too) = (one.as_str(), other.as_str());
        match (one.next(), other.next()) {
            (Some(letter), Some(letter_too)) if letter == letter_too => {}
            (None, None) => return false,
            (letter, letter_too) => {
                let (tail, tail_too) = (one.as_str(), other.as_str());
                let swapped = one.next() == letter_too && other.next() == letter;
                let swapped = swapped && one.as_str() == other.as_str();
                return tail == tail_too || tail == rest_too || rest == tail_too || swapped;
            }
        }
    }
}
