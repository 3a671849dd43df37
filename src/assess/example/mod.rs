//! Examples: a dossier in a few lines of text, and the findings a rule must make of it.
//!
//! The rules of a pack carry their own examples, at least one that is found and one that is not
//! for a legitimate reason, so that whoever changes a parameter sees what it changes.

mod scene;

use super::findings::{self, Court, Sitting};
use super::policy::{Policy, Rule};
use crate::domain::{Excused, Finding, PersonId};
use scene::Scene;

/// One example of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    pub title: String,
    scene: Scene,
    /// One line for each finding: code, severity, grade, people, yuan.
    expect: Vec<String>,
}

/// An example whose findings are not the expected ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} `{title}`: expected [{expected}], found [{found}]")]
pub struct ExampleFailure {
    pub code: String,
    pub title: String,
    pub expected: String,
    pub found: String,
}

impl Example {
    /// Reads an example's texts; the error says which line is not understood.
    pub fn parse(title: &str, dossier: &str, expect: &str) -> Result<Self, String> {
        let lines = expect.lines().map(str::trim).filter(|line| !line.is_empty());
        Ok(Self {
            title: title.to_owned(),
            scene: Scene::parse(dossier)?,
            expect: lines.map(str::to_owned).collect(),
        })
    }

    fn check(&self, policy: &Policy, rule: &Rule) -> Option<ExampleFailure> {
        let found: Vec<String> =
            self.heard(policy, rule)?.0.iter().map(|finding| self.line(finding)).collect();
        (found != self.expect).then(|| ExampleFailure {
            code: rule.code.clone(),
            title: self.title.clone(),
            expected: self.expect.join(" | "),
            found: found.join(" | "),
        })
    }

    /// What the rule finds and what its exceptions excuse; `None` when the pack leaves it off.
    pub(super) fn heard(
        &self,
        policy: &Policy,
        rule: &Rule,
    ) -> Option<(Vec<Finding>, Vec<Excused>)> {
        let court = Court {
            policy,
            run_date: self.scene.run_date,
            sources: &self.scene.sources,
            rules: vec![Sitting {
                rule,
                function: rule.declared_function()?,
                unprotected: Vec::new(),
            }],
        };
        let dossiers = std::slice::from_ref(&self.scene.dossier);
        Some(findings::find(dossiers, &self.scene.shared, &court))
    }

    /// The dossier of its scene.
    #[cfg(test)]
    pub(super) const fn dossier(&self) -> &crate::domain::Dossier {
        &self.scene.dossier
    }

    fn line(&self, finding: &Finding) -> String {
        let name = |person: &PersonId| self.scene.names.get(person).map_or("?", String::as_str);
        let names: Vec<&str> = finding.subjects.iter().map(name).collect();
        format!(
            "{} {} {} {} {}",
            finding.code,
            finding.severity.code(),
            finding.grade.code(),
            names.join("、"),
            finding.amount.in_yuan()
        )
    }
}

/// Runs the examples of every rule that the pack has on.
pub fn run_examples(policy: &Policy) -> Vec<ExampleFailure> {
    let examples = policy.rules.iter().flat_map(|rule| {
        rule.examples.iter().filter_map(move |example| example.check(policy, rule))
    });
    examples.collect()
}
