//! The members of a dossier: who they are, where they belong, whose kin they are.

use super::homes::Home;
use super::index::{self, Index};
use super::{kin, names, tight};
use crate::domain::{
    Belonging, Day, DossierMember, Holding, Household, IdClass, IdentityFact, NumberInside,
    ResidentId, mask,
};

pub(super) fn member(index: &Index, home: &Home, person: u32) -> DossierMember {
    let at = home.people.iter().position(|one| *one == person).expect("a member lives at home");
    let number = index.number(person);
    let id = number.and_then(ResidentId::parse);
    DossierMember {
        person: index.night.people.ids[person as usize],
        name_masked: index.masked_name(person),
        resident_id_masked: number.map(mask::resident_id),
        name_mention: index.names[person as usize],
        number_mention: index.numbers[person as usize],
        male: id.map(|id| id.is_male()).or_else(|| given_male(index, person)),
        birth: birth(index, person),
        has_namesake: index.others.has_namesake[person as usize],
        relation: relation(&index.night.households[home.household as usize], person),
        households: belongings(index, person),
        kin: kin::of_person(
            index,
            home.kind,
            u32::try_from(at).expect("a home has few members"),
            person,
        ),
        identities: identities(index, person),
    }
}

/// A person's birth date: the valid number's, or the one that most rows give.
pub(super) fn birth(index: &Index, person: u32) -> Option<Day> {
    let id = index.number(person).and_then(ResidentId::parse);
    id.map(|id| id.birth()).or_else(|| given_birth(index, person))
}

fn given_male(index: &Index, person: u32) -> Option<bool> {
    let sexes = names::mentions(index, person).filter_map(|mention| mention.sex);
    names::most(sexes).map(|sex| sex == "male")
}

fn given_birth(index: &Index, person: u32) -> Option<Day> {
    let births = names::mentions(index, person).filter_map(|mention| mention.birth_date);
    names::most(births.filter_map(|birth| birth.parse().ok()))
}

fn relation(household: &Household, person: u32) -> Option<String> {
    let member = household.members.iter().find(|member| member.person == person)?;
    member.relation.clone()
}

fn belongings(index: &Index, person: u32) -> Vec<Belonging> {
    let belonging = |(at, nth): (u32, u32)| {
        let household = &index.night.households[at as usize];
        let member = &household.members[nth as usize];
        let head = household.members.iter().find(|one| one.relation.as_deref() == Some("head"));
        let said = member.memberships.first();
        let memberships = &index.night.records.memberships;
        let mention = said.map(|row| memberships.mention.value(*row as usize));
        // Nobody says who lives behind a door; the person's own first row gives the address.
        let own = || index.first_mention(index.identities_of.of(person)[0]);
        Belonging {
            household: household.id,
            kind: household.kind,
            relation: member.relation.clone(),
            from: member.from,
            to: member.to,
            head_masked: head.map(|head| index.masked_name(head.person)),
            has_award: index.has_award(at),
            has_property: index.has_property(at),
            size: u32::try_from(household.members.len()).expect("a household has few members"),
            proof: index.proof(mention.unwrap_or_else(own)),
        }
    };
    tight(index.places(person).map(belonging))
}

/// The distinct ways the sources write a person, in the order of their first rows.
fn identities(index: &Index, person: u32) -> Vec<IdentityFact> {
    let mentions = &index.night.records.mentions;
    let mut facts: Vec<IdentityFact> = Vec::new();
    for identity in index.identities_of.of(person) {
        let mention = index.first_mention(*identity);
        let number = index::text(&mentions.resident_id, mention as usize);
        let id_class = index.id_class(mention);
        let id_key = number.map_or(0, names::key);
        let name_key = names::name_key(index, mention);
        let row = mentions.row(mention as usize);
        let male = row.sex.map(|sex| sex == "male");
        let inside = index.number_inside(mention);
        let inside_key = inside.map_or(0, |inside| names::key(inside.as_str()));
        let is_listed = !index.pays(mention);
        let same = |fact: &&mut IdentityFact| {
            (fact.name_key, fact.id_class, fact.id_key) == (name_key, id_class, id_key)
                && (fact.male, fact.birth.as_deref()) == (male, row.birth_date)
                && fact.inside.as_ref().map_or(0, |inside| inside.id_key) == inside_key
        };
        if let Some(known) = facts.iter_mut().find(same) {
            known.is_listed |= is_listed;
            continue;
        }
        facts.push(IdentityFact {
            name_masked: index::text(&mentions.name, mention as usize).map(mask::name),
            name_key,
            id_class,
            id_masked: number.map(mask::resident_id),
            id_key,
            of_number: number
                .and_then(|number| of_number(number, id_class, row.resident_id_repairs)),
            male,
            birth: row.birth_date.map(str::to_owned),
            of_another: index.others.own(id_key, person),
            inside: inside.map(|inside| NumberInside {
                id_masked: mask::resident_id(inside.as_str()),
                id_key: inside_key,
                of_number: holding(inside, false),
            }),
            is_listed,
            proof: index.proof(mention),
        });
    }
    tight(facts)
}

/// What a valid number says of its holder.
fn of_number(number: &str, class: IdClass, repairs: Option<&str>) -> Option<Holding> {
    let id = ResidentId::parse(number).filter(|_| class == IdClass::Valid)?;
    let fifteen_digits = repairs.is_some_and(|repairs| repairs.contains("fifteen_digits"));
    Some(holding(id, fifteen_digits))
}

fn holding(id: ResidentId, fifteen_digits: bool) -> Holding {
    let ends_in_zeros = id.as_str().ends_with("000");
    Holding { fifteen_digits, ends_in_zeros, male: id.is_male(), birth: id.birth() }
}
