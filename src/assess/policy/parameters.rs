//! Parameters: dated values with their basis, and what stands for them in a rule.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Spanned, Value};

use super::QueueSettings;
use crate::domain::{Day, Family, ReviewRules};

/// The text of `parameters.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParameterFile {
    pub stale_after_days: u32,
    /// The settings of the queue, each from its day on.
    #[serde(default)]
    pub queue: Vec<Spanned<QueueSettings>>,
    /// How lists are reviewed, each from its day on.
    #[serde(default)]
    pub review: Vec<Spanned<ReviewRules>>,
    /// What a finding of each family would do to a household if it is wrong.
    #[serde(default)]
    pub harm: BTreeMap<Family, String>,
    #[serde(default, rename = "parameter")]
    pub parameters: Vec<Parameter>,
}

/// A parameter's history.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameter {
    pub name: Spanned<String>,
    /// What it means, in Chinese.
    pub about: String,
    #[serde(default)]
    pub values: Vec<DatedValue>,
}

/// A value and the day from which it holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatedValue {
    pub effective_from: Spanned<String>,
    pub value: Value,
    /// The document and article, or that it is unverified.
    pub basis: String,
}

/// What a parameter is on the run date.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum InForce {
    Value(Value),
    /// Declared, with no value on that day; holds what it means.
    Nothing(String),
}

/// Parameters by name.
pub(super) type Parameters = BTreeMap<String, InForce>;

/// The values in force on a day: of each parameter the latest that is not after it.
pub(super) fn in_force(parameters: &[Parameter], on: Day) -> Parameters {
    let value = |parameter: &Parameter| {
        let dated = parameter.values.iter().filter_map(|dated| {
            let from: Day = dated.effective_from.get_ref().parse().ok()?;
            (from <= on).then_some((from, &dated.value))
        });
        let latest = dated.max_by_key(|(from, _)| *from);
        latest.map_or_else(
            || InForce::Nothing(parameter.about.clone()),
            |(_, value)| InForce::Value(value.clone()),
        )
    };
    let named = parameters.iter().map(|one| (one.name.get_ref().clone(), value(one)));
    named.collect()
}

/// The value with every `{ parameter = "name" }` replaced by what is in force, or why a parameter has no
/// value: the rule is off then.
pub(super) fn resolve(value: &Value, parameters: &Parameters) -> Result<Value, String> {
    match value {
        Value::Table(table) => {
            if let (1, Some(Value::String(name))) = (table.len(), table.get("parameter")) {
                return named(name, parameters);
            }
            let resolved = table
                .iter()
                .map(|(key, value)| resolve(value, parameters).map(|value| (key.clone(), value)));
            resolved.collect::<Result<_, _>>().map(Value::Table)
        }
        Value::Array(items) => {
            let resolved = items.iter().map(|item| resolve(item, parameters));
            resolved.collect::<Result<_, _>>().map(Value::Array)
        }
        plain => Ok(plain.clone()),
    }
}

fn named(name: &str, parameters: &Parameters) -> Result<Value, String> {
    match parameters.get(name) {
        Some(InForce::Value(value)) => Ok(value.clone()),
        Some(InForce::Nothing(about)) => Err(format!("参数 {name}（{about}）没有现行值")),
        None => Err(format!("参数 {name} 未定义")),
    }
}

/// Parameters as a finding shows them: `cap_yuan=3000; schemes=LS*`.
pub(super) fn shown(parameters: &toml::Table) -> String {
    let mut parts = Vec::new();
    for (name, value) in parameters {
        show(name, value, &mut parts);
    }
    parts.join("; ")
}

fn show(name: &str, value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            for (inner, value) in table {
                show(&format!("{name}.{inner}"), value, parts);
            }
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(plain).collect();
            parts.push(format!("{name}={}", items.join(",")));
        }
        value => parts.push(format!("{name}={}", plain(value))),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
