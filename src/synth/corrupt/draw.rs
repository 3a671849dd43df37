//! Drawing: which errors one record has.

use super::rates::Rate;
use super::{BirthError, Clerk, Errors, Forced, HomeError, IdError, NameError, PhoneError, strata};
use crate::synth::dataset::Dataset;
use crate::synth::dice::{Dice, Stream};
use crate::synth::place::AddressForm;
use crate::synth::world::World;

/// People born before this year were first registered under fifteen digits.
const EIGHTEEN_DIGITS_FROM: i32 = 1976;
/// People born before this year kept their birthday by the lunar calendar.
const SOLAR_BIRTHDAYS_FROM: i32 = 1965;
/// Of families: all of them or nobody are under the mother's number.
const WHOLE_FAMILY_PERCENT: f64 = 50.0;

impl World {
    pub(super) fn draw_errors(
        &self,
        clerk: &Clerk<'_>,
        dice: &mut Dice,
        person: u32,
        dataset: Dataset,
    ) -> Errors {
        let mut id = self.number_error(clerk, dice, person, dataset);
        let mut name = self.name_error(clerk, dice, person);
        let guardian = self.guardian(person).filter(|_| !is_key(dataset));
        if let (Some(guardian), true) =
            (guardian, clerk.errs(dice, &clerk.care.rates.name.after_parent))
        {
            (id, name) = (IdError::NumberOf(guardian), NameError::AfterParent(guardian));
        }
        Errors {
            id,
            id_form: clerk.errs(dice, &clerk.care.rates.number.other_form),
            name,
            name_blank: clerk.errs(dice, &clerk.care.rates.name.blank),
            birth: self.birth_error(clerk, dice, person),
            sex_flipped: clerk.errs(dice, &clerk.care.rates.birth.wrong_sex),
            home: home_error(clerk, dice),
            address: address_form(clerk, dice),
            phone: phone_error(clerk, dice),
            relatives_account: clerk.errs(dice, &clerk.care.rates.account.of_relative),
        }
    }

    fn number_error(
        &self,
        clerk: &Clerk<'_>,
        dice: &mut Dice,
        person: u32,
        dataset: Dataset,
    ) -> IdError {
        let rates = &clerk.care.rates.number;
        let mut hit = |rate: &Rate| clerk.errs(dice, rate);
        let drawn = first(&[
            (hit(&rates.missing), IdError::Missing),
            (hit(&rates.wrong_digit), IdError::Digit),
            (hit(&rates.swapped_digits), IdError::Swap),
            (hit(&rates.wrong_length), IdError::Length),
            (hit(&rates.fifteen_digits), IdError::Old),
            (hit(&rates.placeholder), IdError::Placeholder),
            (hit(&rates.masked), IdError::Masked),
        ]);
        let of = self.person(person);
        let own = match drawn {
            Some(IdError::Old) if of.birth.year() >= EIGHTEEN_DIGITS_FROM => IdError::None,
            Some(drawn) => drawn,
            None if clerk.cut_block => IdError::Truncated,
            None if of.former_number.is_some() && clerk.happens(dice, &rates.former) => {
                IdError::Former
            }
            None => IdError::None,
        };
        // A resident's number is spoilt in ways that other documents' are not.
        if of.permit.is_some() {
            return if own == IdError::Missing { own } else { IdError::None };
        }
        self.number_of_another(clerk, dice, person, dataset).unwrap_or(own)
    }

    /// The number of a guardian, spouse or namesake, typed for the person's own.
    fn number_of_another(
        &self,
        clerk: &Clerk<'_>,
        dice: &mut Dice,
        person: u32,
        dataset: Dataset,
    ) -> Option<IdError> {
        let rates = &clerk.care.rates.number;
        let of = self.person(person);
        let of_guardian = clerk.errs(dice, &rates.of_guardian);
        let of_spouse = clerk.errs(dice, &rates.of_spouse);
        let of_namesake = clerk.errs(dice, &rates.of_namesake);
        if is_key(dataset) {
            return None;
        }
        // In some families everybody is entered under the mother's number.
        let under_one = |mother: u32| {
            let entity = u64::from(mother) << 8 | dataset.record() as u64;
            let mut family = Dice::new(self.seed, Stream::Family, entity);
            let together = family.chance(WHOLE_FAMILY_PERCENT);
            together.then(|| clerk.errs(&mut family, &rates.of_guardian))
        };
        if let Some(guardian) = self.guardian(person) {
            let holds = under_one(guardian).unwrap_or(of_guardian);
            return holds.then_some(IdError::NumberOf(guardian));
        }
        let spouse = of.spouse.filter(|spouse| self.person(*spouse).permit.is_none());
        let with_family = |spouse| of.male && under_one(spouse) == Some(true);
        let spouse = spouse.filter(|spouse| of_spouse || with_family(*spouse));
        let namesake = self.namesakes.get(&person).copied().filter(|_| of_namesake);
        spouse.map(IdError::NumberOf).or(namesake.map(IdError::NumberOfNamesake))
    }

    /// Whose number a minor may be entered under.
    fn guardian(&self, person: u32) -> Option<u32> {
        let of = self.person(person);
        let parent = of.mother.or(of.father)?;
        let is_child = self.age(person, self.today()) < 18;
        (is_child && self.person(parent).permit.is_none()).then_some(parent)
    }

    fn name_error(&self, clerk: &Clerk<'_>, dice: &mut Dice, person: u32) -> NameError {
        let rates = &clerk.care.rates.name;
        let of = self.person(person);
        let mut hit = |rate: &Rate| clerk.errs(dice, rate);
        let drawn = first(&[
            (hit(&rates.homophone), NameError::Homophone),
            (hit(&rates.variant), NameError::Variant),
            (hit(&rates.look_alike), NameError::LookAlike),
            (hit(&rates.short), NameError::Short),
            (hit(&rates.tail), NameError::Tail),
        ]);
        if let Some(drawn) = drawn {
            return drawn;
        }
        let former = if of.renamed.is_some() { &rates.before_change } else { &rates.former };
        let has = |stratum| of.strata & stratum != 0;
        match () {
            () if of.former_name.is_some() && clerk.happens(dice, former) => NameError::Former,
            () if has(strata::RARE_CHARACTER) && clerk.happens(dice, &rates.lost_character) => {
                NameError::RareLost
            }
            () if has(strata::DOTTED_NAME) && clerk.happens(dice, &rates.dot) => NameError::Dot,
            () => NameError::None,
        }
    }

    fn birth_error(&self, clerk: &Clerk<'_>, dice: &mut Dice, person: u32) -> BirthError {
        let rates = &clerk.care.rates.birth;
        let mut hit = |rate: &Rate| clerk.errs(dice, rate);
        let drawn = first(&[
            (hit(&rates.missing), BirthError::Missing),
            (hit(&rates.first_of_january), BirthError::FirstOfYear),
            (hit(&rates.swapped), BirthError::Swapped),
            (hit(&rates.wrong_digit), BirthError::Digit),
        ]);
        let lunar = self.person(person).birth.year() < SOLAR_BIRTHDAYS_FROM;
        match drawn {
            Some(drawn) => drawn,
            None if lunar && clerk.happens(dice, &rates.lunar) => BirthError::Lunar,
            None => BirthError::None,
        }
    }

    /// Leaves one fault at most in the records that planted findings rest on.
    pub(super) fn restrain(&self, errors: &mut Errors, person: u32, dataset: Dataset) {
        if self.planted.contains(&person) {
            let foreign = matches!(
                errors.id,
                IdError::NumberOf(_)
                    | IdError::NumberOfNamesake(_)
                    | IdError::Placeholder
                    | IdError::Former
            );
            if foreign {
                errors.id = IdError::None;
            }
            if errors.id != IdError::None {
                let id = errors.id;
                *errors = Errors { id, ..Errors::none() };
            } else if matches!(
                errors.name,
                NameError::Former | NameError::Short | NameError::AfterParent(_)
            ) {
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
            Some(Forced::Right) => (errors.id, errors.name) = (IdError::None, NameError::None),
            Some(Forced::WrongDigit) => {
                (errors.id, errors.name) = (IdError::Digit, NameError::None);
            }
        }
    }
}

/// Whether numbers are the key of a source, so that nobody's is given twice.
const fn is_key(dataset: Dataset) -> bool {
    matches!(dataset.record(), Dataset::PoliceRegister | Dataset::CivilAffairsHouseholds)
}

impl Errors {
    pub(super) fn none() -> Self {
        Self {
            id: IdError::None,
            id_form: false,
            name: NameError::None,
            name_blank: false,
            birth: BirthError::None,
            sex_flipped: false,
            home: HomeError::None,
            address: AddressForm::Usual,
            phone: PhoneError::None,
            relatives_account: false,
        }
    }
}

fn home_error(clerk: &Clerk<'_>, dice: &mut Dice) -> HomeError {
    let rates = &clerk.care.rates.address;
    let drawn = first(&[
        (clerk.errs(dice, &rates.missing), HomeError::Missing),
        (clerk.happens(dice, &rates.old), HomeError::Old),
        (clerk.happens(dice, &rates.of_relative), HomeError::OfRelative),
    ]);
    drawn.unwrap_or(HomeError::None)
}

fn address_form(clerk: &Clerk<'_>, dice: &mut Dice) -> AddressForm {
    let other = clerk.happens(dice, &clerk.care.rates.address.other_form);
    if other { AddressForm::other(dice) } else { AddressForm::Usual }
}

fn phone_error(clerk: &Clerk<'_>, dice: &mut Dice) -> PhoneError {
    let rates = &clerk.care.rates.phone;
    let drawn = first(&[
        (clerk.errs(dice, &rates.missing), PhoneError::Missing),
        (clerk.happens(dice, &rates.of_village), PhoneError::OfVillage),
        (clerk.happens(dice, &rates.old), PhoneError::Old),
    ]);
    drawn.unwrap_or(PhoneError::None)
}

fn first<T: Copy>(draws: &[(bool, T)]) -> Option<T> {
    draws.iter().find(|(hit, _)| *hit).map(|(_, error)| *error)
}
