//! Kin: the relations that rows name.
//!
//! A row's first mention is its subject; whoever the same row names as spouse, parent or guardian is the
//! subject's. Spouses are each other's, and a parent has the subject for a child.

use arrow::array::StringArray;

use super::Night;
use crate::domain::{KinGraph, Kinship, Records, Relative, Role};

/// The graph of everyone's relatives.
pub(super) fn graph(night: &Night) -> KinGraph {
    let (records, person_of_mention) = (night.records, &night.person_of_mention);
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
        let Some(kinship) = Kinship::of_role(role).filter(|_| of != person) else { continue };
        let mention = u32::try_from(at).expect("mentions are numbered in 32 bits");
        found.push(Relative { of, kinship, person, mention });
        if let Some(kinship) = kinship.reverse() {
            found.push(Relative { of: person, kinship, person: of, mention });
        }
    }
    KinGraph::new(night.people.len(), found)
}

fn roles_by_word(records: &Records) -> Vec<Option<Role>> {
    let words = records.mentions.role.values();
    let words = words.as_any().downcast_ref::<StringArray>();
    let words = words.expect("a category's words are utf8");
    words.iter().map(|word| word.and_then(Role::from_code)).collect()
}
