//! Corruption: what a source makes of a person's name, number, birth date, phone and address.
//!
//! Errors belong to a person's record in a source: a clerk typed it once, so every row of the
//! source repeats it, tonight and tomorrow, until somebody corrects it. They cluster by clerk, by
//! person and by block of a workbook. People of planted findings keep enough of themselves in every
//! row for the finding to stay decidable.

mod care;
mod contact;
mod draw;
mod misspell;
mod rates;
mod written;

pub use care::Care;
pub use misspell::variant;
#[cfg(test)]
pub use rates::SHIPPED;
pub use rates::{Rates, RatesError};

use crate::domain::Day;

use super::dataset::Dataset;
use super::dice::{Dice, Stream};
use super::lineage::Document;
use super::place::AddressForm;
use super::strata::{self, Strata};
use super::world::World;
use written::{BirthError, IdError};

/// An error that a plan puts into one person's record of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forced {
    /// Under the former name, with the right number.
    FormerName,
    /// Under the name as systems without its rare or traditional character write it.
    NameVariant,
    /// With somebody else's number.
    NumberOf(u32),
    /// One wrong digit.
    WrongDigit,
    /// Name and number as they are.
    Right,
}

/// How a source writes a person.
#[derive(Debug, Clone)]
pub struct Seen {
    pub person: u32,
    pub name: String,
    /// The word for the document whose number this is.
    pub document: &'static str,
    pub id: String,
    pub male: bool,
    pub birth: Option<Day>,
    pub phone: String,
    pub address: String,
    pub account: String,
    pub tags: Strata,
    /// Whose number is written instead of their own.
    pub borrowed: Option<u32>,
}

impl Seen {
    /// Leaves the number out.
    pub fn without_number(self) -> Self {
        let tags = self.tags & !strata::OF_NUMBERS | strata::NO_ID;
        Self { id: String::new(), borrowed: None, tags, ..self }
    }
}

/// Somebody who keeps the records of a source and town, at work on one person.
struct Clerk<'c> {
    care: &'c Care,
    quality: usize,
    factor: f64,
    cut_block: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameError {
    None,
    Homophone,
    Variant,
    LookAlike,
    Short,
    Former,
    Tail,
    RareLost,
    Dot,
    /// As the child of the guardian.
    AfterParent(u32),
}

/// Whose home a record gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HomeError {
    None,
    Missing,
    Old,
    OfRelative,
}

/// Whose phone a record gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhoneError {
    None,
    Missing,
    Old,
    OfVillage,
}

/// The errors of one record.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
struct Errors {
    id: IdError,
    /// The number is right and in another form.
    id_form: bool,
    name: NameError,
    name_blank: bool,
    birth: BirthError,
    sex_flipped: bool,
    home: HomeError,
    address: AddressForm,
    phone: PhoneError,
    relatives_account: bool,
}

impl World {
    /// How a source writes a person on a night.
    pub fn seen(&self, person: u32, dataset: Dataset, night: Day) -> Seen {
        self.seen_with(person, dataset, night, false)
    }

    /// As [`World::seen`], for a record whose number the source cannot do without.
    pub fn seen_with(&self, person: u32, dataset: Dataset, night: Day, keeps_id: bool) -> Seen {
        self.entry(person, dataset, night, keeps_id, 0)
    }

    /// The record again, where a source entered the person a second time.
    pub fn seen_again(&self, person: u32, dataset: Dataset, night: Day) -> Option<Seen> {
        if self.planted.contains(&person) {
            return None;
        }
        let clerk = self.clerk(person, dataset);
        let mut dice = self.record_dice(person, dataset, 1);
        let again = clerk.errs(&mut dice, &clerk.care.rates.record.again);
        again.then(|| {
            let mut seen = self.entry(person, dataset, night, false, 2);
            seen.tags |= strata::RE_ENTRY;
            seen
        })
    }

    /// A person as a bank names the holder of an account: by the right name alone.
    pub fn named(&self, person: u32, night: Day) -> Seen {
        let mut dice = Dice::new(self.seed, Stream::Errors, u64::from(person) << 8);
        self.write(&mut dice, person, &Errors { id: IdError::Missing, ..Errors::none() }, night)
    }

    fn entry(&self, person: u32, dataset: Dataset, night: Day, keeps_id: bool, copy: u64) -> Seen {
        let clerk = self.clerk(person, dataset);
        let mut dice = self.record_dice(person, dataset, copy);
        let set_right = clerk.happens(&mut dice, &clerk.care.rates.record.corrected);
        let mut errors = self.draw_errors(&clerk, &mut dice, person, dataset);
        if set_right && night > self.today() {
            (errors.id, errors.name, errors.birth) =
                (IdError::None, NameError::None, BirthError::None);
        }
        if keeps_id && matches!(errors.id, IdError::Missing | IdError::Placeholder) {
            errors.id = IdError::None;
        }
        self.restrain(&mut errors, person, dataset);
        self.write(&mut dice, person, &errors, night)
    }

    /// Whether an old title of the land register has no numbers; those that findings rest on have.
    pub fn lacks_numbers(&self, owners: &[u32], dataset: Dataset, dice: &mut Dice) -> bool {
        let clerk = self.clerk(owners[0], dataset);
        let lacks = clerk.happens(dice, &clerk.care.rates.number.of_old_titles);
        lacks && !owners.iter().any(|owner| self.planted.contains(owner))
    }

    /// The household's key as a member's row has it.
    pub fn written_key(&self, member: u32, dataset: Dataset, key: &str) -> String {
        let clerk = self.clerk(member, dataset);
        let mut dice = self.record_dice(member, dataset, 3);
        let wrong = clerk.errs(&mut dice, &clerk.care.rates.household.wrong_key);
        if !wrong || self.planted.contains(&member) {
            return key.to_owned();
        }
        let mut bytes = key.as_bytes().to_vec();
        let at = bytes.len() - 2 - dice.below(6) as usize;
        bytes[at] = b'0' + (bytes[at].wrapping_sub(b'0') % 10 + 1 + dice.below_nine()) % 10;
        String::from_utf8(bytes).expect("keys are ASCII")
    }

    fn clerk(&self, person: u32, dataset: Dataset) -> Clerk<'_> {
        let of = self.person(person);
        let town = self.households[of.household as usize].dwelling.village.town();
        let correlation = &self.care.rates.correlation;
        let mut dice = Dice::new(self.seed, Stream::Care, u64::from(person));
        let mut frailty = dice.factor(correlation.person_sigma);
        let seldom_written = strata::RARE_CHARACTER | strata::DOTTED_NAME;
        if of.strata & seldom_written != 0 || self.age(person, self.today()) >= 75 {
            frailty *= correlation.frail_factor;
        }
        self.care.clerk(dataset, town, frailty)
    }

    /// Files of one system share their records, so they share the errors.
    fn record_dice(&self, person: u32, dataset: Dataset, copy: u64) -> Dice {
        let record = dataset.record() as u64;
        Dice::new(self.seed, Stream::Errors, u64::from(person) << 8 | record | copy << 56)
    }

    fn write(&self, dice: &mut Dice, number: u32, errors: &Errors, night: Day) -> Seen {
        let person = self.person(number);
        let proper = person.name_on(night);
        let name = self.written_name(dice, number, errors.name, night);
        let (id, borrowed) = self.written_number(dice, number, errors.id);
        let birth = written::birth(dice, person.birth, errors.birth);
        let mut tags = person.strata | self.standing(number, night);
        tags |= number_strata(errors.id, id == person.document_number());
        if name != proper {
            tags |= strata::NAME_ERROR | name_strata(errors.name);
            // Whoever is written under the new name before its day is written under no former one.
            let former = Some(&name) == person.former_name.as_ref();
            tags |= if former { strata::FORMER_NAME } else { 0 };
        }
        if birth != Some(person.birth) {
            let lunar = errors.birth == BirthError::Lunar;
            let year_only = errors.birth == BirthError::FirstOfYear;
            tags |= if year_only { strata::FIRST_OF_YEAR } else { 0 };
            tags |= strata::BIRTH_ERROR | if lunar { strata::LUNAR_BIRTH } else { 0 };
            tags |= if birth.is_some() { strata::OTHER_BIRTH } else { 0 };
        }
        tags |= if errors.sex_flipped { strata::OTHER_SEX } else { 0 };
        let shared_phone = errors.phone == PhoneError::OfVillage;
        tags |= if shared_phone { strata::SHARED_PHONE } else { 0 };
        tags |= if errors.relatives_account { strata::SHARED_ACCOUNT } else { 0 };
        // Another form of what is right is no error: whoever reads it folds it.
        let own = id == person.document_number() && person.permit.is_none();
        let id = if errors.id_form && own { written::other_form(dice, &id) } else { id };
        let name = if errors.name_blank { misspell::with_blank(dice, &name) } else { name };
        Seen {
            person: number,
            name,
            document: document_word(person.permit.as_ref().map(|(document, _)| *document)),
            id,
            male: person.male != errors.sex_flipped,
            birth,
            phone: self.written_phone(number, errors.phone),
            address: self.written_address(dice, number, errors, night),
            account: self.written_account(number, errors.relatives_account),
            tags,
            borrowed,
        }
    }

    /// What the nights make of somebody.
    fn standing(&self, number: u32, night: Day) -> Strata {
        let mut tags = 0;
        for (holds, stratum) in [
            (self.is_dead(number, night), strata::DECEASED),
            (self.split.contains(&number), strata::SPLIT_HOUSEHOLD),
            (self.merged.contains(&number), strata::MERGED_HOUSEHOLD),
            (self.missed.contains(&number), strata::MISSED),
        ] {
            tags |= if holds { stratum } else { 0 };
        }
        tags
    }

    fn written_name(&self, dice: &mut Dice, number: u32, error: NameError, night: Day) -> String {
        let person = self.person(number);
        let name = person.name_on(night);
        let changed = match error {
            NameError::None => None,
            NameError::Homophone => misspell::homophone(dice, name),
            NameError::Variant => misspell::variant(dice, name),
            NameError::LookAlike => misspell::look_alike(dice, name),
            NameError::Short => misspell::shortened(dice, name),
            NameError::Former => person.former_name.clone(),
            NameError::Tail => Some(misspell::with_tail(dice, name)),
            NameError::RareLost => misspell::without_rare(dice, name),
            NameError::Dot => misspell::other_dot(dice, name),
            NameError::AfterParent(parent) => {
                let word = if person.male { "之子" } else { "之女" };
                Some(format!("{}{word}", self.person(parent).name_on(night)))
            }
        };
        changed.unwrap_or_else(|| name.to_owned())
    }

    fn written_number(
        &self,
        dice: &mut Dice,
        number: u32,
        error: IdError,
    ) -> (String, Option<u32>) {
        let person = self.person(number);
        match (error, &person.permit, &person.former_number) {
            (IdError::NumberOf(other) | IdError::NumberOfNamesake(other), ..) => {
                (self.person(other).number.as_str().to_owned(), Some(other))
            }
            (IdError::Missing, ..) => (String::new(), None),
            (_, Some((_, permit)), _) => (permit.clone(), None),
            (IdError::Former, _, Some(former)) => (former.as_str().to_owned(), None),
            _ => (written::number(dice, person.number.as_str(), error), None),
        }
    }

    /// Who looks after a minor: the parents alive.
    pub fn guardians(&self, person: u32, night: Day) -> Vec<u32> {
        let child = self.person(person);
        let alive = |parent: &u32| self.lives_here(*parent, night);
        [child.father, child.mother].into_iter().flatten().filter(alive).collect()
    }
}

/// The strata of a written number.
fn number_strata(error: IdError, right: bool) -> Strata {
    if right {
        return 0;
    }
    match error {
        IdError::None => 0,
        IdError::Missing => strata::NO_ID,
        IdError::Digit | IdError::Swap | IdError::Length => strata::BAD_ID | strata::INVALID_ID,
        IdError::Old => strata::BAD_ID | strata::OLD_NUMBER,
        IdError::Placeholder => strata::BAD_ID | strata::PLACEHOLDER_ID,
        IdError::Truncated => strata::BAD_ID | strata::TRUNCATED_ID,
        IdError::Masked => strata::BAD_ID | strata::MASKED_ID,
        IdError::Former => strata::BAD_ID | strata::OTHER_OWN_ID,
        IdError::NumberOf(_) => strata::GUARDIAN_ID,
        IdError::NumberOfNamesake(_) => strata::NAMESAKE_ID,
    }
}

/// The strata of a name that is not the right one.
const fn name_strata(error: NameError) -> Strata {
    match error {
        NameError::None | NameError::Tail | NameError::Dot | NameError::Former => 0,
        NameError::Homophone => strata::HOMOPHONE,
        NameError::Variant => strata::VARIANT_NAME,
        NameError::LookAlike => strata::LOOK_ALIKE | strata::MISTYPED_NAME,
        NameError::Short => strata::SHORT_NAME | strata::MISTYPED_NAME,
        NameError::RareLost => strata::LOST_CHARACTER,
        NameError::AfterParent(_) => strata::AFTER_PARENT | strata::MISTYPED_NAME,
    }
}

const fn document_word(permit: Option<Document>) -> &'static str {
    match permit {
        None | Some(Document::ResidentId) => "居民身份证",
        Some(Document::HongKongPermit) => "港澳居民来往内地通行证",
        Some(Document::TaiwanPermit) => "台湾居民来往大陆通行证",
        Some(Document::Passport) => "护照",
    }
}
