//! What a run shows as it is: each with the purpose it is needed for, which the audit log holds.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What values are needed for, in the words of whoever needs them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct Purpose(String);

/// A purpose that says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("say what the values are needed for")]
pub struct NoPurpose;

impl Purpose {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Purpose {
    type Err = NoPurpose;

    fn from_str(text: &str) -> Result<Self, NoPurpose> {
        let text = text.trim();
        if text.is_empty() { Err(NoPurpose) } else { Ok(Self(text.to_owned())) }
    }
}

impl TryFrom<String> for Purpose {
    type Error = NoPurpose;

    fn try_from(text: String) -> Result<Self, NoPurpose> {
        text.parse()
    }
}

/// What is shown as it is; masked where there is no purpose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Unmasked {
    /// Review lists and case sheets: names, numbers, telephones, accounts and addresses. No file asks for
    /// it, only whoever starts the run.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub lists: Option<Purpose>,
    /// The values at fault in the workbooks that go back to the agencies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<Purpose>,
    /// The table `full_identifiers`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_identifiers: Option<Purpose>,
}

impl Unmasked {
    /// What is shown and what for; none if nothing is.
    pub fn in_words(&self) -> Option<String> {
        let all = [
            ("lists", &self.lists),
            ("returns", &self.returns),
            ("full_identifiers", &self.full_identifiers),
        ];
        let given = all.into_iter().filter_map(|(what, purpose)| Some((what, purpose.as_ref()?)));
        let words: Vec<String> =
            given.map(|(what, purpose)| format!("{what}: {}", purpose.as_str())).collect();
        (!words.is_empty()).then(|| words.join("; "))
    }
}
