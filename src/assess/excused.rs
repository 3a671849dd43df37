//! Excused: what a rule would have found, but for its exceptions.
//!
//! A rule only says what it finds. To learn what an exception lets pass, the rule is asked once more
//! without any, and where that finds more, without each alone: what appears is that exception's doing.
//! So no rule has to tell its exceptions apart, and an exception that never excuses anybody shows.

use super::draft::Draft;
use super::policy::Rule;

/// A draft that exceptions keep from being a finding.
pub(super) struct ExcusedDraft {
    pub draft: Draft,
    /// The names of the exceptions that excuse it: each of which is enough, or all of which it takes.
    pub by: Vec<String>,
}

/// What the exceptions of a rule keep from being found, given what it finds with all of them.
pub(super) fn of_rule(
    rule: &Rule,
    found: &[Draft],
    find: impl Fn(&[String]) -> Vec<Draft>,
) -> Vec<ExcusedDraft> {
    let exceptions = &rule.exception_names;
    if exceptions.is_empty() {
        return Vec::new();
    }
    let mut excused: Vec<Draft> = find(&[]);
    excused.retain(|draft| !is_among(draft, found));
    if excused.is_empty() {
        return Vec::new();
    }
    // An exception excuses what is not found where it alone is heeded.
    let alone: Vec<(&String, Vec<Draft>)> =
        exceptions.iter().map(|one| (one, find(std::slice::from_ref(one)))).collect();
    let by = |draft: &Draft| -> Vec<String> {
        let excusing = alone.iter().filter(|(_, left)| !is_among(draft, left));
        let by: Vec<String> = excusing.map(|(name, _)| (*name).clone()).collect();
        if by.is_empty() { together(draft, exceptions, &find) } else { by }
    };
    excused.into_iter().map(|draft| ExcusedDraft { by: by(&draft), draft }).collect()
}

/// The exceptions that excuse a draft only together, a part of the matter each: those without one of
/// which it is found.
fn together(
    draft: &Draft,
    exceptions: &[String],
    find: &impl Fn(&[String]) -> Vec<Draft>,
) -> Vec<String> {
    let is_needed = |one: &&String| {
        let others: Vec<String> = exceptions.iter().filter(|other| other != one).cloned().collect();
        is_among(draft, &find(&others))
    };
    exceptions.iter().filter(is_needed).cloned().collect()
}

/// Whether a draft speaks of the same matter as one of others: of the same people at a time they share.
/// Exceptions may shorten a matter's time, and so change its discriminator.
fn is_among(draft: &Draft, others: &[Draft]) -> bool {
    others.iter().any(|other| {
        let same_time = match (draft.from.zip(draft.to), other.from.zip(other.to)) {
            (Some(one), Some(other)) => one.0 <= other.1 && other.0 <= one.1,
            _ => draft.discriminator == other.discriminator,
        };
        same_time && other.subjects.first() == draft.subjects.first()
    })
}
