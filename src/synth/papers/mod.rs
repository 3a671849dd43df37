//! Papers: what further agencies hold about the people of the world, beside certificates and bills.
//!
//! They are facts like those of [`super::world`]: extracts show them, the oracle judges by them, and
//! stories set some of them against the rules. Everything that changes carries its day.

mod children;
mod disability;
mod market;
mod need;
mod possession;
mod staff;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen, Month, ResidentId};

use super::extract::Occupation;
use super::world::World;

pub use children::{CHILD_STANDARD, ChildPayment, ChildScheme};
pub use disability::Disability;
pub use market::{Enterprise, EnterpriseKind, credit_code};
pub use need::{Assets, HousingRequest, Listing, Tier, UnsafeHome};
pub use possession::{Property, PropertyUse, Vehicle, VehicleKind, plate};
pub use staff::StaffMember;

/// What the further agencies hold.
#[derive(Default)]
pub struct Papers {
    /// Disability certificates, by person.
    pub disabilities: BTreeMap<u32, Disability>,
    pub allowances: Vec<Allowance>,
    /// People in whose case the living allowance was forgotten.
    pub without_living_allowance: BTreeSet<u32>,
    /// People in whose case the nursing allowance was forgotten.
    pub without_nursing_allowance: BTreeSet<u32>,
    pub second_numbers: BTreeMap<u32, SecondNumber>,
    pub vehicles: Vec<Vehicle>,
    pub enterprises: Vec<Enterprise>,
    pub properties: Vec<Property>,
    /// By person; nobody is taken into custody twice.
    pub custodies: BTreeMap<u32, Custody>,
    pub damages: Vec<Damage>,
    pub disaster_relief: Vec<DisasterRelief>,
    /// What somebody lives on, if a story says so.
    pub occupations: BTreeMap<u32, Occupation>,
    /// The other school that aids a pupil this term.
    pub second_schools: BTreeMap<u32, SecondSchool>,
    /// The tier under which the health insurance goes on listing somebody.
    pub stale_labels: BTreeMap<u32, &'static str>,
    /// Living people whom a certificate calls dead.
    pub mistaken_deaths: BTreeMap<u32, MistakenDeath>,
    /// The day of death as the register has it, if it is another than the certificate's.
    pub register_deaths: BTreeMap<u32, Day>,
    /// Phones that a whole group of households gives.
    pub phones: BTreeMap<u32, String>,
    /// Households that asked to be listed for their low income, or for subsistence.
    pub listings: Vec<Listing>,
    /// People who own no home, and say so.
    pub without_home: BTreeSet<u32>,
    pub housing_requests: Vec<HousingRequest>,
    pub unsafe_homes: Vec<UnsafeHome>,
    pub child_payments: Vec<ChildPayment>,
    pub staff: Vec<StaffMember>,
    /// What the banks hold for somebody, if a story says so.
    pub assets: BTreeMap<u32, Assets>,
}

/// The second valid number of a few people, under which the disabled persons' federation and the
/// allowances know them.
#[derive(Clone, Copy)]
pub struct SecondNumber {
    pub number: ResidentId,
    /// The last month in which it was the person's only number, if the police replaced it.
    pub until: Option<Month>,
}

/// Kinds of monthly allowance, and the premium that civil affairs pays for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AllowanceKind {
    /// Of the disabled on subsistence.
    Living,
    /// Of the severely disabled.
    Nursing,
    /// From eighty years on.
    OldAge,
    /// The year's health insurance, paid by civil affairs.
    Premium,
    /// For the care of the old who are frail.
    ElderCare,
    /// For the care of those on support.
    SupportCare,
    /// For the care of workers after an injury, which the insurance pays.
    InjuryCare,
}

impl AllowanceKind {
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Living => "困难残疾人生活补贴",
            Self::Nursing => "重度残疾人护理补贴",
            Self::OldAge => "高龄津贴",
            Self::Premium => "代缴医保费",
            Self::ElderCare => "养老护理补贴",
            Self::SupportCare => "照料护理补贴",
            Self::InjuryCare => "工伤生活护理费",
        }
    }

    /// Whether it pays for somebody's care.
    pub const fn is_care(self) -> bool {
        matches!(self, Self::Nursing | Self::ElderCare | Self::SupportCare | Self::InjuryCare)
    }

    pub const fn is_for_the_disabled(self) -> bool {
        matches!(self, Self::Living | Self::Nursing)
    }
}

/// One payment of an allowance.
#[derive(Clone)]
pub struct Allowance {
    pub number: String,
    pub recipient: u32,
    pub kind: AllowanceKind,
    pub period: Month,
    pub paid: Day,
    /// Negative when taken back.
    pub amount: Fen,
    pub account: String,
    /// The explanation the file gives; blank for an ordinary payment.
    pub mark: &'static str,
    /// The other valid number that the payment is made under.
    pub under: Option<ResidentId>,
}

#[derive(Clone, Copy)]
pub struct Custody {
    pub from: Day,
    pub to: Option<Day>,
    pub kind: &'static str,
}

impl Custody {
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether somebody was inside from before the month until after it.
    pub fn encloses(&self, month: Month) -> bool {
        self.from < month.first_day() && self.to.is_none_or(|to| to > month.last_day())
    }

    /// The day of release, as far as a night knows of it.
    pub fn released(&self, night: Day) -> Option<Day> {
        self.to.filter(|to| *to <= night)
    }
}

/// Damage that a disaster did to a home.
#[derive(Clone, Copy)]
pub struct Damage {
    pub head: u32,
    pub kind: &'static str,
    pub on: Day,
    pub level: &'static str,
    /// Why no relief is wanted, in the words of the list.
    pub remark: &'static str,
}

/// Relief after a disaster.
#[derive(Clone)]
pub struct DisasterRelief {
    pub number: String,
    pub recipient: u32,
    pub amount: Fen,
    pub paid: Day,
}

#[derive(Clone)]
pub struct SecondSchool {
    pub code: String,
    /// The pupil changed school within the term, and each school pays a part.
    pub transferred: bool,
}

#[derive(Clone)]
pub struct MistakenDeath {
    pub died: Day,
    pub issued: Day,
}

impl World {
    /// The certificate of a disability that is in force on a night.
    pub fn disability(&self, person: u32, night: Day) -> Option<&Disability> {
        self.papers.disabilities.get(&person).filter(|disability| disability.is_valid(night))
    }

    /// Whether somebody's certificate is of the first or second grade.
    pub fn is_severely_disabled(&self, person: u32, night: Day) -> bool {
        self.disability(person, night).is_some_and(Disability::is_severe)
    }

    /// Whether somebody's certificate calls for nursing: of the first or second grade, or of the mind
    /// or the intellect.
    pub fn needs_nursing(&self, person: u32, night: Day) -> bool {
        self.disability(person, night).is_some_and(Disability::calls_for_nursing)
    }

    /// How many homes of a title everybody owns.
    pub fn homes_owned(&self) -> BTreeMap<u32, u32> {
        let mut owned = BTreeMap::new();
        let homes = self.papers.properties.iter().filter(|one| one.usage != PropertyUse::Garage);
        for owner in homes.flat_map(|home| &home.owners) {
            *owned.entry(*owner).or_insert(0) += 1;
        }
        owned
    }

    /// How many homes some people say they own: what has a title, and one without if there is none.
    pub fn declared_homes(&self, people: &[u32], titles: &BTreeMap<u32, u32>) -> u32 {
        if people.iter().any(|person| self.papers.without_home.contains(person)) {
            return 0;
        }
        let own = people.iter().filter_map(|person| titles.get(person));
        own.sum::<u32>().max(1)
    }

    pub fn is_in_custody(&self, person: u32, day: Day) -> bool {
        self.papers.custodies.get(&person).is_some_and(|custody| custody.holds(day))
    }
}
