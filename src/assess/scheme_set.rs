//! Sets of schemes as a rule names them: codes, and beginnings of codes (`DB*`).

use serde::Deserialize;

/// Scheme codes, each exact or a beginning followed by `*`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct SchemeSet(Vec<String>);

impl SchemeSet {
    pub fn contains(&self, code: &str) -> bool {
        self.0.iter().any(|pattern| matches(pattern, code))
    }

    /// The patterns, each of which is a scheme or a family of schemes.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The first pattern the code belongs to.
    pub fn pattern_of(&self, code: &str) -> Option<&str> {
        self.patterns().find(|pattern| matches(pattern, code))
    }
}

/// Whether a code is what the pattern means.
pub fn matches(pattern: &str, code: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == code, |beginning| code.starts_with(beginning))
}
