//! Housing: public rentals with rent subsidies, and the land register.

use std::io;

use crate::domain::Role;

use crate::synth::place::AddressForm;
use crate::synth::sheet::Sheet;

use super::{View, dotted, said};

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

/// A couple that owns together has two rows.
pub fn property(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for property in &view.world.papers.properties {
        let square_metres = format!("{}.{:02}", property.area / 100, property.area % 100);
        let shared = if property.owners.len() > 1 { "共同共有" } else { "单独所有" };
        for owner in &property.owners {
            let seen = view.seen(*owner, sheet.dataset);
            sheet.push(
                &[
                    &property.certificate,
                    &seen.name,
                    &seen.id,
                    shared,
                    &seen.address,
                    &square_metres,
                    property.usage.chinese(),
                    &dotted(property.registered),
                ],
                &[said(Role::Recipient, &seen)],
            )?;
        }
    }
    Ok(())
}
