//! Match keys: what a decision on a match knows the person of a row by, on later nights too.
//!
//! A number under a name is one key in every source, whatever phone or address stands beside it. Without a
//! number, only the identity itself tells its person from others, and its key changes as its values do.

use rayon::prelude::*;
use siphasher::sip::SipHasher24;

use crate::domain::{IdClass, Identities, Mention, Mentions, RowKey};

/// The match key of each identity. `key` is the secret of the place.
pub fn match_keys(identities: &Identities, mentions: &Mentions, key: [u8; 16]) -> Vec<RowKey> {
    let firsts = identities.first_mention.par_iter().zip(&identities.keys);
    let of = |(mention, identity): (&u32, &u64)| {
        match_key(&mentions.row(*mention as usize), *identity, key)
    };
    firsts.map(of).collect()
}

fn match_key(mention: &Mention, identity: u64, key: [u8; 16]) -> RowKey {
    let tells_people_apart = [IdClass::Valid, IdClass::Invalid, IdClass::OtherDocument]
        .iter()
        .any(|class| class.code() == mention.resident_id_class);
    let Some(number) = mention.resident_id.filter(|_| tells_people_apart) else {
        return RowKey(identity);
    };
    let name = mention.name.unwrap_or_default();
    let written = format!("{} {number} {name}", mention.document_type);
    RowKey(SipHasher24::new_with_key(&key).hash(written.as_bytes()))
}
