//! Schemes (救助项目): what can be granted, as codes with the names agencies use for them.

use std::collections::BTreeMap;

/// One scheme of the policy pack.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// The code the rules use, such as `DBN`.
    pub code: String,
    /// The name reports print, such as `农村低保`.
    pub name: String,
    /// Which group of schemes it belongs to, such as `subsistence` or `temporary_relief`.
    pub group: String,
    /// The agency that answers for it.
    pub office: String,
    /// How extracts write it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The schemes of the policy pack by code, and by every name agencies use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schemes {
    by_code: BTreeMap<String, Scheme>,
    code_of_name: BTreeMap<String, String>,
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

    /// In order of code.
    pub fn iter(&self) -> impl Iterator<Item = &Scheme> {
        self.by_code.values()
    }
}
