//! Hypotheses: the one number that a wrong number was probably meant to be.
//!
//! The check character catches every wrong digit and every swap of neighbours, so the numbers one
//! slip away that pass it can be listed: about eighteen, of which the row's own birth date and sex
//! leave one in four of five cases. More than one left is no hypothesis. It serves comparison and
//! the agency's correction, and is never written back.

use crate::domain::{Day, ResidentId};

/// What else the row says of the person.
#[derive(Debug, Clone, Copy)]
pub struct Witness<'a> {
    /// `1950-03-02`, `1950-03` or `1950`.
    pub birth_date: Option<&'a str>,
    pub is_male: Option<bool>,
    /// The day the extract describes: nobody in it is born later.
    pub latest: Day,
}

/// Years before which nobody in an extract is born.
const EARLIEST_YEAR: i32 = 1900;

/// The only number one slip away that is well-formed and agrees with the witness.
pub fn hypothesis(number: &str, witness: &Witness<'_>) -> Option<ResidentId> {
    let mut only = Only { witness, found: None, several: false };
    let bytes = number.as_bytes();
    match bytes.len() {
        17 => dropped(bytes, &mut only),
        18 => {
            substituted(bytes, &mut only);
            swapped(bytes, &mut only);
        }
        19 => added(bytes, &mut only),
        _ => {}
    }
    only.found.filter(|_| !only.several)
}

/// Collects candidates as long as there is one.
struct Only<'a> {
    witness: &'a Witness<'a>,
    found: Option<ResidentId>,
    several: bool,
}

impl Only<'_> {
    fn consider(&mut self, bytes: &[u8]) {
        let parsed = std::str::from_utf8(bytes).ok().and_then(ResidentId::parse);
        let Some(id) = parsed.filter(|id| agrees(id, self.witness)) else { return };
        self.several |= self.found.is_some_and(|found| found != id);
        self.found = Some(id);
    }
}

fn agrees(id: &ResidentId, witness: &Witness<'_>) -> bool {
    let birth = id.birth();
    birth <= witness.latest
        && birth.year() >= EARLIEST_YEAR
        && witness.birth_date.is_none_or(|given| birth.to_string().starts_with(given))
        && witness.is_male.is_none_or(|is_male| id.is_male() == is_male)
}

/// What a wrong character can have been: a digit, or X in the last place.
fn alternatives(last: bool) -> impl Iterator<Item = u8> {
    (b'0'..=b'9').chain(last.then_some(b'X'))
}

fn substituted(bytes: &[u8], only: &mut Only<'_>) {
    let mut candidate = bytes.to_vec();
    for at in 0..bytes.len() {
        for byte in alternatives(at == 17) {
            candidate[at] = byte;
            only.consider(&candidate);
        }
        candidate[at] = bytes[at];
    }
}

fn swapped(bytes: &[u8], only: &mut Only<'_>) {
    let mut candidate = bytes.to_vec();
    for at in 1..bytes.len() {
        candidate.swap(at - 1, at);
        only.consider(&candidate);
        candidate.swap(at - 1, at);
    }
}

fn dropped(bytes: &[u8], only: &mut Only<'_>) {
    for at in 0..=bytes.len() {
        for byte in alternatives(at == 17) {
            let mut candidate = bytes.to_vec();
            candidate.insert(at, byte);
            only.consider(&candidate);
        }
    }
}

fn added(bytes: &[u8], only: &mut Only<'_>) {
    for at in 0..bytes.len() {
        let mut candidate = bytes.to_vec();
        candidate.remove(at);
        only.consider(&candidate);
    }
}
