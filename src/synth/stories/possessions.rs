//! Possessions and whereabouts of those without a story: vehicles, homes, enterprises, custody.
//!
//! A fifth of the households own a car, two fifths a home of their own title. Families who ever were
//! on subsistence or support, or are listed for their low income, own hardly more than a motorcycle and
//! one home, and those who rent from the state own none.

use std::collections::BTreeSet;

use crate::synth::dice::{Dice, Stream};
use crate::synth::extract::Occupation;
use crate::synth::papers::{EnterpriseKind, PropertyUse, VehicleKind};
use crate::synth::plan::Plan;

const CAR_PERCENT: f64 = 20.0;
const MOTORCYCLE_PERCENT: f64 = 16.0;
const FARM_PERCENT: f64 = 6.0;
const HOME_PERCENT: f64 = 38.0;
const SECOND_HOME_PERCENT: f64 = 6.0;
const BUSINESS_PERCENT: f64 = 9.0;
/// Of men between twenty and fifty-five.
const CUSTODY_PERCENT: f64 = 0.3;
/// Of families who are or were assisted: a motorcycle, a car long scrapped, one home.
const POOR_MOTORCYCLE_PERCENT: f64 = 8.0;
const SCRAPPED_PERCENT: f64 = 1.0;
const POOR_HOME_PERCENT: f64 = 30.0;

pub fn acquire(plan: &mut Plan<'_>) {
    let households = plan.members.len();
    let listings = plan.world.papers.listings.iter();
    let listed: BTreeSet<u32> =
        listings.flat_map(|listing| listing.people.iter().copied()).collect();
    for household in 0..households {
        let today = plan.today();
        let adults: Vec<u32> = plan.members[household]
            .iter()
            .copied()
            .filter(|person| plan.world.lives_here(*person, today))
            .filter(|person| (22..85).contains(&plan.world.age(*person, today)))
            .collect();
        let Some(first) = adults.first().copied() else { continue };
        let mut dice = Dice::new(plan.world.seed, Stream::Housing, household as u64);
        let is_poor =
            |person: &u32| plan.world.units_of.contains_key(person) || listed.contains(person);
        let poor = adults.iter().any(is_poor);
        if poor {
            acquire_little(plan, &mut dice, &adults);
        } else {
            acquire_usual(plan, &mut dice, &adults);
            take_into_custody(plan, &mut dice, first);
        }
    }
}

fn acquire_usual(plan: &mut Plan<'_>, dice: &mut Dice, adults: &[u32]) {
    let owner = dice.pick(adults);
    let cars = [(VehicleKind::Car, 12), (VehicleKind::Van, 2), (VehicleKind::Truck, 2)];
    for (percent, kind) in [
        (CAR_PERCENT, dice.weighted(&cars)),
        (MOTORCYCLE_PERCENT, VehicleKind::Motorcycle),
        (FARM_PERCENT, VehicleKind::Farm),
    ] {
        if dice.chance(percent) {
            let vehicle = plan.own_vehicle(owner, kind);
            if dice.chance(5.0) {
                scrap(plan, dice, vehicle);
            }
        }
    }
    let renting = plan.world.tenancies.iter().any(|tenancy| adults.contains(&tenancy.applicant));
    if !renting && dice.chance(HOME_PERCENT) {
        acquire_home(plan, dice, adults[0]);
        if dice.chance(SECOND_HOME_PERCENT) {
            plan.own_property(&adults[..1], PropertyUse::Home);
        }
    }
    if dice.chance(BUSINESS_PERCENT) {
        let kinds = [
            (EnterpriseKind::Sole, 15),
            (EnterpriseKind::Limited, 4),
            (EnterpriseKind::Cooperative, 1),
        ];
        let enterprise = plan.run_enterprise(owner, dice.weighted(&kinds));
        if dice.chance(25.0) {
            let state = dice.pick(&["吊销", "注销", "注销"]);
            let day = plan.days_ago(dice.between(20, 110));
            plan.world.papers.enterprises[enterprise].closed = Some((day, state));
        }
    }
}

fn acquire_little(plan: &mut Plan<'_>, dice: &mut Dice, adults: &[u32]) {
    if dice.chance(POOR_MOTORCYCLE_PERCENT) {
        plan.own_vehicle(adults[0], VehicleKind::Motorcycle);
    }
    if dice.chance(SCRAPPED_PERCENT) {
        let vehicle = plan.own_vehicle(adults[0], VehicleKind::Car);
        scrap(plan, dice, vehicle);
    }
    let owns = |person: &u32| {
        plan.world.papers.properties.iter().any(|property| property.owners.contains(person))
    };
    // A unit that reaches into another household might come to two homes.
    let world = &plan.world;
    let elsewhere = |person: &u32| {
        let units = world.units_of.get(person).into_iter().flatten();
        let mut heads = units.map(|unit| world.units[*unit as usize].head);
        heads.any(|head| !adults.contains(&head))
    };
    let homeless = |person: &u32| world.papers.without_home.contains(person);
    let settled = adults.iter().any(|person| owns(person) || elsewhere(person) || homeless(person));
    let renting = plan.world.tenancies.iter().any(|tenancy| adults.contains(&tenancy.applicant));
    if !settled && !renting && dice.chance(POOR_HOME_PERCENT) {
        acquire_home(plan, dice, adults[0]);
    }
}

/// A home in the name of its owner, or of the couple.
fn acquire_home(plan: &mut Plan<'_>, dice: &mut Dice, owner: u32) {
    let today = plan.today();
    let spouse = plan.world.spouse_of(owner, today);
    let spouse = spouse.filter(|spouse| plan.world.lives_here(*spouse, today));
    let owners: Vec<u32> = match spouse {
        Some(spouse) if dice.chance(30.0) => vec![owner, spouse],
        _ => vec![owner],
    };
    plan.own_property(&owners, PropertyUse::Home);
}

fn scrap(plan: &mut Plan<'_>, dice: &mut Dice, vehicle: usize) {
    let state = dice.pick(&["报废", "报废", "注销", "被盗"]);
    let day = plan.days_ago(dice.between(10, 190));
    plan.world.papers.vehicles[vehicle].gone = Some((day, state));
}

fn take_into_custody(plan: &mut Plan<'_>, dice: &mut Dice, person: u32) {
    let age = plan.world.age(person, plan.today());
    let likely = plan.world.person(person).male && (22..55).contains(&age);
    let free = !plan.world.planted.contains(&person);
    if likely && free && dice.chance(CUSTODY_PERCENT) {
        let from = plan.days_ago(dice.between(40, 1500));
        let released = dice.chance(50.0).then(|| plan.days_ago(dice.between(1, 39)));
        plan.take_into_custody(person, from, released);
        plan.work(person, Occupation::Unknown);
    }
}
