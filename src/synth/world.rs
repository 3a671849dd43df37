//! The world: the people of the district, their families, homes, and what was granted and paid.
//!
//! It is the truth. Extracts are views of it on a night, and corruption changes what a view says,
//! never the world. Things that happen between two nights carry their day, so one world serves all
//! nights. People, households and units are numbered; the tables hold numbers, not references.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::domain::{Day, Fen, Month, ResidentId};

use super::calendar::compact_day;
use super::city::Ward;
use super::corrupt::{Care, Forced};
use super::dataset::Dataset;
use super::lineage::Document;
use super::papers::Papers;
use super::place::Dwelling;
use super::strata::{self, Strata};

pub struct Person {
    pub name: String,
    /// The name before the day of [`Self::renamed`], or one used long ago.
    pub former_name: Option<String>,
    pub male: bool,
    pub birth: Day,
    pub number: ResidentId,
    /// The number before the police gave another.
    pub former_number: Option<ResidentId>,
    /// The number of another document, of somebody who has no resident identity number.
    pub permit: Option<(Document, String)>,
    pub father: Option<u32>,
    pub mother: Option<u32>,
    pub spouse: Option<u32>,
    /// The register household before any move.
    pub household: u32,
    /// The household whose home the person lives in, if it is not that of the register.
    pub lives_in: Option<u32>,
    /// Whether the district's register holds the person at all.
    pub registered: bool,
    pub death: Option<Day>,
    /// The day the register struck the dead off; months later for a few.
    pub struck_off: Option<Day>,
    /// The day the register let them move out of the district.
    pub left: Option<Day>,
    /// The day the register entered a child born between the nights.
    pub entered: Option<Day>,
    /// The day they marry between the nights; earlier marriages have none.
    pub married: Option<Day>,
    pub moves: Option<(Day, u32)>,
    /// The day on which the former name became this one.
    pub renamed: Option<Day>,
    /// What makes the person hard to link, whatever a clerk does.
    pub strata: Strata,
}

impl Person {
    pub const fn is_twin(&self) -> bool {
        self.strata & strata::TWIN != 0
    }

    /// The number of the document that the person shows.
    pub fn document_number(&self) -> &str {
        self.permit.as_ref().map_or(self.number.as_str(), |(_, number)| number)
    }

    /// The name in use on a day.
    pub fn name_on(&self, day: Day) -> &str {
        let former = self.former_name.as_ref().filter(|_| self.renamed.is_some_and(|on| on > day));
        former.unwrap_or(&self.name)
    }
}

pub struct Household {
    pub dwelling: Dwelling,
}

/// Where an assistance unit draws subsistence or support from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    UrbanSubsistence,
    RuralSubsistence,
    CentralSupport,
    ScatteredSupport,
}

impl Scheme {
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::UrbanSubsistence => "城市低保",
            Self::RuralSubsistence => "农村低保",
            Self::CentralSupport => "集中供养",
            Self::ScatteredSupport => "分散供养",
        }
    }

    /// The tier of low income that other agencies know its recipients by.
    pub const fn tier(self) -> &'static str {
        if self.is_support() { "特困" } else { "低保" }
    }

    pub const fn is_support(self) -> bool {
        matches!(self, Self::CentralSupport | Self::ScatteredSupport)
    }
}

/// In whose name the account of a unit is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The head's, as the list writes it.
    Head,
    /// The head's, as the bank has it.
    HeadAtBank,
    Person(u32),
    Institution(String),
}

/// An assistance unit with its certificate.
#[derive(Clone)]
pub struct Unit {
    pub certificate: String,
    pub scheme: Scheme,
    pub head: u32,
    /// Everyone covered, the head first.
    pub members: Vec<u32>,
    pub household: u32,
    pub from: Month,
    /// The last month it is in force.
    pub to: Option<Month>,
    pub monthly: Fen,
    pub area: String,
    pub cause: &'static str,
    pub account: String,
    /// What the covered people declare to earn in a year; filled in when their work is known.
    pub declared: Option<Fen>,
    /// The last day somebody looked whether it is still in need.
    pub reviewed: Day,
    /// The day the head signed that the family's means may be verified.
    pub authorised: Option<Day>,
    /// The month from which payment rests.
    pub suspended: Option<Month>,
    /// In the months in which assistance is withdrawn by degrees (渐退期).
    pub withdrawing: bool,
    /// How the amount was calculated, in the words of the list.
    pub calculation: &'static str,
    pub holder: Holder,
    /// Whoever is registered to collect for the head.
    pub agent: Option<u32>,
}

impl Unit {
    /// In force and paid in the month of a night.
    pub fn is_active(&self, night: Day) -> bool {
        let month = night.month();
        self.covers_month(month) && self.suspended.is_none_or(|from| from > month)
    }

    /// How the list of a night puts it.
    pub fn state(&self, night: Day) -> &'static str {
        match () {
            () if self.to.is_some_and(|last| last < night.month()) => "停保",
            () if !self.is_active(night) => "暂停",
            () if self.withdrawing => "渐退",
            () => "在保",
        }
    }

    pub fn covers_month(&self, month: Month) -> bool {
        self.from <= month && self.to.is_none_or(|last| month <= last)
    }

    /// Which household key the civil affairs files give it: the head's number.
    pub fn key(&self) -> u32 {
        self.head
    }
}

/// One payment of a unit's scheme.
#[derive(Clone)]
pub struct Payment {
    pub number: String,
    pub unit: u32,
    pub payee: u32,
    pub period: Month,
    pub paid: Day,
    pub amount: Fen,
    pub account: String,
    /// The explanation the file gives; blank for an ordinary payment.
    pub mark: &'static str,
    /// The day the payer found it wrong and took it off the list.
    pub withdrawn: Option<Day>,
}

impl Payment {
    /// Whether the list of the night holds it.
    pub fn is_listed(&self, night: Day) -> bool {
        self.paid <= night && self.withdrawn.is_none_or(|day| day > night)
    }
}

/// One settlement of a hospital bill. A refund repeats its number with negative amounts.
#[derive(Clone)]
pub struct Bill {
    pub number: String,
    pub patient: u32,
    pub kind: &'static str,
    pub admitted: Day,
    pub discharged: Day,
    pub total: Fen,
    pub fund: Fen,
    pub major_illness: Fen,
    pub assisted: Fen,
    pub refunded: Option<Day>,
}

/// What a settlement without a stay in hospital is for.
pub const OUTPATIENT_KINDS: [&str; 2] = ["普通门诊", "门诊慢特病"];
/// Own cost, in yuan, from which a settlement is of a stay in hospital.
pub const HOSPITAL_YUAN: i64 = 800;

impl Bill {
    /// Own cost after insurance and before assistance.
    pub fn own_cost(&self) -> Fen {
        self.total - self.fund - self.major_illness
    }
}

#[derive(Clone)]
pub struct Relief {
    pub number: String,
    pub recipient: u32,
    pub class: &'static str,
    pub cause: &'static str,
    pub amount: Fen,
    pub approved: Day,
    pub paid: Day,
    /// The day the file was marked as an approved exception.
    pub exception: Option<Day>,
    pub bill: Option<String>,
}

#[derive(Clone)]
pub struct Grant {
    pub recipient: u32,
    pub project: &'static str,
    pub cause: &'static str,
    pub amount: Fen,
    pub paid: Day,
    pub bill: Option<String>,
}

impl Relief {
    pub fn is_exception(&self, night: Day) -> bool {
        self.exception.is_some_and(|day| day <= night)
    }
}

/// A public rental or a rent subsidy.
#[derive(Clone)]
pub struct Tenancy {
    pub contract: String,
    pub applicant: u32,
    pub in_kind: bool,
    pub from: Day,
    pub to: Day,
    pub left: Option<Day>,
    pub monthly: Fen,
}

/// One line of `findings.csv` or `legal.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TruthLine {
    pub code: &'static str,
    pub discriminator: String,
    pub person: u32,
    pub note: String,
}

pub struct World {
    /// Of this world alone: the city's seed and the ward's number make it.
    pub seed: u64,
    pub ward: Ward,
    /// What numbers of people and papers begin from, so that no two parts of a city share one.
    pub base: u32,
    pub nights: Vec<Day>,
    /// How careful the clerks of every source are, and which errors they make.
    pub care: Care,
    pub people: Vec<Person>,
    pub households: Vec<Household>,
    pub units: Vec<Unit>,
    pub payments: Vec<Payment>,
    pub bills: Vec<Bill>,
    pub relief: Vec<Relief>,
    pub grants: Vec<Grant>,
    pub tenancies: Vec<Tenancy>,
    /// Pupils whom a school forgot.
    pub unaided_pupils: BTreeSet<u32>,
    /// People of planted findings and look-alikes: their rows are dirtied with restraint.
    pub planted: BTreeSet<u32>,
    pub forced: BTreeMap<(u32, Dataset), Forced>,
    /// Deaths that no agency hears of before the day.
    pub heard_late: BTreeMap<u32, Day>,
    pub legal: Vec<TruthLine>,
    /// Somebody else of the same name and about the same age.
    pub namesakes: FxHashMap<u32, u32>,
    /// People whose register household splits, or is joined by another, between the nights.
    pub split: BTreeSet<u32>,
    pub merged: BTreeSet<u32>,
    /// People whom assistance should have reached.
    pub missed: BTreeSet<u32>,
    /// Units by covered person.
    pub units_of: BTreeMap<u32, Vec<u32>>,
    /// What further agencies hold about the people.
    pub papers: Papers,
}

impl World {
    /// A world without anybody.
    pub fn empty(seed: u64, ward: Ward, nights: Vec<Day>, care: Care) -> Self {
        Self {
            seed,
            base: ward.base(),
            ward,
            nights,
            care,
            people: Vec::new(),
            households: Vec::new(),
            units: Vec::new(),
            payments: Vec::new(),
            bills: Vec::new(),
            relief: Vec::new(),
            grants: Vec::new(),
            tenancies: Vec::new(),
            unaided_pupils: BTreeSet::new(),
            planted: BTreeSet::new(),
            forced: BTreeMap::new(),
            heard_late: BTreeMap::new(),
            legal: Vec::new(),
            namesakes: FxHashMap::default(),
            split: BTreeSet::new(),
            merged: BTreeSet::new(),
            missed: BTreeSet::new(),
            units_of: BTreeMap::new(),
            papers: Papers::default(),
        }
    }

    /// The day the histories are told from: the first night.
    pub fn today(&self) -> Day {
        self.nights[0]
    }

    /// The number of the next bill.
    pub fn bill_number(&self, discharged: Day) -> String {
        format!("JS{}{:09}", compact_day(discharged), self.serial(self.bills.len()))
    }

    /// What the truth calls a person.
    pub const fn label(&self, person: u32) -> u32 {
        self.base + person + 1
    }

    /// The number that a paper of this world carries: a payment, a bill, a contract.
    pub fn serial(&self, at: usize) -> u32 {
        self.base + u32::try_from(at).expect("a world has few papers of a kind")
    }

    pub fn person(&self, number: u32) -> &Person {
        &self.people[number as usize]
    }

    pub fn household_of(&self, person: u32, night: Day) -> u32 {
        let person = self.person(person);
        match person.moves {
            Some((on, household)) if on <= night => household,
            _ => person.household,
        }
    }

    /// The household whose home the person lives in on a night.
    pub fn living_household(&self, person: u32, night: Day) -> u32 {
        let register = self.household_of(person, night);
        let of = self.person(person);
        of.lives_in.filter(|_| register == of.household).unwrap_or(register)
    }

    pub fn home(&self, person: u32, night: Day) -> Dwelling {
        self.households[self.living_household(person, night) as usize].dwelling
    }

    pub fn is_known(&self, person: u32, night: Day) -> bool {
        self.person(person).entered.is_none_or(|day| day <= night)
    }

    pub fn spouse_of(&self, person: u32, night: Day) -> Option<u32> {
        let person = self.person(person);
        person.spouse.filter(|_| person.married.is_none_or(|day| day <= night))
    }

    pub fn is_dead(&self, person: u32, day: Day) -> bool {
        self.person(person).death.is_some_and(|death| death <= day)
    }

    /// Alive, registered and not moved away.
    pub fn lives_here(&self, person: u32, day: Day) -> bool {
        let gone = self.person(person).left.is_some_and(|left| left <= day);
        self.is_known(person, day) && !self.is_dead(person, day) && !gone
    }

    pub fn age(&self, person: u32, day: Day) -> i32 {
        self.person(person).birth.age_years(day)
    }

    /// The units that cover the person in a month.
    pub fn units_in(&self, person: u32, month: Month) -> impl Iterator<Item = &Unit> {
        let numbers = self.units_of.get(&person).map_or(&[][..], Vec::as_slice);
        let units = numbers.iter().map(|number| &self.units[*number as usize]);
        units.filter(move |unit| unit.covers_month(month))
    }

    /// In the compulsory or upper school age on the first of September of the school year.
    pub fn school_year(&self, person: u32, night: Day) -> Option<i32> {
        let start = Day::from_ymd(school_start_year(night), 9, 1).expect("a first of September");
        let age = self.person(person).birth.age_years(start);
        (6..18).contains(&age).then_some(age - 5)
    }

    /// The members of every household on a night, by number.
    pub fn members_by_household(&self, night: Day) -> Vec<Vec<u32>> {
        let mut members = vec![Vec::new(); self.households.len()];
        for number in self.numbers() {
            if self.is_known(number, night) {
                members[self.household_of(number, night) as usize].push(number);
            }
        }
        members
    }

    /// For each household, the first of those that share its home.
    pub fn first_households_of_homes(&self) -> Vec<u32> {
        let mut first: FxHashMap<Dwelling, u32> = FxHashMap::default();
        let homes = (0..).zip(&self.households);
        homes.map(|(at, of)| *first.entry(of.dwelling).or_insert(at)).collect()
    }

    pub fn numbers(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.people.len()).expect("a world has fewer than 2^32 people")
    }

    /// Sets what a unit is granted, and what it was paid in the months in which that was the whole.
    pub fn set_amount(&mut self, unit: usize, monthly: Fen) {
        let before = std::mem::replace(&mut self.units[unit].monthly, monthly);
        let of_unit = |payment: &&mut Payment| payment.unit as usize == unit;
        for payment in self.payments.iter_mut().filter(of_unit) {
            if payment.amount == before {
                payment.amount = monthly;
            }
        }
    }

    pub fn index_units(&mut self) {
        self.units_of.clear();
        for (number, unit) in (0..).zip(&self.units) {
            for member in &unit.members {
                self.units_of.entry(*member).or_default().push(number);
            }
        }
    }

    /// A child of the spouse alone.
    fn is_stepchild(&self, head: u32, other: u32, night: Day) -> bool {
        let of = self.person(other);
        let spouse = self.spouse_of(head, night);
        let is = |parent: Option<u32>, whose: Option<u32>| parent.is_some() && parent == whose;
        let of_spouse = is(of.father, spouse) || is(of.mother, spouse);
        of_spouse && !is(of.father, Some(head)) && !is(of.mother, Some(head))
    }

    /// What `other` is to `head`, in the words of the register.
    pub fn relation(&self, head: u32, other: u32, night: Day) -> &'static str {
        let (of_head, of_other) = (self.person(head), self.person(other));
        let is_parent = |parent: Option<u32>| parent == Some(head);
        let grandparent = |parent: Option<u32>| {
            parent.is_some_and(|parent| {
                is_parent(self.person(parent).father) || is_parent(self.person(parent).mother)
            })
        };
        let by_sex = |male, female| if of_other.male { male } else { female };
        if head == other {
            "户主"
        } else if self.spouse_of(head, night) == Some(other) {
            "配偶"
        } else if self.is_stepchild(head, other, night) {
            by_sex("继子", "继女")
        } else if self.spouse_of(other, night).is_some_and(|spouse| {
            is_parent(self.person(spouse).father) || is_parent(self.person(spouse).mother)
        }) {
            by_sex("女婿", "儿媳")
        } else if is_parent(of_other.father) || is_parent(of_other.mother) {
            let adopted = of_other.strata & strata::ADOPTED != 0;
            if adopted { by_sex("养子", "养女") } else { by_sex("子", "女") }
        } else if of_head.father == Some(other) {
            "父亲"
        } else if of_head.mother == Some(other) {
            "母亲"
        } else if grandparent(of_other.father) || grandparent(of_other.mother) {
            by_sex("孙子", "孙女")
        } else if of_head.father.is_some() && of_head.father == of_other.father {
            "兄弟姐妹"
        } else {
            "其他"
        }
    }
}

/// The calendar year in which the school year of a day began.
pub fn school_start_year(day: Day) -> i32 {
    if day.month_of_year() >= 9 { day.year() } else { day.year() - 1 }
}
