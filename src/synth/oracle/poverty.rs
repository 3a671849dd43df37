//! Missed by those whose income is known to be low: G03, G08, G09.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Day, Fen};

use crate::synth::extract::{Occupation, occupation};
use crate::synth::papers::{Listing, PropertyUse, Tier};
use crate::synth::world::{Scheme, TruthLine};

use super::parameters::{
    DAYS_AFTER_EXIT, DAYS_AFTER_REGISTRATION, DAYS_OF_A_REFUSAL, DAYS_OF_AID, DAYS_TO_NURSING,
    DAYS_TO_PLAN, LOW_INCOME_PERCENT, MONTHS_SINCE_WORK, MONTHS_WITHOUT_CONTRIBUTION,
    STANDARD_IN_THE_COUNTRY, STANDARD_IN_TOWN, WORKING_AGE,
};
use super::{View, line, noted};

impl View<'_> {
    pub(super) fn missed_in_poverty(&self, lines: &mut Vec<TruthLine>) {
        self.disabled_unaided(lines);
        self.jobs_lost(lines);
        self.without_a_home(lines);
        self.in_unsafe_homes(lines);
    }

    /// The listing that holds somebody tonight.
    pub(super) fn listing_of(&self, person: u32) -> Option<&Listing> {
        let listings = self.world.papers.listings.iter();
        let mut holding = listings.filter(|listing| listing.holds(self.night));
        holding.find(|listing| listing.people.contains(&person))
    }

    /// G03: certified as gravely disabled and of low income for sixty days, and neither nursed nor, if
    /// the household is at the margin of subsistence, on it.
    fn disabled_unaided(&self, lines: &mut Vec<TruthLine>) {
        let (world, night) = (self.world, self.night);
        let since = night.plus_days(-DAYS_TO_NURSING);
        let payments = world.papers.allowances.iter();
        let cared_for: BTreeSet<u32> = payments
            .filter(|payment| payment.kind.is_care() && payment.amount > Fen::ZERO)
            .filter(|payment| since <= payment.paid && payment.paid <= night)
            .map(|payment| payment.recipient)
            .collect();
        for (person, disability) in &world.papers.disabilities {
            let certified = world.needs_nursing(*person, night) && disability.issued <= since;
            if !certified || !world.lives_here(*person, night) {
                continue;
            }
            let units = || world.units_in(*person, night.month());
            let mut long = units().filter(|unit| unit.is_active(night));
            let subsists =
                long.any(|unit| !unit.scheme.is_support() && unit.from.first_day() <= since);
            let supported = units().any(|unit| unit.scheme.is_support() && unit.is_active(night));
            let listing = self.listing_of(*person).filter(|listing| listing.decided <= since);
            if supported || !subsists && listing.is_none() {
                continue;
            }
            let unaided = listing.is_some_and(|listing| {
                listing.tier == Tier::Margin
                    && units().next().is_none()
                    && !self.was_refused(*person, DAYS_OF_A_REFUSAL)
                    && !self.has_means(*person)
            });
            let missing = match (unaided, cared_for.contains(person)) {
                (false, true) => continue,
                (true, true) => "单人保",
                (true, false) => "单人保、护理补贴",
                (false, false) => "护理补贴",
            };
            lines.push(noted(line("G03", *person, self.label(*person)), missing));
        }
    }

    /// Whether subsistence was refused to somebody's household within so many days.
    pub(super) fn was_refused(&self, person: u32, days: i32) -> bool {
        self.world.papers.listings.iter().any(|listing| {
            listing.refused.is_some()
                && listing.people.contains(&person)
                && listing.decided <= self.night
                && listing.decided >= self.night.plus_days(-days)
        })
    }

    /// Whether somebody's household has a car, or two homes.
    fn has_means(&self, person: u32) -> bool {
        let home = self.world.household_of(person, self.night);
        let of_home = |other: u32| self.world.household_of(other, self.night) == home;
        let papers = &self.world.papers;
        let drives = papers.vehicles.iter().any(|vehicle| {
            vehicle.kind.counts() && vehicle.state(self.night) == "正常" && of_home(vehicle.owner)
        });
        let homes = papers.properties.iter().filter(|property| {
            property.usage == PropertyUse::Home
                && property.owners.iter().any(|owner| of_home(*owner))
        });
        drives || homes.count() >= 2
    }

    /// G08: of working age, without work for long, of a household whose known income is low, and nobody
    /// of it is helped. Whoever registered after their assistance had ended is G12's.
    fn jobs_lost(&self, lines: &mut Vec<TruthLine>) {
        let helped = self.helped_households();
        for (person, (income, standard)) in self.known_incomes() {
            let age = self.world.age(person, self.night);
            let home = self.world.household_of(person, self.night);
            let low = income < standard.percent(LOW_INCOME_PERCENT);
            if low
                && WORKING_AGE.contains(&age)
                && self.world.lives_here(person, self.night)
                && self.has_lost_work(person)
                && !self.registered_after_exit(person)
                && !helped.contains(&home)
                && !self.was_refused(person, DAYS_OF_AID)
            {
                let note = format!("人均{}元", income.in_yuan());
                lines.push(noted(line("G08", person, self.label(person)), note));
            }
        }
    }

    /// The income a head and month, with the standard it is held against, of everybody listed, and of
    /// those whose unit ended lately with what it had declared.
    fn known_incomes(&self) -> BTreeMap<u32, (Fen, Fen)> {
        let mut known = BTreeMap::new();
        let this_month = self.night.month();
        for unit in &self.world.units {
            let standard = match unit.scheme {
                Scheme::UrbanSubsistence => STANDARD_IN_TOWN,
                Scheme::RuralSubsistence => STANDARD_IN_THE_COUNTRY,
                Scheme::CentralSupport | Scheme::ScatteredSupport => continue,
            };
            let lately = this_month.plus_months(-MONTHS_SINCE_WORK);
            if unit.to.is_some_and(|last| lately <= last && last < this_month) {
                let heads = i64::try_from(unit.members.len()).expect("units are small");
                let income = Fen(unit.declared.unwrap_or_default().0 / 12 / heads);
                for member in &unit.members {
                    known.insert(*member, (income, standard));
                }
            }
        }
        let listings = self.world.papers.listings.iter();
        for listing in listings.filter(|listing| listing.holds(self.night)) {
            let standard = if listing.in_town { STANDARD_IN_TOWN } else { STANDARD_IN_THE_COUNTRY };
            for person in &listing.people {
                known.insert(*person, (listing.income, standard));
            }
        }
        known
    }

    fn has_lost_work(&self, person: u32) -> bool {
        let this_month = self.night.month();
        let earliest = this_month.plus_months(-MONTHS_SINCE_WORK);
        match occupation(self.world, person) {
            Occupation::Unemployed { since, .. } => {
                let judged = since.plus_days(DAYS_AFTER_REGISTRATION) <= self.night;
                judged && since.month() >= earliest && !self.has_founded(person, since)
            }
            Occupation::LaidOff { until, informal: None, .. } => {
                let without = this_month.0 - until.0 - 1;
                without >= MONTHS_WITHOUT_CONTRIBUTION
                    && until >= earliest
                    && !self.has_founded(person, until.last_day())
            }
            _ => false,
        }
    }

    /// Whether somebody registered as unemployed after a unit that counted them had ended, within a year.
    fn registered_after_exit(&self, person: u32) -> bool {
        let Occupation::Unemployed { since, .. } = occupation(self.world, person) else {
            return false;
        };
        let earliest = self.night.plus_days(-DAYS_AFTER_EXIT);
        self.world.units.iter().any(|unit| {
            let last = unit.to.map(crate::domain::Month::last_day);
            unit.members.contains(&person)
                && last.is_some_and(|last| earliest <= last && last < since)
        })
    }

    /// Whether somebody has opened an enterprise since a day.
    fn has_founded(&self, person: u32, since: Day) -> bool {
        self.world.papers.enterprises.iter().any(|enterprise| {
            enterprise.owner == person
                && enterprise.founded >= since
                && enterprise.is_open(self.night)
        })
    }

    /// The households of which anybody is on subsistence or support, was relieved lately, holds a public
    /// post or draws the benefit of the unemployed.
    fn helped_households(&self) -> BTreeSet<u32> {
        let (world, night) = (self.world, self.night);
        let home = |person: u32| world.household_of(person, night);
        let lately = night.plus_days(-DAYS_OF_AID);
        let units = self.active_units().flat_map(|(_, unit)| self.living_members(unit));
        let mut helped: BTreeSet<u32> = units.map(home).collect();
        let relief = world.relief.iter();
        let relief = relief.filter(|relief| lately <= relief.paid && relief.paid <= night);
        helped.extend(relief.map(|relief| home(relief.recipient)));
        let earns = |person: &u32| match occupation(world, *person) {
            Occupation::OnPost { from, .. } => from <= night.month(),
            Occupation::Unemployed { since, benefit } => {
                benefit && night.month() <= since.month().plus_months(12)
            }
            _ => false,
        };
        let living = world.numbers().filter(|person| world.lives_here(*person, night));
        helped.extend(living.filter(earns).map(home));
        helped
    }

    /// G09: on subsistence or scattered support, or listed, of a household that owns no home, nor does
    /// anybody of its register, and that neither has a public flat or subsidy nor has asked for one.
    fn without_a_home(&self, lines: &mut Vec<TruthLine>) {
        let world = self.world;
        let housed = self.housed_households();
        let titles = world.homes_owned();
        let members = world.members_by_household(self.night);
        let owns = |person: &u32| titles.contains_key(person);
        let homeless = |people: &[u32]| {
            let homes = people.iter().map(|person| world.household_of(*person, self.night));
            let homes: BTreeSet<u32> = homes.collect();
            let with_owners = homes.iter().any(|home| members[*home as usize].iter().any(owns));
            people.iter().any(|person| world.papers.without_home.contains(person))
                && !with_owners
                && homes.is_disjoint(&housed)
        };
        for (_, unit) in self.active_units() {
            let living: Vec<u32> = self.living_members(unit).collect();
            if unit.scheme != Scheme::CentralSupport && homeless(&living) {
                let people = living.into_iter();
                lines.extend(people.map(|person| line("G09", person, unit.certificate.clone())));
            }
        }
        let listings = world.papers.listings.iter();
        for listing in listings.filter(|listing| listing.holds(self.night)) {
            let is_free =
                |person: &u32| world.units_in(*person, self.night.month()).next().is_none();
            let living = listing.people.iter().copied();
            let living = living.filter(|person| world.lives_here(*person, self.night));
            let living: Vec<u32> = living.filter(is_free).collect();
            if homeless(&living) {
                let people = living.into_iter();
                lines.extend(people.map(|person| line("G09", person, listing.number.clone())));
            }
        }
    }

    /// G09: a home of the gravest grade for ninety days, in no plan, with people in it.
    fn in_unsafe_homes(&self, lines: &mut Vec<TruthLine>) {
        let housed = self.housed_households();
        for home in &self.world.papers.unsafe_homes {
            let judged = home.found.plus_days(DAYS_TO_PLAN) <= self.night;
            let open = home.grade == "D" && home.state == "未列入计划" && judged;
            let household = self.world.household_of(home.head, self.night);
            let lives = self.world.lives_here(home.head, self.night);
            if open && lives && !housed.contains(&household) {
                lines.push(line("G09", home.head, home.number.clone()));
            }
        }
    }

    /// The households of which somebody has help for housing, or has asked for it.
    fn housed_households(&self) -> BTreeSet<u32> {
        let papers = &self.world.papers;
        let running = self.world.tenancies.iter().filter(|tenancy| {
            let last = tenancy.left.filter(|day| *day <= self.night).unwrap_or(tenancy.to);
            last >= self.night
        });
        let in_plan = papers
            .unsafe_homes
            .iter()
            .filter(|home| matches!(home.state, "列入计划" | "在建") && home.found <= self.night);
        let people = running
            .map(|tenancy| tenancy.applicant)
            .chain(papers.housing_requests.iter().map(|request| request.applicant))
            .chain(in_plan.map(|home| home.head));
        people.map(|person| self.world.household_of(person, self.night)).collect()
    }
}
