//! Short forms: which full names a short one stands for, as a pipeline says.

use std::collections::BTreeMap;

/// Full names by short form: `ted` is an edmund, an edward or a theodore.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "BTreeMap<String, Vec<String>>")]
pub struct ShortForms(BTreeMap<String, Vec<String>>);

/// The text agrees with no name, whatever it is short for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` would agree with no name: names are compared word by word in small letters")]
pub struct NotAWord(String);

impl TryFrom<BTreeMap<String, Vec<String>>> for ShortForms {
    type Error = NotAWord;

    /// Takes the forms that each full name is shortened to.
    fn try_from(forms_of: BTreeMap<String, Vec<String>>) -> Result<Self, NotAWord> {
        let is_word = |text: &String| {
            !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase())
        };
        let mut full_names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (full, forms) in forms_of {
            if let Some(other) = forms.iter().chain([&full]).find(|text| !is_word(text)) {
                return Err(NotAWord(other.clone()));
            }
            for form in forms {
                full_names.entry(form).or_default().push(full.clone());
            }
        }
        Ok(Self(full_names))
    }
}

impl ShortForms {
    /// Whether the pipeline says nothing of them.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The full names that a name is short for, in order.
    pub fn full_names(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}
