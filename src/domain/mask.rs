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

/// A name that somebody gave a file or a sheet: `王*英990101********1017申请.pdf`. What is as long as an
/// identity, telephone or card number is hidden, and so are the two to four Han characters beside it.
pub fn label(text: &str) -> String {
    let mut parts = runs(text);
    let numbers: Vec<bool> = parts.iter().map(|part| is_personal_number(part)).collect();
    let beside = |at: usize| {
        let near = [at.checked_sub(2), at.checked_sub(1), Some(at + 1), Some(at + 2)];
        near.into_iter().flatten().any(|near| numbers.get(near) == Some(&true))
    };
    for at in 0..parts.len() {
        if numbers[at] {
            parts[at] = match parts[at].len() {
                11 => phone(&parts[at]),
                _ => resident_id(&parts[at]),
            };
        } else if beside(at) && is_name_like(&parts[at]) {
            parts[at] = name(&parts[at]);
        }
    }
    parts.concat()
}

/// A path within a delivery as everything names it: as [`label`] shows it, and where that hides something,
/// with a mark of the true one behind, so that two files stay two.
pub fn path(text: &str) -> String {
    let shown = label(text);
    if shown == text {
        return shown;
    }
    let mark = super::first_eight(&[text.to_owned()]) >> 48;
    format!("{shown}~{mark:04x}")
}

/// Several of them in Chinese.
pub fn labels(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| label(name.as_ref())).collect::<Vec<_>>().join("、")
}

/// The text cut where digits, Han characters and others meet.
fn runs(text: &str) -> Vec<String> {
    let kind = |character: char| match character {
        '0'..='9' | 'X' | 'x' => 0,
        _ if is_han(character) => 1,
        _ => 2,
    };
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for character in text.chars() {
        match runs.last_mut().filter(|_| last == Some(kind(character))) {
            Some(run) => run.push(character),
            None => runs.push(character.to_string()),
        }
        last = Some(kind(character));
    }
    runs
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

fn is_name_like(run: &str) -> bool {
    run.chars().all(is_han) && (2..=4).contains(&run.chars().count())
}

/// Whether a run of digits is as long as an identity or card number, or a mobile number. A time of
/// fourteen or seventeen digits is not.
fn is_personal_number(run: &str) -> bool {
    match run.len() {
        11 => run.starts_with('1') && !run.starts_with("10"),
        15 | 16 | 18 | 19 => run.starts_with(|first: char| first.is_ascii_digit()),
        _ => false,
    }
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
