//! The people a row speaks of.

use super::mapping::MentionMap;
use super::person_name::PersonName;
use super::resident_id::IdNumber;
use super::slot::{Row, Slot};
use crate::domain::IdClass;

/// A person of a mention, by what the row says of them alone.
#[derive(Clone, Copy)]
pub struct Person<'r> {
    pub name_raw: Option<&'r str>,
    pub name: Option<&'r PersonName>,
    pub id_raw: Option<&'r str>,
    pub id: Option<&'r IdNumber<'r>>,
    /// Whether the mention is of nobody else; otherwise it is not said whose the other cells are.
    pub alone: bool,
}

/// Whom the row names, by a name or by a number that is more than a filler, in order; where neither is
/// mapped, by any attribute.
pub fn people<'r>(map: &MentionMap, row: &'r Row<'_>) -> impl Iterator<Item = Person<'r>> {
    let (names, numbers) = (map.name.as_ref(), map.resident_id.as_ref());
    let is_nameless = names.is_none() && numbers.is_none();
    let told = is_nameless && map.attributes.values().any(|field| row.text(field).is_some());
    let count = row.people(names).max(row.people(numbers));
    let person = move |at| {
        let ((name_raw, name), (id_raw, id)) = (row.person(names, at), row.person(numbers, at));
        Person { name_raw, name: name_of(name), id_raw, id: id_of(id), alone: count == 1 }
    };
    let is_there = move |person: &Person<'_>| {
        let filler =
            |id: &IdNumber<'_>| matches!(id.class, IdClass::Missing | IdClass::Placeholder);
        told || person.name.is_some() || person.id.is_some_and(|id| !filler(id))
    };
    let count = if row.holds(&map.when) { count } else { 0 };
    (0..count).map(person).filter(is_there)
}

pub const fn name_of<'r>(slot: &'r Slot<'_>) -> Option<&'r PersonName> {
    match slot {
        Slot::Name(name) => Some(name),
        _ => None,
    }
}

const fn id_of<'r>(slot: &'r Slot<'r>) -> Option<&'r IdNumber<'r>> {
    match slot {
        Slot::Id(id) => Some(id),
        _ => None,
    }
}
