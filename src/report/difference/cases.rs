//! Cases of two runs by their ids, and what stands behind those that come and go.

use std::collections::{BTreeMap, BTreeSet};

use super::ends::FlagEnd;
use super::people::{Overlap, PersonFate};
use super::renumbered::Renumbered;
use super::{ComparedCase, ComparedRun};
use crate::domain::{HouseholdId, PersonId};

/// A case of one of the runs or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChange {
    /// In the later run, where it is there.
    pub id: String,
    /// Its id in the earlier run, where its household was another by id.
    pub id_before: Option<String>,
    pub fate: CaseFate,
    pub before: Option<ComparedCase>,
    pub after: Option<ComparedCase>,
    /// Of a case of both runs: the flags that only the later one has in it, and only the earlier one, each by
    /// its own id.
    pub flags_new: Vec<String>,
    pub flags_gone: Vec<String>,
    /// How flags of the earlier run's case ended, in order.
    pub ends: Vec<FlagEnd>,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseFate {
    /// None of its flags was there, for all the background says.
    New(Background),
    /// None of its flags is there.
    Resolved(Background),
    /// What of it is another.
    Changed(Vec<CaseField>),
    Continuing,
}

impl CaseFate {
    pub const CODES: [&str; 4] = ["new", "resolved", "changed", "continuing"];

    pub const fn code(&self) -> &'static str {
        match self {
            Self::New(_) => "new",
            Self::Resolved(_) => "resolved",
            Self::Changed(_) => "changed",
            Self::Continuing => "continuing",
        }
    }
}

/// What the other run says of the household and the people of a case that only one run has.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Background {
    pub household_exists: bool,
    /// What its people are in the other run, unless simply themselves.
    pub people: BTreeSet<PersonFate>,
    /// The other households in which they are at home there.
    pub homes: BTreeSet<HouseholdId>,
    /// Those of its codes whose rule is off there.
    pub rules_off: BTreeSet<String>,
}

/// A part of a case that two runs may tell differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseField {
    Severity,
    Grade,
    Amount,
    Codes,
    Flags,
    Listed,
    Office,
}

impl CaseField {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Severity => "severity",
            Self::Grade => "grade",
            Self::Amount => "amount",
            Self::Codes => "codes",
            Self::Flags => "flags",
            Self::Listed => "listed",
            Self::Office => "office",
        }
    }
}

impl CaseChange {
    /// The case as it is, or last was.
    pub fn latest(&self) -> &ComparedCase {
        self.after.as_ref().or(self.before.as_ref()).expect("a case is of one run at least")
    }

    /// Whether it stands on a list of either run.
    pub fn is_listed(&self) -> bool {
        [&self.before, &self.after].into_iter().flatten().any(|case| case.listed)
    }
}

/// The cases of both runs, in order of fate, then of the queue.
pub(super) fn changes(
    before: &ComparedRun,
    after: &ComparedRun,
    overlap: &Overlap,
    renumbered: &Renumbered,
    ends: &BTreeMap<String, FlagEnd>,
) -> Vec<CaseChange> {
    let sides = Sides {
        before,
        after,
        backwards: overlap.reversed(),
        overlap,
        renumbered,
        ends,
        of_before: flags_of_cases(before),
        of_after: flags_of_cases(after),
    };
    let later: BTreeMap<&String, &String> = renumbered.cases().map(|(was, is)| (is, was)).collect();
    let mut changes = Vec::new();
    for id in before.cases.keys() {
        let is = renumbered.case(id);
        changes.push(sides.change(Some(id), after.cases.contains_key(is).then_some(is)));
    }
    let is_new = |id: &&String| !before.cases.contains_key(*id) && !later.contains_key(id);
    changes.extend(after.cases.keys().filter(is_new).map(|id| sides.change(None, Some(id))));
    let rank = |change: &CaseChange| {
        let fate = CaseFate::CODES.iter().position(|code| *code == change.fate.code());
        (fate, change.latest().priority)
    };
    changes.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.id.cmp(&other.id)));
    changes
}

/// Both runs, with what leads from one to the other.
struct Sides<'a> {
    before: &'a ComparedRun,
    after: &'a ComparedRun,
    overlap: &'a Overlap,
    backwards: Overlap,
    renumbered: &'a Renumbered,
    ends: &'a BTreeMap<String, FlagEnd>,
    /// The ids of the flags of each case.
    of_before: BTreeMap<&'a String, BTreeSet<&'a String>>,
    of_after: BTreeMap<&'a String, BTreeSet<&'a String>>,
}

impl Sides<'_> {
    /// What became of a case, given its id in each run that has it.
    fn change(&self, was: Option<&String>, is: Option<&String>) -> CaseChange {
        let none = BTreeSet::new();
        let flags_before = was.and_then(|id| self.of_before.get(id)).unwrap_or(&none);
        let flags_after = is.and_then(|id| self.of_after.get(id)).unwrap_or(&none);
        let later: BTreeSet<&String> =
            flags_before.iter().map(|id| self.renumbered.flag(id)).collect();
        let owned = |ids: &mut dyn Iterator<Item = &String>| ids.cloned().collect::<Vec<String>>();
        let flags_new = owned(&mut flags_after.difference(&later).copied());
        let is_gone = |id: &&&String| !flags_after.contains(self.renumbered.flag(id));
        let flags_gone = owned(&mut flags_before.iter().filter(is_gone).copied());
        let mut ends: Vec<FlagEnd> = flags_gone
            .iter()
            .map(|id| self.ends.get(id).copied().unwrap_or(FlagEnd::Elsewhere))
            .collect();
        ends.sort_unstable();
        let old = was.and_then(|id| self.before.cases.get(id));
        let new = is.and_then(|id| self.after.cases.get(id));
        let fate = match (old, new) {
            (Some(was), Some(is)) => {
                compared(was, is, !(flags_new.is_empty() && flags_gone.is_empty()))
            }
            (Some(was), None) => {
                let people = people_of(self.before, flags_before);
                let background = background(was, &people, self.before, self.after, self.overlap);
                CaseFate::Resolved(background)
            }
            (None, Some(is)) => {
                let people = people_of(self.after, flags_after);
                let backwards = &self.backwards;
                CaseFate::New(background(is, &people, self.after, self.before, backwards))
            }
            (None, None) => unreachable!("the case is one of either run"),
        };
        let both = old.is_some() && new.is_some();
        CaseChange {
            id: is.or(was).expect("the case is one of either run").clone(),
            id_before: was.filter(|was| both && is != Some(*was)).cloned(),
            fate,
            before: old.cloned(),
            after: new.cloned(),
            flags_new: if both { flags_new } else { Vec::new() },
            flags_gone: if both { flags_gone } else { Vec::new() },
            ends,
        }
    }
}

fn flags_of_cases(run: &ComparedRun) -> BTreeMap<&String, BTreeSet<&String>> {
    let mut flags: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for (id, flag) in &run.flags {
        if let Some(case) = &flag.case {
            flags.entry(case).or_default().insert(id);
        }
    }
    flags
}

/// Everybody these flags speak of.
fn people_of(run: &ComparedRun, flags: &BTreeSet<&String>) -> BTreeSet<PersonId> {
    flags.iter().flat_map(|id| &run.flags[*id].subjects).copied().collect()
}

fn compared(was: &ComparedCase, is: &ComparedCase, other_flags: bool) -> CaseFate {
    let differs = [
        (CaseField::Severity, was.severity != is.severity),
        (CaseField::Grade, was.grade != is.grade),
        (CaseField::Amount, was.amount != is.amount),
        (CaseField::Codes, was.codes != is.codes),
        (CaseField::Flags, other_flags || was.flags != is.flags),
        (CaseField::Listed, was.listed != is.listed),
        (CaseField::Office, was.office != is.office),
    ];
    let fields: Vec<CaseField> =
        differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
    if fields.is_empty() { CaseFate::Continuing } else { CaseFate::Changed(fields) }
}

/// What the other run says of a case of one run, to which the overlap leads from it.
fn background(
    case: &ComparedCase,
    people: &BTreeSet<PersonId>,
    own: &ComparedRun,
    other: &ComparedRun,
    overlap: &Overlap,
) -> Background {
    let off = case.codes.iter().filter(|code| other.rules_off.contains_key(*code));
    let mut background = Background {
        household_exists: other.has_household(case.household),
        rules_off: off.cloned().collect(),
        ..Background::default()
    };
    for person in people {
        background.people.extend(overlap.fate(*person));
        let Some(home) = own.home_of(*person) else { continue };
        let homes = overlap.heirs(*person).filter_map(|heir| other.home_of(heir));
        background.homes.extend(homes.filter(|elsewhere| *elsewhere != home));
    }
    if !background.homes.is_empty() {
        background.people.insert(PersonFate::Moved);
    }
    background
}
