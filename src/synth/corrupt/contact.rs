//! Contact: where somebody lives, which phone they give, and where their money goes, as written.

use super::{Errors, HomeError, PhoneError};
use crate::domain::Day;
use crate::synth::dice::{Dice, Stream};
use crate::synth::place::{AddressForm, Dwelling};
use crate::synth::world::World;

/// How many accounts there are, and a step that meets each of them once.
const ACCOUNTS: u128 = 10_000_000_000;
const ACCOUNT_STEP: u128 = 7_368_787_043;
/// Homes that somebody left lie behind those that are lived in, in the village's further groups.
const LEFT_HOMES: (u32, u32) = (700, 800);

impl World {
    pub(super) fn written_address(
        &self,
        dice: &mut Dice,
        number: u32,
        errors: &Errors,
        night: Day,
    ) -> String {
        let home = self.home(number, night);
        let home = match errors.home {
            HomeError::Missing => return String::new(),
            HomeError::None => home,
            HomeError::Old => self.former_home(number, home),
            HomeError::OfRelative => {
                self.relative(number).map_or(home, |relative| self.home(relative, night))
            }
        };
        // A clerk who leaves out the door does so for this person only.
        let form = match errors.address {
            AddressForm::VillageOnly if dice.chance(50.0) => AddressForm::Short,
            form => form,
        };
        home.address(form)
    }

    /// Where the person's household lived before, in the same village or another of the ward.
    fn former_home(&self, number: u32, home: Dwelling) -> Dwelling {
        let household = self.person(number).household;
        let mut dice = Dice::new(self.seed, Stream::Contact, u64::from(household) | 1 << 50);
        let village = if dice.chance(50.0) {
            home.village
        } else {
            self.households[dice.index(self.households.len())].dwelling.village
        };
        let (first, count) = LEFT_HOMES;
        Dwelling { village, number: first + dice.below(count) }
    }

    /// A parent or spouse of another household, else one of the same.
    fn relative(&self, number: u32) -> Option<u32> {
        let of = self.person(number);
        let kin = [of.father, of.mother, of.spouse].into_iter().flatten();
        kin.min_by_key(|kin| self.person(*kin).household == of.household)
    }

    /// A household shares two numbers; each adult has one of them or their own.
    pub(super) fn written_phone(&self, number: u32, error: PhoneError) -> String {
        if let Some(phone) = self.papers.phones.get(&number) {
            return phone.clone();
        }
        let person = self.person(number);
        let mut dice = Dice::new(self.seed, Stream::Contact, u64::from(number));
        let shared = self.age(number, self.today()) < 16 || dice.chance(25.0);
        let owner = if shared { u64::from(person.household) << 32 } else { u64::from(number) };
        let village = self.households[person.household as usize].dwelling.village;
        let entity = match error {
            PhoneError::Missing => return String::new(),
            PhoneError::None => owner,
            PhoneError::Old => owner | 1 << 63,
            PhoneError::OfVillage => u64::from(village.rank()) | 1 << 62,
        };
        let mut dice = Dice::new(self.seed, Stream::Contact, entity);
        format!("1990{:07}", dice.below(10_000_000))
    }

    /// The account that scheme money for the person goes to: nobody else's, though it looks random.
    pub fn account(&self, number: u32) -> String {
        let label = u128::from(self.base) + u128::from(number) + 1;
        format!("6217990{:010}", label * ACCOUNT_STEP % ACCOUNTS)
    }

    pub(super) fn written_account(&self, number: u32, of_relative: bool) -> String {
        let relative = if of_relative { self.relative(number) } else { None };
        self.account(relative.unwrap_or(number))
    }
}
