//! Payees: in whose name the account of an award is, and the names of those who may be meant.
//!
//! A list names the holder beside the recipient where the two differ. Whether it is somebody of the
//! unit under another spelling is for the rule to say, so all names of the unit come along.

use super::index::{self, Index};
use super::names;
use crate::domain::table::{Category, Cell};
use crate::domain::{NameKeys, Payee, Role, mask};

/// The payee whom the row of an award names, if it names one.
pub(super) fn of_award(index: &Index, award: u32, owner: u32, unit: Option<u32>) -> Option<Payee> {
    let mentions = &index.night.records.mentions;
    let role = |mention: &u32| Role::from_code(Category::value(&mentions.role, *mention as usize));
    let others = || (award + 1..).take_while(|mention| same_row(index, award, *mention));
    let payee = others().find(|mention| role(mention) == Some(Role::Payee))?;
    let agents = others().filter(|mention| role(mention) == Some(Role::Agent));
    let members = unit.map_or(&[][..], |unit| &index.night.households[unit as usize].members);
    let people = members.iter().map(|member| member.person).chain([owner]);
    let rows = people.flat_map(|person| index.identities_of.of(person));
    Some(Payee {
        name_masked: index::text(&mentions.name, payee as usize).map(mask::name)?,
        names: keys(index, payee),
        of_unit: rows.map(|identity| keys(index, index.first_mention(*identity))).collect(),
        agents: agents.map(|agent| keys(index, agent)).collect(),
        proof: index.proof(payee),
    })
}

fn same_row(index: &Index, one: u32, other: u32) -> bool {
    let (mentions, one, other) = (&index.night.records.mentions, one as usize, other as usize);
    let same = |keys: &[i32]| keys[one] == keys[other];
    other < mentions.len()
        && mentions.line.value(one) == mentions.line.value(other)
        && same(mentions.source.keys().values())
        && same(mentions.file.keys().values())
}

fn keys(index: &Index, mention: u32) -> NameKeys {
    NameKeys {
        person: index.night.people.ids[index.person_of_mention[mention as usize] as usize],
        name_key: names::name_key(index, mention),
        reading_key: names::reading_key(index, mention),
    }
}
