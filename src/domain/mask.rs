//! Masking: how personal values look in every list, page and table that leaves the program.

/// `张*三`, `王*`, `阿*****提`: the first and last characters of a name, the rest hidden.
pub fn name(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    match characters.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// `430103********6891`: the division and the last four characters of a long number.
pub fn resident_id(text: &str) -> String {
    ends(text, 6, 4)
}

/// `138****5678`.
pub fn phone(text: &str) -> String {
    ends(text, 3, 4)
}

/// `************1234`: the last four characters of an account.
pub fn account(text: &str) -> String {
    ends(text, 0, 4)
}

/// Keeps `head` and `tail` characters; a text no longer than these is hidden whole.
fn ends(text: &str, head: usize, tail: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= head + tail {
        return "*".repeat(characters.len());
    }
    let hidden = characters.len() - head - tail;
    let first: String = characters[..head].iter().collect();
    let last: String = characters[characters.len() - tail..].iter().collect();
    format!("{first}{}{last}", "*".repeat(hidden))
}
