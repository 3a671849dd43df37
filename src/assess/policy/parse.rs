//! From texts to a policy, or to the list of everything that is wrong with the texts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::parameters::{self, ParameterFile, Parameters, Unresolved};
use super::{Exception, Function, Policy, Rule};
use crate::assess::example::Example;
use crate::assess::rules::{KINDS, Kind};
use crate::assess::scheme_set;
use crate::assess::sentence;
use crate::domain::{Cause, Day, Family, Scheme, Schemes, Severity};

/// The texts of a pack; reading the files is the caller's business.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyParts {
    pub schemes_toml: String,
    pub parameters_toml: String,
    /// File name and text of each file of rules.
    pub rules: Vec<(String, String)>,
}

/// Something wrong with a pack, where its author finds it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}{}: {message}", line.map_or_else(String::new, |line| format!(":{line}")))]
pub struct PolicyFault {
    pub file: String,
    /// Counted from 1, where it is known.
    pub line: Option<u32>,
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemeFile {
    scheme: Vec<Scheme>,
    #[serde(default)]
    cause: Vec<Cause>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    code: Spanned<String>,
    name: String,
    family: Family,
    severity: Severity,
    kind: Spanned<String>,
    #[serde(default)]
    parameters: BTreeMap<String, Spanned<Value>>,
    #[serde(default)]
    exceptions: Vec<ExceptionText>,
    #[serde(default)]
    legitimate: Vec<String>,
    reason: Spanned<String>,
    verify: String,
    office: String,
    basis: String,
    #[serde(default)]
    depends_on: Vec<String>,
    /// Why the place does not use the rule.
    off: Option<String>,
    #[serde(default, rename = "example")]
    examples: Vec<Spanned<ExampleText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionText {
    name: Spanned<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleText {
    title: String,
    dossier: String,
    expect: String,
}

pub(super) fn parse(parts: &PolicyParts, run_date: Day) -> Result<Policy, Vec<PolicyFault>> {
    let mut faults = Vec::new();
    let schemes: Option<SchemeFile> = read("schemes.toml", &parts.schemes_toml, &mut faults);
    let (schemes, causes) = schemes.map(|file| (file.scheme, file.cause)).unwrap_or_default();
    let schemes = Schemes::new(schemes).with_causes(causes);
    let file: Option<ParameterFile> = read("parameters.toml", &parts.parameters_toml, &mut faults);
    let declared = file.as_ref().map_or(&[][..], |file| &file.parameters);
    check_parameters(declared, &parts.parameters_toml, &mut faults);
    let parameters = parameters::in_force(declared, run_date);
    let mut rules = Vec::new();
    for (name, text) in &parts.rules {
        let Some(file) = read::<RuleFile>(name, text, &mut faults) else { continue };
        for rule in file.rule {
            let mut author = Author {
                file: name,
                text,
                schemes: &schemes,
                parameters: &parameters,
                faults: &mut faults,
            };
            rules.extend(author.rule(rule));
        }
    }
    rules.sort_by(|one, other| one.code.cmp(&other.code));
    for twice in rules.windows(2).filter(|pair| pair[0].code == pair[1].code) {
        let message = format!("code {} is declared twice", twice[0].code);
        faults.push(PolicyFault { file: "rules".to_owned(), line: None, message });
    }
    faults.sort_unstable();
    match file {
        Some(file) if faults.is_empty() => Ok(Policy {
            schemes,
            rules,
            queue: file.queue,
            stale_after_days: file.stale_after_days,
        }),
        _ => Err(faults),
    }
}

fn read<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
    faults: &mut Vec<PolicyFault>,
) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let line = error.span().map(|span| line_at(text, span.start));
            let message = error.message().to_owned();
            faults.push(PolicyFault { file: file.to_owned(), line, message });
        })
        .ok()
}

fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).expect("a policy text has few lines")
}

fn check_parameters(declared: &[parameters::Parameter], text: &str, faults: &mut Vec<PolicyFault>) {
    let mut fault = |offset: usize, message: String| {
        let line = Some(line_at(text, offset));
        faults.push(PolicyFault { file: "parameters.toml".to_owned(), line, message });
    };
    let mut names = BTreeSet::new();
    for parameter in declared {
        let name = parameter.name.get_ref();
        if !names.insert(name) {
            fault(parameter.name.span().start, format!("parameter `{name}` is declared twice"));
        }
        for dated in &parameter.values {
            if let Err(error) = dated.effective_from.get_ref().parse::<Day>() {
                fault(dated.effective_from.span().start, error.to_string());
            }
            if dated.basis.trim().is_empty() {
                let message = format!("parameter `{name}`: give the basis, or write 未核实");
                fault(dated.effective_from.span().start, message);
            }
        }
    }
}

/// Reads the rules of one file and notes what is wrong with them.
struct Author<'a> {
    file: &'a str,
    text: &'a str,
    schemes: &'a Schemes,
    parameters: &'a Parameters,
    faults: &'a mut Vec<PolicyFault>,
}

impl Author<'_> {
    fn fault(&mut self, offset: usize, message: String) {
        let line = Some(line_at(self.text, offset));
        self.faults.push(PolicyFault { file: self.file.to_owned(), line, message });
    }

    fn rule(&mut self, rule: RuleText) -> Option<Rule> {
        let code = rule.code.get_ref().clone();
        let name = rule.kind.get_ref();
        let Some(kind) = KINDS.iter().find(|kind| kind.name == name) else {
            let known: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            let message = format!("{code}: unknown kind `{name}`; known are {}", known.join(", "));
            self.fault(rule.kind.span().start, message);
            return None;
        };
        self.check_words(&rule, kind);
        self.check_exceptions(&rule, kind);
        let (function, parameters) = self.function(&rule, kind);
        let function = match rule.off {
            Some(why) => Function::Off(why),
            None => function,
        };
        let exceptions: Vec<Exception> = rule
            .exceptions
            .into_iter()
            .map(|one| Exception { name: one.name.into_inner(), text: one.text })
            .collect();
        let examples = rule.examples.into_iter().filter_map(|one| self.example(&code, one));
        Some(Rule {
            examples: examples.collect(),
            exception_names: exceptions.iter().map(|one| one.name.clone()).collect(),
            code,
            name: rule.name,
            family: rule.family,
            severity: rule.severity,
            reason: rule.reason.into_inner().trim().to_owned(),
            verify: rule.verify.trim().to_owned(),
            office: rule.office,
            basis: rule.basis,
            depends_on: rule.depends_on,
            exceptions,
            legitimate: rule.legitimate,
            parameters,
            function,
        })
    }

    fn check_words(&mut self, rule: &RuleText, kind: &Kind) {
        let code = rule.code.get_ref();
        for word in sentence::placeholders(rule.reason.get_ref()) {
            if !kind.words.contains(&word) {
                let known = kind.words.join(", ");
                let message =
                    format!("{code}: unknown word {{{word}}} in reason; known are {known}");
                self.fault(rule.reason.span().start, message);
            }
        }
    }

    fn check_exceptions(&mut self, rule: &RuleText, kind: &Kind) {
        let code = rule.code.get_ref();
        for exception in &rule.exceptions {
            let name = exception.name.get_ref();
            if !kind.exceptions.contains(&name.as_str()) {
                let message = format!(
                    "{code}: kind {} knows no exception `{name}`; it knows {}",
                    kind.name,
                    kind.exceptions.join(", ")
                );
                self.fault(exception.name.span().start, message);
            }
        }
    }

    /// The rule's function on its resolved parameters, and the parameters as findings show them.
    fn function(&mut self, rule: &RuleText, kind: &Kind) -> (Function, String) {
        let code = rule.code.get_ref();
        let mut resolved = toml::Table::new();
        let mut missing = None;
        for (name, value) in &rule.parameters {
            match parameters::resolve(value.get_ref(), self.parameters) {
                Ok(value) => {
                    resolved.insert(name.clone(), value);
                }
                Err(Unresolved::NotInForce(why)) => missing = Some(why),
                Err(Unresolved::Unknown(unknown)) => {
                    let message = format!("{code}: unknown parameter `{unknown}`");
                    self.fault(value.span().start, message);
                    missing = Some(message_off(&unknown));
                }
            }
        }
        let shown = parameters::shown(&resolved);
        if let Some(why) = missing {
            return (Function::Off(why), shown);
        }
        match (kind.read)(resolved) {
            Ok(function) => {
                self.check_schemes(rule, &function.scheme_sets());
                (Function::On(function), shown)
            }
            Err(error) => {
                let message = error.message().to_owned();
                // A setting that is not given turns the rule off; one that is wrong is a fault.
                if !message.starts_with("missing field") {
                    self.fault(rule.kind.span().start, format!("{code}: {message}"));
                }
                (Function::Off(format!("参数不全：{message}")), shown)
            }
        }
    }

    fn check_schemes(&mut self, rule: &RuleText, sets: &[&scheme_set::SchemeSet]) {
        let code = rule.code.get_ref();
        for pattern in sets.iter().flat_map(|set| set.patterns()) {
            let known = self.schemes.iter().any(|one| scheme_set::matches(pattern, &one.code));
            if !known {
                let parameters = rule.parameters.values();
                let named = parameters.filter(|value| mentions(value.get_ref(), pattern));
                let offset = named.map(|value| value.span().start).min();
                let offset = offset.unwrap_or_else(|| rule.code.span().start);
                self.fault(offset, format!("{code}: unknown scheme `{pattern}`"));
            }
        }
    }

    fn example(&mut self, code: &str, example: Spanned<ExampleText>) -> Option<Example> {
        let offset = example.span().start;
        let ExampleText { title, dossier, expect } = example.into_inner();
        Example::parse(&title, &dossier, &expect)
            .map_err(|error| self.fault(offset, format!("{code}: example `{title}`: {error}")))
            .ok()
    }
}

fn mentions(value: &Value, text: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| item.as_str() == Some(text)),
        Value::Table(table) => table.values().any(|value| mentions(value, text)),
        value => value.as_str() == Some(text),
    }
}

fn message_off(parameter: &str) -> String {
    format!("参数 {parameter} 未定义")
}
