//! The languages of lists and pages: the words that the program itself prints.
//!
//! Chinese as the program writes it is the key of every word; a word without a translation is printed as
//! it is. What the policy pack and the extracts say stays in their own language: reasons, arithmetic, ways
//! to verify, what a row says. Names of rules and schemes may have an English one beside the Chinese.

pub(super) mod words;

use std::fmt::Display;

use words::WORDS;

/// In which language lists and pages are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-Hans")]
    Simplified,
    #[serde(rename = "zh-Hant")]
    Traditional,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Simplified, Self::Traditional, Self::English];

    /// As pages name it to browsers.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
            Self::English => "en",
        }
    }

    /// The program's words in this language.
    pub fn say(self, words: &'static str) -> &'static str {
        let known = || WORDS.iter().find(|entry| entry.0 == words);
        match self {
            Self::Simplified => words,
            Self::Traditional => known().map_or(words, |entry| entry.1),
            Self::English => known().map_or(words, |entry| entry.2),
        }
    }

    /// A sentence of the program, with each `{}` replaced by the next of the values.
    pub fn fill(self, pattern: &'static str, values: &[&dyn Display]) -> String {
        let mut parts = self.say(pattern).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (part, value) in parts.zip(values) {
            text += &value.to_string();
            text += part;
        }
        text
    }

    /// Several things in one line.
    pub fn list<T: AsRef<str>>(self, items: &[T]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(self.say("、"))
    }

    /// What stands between two sentences.
    pub const fn gap(self) -> &'static str {
        match self {
            Self::Simplified | Self::Traditional => "",
            Self::English => " ",
        }
    }

    /// Whether a text is these words of the program in any language, blanks and case aside.
    pub fn is_any(text: &str, words: &'static str) -> bool {
        let plain = |text: &str| -> String {
            text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_lowercase()
        };
        let text = plain(text);
        Self::ALL.iter().any(|language| plain(language.say(words)) == text)
    }
}

/// A name that the policy pack gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    pub chinese: String,
    pub english: Option<String>,
}

impl Name {
    /// The English name where the language is English and there is one, else the Chinese.
    pub fn in_language(&self, language: Language) -> &str {
        match (language, &self.english) {
            (Language::English, Some(english)) => english,
            _ => &self.chinese,
        }
    }
}
