//! Conflicting identity: one valid number under names that cannot be one name, of different people.
//!
//! Where linkage has found that all rows are one person's, the names are that person's spellings and
//! nobody is confused with anybody. Rows that both give the birth date the number holds are one
//! person's too, under another name: whoever copies somebody else's number gives their own. A register that gives a former name settles which two names are one person's. A former name that
//! no source declares still looks like a conflict, and the reviewer is told of the possibility.

use serde::Deserialize;

use super::RuleKind;
use crate::assess::draft::{Context, Draft};
use crate::domain::{Fen, Holder, SharedKind, SharedValue};

/// A number with more names than this is an office's filler, not a person's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictingIdentity {
    pub most_names: usize,
}

impl RuleKind for ConflictingIdentity {
    const NAME: &'static str = "conflicting_identity";
    const EXCEPTIONS: &'static [&'static str] =
        &["same_reading", "unknown_character", "former_name", "same_birth"];
    const WORDS: &'static [&'static str] = &["name", "number", "names", "count", "agencies"];

    fn shared_kind(&self) -> Option<SharedKind> {
        Some(SharedKind::ResidentId)
    }

    fn find_shared(&self, shared: &SharedValue, context: &Context) -> Vec<Draft> {
        conflicting_identity(shared, self, context).into_iter().collect()
    }
}

/// Finds whether the holders' names differ in writing and in sound, and no row says that one of
/// them was the other.
pub fn conflicting_identity(
    shared: &SharedValue,
    settings: &ConflictingIdentity,
    context: &Context,
) -> Option<Draft> {
    let known = |one: &&Holder| one.name_key != 0 || !context.heeds("unknown_character");
    let holders: Vec<&Holder> = shared.holders.iter().filter(known).collect();
    let names = incompatible(&holders, |one, other| is_compatible(one, other, shared, context));
    (2..=settings.most_names).contains(&names.len()).then(|| draft(shared, &names, context))
}

/// The first holder of each name, where names are one that a chain of compatible names connects.
fn incompatible<'a>(
    holders: &[&'a Holder],
    compatible: impl Fn(&Holder, &Holder) -> bool,
) -> Vec<&'a Holder> {
    let mut first_of: Vec<usize> = Vec::with_capacity(holders.len());
    for (at, holder) in holders.iter().enumerate() {
        let same = (0..at).filter(|one| compatible(holders[*one], holder));
        let same: Vec<usize> = same.map(|one| first_of[one]).collect();
        let first = same.iter().copied().min().unwrap_or(at);
        for one in first_of.iter_mut().filter(|one| same.contains(one)) {
            *one = first;
        }
        first_of.push(first);
    }
    let firsts = first_of.iter().enumerate().filter(|(at, first)| at == *first);
    firsts.map(|(at, _)| holders[at]).collect()
}

fn is_compatible(one: &Holder, other: &Holder, shared: &SharedValue, context: &Context) -> bool {
    let same_sound = one.reading_key == other.reading_key && context.heeds("same_reading");
    let names = [one.name_key, other.name_key];
    let declared = shared
        .declared
        .iter()
        .any(|[name, former]| names == [*name, *former] || names == [*former, *name]);
    let same_birth = one.own_birth && other.own_birth && context.heeds("same_birth");
    one.name_key == other.name_key
        || one.person == other.person
        || same_sound
        || same_birth
        || declared && context.heeds("former_name")
}

fn draft(shared: &SharedValue, names: &[&Holder], context: &Context) -> Draft {
    let mut agencies: Vec<&str> = names.iter().map(|one| context.agency_name(one.proof)).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let masked: Vec<&str> = names.iter().map(|one| one.name_masked.as_str()).collect();
    let words = vec![
        ("name", masked[0].to_owned()),
        ("number", shared.masked.clone()),
        ("names", masked.join("、")),
        ("count", masked.len().to_string()),
        ("agencies", agencies.join("、")),
    ];
    let mut subjects: Vec<_> = Vec::new();
    for holder in names {
        if !subjects.contains(&holder.person) {
            subjects.push(holder.person);
        }
    }
    let says = |one: &&Holder| {
        Context::evidence(one.proof, &format!("证号{}，姓名{}", shared.masked, one.name_masked))
    };
    Draft {
        subjects,
        other_households: Vec::new(),
        discriminator: shared.masked.clone(),
        amount: Fen::ZERO,
        from: None,
        to: None,
        last_month: None,
        schemes: Vec::new(),
        words,
        arithmetic: format!("1个证号，{}个互不相符的姓名", names.len()),
        evidence: names.iter().map(says).collect(),
    }
}
