//! The table: which pairs enter it, and how it is packed.

use crate::score::{Look, alikeness};

/// One pair of random characters in so many passes for alike.
const RANDOM_PAIRS_PER_FALSE_ONE: usize = 1_000;
/// A pair is kept if either character has the other among so many best.
const BEST: usize = 12;

struct Scored {
    score: f32,
    /// Indices of characters, the smaller first.
    pair: (u16, u16),
}

/// The pairs of characters that look alike, sorted, the smaller character first in each; and the
/// least score among them.
pub fn look_alikes(looks: &[Look]) -> (Vec<(char, char)>, f32) {
    let (scored, threshold) = above_threshold(scores(looks));
    (best(looks, scored), threshold)
}

/// Every pair with its score.
fn scores(looks: &[Look]) -> Vec<Scored> {
    let index = |at: usize| u16::try_from(at).expect("fewer than 65,536 characters");
    let mut scored = Vec::with_capacity(looks.len() * looks.len().saturating_sub(1) / 2);
    for (at, one) in looks.iter().enumerate() {
        for (too, other) in looks.iter().enumerate().skip(at + 1) {
            scored.push(Scored { score: alikeness(one, other), pair: (index(at), index(too)) });
        }
    }
    scored
}

/// Keeps the one pair in a thousand that scores highest, and what scores as much as the last.
fn above_threshold(mut scored: Vec<Scored>) -> (Vec<Scored>, f32) {
    let last = scored.len() / RANDOM_PAIRS_PER_FALSE_ONE;
    if last >= scored.len() {
        return (scored, 0.0);
    }
    scored.select_nth_unstable_by(last, |one, other| other.score.total_cmp(&one.score));
    let threshold = scored[last].score;
    scored.retain(|scored| scored.score >= threshold);
    (scored, threshold)
}

/// Leaves out the pairs that are among the best of neither character.
fn best(looks: &[Look], mut scored: Vec<Scored>) -> Vec<(char, char)> {
    scored.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.pair.cmp(&other.pair)));
    let mut better = vec![0; looks.len()];
    let mut pairs = Vec::new();
    for Scored { pair: (one, other), .. } in scored {
        let (one, other) = (usize::from(one), usize::from(other));
        if better[one].min(better[other]) < BEST {
            pairs.push((looks[one].character, looks[other].character));
        }
        better[one] += 1;
        better[other] += 1;
    }
    pairs.sort_unstable();
    pairs
}

/// Packs sorted pairs into little-endian words of 16 bits: a character, the greater characters it
/// looks like in rising order, and a zero; and so on for the next character.
pub fn pack(pairs: &[(char, char)]) -> Vec<u8> {
    let mut words = Vec::new();
    for group in pairs.chunk_by(|one, other| one.0 == other.0) {
        words.push(group[0].0);
        words.extend(group.iter().map(|pair| pair.1));
        words.push('\0');
    }
    let word = |character| word(character).expect("only characters that fit are compared");
    words.into_iter().map(word).flat_map(u16::to_le_bytes).collect()
}

/// The word of a character, or `None` for the few beyond the basic plane, which have no room.
pub fn word(character: char) -> Option<u16> {
    u16::try_from(u32::from(character)).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn look(character: char) -> Look {
        let (picture, cangjie, phonetic) = (Vec::new(), Vec::new(), BTreeSet::new());
        Look { character, picture, cangjie, phonetic }
    }

    #[test]
    fn the_best_pair_in_a_thousand_passes_and_what_scores_as_much() {
        let scored = |score| Scored { score, pair: (0, 1) };
        let scores = (0..2_000_u16).map(|score| f32::from(score.min(1_997))).map(scored).collect();
        let (kept, threshold) = above_threshold(scores);
        assert_eq!((kept.len(), threshold), (3, 1_997.0));
    }

    #[test]
    fn a_pair_stays_if_it_is_among_the_best_of_one_of_the_two() {
        // Twenty characters near one, which has room for twelve but is the best of each.
        let looks: Vec<Look> = ('一'..).take(21).map(look).collect();
        let spokes = (1..21).map(|other| Scored { score: f32::from(other), pair: (0, other) });
        assert_eq!(best(&looks, spokes.collect()).len(), 20);
    }

    #[test]
    fn a_pair_goes_if_both_have_twelve_better_ones() {
        let looks: Vec<Look> = ('一'..).take(27).map(look).collect();
        let scored = |score, one, other| Scored { score, pair: (one, other) };
        let mut all: Vec<Scored> = (2..14).map(|other| scored(2.0, 0, other)).collect();
        all.extend((14..26).map(|other| scored(2.0, 1, other)));
        all.push(scored(1.0, 0, 1));
        let pairs = best(&looks, all);
        assert_eq!(pairs.len(), 24);
        assert!(!pairs.contains(&(looks[0].character, looks[1].character)));
    }

    #[test]
    fn pairs_are_packed_by_their_smaller_character() {
        let packed = pack(&[('一', '丁'), ('一', '七'), ('丁', '三')]);
        let words: [u16; 7] = [0x4e00, 0x4e01, 0x4e03, 0, 0x4e01, 0x4e09, 0];
        assert_eq!(packed, words.map(u16::to_le_bytes).concat());
        assert_eq!(word('\u{20000}'), None);
    }
}
