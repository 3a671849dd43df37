//! Housing: public rentals with rent subsidies, and the land register.

use std::io;

use crate::domain::Role;

use crate::synth::corrupt::Seen;
use crate::synth::dice::{Dice, Stream};
use crate::synth::place::AddressForm;
use crate::synth::sheet::{Said, Sheet};
use crate::synth::strata;

use super::{View, dotted, said};

const OWNING_PERCENT: f64 = 38.0;

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
            ],
            &mentioned,
        )?;
    }
    Ok(())
}

/// The owner is the first of a household; a couple that owns together stands in one cell.
pub fn property(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for (household, members) in (0_usize..).zip(&view.members) {
        let mut dice = Dice::new(view.world.seed, Stream::Housing, household as u64);
        let owns = dice.chance(OWNING_PERCENT);
        let adult = |person: &&u32| view.world.age(**person, view.night) >= 25;
        let Some(owner) = members.iter().find(adult).copied().filter(|_| owns) else { continue };
        let number = format!("示房权证{:010}", view.world.serial(household));
        let spouse = view.world.spouse_of(owner, view.night).filter(|_| dice.chance(30.0));
        let square_metres = format!("{}.{}", dice.between(48, 160), dice.below(100));
        let registered = view.night.year() - dice.between(1, 25);
        let shared = if spouse.is_some() { "共同共有" } else { "单独所有" };
        let separator = dice.pick(&["、", ",", "，", "/", "；"]);
        // Rights registered long ago came without numbers.
        let with_numbers = view.night.year() - registered < 20 || dice.chance(40.0);
        let registered =
            format!("{registered}.{:02}.{:02}", dice.between(1, 12), dice.between(1, 28));
        let owners = [Some(owner), spouse].into_iter().flatten();
        let mut owners: Vec<Seen> = owners.map(|person| view.seen(person, sheet.dataset)).collect();
        if !with_numbers {
            for owner in &mut owners {
                owner.id.clear();
                owner.tags |= strata::NO_ID;
            }
        }
        let joined = |part: fn(&Seen) -> &str| {
            let parts: Vec<&str> =
                owners.iter().map(part).filter(|part| !part.is_empty()).collect();
            parts.join(separator)
        };
        let mentioned: Vec<Said> =
            owners.iter().map(|owner| said(Role::Recipient, owner)).collect();
        sheet.push(
            &[
                &number,
                &joined(|owner| &owner.name),
                &joined(|owner| &owner.id),
                shared,
                &owners[0].address,
                &square_metres,
                "住宅",
                &registered,
            ],
            &mentioned,
        )?;
    }
    Ok(())
}
