//! Housing: public rentals with rent subsidies, the land register, and unsafe homes.

use std::io;

use crate::domain::Role;

use crate::synth::calendar::dotted;
use crate::synth::corrupt::Seen;
use crate::synth::dataset::Dataset;
use crate::synth::dice::{Dice, Stream};
use crate::synth::papers::Property;
use crate::synth::place::{AddressForm, Dwelling};
use crate::synth::sheet::{Said, Sheet};

use super::{View, said};

/// From here on are homes that are let or stand empty.
const FURTHER_HOMES: u32 = 1500;
/// For so long the land register has asked for numbers.
const WITH_NUMBERS_DAYS: i32 = 20 * 365;

pub fn rentals(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for tenancy in &view.world.tenancies {
        let seen = view.seen(tenancy.applicant, sheet.dataset);
        let spouse = view.world.spouse_of(tenancy.applicant, view.night);
        let spouse = spouse.map(|spouse| view.seen(spouse, sheet.dataset));
        let mut mentioned = vec![said(Role::Recipient, &seen)];
        mentioned.extend(spouse.as_ref().map(|spouse| said(Role::Spouse, spouse)));
        let home = view.world.home(tenancy.applicant, view.night).address(AddressForm::Usual);
        let estate = format!("示范区城关街道公租房小区{}栋", tenancy.applicant % 9 + 1);
        let monthly = tenancy.monthly.to_string();
        let (form, place, rent, subsidy) = if tenancy.in_kind {
            ("实物配租", &estate, monthly.as_str(), "")
        } else {
            ("租赁补贴", &home, "", monthly.as_str())
        };
        sheet.push(
            &[
                &tenancy.contract,
                &seen.name,
                &seen.id,
                spouse.as_ref().map_or("", |spouse| &spouse.name),
                spouse.as_ref().map_or("", |spouse| &spouse.id),
                form,
                place,
                &dotted(tenancy.from),
                &dotted(tenancy.to),
                rent,
                subsidy,
                &tenancy.left.filter(|day| *day <= view.night).map(dotted).unwrap_or_default(),
                if tenancy.left.is_some_and(|day| day <= view.night) { "退出" } else { "履行" },
            ],
            &mentioned,
        )?;
    }
    for request in &view.world.papers.housing_requests {
        let seen = view.seen(request.applicant, sheet.dataset);
        let state = if request.refused { "不予批准" } else { "轮候" };
        let number = &request.number;
        sheet.push(
            &[number, &seen.name, &seen.id, "", "", "实物配租", "", "", "", "", "", "", state],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}

/// Homes that were looked at, and how far their renovation has come.
pub fn unsafe_homes(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let homes = view.world.papers.unsafe_homes.iter().filter(|home| home.found <= view.night);
    for home in homes {
        let seen = view.seen(home.head, sheet.dataset);
        sheet.push(
            &[
                &home.number,
                &seen.name,
                &seen.id,
                &seen.address,
                home.grade,
                &dotted(home.found),
                home.state,
            ],
            &[said(Role::Head, &seen)],
        )?;
    }
    Ok(())
}

/// Those who own together stand in one cell.
pub fn property(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    let mut owning = std::collections::BTreeSet::new();
    for (at, property) in (0_u32..).zip(&view.world.papers.properties) {
        let square_metres = format!("{}.{:02}", property.area / 100, property.area % 100);
        let shared = if property.owners.len() > 1 { "共同共有" } else { "单独所有" };
        let mut dice = Dice::new(view.world.seed, Stream::Housing, u64::from(at) | 1 << 40);
        let separator = dice.pick(&["、", ",", "，", "/", "；"]);
        let owners = owners(view, sheet.dataset, property, &mut dice);
        let joined = |part: fn(&Seen) -> &str| {
            let parts: Vec<&str> =
                owners.iter().map(part).filter(|part| !part.is_empty()).collect();
            parts.join(separator)
        };
        // The first title is to the home, a further one to a place nobody of the household lives at.
        let home = view.world.home(property.owners[0], view.night);
        let place = if owning.insert(property.owners[0]) {
            home.address(AddressForm::Usual)
        } else {
            let number = FURTHER_HOMES + at % FURTHER_HOMES;
            Dwelling { village: home.village, number }.address(AddressForm::Usual)
        };
        let mentioned: Vec<Said> =
            owners.iter().map(|owner| said(Role::Recipient, owner)).collect();
        sheet.push(
            &[
                &property.certificate,
                &joined(|owner| &owner.name),
                &joined(|owner| &owner.id),
                shared,
                &place,
                &square_metres,
                property.usage.chinese(),
                &dotted(property.registered),
            ],
            &mentioned,
        )?;
    }
    Ok(())
}

/// The owners as the land register writes them: rights registered long ago came without numbers, but
/// those that findings rest on.
fn owners(view: &View<'_>, dataset: Dataset, property: &Property, dice: &mut Dice) -> Vec<Seen> {
    let is_old = view.night.0 - property.registered.0 > WITH_NUMBERS_DAYS;
    let lacks = is_old && view.world.lacks_numbers(&property.owners, dataset, dice);
    let seen = property.owners.iter().map(|owner| view.seen(*owner, dataset));
    seen.map(|seen| if lacks { seen.without_number() } else { seen }).collect()
}
