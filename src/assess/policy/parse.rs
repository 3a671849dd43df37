//! From texts to a policy, or to the list of everything that is wrong with the texts.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::parameters::{self, ParameterFile, Parameters};
use super::statistics::{self, Pack};
use super::{Exception, Function, Policy, QueueSettings, Rule, Subject};
use crate::assess::example::Example;
use crate::assess::programmes::Programme;
use crate::assess::rules::{KINDS, Kind};
use crate::assess::scheme_set::{self, SchemeSet};
use crate::assess::sentence;
use crate::domain::{Cause, Day, Family, Scheme, Schemes, Severity};

/// The texts of a pack; reading the files is the caller's business.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyParts {
    pub schemes_toml: String,
    pub parameters_toml: String,
    /// Empty where the place has nothing counted.
    pub statistics_toml: String,
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
    #[serde(default)]
    programme: Vec<Spanned<Programme>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// None where all of a file wait, as comments, for their sources.
    #[serde(default)]
    rule: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    code: Spanned<String>,
    name: String,
    /// For lists in English.
    name_en: Option<String>,
    /// The first day on which the rule holds; from the beginning where it is not said.
    effective_from: Option<Spanned<String>>,
    /// The last day on which it holds.
    effective_to: Option<Spanned<String>>,
    family: Family,
    severity: Severity,
    /// Whether what it finds is a note, and nothing to verify.
    #[serde(default)]
    note: bool,
    /// What the rule looks at.
    household: Subject,
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
    /// What a wrong finding would do to a household; what the pack says of the family where it is not
    /// said.
    harm: Option<String>,
    basis: String,
    #[serde(default)]
    depends_on: Vec<String>,
    #[serde(default)]
    protected_by: Vec<String>,
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
    let (schemes, causes, programmes) =
        schemes.map(|file| (file.scheme, file.cause, file.programme)).unwrap_or_default();
    let schemes = Schemes::new(schemes).with_causes(causes);
    let programmes = checked_programmes(programmes, &schemes, &parts.schemes_toml, &mut faults);
    let file: Option<ParameterFile> = read("parameters.toml", &parts.parameters_toml, &mut faults);
    let declared = file.as_ref().map_or(&[][..], |file| &file.parameters);
    check_parameters(declared, &parts.parameters_toml, &mut faults);
    let parameters = parameters::in_force(declared, run_date);
    let no_harm = BTreeMap::new();
    let harm = file.as_ref().map_or(&no_harm, |file| &file.harm);
    let mut rules = Vec::new();
    for (name, text) in &parts.rules {
        let Some(file) = read::<RuleFile>(name, text, &mut faults) else { continue };
        for rule in file.rule {
            let mut author = Author {
                file: name,
                text,
                schemes: &schemes,
                parameters: &parameters,
                harm,
                faults: &mut faults,
            };
            rules.extend(author.rule(rule));
        }
    }
    let rules = in_force(rules, run_date, &mut faults);
    let mut dated = Dated { text: &parts.parameters_toml, on: run_date, faults: &mut faults };
    let queue = file.as_ref().and_then(|file| {
        let from = |queue: &QueueSettings| queue.effective_from.clone();
        dated.latest("queue", &file.queue, from).or_else(|| dated.nothing("queue"))
    });
    let review = file.as_ref().and_then(|file| {
        dated.latest("review", &file.review, |review| review.effective_from.clone())
    });
    let pack = Pack {
        text: &parts.statistics_toml,
        schemes: &schemes,
        declared,
        parameters: &parameters,
        run_date,
    };
    let (needs, funds) = statistics::parse(&pack, &mut faults);
    faults.sort_unstable();
    match file.zip(queue) {
        Some((file, queue)) if faults.is_empty() => Ok(Policy {
            schemes,
            programmes,
            rules,
            needs,
            funds,
            queue,
            review: review.unwrap_or_default(),
            stale_after_days: file.stale_after_days,
        }),
        _ => Err(faults),
    }
}

/// A rule and the days on which it holds.
struct DatedRule {
    from: Option<Day>,
    to: Option<Day>,
    rule: Rule,
}

/// Of each code the rule of the day. A code that has none on that day is off, and listed as off.
fn in_force(mut dated: Vec<DatedRule>, on: Day, faults: &mut Vec<PolicyFault>) -> Vec<Rule> {
    dated.sort_by(|one, other| (&one.rule.code, one.from).cmp(&(&other.rule.code, other.from)));
    let same = |one: &DatedRule, other: &DatedRule| one.rule.code == other.rule.code;
    for twice in dated.windows(2).filter(|two| same(&two[0], &two[1]) && two[0].from == two[1].from)
    {
        let message = format!("code {} is declared twice for the same days", twice[0].rule.code);
        faults.push(PolicyFault { file: "rules".to_owned(), line: None, message });
    }
    let mut rules: Vec<Rule> = Vec::new();
    let mut versions = dated.into_iter().peekable();
    while let Some(mut newest) = versions.next() {
        while let Some(next) = versions.next_if(|next| same(&newest, next)) {
            // A version that has begun replaces the one before.
            if next.from.is_none_or(|from| from <= on) {
                newest = next;
            }
        }
        let DatedRule { from, to, mut rule } = newest;
        let why = match (from, to) {
            (Some(from), _) if from > on => Some(format!("自{from}起施行")),
            (_, Some(to)) if to < on => Some(format!("已于{to}停止执行")),
            _ => None,
        };
        if let Some(why) = why {
            rule.function = Function::Off(why);
        }
        rules.push(rule);
    }
    rules
}

pub(super) fn read<T: serde::de::DeserializeOwned>(
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

pub(super) fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).expect("a policy text has few lines")
}

/// The programmes, after every fault of theirs has been noted.
fn checked_programmes(
    programmes: Vec<Spanned<Programme>>,
    schemes: &Schemes,
    text: &str,
    faults: &mut Vec<PolicyFault>,
) -> Vec<Programme> {
    let checked = programmes.into_iter().map(|programme| {
        let line = Some(line_at(text, programme.span().start));
        let programme = programme.into_inner();
        let name = &programme.name;
        let mut fault = |message: String| {
            faults.push(PolicyFault { file: "schemes.toml".to_owned(), line, message });
        };
        if programme.basis.trim().is_empty() {
            fault(format!("programme `{name}`: give the basis, or write 未核实"));
        }
        let sets = programme.granted.iter().chain([&programme.not_granted]);
        for pattern in sets.flat_map(SchemeSet::patterns) {
            if !schemes.iter().any(|one| scheme_set::matches(pattern, &one.code)) {
                fault(format!("programme `{name}`: unknown scheme `{pattern}`"));
            }
        }
        programme
    });
    checked.collect()
}

/// Tables that hold from their day on, as `[[queue]]` does.
struct Dated<'a> {
    /// The text of `parameters.toml`.
    text: &'a str,
    on: Day,
    faults: &'a mut Vec<PolicyFault>,
}

impl Dated<'_> {
    /// The latest of these tables that is not after the day.
    fn latest<T: Clone>(
        &mut self,
        name: &str,
        declared: &[Spanned<T>],
        effective_from: impl Fn(&T) -> String,
    ) -> Option<T> {
        let mut dated: BTreeMap<Day, &T> = BTreeMap::new();
        for one in declared {
            let line = Some(line_at(self.text, one.span().start));
            match effective_from(one.get_ref()).parse::<Day>() {
                Err(error) => self.fault(line, error.to_string()),
                Ok(from) => {
                    if dated.insert(from, one.get_ref()).is_some() {
                        self.fault(line, format!("[[{name}]] is declared twice from {from} on"));
                    }
                }
            }
        }
        let latest = dated.into_iter().rfind(|(from, _)| *from <= self.on);
        latest.map(|(_, table)| table.clone())
    }

    /// Tells that a table is wanted and none holds.
    fn nothing<T>(&mut self, name: &str) -> Option<T> {
        let message = format!("no [[{name}]] holds on {}", self.on);
        self.fault(None, message);
        None
    }

    fn fault(&mut self, line: Option<u32>, message: String) {
        self.faults.push(PolicyFault { file: "parameters.toml".to_owned(), line, message });
    }
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
    /// What a wrong finding of each family would do.
    harm: &'a BTreeMap<Family, String>,
    faults: &'a mut Vec<PolicyFault>,
}

impl Author<'_> {
    fn fault(&mut self, offset: usize, message: String) {
        let line = Some(line_at(self.text, offset));
        self.faults.push(PolicyFault { file: self.file.to_owned(), line, message });
    }

    fn day(&mut self, text: Option<&Spanned<String>>) -> Option<Day> {
        let text = text?;
        let day = text.get_ref().parse::<Day>();
        day.map_err(|error| self.fault(text.span().start, error.to_string())).ok()
    }

    fn rule(&mut self, rule: RuleText) -> Option<DatedRule> {
        let (from, to) =
            (self.day(rule.effective_from.as_ref()), self.day(rule.effective_to.as_ref()));
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
        let harm = rule.harm.or_else(|| self.harm.get(&rule.family).cloned());
        if harm.is_none() {
            let message = format!("{code}: say what harm a wrong finding does, here or in [harm]");
            self.fault(rule.code.span().start, message);
        }
        let examples = rule.examples.into_iter().filter_map(|one| self.example(&code, one));
        let rule = Rule {
            examples: examples.collect(),
            exception_names: exceptions.iter().map(|one| one.name.clone()).collect(),
            code,
            name: rule.name,
            name_en: rule.name_en,
            family: rule.family,
            severity: rule.severity,
            note: rule.note,
            reason: rule.reason.into_inner().trim().to_owned(),
            verify: rule.verify.trim().to_owned(),
            office: rule.office,
            harm: harm.unwrap_or_default(),
            basis: rule.basis,
            household: rule.household,
            depends_on: rule.depends_on,
            protected_by: rule.protected_by,
            exceptions,
            legitimate: rule.legitimate,
            parameters,
            function,
        };
        Some(DatedRule { from, to, rule })
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
        let mut resolved = toml::Table::new();
        let mut missing = None;
        for (name, value) in &rule.parameters {
            match parameters::resolve(value.get_ref(), self.parameters) {
                Ok(value) => {
                    resolved.insert(name.clone(), value);
                }
                Err(why) => missing = Some(why),
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
                    let code = rule.code.get_ref();
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
