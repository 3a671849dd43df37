//! How many identities people have, as found and in truth.

use std::collections::BTreeMap;

use super::OutcomeMention;
use super::truth::KnownMention;

/// People by the number of their identities, of the mentions that both sides know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SizeScores {
    /// Identities of a person, and how many people have so many.
    pub found: BTreeMap<u32, u64>,
    pub actual: BTreeMap<u32, u64>,
}

pub(super) fn score(mentions: &[OutcomeMention], known: &[Option<&KnownMention>]) -> SizeScores {
    let both = || mentions.iter().zip(known).filter_map(|(said, known)| Some((said, (*known)?)));
    SizeScores {
        found: sizes(both().map(|(said, _)| (said.person, said.identity)).collect()),
        actual: sizes(both().map(|(said, known)| (known.person.into(), said.identity)).collect()),
    }
}

/// Counts people by how many different identities they have.
fn sizes(mut identities: Vec<(u64, u64)>) -> BTreeMap<u32, u64> {
    identities.sort_unstable();
    identities.dedup();
    let mut sizes = BTreeMap::new();
    for person in identities.chunk_by(|one, other| one.0 == other.0) {
        let size = u32::try_from(person.len()).unwrap_or(u32::MAX);
        *sizes.entry(size).or_default() += 1;
    }
    sizes
}
