//! How much two characters look alike.
//!
//! Three measures add up, each blind where another sees: pictures tell 未 from 末 as near, but know
//! no parts; Cangjie codes know parts, but not their size; and what is built on one phonetic part
//! (伟 玮 炜) is confused though the rest differs.

use std::collections::BTreeSet;

use crate::picture::Picture;

/// What one phonetic part in common is worth, where one picture or one code in common is worth 1.
const SAME_PHONETIC: f32 = 0.5;

/// What is known of the look of a character.
pub struct Look {
    pub character: char,
    /// Centred, of length 1.
    pub picture: Picture,
    pub cangjie: Vec<u8>,
    pub phonetic: BTreeSet<String>,
}

/// From about 0 for two random characters to 2.5 for two that nothing here tells apart.
pub fn alikeness(one: &Look, other: &Look) -> f32 {
    let phonetic = if one.phonetic.is_disjoint(&other.phonetic) { 0.0 } else { SAME_PHONETIC };
    cosine(&one.picture, &other.picture) + shared_part(&one.cangjie, &other.cangjie) + phonetic
}

/// The cosine of two pictures of length 1.
///
/// The sums run side by side, because a compiler may not reorder a single one to be quick.
fn cosine(one: &[f32], other: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0; LANES];
    for (left, right) in one.chunks_exact(LANES).zip(other.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += left[lane] * right[lane];
        }
    }
    sums.iter().sum()
}

/// The share of the letters of two codes that stand in both in one order (Dice's coefficient over
/// the longest common subsequence).
fn shared_part(one: &[u8], other: &[u8]) -> f32 {
    let letters = one.len() + other.len();
    if letters == 0 {
        return 0.0;
    }
    let count = |letters: usize| u16::try_from(letters).map(f32::from).expect("a code is short");
    count(2 * longest_common(one, other)) / count(letters)
}

/// The length of the longest common subsequence.
fn longest_common(one: &[u8], other: &[u8]) -> usize {
    let mut lengths = vec![0; other.len() + 1];
    for letter in one {
        let mut diagonal = 0;
        for (at, letter_too) in other.iter().enumerate() {
            let above = lengths[at + 1];
            lengths[at + 1] =
                if letter == letter_too { diagonal + 1 } else { above.max(lengths[at]) };
            diagonal = above;
        }
    }
    lengths[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(picture: &[f32], cangjie: &str, phonetic: &[&str]) -> Look {
        let phonetic = phonetic.iter().map(|class| (*class).to_owned()).collect();
        let mut pixels = vec![0.0; 16];
        pixels[..picture.len()].copy_from_slice(picture);
        Look { character: '一', picture: pixels, cangjie: cangjie.into(), phonetic }
    }

    fn check(one: &Look, other: &Look, expected: f32) {
        for score in [alikeness(one, other), alikeness(other, one)] {
            assert!((score - expected).abs() < 1e-6, "{score} is not {expected}");
        }
    }

    #[test]
    fn the_longest_common_subsequence_keeps_order() {
        for (one, other, length) in [
            (&b"OQS"[..], &b"MGQS"[..], 2),
            (b"ABC", b"CBA", 1),
            (b"ABCBDAB", b"BDCABA", 4),
            (b"", b"A", 0),
        ] {
            assert_eq!(longest_common(one, other), length);
            assert_eq!(longest_common(other, one), length);
        }
    }

    #[test]
    fn picture_code_and_phonetic_part_add_up() {
        let one = look(&[1.0], "OQS", &["1433"]);
        let other = look(&[0.6, 0.8], "OQ", &["12", "1433"]);
        check(&one, &other, 0.6 + 0.8 + 0.5);
    }

    #[test]
    fn a_character_without_code_and_class_is_judged_by_its_picture() {
        check(&look(&[1.0], "", &[]), &look(&[1.0], "", &[]), 1.0);
    }
}
