//! Police: the vehicles of the district.

use std::io;

use crate::domain::Role;

use crate::synth::sheet::Sheet;

use super::{View, said};

pub fn registered(view: &View<'_>, sheet: &mut Sheet) -> io::Result<()> {
    for vehicle in &view.world.papers.vehicles {
        let seen = view.seen(vehicle.owner, sheet.dataset);
        sheet.push(
            &[
                &vehicle.plate,
                vehicle.kind.chinese(),
                &seen.name,
                &seen.id,
                &vehicle.registered.to_string(),
                vehicle.state(view.night),
            ],
            &[said(Role::Recipient, &seen)],
        )?;
    }
    Ok(())
}
