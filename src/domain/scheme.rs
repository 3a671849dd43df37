//! Schemes (救助项目): what can be granted and for which cause, as codes with the names agencies use.

use std::collections::BTreeMap;

use super::Language;

/// One scheme of the policy pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// The code the rules use, such as `DBN`.
    pub code: String,
    /// The name reports print, such as `农村低保`.
    pub name: String,
    /// What an English list prints, such as `rural subsistence allowance`.
    pub name_en: Option<String>,
    /// Which group of schemes it belongs to, such as `subsistence` or `temporary_relief`.
    pub group: String,
    /// The agency that answers for it.
    pub office: String,
    /// How extracts write it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// One cause (困难原因) for which schemes are granted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The code the rules use, such as `illness`.
    pub code: String,
    /// The name reports print, such as `因病`.
    pub name: String,
    /// How extracts write it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The schemes and causes of the policy pack by code, and by every name agencies use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schemes {
    by_code: BTreeMap<String, Scheme>,
    code_of_name: BTreeMap<String, String>,
    cause_names: BTreeMap<String, String>,
    cause_of_name: BTreeMap<String, String>,
}

impl Schemes {
    pub fn new(schemes: impl IntoIterator<Item = Scheme>) -> Self {
        let mut catalogue = Self::default();
        for scheme in schemes {
            for name in scheme.aliases.iter().chain([&scheme.name, &scheme.code]) {
                catalogue.code_of_name.insert(name.clone(), scheme.code.clone());
            }
            catalogue.by_code.insert(scheme.code.clone(), scheme);
        }
        catalogue
    }

    /// The same schemes with these causes.
    pub fn with_causes(mut self, causes: impl IntoIterator<Item = Cause>) -> Self {
        for cause in causes {
            for name in cause.aliases.iter().chain([&cause.name, &cause.code]) {
                self.cause_of_name.insert(name.clone(), cause.code.clone());
            }
            self.cause_names.insert(cause.code, cause.name);
        }
        self
    }

    /// The code of a cause behind a name, an alias or the code itself.
    pub fn cause_of(&self, name: &str) -> Option<&str> {
        self.cause_of_name.get(name).map(String::as_str)
    }

    /// The cause's printed name, if the pack has it.
    pub fn cause_name(&self, code: &str) -> Option<&str> {
        self.cause_names.get(code).map(String::as_str)
    }

    pub fn get(&self, code: &str) -> Option<&Scheme> {
        self.by_code.get(code)
    }

    /// The code behind a name, an alias or the code itself.
    pub fn code_of(&self, name: &str) -> Option<&str> {
        self.code_of_name.get(name).map(String::as_str)
    }

    /// The scheme's printed name, or its code where the pack does not know it.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.get(code).map_or(code, |scheme| scheme.name.as_str())
    }

    /// The same in a language: in English the English name, where the pack has one.
    pub fn name_in<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        let english = self.get(code).and_then(|scheme| scheme.name_en.as_deref());
        match (language, english) {
            (Language::English, Some(name)) => name,
            _ => self.name(code),
        }
    }

    /// In order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Scheme> {
        self.by_code.values()
    }
}
