//! Shapes: which characters look alike (形近字), such as 伟 and 玮.
//!
//! A clerk who copies from paper, and a machine that reads a scan, takes one character for another
//! of a similar shape. The table holds the characters of levels 1 and 2 of the Table of General
//! Standard Chinese Characters (通用规范汉字表, 2013), so rarer and traditional characters look like
//! none. It gives up pairs that fall below the score where one random pair in a thousand passes.
//!
//! `tools/look_alikes` computes the table and its README says from what; `NOTICE` names the
//! licences. The table is a run of little-endian words of 16 bits: a character, the greater
//! characters it looks like in rising order, a zero, and so on for the next character.

use std::sync::LazyLock;

static PACKED: &[u8] = include_bytes!("look_alikes.bin");
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::unpack(PACKED));

/// Whether the two characters look alike. A character is not its own look-alike.
#[inline]
pub fn look_alike(one: char, other: char) -> bool {
    of(one).any(|alike| alike == other)
}

/// The characters that look like `character`, in rising order.
#[inline]
pub fn of(character: char) -> impl Iterator<Item = char> {
    TABLE.of(character).iter().copied()
}

/// The look-alikes of every character, one character after the other.
struct Table {
    /// The least character that has a look-alike.
    first: u32,
    /// Where the look-alikes of each code point from `first` start; one more for the end.
    starts: Vec<u32>,
    look_alikes: Vec<char>,
}

impl Table {
    fn unpack(packed: &[u8]) -> Self {
        let mut pairs: Vec<(char, char)> = pairs(packed)
            .into_iter()
            .flat_map(|(one, other)| [(one, other), (other, one)])
            .collect();
        pairs.sort_unstable();
        let first = pairs.first().map_or(0, |pair| u32::from(pair.0));
        let mut starts = Vec::new();
        for (at, (character, _)) in (0..).zip(&pairs) {
            let place = (u32::from(*character) - first) as usize;
            while starts.len() <= place {
                starts.push(at);
            }
        }
        starts.push(u32::try_from(pairs.len()).expect("a table of some thousand pairs"));
        Self { first, starts, look_alikes: pairs.into_iter().map(|pair| pair.1).collect() }
    }

    #[inline]
    fn of(&self, character: char) -> &[char] {
        let place = u32::from(character).wrapping_sub(self.first) as usize;
        match self.starts.get(place..) {
            Some([start, end, ..]) => &self.look_alikes[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// The pairs of a packed table, the smaller character first in each.
fn pairs(packed: &[u8]) -> Vec<(char, char)> {
    let character = |word: &[u8; 2]| {
        let code = u32::from(u16::from_le_bytes(*word));
        char::from_u32(code).expect("the tool packs characters and zeros")
    };
    let characters: Vec<char> = packed.as_chunks().0.iter().map(character).collect();
    let groups = characters.split(|character| *character == '\0').filter_map(<[char]>::split_first);
    groups.flat_map(|(one, others)| others.iter().map(|other| (*one, *other))).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Lists the look-alikes of each character.
    fn check(characters: &str, expected: &Expect) {
        let line = |character| format!("{character}: {}\n", of(character).collect::<String>());
        expected.assert_eq(&characters.chars().map(line).collect::<String>());
    }

    /// A packed table of groups: a character, then the greater ones it looks like.
    fn packed(groups: &[&str]) -> Vec<u8> {
        let word = |character| u16::try_from(u32::from(character)).expect("a basic character");
        let words = groups.iter().flat_map(|group| group.chars().map(word).chain([0]));
        words.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn characters_of_a_similar_shape_look_alike() {
        let alike =
            [('伟', '玮'), ('峰', '锋'), ('海', '侮'), ('未', '末'), ('己', '已'), ('丽', '俪')];
        for (one, other) in alike {
            assert!(look_alike(one, other), "{one}{other}");
            assert!(look_alike(other, one), "{other}{one}");
        }
    }

    #[test]
    fn characters_of_another_shape_do_not() {
        let unlike = [('王', '伟'), ('秀', '英'), ('张', '章'), ('伟', '伟'), ('伟', '偉')];
        for (one, other) in unlike {
            assert!(!look_alike(one, other), "{one}{other}");
            assert!(!look_alike(other, one), "{other}{one}");
        }
    }

    #[test]
    fn what_lies_outside_the_table_looks_like_nothing() {
        for outside in ['\0', 'A', '?', '\u{3400}', '\u{e000}', '\u{20000}', char::MAX] {
            assert_eq!(of(outside).count(), 0, "U+{:04X}", u32::from(outside));
            assert!(!look_alike(outside, '伟') && !look_alike('伟', outside));
        }
    }

    #[test]
    fn a_character_lists_its_look_alikes() {
        check(
            "伟峰海戊一",
            &expect![[r#"
                伟: 传伴帏炜玮祎纬苇讳违韦韪
                峰: 烽蜂锋
                海: 侮嗨悔晦梅每莓诲酶
                戊: 戈戌戍成茂
                一: 于厂干
            "#]],
        );
    }

    #[test]
    fn every_pair_is_of_two_han_characters_in_rising_order() {
        let pairs = pairs(PACKED);
        assert!(pairs.len() > 20_000, "{} pairs", pairs.len());
        assert!(pairs.is_sorted_by(|one, other| one < other), "pairs are sorted and told once");
        let han =
            |character| matches!(character, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
        for (one, other) in pairs {
            assert!(one < other && han(one) && han(other), "{one}{other}");
        }
    }

    #[test]
    fn every_pair_is_known_both_ways() {
        for (one, other) in pairs(PACKED) {
            assert!(look_alike(one, other) && look_alike(other, one), "{one}{other}");
        }
        assert_eq!(TABLE.look_alikes.len(), 2 * pairs(PACKED).len());
    }

    #[test]
    fn a_packed_table_unpacks_to_what_was_packed() {
        let table = Table::unpack(&packed(&["一丁七", "丁三"]));
        let of = |character| table.of(character).iter().collect::<String>();
        assert_eq!(['一', '丁', '七', '丂', '三'].map(of), ["丁七", "一三", "一", "", "丁"]);
        assert!(Table::unpack(&[]).of('一').is_empty());
    }
}
