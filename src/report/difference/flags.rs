//! Flags of two runs by their ids, counted by code.

use std::collections::{BTreeMap, BTreeSet};

use super::ends::FlagEnd;
use super::renumbered::Renumbered;
use super::{ComparedFlag, ComparedRun};

/// What became of flags, notes included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlagChanges {
    /// In order of code.
    pub by_code: Vec<CodeChange>,
    /// Id and code, in order of id.
    pub new: Vec<(String, String)>,
    /// Those that are not found any more.
    pub resolved: Vec<(String, String)>,
    /// Those that are found still, and that a decision settles which did not before.
    pub settled: Vec<(String, String)>,
    /// Those that go on under another id: the earlier id, the later one and the code.
    pub renumbered: Vec<[String; 3]>,
    /// How those that were resolved or settled ended, by their earlier id.
    pub ends: BTreeMap<String, FlagEnd>,
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
    pub settled: u32,
    pub renumbered: u32,
}

impl CodeChange {
    pub const fn is_same(&self) -> bool {
        self.new == 0 && self.resolved == 0 && self.settled == 0 && self.renumbered == 0
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
            total.settled += code.settled;
            total.renumbered += code.renumbered;
        }
        total
    }
}

pub(super) fn changes(
    before: &ComparedRun,
    after: &ComparedRun,
    renumbered: &Renumbered,
    ends: BTreeMap<String, FlagEnd>,
) -> FlagChanges {
    let mut codes: BTreeMap<&str, CodeChange> = BTreeMap::new();
    for flag in before.flags.values() {
        entry(&mut codes, flag).before += 1;
    }
    // The later run comes last, so that a code bears the name it has there.
    for flag in after.flags.values() {
        entry(&mut codes, flag).after += 1;
    }
    let renumbered: Vec<[String; 3]> = renumbered
        .flags()
        .map(|(was, is)| [was.clone(), is.clone(), after.flags[is].code.clone()])
        .collect();
    let known = |side: usize| renumbered.iter().map(|flag| &flag[side]).collect::<BTreeSet<_>>();
    let new = only(after, before, &known(1));
    let resolved = only(before, after, &known(0));
    let is_settled = |end: &FlagEnd| matches!(end, FlagEnd::Decided(_));
    let settled: Vec<(String, String)> = ends
        .iter()
        .filter(|(_, end)| is_settled(end))
        .map(|(id, _)| (id.clone(), before.flags[id].code.clone()))
        .collect();
    let mut count = |code: &str, part: fn(&mut CodeChange) -> &mut u32| {
        *part(codes.get_mut(code).expect("the code was counted")) += 1;
    };
    for (_, code) in &new {
        count(code, |change| &mut change.new);
    }
    for (_, code) in &resolved {
        count(code, |change| &mut change.resolved);
    }
    for (_, code) in &settled {
        count(code, |change| &mut change.settled);
    }
    for [_, _, code] in &renumbered {
        count(code, |change| &mut change.renumbered);
    }
    FlagChanges { by_code: codes.into_values().collect(), new, resolved, settled, renumbered, ends }
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

fn only(
    one: &ComparedRun,
    other: &ComparedRun,
    known: &BTreeSet<&String>,
) -> Vec<(String, String)> {
    let is_own = |id: &String| !other.flags.contains_key(id) && !known.contains(id);
    let own = one.flags.iter().filter(|(id, _)| is_own(id));
    own.map(|(id, flag)| (id.clone(), flag.code.clone())).collect()
}
