//! Findings about what rows say: Q01, Q02, Q03 of former numbers, Q04, Q06 of numbers, Q07; and look-alikes
//! of the rows.
//!
//! Rows are read one by one as they are written, so nobody need keep them.

use std::collections::BTreeSet;

use crate::domain::Day;

use crate::synth::dataset::Dataset;
use crate::synth::sheet::Said;
use crate::synth::strata::{self, Strata};
use crate::synth::world::{TruthLine, World};

use super::{OPTIONAL, findings, line, noted};

/// What the rows of a night have shown so far.
#[derive(Default)]
pub struct Written {
    findings: BTreeSet<TruthLine>,
    legal: BTreeSet<TruthLine>,
}

impl Written {
    /// Takes note of whom a row speaks of and how.
    pub fn read(&mut self, world: &World, dataset: Dataset, said: &Said) {
        let person = said.person;
        let label = format!("P{}", world.label(person));
        let place = format!("{}/{label}", dataset.layout().id);
        self.findings.extend(invalid_number(said, &place));
        if let Some(owner) = said.borrowed {
            let after_parent = said.tags & strata::AFTER_PARENT != 0;
            self.findings.extend(shared_number(world, person, owner, after_parent));
            let shown = dataset.shown(said.role);
            self.findings.extend(row_of_another(world, [person, owner], shown, &place));
        }
        if said.tags & strata::PLACEHOLDER_ID != 0 {
            self.findings.insert(line("Q06", person, format!("number/{label}")));
        }
        if said.tags & strata::SHARED_PHONE != 0 {
            let note = format!("{OPTIONAL}: the village's phone");
            self.findings.insert(noted(line("Q06", person, format!("phone/{label}")), note));
        }
        // A number that the police replaced stands in a list that nobody renewed.
        let former = said.tags & strata::OTHER_OWN_ID != 0;
        if former && !world.papers.second_numbers.contains_key(&person) {
            let note = format!("{OPTIONAL}: the number before the present one");
            self.findings.insert(noted(line("Q03", person, label.clone()), note));
        }
        if said.tags & strata::OTHER_INSIDE != 0 {
            let concerned = [Some(person), said.borrowed].into_iter().flatten();
            self.findings.extend(concerned.map(|one| line("Q07", one, place.clone())));
        }
        if has_own_number(said) {
            self.own_number(world, said, place);
        }
    }

    /// Under the right number, a name, sex or birth date may be wrong.
    fn own_number(&mut self, world: &World, said: &Said, place: String) {
        let person = said.person;
        let label = world.label(person);
        if said.tags & strata::MISTYPED_NAME != 0 {
            let note = format!("{OPTIONAL}: a mistyped name");
            self.findings.insert(noted(line("Q02", person, format!("P{label}")), note));
        }
        if said.tags & strata::FORMER_NAME != 0 {
            self.legal.insert(noted(line("Q02", person, format!("Q02-{label}")), "曾用名"));
        }
        let other_sex = said.tags & strata::OTHER_SEX != 0;
        let other_birth = said.tags & strata::OTHER_BIRTH != 0;
        match () {
            () if other_sex => _ = self.findings.insert(line("Q04", person, place)),
            () if other_birth && said.tags & strata::LUNAR_BIRTH != 0 => {
                self.legal.insert(noted(line("Q04", person, format!("Q04-{label}")), "农历生日"));
            }
            () if other_birth && said.tags & strata::FIRST_OF_YEAR != 0 => {
                let line = line("Q04", person, format!("Q04-{label}"));
                self.legal.insert(noted(line, "以一月一日代替生日"));
            }
            () if other_birth => _ = self.findings.insert(line("Q04", person, place)),
            () => {}
        }
    }

    /// The findings of a night and its look-alikes that are none, both in order.
    pub fn judge(self, world: &World, night: Day) -> (Vec<TruthLine>, Vec<TruthLine>) {
        let mut found = findings(world, night);
        found.extend(self.findings);
        found.sort();
        found.dedup();
        let concerned: BTreeSet<(&str, u32)> =
            found.iter().map(|finding| (finding.code, finding.person)).collect();
        let is_innocent = |line: &&TruthLine| !concerned.contains(&(line.code, line.person));
        let mut legal: Vec<TruthLine> =
            world.legal.iter().chain(&self.legal).filter(is_innocent).cloned().collect();
        legal.sort();
        legal.dedup();
        (found, legal)
    }
}

/// Q01: a number that no person can have.
fn invalid_number(said: &Said, place: &str) -> Option<TruthLine> {
    let found = line("Q01", said.person, place.to_owned());
    match () {
        () if said.tags & strata::INVALID_ID != 0 => Some(found),
        () if said.tags & strata::TRUNCATED_ID != 0 => {
            Some(noted(found, format!("{OPTIONAL}: cut by a spreadsheet")))
        }
        () => None,
    }
}

/// Q02: one number, two people of different names. Under the parent's own name nothing but the birth
/// date tells the child.
fn shared_number(world: &World, person: u32, owner: u32, after_parent: bool) -> Vec<TruthLine> {
    if world.person(person).name == world.person(owner).name {
        return Vec::new();
    }
    let discriminator = format!("P{}+P{}", world.label(owner), world.label(person));
    let note =
        if after_parent { format!("{OPTIONAL}: as the parent's child") } else { String::new() };
    let both = [person, owner].into_iter();
    both.map(|concerned| noted(line("Q02", concerned, discriminator.clone()), note.clone()))
        .collect()
}

/// Q04: the number of somebody else contradicts the sex and birth of the row, too, which the literal
/// rule hits; that two people share the number is what matters.
fn row_of_another(world: &World, people: [u32; 2], shown: Strata, place: &str) -> Vec<TruthLine> {
    let [person, owner] = people.map(|number| world.person(number));
    let birth = shown & strata::OTHER_BIRTH != 0 && person.birth != owner.birth;
    let sex = shown & strata::OTHER_SEX != 0 && person.male != owner.male;
    if !birth && !sex {
        return Vec::new();
    }
    let note = format!("{OPTIONAL}: the number is another's");
    let lines = people.into_iter().map(|one| line("Q04", one, place.to_owned()));
    lines.map(|line| noted(line, note.clone())).collect()
}

const fn has_own_number(said: &Said) -> bool {
    said.tags & (strata::NO_ID | strata::BAD_ID | strata::BORROWED_ID) == 0
}
