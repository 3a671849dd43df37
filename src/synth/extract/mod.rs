//! Extracts: the world as each agency's dataset shows it on a night, row by row.
//!
//! One file an agency. An extract asks the world who lives and what is known on the night, asks the
//! corruption how its source writes them, and says of every row whom it speaks of. A few rows a
//! night are beyond reading and belong into quarantine.

mod allowances;
mod bank;
mod charity;
mod civil_affairs;
mod disability;
mod education;
mod emergency;
mod health;
mod housing;
mod hr;
mod justice;
mod market;
mod police;
mod poverty;
mod vehicles;

use std::io;

use crate::domain::{Day, ResidentId, Role};

use super::corrupt::Seen;
use super::dataset::Dataset;
use super::sheet::{Said, Sheet};
use super::strata;
use super::world::World;

pub use education::{is_aid_due, other_school, pupil_aid};
pub use health::{is_insured, label};
pub use hr::{Occupation, occupation};
pub use police::is_known_dead;

/// The world on a night.
pub struct View<'w> {
    pub world: &'w World,
    pub night: Day,
    /// The members of every household on the night.
    pub members: Vec<Vec<u32>>,
}

impl<'w> View<'w> {
    pub fn new(world: &'w World, night: Day) -> Self {
        Self { world, night, members: world.members_by_household(night) }
    }

    fn seen(&self, person: u32, dataset: Dataset) -> Seen {
        self.world.seen(person, dataset, self.night)
    }

    /// The entries of somebody in a list of people: one, or two where they were entered again.
    fn entries(&self, person: u32, dataset: Dataset) -> impl Iterator<Item = Seen> {
        let again = self.world.seen_again(person, dataset, self.night);
        std::iter::once(self.seen(person, dataset)).chain(again)
    }

    /// Everyone the register knows on the night, in order of number.
    fn known(&self) -> impl Iterator<Item = u32> {
        self.world.numbers().filter(|person| self.world.is_known(*person, self.night))
    }

    fn living(&self) -> impl Iterator<Item = u32> {
        self.world.numbers().filter(|person| self.world.lives_here(*person, self.night))
    }

    /// Writes all rows of the sheet's dataset.
    pub fn write(&self, sheet: &mut Sheet) -> io::Result<()> {
        match sheet.dataset {
            Dataset::CivilAffairsHouseholds => civil_affairs::households(self, sheet),
            Dataset::CivilAffairsMembers => civil_affairs::members(self, sheet),
            Dataset::CivilAffairsPayments => civil_affairs::payments(self, sheet),
            Dataset::CivilAffairsRelief => civil_affairs::relief(self, sheet),
            Dataset::HealthInsured => health::insured(self, sheet),
            Dataset::HealthSettlements => health::settlements(self, sheet),
            Dataset::EducationPupils => {
                education::pupils(self, sheet);
                Ok(())
            }
            Dataset::EducationAid => education::aid(self, sheet),
            Dataset::HousingRentals => housing::rentals(self, sheet),
            Dataset::HousingProperty => housing::property(self, sheet),
            Dataset::HrPensions => hr::pensions(self, sheet),
            Dataset::HrContributions => hr::contributions(self, sheet),
            Dataset::HrUnemployment => hr::unemployment(self, sheet),
            Dataset::HrPosts => hr::posts(self, sheet),
            Dataset::CharityGrants => charity::grants(self, sheet),
            Dataset::PoliceRegister => police::register(self, sheet),
            Dataset::Deaths => police::deaths(self, sheet),
            Dataset::CivilAffairsSubsidies => allowances::payments(self, sheet),
            Dataset::DisabilityCertificates => disability::certificates(self, sheet),
            Dataset::PoliceVehicles => vehicles::registered(self, sheet),
            Dataset::MarketEnterprises => market::enterprises(self, sheet),
            Dataset::JusticeCustody => justice::custody(self, sheet),
            Dataset::EmergencyDamage => emergency::damage(self, sheet),
            Dataset::EmergencyRelief => emergency::relief(self, sheet),
            Dataset::CivilAffairsChildren => poverty::children(self, sheet),
            Dataset::CivilAffairsLowIncome => poverty::listings(self, sheet),
            Dataset::CivilAffairsStaff => poverty::staff(self, sheet),
            Dataset::HousingUnsafe => housing::unsafe_homes(self, sheet),
            Dataset::HrInjury => hr::injury_care(self, sheet),
            Dataset::BankAssets => bank::assets(self, sheet),
        }
    }

    /// The living person without a story whose row is spoilt.
    fn bystander(&self) -> Option<u32> {
        let mut living = self.living();
        living.find(|person| {
            !self.world.planted.contains(person) && !self.world.units_of.contains_key(person)
        })
    }
}

/// That a row speaks of somebody.
fn said(role: Role, seen: &Seen) -> Said {
    let Seen { person, tags, borrowed, .. } = *seen;
    Said { role, person, tags, borrowed, unit: None }
}

/// Marks a row whose paper has another identity number inside than the row gives.
fn with_inside(mut seen: Seen, inside: Option<&str>) -> Seen {
    let whole = |number: &str| number.len() == 18 && !number.contains('*');
    if inside.is_some_and(|inside| whole(inside) && whole(&seen.id) && inside != seen.id) {
        seen.tags |= strata::OTHER_INSIDE;
    }
    seen
}

/// Under another valid number of the same person.
fn under(mut seen: Seen, number: Option<ResidentId>) -> Seen {
    if let Some(number) = number.filter(|_| seen.borrowed.is_none()) {
        number.as_str().clone_into(&mut seen.id);
        seen.tags &= !strata::OF_NUMBERS;
        seen.tags |= strata::BAD_ID | strata::OTHER_OWN_ID;
    }
    seen
}

fn sex_word(male: bool) -> &'static str {
    if male { "男" } else { "女" }
}

fn sex_code(male: bool) -> &'static str {
    if male { "1" } else { "2" }
}
