//! Kin: who the rows name as a person's father, mother, spouse or guardian.
//!
//! A row's first mention is its subject; the relations named in the same row are the subject's.
//! Spouses are each other's. What is known of a relative is kept only where it bears on whether the
//! relative can care: death, disability, custody, absence.

use arrow::array::StringArray;

use super::facts;
use super::index::Index;

use crate::domain::{CircumstanceKind, Kin, Records, Role};

/// A row's word that one person is a relative of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Relative {
    pub of: u32,
    pub role: Role,
    pub person: u32,
    pub mention: u32,
}

/// All relations that rows name, ordered.
pub(super) fn relatives(records: &Records, person_of_mention: &[u32]) -> Vec<Relative> {
    let mentions = &records.mentions;
    let roles = roles_by_word(records);
    let row = |at: usize| {
        (mentions.source.keys().value(at), mentions.file.keys().value(at), mentions.line.value(at))
    };
    let mut found = Vec::new();
    let mut subject = None;
    for at in 0..mentions.len() {
        let word = mentions.role.keys().value(at);
        let word = usize::try_from(word).expect("a dictionary key is not negative");
        let Some(role) = roles[word] else { continue };
        // Co-owners share a row; the first of them is its subject.
        if role.is_subject() && subject.is_none_or(|before| row(before) != row(at)) {
            subject = Some(at);
        }
        let Some(of) = subject.filter(|subject| *subject != at && row(*subject) == row(at)) else {
            continue;
        };
        let (of, person) = (person_of_mention[of], person_of_mention[at]);
        let mention = u32::try_from(at).expect("mentions are numbered in 32 bits");
        let known = matches!(role, Role::Father | Role::Mother | Role::Spouse | Role::Guardian);
        if known && of != person {
            found.push(Relative { of, role, person, mention });
        }
        if role == Role::Spouse && of != person {
            found.push(Relative { of: person, role, person: of, mention });
        }
    }
    found.sort_unstable();
    found
}

fn roles_by_word(records: &Records) -> Vec<Option<Role>> {
    let words = records.mentions.role.values();
    let words = words.as_any().downcast_ref::<StringArray>();
    let words = words.expect("a category's words are utf8");
    words.iter().map(|word| word.and_then(Role::from_code)).collect()
}

/// A person's relatives, each once per role, with the surest row as proof.
pub(super) fn of_person(index: &Index, member: u32, person: u32) -> Vec<Kin> {
    let relatives = index.relatives_of.of(person).iter();
    let relatives: Vec<Relative> = relatives.map(|at| index.relatives[*at as usize]).collect();
    let same =
        |one: &Relative, other: &Relative| (one.role, one.person) == (other.role, other.person);
    let surest = |rows: &[Relative]| {
        let proofs = rows.iter().map(|row| index.proof(row.mention));
        proofs.min_by_key(|proof| (proof.grade, proof.mention)).expect("a group has a row")
    };
    let kin = relatives.chunk_by(same).map(|rows| Kin {
        role: rows[0].role,
        person: index.night.people.ids[rows[0].person as usize],
        name_masked: index.names[rows[0].person as usize].clone(),
        circumstances: facts::circumstances_of(index, member, rows[0].person, bears_on_care),
        proof: surest(rows),
    });
    kin.collect()
}

fn bears_on_care(kind: CircumstanceKind) -> bool {
    use CircumstanceKind::{Custody, Death, Disability, Missing};
    matches!(kind, Death | Disability | Custody | Missing)
}
