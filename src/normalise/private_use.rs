//! Private-use characters: what they stand for, by an agency's own list or by the national standard.
//!
//! Before GB 18030-2022 eighty characters of the code had no place in Unicode, and encoders put them
//! into the private-use area, always at the same points. What lies elsewhere in it an agency has drawn
//! itself (造字), so that only its own list says what it is.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The list of an agency's own characters; empty where it has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>")]
pub struct PrivateUse(BTreeMap<char, char>);

impl TryFrom<BTreeMap<String, String>> for PrivateUse {
    type Error = String;

    fn try_from(listed: BTreeMap<String, String>) -> Result<Self, String> {
        listed.into_iter().map(entry).collect::<Result<_, _>>().map(Self)
    }
}

fn entry((point, character): (String, String)) -> Result<(char, char), String> {
    let private = u32::from_str_radix(&point, 16).ok().and_then(char::from_u32);
    let private = private.filter(|private| is_private(*private)).ok_or_else(|| {
        format!("`{point}` is no private-use code point; write its hexadecimal number, as `E000`")
    })?;
    let mut characters = character.chars();
    match (characters.next(), characters.next()) {
        (Some(settled), None) if !is_private(settled) => Ok((private, settled)),
        _ => Err(format!("`{point}` stands for one character with a place of its own in Unicode")),
    }
}

impl PrivateUse {
    /// The character a private one stands for; itself if it is not private, `None` if nobody says.
    pub fn settle(&self, character: char) -> Option<char> {
        if !is_private(character) {
            return Some(character);
        }
        self.0.get(&character).copied().or_else(|| of_standard(character))
    }
}

/// Whether the character lies in an area that Unicode leaves to everybody.
pub const fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// The first point of the characters that GB 18030 has at FE50 and behind, 7F left out.
const FIRST: u32 = 0xE815;
/// The places of these characters in Unicode (GB 18030-2022), in order.
const SETTLED: [char; 80] = [
    '\u{2E81}',
    '\u{20087}',
    '\u{20089}',
    '\u{200CC}',
    '\u{2E84}',
    '\u{3473}',
    '\u{3447}',
    '\u{2E88}',
    '\u{2E8B}',
    '\u{9FB4}',
    '\u{359E}',
    '\u{361A}',
    '\u{360E}',
    '\u{2E8C}',
    '\u{2E97}',
    '\u{396E}',
    '\u{3918}',
    '\u{9FB5}',
    '\u{39CF}',
    '\u{39DF}',
    '\u{3A73}',
    '\u{39D0}',
    '\u{9FB6}',
    '\u{9FB7}',
    '\u{3B4E}',
    '\u{3C6E}',
    '\u{3CE0}',
    '\u{2EA7}',
    '\u{215D7}',
    '\u{9FB8}',
    '\u{2EAA}',
    '\u{4056}',
    '\u{415F}',
    '\u{2EAE}',
    '\u{4337}',
    '\u{2EB3}',
    '\u{2EB6}',
    '\u{2EB7}',
    '\u{2298F}',
    '\u{43B1}',
    '\u{43AC}',
    '\u{2EBB}',
    '\u{43DD}',
    '\u{44D6}',
    '\u{4661}',
    '\u{464C}',
    '\u{9FB9}',
    '\u{4723}',
    '\u{4729}',
    '\u{477C}',
    '\u{478D}',
    '\u{2ECA}',
    '\u{4947}',
    '\u{497A}',
    '\u{497D}',
    '\u{4982}',
    '\u{4983}',
    '\u{4985}',
    '\u{4986}',
    '\u{499F}',
    '\u{499B}',
    '\u{49B7}',
    '\u{49B6}',
    '\u{9FBA}',
    '\u{241FE}',
    '\u{4CA3}',
    '\u{4C9F}',
    '\u{4CA0}',
    '\u{4CA1}',
    '\u{4C77}',
    '\u{4CA2}',
    '\u{4D13}',
    '\u{4D14}',
    '\u{4D15}',
    '\u{4D16}',
    '\u{4D17}',
    '\u{4D18}',
    '\u{4D19}',
    '\u{4DAE}',
    '\u{9FBB}',
];

/// What a point stands for in every encoder of GB 18030-2000 and GB 18030-2005.
fn of_standard(character: char) -> Option<char> {
    match character {
        // The vertical forms of punctuation, of which two stand in another order.
        '\u{E78E}' => Some('\u{FE12}'),
        '\u{E78F}' => Some('\u{FE11}'),
        '\u{E78D}'..='\u{E796}' => char::from_u32(u32::from(character) - 0xE78D + 0xFE10),
        '\u{E7C7}' => Some('\u{1E3F}'),
        _ => {
            let at = u32::from(character).checked_sub(FIRST)?;
            SETTLED.get(usize::try_from(at).ok()?).copied()
        }
    }
}
