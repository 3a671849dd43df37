//! Flags of two runs by their ids, counted by code.

use std::collections::BTreeMap;

use super::{ComparedFlag, ComparedRun};

/// What became of flags, notes included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlagChanges {
    /// In order of code.
    pub by_code: Vec<CodeChange>,
    /// Id and code, in order of id.
    pub new: Vec<(String, String)>,
    pub resolved: Vec<(String, String)>,
}

/// How many flags of a code there are in each run, and in one alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeChange {
    pub code: String,
    /// The rule's printed name.
    pub name: String,
    pub before: u32,
    pub after: u32,
    pub new: u32,
    pub resolved: u32,
}

impl CodeChange {
    pub const fn is_same(&self) -> bool {
        self.new == 0 && self.resolved == 0
    }
}

impl FlagChanges {
    /// All codes together.
    pub fn total(&self) -> CodeChange {
        let mut total = CodeChange::default();
        for code in &self.by_code {
            total.before += code.before;
            total.after += code.after;
            total.new += code.new;
            total.resolved += code.resolved;
        }
        total
    }
}

pub(super) fn changes(before: &ComparedRun, after: &ComparedRun) -> FlagChanges {
    let mut codes: BTreeMap<&str, CodeChange> = BTreeMap::new();
    for flag in before.flags.values() {
        entry(&mut codes, flag).before += 1;
    }
    // The later run comes last, so that a code bears the name it has there.
    for flag in after.flags.values() {
        entry(&mut codes, flag).after += 1;
    }
    let (new, resolved) = (only(after, before), only(before, after));
    for (_, code) in &new {
        codes.get_mut(code.as_str()).expect("the code was counted").new += 1;
    }
    for (_, code) in &resolved {
        codes.get_mut(code.as_str()).expect("the code was counted").resolved += 1;
    }
    FlagChanges { by_code: codes.into_values().collect(), new, resolved }
}

fn entry<'a, 'flag>(
    codes: &'a mut BTreeMap<&'flag str, CodeChange>,
    flag: &'flag ComparedFlag,
) -> &'a mut CodeChange {
    let change = codes.entry(&flag.code).or_default();
    change.code.clone_from(&flag.code);
    change.name.clone_from(&flag.name);
    change
}

fn only(one: &ComparedRun, other: &ComparedRun) -> Vec<(String, String)> {
    let own = one.flags.iter().filter(|(id, _)| !other.flags.contains_key(*id));
    own.map(|(id, flag)| (id.clone(), flag.code.clone())).collect()
}
