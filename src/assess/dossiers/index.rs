//! The night grouped by person: whose row is which, in flat arrays.

use arrow::array::{Array, StringArray, UInt32Array};

use super::Night;
use super::kin::Relative;
use crate::domain::{AwardStatus, Grade, Grouped, HouseholdKind, Proof};

/// Tonight's rows by person and by household.
pub(super) struct Index<'a> {
    pub night: Night<'a>,
    pub person_of_mention: Vec<u32>,
    pub identities_of: Grouped,
    pub awards_of: Grouped,
    pub payments_of: Grouped,
    pub circumstances_of: Grouped,
    /// Awards by the household they cover, a position in the night's households.
    pub awards_of_household: Grouped,
    /// Positions in `places` by person.
    pub places_of: Grouped,
    /// Household and position of the member in it.
    pub places: Vec<(u32, u32)>,
    /// Positions in `relatives` by the person they are relatives of.
    pub relatives_of: Grouped,
    pub relatives: Vec<Relative>,
    /// The night's source behind each word of the mentions' source column.
    source_of_word: Vec<u16>,
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
        let places = places(night);
        let place_owner = |place: &(u32, u32)| {
            let household = &night.households[place.0 as usize];
            Some(household.members[place.1 as usize].person)
        };
        let places_of = Grouped::new(people.len(), places.iter().map(place_owner));
        let relatives = super::kin::relatives(records, &person_of_mention);
        let subjects = relatives.iter().map(|relative| Some(relative.of));
        Self {
            night: *night,
            identities_of: Grouped::new(people.len(), persons),
            awards_of: by_person(&records.awards.mention),
            payments_of: by_person(&records.payments.mention),
            circumstances_of: by_person(&records.circumstances.mention),
            awards_of_household: awards_of_household(night),
            places_of,
            places,
            relatives_of: Grouped::new(people.len(), subjects),
            relatives,
            source_of_word: source_of_word(night),
            person_of_mention,
        }
    }

    pub fn proof(&self, mention: u32) -> Proof {
        let at = mention as usize;
        let word = self.night.records.mentions.source.keys().value(at);
        let word = usize::try_from(word).expect("a dictionary key is not negative");
        Proof { mention, source: self.source_of_word[word], grade: self.grade(mention) }
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

fn source_of_word(night: &Night) -> Vec<u16> {
    let words = night.records.mentions.source.values();
    let words = words.as_any().downcast_ref::<StringArray>();
    let words = words.expect("a category's words are utf8").iter().flatten();
    let position = |word| night.sources.iter().position(|source| source.id == word);
    let numbered = |word| position(word).and_then(|at| u16::try_from(at).ok());
    words.map(|word| numbered(word).expect("every mention's source is one of tonight's")).collect()
}
