//! Conclusions: what one line says, in the program's own words, or everything that is wrong with it.

use std::collections::BTreeSet;

use super::fault::Wrong;
use super::line::Line;
use super::personal::holds_personal_number;
use crate::domain::review_list::{DECIDED_BY, SECONDED_BY};
use crate::domain::{Day, Language, Outcome, ReviewRules};

/// A longer remark is a report, and belongs into a file of its own.
const REASON_LETTERS_MAX: usize = 500;

/// What a reviewer concluded in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    pub outcome: Outcome,
    pub reason: String,
    pub decided_on: Day,
    pub decided_by: String,
    pub seconded_by: Option<String>,
    /// The numbers of the evidence that speaks of somebody else.
    pub not_theirs: BTreeSet<usize>,
}

impl Conclusion {
    /// Reads a line by the rules of the place, on the day of its import.
    pub fn read(line: &Line, rules: &ReviewRules, today: Day) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let outcome = taken(outcome(&line.conclusion), &mut wrong);
        let reason = taken(reason(&line.reason), &mut wrong);
        let decided_on = taken(decided_on(line, today), &mut wrong);
        let decided_by = if line.decided_by.is_empty() {
            Err(Wrong::NoReviewer)
        } else {
            code(&line.decided_by, DECIDED_BY)
        };
        let decided_by = taken(decided_by, &mut wrong);
        let seconded_by = match line.seconded_by.as_str() {
            "" => Some(None),
            text => taken(code(text, SECONDED_BY), &mut wrong).map(Some),
        };
        let not_theirs = taken(numbers(&line.not_theirs), &mut wrong);
        if let (Some(outcome), Some("")) = (outcome, reason.as_deref())
            && rules.reason_for.contains(&outcome)
        {
            wrong.push(Wrong::NoReason(outcome));
        }
        if let (Some(first), Some(Some(second))) = (&decided_by, &seconded_by)
            && first == second
        {
            wrong.push(Wrong::SamePerson);
        }
        if outcome.is_some_and(|outcome| outcome != Outcome::MatchError)
            && not_theirs.as_ref().is_some_and(|numbers| !numbers.is_empty())
        {
            wrong.push(Wrong::NumbersInVain);
        }
        match (outcome, reason, decided_on, decided_by, seconded_by, not_theirs) {
            (
                Some(outcome),
                Some(reason),
                Some(decided_on),
                Some(decided_by),
                Some(seconded_by),
                Some(not_theirs),
            ) if wrong.is_empty() => {
                Ok(Self { outcome, reason, decided_on, decided_by, seconded_by, not_theirs })
            }
            _ => Err(wrong),
        }
    }
}

/// The value, or none with its fault noted.
fn taken<T>(read: Result<T, Wrong>, wrong: &mut Vec<Wrong>) -> Option<T> {
    read.map_err(|fault| wrong.push(fault)).ok()
}

fn outcome(text: &str) -> Result<Outcome, Wrong> {
    if text.is_empty() {
        return Err(Wrong::NoConclusion);
    }
    let plain = plain(text);
    let mut known = Outcome::ALL.into_iter();
    let known = known.find(|outcome| Language::is_any(&plain, outcome.chinese()));
    known.ok_or(Wrong::UnknownConclusion)
}

fn reason(text: &str) -> Result<String, Wrong> {
    let one_line: Vec<&str> = text.split_whitespace().collect();
    let reason = one_line.join(" ");
    if reason.chars().count() > REASON_LETTERS_MAX {
        return Err(Wrong::LongReason { limit: REASON_LETTERS_MAX });
    }
    if holds_personal_number(&plain(&reason)) {
        return Err(Wrong::PersonalReason);
    }
    Ok(reason)
}

fn decided_on(line: &Line, today: Day) -> Result<Day, Wrong> {
    if line.decided_on.is_empty() {
        return Err(Wrong::NoDay);
    }
    let day = day(&line.decided_on).ok_or(Wrong::NotADay)?;
    if day > today {
        return Err(Wrong::DayToCome { day, today });
    }
    if day < line.run_date {
        return Err(Wrong::DayBeforeRun { day, run: line.run_date });
    }
    Ok(day)
}

/// A day as people write it, or as the number by which a spreadsheet keeps it.
fn day(text: &str) -> Option<Day> {
    /// Day 0 of spreadsheets is 1899-12-30.
    const SERIAL_OF_1970: i32 = 25_569;
    let text = plain(text);
    // A day that a spreadsheet took for a moment has a time behind it, which strict XLSX writes behind a T.
    let text = text.split_once([' ', 'T']).map_or(text.as_str(), |(day, _)| day);
    // A moment without a format is a number with the day before its point.
    let text = text.split_once('.').filter(|(day, _)| day.len() == 5).map_or(text, |(day, _)| day);
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        5 if digits => return text.parse::<i32>().ok().map(|days| Day(days - SERIAL_OF_1970)),
        8 if digits => {
            return format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().ok();
        }
        _ => {}
    }
    let text = text.trim_end_matches(['日', '号']).replace(['/', '.', '年', '月'], "-");
    text.parse().ok()
}

/// A reviewer's code in capitals. A name is none: nobody's name goes into the ledger.
fn code(text: &str, title: &'static str) -> Result<String, Wrong> {
    const LONGEST: usize = 32;
    let code = plain(text).to_ascii_uppercase();
    let is_code = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let fits = (1..=LONGEST).contains(&code.len()) && code.bytes().all(is_code);
    if fits { Ok(code) } else { Err(Wrong::NotACode(title)) }
}

/// Numbers with anything between them that is none.
fn numbers(text: &str) -> Result<BTreeSet<usize>, Wrong> {
    let text = plain(text);
    let parts = text.split(|letter: char| " ,;、，；和及".contains(letter));
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    // How many rows there are is told where they are known.
    parts.map(|part| part.parse().map_err(|_| Wrong::NotNumbers { rows: 0 })).collect()
}

/// Full-width letters, digits and dashes in their usual width.
fn plain(text: &str) -> String {
    let letter = |letter: char| match letter {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(letter) - 0xFEE0).expect("a character of ASCII")
        }
        '\u{3000}' | '\u{A0}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    };
    text.trim().chars().map(letter).collect()
}
