//! Assess: dossiers and the policy pack become findings with evidence, then cases.
//!
//! A rule is a pure function of one dossier (or of one value several people share), so rules run in
//! parallel, are tested with a few lines of text, and need nothing else. What local policy decides
//! (schemes, amounts, months, words) is in the pack; what is here are the kinds of question. A
//! finding never decides anything: it is a lead with its evidence and what speaks for the person.

mod bills;
mod counted;
mod coverage;
mod deaths;
mod dossiers;
mod draft;
mod example;
mod excused;
mod findings;
mod force;
mod holders;
mod period;
mod policy;
mod programmes;
mod queue;
mod rules;
mod scheme_set;
mod sentence;
mod strays;
mod terms;
#[cfg(test)]
mod tests;

pub use coverage::coverage;
pub use dossiers::{Night, build_dossiers};
pub use example::{Example, ExampleFailure, run_examples};
pub use findings::assess;
pub use policy::{
    DueDays, Exception, Need, Policy, PolicyFault, PolicyParts, QueueSettings, Rule, RuleOff,
};
pub use queue::cases;
