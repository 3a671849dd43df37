//! Corruption: what a source makes of a person's name, number, birth date, phone and address.
//!
//! Errors belong to a person's record in a source: a clerk typed it once, so every row of the
//! source repeats it, tonight and tomorrow, until somebody corrects it. The rates by quality of the
//! source are estimates; no Chinese error rates are published. People of planted findings keep
//! enough of themselves in every row for the finding to stay decidable.

use crate::domain::Day;

use super::dice::{Dice, Stream};
use super::naming;
use super::place::AddressForm;
use super::sheet::{Dataset, Quality};
use super::world::World;

/// Why a mention is hard to link. Written to the truth as strata.
pub mod tag {
    pub const TWIN: u64 = 1;
    pub const SIBLING: u64 = 2;
    pub const NAMESAKE: u64 = 4;
    pub const NO_ID: u64 = 8;
    pub const BAD_ID: u64 = 16;
    pub const BORROWED_ID: u64 = 32;
    pub const NAME: u64 = 64;
    pub const BIRTH: u64 = 128;
    /// Eighteen characters whose date or check character is wrong.
    pub const INVALID_ID: u64 = 256;
    /// Eighteen digits of which a spreadsheet kept fifteen.
    pub const TRUNCATED_ID: u64 = 512;
    /// Under a former name, which the register knows.
    pub const FORMER_NAME: u64 = 1024;
    /// With a character mistaken or left out, which makes it a name of other sound.
    pub const MISTYPED_NAME: u64 = 2048;
    /// Of another sex than the person.
    pub const OTHER_SEX: u64 = 1 << 61;
    /// With a birth date that is not the person's.
    pub const OTHER_BIRTH: u64 = 1 << 60;
    /// Beside a certificate's or roll number with another identity number inside.
    pub const OTHER_INSIDE: u64 = 1 << 59;
    /// With a number that stands for none.
    pub const PLACEHOLDER_ID: u64 = 1 << 58;
    /// With a birth date of the lunar calendar.
    pub const LUNAR_BIRTH: u64 = 1 << 57;
    /// With the phone of the village's office.
    pub const SHARED_PHONE: u64 = 1 << 56;

    /// The words of the strata, in the order of their bits.
    pub const WORDS: [&str; 8] = [
        "twin",
        "sibling",
        "namesake",
        "no_id",
        "bad_id",
        "guardian_id",
        "name_error",
        "birth_error",
    ];
}

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
}

/// How a source writes a person.
#[derive(Debug, Clone)]
pub struct Seen {
    pub person: u32,
    pub name: String,
    pub id: String,
    pub male: bool,
    pub birth: Option<Day>,
    pub phone: String,
    pub address: String,
    pub tags: u64,
    /// Whose number is written instead of their own.
    pub borrowed: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IdError {
    None,
    Missing,
    Digit,
    Swap,
    Old,
    Placeholder,
    Truncated,
    Masked,
    NumberOf(u32),
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BirthError {
    None,
    Missing,
    FirstOfYear,
    Swapped,
    Off,
}

/// A channel's percentage by quality: good, middling, bad.
type Rate = [f64; 3];

const ID_MISSING: Rate = [0.2, 1.5, 18.0];
const ID_DIGIT: Rate = [0.02, 0.1, 1.5];
const ID_SWAP: Rate = [0.01, 0.05, 0.8];
const ID_OLD: Rate = [0.1, 0.8, 1.0];
const ID_PLACEHOLDER: Rate = [0.02, 0.2, 2.0];
const ID_TRUNCATED: Rate = [0.0, 0.3, 3.0];
const ID_MASKED: Rate = [0.0, 0.0, 22.0];
const GUARDIAN_ID: Rate = [0.0, 0.9, 1.0];
const NAME_HOMOPHONE: Rate = [0.15, 0.8, 3.0];
const NAME_VARIANT: Rate = [0.05, 0.3, 1.0];
const NAME_LOOK_ALIKE: Rate = [0.03, 0.15, 0.8];
const NAME_SHORT: Rate = [0.02, 0.2, 1.5];
const NAME_FORMER: Rate = [0.5, 8.0, 15.0];
const NAME_TAIL: Rate = [0.0, 0.6, 2.0];
const RARE_LOST: Rate = [5.0, 35.0, 60.0];
const BIRTH_MISSING: Rate = [0.1, 1.5, 10.0];
const BIRTH_DEFAULT: Rate = [0.1, 0.8, 3.0];
const BIRTH_SWAP: Rate = [0.02, 0.15, 0.5];
const BIRTH_OFF: Rate = [0.05, 0.4, 1.5];
const SEX_FLIPPED: Rate = [0.05, 0.1, 1.0];
const ADDRESS_MESSY: Rate = [15.0, 40.0, 70.0];
const ADDRESS_BLANK: Rate = [1.0, 3.0, 12.0];
const PHONE_OLD: Rate = [10.0, 15.0, 20.0];
const PHONE_BLANK: Rate = [2.0, 6.0, 15.0];
const CORRECTED_BETWEEN_NIGHTS: f64 = 3.0;

/// The errors of one record.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
struct Errors {
    id: IdError,
    name: NameError,
    birth: BirthError,
    sex_flipped: bool,
    address: AddressForm,
    address_blank: bool,
    phone_old: bool,
    phone_blank: bool,
}

impl World {
    /// How a source writes a person on a night.
    pub fn seen(&self, person: u32, dataset: Dataset, night: Day) -> Seen {
        self.seen_with(person, dataset, night, false)
    }

    /// As [`World::seen`], for a record whose number the source cannot do without.
    pub fn seen_with(&self, person: u32, dataset: Dataset, night: Day, keeps_id: bool) -> Seen {
        let mut dice = self.record_dice(person, dataset);
        let corrected = dice.chance(CORRECTED_BETWEEN_NIGHTS) && night > self.today();
        let mut errors = self.draw_errors(&mut dice, person, dataset);
        if corrected {
            (errors.id, errors.name, errors.birth) =
                (IdError::None, NameError::None, BirthError::None);
        }
        if keeps_id && matches!(errors.id, IdError::Missing | IdError::Placeholder) {
            errors.id = IdError::None;
        }
        self.restrain(&mut errors, person, dataset);
        self.write(&mut dice, person, &errors, night)
    }

    /// Files of one system share their records, so they share the errors.
    fn record_dice(&self, person: u32, dataset: Dataset) -> Dice {
        let record = match dataset {
            Dataset::CivilAffairsMembers => Dataset::CivilAffairsHouseholds,
            other => other,
        };
        Dice::new(self.seed, Stream::Errors, u64::from(person) << 8 | record as u64)
    }

    fn draw_errors(&self, dice: &mut Dice, person: u32, dataset: Dataset) -> Errors {
        let layout = dataset.layout();
        let quality = match layout.quality {
            Quality::Good => 0,
            Quality::Middling => 1,
            Quality::Bad => 2,
        };
        let scale = f64::from(self.error_percent) / 100.0;
        let mut hit = |rate: Rate| dice.chance(rate[quality] * scale);
        let guardian_id = hit(GUARDIAN_ID);
        let id = pick(&[
            (hit(ID_MISSING), IdError::Missing),
            (hit(ID_DIGIT), IdError::Digit),
            (hit(ID_SWAP), IdError::Swap),
            (hit(ID_OLD), IdError::Old),
            (hit(ID_PLACEHOLDER), IdError::Placeholder),
            (hit(ID_TRUNCATED), IdError::Truncated),
            (hit(ID_MASKED), IdError::Masked),
        ]);
        let name = pick(&[
            (hit(NAME_HOMOPHONE), NameError::Homophone),
            (hit(NAME_VARIANT), NameError::Variant),
            (hit(NAME_LOOK_ALIKE), NameError::LookAlike),
            (hit(NAME_SHORT), NameError::Short),
            (hit(NAME_FORMER), NameError::Former),
            (hit(NAME_TAIL), NameError::Tail),
            (hit(RARE_LOST), NameError::RareLost),
        ]);
        let birth = pick(&[
            (hit(BIRTH_MISSING), BirthError::Missing),
            (hit(BIRTH_DEFAULT), BirthError::FirstOfYear),
            (hit(BIRTH_SWAP), BirthError::Swapped),
            (hit(BIRTH_OFF), BirthError::Off),
        ]);
        let mut errors = Errors {
            id: id.unwrap_or(IdError::None),
            name: name.unwrap_or(NameError::None),
            birth: birth.unwrap_or(BirthError::None),
            sex_flipped: hit(SEX_FLIPPED),
            address_blank: hit(ADDRESS_BLANK),
            phone_old: hit(PHONE_OLD),
            phone_blank: hit(PHONE_BLANK),
            address: AddressForm::draw(dice, ADDRESS_MESSY[quality] * scale),
        };
        self.fit(&mut errors, person, dataset, guardian_id);
        errors
    }

    /// Some errors happen only to some people and in some kinds of file.
    fn fit(&self, errors: &mut Errors, person: u32, dataset: Dataset, guardian_id: bool) {
        let is_child = self.age(person, self.today()) < 18;
        let in_workbook = matches!(dataset.layout().form, super::sheet::Form::Workbook(_));
        let unfit = match errors.id {
            IdError::Old => self.person(person).birth.year() > 1975,
            IdError::Truncated => !in_workbook,
            _ => false,
        };
        if unfit {
            errors.id = IdError::None;
        }
        let guardian = self.guardians(person, self.today()).first().copied();
        let takes_guardian = matches!(dataset, Dataset::EducationPupils | Dataset::CharityGrants);
        if let (true, true, true, Some(guardian)) =
            (guardian_id, is_child, takes_guardian, guardian)
        {
            errors.id = IdError::NumberOf(guardian);
        }
    }

    /// Leaves one fault at most in the records that planted findings rest on.
    fn restrain(&self, errors: &mut Errors, person: u32, dataset: Dataset) {
        if self.planted.contains(&person) {
            if matches!(errors.id, IdError::NumberOf(_) | IdError::Placeholder) {
                errors.id = IdError::None;
            }
            if errors.id != IdError::None {
                errors.name = NameError::None;
                errors.birth = BirthError::None;
                errors.sex_flipped = false;
                errors.address_blank = false;
                errors.phone_blank = false;
                errors.phone_old = false;
                errors.address = AddressForm::Usual;
            } else if matches!(errors.name, NameError::Former | NameError::Short) {
                errors.name = NameError::None;
            }
        }
        match self.forced.get(&(person, dataset)) {
            None => {}
            Some(Forced::FormerName) => {
                (errors.id, errors.name) = (IdError::None, NameError::Former);
            }
            Some(Forced::NameVariant) => {
                (errors.id, errors.name) = (IdError::None, NameError::Variant);
            }
            Some(Forced::NumberOf(other)) => {
                (errors.id, errors.name) = (IdError::NumberOf(*other), NameError::None);
            }
            Some(Forced::WrongDigit) => {
                (errors.id, errors.name) = (IdError::Digit, NameError::None);
            }
        }
    }

    fn write(&self, dice: &mut Dice, number: u32, errors: &Errors, night: Day) -> Seen {
        let person = self.person(number);
        let name = self.written_name(dice, number, errors.name);
        let borrowed = match errors.id {
            IdError::NumberOf(other) => Some(other),
            _ => None,
        };
        let own = person.number.as_str();
        let id = match borrowed {
            Some(other) => self.person(other).number.as_str().to_owned(),
            None => written_id(dice, own, errors.id),
        };
        let birth = written_birth(dice, person.birth, errors.birth);
        let home = self.home(number, night);
        let address =
            if errors.address_blank { String::new() } else { home.address(errors.address) };
        let mut tags = self.standing_tags(number);
        tags |= if id.is_empty() { tag::NO_ID } else { 0 };
        tags |= if !id.is_empty() && id != own && borrowed.is_none() { tag::BAD_ID } else { 0 };
        tags |= if borrowed.is_some() { tag::BORROWED_ID } else { 0 };
        tags |= match errors.id {
            IdError::Digit | IdError::Swap => tag::INVALID_ID,
            IdError::Truncated => tag::TRUNCATED_ID,
            IdError::Placeholder => tag::PLACEHOLDER_ID,
            _ => 0,
        };
        tags |= if name == person.name { 0 } else { tag::NAME };
        let former = name != person.name && Some(&name) == person.former_name.as_ref();
        tags |= if former { tag::FORMER_NAME } else { 0 };
        let mistyped = matches!(errors.name, NameError::LookAlike | NameError::Short);
        tags |= if mistyped && name != person.name { tag::MISTYPED_NAME } else { 0 };
        tags |= if birth == Some(person.birth) { 0 } else { tag::BIRTH };
        let contradicts = birth.is_some_and(|birth| birth != person.birth);
        tags |= if contradicts { tag::OTHER_BIRTH } else { 0 };
        tags |= if errors.sex_flipped { tag::OTHER_SEX } else { 0 };
        let phone =
            if errors.phone_blank { String::new() } else { self.phone(number, errors.phone_old) };
        let male = person.male != errors.sex_flipped;
        Seen { person: number, name, id, male, birth, phone, address, tags, borrowed }
    }

    fn standing_tags(&self, number: u32) -> u64 {
        let person = self.person(number);
        let mut tags = 0;
        for (holds, bit) in [
            (person.twin, tag::TWIN),
            (person.generation_name, tag::SIBLING),
            (person.namesake, tag::NAMESAKE),
        ] {
            tags |= if holds { bit } else { 0 };
        }
        tags
    }

    fn written_name(&self, dice: &mut Dice, number: u32, error: NameError) -> String {
        let person = self.person(number);
        let name = &person.name;
        let changed = match error {
            NameError::None => None,
            NameError::Homophone => naming::homophone(dice, name),
            NameError::Variant => naming::variant(dice, name).or(naming::without_rare(name)),
            NameError::LookAlike => naming::look_alike(dice, name),
            NameError::Short => naming::shortened(name),
            NameError::Former => person.former_name.clone(),
            NameError::Tail => Some(format!("{name}（户主）")),
            NameError::RareLost => naming::without_rare(name),
        };
        changed.unwrap_or_else(|| name.clone())
    }

    /// A household shares two numbers; each adult has one of them or their own.
    fn phone(&self, number: u32, old: bool) -> String {
        if let Some(phone) = self.papers.phones.get(&number) {
            return phone.clone();
        }
        let person = self.person(number);
        let mut dice = Dice::new(self.seed, Stream::Contact, u64::from(number));
        let shared = self.age(number, self.today()) < 16 || dice.chance(25.0);
        let owner = if shared { u64::from(person.household) << 32 } else { u64::from(number) };
        let mut dice = Dice::new(self.seed, Stream::Contact, owner ^ u64::from(old) << 63);
        format!("1990{:07}", dice.below(10_000_000))
    }

    /// The account that scheme money for the person goes to.
    pub fn account(&self, number: u32) -> String {
        let mut dice = Dice::new(self.seed, Stream::Contact, u64::from(number) << 33 | 1);
        format!("62179900{:09}", dice.below(1_000_000_000))
    }

    /// Who looks after a minor: parents alive, else the eldest adult of the household.
    pub fn guardians(&self, person: u32, night: Day) -> Vec<u32> {
        let child = self.person(person);
        let alive = |parent: &u32| self.lives_here(*parent, night);
        [child.father, child.mother].into_iter().flatten().filter(alive).collect()
    }
}

fn pick<T: Copy>(draws: &[(bool, T)]) -> Option<T> {
    draws.iter().find(|(hit, _)| *hit).map(|(_, error)| *error)
}

fn written_id(dice: &mut Dice, own: &str, error: IdError) -> String {
    let mut bytes = own.as_bytes().to_vec();
    match error {
        IdError::None | IdError::NumberOf(_) => {}
        IdError::Missing => bytes.clear(),
        IdError::Digit => {
            let at = 6 + dice.below(11) as usize;
            let digit = u32::from(bytes[at] - b'0');
            let other = (digit + 1 + dice.below(9)) % 10;
            bytes[at] = b'0' + u8::try_from(other).expect("a digit");
        }
        IdError::Swap => {
            let swaps: Vec<usize> = (6..16).filter(|at| bytes[*at] != bytes[at + 1]).collect();
            let at = dice.pick(&swaps);
            bytes.swap(at, at + 1);
        }
        IdError::Old => bytes = [&bytes[..6], &bytes[8..17]].concat(),
        IdError::Placeholder => bytes.fill(dice.pick(b"01")),
        IdError::Truncated => bytes[15..].fill(b'0'),
        IdError::Masked => bytes[6..14].fill(b'*'),
    }
    String::from_utf8(bytes).expect("numbers are ASCII")
}

fn written_birth(dice: &mut Dice, birth: Day, error: BirthError) -> Option<Day> {
    let (year, month, day) = (birth.year(), birth.month_of_year(), birth.day_of_month());
    match error {
        BirthError::None => Some(birth),
        BirthError::Missing => None,
        BirthError::FirstOfYear => Day::from_ymd(year, 1, 1),
        BirthError::Swapped => Day::from_ymd(year, day, month).or(Some(birth)),
        BirthError::Off => Some(birth.plus_days(dice.pick(&[-365, -10, -1, 1, 10, 365]))),
    }
}
