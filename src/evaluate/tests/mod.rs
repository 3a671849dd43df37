//! Small nights with their truth, written as lines of text.

mod blocking;
mod calibration;
mod clusters;
mod flags;
mod households;
mod layout;
mod record;
mod review;
mod truth;
mod weights;

use super::*;
use crate::domain::{Role, TrueMention, TrueMentions};

fn night() -> Day {
    Day::from_ymd(2026, 11, 23).expect("a day")
}

/// The words of each line that has any.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let words = text.lines().map(|line| line.split_whitespace().collect::<Vec<&str>>());
    words.filter(|words| !words.is_empty())
}

fn number<T: std::str::FromStr>(word: &str) -> T {
    word.parse().unwrap_or_else(|_| panic!("`{word}` is no number"))
}

/// The value of the word `name=value`, if the line has it.
fn value<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}

/// `register:2` or `pupils#一年级:2` as source, file and line.
fn place(word: &str) -> (&str, &str, u32) {
    let (file, line) = word.split_once(':').expect("a file and a line");
    (file.split('#').next().unwrap_or(file), file, number(line))
}

/// Mentions of the night, one a line: `register:2 member 1 strata=twin;no_id register=1 unit=2`.
fn true_mentions(text: &str) -> TrueMentions {
    let rows: Vec<Vec<&str>> = lines(text).collect();
    TrueMentions::from_rows(rows.iter().map(|words| {
        let (source, file, line) = place(words[0]);
        TrueMention {
            night: night(),
            source,
            file,
            line,
            role: words[1],
            person: number(words[2]),
            register: value(words, "register").map(number),
            dwelling: value(words, "dwelling").map(number),
            unit: value(words, "unit").map(number),
            strata: value(words, "strata"),
        }
    }))
}

fn truth_of(mentions: &str) -> Truth {
    let mut truth = Truth::new(night());
    truth.add_mentions(&true_mentions(mentions)).expect("a well-formed truth");
    truth
}

/// Mentions of a run, one a line: `register:2 member 71 identity=5 number=9`. An identity that is
/// not given is the place in the list.
fn outcome_of(mentions: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for (at, words) in (0..).zip(lines(mentions)) {
        let (source, file, line) = place(words[0]);
        let role = Role::from_code(words[1]).expect("a role");
        outcome.mentions.push(OutcomeMention {
            place: Place { file: outcome.files.number(source, file), line, role },
            person: number(words[2]),
            identity: value(&words, "identity").map_or(at, number),
            number: value(&words, "number").map_or(0, number),
        });
    }
    outcome
}

/// One mention for each person of a list, the predicted number being the true one.
fn everybody(people: std::ops::RangeInclusive<u32>) -> String {
    let line = |person| format!("register:{person} member {person}\n");
    people.map(line).collect::<Vec<String>>().concat()
}
