//! What the Unihan database says of characters: the shape code Cangjie, and the phonetic class.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use bzip2::read::MultiBzDecoder;

/// The characters of levels 1 and 2 come first in the Table of General Standard Chinese Characters
/// (通用规范汉字表, State Council, 2013); level 3 follows from number 6,501.
const LAST_OF_LEVEL_2: u16 = 6_500;

#[derive(Default)]
pub struct Unihan {
    /// Levels 1 and 2 of the standard table, in code point order.
    pub characters: BTreeSet<char>,
    cangjie: BTreeMap<char, Vec<u8>>,
    phonetic: BTreeMap<char, BTreeSet<String>>,
    traditional: BTreeMap<char, Vec<char>>,
}

impl Unihan {
    /// Reads the files of `folder`, plain (`.txt`) or as Debian packs them (`.txt.bz2`).
    pub fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut unihan = Self::default();
        for name in ["DictionaryLikeData", "OtherMappings", "Variants"] {
            let name = format!("Unihan_{name}.txt");
            let text = text(&folder.join(&name))?;
            for (at, line) in text.lines().enumerate() {
                unihan.add(line).ok_or_else(|| format!("{name}, line {}: unreadable", at + 1))?;
            }
        }
        let complete = [unihan.cangjie.len(), unihan.phonetic.len(), unihan.traditional.len()];
        if unihan.characters.len() != usize::from(LAST_OF_LEVEL_2) || complete.contains(&0) {
            return Err(
                "Unihan: kTGH, kCangjie, kPhonetic or kTraditionalVariant is missing".into()
            );
        }
        Ok(unihan)
    }

    /// The Cangjie code, one letter for each part of the shape; empty where there is none.
    pub fn cangjie(&self, character: char) -> Vec<u8> {
        self.cangjie.get(&character).cloned().unwrap_or_default()
    }

    /// The phonetic classes of the character and of its traditional forms.
    ///
    /// A class holds the characters built on one phonetic part. Casey's book, which the classes
    /// come from, sorts traditional characters, so many simplified ones have theirs only this way.
    pub fn phonetic(&self, character: char) -> BTreeSet<String> {
        let forms = self.traditional.get(&character).into_iter().flatten().chain([&character]);
        forms.filter_map(|form| self.phonetic.get(form)).flatten().cloned().collect()
    }

    /// Takes what is wanted of a line `U+4F1F<tab>kCangjie<tab>OQS`; `None` if it has another form.
    fn add(&mut self, line: &str) -> Option<()> {
        if line.is_empty() || line.starts_with('#') {
            return Some(());
        }
        let mut cells = line.split('\t');
        let (character, field, value) = (scalar(cells.next()?)?, cells.next()?, cells.next()?);
        let values = value.split(' ');
        match field {
            "kTGH" => {
                let number: u16 = value.split(':').nth(1)?.parse().ok()?;
                if number <= LAST_OF_LEVEL_2 {
                    self.characters.insert(character);
                }
            }
            "kCangjie" => {
                let code = value.split(' ').next()?.bytes().collect();
                self.cangjie.insert(character, code);
            }
            "kPhonetic" => {
                // The star marks a character that the book lacks.
                let classes = values.map(|class| class.trim_end_matches('*').to_owned());
                self.phonetic.insert(character, classes.collect());
            }
            "kTraditionalVariant" => {
                self.traditional.insert(character, values.map(scalar).collect::<Option<_>>()?);
            }
            _ => {}
        }
        Some(())
    }
}

fn scalar(code: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(code.strip_prefix("U+")?, 16).ok()?)
}

fn text(path: &Path) -> Result<String, String> {
    let packed = path.with_extension("txt.bz2");
    let mut text = String::new();
    let read = match File::open(path) {
        Ok(mut file) => file.read_to_string(&mut text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            File::open(&packed).and_then(|file| MultiBzDecoder::new(file).read_to_string(&mut text))
        }
        Err(error) => Err(error),
    };
    read.map_err(|error| format!("{}[.bz2]: {error}", path.display()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simplified_character_has_the_phonetic_classes_of_its_traditional_form() {
        let mut unihan = Unihan::default();
        for line in [
            "# a comment",
            "",
            "U+4F1F\tkCangjie\tOQS",
            "U+4F1F\tkTGH\t2013:454",
            "U+9F98\tkTGH\t2013:6501",
            "U+4F1F\tkTraditionalVariant\tU+5049",
            "U+4F1F\tkPhonetic\t1433*",
            "U+5049\tkPhonetic\t27 1433A",
            "U+5049\tkMandarin\twěi",
        ] {
            assert_eq!(unihan.add(line), Some(()), "{line}");
        }
        assert_eq!(unihan.characters, ['伟'].into());
        assert_eq!(unihan.cangjie('伟'), b"OQS");
        assert_eq!(unihan.phonetic('伟'), ["1433", "1433A", "27"].map(str::to_owned).into());
        assert!(unihan.phonetic('一').is_empty() && unihan.cangjie('一').is_empty());
    }

    #[test]
    fn a_line_of_another_form_is_refused() {
        for line in ["伟\tkCangjie\tOQS", "U+4F1F\tkCangjie", "U+4F1F\tkTGH\tmany", "U+D800\tk\tv"]
        {
            assert_eq!(Unihan::default().add(line), None, "{line}");
        }
    }
}
