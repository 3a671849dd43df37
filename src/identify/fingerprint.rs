//! Fingerprints: what makes two mentions of a source one identity.

use std::hash::Hasher;

use arrow::array::Array;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use siphasher::sip128::{Hasher128, SipHasher24};

use crate::domain::{Attributes, IdClass, Mention, Mentions, Role, Source};

/// One fingerprint per mention: equal when the mentions are one identity, on any night.
///
/// A mention that says enough of a person is fingerprinted by its own values. One that does not (no
/// number, and no name with a date or a contact) takes the fingerprint of its row's subject along;
/// a subject that says too little is told apart by how often the same has been said before.
pub fn fingerprints(
    mentions: &Mentions,
    attributes: &Attributes,
    source_of: &[u16],
    sources: &[Source],
    key: [u8; 16],
) -> Vec<u128> {
    let own: Vec<(u128, bool)> = (0..mentions.len())
        .into_par_iter()
        .map_init(Vec::new, |bytes, at| {
            let mention = mentions.row(at);
            let source = &sources[usize::from(source_of[at])];
            write_values(&mention, &source.id, bytes);
            write_attributes(attributes, at, bytes);
            let print = SipHasher24::new_with_key(&key).hash(bytes).as_u128();
            (print, says_enough(&mention))
        })
        .collect();
    let mut seen: FxHashMap<u128, u128> = FxHashMap::default();
    let mut prints: Vec<u128> = Vec::with_capacity(own.len());
    let mut subject = 0;
    for (at, (print, enough)) in own.into_iter().enumerate() {
        if at == 0 || !same_row(mentions, at - 1, at) {
            subject = at;
        }
        let print = if enough {
            print
        } else if at == subject {
            let before = seen.entry(print).or_insert(0);
            *before += 1;
            joined(print, *before, Role::Recipient, key)
        } else {
            let role = Role::from_code(mentions.row(at).role);
            joined(print, prints[subject], role.unwrap_or(Role::Member), key)
        };
        prints.push(print);
    }
    prints
}

/// Whether two mentions stand in one row.
pub fn same_row(mentions: &Mentions, one: usize, other: usize) -> bool {
    let same = |keys: &[i32]| keys[one] == keys[other];
    mentions.line.value(one) == mentions.line.value(other)
        && same(mentions.source.keys().values())
        && same(mentions.file.keys().values())
}

/// Whether the values are likely one person's alone. What an attribute means is not known here, so
/// none counts.
fn says_enough(mention: &Mention) -> bool {
    let no_number = [IdClass::Missing.code(), IdClass::Placeholder.code()];
    let has_number =
        mention.resident_id.is_some() && !no_number.contains(&mention.resident_id_class);
    let contact = [mention.birth_date, mention.phone, mention.account, mention.door];
    has_number || mention.name.is_some() && contact.iter().any(Option::is_some)
}

fn write_values(mention: &Mention, source: &str, bytes: &mut Vec<u8>) {
    bytes.clear();
    let values = [
        Some(source),
        mention.name,
        mention.former_name,
        Some(mention.document_type),
        mention.resident_id,
        Some(mention.resident_id_class),
        mention.sex,
        mention.birth_date,
        mention.phone,
        mention.town,
        mention.village,
        mention.door,
        mention.account,
    ];
    for value in values {
        // A length in front, one more than the value's, keeps "missing" apart from "empty" and
        // the end of one value apart from the start of the next.
        let length = value.map_or(0, |text| text.len() as u64 + 1);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(value.unwrap_or_default().as_bytes());
    }
}

/// Appends the attributes that are there, so that one more that a mention lacks changes nothing.
fn write_attributes(attributes: &Attributes, mention: usize, bytes: &mut Vec<u8>) {
    for (name, column) in attributes.columns().filter(|(_, column)| column.is_valid(mention)) {
        for text in [name, column.value(mention)] {
            bytes.extend_from_slice(&(text.len() as u64 + 1).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

fn joined(print: u128, context: u128, role: Role, key: [u8; 16]) -> u128 {
    let mut hasher = SipHasher24::new_with_key(&key);
    hasher.write(&print.to_le_bytes());
    hasher.write(&context.to_le_bytes());
    hasher.write(role.code().as_bytes());
    hasher.finish128().as_u128()
}
