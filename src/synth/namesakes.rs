//! Namesakes: different people who look like one, as many as a district really has.
//!
//! Names are drawn one by one, so chance alone brings too few of them. A few people are renamed after
//! somebody of their age, and everybody who shares a name with a neighbour is marked.

use rustc_hash::FxHashMap;

use super::dice::{Dice, Stream};
use super::lineage::Draft;
use super::naming;
use super::place::Village;
use super::strata;

/// One person in so many is renamed after another of the same sex and surname …
const BIRTH_ONE_IN: usize = 2_200;
/// … of the same year, whose birth date they get as well; of the same year and town …
const YEAR_ONE_IN: usize = 550;
/// … or gets a name of the same sound as a neighbour's of about the same age.
const SOUND_ONE_IN: usize = 700;

/// How often somebody is looked for who may be renamed.
const TRIES: usize = 60;

/// Renames a few people, and marks all who are alike, by chance or not. Villages are given by
/// household.
pub fn bring_about(drafts: &mut [Draft], villages: &[Village], seed: u64) {
    let mut dice = Dice::new(seed, Stream::Namesake, 0);
    let village = |draft: &Draft| villages[draft.household];
    let by_year = groups(drafts, |draft| (draft.male, draft.birth.year(), 0));
    pair_up(drafts, &by_year, BIRTH_ONE_IN, &mut dice, |one, other, _| {
        other.name = rename(other, naming::split(&one.name).1);
        other.birth = one.birth;
    });
    let by_town = groups(drafts, |draft| (draft.male, draft.birth.year(), village(draft).town()));
    pair_up(drafts, &by_town, YEAR_ONE_IN, &mut dice, |one, other, _| {
        other.name = rename(other, naming::split(&one.name).1);
    });
    let by_village = groups(drafts, |draft| {
        (draft.male, draft.birth.year() / 4, usize::from(village(draft).rank()))
    });
    pair_up(drafts, &by_village, SOUND_ONE_IN, &mut dice, |one, other, dice| {
        if let Some(given) = naming::echo(dice, naming::split(&one.name).1) {
            other.name = rename(other, &given);
            one.strata |= strata::HOMOPHONE_IN_VILLAGE;
            other.strata |= strata::HOMOPHONE_IN_VILLAGE;
        }
    });
    mark(drafts, strata::SAME_NAME_AND_BIRTH, |draft| (draft.male, draft.birth.0, 0));
    mark(drafts, strata::SAME_NAME_AND_YEAR, |draft| {
        (draft.male, draft.birth.year(), village(draft).town())
    });
    mark(drafts, strata::NAMESAKE_IN_VILLAGE, |draft| {
        (draft.male, 0, usize::from(village(draft).rank()))
    });
    mark_fathers(drafts);
    mark_siblings(drafts);
}

fn rename(draft: &Draft, given: &str) -> String {
    format!("{}{given}", naming::split(&draft.name).0)
}

/// What namesakes have in common beside the name: sex, a birthday, year or age, and a place.
type Alike = (bool, i32, usize);

/// People with Han names by surname and what they have in common, in order of their first member.
fn groups(drafts: &[Draft], alike: impl Fn(&Draft) -> Alike) -> Vec<Vec<usize>> {
    let mut at: FxHashMap<(&str, Alike), usize> = FxHashMap::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        if draft.name.contains(['·', ' ']) || draft.former.is_some() {
            continue;
        }
        let key = (naming::split(&draft.name).0, alike(draft));
        let group = *at.entry(key).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(number);
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Makes namesakes of two members of randomly chosen groups. Whoever has parents or children here
/// keeps name and birthday: theirs fit together.
fn pair_up(
    drafts: &mut [Draft],
    groups: &[Vec<usize>],
    one_in: usize,
    dice: &mut Dice,
    mut make: impl FnMut(&mut Draft, &mut Draft, &mut Dice),
) {
    if groups.is_empty() {
        return;
    }
    let has_kin = have_kin(drafts);
    let wanted = drafts.len().div_ceil(one_in);
    let mut made = 0;
    for _ in 0..wanted * TRIES {
        let group = &groups[dice.index(groups.len())];
        let at = dice.index(group.len() - 1);
        let (one, other) = (group[at], group[at + 1]);
        let bound = has_kin[other] || drafts[one].household == drafts[other].household;
        if bound || drafts[one].name == drafts[other].name {
            continue;
        }
        let (before, from) = drafts.split_at_mut(other);
        make(&mut before[one], &mut from[0], dice);
        made += 1;
        if made == wanted {
            break;
        }
    }
}

/// Whether each has parents or children among the others.
fn have_kin(drafts: &[Draft]) -> Vec<bool> {
    let mut has_kin = vec![false; drafts.len()];
    for (child, draft) in drafts.iter().enumerate() {
        for parent in [draft.father, draft.mother].into_iter().flatten() {
            has_kin[child] = true;
            has_kin[parent] = true;
        }
    }
    has_kin
}

/// Marks twins, and brothers and sisters whose given names begin alike.
fn mark_siblings(drafts: &mut [Draft]) {
    let mut families: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (child, draft) in drafts.iter().enumerate() {
        if let Some(mother) = draft.mother {
            families.entry(mother).or_default().push(child);
        }
    }
    let begins = |name: &str| {
        let given = naming::split(name).1;
        given.chars().next().filter(|_| given.chars().count() == 2)
    };
    let mut marks: Vec<(usize, strata::Strata)> = Vec::new();
    for siblings in families.values() {
        for (at, one) in siblings.iter().enumerate() {
            for other in &siblings[at + 1..] {
                let (first, second) = (&drafts[*one], &drafts[*other]);
                let twins = first.birth == second.birth;
                let shared = begins(&first.name)
                    .is_some_and(|character| begins(&second.name) == Some(character));
                let mut marked = if twins { strata::TWIN } else { 0 };
                marked |= if shared { strata::GENERATION_NAME } else { 0 };
                marks.extend([(*one, marked), (*other, marked)]);
            }
        }
    }
    for (person, marked) in marks {
        drafts[person].strata |= marked;
    }
}

/// Marks everybody who shares a name and more with somebody else.
fn mark(drafts: &mut [Draft], stratum: strata::Strata, alike: impl Fn(&Draft) -> Alike) {
    let mut bearers: FxHashMap<(&str, Alike), u32> = FxHashMap::default();
    for draft in drafts.iter() {
        *bearers.entry((&draft.name, alike(draft))).or_insert(0) += 1;
    }
    let marked: Vec<bool> =
        drafts.iter().map(|draft| bearers[&(draft.name.as_str(), alike(draft))] > 1).collect();
    for (draft, marked) in drafts.iter_mut().zip(marked) {
        draft.strata |= if marked { stratum } else { 0 };
    }
}

/// Marks fathers and sons of whose names all characters but one are the same.
fn mark_fathers(drafts: &mut [Draft]) {
    for son in 0..drafts.len() {
        let Some(father) = drafts[son].father.filter(|_| drafts[son].male) else { continue };
        let (one, other) = (&drafts[father].name, &drafts[son].name);
        let pairs = one.chars().zip(other.chars());
        let differing = pairs.filter(|(one, other)| one != other).count();
        if differing == 1 && one.chars().count() == other.chars().count() {
            drafts[father].strata |= strata::FATHER_SON;
            drafts[son].strata |= strata::FATHER_SON;
        }
    }
}
