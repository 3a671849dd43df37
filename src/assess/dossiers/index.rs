//! The night grouped by person: whose row is which, in flat arrays.

use arrow::array::{Array, DictionaryArray, StringArray, UInt32Array};
use arrow::datatypes::Int32Type;

use rayon::prelude::*;

use super::others::{self, Others};
use super::{Night, names, tight};
use crate::domain::{
    AwardStatus, CircumstanceKind, Grade, Grouped, HouseholdId, HouseholdKind, IdClass,
    NUMBER_INSIDE, Payments, Proof, ResidentId, mask,
};

/// Tonight's rows by person and by household.
pub(super) struct Index<'a> {
    pub night: Night<'a>,
    pub person_of_mention: Vec<u32>,
    /// A row with everyone's name as reports print it.
    pub names: Vec<Option<u32>>,
    /// And one with everyone's own valid number.
    pub numbers: Vec<Option<u32>>,
    pub others: Others,
    pub identities_of: Grouped,
    pub awards_of: Grouped,
    pub payments_of: Grouped,
    /// Rows of payments by the key of the certificate they are paid under, ordered.
    payments_of_certificate: Vec<(u64, u32)>,
    pub circumstances_of: Grouped,
    /// Whether the land register has a title of the person.
    has_title: Vec<bool>,
    /// Awards by the household they cover, a position in the night's households.
    pub awards_of_household: Grouped,
    /// Positions in `places` by person.
    pub places_of: Grouped,
    /// Household and position of the member in it.
    pub places: Vec<(u32, u32)>,
    /// The night's source behind each word of the mentions' source column.
    source_of_word: Vec<u16>,
    /// The numbers that other numbers of the mentions' rows hold, where a source has such.
    numbers_inside: Option<&'a StringArray>,
    /// Whether rows of the night's sources are payments.
    source_pays: Vec<bool>,
    /// The class behind each word of the mentions' class column.
    class_of_word: Vec<IdClass>,
    /// The kind behind each word of the circumstances' kind column.
    kind_of_word: Vec<Option<CircumstanceKind>>,
}

/// The text of a row, if it has one.
pub(super) fn text(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

impl<'a> Index<'a> {
    pub fn new(night: &Night<'a>) -> Self {
        let (people, records) = (night.people, night.records);
        let person = |identity: &u32| people.person_of_identity[*identity as usize];
        let person_of_mention: Vec<u32> = night.identities.of_mention.iter().map(person).collect();
        let by_person = |mentions: &UInt32Array| {
            let persons = mentions.values().iter();
            let persons = persons.map(|mention| Some(person_of_mention[*mention as usize]));
            Grouped::new(people.len(), persons)
        };
        let persons = people.person_of_identity.iter().map(|person| Some(*person));
        let identities_of = Grouped::new(people.len(), persons);
        let places = places(night);
        let place_owner = |place: &(u32, u32)| {
            let household = &night.households[place.0 as usize];
            Some(household.members[place.1 as usize].person)
        };
        let places_of = Grouped::new(people.len(), places.iter().map(place_owner));
        let mut index = Self {
            night: *night,
            names: names::all_main(night, &identities_of),
            numbers: Vec::new(),
            others: Others::default(),
            identities_of,
            awards_of: by_person(&records.awards.mention),
            payments_of: by_person(&records.payments.mention),
            payments_of_certificate: by_certificate(&records.payments),
            circumstances_of: by_person(&records.circumstances.mention),
            has_title: Vec::new(),
            awards_of_household: awards_of_household(night),
            places_of,
            places,
            source_of_word: source_of_word(night),
            numbers_inside: records.attributes.column(NUMBER_INSIDE),
            source_pays: Vec::new(),
            class_of_word: words(&records.mentions.resident_id_class, |word| {
                IdClass::from_code(word).unwrap_or(IdClass::Missing)
            }),
            kind_of_word: words(&records.circumstances.kind, CircumstanceKind::from_code),
            person_of_mention,
        };
        index.others.owners = others::owners(&index);
        index.numbers = names::all_main_numbers(&index);
        index.others.has_namesake = others::have_namesake(&index);
        index.source_pays = source_pays(&index);
        index.has_title = have_title(&index);
        index
    }

    /// A person's name as reports print it.
    pub fn masked_name(&self, person: u32) -> String {
        let row = self.names[person as usize];
        let name = row.and_then(|row| text(&self.night.records.mentions.name, row as usize));
        name.map_or_else(|| "（无姓名）".to_owned(), mask::name)
    }

    /// A person's own valid number.
    pub fn number(&self, person: u32) -> Option<&'a str> {
        let row = self.numbers[person as usize]?;
        text(&self.night.records.mentions.resident_id, row as usize)
    }

    /// Whether the source of a mention is a list of payments.
    pub fn pays(&self, mention: u32) -> bool {
        self.source_pays[usize::from(self.source_of(mention))]
    }

    /// The valid number that another number of the mention's row holds.
    pub fn number_inside(&self, mention: u32) -> Option<ResidentId> {
        text(self.numbers_inside?, mention as usize).and_then(ResidentId::parse)
    }

    /// The position of a mention's source among the night's.
    pub fn source_of(&self, mention: u32) -> u16 {
        let word = self.night.records.mentions.source.keys().value(mention as usize);
        self.source_of_word[usize::try_from(word).expect("a dictionary key is not negative")]
    }

    pub fn proof(&self, mention: u32) -> Proof {
        Proof { mention, source: self.source_of(mention), grade: self.grade(mention) }
    }

    /// How far a mention's identity number may be trusted.
    pub fn id_class(&self, mention: u32) -> IdClass {
        let words = self.night.records.mentions.resident_id_class.keys();
        let word = usize::try_from(words.value(mention as usize));
        self.class_of_word[word.expect("a dictionary key is not negative")]
    }

    /// The kind of a row of the circumstances, if it is one the rules know.
    pub fn circumstance_kind(&self, row: u32) -> Option<CircumstanceKind> {
        let word = self.night.records.circumstances.kind.keys().value(row as usize);
        self.kind_of_word[usize::try_from(word).expect("a dictionary key is not negative")]
    }

    fn grade(&self, mention: u32) -> Grade {
        let identity = self.night.identities.of_mention[mention as usize];
        self.night.people.grade_of_identity[identity as usize]
    }

    /// The first mention of an identity, which has the values all its mentions share.
    pub fn first_mention(&self, identity: u32) -> u32 {
        self.night.identities.first_mention[identity as usize]
    }

    /// The households of a person: position of the household, position of the member in it.
    pub fn places(&self, person: u32) -> impl Iterator<Item = (u32, u32)> + Clone {
        self.places_of.of(person).iter().map(|place| self.places[*place as usize])
    }

    /// The households of a kind that hold a person tonight.
    pub fn current_places(&self, person: u32, kind: HouseholdKind) -> impl Iterator<Item = u32> {
        let places = self.places(person).filter(move |(at, nth)| {
            let household = &self.night.households[*at as usize];
            let to = household.members[*nth as usize].to;
            household.kind == kind && to.is_none_or(|to| to >= self.night.run_date)
        });
        places.map(|(at, _)| at)
    }

    /// Their ids.
    pub fn current_households(&self, person: u32, kind: HouseholdKind) -> Vec<HouseholdId> {
        let places = self.current_places(person, kind);
        tight(places.map(|at| self.night.households[at as usize].id))
    }

    /// The people whom a household holds tonight.
    pub fn current_members(&self, household: u32) -> Vec<u32> {
        let members = self.night.households[household as usize].members.iter();
        let is_current =
            |to: Option<crate::domain::Day>| to.is_none_or(|to| to >= self.night.run_date);
        members.filter(|member| is_current(member.to)).map(|member| member.person).collect()
    }

    /// The payments under a certificate, whoever they went to.
    pub fn payments_of_certificate(&self, certificate: &str) -> impl Iterator<Item = u32> {
        let (keyed, key) = (&self.payments_of_certificate, names::key(certificate));
        let start = keyed.partition_point(|(one, _)| *one < key);
        let certificates = &self.night.records.payments.certificate;
        let rows = keyed[start..].iter().take_while(move |(one, _)| *one == key);
        let rows = rows.map(|(_, row)| *row);
        rows.filter(move |row| text(certificates, *row as usize) == Some(certificate))
    }

    /// Whether an award in force tonight covers the unit, or a unit of somebody of the register
    /// household. Whoever shares a door shares nothing else.
    pub fn has_award(&self, household: u32) -> bool {
        let one = &self.night.households[household as usize];
        let of_member = |person: u32| self.places(person).any(|(at, _)| self.is_awarded(at));
        match one.kind {
            HouseholdKind::AssistanceUnit => self.is_awarded(household),
            HouseholdKind::Register => one.members.iter().any(|one| of_member(one.person)),
            HouseholdKind::Dwelling => false,
        }
    }

    /// Whether somebody of the household has a title in the land register.
    pub fn has_property(&self, household: u32) -> bool {
        let mut members = self.night.households[household as usize].members.iter();
        members.any(|member| self.has_title[member.person as usize])
    }

    /// Whether an award that covers the household is in force tonight.
    pub fn is_awarded(&self, household: u32) -> bool {
        let awards = &self.night.records.awards;
        self.awards_of_household.of(household).iter().any(|award| {
            let award = awards.row(*award as usize);
            award.status == AwardStatus::Active.code()
                && award.to.is_none_or(|to| to >= self.night.run_date)
        })
    }
}

fn have_title(index: &Index) -> Vec<bool> {
    let mentions = index.night.records.circumstances.mention.values();
    let mut have = vec![false; index.night.people.len()];
    for (row, mention) in (0..).zip(mentions) {
        if index.circumstance_kind(row) == Some(CircumstanceKind::Property) {
            have[index.person_of_mention[*mention as usize] as usize] = true;
        }
    }
    have
}

fn by_certificate(payments: &Payments) -> Vec<(u64, u32)> {
    let rows = (0..).zip(payments.certificate.iter());
    let keyed = rows.filter_map(|(row, certificate)| Some((names::key(certificate?), row)));
    let mut keyed: Vec<(u64, u32)> = keyed.collect();
    keyed.par_sort_unstable();
    keyed
}

fn places(night: &Night) -> Vec<(u32, u32)> {
    let households = (0..).zip(night.households);
    households
        .flat_map(|(at, one)| (0..).zip(&one.members).map(move |(nth, _)| (at, nth)))
        .collect()
}

fn awards_of_household(night: &Night) -> Grouped {
    let awards = &night.records.awards;
    let unit = |key: Option<&str>| {
        let at = (night.unit_of_key)(key?)?;
        let kind = night.households.get(at as usize)?.kind;
        (kind == HouseholdKind::AssistanceUnit).then_some(at)
    };
    Grouped::new(night.households.len(), awards.household_key.iter().map(unit))
}

fn source_pays(index: &Index) -> Vec<bool> {
    let mut pays = vec![false; index.night.sources.len()];
    for mention in index.night.records.payments.mention.values() {
        pays[usize::from(index.source_of(*mention))] = true;
    }
    pays
}

fn source_of_word(night: &Night) -> Vec<u16> {
    let position = |word: &str| night.sources.iter().position(|source| source.id == word);
    let numbered = |word: &str| position(word).and_then(|at| u16::try_from(at).ok());
    words(&night.records.mentions.source, |word| {
        numbered(word).expect("every mention's source is one of tonight's")
    })
}

/// What each word of a dictionary column means.
fn words<T>(column: &DictionaryArray<Int32Type>, meaning: impl Fn(&str) -> T) -> Vec<T> {
    let words = column.values().as_any().downcast_ref::<StringArray>();
    let words = words.expect("a category's words are utf8");
    words.iter().flatten().map(meaning).collect()
}
